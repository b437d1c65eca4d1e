//! Who is written to about an account, and in which language: the one home of that rule.

use vantail_shared::call::Language;

use crate::people::Contact;

/// The owner of an account as mails reach them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recipient {
    /// The address; nothing when none is known.
    pub(crate) to: Option<String>,
    /// The language of the text, as far as one is known.
    pub(crate) language: Option<Language>,
}

impl Recipient {
    /// The address that was proved or settled and the language that was chosen; without them those of the business
    /// database, as far as it has any.
    pub(crate) fn new(email: Option<&str>, language: Option<&str>, contact: Option<&Contact>) -> Self {
        let known = contact.and_then(|contact| contact.email.as_deref());
        let chosen = language.and_then(|code| code.parse().ok());
        let language = chosen.or(contact.and_then(|contact| contact.language));
        Self { to: email.or(known).map(ToOwned::to_owned), language }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_proved_counts_before_what_the_business_database_has() {
        let (email, language) = (Some("known@example.org".to_owned()), Some(Language::En));
        let contact = Contact { name: String::new(), email, language, postal: Vec::new() };
        let told = |email, language, contact| {
            let Recipient { to, language } = Recipient::new(email, language, contact);
            (to.unwrap_or_default(), language)
        };
        let own = Some("own@example.org");
        assert_eq!(told(own, Some("fr"), Some(&contact)), ("own@example.org".to_owned(), Some(Language::Fr)));
        assert_eq!(told(None, None, Some(&contact)), ("known@example.org".to_owned(), Some(Language::En)));
        assert_eq!(told(own, Some("xx"), Some(&contact)), ("own@example.org".to_owned(), Some(Language::En)));
        assert_eq!(told(None, None, None), (String::new(), None));
    }
}
