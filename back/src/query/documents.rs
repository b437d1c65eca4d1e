//! A document as the database lists it, and the proof that it is still the person's.

use vantail_shared::failure::Failure;

use super::{
    access::{self, Whom},
    alias::Alias,
    answer::Answer,
    bound::{Bound, Given},
    build::{Select, Sql},
    join::Mine,
    layout::Line,
    papers::FIRST_SET,
    person::{self, PersonRow},
    statement::Prepared,
    written::Written,
};
use crate::map::{Category, ColumnName, DocumentSet};

/// A document as its set lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocumentRow {
    /// The place of its set in the list that was asked for.
    pub(crate) set: usize,
    pub(crate) key: Vec<String>,
    pub(crate) title: String,
    /// As a column gives it; sets with fixed words have none here.
    pub(crate) category: String,
    pub(crate) date: String,
    /// Where its file is; absent when a part of the path is.
    pub(crate) written: Option<Written>,
    /// Bytes, when the database knows.
    pub(crate) size: Option<u64>,
}

impl DocumentRow {
    /// Reads one line of the documents of these sets.
    pub(crate) fn read(sets: &[&DocumentSet], line: Line) -> Result<Self, Failure> {
        let mut place = line.place.into_iter();
        let date = place.next().flatten();
        let set =
            place.next().flatten().and_then(|label| label.parse::<usize>().ok()?.checked_sub(FIRST_SET));
        let Some((set, declared)) = set.and_then(|set| Some((set, *sets.get(set)?))) else {
            return Err(Failure::internal("a document came from a set that was not asked for"));
        };
        let key = place.take(declared.key.len()).flatten().collect();
        Ok(Self { set, key, date: date.unwrap_or_default(), ..Self::of(declared, line.cells) })
    }

    /// Takes the values of one row, in the order of [`values`].
    fn of(set: &DocumentSet, cells: Vec<Option<String>>) -> Self {
        let mut cells = cells.into_iter();
        let title: Vec<_> = cells.by_ref().take(set.title.columns().count()).collect();
        let place: Vec<_> = cells.by_ref().take(set.place.columns().len()).collect();
        let category = column_of(set).and_then(|_| cells.next()).flatten();
        // A column's, or what was counted.
        let size = cells.next().flatten();
        Self {
            set: 0,
            key: Vec::new(),
            title: set.title.write(&title),
            category: category.unwrap_or_default(),
            date: String::new(),
            written: Written::of(&set.place, &place),
            size: size.and_then(|size| size.parse().ok()),
        }
    }

    /// Reads the answer to [`document`]: `None` when the person is gone, `Some(None)` when there is no such document.
    pub(crate) fn read_one(
        whom: Whom<'_>,
        set: &DocumentSet,
        answer: &Answer,
    ) -> Option<(PersonRow, Option<Self>)> {
        let mut row = answer.first()?;
        let person = person::take(whom, &mut row);
        let found = row.text().is_some();
        Some((person, found.then(|| Self::of(set, row.rest()))))
    }
}

/// Asks for one document of the person, on any page that shows its set: the one of the key that is given with the person's.
pub(super) fn document(whom: Whom<'_>, set: &DocumentSet) -> Prepared {
    let dialect = whom.dialect();
    let (mine, own) = only(&whom, set);
    let columns = values(set);
    let inner = columns.iter().enumerate().map(|(index, column)| {
        let (value, of) = mine.rows.column(column);
        dialect.shown_text(value, of).label(" AS c", index)
    });
    let outer = (0..columns.len()).map(|index| Sql::new("v").label(".c", index));
    let columns = person::cells(whom).into_iter().chain([Sql::new("v.present")]).chain(outer).collect();
    let from = Sql::new("FROM ")
        .then(person::part(whom))
        .with(" LEFT JOIN (SELECT '1' AS present, ")
        .then(Sql::join(inner, ", "))
        .then(mine.clauses())
        .with(" AND ")
        .then(own)
        .with(" LIMIT 1) AS v ON 1 = 1");
    Prepared::one(whom.map.schema(), Select::plain(columns, from))
}

/// The rows of a set that are the person's, on any page that shows it, and the condition that one is of the key that is
/// given.
pub(super) fn only<'a>(whom: &Whom<'a>, set: &'a DocumentSet) -> (Mine<'a>, Sql) {
    let audience = whom.audience_of_set(set);
    let mine = Mine::new(whom, &set.source, &set.joins, set.condition.as_ref(), audience);
    let own = set.key.iter().enumerate().map(|(index, column)| {
        access::equals(whom.map, &set.source.table, Alias::OWN, column, Bound::Row(index))
    });
    (mine, Sql::join(own, " AND "))
}

/// The values of a person and of the key of a document. A key of another length than the set's matches nothing.
pub(super) fn given<'a>(whom: Whom<'a>, set: &DocumentSet, key: &'a [String]) -> Given<'a> {
    Given { row: if key.len() == set.key.len() { key } else { &[] }, ..whom.given() }
}

/// The columns that are read of a document, in this order: of the title, of its place, category, size.
pub(super) fn values(set: &DocumentSet) -> Vec<&ColumnName> {
    let single = [column_of(set), set.size.as_ref().map(|size| &size.value)];
    let written = set.title.columns().chain(set.place.columns().into_iter().map(|(column, _)| column));
    written.chain(single.into_iter().flatten()).collect()
}

fn column_of(set: &DocumentSet) -> Option<&ColumnName> {
    match &set.category {
        Some(Category::Column(column)) => Some(column),
        _ => None,
    }
}
