//! Ways from rows to persons, and joins: each hop goes on where the one before it ended, and the end is a person.

use vantail_shared::config::{At, Spot};

use super::Proof;
use crate::map::{Conditions, Hop, Kind, Link, Links, Source, TableName};

impl Proof<'_> {
    pub(super) fn links(&self) {
        for source in self.sources() {
            self.ways(&source.table, &source.links);
            self.is_reachable(&source.table);
        }
        for table in &self.map.tables {
            if let Some(links) = &table.links {
                self.ways(&table.name, links);
                self.leads_to_somebody(&table.name, links);
            }
            for (_, actor) in &table.actors {
                self.chained(&table.name, actor);
                self.ends_at_a_person(&table.name, actor);
            }
        }
        for kind in &self.map.kinds {
            self.joined(&kind.table, &kind.joins);
            for conditions in [&kind.condition, &kind.erased] {
                self.condition(&kind.table, &kind.joins, conditions.as_ref());
            }
        }
        for rows in self.map.pages.iter().filter_map(|page| page.content.rows()) {
            self.joined(&rows.source.table, &rows.joins);
            self.condition(&rows.source.table, &rows.joins, rows.condition.as_ref());
        }
        for set in &self.map.documents {
            self.joined(&set.source.table, &set.joins);
            self.condition(&set.source.table, &set.joins, set.condition.as_ref());
        }
    }

    /// Every table that rows come from.
    fn sources(&self) -> impl Iterator<Item = &Source> {
        let map = self.map;
        let pages = map.pages.iter().filter_map(|page| page.content.rows()).map(|rows| &rows.source);
        let roles = map.roles.iter().map(|role| &role.source);
        let groups = map.groups.iter().map(|group| &group.source);
        let logs = map.logs.iter().map(|log| &log.source);
        map.documents.iter().map(|set| &set.source).chain(pages).chain(roles).chain(groups).chain(logs)
    }

    /// Where nobody can say whose a row is, nothing is shown to anybody.
    fn is_reachable(&self, table: &Spot<TableName>) {
        let mut unreachable = self.map.tables.iter().filter(|other| other.unreachable.is_some());
        if unreachable.any(|other| other.name.value == table.value) {
            let problem = format!("rows of {} are asked for, which is `unreachable`", table.value);
            self.fault(&table.at, problem, "leave `unreachable` out: what a link leads to is reachable");
        }
    }

    fn ways(&self, start: &TableName, links: &Links) {
        for link in links.all() {
            self.chained(start, link);
        }
        if let Links::PerKind(ways) = links {
            for (name, _) in ways {
                self.known(name, "kind of person", &self.declared.kinds);
            }
        }
    }

    /// Each hop begins where the one before it ended.
    pub(super) fn chained(&self, start: &TableName, link: &Link) {
        if !link.whole {
            return;
        }
        let mut at = start.clone();
        for hop in &link.hops {
            if hop.from != at {
                let problem = format!("this hop begins at {}, not at {at}", hop.from);
                self.fault(&hop.at, problem, format!("write it as {at}.column = next.column"));
            }
            at = hop.target();
        }
        self.aliases(start, &link.hops);
    }

    /// A name that a hop gives is no table of the same way: it would hide that table.
    fn aliases(&self, start: &TableName, hops: &[Spot<Hop>]) {
        for hop in hops.iter().filter(|hop| hop.alias.is_some()) {
            let target = hop.target();
            if target == *start || hops.iter().any(|other| other.to == target) {
                let problem = format!("the name {target} is that of a table here");
                self.fault(&hop.at, problem, "write another name after \"as\"");
            }
        }
    }

    /// Each join begins at the table or at one joined before it, and gives its own name to what it adds.
    fn joined(&self, start: &TableName, joins: &[Spot<Hop>]) {
        let mut there = vec![start.clone()];
        for hop in joins {
            if !there.contains(&hop.from) {
                let known: Vec<String> = there.iter().map(ToString::to_string).collect();
                let problem = format!("this join begins at {}, which is not joined yet", hop.from);
                self.fault(&hop.at, problem, format!("begin it at {}", known.join(" or ")));
            }
            let target = hop.target();
            if there.contains(&target) {
                let problem = format!("{target} is there already");
                self.fault(&hop.at, problem, "give it a name of its own: end the join with \"as name\"");
            }
            there.push(target);
        }
        self.aliases(start, joins);
    }

    /// Conditions speak of the table, or of what is joined to it.
    pub(super) fn condition(
        &self,
        own: &TableName,
        joins: &[Spot<Hop>],
        conditions: Option<&Spot<Conditions>>,
    ) {
        let Some(conditions) = conditions else { return };
        for (table, column) in conditions.columns() {
            let Some(table) = table else { continue };
            if table != own && !joins.iter().any(|hop| hop.target() == *table) {
                let problem = format!("{table}.{column} is of another table");
                self.fault(
                    &conditions.at,
                    problem,
                    format!("name columns of {own}, or of a table that is joined to it"),
                );
            }
        }
    }

    /// A way to every one of these kinds.
    pub(super) fn leads_to<'k>(&self, source: &Source, kinds: impl Iterator<Item = &'k Kind>, what: &str) {
        if source.links.all().iter().any(|link| !link.whole) {
            return;
        }
        for kind in kinds {
            let ways = source.ways(kind);
            if ways.is_empty() {
                let at = source.links.all().first().map_or(&source.table.at, |link| &link.at);
                let problem = format!("`{what}.link` does not lead to {:?}", kind.id.value);
                let remedy = format!(
                    "end it at {}, the table of that kind, or write a way for each kind: link = {{ {} = [...] }}",
                    kind.table.value, kind.id.value
                );
                self.fault(at, problem, remedy);
            }
            for link in ways {
                let end = link.end(&source.table);
                if *end != kind.table.value {
                    let problem = format!("`{what}.link.{}` ends at {end}", kind.id.value);
                    let remedy = format!("end it at {}, the table of that kind", kind.table.value);
                    self.fault(&link.at, problem, remedy);
                }
            }
        }
    }

    /// What `[tables]` says of a way holds for every page: it must end at a person.
    fn leads_to_somebody(&self, table: &TableName, links: &Links) {
        match links {
            Links::Common(ways) => ways.iter().for_each(|link| self.ends_at_a_person(table, link)),
            Links::PerKind(ways) => {
                for (name, ways) in ways {
                    let Some(kind) = self.map.kind(name) else { continue };
                    for link in ways.iter().filter(|link| link.whole && *link.end(table) != kind.table.value)
                    {
                        self.no_person(&link.at, link.end(table), &kind.table.value.to_string());
                    }
                }
            }
        }
    }

    pub(super) fn ends_at_a_person(&self, table: &TableName, link: &Link) {
        let end = link.end(table);
        if link.whole
            && !self.map.kinds.is_empty()
            && !self.map.kinds.iter().any(|kind| kind.table.value == *end)
        {
            let mut tables: Vec<String> = self.map.kinds.iter().map(|kind| kind.table.to_string()).collect();
            tables.dedup();
            self.no_person(&link.at, end, &tables.join(" or "));
        }
    }

    fn no_person(&self, at: &At, end: &TableName, wanted: &str) {
        self.fault(
            at,
            format!("this way ends at {end}, where no person stands"),
            format!("go on to {wanted}"),
        );
    }
}
