//! What an entry waits for, as its owner sees it.

use vantail_proto::portal::Rule;
use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
};

use super::{
    super::{FactorState, Identity, factors, sign_in::Door},
    Seen,
    advance::language_of,
    signed_out,
    step::Step,
};

/// What an entry waits for.
#[derive(Debug, Clone)]
pub struct Current {
    /// The step.
    pub step: Step,
    /// The rules for a new password.
    pub rules: Vec<Rule>,
    /// Where the code went, with most of it hidden; empty on the way of a forgotten password.
    pub address: String,
    /// Seconds until another code may be sent.
    pub resend_seconds: u32,
    /// No code was sent yet, for too many were asked for; the same for a name that nobody has.
    pub code_unsent: bool,
    /// Seconds until the code ends that was sent.
    pub code_seconds: u32,
    /// The language kept with the account.
    pub language: Option<Language>,
    /// Which second factors may be given.
    pub factors: FactorState,
    /// The sign-in name; empty while nothing but a name was given.
    pub login: String,
}

impl Identity {
    /// What the entry of this token waits for; nothing more when the token is that of a session.
    ///
    /// # Errors
    /// `SignedOut` without an entry.
    pub async fn current(&self, door: &Door, token: Option<&str>) -> Result<Current, Failure> {
        let mut current = Current {
            step: Step::Done,
            rules: Vec::new(),
            address: String::new(),
            resend_seconds: 0,
            code_unsent: false,
            code_seconds: 0,
            language: None,
            factors: FactorState::default(),
            login: String::new(),
        };
        let Seen { entry, account, reach, step } = match self.look(door, token).await {
            Ok(seen) if seen.entry.finished_at.is_none() => seen,
            Ok(_) => return Err(signed_out()),
            Err(failure) if failure.code == Code::StepDue => return Ok(current),
            Err(failure) => return Err(failure),
        };
        current.step = step;
        if step == Step::EmailCode {
            let mut connection = self.store.reader().await?;
            current.resend_seconds = self.guard.mail_wait(&mut connection, &entry.mark).await?;
            current.code_unsent = entry.code.is_none();
            let left = entry.code_ends_at.map_or(0, |ends_at| ends_at.saturating_sub(self.clock.now()));
            current.code_seconds = u32::try_from(left).unwrap_or(0);
        }
        if let Step::NewPassword(_) = step {
            current.rules = self.password_rules(door.kind).list();
        }
        if let Some(account) = account {
            current.language = language_of(&account);
            if step == Step::EmailCode {
                current.address = reach.email.as_deref().map(hidden).unwrap_or_default();
            }
            if step == Step::SecondFactor {
                current.factors = factors::state(&mut self.store.reader().await?, account.id).await?;
            }
            current.login = account.login;
        }
        Ok(current)
    }
}

/// An address with most of it hidden: `m•••@e•••.fr`.
pub(in crate::identity) fn hidden(address: &str) -> String {
    let part = |text: &str| text.chars().next().map(|first| format!("{first}•••")).unwrap_or_default();
    let Some((local, domain)) = address.rsplit_once('@') else { return part(address) };
    match domain.rsplit_once('.') {
        Some((name, end)) => format!("{}@{}.{end}", part(local), part(name)),
        None => format!("{}@{}", part(local), part(domain)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_of_an_address_is_hidden() {
        let cases = [
            ("marie.dupont@exemple.fr", "m•••@e•••.fr"),
            ("é@sub.example.org", "é•••@s•••.org"),
            ("a@localhost", "a•••@l•••"),
            ("\"a@b\"@c.d", "\"•••@c•••.d"),
            ("", ""),
        ];
        for (address, shown) in cases {
            assert_eq!(hidden(address), shown);
        }
    }
}
