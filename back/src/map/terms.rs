//! Terms of use and undertakings: what people are asked to accept, in versions.

use std::collections::BTreeSet;

use aws_lc_rs::digest::{Context, SHA256};
use time::{Date, macros::format_description};
use vantail_shared::{
    call::Language,
    config::{Section, Spot},
};

use super::{PerLanguage, Period, read};

/// Longest name of a version, in characters.
const MAX_VERSION: usize = 40;

/// One version of terms.
#[derive(Debug, Clone)]
pub struct TermsText {
    /// The name that all versions have.
    pub id: Spot<String>,
    /// The version. Other words under the same version are the mending of a misprint: nobody is asked again.
    pub version: Spot<String>,
    /// Whom they concern.
    pub readers: Readers,
    /// Whether acceptance is asked for; otherwise they are shown.
    pub accept: bool,
    /// A member of staff's undertaking: without it no work.
    pub undertaking: bool,
    /// The day from which they are in force.
    pub effective: Date,
    /// How long one may go on without an answer from that day.
    pub transition: Period,
    /// The title.
    pub title: PerLanguage<String>,
    /// The text.
    pub paragraphs: PerLanguage<Vec<String>>,
}

/// Whom terms concern.
#[derive(Debug, Clone)]
pub enum Readers {
    /// These kinds of person.
    Persons(Vec<Spot<String>>),
    /// Members of staff.
    Staff,
}

/// Somebody whom terms may concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader<'a> {
    /// A person of this kind.
    Person(&'a str),
    /// A member of staff.
    Staff,
}

impl TermsText {
    pub(super) fn read(section: Section<'_>) -> Option<Self> {
        let id = section.required_text("id", "id = \"use\", the same for every version");
        if let Some(id) = id.as_ref().filter(|id| !read::is_id(id)) {
            let remedy = "write a small letter, then small letters, digits and hyphens, 41 at the most";
            section.fault(&id.at, "id", &format!("is {:?}", id.value), remedy);
        }
        let version = version(&section);
        let readers = readers(&section);
        let accept = section.boolean("accept");
        if accept.is_none() && !section.has("accept") {
            section.missing("accept", "accept = true, or accept = false where they are only shown");
        }
        let effective = date(&section);
        let transition = Period::read(&section, "transition");
        let undertaking = section.boolean("undertaking").is_some_and(|undertaking| undertaking.value);
        let asked = accept.as_ref().is_some_and(|accept| accept.value);
        if undertaking && (!asked || !matches!(readers, Some(Readers::Staff))) {
            let remedy = "write staff = true and accept = true beside it";
            section.fault(&section.at, "undertaking", "is for staff, who must accept it", remedy);
        }
        if let Some(transition) = transition.as_ref().filter(|_| undertaking || !asked) {
            let remedy = "leave it out: it is for terms that people may answer later";
            section.fault(&transition.at, "transition", "has no meaning here", remedy);
        }
        let title = PerLanguage::<String>::required(&section, "title");
        let paragraphs = PerLanguage::paragraphs(&section, "paragraphs");
        section.close();
        Some(Self {
            id: id?,
            version: version?,
            readers: readers?,
            accept: accept?.value,
            undertaking,
            effective: effective?,
            transition: transition.map_or(Period { months: 0, days: 0 }, |transition| transition.value),
            title: title?,
            paragraphs: paragraphs?,
        })
    }

    /// Whether they concern somebody.
    pub fn concerns(&self, reader: Reader<'_>) -> bool {
        match (&self.readers, reader) {
            (Readers::Staff, Reader::Staff) => true,
            (Readers::Persons(kinds), Reader::Person(kind)) => kinds.iter().any(|known| known.value == kind),
            _ => false,
        }
    }

    /// The first day on which one may not go on without an answer.
    pub fn until(&self) -> Date {
        self.transition.after(self.effective).unwrap_or(Date::MAX)
    }

    /// What proves which words somebody had before them: SHA-256 over title and paragraphs in all languages.
    pub fn digest(&self) -> [u8; 32] {
        let mut context = Context::new(&SHA256);
        for language in Language::ALL {
            for part in std::iter::once(self.title.of(language)).chain(self.paragraphs.of(language)) {
                context.update(&(part.len() as u64).to_be_bytes());
                context.update(part.as_bytes());
            }
        }
        let mut digest = [0; 32];
        digest.copy_from_slice(context.finish().as_ref());
        digest
    }
}

fn version(section: &Section<'_>) -> Option<Spot<String>> {
    let wanted = "a short name of the version, such as \"2027-1\"";
    let version = section.required_text("version", wanted)?;
    if version.chars().count() > MAX_VERSION || version.contains(char::is_control) {
        section.fault(&version.at, "version", &format!("is {:?}", version.value), format!("write {wanted}"));
    }
    Some(version)
}

fn readers(section: &Section<'_>) -> Option<Readers> {
    let (persons, staff) = (section.texts("persons"), section.boolean("staff"));
    match (persons.is_empty(), staff.is_some_and(|staff| staff.value)) {
        (false, false) => Some(Readers::Persons(persons)),
        (true, true) => Some(Readers::Staff),
        (false, true) => {
            let remedy = "keep one: persons and staff accept texts of their own";
            section.fault(&section.at, "staff", "and `persons` are both there", remedy);
            None
        }
        (true, false) => {
            section.missing("persons", "persons = [\"...\"], the kinds whom they concern, or staff = true");
            None
        }
    }
}

fn date(section: &Section<'_>) -> Option<Date> {
    let wanted = "the day from which they are in force, such as \"2027-01-31\"";
    let text = section.required_text("effective", wanted)?;
    let date = Date::parse(&text, format_description!("[year]-[month]-[day]")).ok();
    if date.is_none() {
        section.fault(&text.at, "effective", &format!("is {:?}", text.value), format!("write {wanted}"));
    }
    date
}

/// Versions that contradict each other.
pub(super) fn check_versions(texts: &[TermsText], faults: &vantail_shared::config::Faults) {
    let mut known = BTreeSet::new();
    for (place, text) in texts.iter().enumerate() {
        if !known.insert((&text.id.value, &text.version.value)) {
            let problem = format!("terms {:?} have version {:?} twice", text.id.value, text.version.value);
            faults.note(&text.version.at, problem, "give each version a name of its own");
        }
        let rival = texts[..place].iter().any(|other| {
            other.id.value == text.id.value
                && other.effective == text.effective
                && other.version.value != text.version.value
                && other.meets(text)
        });
        if rival {
            let problem = format!("two versions of terms {:?} are in force from one day", text.id.value);
            faults.note(&text.version.at, problem, "give the later one a later `effective`");
        }
    }
}

impl TermsText {
    /// Whether both concern somebody.
    fn meets(&self, other: &Self) -> bool {
        match &self.readers {
            Readers::Staff => other.concerns(Reader::Staff),
            Readers::Persons(kinds) => kinds.iter().any(|kind| other.concerns(Reader::Person(&kind.value))),
        }
    }
}

#[cfg(test)]
mod tests;
