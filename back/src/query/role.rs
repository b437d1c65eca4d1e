//! Roles: what a person is today, asked of the database each time.

use super::{
    access::Whom,
    alias::Alias,
    build::Sql,
    condition::{Row, either},
    view,
};
use crate::map::{Audience, Condition, Content, DocumentSet, Page, Role, Term};

impl<'a> Whom<'a> {
    /// The condition that the person holds a role today: nobody whom no way of it leads to does.
    pub(super) fn holds(&self, role: &'a Role) -> Sql {
        let table = &role.source.table.value;
        let ways = role.source.ways(self.kind);
        let row = Row::plain(table, Alias::ROLE);
        let column = |name: &str| Term::Column { table: None, column: name.to_owned() };
        let scope = self.scope(vec![row]);
        let bound = |from: Option<&String>, until: Option<&String>| {
            let open = Term::Today;
            scope.one(&Condition::Within {
                moment: Term::Today,
                from: from.map_or(open.clone(), |name| column(name)),
                until: until.map_or(open, |name| column(name)),
            })
        };
        let since = role.since.as_ref().map(|since| &since.value);
        let until = role.until.as_ref().map(|until| &until.value);
        Sql::new("EXISTS (SELECT 1 FROM ")
            .then(view::from(self.map, table, Alias::ROLE))
            .with(" WHERE ")
            .then(self.owns(table, &ways, Alias::ROLE))
            .with(" AND ")
            .then(bound(since, until))
            .with(")")
    }

    /// The roles that decide what this kind of person sees, each once, in the order of the map.
    pub(super) fn deciding_roles(&self) -> Vec<&'a Role> {
        let named = |role: &Role| {
            let mut audiences = self.map.pages.iter().map(|page| &page.audience);
            audiences.any(|audience| audience.iter().any(|id| id.value == role.id.value))
        };
        self.map.roles_of(self.kind).filter(|role| named(role)).collect()
    }

    /// The condition under which the person sees a page today; `None` when nothing is asked.
    pub(super) fn audience(&self, page: &'a Page) -> Option<Sql> {
        match page.audience(self.map, self.kind) {
            Audience::Always => None,
            Audience::Roles(roles) => Some(either(roles.into_iter().map(|role| self.holds(role)).collect())),
        }
    }

    /// The condition under which a document of a set opens today: some page that shows the set is seen.
    pub(super) fn audience_of_set(&self, set: &DocumentSet) -> Option<Sql> {
        let shows = |page: &&Page| match &page.content {
            Content::Documents(names) => names.iter().any(|name| name.value == set.id.value),
            _ => false,
        };
        let mut ways = Vec::new();
        for page in self.map.pages.iter().filter(shows) {
            ways.push(self.audience(page)?);
        }
        Some(either(ways))
    }
}
