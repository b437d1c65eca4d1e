//! Terms of use and undertakings: what an account still has to answer, and its answers.
//!
//! Showing is never accepting. Whoever has to answer before going on gets a session that is held: the terms, the account,
//! the rights over one's own data and the way out stay open.

mod remind;
mod standing;

use std::sync::Arc;

use time::Date;
use vantail_shared::failure::{Code, Failure};

use crate::{
    calendar::Calendar,
    identity::AnySession,
    journal::{self, Act, ActKind, Actor},
    map::{Reader, TermsText},
    store::{
        Connection, Store, StoreError, account,
        agreement::{self, Row, Which},
        session::{self, Hold},
    },
};
pub use remind::{Reminded, Reminding, Remiss};
pub use standing::Standing;

/// What waits for an account at its sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// Nothing.
    None,
    /// A text that was not shown yet, or an answer that may still wait.
    Shown,
    /// An answer without which nothing goes on.
    Held,
}

/// A text as it stands for an account.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The text.
    pub text: TermsText,
    /// What is to be done about it.
    pub standing: Standing,
    /// The days on which it was shown first, accepted, refused.
    pub seen: Option<Date>,
    /// See above.
    pub accepted: Option<Date>,
    /// See above.
    pub refused: Option<Date>,
}

/// The terms of a data map over a store, by the days of a calendar. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Terms {
    texts: Arc<[TermsText]>,
    store: Store,
    calendar: Calendar,
}

impl Terms {
    /// These texts.
    pub fn new(texts: Vec<TermsText>, store: Store, calendar: Calendar) -> Self {
        Self { texts: texts.into(), store, calendar }
    }

    /// What waits for an account, and how it holds the session: asked where that is opened, in its transaction.
    pub(crate) async fn due(
        &self,
        connection: &mut Connection,
        account: i64,
    ) -> Result<(Due, Hold), StoreError> {
        if self.texts.is_empty() {
            return Ok((Due::None, Hold::default()));
        }
        let Some((kind, person_kind)) = account::kind(connection, account).await? else {
            return Ok((Due::None, Hold::default()));
        };
        let answers = agreement::of(connection, account).await?;
        Ok(self.weigh(reader(&kind, person_kind.as_deref()), &answers))
    }

    /// Whether the day has come from which a session is held.
    pub(crate) fn hold_now(&self, hold: Hold) -> bool {
        hold.from.is_some_and(|day| day <= i64::from(self.calendar.today().to_julian_day()))
    }

    /// What waits for a reader with these answers, and how it holds the sessions.
    fn weigh(&self, reader: Reader<'_>, answers: &[Row]) -> (Due, Hold) {
        let today = self.calendar.today();
        let due = standing::due(&self.texts, reader, answers, today);
        let from = standing::held_from(&self.texts, reader, answers, today);
        let from = from.map(|day| i64::from(day.to_julian_day()));
        (due, Hold { now: due == Due::Held, from })
    }

    /// The texts that concern whoever is signed in, those that wait for an answer first. Notes that they were shown.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn show(&self, session: &AnySession) -> Result<Vec<Shown>, Failure> {
        let (account, now, today) = (session.account(), self.calendar.now(), self.calendar.today());
        let mut answers = agreement::of(&mut self.store.reader().await?, account).await?;
        let texts = standing::of_reader(&self.texts, reader_of(session), today);
        let is_new =
            |text: &&TermsText| standing::answer(&answers, text).is_none_or(|row| row.seen_at.is_none());
        let unseen: Vec<&TermsText> = texts.iter().copied().filter(is_new).collect();
        if !unseen.is_empty() {
            let mut connection = self.store.writer().await?;
            for text in unseen {
                agreement::seen(&mut connection, which(account, text), &text.digest(), now).await?;
            }
            answers = agreement::of(&mut connection, account).await?;
            connection.commit().await?;
        }
        let mut shown: Vec<Shown> = texts
            .into_iter()
            .map(|text| {
                let row = standing::answer(&answers, text).cloned().unwrap_or_default();
                let day = |at: Option<i64>| at.map(|at| self.calendar.day(at));
                let (seen, accepted, refused) = (day(row.seen_at), day(row.accepted_at), day(row.refused_at));
                let standing = standing::of(text, standing::answer(&answers, text), today);
                Shown { text: text.clone(), standing, seen, accepted, refused }
            })
            .collect();
        shown.sort_by_key(|shown| std::cmp::Reverse(shown.standing));
        Ok(shown)
    }

    /// Takes an answer, and lets go or holds every session of the account accordingly, at once; tells what still waits.
    ///
    /// # Errors
    /// `NotFound` for terms that do not concern the account; `Changed` for a version that another has replaced, and for
    /// a refusal of what was accepted; `Unavailable` while the store is away.
    pub async fn answer(
        &self,
        session: &AnySession,
        front: &str,
        id: &str,
        version: &str,
        accept: bool,
    ) -> Result<Due, Failure> {
        let (account, at, today) = (session.account(), self.calendar.now(), self.calendar.today());
        let texts = standing::of_reader(&self.texts, reader_of(session), today);
        let named = |text: &&&TermsText| text.id.value == id;
        let text = texts.iter().find(|text| named(text) && text.version.value == version);
        let Some(text) = text.filter(|text| text.accept) else {
            let replaced = texts.iter().any(|text| named(&text) && text.accept);
            return Err(Failure::new(if replaced { Code::Changed } else { Code::NotFound }));
        };
        let mut connection = self.store.writer().await?;
        let which = which(account, text);
        if agreement::answer(&mut connection, which, accept, &text.digest(), at).await? {
            let kind = if accept { ActKind::TermsAccepted } else { ActKind::TermsRefused };
            let act = Act { at, kind, subject: account, by: Actor::Person, front: Some(front) };
            journal::note(&mut connection, &act).await?;
        }
        let answers = agreement::of(&mut connection, account).await?;
        let accepted = standing::answer(&answers, text).is_some_and(|row| row.accepted_at.is_some());
        if accepted != accept {
            connection.roll_back().await?;
            return Err(Failure::new(Code::Changed));
        }
        let (due, hold) = self.weigh(reader_of(session), &answers);
        session::hold(&mut connection, account, hold).await?;
        connection.commit().await?;
        Ok(due)
    }

    /// Notes that an account has accepted whatever concerns it and is in force, elsewhere than in the portal: on paper.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn accepted_elsewhere(&self, account: i64) -> Result<(), Failure> {
        let (at, today) = (self.calendar.now(), self.calendar.today());
        let mut connection = self.store.writer().await?;
        if let Some((kind, person_kind)) = account::kind(&mut connection, account).await? {
            let reader = reader(&kind, person_kind.as_deref());
            let in_force = |text: &&TermsText| text.accept && text.effective <= today;
            for text in standing::of_reader(&self.texts, reader, today).into_iter().filter(in_force) {
                let which = which(account, text);
                if agreement::answer(&mut connection, which, true, &text.digest(), at).await? {
                    let act = Act {
                        at,
                        kind: ActKind::TermsAccepted,
                        subject: account,
                        by: Actor::Command,
                        front: None,
                    };
                    journal::note(&mut connection, &act).await?;
                }
            }
            let answers = agreement::of(&mut connection, account).await?;
            session::hold(&mut connection, account, self.weigh(reader, &answers).1).await?;
        }
        Ok(connection.commit().await?)
    }

    /// Whether any text concerns whoever is signed in.
    pub fn has_any(&self, session: &AnySession) -> bool {
        !standing::of_reader(&self.texts, reader_of(session), self.calendar.today()).is_empty()
    }

    /// Whether any text asks something of a reader.
    fn concern(&self, reader: Reader<'_>) -> bool {
        self.texts.iter().any(|text| text.accept && text.concerns(reader))
    }
}

fn which(account: i64, text: &TermsText) -> Which<'_> {
    Which { account, terms: &text.id, version: &text.version }
}

fn reader<'a>(kind: &str, person_kind: Option<&'a str>) -> Reader<'a> {
    match person_kind {
        Some(person) if kind == "person" => Reader::Person(person),
        _ => Reader::Staff,
    }
}

fn reader_of(session: &AnySession) -> Reader<'_> {
    match session {
        AnySession::Person(session) => Reader::Person(&session.person().kind),
        AnySession::Staff(_) => Reader::Staff,
    }
}

#[cfg(test)]
mod tests;
