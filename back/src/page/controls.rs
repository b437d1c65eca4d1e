//! What may be asked of a page, and what was: search, filters, an order.

use vantail_proto::portal::{Choice as WireChoice, Chosen, Controls, Filter, FindRequest};
use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
};

use super::{Viewer, words};
use crate::{
    map::{Category, ColumnName, Content, DocumentSet, Format, Page, Rows, ShownColumn},
    query::{Asked, Choice, Choices, SET_MARK, Sort},
};

/// Longest question, in characters.
const MAX_SEARCH: usize = 100;
/// Longest value of a filter, in bytes.
const MAX_VALUE: usize = 400;

/// What a page can be filtered by.
#[derive(Debug, Clone)]
pub(super) enum Sieve<'a> {
    /// A column.
    Column(&'a ShownColumn),
    /// The category of documents of these sets.
    Category(Vec<&'a DocumentSet>),
    /// The year of documents.
    Year,
}

/// What can be asked of a page.
#[derive(Debug, Clone)]
pub(super) struct Questions<'a> {
    pub(super) searchable: bool,
    pub(super) sieves: Vec<Sieve<'a>>,
    /// Of each order: its place among those of the map, and the number of its column.
    sorts: Vec<(usize, u32)>,
}

impl<'a> Questions<'a> {
    /// `sets` are those of the page.
    pub(super) fn of(page: &'a Page, sets: Vec<&'a DocumentSet>) -> Self {
        match &page.content {
            Content::Documents(_) => {
                Self { searchable: true, sieves: vec![Sieve::Category(sets), Sieve::Year], sorts: Vec::new() }
            }
            Content::Coverage(_) => Self { searchable: false, sieves: Vec::new(), sorts: Vec::new() },
            content => content.rows().map_or(
                Self { searchable: false, sieves: Vec::new(), sorts: Vec::new() },
                |rows| Self {
                    searchable: !rows.search.is_empty(),
                    sieves: rows.filter.iter().map(Sieve::Column).collect(),
                    sorts: if content.ledger().is_some() { Vec::new() } else { sorts(rows) },
                },
            ),
        }
    }

    /// Reads a question.
    ///
    /// # Errors
    /// `Invalid` when it is none that this page offers.
    pub(super) fn read(&self, request: &FindRequest) -> Result<Asked, Failure> {
        let filters = self.sieves.iter().zip(&request.filters);
        let filters: Vec<Choice> =
            filters.map(|(sieve, chosen)| sieve.read(chosen)).collect::<Result<_, _>>()?;
        let sort = match request.sort.checked_sub(1) {
            None => None,
            Some(place) => {
                let sort = usize::try_from(place).ok().and_then(|place| self.sorts.get(place));
                let (by, _) = sort.ok_or_else(invalid)?;
                Some(Sort { by: *by, descending: request.descending })
            }
        };
        let search = if self.searchable { search(&request.search)? } else { String::new() };
        Ok(Asked { search, filters, sort })
    }

    /// What may be asked, with what was; `choices` are those of each sieve, and none of one of days.
    pub(super) fn controls(
        &self,
        viewer: Viewer<'_>,
        asked: &Asked,
        choices: &[Choices],
        handle: String,
    ) -> Controls {
        let filters = self.sieves.iter().enumerate().map(|(index, sieve)| {
            let choices = choices.get(index).map(|choices| choices.0.as_slice()).unwrap_or_default();
            sieve.filter(viewer.language, choices, asked.filter(index))
        });
        let sorted = asked.sort.and_then(|sort| {
            let place = self.sorts.iter().position(|(by, _)| *by == sort.by)?;
            u32::try_from(place + 1).ok()
        });
        Controls {
            searchable: self.searchable,
            search: asked.search.clone(),
            filters: filters.collect(),
            sortable: self.sorts.iter().map(|(_, column)| *column).collect(),
            sorted: sorted.unwrap_or_default(),
            descending: asked.sort.is_some_and(|sort| sort.descending),
            handle,
        }
    }
}

/// Reads words to look for.
///
/// # Errors
/// `Invalid` when they are too long.
pub(super) fn search(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    if text.chars().count() > MAX_SEARCH { Err(invalid()) } else { Ok(text.to_owned()) }
}

/// The columns that people can sort by, where they are shown.
fn sorts(rows: &Rows) -> Vec<(usize, u32)> {
    let shown = |name: &ColumnName| rows.columns.iter().position(|shown| shown.column.value == *name);
    let sorts = rows.sort.iter().enumerate();
    sorts.filter_map(|(by, name)| Some((by, u32::try_from(shown(&name.value)?).ok()?))).collect()
}

impl Sieve<'_> {
    pub(super) fn is_of_days(&self) -> bool {
        matches!(self, Self::Column(shown) if matches!(shown.format, Format::Date | Format::DateTime))
    }

    fn read(&self, chosen: &Chosen) -> Result<Choice, Failure> {
        if self.is_of_days() {
            let (from, until) = (day(&chosen.from)?, day(&chosen.until)?);
            return Ok(if from.is_none() && until.is_none() {
                Choice::All
            } else {
                Choice::Days { from, until }
            });
        }
        match &chosen.value {
            None => Ok(Choice::All),
            Some(value) if value.len() > MAX_VALUE => Err(invalid()),
            Some(value) => Ok(Choice::Value(value.clone())),
        }
    }

    fn title(&self, language: Language) -> String {
        let (fr, en) = match self {
            Self::Column(shown) => return shown.title.of(language).clone(),
            Self::Category(_) => ("Catégorie", "Category"),
            Self::Year => ("Année", "Year"),
        };
        if language == Language::Fr { fr.to_owned() } else { en.to_owned() }
    }

    fn label(&self, language: Language, value: &str) -> String {
        match self {
            _ if value.is_empty() => "–".to_owned(),
            Self::Column(shown) => words::label(shown, language, value),
            Self::Category(sets) => category(sets, language, value),
            Self::Year => value.to_owned(),
        }
    }

    fn filter(&self, language: Language, choices: &[(String, u64)], chosen: &Choice) -> Filter {
        let choices = choices.iter().map(|(value, rows)| WireChoice {
            label: self.label(language, value),
            value: value.clone(),
            rows: *rows,
        });
        let chosen = match chosen {
            Choice::All => Chosen::default(),
            Choice::Value(value) => Chosen { value: Some(value.clone()), ..Chosen::default() },
            Choice::Days { from, until } => Chosen {
                value: None,
                from: from.clone().unwrap_or_default(),
                until: until.clone().unwrap_or_default(),
            },
        };
        Filter {
            title: self.title(language),
            dates: self.is_of_days(),
            choices: choices.collect(),
            chosen: Some(chosen),
        }
    }
}

/// What a category is called: that of a set whose documents are all of one goes by the name of the set.
fn category(sets: &[&DocumentSet], language: Language, value: &str) -> String {
    let of_one = value.strip_prefix(SET_MARK).and_then(|id| {
        let set = sets.iter().find(|set| set.id.value == id)?;
        if let Some(Category::Words(words)) = &set.category { Some(words.of(language).clone()) } else { None }
    });
    let named =
        || sets.iter().map(|set| words::of(&set.words, language, value)).find(|words| *words != value);
    of_one.unwrap_or_else(|| named().unwrap_or(value).to_owned())
}

/// A day in ISO 8601, or nothing.
fn day(text: &str) -> Result<Option<String>, Failure> {
    if text.is_empty() {
        return Ok(None);
    }
    let format = time::macros::format_description!("[year]-[month]-[day]");
    let day = time::Date::parse(text, format).map_err(|_| invalid())?;
    Ok(Some(day.to_string()))
}

fn invalid() -> Failure {
    Failure::new(Code::Invalid)
}
