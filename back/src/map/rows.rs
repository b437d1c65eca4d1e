//! Rows of one table as pages show them.

use vantail_shared::config::{Section, Spot};

use super::{
    Chart, ColumnName, Conditions, Hop, Link, Links, OrderBy, Scope, ShownColumn, Table, TableName, Template,
    condition, kind, link,
};

/// Where rows stand.
#[derive(Debug, Clone)]
pub struct Source {
    /// The table or view.
    pub table: Spot<TableName>,
    /// How a row leads to its person: as written here, or else as `[tables]` says.
    pub links: Links,
}

/// Rows of one table.
#[derive(Debug, Clone)]
pub struct Rows {
    /// Where they stand.
    pub source: Source,
    /// Tables that stand beside the page's, one row each.
    pub joins: Vec<Spot<Hop>>,
    /// The columns shown.
    pub columns: Vec<ShownColumn>,
    /// Their order.
    pub order: Vec<Spot<OrderBy>>,
    /// Which of the person's rows are shown.
    pub condition: Option<Spot<Conditions>>,
    /// The heading of one row.
    pub card: Option<Spot<Template>>,
    /// The column of time of a timeline.
    pub when: Option<Spot<ColumnName>>,
    /// The columns of the view of one row; there is no such view when empty.
    pub detail: Vec<ShownColumn>,
    /// The columns that are searched.
    pub search: Vec<Spot<ColumnName>>,
    /// The columns by whose values rows can be chosen.
    pub filter: Vec<ShownColumn>,
    /// The columns that people can sort by.
    pub sort: Vec<Spot<ColumnName>>,
    /// The columns that are summed over all rows.
    pub totals: Vec<Spot<ColumnName>>,
    /// What is drawn above the rows.
    pub chart: Option<Chart>,
    /// Whether the rows can be taken away as CSV.
    pub export: bool,
}

impl Source {
    pub(super) fn read(section: &Section<'_>, tables: &[Table]) -> Option<Self> {
        let table = kind::table(section);
        let links = section.has("link").then(|| Links::read(section));
        let declared = |table: &Spot<TableName>| {
            let declared = tables.iter().find(|declared| declared.name.value == table.value);
            declared.and_then(|declared| declared.links.clone())
        };
        let table = table?;
        let links = links.or_else(|| declared(&table));
        Some(Self { links: links.unwrap_or_else(|| Links::none(section.at.clone())), table })
    }

    /// The ways to one kind of person: a row is that person's when any of them leads there.
    pub fn ways<'a>(&'a self, kind: &super::Kind) -> Vec<&'a Link> {
        self.links.to(kind, &self.table)
    }

    /// Whether there is a way to this kind of person.
    pub fn leads_to(&self, kind: &super::Kind) -> bool {
        !self.ways(kind).is_empty()
    }
}

impl Rows {
    /// Reads the rows of a page; `export` is what holds when the page says nothing.
    pub(super) fn read(section: &Section<'_>, tables: &[Table], export: bool) -> Option<Self> {
        let source = Source::read(section, tables);
        let joins = link::joins(section);
        let scope = Scope { tables, own: source.as_ref().map(|source| &source.table.value), joins: &joins };
        let order = OrderBy::read(section, &scope);
        if !section.has("order") {
            section.missing("order", "order = [\"-date\", \"-id\"], ending with the key");
        }
        if !section.has("columns") {
            let example = "columns = [{ column = \"...\", title = { fr = \"...\", en = \"...\" } }]";
            section.missing("columns", example);
        }
        let columns = ShownColumn::list(section, "columns", &scope, &[]);
        let condition = condition::read(section, "where");
        let card = Template::read(section, "card", &scope);
        let when = scope.read(section, "when");
        let detail = ShownColumn::list(section, "detail", &scope, &columns);
        let filter = ShownColumn::list(section, "filter", &scope, &columns);
        let [search, sort, totals] = ["search", "sort", "totals"].map(|key| scope.list(section, key));
        let chart = Chart::read(section, &scope);
        let export = section.boolean("export").map_or(export, |export| export.value);
        Some(Self {
            source: source?,
            columns,
            order,
            condition,
            card,
            when,
            detail,
            search,
            filter,
            sort,
            totals,
            chart,
            export,
            joins,
        })
    }

    /// A column that the page shows in its rows.
    pub fn shown(&self, column: &ColumnName) -> Option<&ShownColumn> {
        self.columns.iter().find(|shown| shown.column.value == *column)
    }

    /// The table that a column is of.
    pub fn table_of<'a>(&'a self, column: &ColumnName) -> Option<&'a TableName> {
        link::table_of(&self.source.table, &self.joins, column)
    }
}
