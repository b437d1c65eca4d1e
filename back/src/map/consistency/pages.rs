//! What pages ask for.

use std::collections::BTreeSet;

use vantail_shared::config::{At, Spot};

use super::Proof;
use crate::map::{
    Amount, Category, Chart, ColumnName, Content, DocumentSet, Format, Kind, Ledger, Page, Rows,
};

/// More columns in an order than this make handles longer than a page can bear.
const MAX_ORDER: usize = 4;
/// More columns than this are no page that anybody reads.
const MAX_COLUMNS: usize = 100;

impl Proof<'_> {
    pub(super) fn pages(&self) {
        let audience: BTreeSet<String> = self.declared.kinds.union(&self.declared.roles).cloned().collect();
        for page in &self.map.pages {
            for name in &page.audience {
                self.known(name, "kind of person or role", &audience);
            }
            let kinds = || self.map.kinds.iter().filter(|kind| page.is_for(self.map, kind));
            if let Some(rows) = page.content.rows() {
                self.leads_to(&rows.source, kinds(), &format!("pages.{}", page.id.value));
                self.rows(page, rows);
            }
            match &page.content {
                Content::Statement(rows, ledger) => self.statement(page, rows, ledger),
                Content::Documents(sets) => self.documents(sets, kinds),
                Content::Coverage(group) => self.coverage(group, kinds()),
                _ => {}
            }
        }
        for set in &self.map.documents {
            self.set(set);
        }
    }

    fn rows(&self, page: &Page, rows: &Rows) {
        let what = format!("pages.{}", page.id.value);
        if rows.columns.is_empty() {
            self.fault(&page.id.at, format!("`{what}.columns` shows nothing"), "list at least one column");
        }
        if let Some(beyond) = rows.columns.get(MAX_COLUMNS).or_else(|| rows.detail.get(MAX_COLUMNS)) {
            let problem = format!("`{what}` shows more than {MAX_COLUMNS} columns");
            self.fault(&beyond.column.at, problem, "show fewer");
        }
        if rows.order.len() > MAX_ORDER {
            let problem = format!("`{what}.order` has {} columns", rows.order.len());
            self.fault(&rows.order[MAX_ORDER].at, problem, format!("keep {MAX_ORDER} at the most"));
        }
        let mut seen = BTreeSet::new();
        for by in rows.order.iter().filter(|by| !seen.insert(&by.column)) {
            let problem = format!("`{what}.order` names {:?} twice", by.column.to_string());
            self.fault(&by.at, problem, "keep its first place");
        }
        self.heading(page, rows);
        self.in_time(page, rows);
        for total in &rows.totals {
            self.summed(rows, total, "totals");
        }
        let sorts = matches!(page.content, Content::List(_) | Content::Cards(_) | Content::Timeline(_));
        for sort in &rows.sort {
            if !sorts {
                let remedy = "remove it: only lists, cards and time lines can be sorted";
                self.fault(&sort.at, format!("`{what}.sort` has no use here"), remedy);
            } else if rows.shown(sort).is_none() {
                let problem =
                    format!("`{what}.sort` names {:?}, which the page does not show", sort.to_string());
                self.fault(&sort.at, problem, "name it in `columns` too: its heading is what sorts");
            }
        }
        if let Some(Chart::Bars(bars)) = &rows.chart {
            if let Some(sum) = &bars.sum {
                self.summed(rows, sum, "chart.sum");
            } else if page.content.ledger().is_none() {
                let remedy = "add sum = \"...\", a column of money or numbers";
                self.fault(&bars.by.at, format!("`{what}.chart` sums nothing"), remedy);
            }
        }
        if matches!(rows.chart, Some(Chart::Balance)) && page.content.ledger().is_none() {
            let remedy = "write kind = \"bars\", or presentation = \"statement\"";
            self.fault(&page.id.at, format!("`{what}.chart` draws a balance, and the page has none"), remedy);
        }
    }

    /// The heading of one row and the view of it.
    fn heading(&self, page: &Page, rows: &Rows) {
        let what = format!("pages.{}", page.id.value);
        let (needed, record) = match page.content {
            Content::Cards(_) | Content::Timeline(_) => (true, false),
            Content::Record(_) => (false, true),
            _ => (false, false),
        };
        if needed && rows.card.is_none() {
            self.fault(
                &page.id.at,
                format!("`{what}.card` is missing"),
                "add card = \"{...}\", the heading of a row",
            );
        }
        if let Some(first) = rows.detail.first().filter(|_| record) {
            let remedy = "show these columns in `columns`: a record is the whole row";
            self.fault(&first.column.at, format!("`{what}.detail` has no use here"), remedy);
        }
    }

    fn in_time(&self, page: &Page, rows: &Rows) {
        let what = format!("pages.{}", page.id.value);
        match (&page.content, &rows.when) {
            (Content::Timeline(_), None) => {
                let remedy = "add when = \"...\", the column of time";
                self.fault(&page.id.at, format!("`{what}.when` is missing"), remedy);
            }
            (Content::Timeline(_), Some(when)) => {
                if let Some(first) = rows.order.first().filter(|first| first.column != when.value) {
                    let remedy = format!("begin it with {:?}", format!("-{}", when.value));
                    self.fault(
                        &first.at,
                        format!("`{what}.order` does not begin with the column of time"),
                        remedy,
                    );
                }
            }
            (_, Some(when)) => {
                let remedy = "remove it, or write presentation = \"timeline\"";
                self.fault(&when.at, format!("`{what}.when` has no use here"), remedy);
            }
            (_, None) => {}
        }
    }

    /// A column that is summed must be one of amounts or numbers.
    fn summed(&self, rows: &Rows, column: &Spot<ColumnName>, key: &str) {
        let Some(shown) = rows.shown(column) else {
            let problem = format!("`{key}` sums {:?}, which the page does not show", column.to_string());
            self.fault(&column.at, problem, "name it in `columns` too");
            return;
        };
        if !matches!(shown.format, Format::Money(_) | Format::Number) {
            let problem =
                format!("`{key}` sums {:?}, which is shown as neither money nor number", column.to_string());
            self.fault(&column.at, problem, "give the column format = \"money\" or format = \"number\"");
        }
    }

    /// A running balance is read from the newest line downwards; the other way it would be that of another line.
    fn statement(&self, page: &Page, rows: &Rows, ledger: &Ledger) {
        if let Some(first) = rows.order.first().filter(|first| !first.descending) {
            let remedy =
                format!("write {:?}: a statement shows its newest line first", format!("-{}", first.column));
            self.fault(
                &first.at,
                format!("the statement is ordered by {:?} upwards", first.column.to_string()),
                remedy,
            );
        }
        if rows.order.is_empty() {
            let problem = format!("`pages.{}.order` is empty", page.id.value);
            self.fault(&page.id.at, problem, "order the lines, newest first");
        }
        if let Amount::Split { debit, credit } = &ledger.amount
            && debit.value == credit.value
        {
            self.fault(&credit.at, "`credit` is the column of `debit`", "name two columns");
        }
        if let Some(balance) = &ledger.balance {
            if ledger.amount.columns().iter().any(|amount| amount.value == balance.value) {
                let problem = format!("`balance` is a column of the amount: {:?}", balance.to_string());
                self.fault(&balance.at, problem, "name the column of the balance after each line");
            }
            if balance.table.is_some() {
                let problem = format!("`balance` is not of the lines themselves: {:?}", balance.to_string());
                let remedy =
                    "name a column of the page's own table, or leave it out: then the amounts are added up";
                self.fault(&balance.at, problem, remedy);
            }
        }
    }

    fn documents<'k, K: Iterator<Item = &'k Kind>>(&self, sets: &[Spot<String>], kinds: impl Fn() -> K) {
        for name in sets {
            self.known(name, "set of documents", &self.declared.sets);
            if let Some(set) = self.map.set(name) {
                self.leads_to(&set.source, kinds(), &format!("documents.{}", set.id.value));
            }
        }
    }

    fn coverage<'k>(&self, name: &Spot<String>, kinds: impl Iterator<Item = &'k Kind>) {
        self.known(name, "group", &self.declared.groups);
        let Some(group) = self.map.group(name) else { return };
        self.leads_to(&group.source, kinds, &format!("groups.{}", group.id.value));
        if !self.map.expected.iter().any(|expected| expected.group.value == group.id.value) {
            let problem = format!("no document is expected of {:?}", group.id.value);
            self.fault(&name.at, problem, format!("add [expected.<name>] with group = {:?}", group.id.value));
        }
    }

    fn set(&self, set: &DocumentSet) {
        if !set.words.is_empty() && !matches!(set.category, Some(Category::Column(_))) {
            let problem = format!("`documents.{}.words` speaks of no column", set.id.value);
            self.fault(&set.id.at, problem, "add category = \"...\", the column whose values they are");
        }
        for column in &set.key {
            self.not_empty(column, "key", &column.at);
        }
    }

    fn not_empty(&self, column: &str, key: &str, at: &At) {
        if column.is_empty() {
            self.fault(at, format!("`{key}` names no column"), "write the name of a column");
        }
    }
}
