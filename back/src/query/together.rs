//! Several selects in one statement, and its answer apart again: what a networked database is asked for crosses the
//! network once.

use vantail_shared::failure::Failure;

use super::{
    answer::{Answer, Row},
    build::{Select, Sql},
};
use crate::map::Dialect;

/// The rows of each of `count` selects, in the order in which they were asked.
///
/// # Errors
/// The answer is not to so many.
pub(super) fn apart(count: usize, answer: &Answer) -> Result<Vec<Vec<Row<'_>>>, Failure> {
    let mut parts: Vec<Vec<(u64, Row<'_>)>> = vec![Vec::new(); count];
    for mut row in answer.rows() {
        let mut number = || row.text().and_then(|text| text.parse::<u64>().ok());
        let (part, place) = (number(), number());
        let part = part.and_then(|part| parts.get_mut(usize::try_from(part).ok()?));
        let (Some(part), Some(place)) = (part, place) else {
            return Err(Failure::internal("a row belongs to nothing that was asked for"));
        };
        part.push((place, row));
    }
    let sorted = parts.into_iter().map(|mut rows| {
        rows.sort_by_key(|(place, _)| *place);
        rows.into_iter().map(|(_, row)| row).collect()
    });
    Ok(sorted.collect())
}

impl Select {
    /// All selects as one: before each row stand the number of its select and its place there, after it as many absent
    /// cells as the widest has more. No database keeps the order of rows that come out of a union.
    pub(super) fn together(dialect: Dialect, selects: Vec<Self>) -> Sql {
        let selects: Vec<Self> = selects.into_iter().map(Self::spread).collect();
        let width = selects.iter().map(|select| select.columns.len()).max().unwrap_or_default();
        let branches = selects.into_iter().enumerate().map(|(index, mut select)| {
            let missing = width - select.columns.len();
            let place = if select.order.is_empty() {
                Sql::new("'1'")
            } else {
                let place = Sql::new("ROW_NUMBER() OVER (ORDER BY ").then(select.order).with(")");
                dialect.text(place, super::types::Type::Integer(64))
            };
            let head = [Sql::new("'").number(index as u64).with("'"), place];
            let all = head.into_iter().chain(select.columns).chain((0..missing).map(|_| Sql::new("NULL")));
            select.columns = all.enumerate().map(|(at, column)| column.label(" AS x", at)).collect();
            select.order = Sql::default();
            Sql::new("SELECT * FROM (").then(select.into_sql(dialect)).label(") AS q", index)
        });
        Sql::join(branches, " UNION ALL ")
    }
}
