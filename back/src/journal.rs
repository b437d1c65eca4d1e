//! The journal: what was done to accounts, and by whom. A line is written in the transaction of its cause, so that
//! neither is there without the other; afterwards the store itself refuses to change it. No line holds personal data:
//! accounts are told by the numbers of their rows.

use crate::store::{Connection, StoreError, journal};

/// Something that was done to an account.
#[derive(Debug, Clone, Copy)]
pub struct Act<'a> {
    /// Seconds since 1970-01-01 UTC.
    pub at: i64,
    /// What.
    pub kind: ActKind,
    /// The row of the account that it was done to.
    pub subject: i64,
    /// Who did it.
    pub by: Actor,
    /// The name of the front that the call came through.
    pub front: Option<&'a str>,
}

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Whose account it is, by themselves.
    Person,
    /// A member of staff to the account of somebody else, by the row of their own.
    Staff(i64),
    /// Somebody with the command line, or a timer that runs it: a source that is brought in step.
    Command,
    /// The program, by a rule: a term that ran out.
    System,
}

/// Who does something, and the name of the front that the call came through.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// Who.
    pub who: Actor,
    /// The front; nothing for whoever needs none.
    pub front: Option<&'a str>,
}

impl From<Actor> for By<'_> {
    /// Without a front.
    fn from(who: Actor) -> Self {
        Self { who, front: None }
    }
}

/// What can be done to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActKind {
    /// The account was made.
    Created,
    /// A new initial password, with its letters.
    Invited,
    /// The letter with the sign-in name was produced.
    LetterLogin,
    /// The letter with the password was produced.
    LetterPassword,
    /// A session was opened.
    SignedIn,
    /// Another password, by somebody who knew the one before.
    PasswordChanged,
    /// Another password, by a code that was mailed.
    PasswordReset,
    /// The address was proved by a code.
    EmailVerified,
    /// Another address, proved by a code.
    EmailChanged,
    /// The owner of the address before took that back.
    EmailObjected,
    /// Another address, without a code.
    EmailSettled,
    /// Nobody signs in any more.
    Disabled,
    /// Signing in is possible again.
    Enabled,
    /// A second factor or passkey more.
    FactorAdded,
    /// A second factor or passkey less.
    FactorRemoved,
    /// A recovery code stood in for the second factor.
    RecoveryUsed,
    /// New recovery codes in the place of those before.
    RecoveryRenewed,
    /// Second factors and passkeys were taken away altogether.
    FactorsReset,
    /// Bound to a sign-in provider.
    Linked,
    /// No longer bound to it.
    Unlinked,
    /// Terms were accepted.
    TermsAccepted,
    /// Terms were refused.
    TermsRefused,
    /// The account was made or changed by a source that keeps it in step.
    Imported,
    /// Further tries have to wait.
    Throttled,
}

/// Writes a line, in the transaction of `connection`.
pub(crate) async fn note(connection: &mut Connection, act: &Act<'_>) -> Result<(), StoreError> {
    let (actor_kind, actor) = match act.by {
        Actor::Person => ("person", None),
        Actor::Staff(account) => ("staff", Some(account)),
        Actor::Command => ("command", None),
        Actor::System => ("system", None),
    };
    let (kind, front) = (act.kind.as_str(), act.front);
    let row = journal::NewRow { at: act.at, kind, subject: act.subject, actor_kind, actor, front };
    journal::insert(connection, &row).await
}

impl ActKind {
    /// The word that stands in the journal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Invited => "invited",
            Self::LetterLogin => "letter_login",
            Self::LetterPassword => "letter_password",
            Self::SignedIn => "signed_in",
            Self::PasswordChanged => "password_changed",
            Self::PasswordReset => "password_reset",
            Self::EmailVerified => "email_verified",
            Self::EmailChanged => "email_changed",
            Self::EmailObjected => "email_objected",
            Self::EmailSettled => "email_settled",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::FactorAdded => "factor_added",
            Self::FactorRemoved => "factor_removed",
            Self::RecoveryUsed => "recovery_used",
            Self::RecoveryRenewed => "recovery_renewed",
            Self::FactorsReset => "factors_reset",
            Self::Linked => "linked",
            Self::Unlinked => "unlinked",
            Self::TermsAccepted => "terms_accepted",
            Self::TermsRefused => "terms_refused",
            Self::Imported => "imported",
            Self::Throttled => "throttled",
        }
    }
}

#[cfg(test)]
mod tests;
