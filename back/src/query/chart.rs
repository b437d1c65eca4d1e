//! The numbers of a chart: a balance at the end of each month, or a sum for each value.

use vantail_shared::failure::Failure;

use super::{
    answer::Row,
    asked::Asked,
    build::{Select, Sql},
    person::number,
    rows::{PageRows, SUM_PLACES},
    types::Type,
};
use crate::map::Chart;

/// Months of a line at the most: the newest.
const MAX_MONTHS: u64 = 36;
/// Bars at the most: the longest.
const MAX_BARS: u64 = 12;

/// A point: its label and its value as a whole number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Points(pub(crate) Vec<(String, i128)>);

impl PageRows<'_> {
    /// Whether the page has a chart.
    pub(super) fn is_drawn(&self) -> bool {
        match &self.rows.chart {
            None => false,
            Some(Chart::Balance) => self.ledger.is_some() && !self.rows.order.is_empty(),
            Some(Chart::Bars(_)) => true,
        }
    }

    /// The sums that the page's chart is made of. A balance is that of all lines; bars are of the rows asked for.
    pub(super) fn chart(&self, asked: &Asked) -> Option<Select> {
        match self.rows.chart.as_ref()? {
            Chart::Balance => {
                let month = self.month()?;
                let rows = self.select(vec![month.with(" AS v"), self.amount()?.with(" AS m")]);
                Some(self.summed(rows, " GROUP BY x.v ORDER BY v DESC LIMIT ", MAX_MONTHS))
            }
            Chart::Bars(bars) => {
                let (value, of) = self.column(&bars.by.value);
                let value = self.whom.dialect().shown_text(value, of);
                let amount = match &bars.sum {
                    Some(sum) => self.scaled(&sum.value),
                    // Without anything to sum, the rows are counted: in millionths, as every number is.
                    None => self.amount().unwrap_or_else(|| Sql::default().number(10_u64.pow(SUM_PLACES))),
                };
                let rows = self.select(vec![value.with(" AS v"), amount.with(" AS m")]);
                let sifted = self.sifted(asked).map(|sifted| Sql::new(" AND ").then(sifted));
                let rows = sifted.into_iter().fold(rows, Sql::then);
                Some(self.summed(rows, " GROUP BY x.v ORDER BY ABS(SUM(x.m)) DESC, v LIMIT ", MAX_BARS))
            }
        }
    }

    /// The month of a line, by the column that leads the order.
    fn month(&self) -> Option<Sql> {
        let (value, of) = self.column(&self.rows.order.first()?.column);
        Some(self.whom.dialect().month(value, of))
    }

    fn summed(&self, rows: Sql, grouped: &'static str, limit: u64) -> Select {
        let from = Sql::new("FROM (SELECT x.v AS v, SUM(x.m) AS m FROM (")
            .then(rows)
            .with(") AS x")
            .with(grouped)
            .number(limit)
            .with(") AS y");
        let dialect = self.whom.dialect();
        let sum = dialect.text(Sql::new("y.m"), Type::Decimal);
        Select::plain(vec![Sql::new("COALESCE(y.v, '')"), sum], from)
    }

    /// Reads the answer to what summed them. `balance` is that of all lines: the months go back from it.
    pub(crate) fn read_chart(&self, rows: &[Row<'_>], balance: i128) -> Result<Points, Failure> {
        let mut points: Vec<(String, i128)> = Vec::with_capacity(rows.len());
        for mut row in rows.iter().cloned() {
            let label = row.text().unwrap_or_default().to_owned();
            points.push((label, number(row.text())?));
        }
        if matches!(self.rows.chart, Some(Chart::Bars(_))) {
            points
                .sort_by(|(label, value), (other, than)| than.abs().cmp(&value.abs()).then(label.cmp(other)));
            return Ok(Points(points));
        }
        points.sort_by(|(month, _), (other, _)| other.cmp(month));
        let mut after = balance;
        for (_, change) in &mut points {
            let before = after - *change;
            *change = after;
            after = before;
        }
        points.reverse();
        // A label that is no month cannot be drawn along time.
        points.retain(|(label, _)| label.len() == 7 && label.is_char_boundary(4));
        Ok(Points(points))
    }
}
