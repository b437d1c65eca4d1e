//! Statements that are asked over and over, put together once: the beginnings of pages, one document, the person alone. Only
//! the values of whoever asks are new each time.
//!
//! It belongs to one map: another has a cache of its own.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use time::Date;

use super::{
    access::Whom,
    asked::Sort,
    documents,
    inquiry::{self, Inquiry},
    person,
    statement::{Prepared, Statement},
};
use crate::map::DocumentSet;

/// Statements that are kept at the most; one more, and all are put together anew.
const KEPT: usize = 256;

/// The statements of a map.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// The day that stands in them.
    day: Option<Date>,
    statements: HashMap<Question, Prepared>,
}

/// What tells a statement from the others.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Question {
    /// The kind of the person who asks.
    kind: String,
    about: About,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum About {
    Person,
    /// A document of a set.
    Document(String),
    Pages(Vec<Beginning>),
}

/// The beginning of a page, through which everything passes.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Beginning {
    pub(super) page: String,
    pub(super) sort: Option<Sort>,
    pub(super) limit: usize,
    /// Whether what stands beside the rows is asked for as well.
    pub(super) whole: bool,
}

impl Cache {
    /// One statement for everything that several pages are asked for by one person; `None` for no page at all.
    pub(crate) fn pages(&self, inquiries: &[Inquiry<'_>]) -> Option<Statement> {
        let whom = inquiries.first()?.subject.whom();
        let make = || inquiry::statement(whom, inquiries);
        let beginnings = inquiries.iter().map(Inquiry::beginning).collect::<Option<_>>();
        let prepared = match beginnings {
            Some(beginnings) => self.kept(whom, About::Pages(beginnings), make),
            None => make(),
        };
        Some(prepared.of(&whom.given()))
    }

    /// Asks for one document of the person, on any page that shows its set. A key of another length than the set's matches
    /// nothing.
    pub(crate) fn document(&self, whom: Whom<'_>, set: &DocumentSet, key: &[String]) -> Statement {
        let about = About::Document(set.id.value.clone());
        let prepared = self.kept(whom, about, || documents::document(whom, set));
        prepared.of(&documents::given(whom, set, key))
    }

    /// Asks for the person alone.
    pub(crate) fn person(&self, whom: Whom<'_>) -> Statement {
        self.kept(whom, About::Person, || person::person(whom)).of(&whom.given())
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).statements.len()
    }

    fn kept(&self, whom: Whom<'_>, about: About, make: impl FnOnce() -> Prepared) -> Prepared {
        let question = Question { kind: whom.kind.id.value.clone(), about };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.day != Some(whom.today)
            || kept.statements.len() >= KEPT && !kept.statements.contains_key(&question)
        {
            *kept = Kept { day: Some(whom.today), statements: HashMap::new() };
        }
        kept.statements.entry(question).or_insert_with(make).clone()
    }
}
