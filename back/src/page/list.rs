//! Rows of one table as messages: tables, cards, time lines, fields, statements.

use vantail_proto::portal::{
    Cell, Chart as WireChart, Column, Format as WireFormat, Layout, List, Picture, Point, Record, Row,
    Sense as WireSense, Statement, StatementRow,
};
use vantail_shared::failure::Failure;

use super::{Pages, Viewer, part, words};
use crate::{
    map::{Chart, Format, Ledger, Page, Sense, ShownColumn},
    query::{Asked, Line, Listing, PageRows, Points, SUM_PLACES},
};

impl Pages {
    /// Rows as a table, as cards or along time.
    pub(super) fn list(
        &self,
        viewer: Viewer<'_>,
        page: &Page,
        rows: &PageRows<'_>,
        listing: Listing,
        (layout, asked): (Layout, &Asked),
    ) -> Result<List, Failure> {
        let shown = rows.columns();
        let totals = if listing.sums.is_empty() { Vec::new() } else { totals(rows, &listing.sums) };
        let total_rows = listing.count();
        let lines = listing.lines.into_iter().map(|line| self.row(viewer, page, rows, (line, asked)));
        Ok(List {
            rows: lines.collect::<Result<_, _>>()?,
            columns: columns(viewer, shown),
            total_rows,
            layout: layout.into(),
            totals,
        })
    }

    /// A line: its cells, then those of its heading, its moment, its key.
    fn row(
        &self,
        viewer: Viewer<'_>,
        page: &Page,
        rows: &PageRows<'_>,
        (line, asked): (Line, &Asked),
    ) -> Result<Row, Failure> {
        let shown = rows.columns();
        let mut values = line.cells.into_iter();
        let cells = cells(viewer, shown, values.by_ref().take(shown.len()));
        let title = rows.heading().map(|heading| {
            let parts: Vec<_> = values.by_ref().take(heading.columns().count()).collect();
            heading.write(&parts)
        });
        let day = rows.moment().and_then(|_| values.next()).flatten();
        // A row with an absent part in its key cannot be named.
        let key: Option<Vec<String>> = values.collect();
        let handle = match key {
            Some(key) if !key.is_empty() => {
                part::seal_row(&self.handles, viewer.session, &page.id, key, asked)?
            }
            _ => String::new(),
        };
        Ok(Row { cells, title: title.unwrap_or_default(), day: day.unwrap_or_default(), handle })
    }
}

/// Rows as fields.
pub(super) fn record(viewer: Viewer<'_>, shown: &[ShownColumn], lines: Vec<Line>) -> Record {
    let rows = lines.into_iter().map(|line| Row {
        cells: cells(viewer, shown, line.cells.into_iter().take(shown.len())),
        ..Row::default()
    });
    Record { fields: columns(viewer, shown), rows: rows.collect() }
}

/// Rows with a running balance.
pub(super) fn statement(
    viewer: Viewer<'_>,
    shown: &[ShownColumn],
    ledger: &Ledger,
    listing: Listing,
) -> Statement {
    let currency = ledger.money.currency;
    let lines = listing.lines.into_iter().map(|line| StatementRow {
        amount: currency.decimal(line.amount),
        balance: line.balance.map(|balance| currency.decimal(balance)).unwrap_or_default(),
        cells: cells(viewer, shown, line.cells.into_iter().take(shown.len())),
    });
    Statement {
        columns: columns(viewer, shown),
        rows: lines.collect(),
        currency: currency.code(),
        balance: currency.decimal(listing.balance),
        sense: match ledger.sense {
            Sense::PositiveIsDue => WireSense::PositiveIsDue,
            Sense::PositiveIsCredit => WireSense::PositiveIsCredit,
        }
        .into(),
        total_rows: listing.total_rows,
    }
}

/// The chart of a page; nothing without points, and nothing where all are zero: a line along the ground says less than the
/// balance above it.
pub(super) fn chart(
    viewer: Viewer<'_>,
    page: &Page,
    rows: &PageRows<'_>,
    points: Points,
) -> Option<WireChart> {
    if points.0.iter().all(|(_, value)| *value == 0) {
        return None;
    }
    let ledger = page.content.ledger().map(|ledger| ledger.money);
    let language = viewer.language;
    let (picture, title, money, by) = match rows.chart_of()? {
        Chart::Balance => (Picture::Line, page.title.of(language).clone(), ledger, None),
        Chart::Bars(bars) => {
            let money = bars.sum.as_ref().map_or(ledger, |sum| rows.money(&sum.value));
            (Picture::Bars, bars.title.of(language).clone(), money, rows.shown_as(&bars.by.value))
        }
    };
    let label = |label: String| match (by, label.is_empty()) {
        (_, true) => "–".to_owned(),
        (Some(by), false) => words::label(by, language, &label),
        (None, false) => label,
    };
    let value = |value: i128| money.map_or_else(|| millionths(value), |money| money.currency.decimal(value));
    let points = points.0.into_iter().map(|(of, sum)| Point { label: label(of), value: value(sum) });
    Some(WireChart {
        title,
        picture: picture.into(),
        currency: money.map(|money| money.currency.code()).unwrap_or_default(),
        points: points.collect(),
    })
}

/// The sum below each column; without text where there is none.
fn totals(rows: &PageRows<'_>, sums: &[i128]) -> Vec<Cell> {
    let sum_of = |shown: &ShownColumn| {
        let place = rows.totals().iter().position(|name| name.value == shown.column.value)?;
        let sum = *sums.get(place)?;
        Some(match shown.format {
            Format::Money(money) => money.currency.decimal(sum),
            _ => millionths(sum),
        })
    };
    rows.columns().iter().map(|shown| Cell { text: sum_of(shown) }).collect()
}

/// A number that was summed in millionths, without the zeros at its end.
fn millionths(sum: i128) -> String {
    let scale = 10_u128.pow(SUM_PLACES);
    let (whole, part) = (sum.unsigned_abs() / scale, sum.unsigned_abs() % scale);
    let sign = if sum < 0 { "-" } else { "" };
    let part = format!("{part:0width$}", width = SUM_PLACES as usize);
    let part = part.trim_end_matches('0');
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

fn columns(viewer: Viewer<'_>, shown: &[ShownColumn]) -> Vec<Column> {
    let column = |shown: &ShownColumn| {
        let (format, currency) = match shown.format {
            Format::Text => (WireFormat::Text, None),
            Format::Date | Format::DateTime => (WireFormat::Date, None),
            Format::Money(money) => (WireFormat::Money, Some(money.currency.code())),
            Format::Number => (WireFormat::Number, None),
            Format::YesNo => (WireFormat::YesNo, None),
            Format::Email => (WireFormat::Email, None),
            Format::Phone => (WireFormat::Phone, None),
            Format::Lines => (WireFormat::Lines, None),
        };
        Column {
            title: shown.title.of(viewer.language).clone(),
            format: format.into(),
            currency: currency.unwrap_or_default(),
            decimals: shown.decimals.map(u32::from),
        }
    };
    shown.iter().map(column).collect()
}

/// Amounts come as whole minor units and leave as decimals, values with words leave as those; everything else leaves as it
/// came.
fn cells(
    viewer: Viewer<'_>,
    shown: &[ShownColumn],
    values: impl Iterator<Item = Option<String>>,
) -> Vec<Cell> {
    let cell = |(shown, value): (&ShownColumn, Option<String>)| Cell {
        text: value.map(|text| match shown.format {
            Format::Money(money) => text.parse().map(|minor| money.currency.decimal(minor)).unwrap_or(text),
            // The time of a moment is shown where the map says so.
            Format::Date => day(text),
            Format::Number if shown.words.is_empty() => plain(text),
            _ if shown.words.is_empty() => text,
            _ => words::of(&shown.words, viewer.language, &text).to_owned(),
        }),
    };
    shown.iter().zip(values).map(cell).collect()
}

/// A number without exponent, and without the `.0` that some databases write behind whole ones; any other text as it is.
fn plain(text: String) -> String {
    if text.contains(['e', 'E']) {
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        return number.map_or(text, |number| number.to_string());
    }
    match text.strip_suffix(".0") {
        Some(whole) if whole.bytes().all(|b| b.is_ascii_digit() || b == b'-') => whole.to_owned(),
        _ => text,
    }
}

/// The day of an ISO 8601 moment; any other text as it is.
fn day(text: String) -> String {
    let is_moment = text.len() > 10
        && text.as_bytes()[4] == b'-'
        && text.as_bytes()[7] == b'-'
        && matches!(text.as_bytes()[10], b' ' | b'T');
    if is_moment && text.is_char_boundary(10) { text[..10].to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_loses_its_time_and_nothing_else_is_touched() {
        for (text, shown) in [
            ("2026-11-22 08:00:00", "2026-11-22"),
            ("2026-11-22T08:00", "2026-11-22"),
            ("2026-11-22", "2026-11-22"),
            ("0000-00-00 00:00:00", "0000-00-00"),
            ("some day in spring", "some day in spring"),
            ("ééééééééééé", "ééééééééééé"),
        ] {
            assert_eq!(day(text.to_owned()), shown);
        }
    }

    #[test]
    fn numbers_are_written_without_exponents() {
        for (text, shown) in [
            ("100.0", "100"),
            ("-3.0", "-3"),
            ("1.0e-05", "0.00001"),
            ("2.5", "2.5"),
            ("10.00", "10.00"),
            ("NaN", "NaN"),
            ("three", "three"),
            ("v1.0", "v1.0"),
        ] {
            assert_eq!(plain(text.to_owned()), shown);
        }
    }

    proptest! {
        #[test]
        fn sums_are_written_as_they_are(sum in any::<i64>()) {
            let written = millionths(i128::from(sum));
            let (whole, part) = written.split_once('.').unwrap_or((written.as_str(), ""));
            let digits = format!("{whole}{part:0<6}");
            prop_assert_eq!(digits.parse::<i128>().unwrap(), i128::from(sum));
        }
    }
}
