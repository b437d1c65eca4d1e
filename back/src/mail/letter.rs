//! One mail as it leaves: headers, text and HTML.

mod html;

use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use time::OffsetDateTime;
use vantail_shared::call::Language;

use super::{
    message::Text,
    texts::{self, Frame, Words},
};

/// What goes into a mail beside its fixed text.
#[derive(Debug)]
pub(super) struct Letter<'a> {
    pub(super) from: &'a Mailbox,
    pub(super) to: Address,
    /// Who writes: the organisation.
    pub(super) organisation: &'a str,
    /// The address of the portal, without a slash at its end.
    pub(super) url: &'a str,
    /// The same for the same mail, however often it is sent.
    pub(super) id: &'a str,
    /// When it was written, in seconds since 1970-01-01 UTC.
    pub(super) written_at: i64,
    pub(super) text: Text,
    pub(super) language: Language,
    pub(super) code: Option<&'a str>,
}

/// RFC 3834, 5: keeps other programs from answering.
const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");
/// What Microsoft Exchange looks at instead.
const NO_AUTOMATIC_REPLY: HeaderName = HeaderName::new_from_ascii_str("X-Auto-Response-Suppress");
/// RFC 3282.
const CONTENT_LANGUAGE: HeaderName = HeaderName::new_from_ascii_str("Content-Language");

impl Letter<'_> {
    /// The mail, ready to be sent.
    ///
    /// # Errors
    /// A header that cannot be written.
    pub(super) fn build(&self) -> Result<Message, lettre::error::Error> {
        let words = texts::words(self.text, self.language);
        let frame = texts::frame(self.language);
        let organisation = one_line(self.organisation);
        let domain = self.from.email.domain();
        let written =
            OffsetDateTime::from_unix_timestamp(self.written_at).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, self.to.clone()))
            .subject(format!("{} – {organisation}", words.subject))
            .date(written.into())
            .message_id(Some(format!("<{}@{domain}>", self.id)))
            .raw_header(HeaderValue::new(AUTO_SUBMITTED, "auto-generated".to_owned()))
            .raw_header(HeaderValue::new(NO_AUTOMATIC_REPLY, "All".to_owned()))
            .raw_header(HeaderValue::new(CONTENT_LANGUAGE, self.language.code().to_owned()))
            .multipart(MultiPart::alternative_plain_html(
                self.plain(&words, &frame, &organisation),
                html::page(self, &words, &frame, &organisation),
            ))
    }

    fn page(&self, words: &Words) -> String {
        format!("{}{}", self.url, words.page)
    }

    fn plain(&self, words: &Words, frame: &Frame, organisation: &str) -> String {
        let code = self.code.map(|code| format!("    {code}\n\n")).unwrap_or_default();
        format!(
            "{}\n\n{}\n\n{code}{}\n\n{}\n\n{}\n{}\n\n{organisation}\n\n-- \n{}\n",
            frame.greeting,
            words.lead,
            words.action,
            words.otherwise,
            frame.address,
            self.page(words),
            frame.closing,
        )
    }
}

/// A name of the data map may stretch over lines; a header does not.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests;
