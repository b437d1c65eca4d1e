//! What an entry waits for, as its owner sees it.

use vantail_proto::portal::Rule;
use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
};

use super::{
    super::{FactorState, Identity, factors, passwords, sign_in::Door, throttle::Limits},
    advance::language_of,
    signed_out,
    step::{Step, Way},
};
use crate::store::account;

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
            code_seconds: 0,
            language: None,
            factors: FactorState::default(),
            login: String::new(),
        };
        let entry = match self.entry(door, token).await {
            Ok(entry) if entry.finished_at.is_none() => entry,
            Ok(_) => return Err(signed_out()),
            Err(failure) if failure.code == Code::StepDue => return Ok(current),
            Err(failure) => return Err(failure),
        };
        let mut connection = self.store.reader().await?;
        let account = match entry.account {
            Some(id) => account::by_id(&mut connection, id).await?,
            None => None,
        };
        current.step = self.step_of(&mut connection, &entry, account.as_ref()).await?;
        if current.step == Step::EmailCode {
            current.resend_seconds = self.guard.wait(&mut connection, &entry.mark, Limits::MAIL).await?;
            let left = entry.code_ends_at.map_or(0, |ends_at| ends_at.saturating_sub(self.clock.now()));
            current.code_seconds = u32::try_from(left).unwrap_or(0);
        }
        if let Step::NewPassword(_) = current.step {
            current.rules = passwords::rules();
        }
        // Whoever gave nothing but a name learns nothing about it.
        let proved = Way::read(&entry.way) != Some(Way::Forgot) || entry.mail_proved;
        if let Some(account) = account.filter(|_| proved) {
            current.language = language_of(&account);
            if current.step == Step::EmailCode {
                current.address = self.address(&account).map(hidden).unwrap_or_default();
            }
            if current.step == Step::SecondFactor {
                current.factors = factors::state(&mut connection, account.id).await?;
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
