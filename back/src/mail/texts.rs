//! The fixed texts. None holds anything about anybody: who reads over a shoulder, or a whole mailbox, learns that there
//! is an account and nothing else.

mod en;
mod fr;

use vantail_shared::call::Language;

use super::message::Text;

/// One text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Words {
    /// The subject, before the organisation's name.
    pub(super) subject: &'static str,
    /// What has happened.
    pub(super) lead: &'static str,
    /// What to do now.
    pub(super) action: &'static str,
    /// What to do when it was somebody else.
    pub(super) otherwise: &'static str,
    /// The page of the portal that the text sends to.
    pub(super) page: &'static str,
}

/// What stands around every text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// How it begins.
    pub(super) greeting: &'static str,
    /// Before the address of the portal.
    pub(super) address: &'static str,
    /// At the end.
    pub(super) closing: &'static str,
}

/// A text in a language.
pub(super) fn words(text: Text, language: Language) -> Words {
    match language {
        Language::Fr => fr::words(text),
        Language::En => en::words(text),
    }
}

/// What stands around it.
pub(super) fn frame(language: Language) -> Frame {
    match language {
        Language::Fr => fr::FRAME,
        Language::En => en::FRAME,
    }
}
