//! Charts above rows, for people who would rather look than read.

use vantail_shared::config::{Section, Spot};

use super::{ColumnName, PerLanguage, Scope};

/// What a chart shows.
#[derive(Debug, Clone)]
pub enum Chart {
    /// The balance of a statement at the end of each month.
    Balance,
    /// One bar for each value.
    Bars(Box<Bars>),
}

/// One bar for each value of a column.
#[derive(Debug, Clone)]
pub struct Bars {
    /// The column whose values have a bar each.
    pub by: Spot<ColumnName>,
    /// The column that is summed; a statement's amount when absent.
    pub sum: Option<Spot<ColumnName>>,
    /// What the chart is called.
    pub title: PerLanguage<String>,
}

impl Chart {
    pub(super) fn read(section: &Section<'_>, scope: &Scope<'_>) -> Option<Self> {
        let chart = section.section("chart")?;
        let known = "\"balance\" or \"bars\"";
        let kind = chart.required_text("kind", &format!("kind = {known}"));
        let found = match kind.as_ref().map(|kind| kind.as_str()) {
            Some("balance") => Some(Self::Balance),
            Some("bars") => {
                let by = scope.required(&chart, "by", "by = \"...\", a column whose values have a bar each");
                let sum = scope.read(&chart, "sum");
                let title = PerLanguage::<String>::required(&chart, "title");
                by.zip(title).map(|(by, title)| Self::Bars(Box::new(Bars { by, sum, title })))
            }
            Some(other) => {
                let at = kind.as_ref().map_or(&chart.at, |kind| &kind.at);
                chart.fault(at, "kind", &format!("is {other:?}"), format!("write {known}"));
                // The other keys depend on the kind: nothing can be said about them.
                let _ = chart.entries();
                None
            }
            None => {
                let _ = chart.entries();
                None
            }
        };
        chart.close();
        found
    }
}
