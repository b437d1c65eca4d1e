//! What `[tables]` says of rows and their end.

use std::collections::BTreeSet;

use super::{Proof, suggestion};
use crate::map::{EraseRule, RowRule, Table, TableName};

impl Proof<'_> {
    pub(super) fn tables(&self) {
        let mut seen: BTreeSet<&TableName> = BTreeSet::new();
        for table in &self.map.tables {
            if !seen.insert(&table.name) {
                let remedy = "say everything about a table in one place";
                self.fault(&table.name.at, format!("table {} is described twice", table.name.value), remedy);
            }
            self.table(table);
        }
        self.order_of_erasure();
    }

    fn table(&self, table: &Table) {
        let what = format!("tables.{}", table.name.value);
        if let Some(purpose) = &table.purpose {
            self.known(purpose, "purpose", &self.declared.purposes);
        }
        self.condition(&table.name, &[], table.active.as_ref());
        if table.unreachable.is_some() && table.links.is_some() {
            let problem = format!("`{what}` has a link and is `unreachable`");
            self.fault(&table.name.at, problem, "keep one of them: what a link leads to is reachable");
        }
        match (&table.active, &table.active_reason) {
            (Some(active), None) => {
                let remedy = "add active_reason = { fr = \"...\", en = \"...\" }: people are told why";
                self.fault(&active.at, format!("`{what}.active` forbids erasure without a reason"), remedy);
            }
            (None, Some(_)) => {
                let remedy = "add active = \"...\", the rows that forbid erasure";
                self.fault(&table.name.at, format!("`{what}.active_reason` has no use here"), remedy);
            }
            _ => {}
        }
        if let Some(keep) = table.keep.as_ref().filter(|_| table.keep_from.is_none()) {
            let remedy = "add keep_from = \"...\", the column with the day from which it counts";
            self.fault(&keep.at, format!("`{what}.keep` begins nowhere"), remedy);
        }
        if table.erase == RowRule::Keep && table.reason.is_none() {
            let remedy = "add reason = { fr = \"...\", en = \"...\" }: a register must say why";
            self.faults.warn(&table.name.at, format!("`{what}` keeps its rows without a reason"), remedy);
        }
        for column in &table.columns {
            let erase = column.erase.as_ref().map(|rule| &rule.value);
            let kept = matches!(erase, Some(EraseRule::Keep)) && column.category.is_personal();
            if kept && column.reason.is_none() && table.reason.is_none() {
                let problem = format!("`{what}.columns.{}` is kept without a reason", column.column.value);
                let remedy = "add reason = { fr = \"...\", en = \"...\" }: a register must say why";
                self.faults.warn(&column.column.at, problem, remedy);
            }
            if let Some(rule) = column.erase.as_ref().filter(|_| table.erase == RowRule::Delete)
                && !matches!(rule.value, EraseRule::Delete)
            {
                let problem = format!("`{what}.columns.{}.erase` has no use here", column.column.value);
                self.faults.warn(&rule.at, problem, "remove it: the rows of this table are deleted");
            }
        }
    }

    /// `after` names tables of the map and goes round no circle.
    fn order_of_erasure(&self) {
        let known: BTreeSet<String> = self.map.tables.iter().map(|table| table.name.to_string()).collect();
        for table in &self.map.tables {
            for after in &table.after {
                if self.map.table(after).is_none() {
                    let problem = format!("`tables.{}.after` names {}", table.name.value, after.value);
                    let remedy =
                        format!("name a table of [tables]: {}", suggestion(&after.to_string(), &known));
                    self.fault(&after.at, problem, remedy);
                } else if self.reaches(after, &table.name) {
                    let problem =
                        format!("{} comes after itself: `after` goes round in a circle", table.name.value);
                    self.fault(&after.at, problem, "remove one of its tables from `after`");
                }
            }
        }
    }

    /// Whether `from` comes after `to`, at once or over other tables.
    fn reaches(&self, from: &TableName, to: &TableName) -> bool {
        let mut open = vec![from];
        let mut seen = BTreeSet::new();
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            if seen.insert(at)
                && let Some(table) = self.map.table(at)
            {
                open.extend(table.after.iter().map(|after| &after.value));
            }
        }
        false
    }
}
