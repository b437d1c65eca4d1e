//! What a filter offers: the values that a person's rows have, each with its number of rows.

use vantail_shared::failure::Failure;

use super::{
    answer::Row,
    asked::Asked,
    build::{Select, Sql},
    dialect::search::plain,
    person::number,
    rows::PageRows,
    types::Type,
};
use crate::map::Format;

/// Values that a filter offers at the most: those with the most rows.
pub(crate) const MAX_CHOICES: usize = 50;
/// A value longer than this is not offered, in bytes: it must fit into a handle.
const MAX_VALUE: usize = 400;

/// Values, each with the number of rows that have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Choices(pub(crate) Vec<(String, u64)>);

impl PageRows<'_> {
    /// How many filters the page has.
    pub(super) fn filters(&self) -> usize {
        self.rows.filter.len()
    }

    /// Whether a filter is one of choices.
    pub(super) fn offers(&self, filter: usize) -> bool {
        let shown = self.rows.filter.get(filter);
        shown.is_some_and(|shown| !matches!(shown.format, Format::Date | Format::DateTime))
    }

    /// What a filter offers; nothing when it is one of days. Other filters make no difference, so that what was chosen can
    /// be chosen otherwise.
    pub(super) fn choices(&self, filter: usize, asked: &Asked) -> Option<Select> {
        let shown = self.rows.filter.get(filter).filter(|_| self.offers(filter))?;
        let (value, of) = self.column(&shown.column);
        let value = self.whom.dialect().shown_text(value, of);
        let rows = self.select(vec![value.with(" AS v")]);
        let searched = self.searched(asked).map(|searched| Sql::new(" AND ").then(searched));
        Some(counted(self.whom.dialect(), searched.into_iter().fold(rows, Sql::then)))
    }
}

/// Counts the values v of some rows, those with the most rows first.
pub(super) fn counted(dialect: crate::map::Dialect, rows: Sql) -> Select {
    let from = Sql::new("FROM (SELECT x.v AS v, COUNT(*) AS n FROM (")
        .then(rows)
        .with(") AS x GROUP BY x.v ORDER BY n DESC, v LIMIT ")
        .number(MAX_CHOICES as u64)
        .with(") AS y");
    let columns = vec![Sql::new("COALESCE(y.v, '')"), dialect.text(Sql::new("y.n"), Type::Integer(64))];
    Select::plain(columns, from)
}

impl Choices {
    /// Reads the answer to what counted them; in the order of their values, letters with accents beside those without.
    pub(crate) fn read(rows: &[Row<'_>]) -> Result<Self, Failure> {
        let mut choices: Vec<(String, u64)> = Vec::with_capacity(rows.len());
        for mut row in rows.iter().cloned() {
            let value = row.text().unwrap_or_default();
            let rows = number(row.text())?;
            if value.len() > MAX_VALUE {
                continue;
            }
            // An absent value and an empty one are the same choice.
            match choices.iter_mut().find(|(known, _)| *known == value) {
                Some((_, count)) => *count += rows,
                None => choices.push((value.to_owned(), rows)),
            }
        }
        choices.sort_by_cached_key(|(value, _)| (plain(value), value.clone()));
        Ok(Self(choices))
    }
}
