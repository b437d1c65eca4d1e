//! What the map alone can prove: every name it refers to is there, every link leads to its person.

use std::collections::BTreeSet;

use vantail_shared::config::{Faults, Spot, nearest};

use super::{Amount, Content, DataMap, Kind, Links, Page, Rows, Source, TableName};

/// More columns in an order than this make handles longer than a page can bear.
const MAX_ORDER: usize = 4;

/// The names that the file declares.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) kinds: BTreeSet<String>,
    pub(super) roles: BTreeSet<String>,
    pub(super) sets: BTreeSet<String>,
    pub(super) groups: BTreeSet<String>,
    pub(super) purposes: BTreeSet<String>,
}

impl DataMap {
    pub(super) fn check_itself(&self, declared: &Declared, faults: &Faults) {
        let audience: BTreeSet<String> = declared.kinds.union(&declared.roles).cloned().collect();
        for page in &self.pages {
            for name in &page.audience {
                known(faults, name, "kind of person or role", &audience);
            }
            let kinds = || self.kinds.iter().filter(|kind| page.is_for(self, kind));
            if let Some(rows) = page.content.rows() {
                rows_of(page, rows, kinds(), faults);
            }
            match &page.content {
                Content::Statement(rows, ledger) => {
                    newest_first(rows, faults);
                    two_columns(&ledger.amount, faults);
                }
                Content::Documents(sets) => {
                    for name in sets {
                        known(faults, name, "set of documents", &declared.sets);
                        let Some(set) = self.set(name) else { continue };
                        for kind in kinds() {
                            leads_to(&set.source, kind, &format!("documents.{}", set.id.value), faults);
                        }
                    }
                }
                Content::Coverage(group) => known(faults, group, "group", &declared.groups),
                _ => {}
            }
        }
        for source in self.sources() {
            chained(source, faults);
            if let Links::PerKind(ways) = &source.links {
                for (name, _) in ways {
                    known(faults, name, "kind of person", &declared.kinds);
                }
            }
        }
        for purpose in self.tables.iter().filter_map(|table| table.purpose.as_ref()) {
            known(faults, purpose, "purpose", &declared.purposes);
        }
    }

    /// Every table that rows come from.
    fn sources(&self) -> impl Iterator<Item = &Source> {
        let pages = self.pages.iter().filter_map(|page| page.content.rows()).map(|rows| &rows.source);
        let roles = self.roles.iter().map(|role| &role.source);
        let groups = self.groups.iter().map(|group| &group.source);
        let logs = self.logs.iter().map(|log| &log.source);
        self.documents.iter().map(|set| &set.source).chain(pages).chain(roles).chain(groups).chain(logs)
    }
}

fn rows_of<'a>(page: &Page, rows: &Rows, kinds: impl Iterator<Item = &'a Kind>, faults: &Faults) {
    let what = format!("pages.{}", page.id.value);
    for kind in kinds {
        leads_to(&rows.source, kind, &what, faults);
    }
    if rows.columns.is_empty() {
        faults.note(&page.id.at, format!("`{what}.columns` shows nothing"), "list at least one column");
    }
    if rows.order.len() > MAX_ORDER {
        let problem = format!("`{what}.order` has {} columns", rows.order.len());
        faults.note(&rows.order[MAX_ORDER].at, problem, format!("keep {MAX_ORDER} at the most"));
    }
    let mut seen = BTreeSet::new();
    for by in rows.order.iter().filter(|by| !seen.insert(&by.column)) {
        faults.note(
            &by.at,
            format!("`{what}.order` names {:?} twice", by.column.to_string()),
            "keep its first place",
        );
    }
}

/// A running balance is read from the newest line downwards; the other way it would be that of another line.
fn newest_first(rows: &Rows, faults: &Faults) {
    if let Some(first) = rows.order.first().filter(|first| !first.descending) {
        let remedy =
            format!("write {:?}: a statement shows its newest line first", format!("-{}", first.column));
        faults.note(&first.at, format!("the statement is ordered by {:?} upwards", first.column), remedy);
    }
}

fn two_columns(amount: &Amount, faults: &Faults) {
    if let Amount::Split { debit, credit } = amount
        && debit.value == credit.value
    {
        faults.note(&credit.at, "`credit` is the column of `debit`", "name two columns");
    }
}

/// Each hop begins where the one before it ended.
fn chained(source: &Source, faults: &Faults) {
    for link in source.links.all().into_iter().filter(|link| link.whole) {
        let mut at: TableName = source.table.value.clone();
        for hop in &link.hops {
            if hop.from != at {
                let problem = format!("this hop begins at {}, not at {at}", hop.from);
                faults.note(&hop.at, problem, format!("write it as {at}.column = next.column"));
            }
            at = hop.target();
        }
    }
}

fn leads_to(source: &Source, kind: &Kind, what: &str, faults: &Faults) {
    if source.links.all().iter().any(|link| !link.whole) {
        return;
    }
    let ways = source.ways(kind);
    if ways.is_empty() {
        let at = source.links.all().first().map_or(&source.table.at, |link| &link.at);
        let problem = format!("`{what}.link` does not lead to {:?}", kind.id.value);
        let remedy = format!(
            "end it at {}, the table of that kind, or write a way for each kind: link = {{ {} = [...] }}",
            kind.table.value, kind.id.value
        );
        faults.note(at, problem, remedy);
    }
    for link in ways {
        let end = link.end(&source.table);
        if *end != kind.table.value {
            let problem = format!("`{what}.link.{}` ends at {end}", kind.id.value);
            faults.note(&link.at, problem, format!("end it at {}, the table of that kind", kind.table.value));
        }
    }
}

fn known(faults: &Faults, name: &Spot<String>, what: &str, declared: &BTreeSet<String>) {
    if !declared.contains(&name.value) {
        faults.note(&name.at, format!("there is no {what} {:?}", name.value), suggestion(name, declared));
    }
}

/// The nearest of the known names, or all of them.
pub(super) fn suggestion(name: &str, known: &BTreeSet<String>) -> String {
    match nearest(name, known) {
        Some(similar) => format!("did you mean {similar:?}?"),
        None if known.is_empty() => "declare it first".to_owned(),
        None => format!("known: {}", known.iter().cloned().collect::<Vec<_>>().join(", ")),
    }
}
