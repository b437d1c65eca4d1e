//! Persons of the business database for the organisation's own work: accounts, letters, mails, the staff's search.
//!
//! Nothing here shows data to the person: that is what [`crate::page`] does, bound to a session.

mod parts;

use std::sync::Arc;

pub(crate) use parts::in_parts;
use time::Date;
use vantail_shared::{
    call::Language,
    clock::Clock,
    failure::{Code, Failure},
};

use crate::{
    business::Business,
    calendar::Calendar,
    identity::Person,
    map::{CheckedMap, Kind},
    query::{Entry, Kept, Roll, read_count},
};

/// Most persons that one call gives.
pub const MAX_PERSONS: usize = 500;

/// How a person is called and reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The name as the map writes it; may be empty.
    pub name: String,
    /// The address of mail that the business database has.
    pub email: Option<String>,
    /// The language that the business database has.
    pub language: Option<Language>,
    /// The lines of the postal address without the name, none of them empty.
    pub postal: Vec<String>,
}

/// Reads persons. Cheap to clone.
#[derive(Debug, Clone)]
pub struct People {
    map: Arc<CheckedMap>,
    business: Business,
    calendar: Calendar,
}

impl People {
    /// The persons whom `map` finds in `business`; roles are held on the days of `clock`, which begin with those of UTC.
    pub fn new(map: Arc<CheckedMap>, business: Business, clock: Arc<dyn Clock>) -> Self {
        Self { map, business, calendar: Calendar::utc(clock) }
    }

    /// The same by the days of a calendar.
    #[must_use]
    pub fn by(self, calendar: Calendar) -> Self {
        Self { calendar, ..self }
    }

    /// The map in force.
    pub fn map(&self) -> &CheckedMap {
        &self.map
    }

    /// One person; `None` for one who is gone, who counts as erased, or of a kind that the map no longer has.
    ///
    /// # Errors
    /// `Unavailable` when the business database is away.
    pub async fn contact(&self, person: &Person) -> Result<Option<Contact>, Failure> {
        let Some(kind) = self.map.kind(&person.kind) else { return Ok(None) };
        let roll = Roll::one(&self.map, kind, &person.key, self.today());
        let found = roll.read(&self.business.read_first(roll.statement()).await?);
        Ok(found.into_iter().next().map(Contact::from))
    }

    /// Of these persons those who are there, in no order: one question for each kind, of at most [`MAX_PERSONS`] persons.
    ///
    /// # Errors
    /// `Unavailable` when the business database is away.
    pub async fn contacts(&self, persons: &[Person]) -> Result<Vec<(Person, Contact)>, Failure> {
        let mut found = Vec::new();
        for kind in &self.map.kinds {
            let of_kind = persons.iter().filter(|person| person.kind == kind.id.value);
            let keys: Vec<&[String]> = of_kind.map(|person| person.key.as_slice()).collect();
            for keys in keys.chunks(MAX_PERSONS) {
                let roll = Roll { among: Some(keys), ..Roll::all(&self.map, kind, self.today(), keys.len()) };
                found.extend(self.ask(kind, &roll).await?);
            }
        }
        Ok(found)
    }

    /// Persons of a kind in the order of their keys, those after `after`, at most `limit` and [`MAX_PERSONS`]; with `role`
    /// those alone who hold it today. Who counts as erased is left out.
    ///
    /// # Errors
    /// `NotFound` for a kind or a role that the map does not have, `Unavailable` when the business database is away.
    pub async fn all(
        &self,
        kind: &str,
        role: Option<&str>,
        after: Option<&Person>,
        limit: usize,
    ) -> Result<Vec<(Person, Contact)>, Failure> {
        let kind = self.map.kind(kind).ok_or_else(|| Failure::new(Code::NotFound))?;
        let role = match role {
            Some(role) => Some(self.map.role(role).ok_or_else(|| Failure::new(Code::NotFound))?),
            None => None,
        };
        let after = after.map(|person| person.key.as_slice());
        let roll = Roll { role, after, ..Roll::all(&self.map, kind, self.today(), limit.min(MAX_PERSONS)) };
        self.ask(kind, &roll).await
    }

    /// How many persons [`People::all`] gives in all.
    ///
    /// # Errors
    /// As there.
    pub async fn count(&self, kind: &str, role: Option<&str>) -> Result<u64, Failure> {
        let kind = self.map.kind(kind).ok_or_else(|| Failure::new(Code::NotFound))?;
        let role = match role {
            Some(role) => Some(self.map.role(role).ok_or_else(|| Failure::new(Code::NotFound))?),
            None => None,
        };
        let roll = Roll { role, ..Roll::all(&self.map, kind, self.today(), 0) };
        read_count(&self.business.read_first(roll.count()).await?)
    }

    /// The kinds of person that a list of the map names; `None` when there is no such list.
    pub fn kinds_of_list(&self, list: &str) -> Option<Vec<String>> {
        let list = self.map.list(list)?;
        Some(list.persons.iter().map(|kind| kind.value.clone()).collect())
    }

    /// Persons of a kind whom a list of the map names, as [`People::all`] gives them.
    ///
    /// # Errors
    /// `NotFound` for a kind or a list that the map does not have, `Unavailable` when the business database is away.
    pub async fn listed(
        &self,
        list: &str,
        kind: &str,
        after: Option<&Person>,
        limit: usize,
    ) -> Result<Vec<(Person, Contact)>, Failure> {
        let kind = self.map.kind(kind).ok_or_else(|| Failure::new(Code::NotFound))?;
        let list = Some(self.map.list(list).ok_or_else(|| Failure::new(Code::NotFound))?);
        let after = after.map(|person| person.key.as_slice());
        let roll = Roll { list, after, ..Roll::all(&self.map, kind, self.today(), limit.min(MAX_PERSONS)) };
        self.ask(kind, &roll).await
    }

    /// What another system kept of persons of a kind, as [`People::all`] gives them; nothing when the map names no such
    /// passwords.
    pub(crate) async fn kept(
        &self,
        kind: &str,
        after: Option<&Person>,
        limit: usize,
    ) -> Result<Vec<Kept>, Failure> {
        let kind = self.map.kind(kind).ok_or_else(|| Failure::new(Code::NotFound))?;
        let Some(legacy) = &kind.legacy else { return Ok(Vec::new()) };
        let after = after.map(|person| person.key.as_slice());
        let roll = Roll { after, ..Roll::all(&self.map, kind, self.today(), limit.min(MAX_PERSONS)) };
        Ok(roll.read_kept(self.business.read_one(roll.kept_statement(legacy)).await?))
    }

    /// Persons of all kinds whose name, address of mail or key holds each of the words, whatever the case and the accents:
    /// kind by kind in the order of the map, those after `after`, at most `limit` and [`MAX_PERSONS`]. No word finds nobody.
    ///
    /// # Errors
    /// `Unavailable` when the business database is away.
    pub async fn search(
        &self,
        words: &str,
        after: Option<&Person>,
        limit: usize,
    ) -> Result<Vec<(Person, Contact)>, Failure> {
        let mut found = Vec::new();
        if words.trim().is_empty() {
            return Ok(found);
        }
        let limit = limit.min(MAX_PERSONS);
        let begun = |kind: &&Kind| after.is_some_and(|after| kind.id.value != after.kind);
        for kind in self.map.kinds.iter().skip_while(begun) {
            let after = after.filter(|after| kind.id.value == after.kind).map(|after| after.key.as_slice());
            let left = limit - found.len();
            if left == 0 {
                break;
            }
            let roll = Roll { words, after, ..Roll::all(&self.map, kind, self.today(), left) };
            found.extend(self.ask(kind, &roll).await?);
        }
        Ok(found)
    }

    async fn ask(&self, kind: &Kind, roll: &Roll<'_>) -> Result<Vec<(Person, Contact)>, Failure> {
        let found = roll.read(&self.business.read_one(roll.statement()).await?);
        let person = |entry: &Entry| Person { kind: kind.id.value.clone(), key: entry.key.clone() };
        Ok(found.into_iter().map(|entry| (person(&entry), Contact::from(entry))).collect())
    }

    fn today(&self) -> Date {
        self.calendar.today()
    }
}

impl From<Entry> for Contact {
    fn from(entry: Entry) -> Self {
        let email = Some(entry.email).filter(|email| !email.is_empty());
        Self { name: entry.name, email, language: language(&entry.language), postal: entry.postal }
    }
}

/// The language that a column means: `fr`, `fr_FR` and `FR-CH` alike.
fn language(text: &str) -> Option<Language> {
    let tag = text.split(['-', '_']).next().unwrap_or_default();
    if tag.eq_ignore_ascii_case("fr") {
        Some(Language::Fr)
    } else {
        tag.eq_ignore_ascii_case("en").then_some(Language::En)
    }
}

#[cfg(test)]
mod tests;
