//! Mails to people: written into the store in the transaction of their cause, sent afterwards, never two for one cause.
//!
//! A mail holds no personal data: a fixed text in the language of its reader, the fixed address of the portal and, where
//! one is asked for, a code. Nobody waits for a mail server.

mod letter;
mod message;
mod recipient;
mod schedule;
mod sender;
mod texts;
mod transport;
mod watch;

pub(crate) use message::Message;
pub(crate) use recipient::Recipient;
pub use sender::Sender;

use std::sync::Arc;

use aws_lc_rs::hmac;
use tokio::sync::Notify;
use vantail_shared::{
    call::Language,
    clock::Clock,
    config::Spot,
    failure::Failure,
    random::{Random, bytes},
    tls::FrontKind,
};

use crate::{
    config::MailSettings,
    seal::Seal,
    store::{Connection, Store, StoreError, outbox},
};

/// Longest address, in bytes (RFC 5321, 4.5.3.1.3, without the angle brackets).
const MAX_ADDRESS: usize = 254;

/// A mail to write.
pub(crate) struct NewMail<'a> {
    /// What brings it about, in a form that no other cause has, without personal data: `password-changed/42/1800000000`.
    pub(crate) cause: &'a str,
    /// Whose account it is about: it goes with the account.
    pub(crate) account: Option<i64>,
    /// The address. One that is empty or is none is no fault: the same is written and nothing is sent, so that it takes
    /// as long.
    pub(crate) to: &'a str,
    /// Of the text.
    pub(crate) language: Language,
    /// Which front's address the text names.
    pub(crate) front: FrontKind,
    /// The text.
    pub(crate) message: Message,
}

/// Takes mails. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Outbox {
    settings: Option<Arc<Spot<MailSettings>>>,
    seal: Seal,
    names: Arc<hmac::Key>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    wake: Arc<Notify>,
}

impl Outbox {
    /// The outbox of a store; without settings mails are let go.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn open(
        store: &Store,
        settings: Option<Arc<Spot<MailSettings>>>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, Failure> {
        let seal = Seal::new(&*store.secret("mail", random.as_ref()).await?)?;
        let names = store.secret("mail names", random.as_ref()).await?;
        let names = Arc::new(hmac::Key::new(hmac::HMAC_SHA256, names.as_ref()));
        Ok(Self { settings, seal, names, clock, random, wake: Arc::default() })
    }

    /// Whether mails can be sent at all: otherwise what needs one has another way, or none.
    pub fn configured(&self) -> bool {
        self.settings.is_some()
    }

    /// Writes a mail within the transaction of its cause. It leaves once that is committed. A second one for the same
    /// cause is none.
    pub(crate) async fn put(
        &self,
        connection: &mut Connection,
        mail: &NewMail<'_>,
    ) -> Result<(), StoreError> {
        if !self.configured() {
            return Ok(());
        }
        let (now, message) = (self.clock.now(), &mail.message);
        let sealed = match message.code() {
            Some(code) => {
                let sealed = self.seal.seal(self.random.as_ref(), mail.cause, code.as_bytes());
                Some(sealed.map_err(|_| StoreError::Row("a code that cannot be sealed"))?)
            }
            None => None,
        };
        let row = outbox::NewRow {
            cause: mail.cause,
            account: mail.account,
            recipient: Some(mail.to).filter(|to| is_address(to)),
            language: mail.language.code(),
            front_kind: mail.front.as_str(),
            message: message.name(),
            sealed: sealed.as_deref(),
            now,
            ends_at: message.lasts().map(|seconds| now.saturating_add(seconds)),
        };
        if outbox::insert(connection, &row).await? {
            connection.wake_after_commit(&self.wake);
        }
        Ok(())
    }
}

impl Outbox {
    /// Writes a notice about an account within the transaction of its cause; nothing when no address is known.
    pub(crate) async fn tell(
        &self,
        connection: &mut Connection,
        account: i64,
        front: FrontKind,
        Recipient { to, language }: &Recipient,
        message: Message,
    ) -> Result<(), StoreError> {
        let Some(to) = to else { return Ok(()) };
        let what = data_encoding::HEXLOWER.encode(&bytes::<8>(self.random.as_ref()));
        let cause = &format!("notice/{account}/{what}");
        let mail = NewMail {
            cause,
            account: Some(account),
            to,
            language: language.unwrap_or(Language::Fr),
            front,
            message,
        };
        self.put(connection, &mail).await
    }

    /// What the mail of this cause is called: the same whichever back sends it, and however often.
    fn name(&self, cause: &str) -> String {
        data_encoding::HEXLOWER.encode(&hmac::sign(&self.names, cause.as_bytes()).as_ref()[..16])
    }
}

/// Whether a mail can be addressed to it: the one question that every way to an address asks.
pub(crate) fn is_address(text: &str) -> bool {
    // A quoted local part is an address (RFC 5321, section 4.1.2), which the header of a mail cannot always hold.
    text.len() <= MAX_ADDRESS && !text.contains('"') && text.parse::<lettre::Address>().is_ok()
}

#[cfg(test)]
mod tests;
