//! What stands for the placeholders of a statement: values of the map, and values of whoever asks.

/// What a placeholder stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bound {
    /// A value that is part of the question itself.
    Fixed(Option<String>),
    /// The part of the person's key with this number.
    Person(usize),
    /// The part with this number of the key of one row.
    Row(usize),
}

/// The values of whoever asks. What is missing here is bound as absent, and equals nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Given<'a> {
    pub(super) person: &'a [String],
    pub(super) row: &'a [String],
}

impl Given<'_> {
    /// The value of a placeholder.
    pub(super) fn value(&self, of: &Bound) -> Option<String> {
        match of {
            Bound::Fixed(value) => value.clone(),
            Bound::Person(index) => self.person.get(*index).cloned(),
            Bound::Row(index) => self.row.get(*index).cloned(),
        }
    }
}

impl From<Option<String>> for Bound {
    fn from(value: Option<String>) -> Self {
        Self::Fixed(value)
    }
}
