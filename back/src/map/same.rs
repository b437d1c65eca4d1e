//! One human in several rows of the table of persons, as the organisation's own software says: a column names the row that
//! counts. What belongs to the others is shown to that one, and they have no account. Nobody is taken for somebody else by
//! a name.

use vantail_shared::config::Spot;

use super::{
    Comparison, Condition, Conditions, Content, DataMap, Hop, Kind, Link, Links, Rows, TableName, Term,
};

/// What a row is called that is the same human as another.
const SAME: &str = "same_person";

/// A kind whose rows may be the same human, as far as ways go.
struct Same {
    kind: String,
    table: TableName,
    key: String,
    column: Spot<String>,
}

impl DataMap {
    /// Adds the ways through rows that are the same human, and takes these rows from their kind.
    pub(super) fn join_same(&mut self) {
        let same: Vec<Same> = self.kinds.iter().filter_map(Same::of).collect();
        for same in &same {
            for links in self.links_mut() {
                same.lengthen(links);
            }
        }
        for kind in &mut self.kinds {
            let Some(column) = kind.same_as.clone() else { continue };
            let counts = Condition::Absent(Term::Column { table: None, column: column.value });
            match &mut kind.condition {
                Some(conditions) => conditions.value.0.push(counts),
                None => kind.condition = Some(Spot { value: Conditions(vec![counts]), at: column.at }),
            }
        }
    }

    /// How rows of all sorts lead to their person.
    fn links_mut(&mut self) -> impl Iterator<Item = &mut Links> {
        let pages = self.pages.iter_mut().filter_map(|page| rows_mut(&mut page.content));
        let sources = pages.map(|rows| &mut rows.source);
        let sources = sources.chain(self.documents.iter_mut().map(|set| &mut set.source));
        let sources = sources.chain(self.roles.iter_mut().map(|role| &mut role.source));
        let sources = sources.chain(self.groups.iter_mut().map(|group| &mut group.source));
        let sources = sources.chain(self.logs.iter_mut().map(|log| &mut log.source));
        let tables = self.tables.iter_mut().filter_map(|table| table.links.as_mut());
        tables.chain(sources.map(|source| &mut source.links))
    }
}

fn rows_mut(content: &mut Content) -> Option<&mut Rows> {
    match content {
        Content::Record(rows)
        | Content::List(rows)
        | Content::Cards(rows)
        | Content::Timeline(rows)
        | Content::Statement(rows, _) => Some(rows),
        Content::Documents(_) | Content::Coverage(_) => None,
    }
}

impl Same {
    fn of(kind: &Kind) -> Option<Self> {
        // A key of several columns was told of where the map is proved.
        let [key] = kind.key.as_slice() else { return None };
        Some(Self {
            kind: kind.id.value.clone(),
            table: kind.table.value.clone(),
            key: key.value.clone(),
            column: kind.same_as.clone()?,
        })
    }

    fn lengthen(&self, links: &mut Links) {
        let ways = match links {
            Links::Common(ways) => ways,
            Links::PerKind(kinds) => {
                let own = kinds.iter_mut().find(|(id, _)| id.value == self.kind);
                let Some((_, ways)) = own else { return };
                ways
            }
        };
        let longer: Vec<Link> = ways.iter().filter_map(|way| self.beyond(way)).collect();
        // Kinds of one table have their common ways in common.
        let is_ours = |way: &Link| {
            let ends_here = way.hops.last().is_some_and(|hop| hop.to == self.table);
            ends_here && way.same_as.as_ref() == Some(&self.column.value)
        };
        let known = ways.iter().any(is_ours);
        if !known {
            ways.extend(longer);
        }
    }

    /// The way that goes on where this one ends at a person.
    fn beyond(&self, way: &Link) -> Option<Link> {
        let last = way.hops.last().filter(|hop| hop.to == self.table && way.same_as.is_none())?;
        let (from, alias) = (last.target(), TableName::plain(SAME));
        let column = |table: &TableName, column: &str| Term::Column {
            table: Some(table.clone()),
            column: column.to_owned(),
        };
        let equal = Condition::Compare(
            column(&from, &self.column.value),
            Comparison::Equal,
            column(&alias, &self.key),
        );
        let hop = Hop {
            from,
            to: self.table.clone(),
            alias: Some(SAME.to_owned()),
            conditions: Conditions(vec![equal]),
        };
        let hop = Spot { value: hop, at: self.column.at.clone() };
        Some(Link {
            hops: way.hops.iter().cloned().chain([hop]).collect(),
            same_as: Some(self.column.value.clone()),
            ..way.clone()
        })
    }
}

#[cfg(test)]
mod tests;
