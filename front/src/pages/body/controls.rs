//! What may be asked of a page, as a form. The names of its fields are read again by `pages::find`.

use vantail_proto::portal::{self, body::Content};

use crate::texts::Texts;

/// Choices of documents that are shown as chips, to be chosen with one press; more make a list to choose from.
const CHIPS: usize = 8;

pub(crate) struct Controls<'a> {
    pub(crate) searchable: bool,
    pub(crate) search: &'a str,
    /// A filter that is chosen with one press.
    pub(crate) chips: Option<Filter<'a>>,
    pub(crate) filters: Vec<Filter<'a>>,
    /// Filters in force.
    pub(crate) set: u64,
    /// The order in force, as the heads send it; empty for the page's own.
    pub(crate) sorted: String,
    /// Orders to choose from where there are no heads to press.
    pub(crate) orders: Vec<Choice>,
    /// Whether anything was asked.
    pub(crate) in_force: bool,
}

pub(crate) struct Filter<'a> {
    pub(crate) name: String,
    pub(crate) title: &'a str,
    pub(crate) field: Field<'a>,
}

pub(crate) enum Field<'a> {
    /// The value in force, and all there are.
    Choices(String, Vec<Choice>),
    /// From and until.
    Dates(&'a str, &'a str),
}

pub(crate) struct Choice {
    /// What the form sends.
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

impl Filter<'_> {
    /// A single choice leaves nothing to choose, unless it is in force.
    fn is_of_use(&self) -> bool {
        !matches!(&self.field, Field::Choices(value, choices) if value.is_empty() && choices.len() < 2)
    }
}

impl<'a> Controls<'a> {
    pub(super) fn new(
        controls: &'a portal::Controls,
        content: Option<&Content>,
        t: &'static Texts,
    ) -> Option<Self> {
        let mut filters: Vec<_> = controls
            .filters
            .iter()
            .enumerate()
            .map(|(number, filter)| self::filter(number, filter, t))
            .filter(Filter::is_of_use)
            .collect();
        let is_set = |filter: &&portal::Filter| {
            filter.chosen.as_ref().is_some_and(|chosen| {
                chosen.value.is_some() || !chosen.from.is_empty() || !chosen.until.is_empty()
            })
        };
        let mut set = u64::try_from(controls.filters.iter().filter(is_set).count()).unwrap_or(0);
        let chips = match (content, filters.first()) {
            (Some(Content::Documents(_)), Some(Filter { field: Field::Choices(value, choices), .. }))
                if (2..=CHIPS).contains(&choices.len()) =>
            {
                set = set.saturating_sub(u64::from(!value.is_empty()));
                Some(filters.remove(0))
            }
            _ => None,
        };
        let sorted = match (controls.sorted, controls.descending) {
            (0, _) => String::new(),
            (place, false) => place.to_string(),
            (place, true) => format!("-{place}"),
        };
        let orders = orders(controls, content, &sorted, t);
        let anything = controls.searchable
            || !filters.is_empty()
            || chips.is_some()
            || !orders.is_empty()
            || !controls.sortable.is_empty();
        anything.then_some(Self {
            searchable: controls.searchable,
            search: &controls.search,
            chips,
            filters,
            set,
            sorted,
            orders,
            in_force: !controls.handle.is_empty(),
        })
    }

    /// Whether there is anything below the field of search.
    pub(crate) fn has_more(&self) -> bool {
        !self.filters.is_empty() || !self.orders.is_empty()
    }

    /// Whether what is below is in force, and so has to be seen.
    pub(crate) fn is_open(&self) -> bool {
        self.set > 0 || (!self.orders.is_empty() && !self.sorted.is_empty())
    }
}

fn filter<'a>(number: usize, filter: &'a portal::Filter, t: &'static Texts) -> Filter<'a> {
    let chosen = filter.chosen.as_ref();
    let field = if filter.dates {
        let (from, until) = chosen.map_or(("", ""), |chosen| (chosen.from.as_str(), chosen.until.as_str()));
        Field::Dates(from, until)
    } else {
        let value = chosen.and_then(|chosen| chosen.value.as_deref());
        let choice = |choice: &portal::Choice| Choice {
            value: sent(&choice.value),
            label: t.fill(
                "choice",
                &[
                    ("label", if choice.label.is_empty() { "–" } else { &choice.label }),
                    ("rows", &t.number(&choice.rows)),
                ],
            ),
            chosen: value == Some(choice.value.as_str()),
        };
        let mut choices: Vec<_> = filter.choices.iter().map(choice).collect();
        // What is in force is seen although no row has it any more.
        if let Some(value) = value.filter(|_| !choices.iter().any(|choice| choice.chosen)) {
            choices.push(Choice { value: sent(value), label: value.to_owned(), chosen: true });
        }
        Field::Choices(value.map(sent).unwrap_or_default(), choices)
    };
    Filter { name: format!("f{number}"), title: &filter.title, field }
}

/// A value may be the empty text; a field that is empty chooses nothing.
fn sent(value: &str) -> String {
    format!("={value}")
}

/// Each column that the rows can be ordered by, both ways.
fn orders(
    controls: &portal::Controls,
    content: Option<&Content>,
    sorted: &str,
    t: &'static Texts,
) -> Vec<Choice> {
    let Some(Content::List(list)) = content.filter(|content| !is_table(content)) else { return Vec::new() };
    let mut orders = Vec::new();
    for (place, number) in controls.sortable.iter().enumerate() {
        let column = usize::try_from(*number).ok().and_then(|number| list.columns.get(number));
        let Some(column) = column else { continue };
        for (code, key) in [((place + 1).to_string(), "order-up"), (format!("-{}", place + 1), "order-down")]
        {
            let label = t.with(key, &column.title);
            orders.push(Choice { chosen: code == sorted, value: code, label });
        }
    }
    orders
}

fn is_table(content: &Content) -> bool {
    !matches!(content, Content::List(list)
        if matches!(list.layout(), portal::Layout::Cards | portal::Layout::Timeline))
}
