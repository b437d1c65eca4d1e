//! What a person asked of a page: words, filters, an order.

/// What was asked of a page, beside the place in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Words to look for; empty for none.
    pub(crate) search: String,
    /// What each filter of the page lets pass; those beyond the end let everything pass.
    pub(crate) filters: Vec<Choice>,
    /// The order; the page's own when absent.
    pub(crate) sort: Option<Sort>,
}

/// What a filter lets pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Every row.
    All,
    /// Rows with this value; the empty one stands for an absent value too.
    Value(String),
    /// Rows between two days, both of which count; ISO 8601.
    Days {
        /// The first day.
        from: Option<String>,
        /// The last day.
        until: Option<String>,
    },
}

/// An order that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Sort {
    /// The place of the column among those that the page can be ordered by.
    pub(crate) by: usize,
    /// Whether the greatest comes first.
    pub(crate) descending: bool,
}

impl Asked {
    /// Whether it is the page as it stands.
    pub(crate) fn is_nothing(&self) -> bool {
        self.sort.is_none() && self.keeps_all()
    }

    /// Whether every row is let pass.
    pub(crate) fn keeps_all(&self) -> bool {
        self.search.is_empty() && self.filters.iter().all(|choice| *choice == Choice::All)
    }

    /// What a filter lets pass.
    pub(crate) fn filter(&self, index: usize) -> &Choice {
        self.filters.get(index).unwrap_or(&Choice::All)
    }
}
