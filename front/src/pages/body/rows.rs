//! Rows as a table, as cards and along time.

use vantail_proto::portal::{self, Column, Row};

use super::value::{Class, Value, class, values};
use crate::{format, texts::Texts};

/// A column's head.
pub(crate) struct Head<'a> {
    pub(crate) title: &'a str,
    pub(crate) class: Class,
    pub(crate) sort: Option<Sort>,
}

/// How a press on a head orders the rows.
pub(crate) struct Sort {
    /// What the button sends: the place of the column, with a minus for descending.
    pub(crate) code: String,
    /// For `aria-sort`.
    pub(crate) state: &'static str,
}

pub(crate) struct Rows<'a> {
    pub(crate) heads: Vec<Head<'a>>,
    pub(crate) entries: Vec<Entry<'a>>,
    /// A value for each column; empty where nothing is summed.
    pub(crate) totals: Vec<Value<'a>>,
    pub(crate) total: u64,
    pub(crate) sortable: bool,
}

/// One row.
pub(crate) struct Entry<'a> {
    /// May be empty in a table.
    pub(crate) title: &'a str,
    /// Opens the row by itself; empty when there is no more to see.
    pub(crate) handle: &'a str,
    pub(crate) values: Vec<Value<'a>>,
    /// As written for people, and in ISO form.
    pub(crate) day: String,
    pub(crate) iso: Option<&'a str>,
}

/// Rows along time, by month.
pub(crate) struct Timeline<'a> {
    pub(crate) spans: Vec<Span<'a>>,
    pub(crate) totals: Vec<Value<'a>>,
    pub(crate) total: u64,
}

/// The moments of one month.
pub(crate) struct Span<'a> {
    /// Empty when the rows do not stand in the order of time.
    pub(crate) title: String,
    pub(crate) entries: Vec<Entry<'a>>,
}

impl<'a> Rows<'a> {
    /// With `controls`, heads that may be pressed.
    pub(super) fn new(
        list: &'a portal::List,
        controls: Option<&portal::Controls>,
        t: &'static Texts,
    ) -> Self {
        let mut heads = heads(&list.columns);
        if let Some(controls) = controls {
            for (place, column) in controls.sortable.iter().enumerate() {
                let head = usize::try_from(*column).ok().and_then(|column| heads.get_mut(column));
                if let Some(head) = head {
                    head.sort = Some(sort(place + 1, controls));
                }
            }
        }
        let compact = list.layout() == portal::Layout::Cards;
        Self {
            sortable: heads.iter().any(|head| head.sort.is_some()),
            heads,
            entries: list.rows.iter().map(|row| entry(row, &list.columns, compact, t)).collect(),
            totals: totals(list, compact, t),
            total: list.total_rows,
        }
    }
}

impl<'a> Timeline<'a> {
    /// `sorted` by something else, the rows are not grouped.
    pub(super) fn new(list: &'a portal::List, sorted: bool, t: &'static Texts) -> Self {
        let mut spans: Vec<Span<'a>> = Vec::new();
        for row in &list.rows {
            let entry = entry(row, &list.columns, true, t);
            let title = match format::month(&row.day, t.language) {
                _ if sorted => String::new(),
                Some(month) => month,
                None => t.say("without-date").to_owned(),
            };
            match spans.last_mut() {
                Some(span) if span.title == title => span.entries.push(entry),
                _ => spans.push(Span { title, entries: vec![entry] }),
            }
        }
        Self { spans, totals: totals(list, true, t), total: list.total_rows }
    }
}

pub(super) fn heads(columns: &[Column]) -> Vec<Head<'_>> {
    columns
        .iter()
        .map(|column| Head { title: &column.title, class: class(column.format()), sort: None })
        .collect()
}

fn sort(place: usize, controls: &portal::Controls) -> Sort {
    let in_force = usize::try_from(controls.sorted).is_ok_and(|sorted| sorted == place);
    match (in_force, controls.descending) {
        (true, false) => Sort { code: format!("-{place}"), state: "ascending" },
        (true, true) => Sort { code: place.to_string(), state: "descending" },
        (false, _) => Sort { code: place.to_string(), state: "none" },
    }
}

/// Where `compact`, the title and the day stand above the values: there they are not said again, and absent values not
/// at all.
fn entry<'a>(row: &'a Row, columns: &'a [Column], compact: bool, t: &'static Texts) -> Entry<'a> {
    let mut values = values(columns, &row.cells, t);
    let mut title = row.title.as_str();
    let day = format::date(&row.day, t.language);
    if compact {
        if title.is_empty() {
            title = row.cells.iter().find_map(|cell| cell.text.as_deref()).unwrap_or("–");
        }
        let mut cells = row.cells.iter();
        values.retain(|value| match cells.next().and_then(|cell| cell.text.as_deref()) {
            None => false,
            Some(raw) if raw.trim().is_empty() => false,
            Some(raw) => raw != title && value.text != day,
        });
    }
    Entry { title, handle: &row.handle, values, day, iso: format::iso_day(&row.day) }
}

/// Where `compact`, only the sums there are.
fn totals<'a>(list: &'a portal::List, compact: bool, t: &'static Texts) -> Vec<Value<'a>> {
    let has_sum = list.totals.iter().any(|cell| cell.text.is_some());
    let mut totals = if has_sum { values(&list.columns, &list.totals, t) } else { Vec::new() };
    let mut cells = list.totals.iter();
    totals.retain_mut(|value| {
        let absent = cells.next().is_none_or(|cell| cell.text.is_none());
        if absent {
            value.text = "".into();
        }
        !(absent && compact)
    });
    totals
}
