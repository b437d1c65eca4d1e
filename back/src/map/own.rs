//! Which columns of a table name a person by themselves, whatever way leads to the row.

use super::{CheckedMap, Kind, Link, TableName};

/// Columns of a row that name one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPerson {
    /// The columns of the row.
    pub columns: Vec<String>,
    /// The columns of the person's table that they equal, one for each.
    pub to: Vec<String>,
}

impl CheckedMap {
    /// The columns that name a person of this kind in rows of a table: declared foreign keys, of partitions too, and the
    /// link of one hop that `[tables]` gives; not those of actors.
    pub fn own_person_columns(&self, table: &TableName, kind: &Kind) -> Vec<OwnPerson> {
        let declared = self.table(table);
        let link = declared.and_then(|declared| declared.links.as_ref());
        let mut ways = link.map(|links| links.to(kind, table)).unwrap_or_default();
        // A way through a row of the same human says nothing of whose the row is.
        ways.retain(|way| way.same_as.is_none());
        // Several ways say that a row may be several persons' at once: none of them is whose it is.
        let mut own: Vec<OwnPerson> = match ways.as_slice() {
            [way] => self.by_one_hop(table, way, kind).into_iter().collect(),
            _ => Vec::new(),
        };
        for key in self.schema().table(table).map(|shape| shape.foreign.as_slice()).unwrap_or_default() {
            if !self.same_table(&key.table, &kind.table) {
                continue;
            }
            let primary = self.schema().table(&kind.table).map(|shape| shape.primary.clone());
            // A foreign key may leave out what it leads to: the primary key.
            let to = if key.to.is_empty() { primary.unwrap_or_default() } else { key.to.clone() };
            let found = OwnPerson { columns: key.columns.clone(), to };
            if !own.iter().any(|known| known.columns == found.columns) {
                own.push(found);
            }
        }
        let actors = declared.map(|declared| declared.actors.as_slice()).unwrap_or_default();
        own.retain(|own| !actors.iter().any(|(_, actor)| names_by(actor, table, own)) && !self.acts(own));
        own
    }

    fn by_one_hop(&self, table: &TableName, way: &Link, kind: &Kind) -> Option<OwnPerson> {
        let [hop] = way.hops.as_slice() else { return None };
        if !self.same_table(&hop.to, &kind.table) {
            return None;
        }
        let (columns, to): (Vec<_>, Vec<_>) =
            hop.pairs()?.into_iter().map(|(own, to)| (own.to_owned(), to.to_owned())).unzip();
        let is_key = kind.key.iter().all(|key| to.contains(&key.value)) && kind.key.len() == to.len();
        // Of a row that a person points to, such as an address, nothing names a person.
        let shape = |table: &TableName| self.schema().table(table);
        let names: Vec<&str> = to.iter().map(String::as_str).collect();
        let names_one = shape(&kind.table).is_some_and(|shape| shape.tells_apart(&names) == Some(true));
        let is_pointed_to = shape(table).is_some_and(|shape| shape.primary == columns);
        (is_key || names_one && !is_pointed_to).then_some(OwnPerson { columns, to })
    }

    /// Whether the map says of a column, for all tables, that it names who acted.
    fn acts(&self, own: &OwnPerson) -> bool {
        matches!(own.columns.as_slice(), [only] if self.actors.iter().any(|actor| actor.value == *only))
    }

    /// Whether two names mean one table: that of the default schema may be written with it.
    fn same_table(&self, one: &TableName, other: &TableName) -> bool {
        let plain = |name: &TableName| {
            let default = name.schema == self.schema().default_schema;
            if default { TableName::plain(&name.name) } else { name.clone() }
        };
        plain(one) == plain(other)
    }
}

/// Whether the first hop of an actor's way begins with these columns.
fn names_by(actor: &Link, table: &TableName, own: &OwnPerson) -> bool {
    let Some(hop) = actor.hops.first().filter(|hop| hop.from == *table) else { return false };
    let used = hop.conditions.columns();
    own.columns.iter().all(|column| {
        used.iter().any(|(table, name)| *name == column && table.is_some_and(|table| *table == hop.from))
    })
}
