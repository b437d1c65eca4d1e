//! Finding persons: by words in the business database and among sign-in names, by the state of the account, or by what
//! was done last.

use std::collections::{HashMap, HashSet};

use vantail_proto::staff::{Account, FoundPerson, SearchPeopleReply, account::State};
use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
};

use super::{Desk, stored};
use crate::{
    handle::Action,
    identity::{Person, StaffSession},
    people::Contact,
    store::roster::{self, Row, UNDELIVERED},
};

/// Persons of one part.
const PART: usize = 25;
/// Accounts that are found by their sign-in name, at the most.
const NAMED: i64 = 10;
/// Persons that are looked at for one part when most of them are in another state.
const LOOKED_AT: usize = 1000;
/// Longest words, in characters.
const MAX_WORDS: usize = 100;
/// The states that can be asked for; the last is that of a mail rather than of the account.
const STATES: [&str; 5] = ["invited", "verifying", "active", "disabled", UNDELIVERED];

/// Longest way back that a handle remembers, in bytes; beyond that it leads to the beginning.
const WAY_BACK: usize = 1024;

/// What is asked for, and from where on.
struct Question {
    words: String,
    /// Empty for all.
    state: String,
    from: From,
    /// Where the parts before this one began, the first one first.
    before: Vec<From>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum From {
    Start,
    /// Behind this account.
    Account(i64),
    /// Behind this person.
    Person(Person),
}

/// A person with the account, as far as each is there.
type Pair = (Person, Option<Contact>, Option<Row>);

impl Desk {
    /// Keeps a question in a handle; nothing is looked for yet.
    ///
    /// # Errors
    /// `Invalid` for words beyond all bounds and for a state that is none.
    pub fn find(&self, session: &StaffSession, words: &str, state: &str) -> Result<String, Failure> {
        let words = words.trim();
        let fits = words.chars().count() <= MAX_WORDS && !words.chars().any(char::is_control);
        let known = state.is_empty() || STATES.contains(&state);
        if !fits || !known || (words.is_empty() && state.is_empty()) {
            return Err(Failure::new(Code::Invalid));
        }
        let (words, state) = (words.to_owned(), state.to_owned());
        self.seal_question(session, &Question { words, state, from: From::Start, before: Vec::new() })
    }

    /// The persons whom a handle asks for; without one those to whose accounts something was done last.
    ///
    /// # Errors
    /// `NotFound` when the handle is not this session's, `Unavailable` while a database is away.
    pub async fn search(
        &self,
        session: &StaffSession,
        language: Language,
        handle: &str,
    ) -> Result<SearchPeopleReply, Failure> {
        if handle.is_empty() {
            let part = i64::try_from(PART).unwrap_or(i64::MAX);
            let rows = roster::newest(&mut self.store.reader().await?, part).await?;
            let people = self.told(session, language, self.beside(rows).await?)?;
            return Ok(SearchPeopleReply { people, ..SearchPeopleReply::default() });
        }
        let question = self.open_question(session, handle).ok_or_else(|| Failure::new(Code::NotFound))?;
        let (pairs, next) = if question.words.is_empty() {
            self.in_state(&question).await?
        } else {
            self.by_words(&question).await?
        };
        let people = self.told(session, language, pairs)?;
        let (older, newer) = (next.map(|from| question.behind(from)), question.ahead());
        let sealed = |neighbour: Option<Question>| {
            neighbour.map_or(Ok(String::new()), |question| self.seal_question(session, &question))
        };
        let (older, newer) = (sealed(older)?, sealed(newer)?);
        let Question { words: search, state, .. } = question;
        Ok(SearchPeopleReply { search, state, people, older, newer, ..SearchPeopleReply::default() })
    }

    async fn in_state(&self, question: &Question) -> Result<(Vec<Pair>, Option<From>), Failure> {
        let after = if let From::Account(id) = question.from { id } else { 0 };
        let limit = i64::try_from(PART + 1).unwrap_or(i64::MAX);
        let mut connection = self.store.reader().await?;
        let mut rows = match question.state.as_str() {
            UNDELIVERED => roster::undelivered(&mut connection, after, limit).await?,
            state => roster::in_state(&mut connection, state, after, limit).await?,
        };
        drop(connection);
        let more = rows.len() > PART;
        rows.truncate(PART);
        let next = rows.last().filter(|_| more).map(|row| From::Account(row.id));
        Ok((self.beside(rows).await?, next))
    }

    /// Sign-in names first, then the business database, until a part is full.
    async fn by_words(&self, question: &Question) -> Result<(Vec<Pair>, Option<From>), Failure> {
        let mut pairs = Vec::new();
        let mut after = None;
        match &question.from {
            From::Person(person) => after = Some(person.clone()),
            From::Start | From::Account(_) => {
                let pattern = pattern(&question.words);
                let mut connection = self.store.reader().await?;
                let rows = roster::named(&mut connection, &pattern, &question.state, NAMED).await?;
                drop(connection);
                pairs = self.beside(rows).await?;
            }
        }
        let met: HashSet<Person> = pairs.iter().map(|(person, ..)| person.clone()).collect();
        let mut looked_at = 0;
        while pairs.len() < PART && looked_at < LOOKED_AT {
            let limit = if question.state.is_empty() { PART + 1 } else { 10 * PART };
            let found = self.people.search(&question.words, after.as_ref(), limit).await?;
            let ended = found.len() < limit;
            looked_at += found.len();
            let mut accounts = self.accounts(found.iter().map(|(person, _)| person)).await?;
            for (person, contact) in found {
                if pairs.len() == PART {
                    return Ok((pairs, after.map(From::Person)));
                }
                after = Some(person.clone());
                let row = accounts.remove(&person);
                let fits =
                    question.state.is_empty() || row.as_ref().is_some_and(|row| row.is_in(&question.state));
                if !met.contains(&person) && fits {
                    pairs.push((person, Some(contact), row));
                }
            }
            if ended {
                return Ok((pairs, None));
            }
        }
        Ok((pairs, after.map(From::Person)))
    }

    /// The accounts of these persons.
    async fn accounts(
        &self,
        persons: impl Iterator<Item = &Person>,
    ) -> Result<HashMap<Person, Row>, Failure> {
        let pairs = persons.map(|person| Ok((&person.kind, stored(person)?)));
        let pairs = pairs.collect::<Result<Vec<_>, Failure>>()?;
        let pairs = serde_json::to_string(&pairs).map_err(Failure::internal)?;
        let rows = roster::of_persons(&mut self.store.reader().await?, &pairs).await?;
        rows.into_iter().map(|row| Ok((person(&row)?, row))).collect()
    }

    /// The persons of these accounts; one who is gone from the business database stays without a name.
    async fn beside(&self, rows: Vec<Row>) -> Result<Vec<Pair>, Failure> {
        let persons = rows.iter().map(person).collect::<Result<Vec<_>, _>>()?;
        let mut contacts: HashMap<_, _> = self.people.contacts(&persons).await?.into_iter().collect();
        let pairs = persons.into_iter().zip(rows).map(|(person, row)| {
            let contact = contacts.remove(&person);
            (person, contact, Some(row))
        });
        Ok(pairs.collect())
    }

    fn told(
        &self,
        session: &StaffSession,
        language: Language,
        pairs: Vec<Pair>,
    ) -> Result<Vec<FoundPerson>, Failure> {
        let told = pairs.into_iter().map(|(person, contact, row)| {
            Ok(FoundPerson {
                handle: self.seal(session, &person)?,
                kind: self.title(&person, language),
                account: row.map(|row| self.outline(&row, contact.as_ref())),
                name: contact.map(|contact| contact.name).unwrap_or_default(),
            })
        });
        told.collect()
    }

    /// The title of a person's kind.
    pub(super) fn title(&self, person: &Person, language: Language) -> String {
        let kind = self.people.map().kind(&person.kind);
        kind.map(|kind| kind.title.of(language).clone()).unwrap_or_default()
    }

    /// What the account's own row tells.
    pub(super) fn outline(&self, row: &Row, contact: Option<&Contact>) -> Account {
        let now = self.clock.now();
        let ago = |time: i64| u64::try_from(now.saturating_sub(time)).unwrap_or(0);
        let state = match row.state.as_str() {
            "invited" => State::Invited,
            "verifying" => State::Verifying,
            "active" => State::Active,
            _ => State::Disabled,
        };
        let known = contact.and_then(|contact| contact.email.as_ref());
        Account {
            state: state.into(),
            login: row.login.clone(),
            email: row.email.as_ref().or(known).cloned().unwrap_or_default(),
            signed_in: row.signed_in_at.map(ago),
            created: ago(row.created_at),
            initial_ends: row
                .initial_until
                .map(|until| u64::try_from(until.saturating_sub(now)).unwrap_or(0)),
            source: row.source.clone().unwrap_or_default(),
            undelivered: row.undelivered_at.map(ago),
            ..Account::default()
        }
    }

    fn seal_question(&self, session: &StaffSession, question: &Question) -> Result<String, Failure> {
        let mut row = vec![question.words.clone(), question.state.clone()];
        for from in std::iter::once(&question.from).chain(&question.before) {
            row.push(from.write()?);
        }
        self.handles.seal(session.id(), Action::People, &row).map_err(Failure::internal)
    }

    fn open_question(&self, session: &StaffSession, handle: &str) -> Option<Question> {
        let mut row = self.handles.open(session.id(), Action::People, handle)?.into_iter();
        let (words, state, from) = (row.next()?, row.next()?, From::read(&row.next()?)?);
        let before = row.map(|from| From::read(&from)).collect::<Option<_>>()?;
        Some(Question { words, state, from, before })
    }
}

impl Question {
    /// The part behind this one.
    fn behind(&self, from: From) -> Self {
        let mut before = self.before.clone();
        before.push(self.from.clone());
        let long = |before: &[From]| before.iter().map(From::size).sum::<usize>() > WAY_BACK;
        while long(&before) {
            before.remove(0);
        }
        Self { words: self.words.clone(), state: self.state.clone(), from, before }
    }

    /// The part before this one; nothing for the first.
    fn ahead(&self) -> Option<Self> {
        if self.from == From::Start {
            return None;
        }
        let mut before = self.before.clone();
        let from = before.pop().unwrap_or(From::Start);
        Some(Self { words: self.words.clone(), state: self.state.clone(), from, before })
    }
}

impl From {
    /// For a handle: nothing, a number, or a list of texts.
    fn write(&self) -> Result<String, Failure> {
        match self {
            Self::Start => Ok(String::new()),
            Self::Account(id) => Ok(id.to_string()),
            Self::Person(person) => {
                let texts: Vec<&String> = std::iter::once(&person.kind).chain(&person.key).collect();
                serde_json::to_string(&texts).map_err(Failure::internal)
            }
        }
    }

    fn read(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Start);
        }
        if let Ok(id) = text.parse() {
            return Some(Self::Account(id));
        }
        let mut texts = serde_json::from_str::<Vec<String>>(text).ok()?.into_iter();
        Some(Self::Person(Person { kind: texts.next()?, key: texts.collect() }))
    }

    /// About what it takes in a handle, in bytes.
    fn size(&self) -> usize {
        match self {
            Self::Start | Self::Account(_) => 8,
            Self::Person(person) => {
                person.kind.len() + person.key.iter().map(|part| part.len() + 4).sum::<usize>()
            }
        }
    }
}

fn person(row: &Row) -> Result<Person, Failure> {
    let key = serde_json::from_str(&row.key).map_err(Failure::internal)?;
    Ok(Person { kind: row.kind.clone(), key })
}

/// Sign-in names that hold the words, whatever the capitals.
fn pattern(words: &str) -> String {
    let words = words.to_lowercase();
    let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
