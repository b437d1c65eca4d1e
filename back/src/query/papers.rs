//! The documents of a page: those of one or more sets, newest first; undated ones come last.

use std::sync::OnceLock;

use super::{
    access::{self, Whom},
    alias::Alias,
    asked::Asked,
    blob,
    build::{Select, Sql},
    choices::counted,
    documents::values,
    join::Mine,
    keyset::Term,
    layout::Layout,
    listing::{Cell, Query},
    rows::{chosen, searched},
    types::Type,
};
use crate::map::{Category, ColumnName, Content, DocumentSet, Page};

/// How much of a date is read, in characters: enough for one with a time.
const MAX_DATE: u64 = 32;
/// The first label of a set in the order; all labels have the same length, so that they sort as texts.
pub(super) const FIRST_SET: usize = 1000;
/// Stands before the name of a set whose documents are all of one category.
pub(crate) const SET_MARK: char = '#';

/// The filter by category and the one by year.
const CATEGORY: usize = 0;
const YEAR: usize = 1;

/// The documents of a page that are one person's, to be asked for in several ways.
#[derive(Debug, Clone)]
pub(crate) struct Papers<'a> {
    pub(super) whom: Whom<'a>,
    page: &'a Page,
    /// The sets, in the order of the page.
    pub(crate) sets: Vec<&'a DocumentSet>,
    /// Of each set, written when a statement is: most are asked over and over.
    theirs: OnceLock<Vec<Mine<'a>>>,
}

impl<'a> Papers<'a> {
    /// How many filters there are: the category and the year.
    pub(super) const FILTERS: usize = 2;

    /// `None` when the page shows no documents, or a set of it has no way to this kind of person.
    pub(crate) fn new(whom: Whom<'a>, page: &'a Page) -> Option<Self> {
        let Content::Documents(names) = &page.content else { return None };
        let sets: Vec<&DocumentSet> = names.iter().filter_map(|name| whom.map.set(name)).collect();
        let all = sets.iter().all(|set| set.source.leads_to(whom.kind));
        all.then(|| Self { whom, page, sets, theirs: OnceLock::new() })
    }

    /// The page.
    pub(super) fn page(&self) -> &'a Page {
        self.page
    }

    fn theirs(&self) -> &[Mine<'a>] {
        let whom = self.whom;
        let mine = |set: &&'a DocumentSet| {
            Mine::new(&whom, &set.source, &set.joins, set.condition.as_ref(), whom.audience(self.page))
        };
        self.theirs.get_or_init(|| self.sets.iter().map(mine).collect())
    }

    /// What an answer to [`Papers::list`] holds.
    pub(super) fn layout(&self) -> Layout {
        // One more: for the size that is counted where no column has it.
        Layout::plain(self.sets.iter().map(|set| values(set).len() + 1).max().unwrap_or_default())
    }

    /// The documents that were asked for.
    pub(crate) fn list(&self, asked: &Asked) -> Query<'a> {
        let keys = self.sets.iter().map(|set| set.key.len()).max().unwrap_or_default();
        let layout = self.layout();
        let cells = layout.cells;
        let branches = (0..self.sets.len()).map(|index| self.branch(index, keys, cells, asked));
        let newest_first = Term { descending: true, nullable: true, of: Type::Bytewise };
        let set_then_key = (0..=keys).map(|_| Term { descending: false, nullable: true, of: Type::Bytewise });
        Query {
            whom: self.whom,
            base: Sql::join(branches, " UNION ALL "),
            cells: vec![Cell::Shown(Type::Text); cells],
            terms: std::iter::once(newest_first).chain(set_then_key).collect(),
            layout,
            kept: None,
            of_nobody: false,
            fenced: !self.theirs().iter().all(|mine| mine.direct),
            plain: false,
        }
    }

    /// The documents of one set, with as many columns as every other.
    fn branch(&self, index: usize, keys: usize, cells: usize, asked: &Asked) -> Sql {
        let (set, mine, dialect) = (self.sets[index], &self.theirs()[index], self.whom.dialect());
        let pad = |columns: Vec<Sql>, to: usize| {
            let missing = to - columns.len();
            columns.into_iter().chain((0..missing).map(|_| Sql::new("NULL")))
        };
        let counted = blob::size(dialect, mine, set).filter(|_| set.size.is_none());
        let shown = values(set).into_iter().map(|column| self.shown(mine, column)).chain(counted).collect();
        let date = self
            .date(index)
            .map_or_else(|| Sql::new("NULL"), |date| dialect.prefix(date, Type::Text, MAX_DATE));
        let label = dialect.bytewise(Sql::new("'").number((FIRST_SET + index) as u64).with("'"));
        let own = set.key.iter().map(|column| {
            let of = access::type_of(self.whom.map, &set.source.table, column);
            dialect.bytewise(dialect.exact_text(Alias::OWN.column(column), of))
        });
        let places = [date, label].into_iter().chain(pad(own.collect(), keys));
        let columns = pad(shown, cells).enumerate().map(|(index, value)| value.label(" AS c", index));
        let places = places.enumerate().map(|(index, value)| value.label(" AS o", index));
        let branch = Sql::new("SELECT ").then(Sql::join(columns.chain(places), ", ")).then(mine.clauses());
        let filters = [(CATEGORY, self.category(index)), (YEAR, self.year(index))];
        let chosen = filters
            .into_iter()
            .filter_map(|(filter, value)| chosen(&self.whom, value, Type::Text, asked.filter(filter)));
        let conditions = self.found(index, asked).into_iter().chain(chosen);
        conditions.fold(branch, |branch, condition| branch.with(" AND ").then(condition))
    }

    /// What a filter offers, over all sets.
    pub(super) fn choices(&self, filter: usize, asked: &Asked) -> Select {
        let branches = (0..self.sets.len()).map(|index| {
            let value = if filter == CATEGORY { self.category(index) } else { self.year(index) };
            let branch = Sql::new("SELECT ").then(value).with(" AS v").then(self.theirs()[index].clauses());
            self.found(index, asked)
                .into_iter()
                .fold(branch, |branch, found| branch.with(" AND ").then(found))
        });
        counted(self.whom.dialect(), Sql::join(branches, " UNION ALL "))
    }

    /// Every word stands in the title or in the category.
    fn found(&self, index: usize, asked: &Asked) -> Option<Sql> {
        let (set, mine) = (self.sets[index], &self.theirs()[index]);
        let category = match &set.category {
            Some(Category::Column(column)) => Some(&column.value),
            _ => None,
        };
        let columns = set.title.columns().chain(category);
        let texts: Vec<Sql> = columns.map(|column| self.shown(mine, column)).collect();
        searched(&self.whom, &texts, &asked.search)
    }

    fn shown(&self, mine: &Mine<'a>, column: &ColumnName) -> Sql {
        let (value, of) = mine.rows.column(column);
        self.whom.dialect().shown_text(value, of)
    }

    /// The category as a filter names it: of a set with words for all its documents, the set.
    fn category(&self, index: usize) -> Sql {
        match &self.sets[index].category {
            Some(Category::Column(column)) => self.shown(&self.theirs()[index], &column.value),
            Some(Category::Words(_)) => {
                let name = format!("{SET_MARK}{}", self.sets[index].id.value);
                let bound = Sql::default().bind(Some(name), Type::Text);
                self.whom.dialect().text(bound, Type::Other)
            }
            None => Sql::new("NULL"),
        }
    }

    fn date(&self, index: usize) -> Option<Sql> {
        let date = self.sets[index].date.as_ref()?;
        Some(self.shown(&self.theirs()[index], &date.value))
    }

    fn year(&self, index: usize) -> Sql {
        let Some(date) = &self.sets[index].date else { return Sql::new("NULL") };
        let (value, of) = self.theirs()[index].rows.column(&date.value);
        self.whom.dialect().year(value, of)
    }
}
