//! What the map alone can prove: every name it refers to is there, every link leads to its person.

use std::collections::BTreeSet;

use vantail_shared::config::{At, Faults, nearest};

use super::{Amount, Content, DataMap, Kind, Page, Rows, Source};

/// More columns in an order than this make handles longer than a page can bear.
const MAX_ORDER: usize = 4;

impl DataMap {
    pub(super) fn check_itself(&self, faults: &Faults) {
        for page in &self.pages {
            for name in &page.kinds {
                if self.kind(name).is_none() {
                    unknown(
                        faults,
                        &name.at,
                        "kind of person",
                        name,
                        self.kinds.iter().map(|kind| &kind.id.value),
                    );
                }
            }
            let kinds = || page.kinds.iter().filter_map(|name| self.kind(name));
            match &page.content {
                Content::Record(rows) | Content::List(rows) => rows_of(page, rows, kinds(), faults),
                Content::Statement(rows, ledger) => {
                    rows_of(page, rows, kinds(), faults);
                    newest_first(rows, faults);
                    if let Amount::Split { debit, credit } = &ledger.amount
                        && debit.value == credit.value
                    {
                        faults.note(&credit.at, "credit is the column of debit", "name two columns");
                    }
                }
                Content::Documents(sets) => {
                    for name in sets {
                        let Some(set) = self.set(name) else {
                            let known = self.documents.iter().map(|set| &set.id.value);
                            unknown(faults, &name.at, "set of documents", name, known);
                            continue;
                        };
                        for kind in kinds() {
                            leads_to(&set.source, kind, &format!("documents.{}", set.id.value), faults);
                        }
                    }
                }
            }
        }
        for set in &self.documents {
            chained(&set.source, faults);
        }
        if self.kinds.is_empty() {
            return;
        }
        for (what, source) in self.sources() {
            if let super::Links::PerKind(ways) = &source.links {
                for (name, _) in ways.iter().filter(|(name, _)| self.kind(name).is_none()) {
                    let known = self.kinds.iter().map(|kind| &kind.id.value);
                    unknown(faults, &name.at, &format!("kind of person in {what}.link"), name, known);
                }
            }
        }
    }

    /// Every source with its place in the map.
    fn sources(&self) -> Vec<(String, &Source)> {
        let mut sources: Vec<_> =
            self.documents.iter().map(|set| (format!("documents.{}", set.id.value), &set.source)).collect();
        for page in &self.pages {
            if let Content::Record(rows) | Content::List(rows) | Content::Statement(rows, _) = &page.content {
                sources.push((format!("pages.{}", page.id.value), &rows.source));
            }
        }
        sources
    }
}

fn rows_of<'a>(page: &Page, rows: &Rows, kinds: impl Iterator<Item = &'a Kind>, faults: &Faults) {
    chained(&rows.source, faults);
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
        faults.note(&by.at, format!("`{what}.order` names {:?} twice", by.column), "keep its first place");
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

/// Each hop begins where the one before it ended.
fn chained(source: &Source, faults: &Faults) {
    for link in source.links.all() {
        let mut at = &source.table.value;
        for hop in &link.hops {
            if hop.from != *at {
                let problem = format!("this hop begins at {}, not at {at}", hop.from);
                faults.note(&hop.at, problem, format!("write it as {at}.column = next.column"));
            }
            at = &hop.to;
        }
    }
}

fn leads_to(source: &Source, kind: &Kind, what: &str, faults: &Faults) {
    let Some(link) = source.links.to(kind, &source.table) else {
        let at = source.links.all().first().map_or(&source.table.at, |link| &link.at);
        let problem = format!("`{what}.link` does not lead to {:?}", kind.id.value);
        let remedy = format!(
            "end it at {}, the table of that kind, or write a way for each kind: link = {{ {} = [...] }}",
            kind.table.value, kind.id.value
        );
        faults.note(at, problem, remedy);
        return;
    };
    let end = link.end(&source.table);
    if *end != kind.table.value {
        let problem = format!("`{what}.link.{}` ends at {end}", kind.id.value);
        faults.note(&link.at, problem, format!("end it at {}, the table of that kind", kind.table.value));
    }
}

fn unknown<'a>(faults: &Faults, at: &At, what: &str, name: &str, known: impl Iterator<Item = &'a String>) {
    let known: BTreeSet<String> = known.cloned().collect();
    faults.note(at, format!("there is no {what} {name:?}"), suggestion(name, &known));
}

/// The nearest of the known names, or all of them.
pub(super) fn suggestion(name: &str, known: &BTreeSet<String>) -> String {
    match nearest(name, known) {
        Some(similar) => format!("did you mean {similar:?}?"),
        None if known.is_empty() => "declare it first".to_owned(),
        None => format!("known: {}", known.iter().cloned().collect::<Vec<_>>().join(", ")),
    }
}
