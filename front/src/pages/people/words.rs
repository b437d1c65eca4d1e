//! What states and acts are called.

use vantail_proto::staff::{Act, account::State as Stage, act::Kind};

use crate::texts::Texts;

/// What can be looked for, as the form sends it, with the keys of the words: states, and one of mails.
pub(super) const STATES: [(&str, &str); 5] = [
    ("invited", "people-invited"),
    ("verifying", "people-verifying"),
    ("active", "people-active"),
    ("disabled", "people-disabled"),
    ("undelivered", "people-undelivered"),
];

/// The key of a state's word; nothing for a person without an account.
pub(super) fn stage(stage: Option<Stage>) -> &'static str {
    match stage {
        None | Some(Stage::Unspecified) => "people-none",
        Some(Stage::Invited) => "people-invited",
        Some(Stage::Verifying) => "people-verifying",
        Some(Stage::Active) => "people-active",
        Some(Stage::Disabled) => "people-disabled",
        Some(Stage::Erased) => "people-erased",
    }
}

/// A line of the journal as a sentence.
pub(super) fn act(act: &Act, t: &'static Texts) -> String {
    let kind = Kind::try_from(act.kind).unwrap_or_default();
    let what = t.say(act_key(kind));
    match act.by.as_str() {
        "" => what.to_owned(),
        "command line" => t.fill("act-by", &[("what", what), ("who", t.say("act-by-command"))]),
        who => t.fill("act-by", &[("what", what), ("who", who)]),
    }
}

fn act_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Unspecified => "act-other",
        Kind::Created => "act-created",
        Kind::Invited => "act-invited",
        Kind::LetterLogin => "act-letter-login",
        Kind::LetterPassword => "act-letter-password",
        Kind::SignedIn => "act-signed-in",
        Kind::PasswordChanged => "act-password-changed",
        Kind::PasswordReset => "act-password-reset",
        Kind::EmailVerified => "act-email-verified",
        Kind::EmailChanged => "act-email-changed",
        Kind::EmailObjected => "act-email-objected",
        Kind::EmailSettled => "act-email-settled",
        Kind::Disabled => "act-disabled",
        Kind::Enabled => "act-enabled",
        Kind::FactorAdded => "act-factor-added",
        Kind::FactorRemoved => "act-factor-removed",
        Kind::FactorsReset => "act-factors-reset",
        Kind::Linked => "act-linked",
        Kind::Unlinked => "act-unlinked",
        Kind::TermsAccepted => "act-terms-accepted",
        Kind::TermsRefused => "act-terms-refused",
        Kind::Imported => "act-imported",
        Kind::Throttled => "act-throttled",
        Kind::RecoveryUsed => "act-recovery-used",
        Kind::RecoveryRenewed => "act-recovery-renewed",
    }
}

#[cfg(test)]
mod tests {
    use vantail_shared::call::Language;

    use super::*;

    #[test]
    fn everything_has_a_word_in_both_languages() {
        for language in Language::ALL {
            let t = Texts::of(language);
            let stages = (0..6).map(|number| Stage::try_from(number).ok()).map(stage);
            let acts = (0..25).map(|number| act_key(Kind::try_from(number).unwrap()));
            let states = STATES.iter().map(|(_, key)| *key);
            for key in stages.chain(acts).chain(states).chain(["act-by-command"]) {
                assert_ne!(t.say(key), key);
            }
        }
        assert!(Kind::try_from(25).is_err(), "an act without a word");
    }

    #[test]
    fn an_act_says_who_did_it() {
        let t = Texts::of(Language::En);
        let line = |by: &str| act(&Act { kind: Kind::Disabled.into(), when: 5, by: by.to_owned() }, t);
        assert_eq!(line(""), "Account disabled");
        assert_eq!(line("Paul Martin"), "Account disabled, by Paul Martin");
        assert_eq!(line("command line"), "Account disabled, by an administrator");
    }
}
