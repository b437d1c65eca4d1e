//! Persons of whom there are too many for one question.

use futures_util::stream::{Stream, try_unfold};
use vantail_shared::failure::Failure;

use crate::identity::Person;

/// Parts of what is in the order of persons: `ask` gives the one behind a person, or the first; none is empty. `person` is
/// whom an entry is about.
pub(crate) fn in_parts<T, A>(
    ask: impl Fn(Option<Person>) -> A,
    person: impl Fn(&T) -> Person,
) -> impl Stream<Item = Result<Vec<T>, Failure>>
where
    A: Future<Output = Result<Vec<T>, Failure>>,
{
    try_unfold((None, ask, person), async |(after, ask, person)| {
        let part = ask(after).await?;
        let last = part.last().map(&person);
        Ok(last.map(|last| (part, (Some(last), ask, person))))
    })
}
