//! One person: the account and what was done to it.

use vantail_proto::staff::{Act, FoundPerson, ShowPersonReply, act::Kind};
use vantail_shared::{call::Language, failure::Failure};

use super::{Desk, stored};
use crate::{
    identity::{StaffSession, factors},
    store::{
        journal::{self, Line},
        roster, spool,
    },
};

/// Lines of the journal that are shown.
const LINES: i64 = 50;

impl Desk {
    /// One person with the account and its history.
    ///
    /// # Errors
    /// `NotFound` when the handle is not this session's, `Unavailable` while a database is away.
    pub async fn show(
        &self,
        session: &StaffSession,
        language: Language,
        handle: &str,
    ) -> Result<ShowPersonReply, Failure> {
        let person = self.open(session, handle)?;
        let contact = self.people.contact(&person).await?;
        let mut connection = self.store.reader().await?;
        let row = roster::of_person(&mut connection, &person.kind, &stored(&person)?).await?;
        let mut history = Vec::new();
        let mut account = None;
        if let Some(row) = row {
            history = journal::of(&mut connection, row.id, LINES).await?;
            let mut told = self.outline(&row, contact.as_ref());
            told.open_sessions = self.identity.count_sessions(&mut connection, row.id).await?;
            let factors = factors::state(&mut connection, row.id).await?;
            (told.totp, told.passkeys) = (factors.totp, factors.passkeys);
            told.providers = self.identity.provider_titles(&mut connection, row.id, language).await?;
            let prints = row.state != "disabled" && contact.is_some() && self.provision.has_letterhead();
            told.login_letter = prints;
            told.password_letter =
                prints && spool::of_account(&mut connection, row.id, self.clock.now()).await?.is_some();
            account = Some(told);
        }
        let found = FoundPerson {
            handle: handle.to_owned(),
            name: contact.map(|contact| contact.name).unwrap_or_default(),
            kind: self.title(&person, language),
            account,
        };
        let history = history.into_iter().map(|line| self.told_line(line)).collect();
        Ok(ShowPersonReply { found: Some(found), history, ..ShowPersonReply::default() })
    }

    fn told_line(&self, line: Line) -> Act {
        // A word of a later version is told as an act that this one has no word for.
        let kind = Kind::from_str_name(&format!("KIND_{}", line.kind.to_uppercase()));
        let by = match line.actor_kind.as_str() {
            "staff" => line.name.unwrap_or_default(),
            "command" => "command line".to_owned(),
            _ => String::new(),
        };
        let when = u64::try_from(self.clock.now().saturating_sub(line.at)).unwrap_or(0);
        Act { kind: kind.unwrap_or_default().into(), when, by }
    }
}
