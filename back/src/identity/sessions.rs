//! Live sessions: who a token belongs to, and how sessions end.

use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
    tls::FrontKind,
};

use super::{AnySession, Identity, Person, PersonSession, SessionId, StaffSession, factors::PENDING, token};
use crate::store::{
    Connection, StoreError, account, challenge, email_change, entry, federation, known_browser,
    provider_session,
    session::{self, Found, Over},
    throttle, totp,
};

/// A use is noted when the one noted before is this old, in seconds: not every page writes.
const TOUCH: i64 = 60;
/// A browser in which nobody has signed in for this long is no longer known, in seconds.
const KNOWN: i64 = 365 * 24 * 3600;

/// An open session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// The session.
    pub id: SessionId,
    /// The device as it described itself.
    pub device: String,
    /// Seconds since it was opened.
    pub opened_seconds_ago: u64,
    /// Seconds since it was last used, to the minute.
    pub used_seconds_ago: u64,
    /// It is the session that asks.
    pub current: bool,
}

impl Identity {
    /// The person whom this token signs in at this kind of front.
    ///
    /// # Errors
    /// `SignedOut` for whatever opens no live session of a person here; `StepDue` while terms wait for an answer;
    /// `Unavailable` while the store is away.
    pub async fn person(&self, kind: FrontKind, token: Option<&str>) -> Result<PersonSession, Failure> {
        match self.any(kind, token).await? {
            AnySession::Person(session) if session.held => Err(Failure::new(Code::StepDue)),
            AnySession::Person(session) => Ok(session),
            AnySession::Staff(_) => Err(Failure::new(Code::SignedOut)),
        }
    }

    /// The member of staff whom this token signs in at this kind of front.
    ///
    /// # Errors
    /// `SignedOut` for whatever opens no live session of staff here; `StepDue` while an undertaking waits for an
    /// answer; `Unavailable` while the store is away.
    pub async fn staff(&self, kind: FrontKind, token: Option<&str>) -> Result<StaffSession, Failure> {
        match self.any(kind, token).await? {
            AnySession::Staff(session) if session.held => Err(Failure::new(Code::StepDue)),
            AnySession::Staff(session) => Ok(session),
            AnySession::Person(_) => Err(Failure::new(Code::SignedOut)),
        }
    }

    /// Whoever this token signs in at this kind of front, whatever terms wait: for the account, the terms themselves,
    /// the rights over one's own data and the way out. One question to the store.
    ///
    /// # Errors
    /// `SignedOut` for whatever opens no live session here; `StepDue` for a sign-in that is not finished; `Unavailable`
    /// while the store is away.
    pub async fn any(&self, kind: FrontKind, token: Option<&str>) -> Result<AnySession, Failure> {
        let signed_out = || Failure::new(Code::SignedOut);
        let id = token.and_then(token::session).ok_or_else(signed_out)?;
        let Some(found) = self.store.session(id.as_bytes()).await? else {
            let entry = entry::find(&mut self.store.reader().await?, id.as_bytes()).await?;
            let under_way = entry.is_some_and(|entry| {
                entry.finished_at.is_none()
                    && entry.ends_at > self.clock.now()
                    && entry.front_kind == kind.as_str()
            });
            return Err(if under_way { Failure::new(Code::StepDue) } else { signed_out() });
        };
        let over = self.over(kind);
        let live =
            found.created_at > over.opened && found.last_used_at > over.used && found.ends_at > over.now;
        if !live || found.front_kind != kind.as_str() {
            return Err(signed_out());
        }
        if over.now.saturating_sub(found.last_used_at) >= TOUCH {
            self.touch(id, over.now);
        }
        let held = self.is_held(found.hold);
        let session = prove(id, found, held)?;
        match (&session, kind) {
            (AnySession::Person(_), FrontKind::Public) | (AnySession::Staff(_), FrontKind::Staff) => {
                Ok(session)
            }
            _ => Err(signed_out()),
        }
    }

    /// Destroys the session of this token. Twice is no error.
    ///
    /// # Errors
    /// `Unavailable` while the store is away: the session may then still be open.
    pub async fn sign_out(&self, token: Option<&str>) -> Result<(), Failure> {
        if let Some(id) = token.and_then(token::session) {
            let mut connection = self.store.writer().await?;
            session::delete(&mut connection, id.as_bytes()).await?;
            connection.commit().await?;
        }
        Ok(())
    }

    /// The open sessions of this account, newest first.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn sessions(&self, of: &AnySession) -> Result<Vec<OpenSession>, Failure> {
        let over = self.over(of.front());
        let rows = session::of_account(&mut self.store.reader().await?, of.account(), over).await?;
        let ago = |time: i64| u64::try_from(over.now.saturating_sub(time)).unwrap_or(0);
        let mut sessions = Vec::with_capacity(rows.len());
        for (id, device, opened, used) in rows {
            let id = SessionId(id.try_into().map_err(|_| StoreError::Row("a session's id"))?);
            let (opened_seconds_ago, used_seconds_ago) = (ago(opened), ago(used));
            sessions.push(OpenSession {
                id,
                device,
                opened_seconds_ago,
                used_seconds_ago,
                current: id == *of.id(),
            });
        }
        Ok(sessions)
    }

    /// How many sessions of a person's account are open.
    pub(crate) async fn count_sessions(
        &self,
        connection: &mut Connection,
        account: i64,
    ) -> Result<u32, StoreError> {
        let rows = session::of_account(connection, account, self.over(FrontKind::Public)).await?;
        Ok(u32::try_from(rows.len()).unwrap_or(u32::MAX))
    }

    /// Ends one session of the same account; tells how many that were.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn end_session(&self, of: &AnySession, which: &SessionId) -> Result<u32, Failure> {
        let mut connection = self.store.writer().await?;
        let ended = session::delete_of(&mut connection, of.account(), which.as_bytes()).await?;
        connection.commit().await?;
        Ok(u32::try_from(ended).unwrap_or(u32::MAX))
    }

    /// Ends all sessions of the same account but this one; tells how many that were.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn end_other_sessions(&self, of: &AnySession) -> Result<u32, Failure> {
        let mut connection = self.store.writer().await?;
        let ended = session::delete_others(&mut connection, of.account(), Some(of.id().as_bytes())).await?;
        connection.commit().await?;
        Ok(u32::try_from(ended).unwrap_or(u32::MAX))
    }

    /// Keeps the language with the account.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn set_language(&self, of: &AnySession, language: Language) -> Result<(), Failure> {
        let mut connection = self.store.writer().await?;
        account::set_language(&mut connection, of.account(), language.code()).await?;
        Ok(connection.commit().await?)
    }

    /// Deletes the sessions and entries that are over and the failures that no longer count, in small steps; tells how many. To be
    /// called now and then: nothing depends on it but the size of the store.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn purge(&self) -> Result<u64, Failure> {
        let mut total = 0;
        loop {
            let over = self.over(FrontKind::Public);
            let mut connection = self.store.writer().await?.unhurried();
            let deleted = session::purge(&mut connection, over).await?
                + session::purge(&mut connection, self.over(FrontKind::Staff)).await?
                + email_change::purge(&mut connection, over.now).await?
                + throttle::purge(&mut connection, over.now).await?
                + entry::purge(&mut connection, over.now).await?
                + known_browser::purge(&mut connection, over.now.saturating_sub(KNOWN)).await?
                + challenge::purge(&mut connection, over.now).await?
                + totp::purge(&mut connection, over.now.saturating_sub(PENDING)).await?
                + federation::purge(&mut connection, over.now).await?
                + provider_session::purge(&mut connection, over.now).await?;
            connection.commit().await?;
            total += deleted;
            if deleted == 0 {
                return Ok(total);
            }
        }
    }

    /// What makes a session of this kind of front be over now.
    pub(super) fn over(&self, kind: FrontKind) -> Over {
        let (now, rules) = (self.clock.now(), self.rules(kind));
        Over {
            front_kind: kind.as_str(),
            opened: now.saturating_sub(rules.absolute_seconds),
            used: now.saturating_sub(rules.idle_seconds),
            now,
        }
    }

    /// Notes the use beside the call, which does not wait for it. When the store has no time, a later use is noted.
    fn touch(&self, id: SessionId, now: i64) {
        let Ok(permit) = self.touches.clone().try_acquire_owned() else { return };
        let store = self.store.clone();
        tokio::spawn(async move {
            let _permit = permit;
            let noted = async {
                let mut connection = store.writer().await?;
                session::touch(&mut connection, id.as_bytes(), now, now.saturating_sub(TOUCH)).await?;
                connection.commit().await
            };
            if let Err(error) = noted.await {
                tracing::debug!(%error, "a session's use was not noted");
            }
        });
    }
}

fn prove(id: SessionId, found: Found, held: bool) -> Result<AnySession, Failure> {
    let Found { account, person, name, login, language, .. } = found;
    let language = language.as_deref().and_then(|code| code.parse().ok());
    match (person, name) {
        (Some((kind, key)), None) => {
            let key = serde_json::from_str(&key).map_err(Failure::internal)?;
            let person = Person { kind, key };
            Ok(AnySession::Person(PersonSession { id, account, person, login, language, held }))
        }
        (None, Some(name)) => {
            Ok(AnySession::Staff(StaffSession { id, account, name, login, language, held }))
        }
        _ => Err(StoreError::Row("an account's kind").into()),
    }
}
