//! Handles of a page: a place in it, what was asked of it, or one of its rows, sealed.

use vantail_shared::failure::Failure;

use crate::{
    handle::{Action, Handles},
    identity::{PersonSession, StaffSession},
    query::{Asked, Choice, Cursor, Sort},
};

const BACKWARD: &str = "newer";
const FORWARD: &str = "older";
const BEGINNING: &str = "begin";

/// A part of a page: what was asked, and the place to go on from; the beginning when absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) asked: Asked,
    pub(super) from: Option<Cursor>,
}

/// What a handle of a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// A part of it.
    Part(Place),
    /// One row, by its key, and what was asked of the page where it was found.
    Row(Vec<String>, Asked),
}

/// Seals a part. The row of the handle is the page, the direction, what was asked, then the values of the place.
pub(super) fn seal(
    handles: &Handles,
    session: &PersonSession,
    page: &str,
    place: &Place,
) -> Result<String, Failure> {
    let direction = match &place.from {
        None => BEGINNING,
        Some(cursor) if cursor.backward => BACKWARD,
        Some(_) => FORWARD,
    };
    let mut row = vec![page.to_owned(), direction.to_owned()];
    row.extend(write_asked(&place.asked));
    row.extend(place.from.iter().flat_map(write_values));
    handles.seal(session.id(), Action::Part, &row).map_err(Failure::internal)
}

/// Seals a row of a page that was found by what was asked.
pub(super) fn seal_row(
    handles: &Handles,
    session: &PersonSession,
    page: &str,
    key: Vec<String>,
    asked: &Asked,
) -> Result<String, Failure> {
    let asked = if asked.is_nothing() { Vec::new() } else { write_asked(asked) };
    let head = [page.to_owned(), key.len().to_string()];
    let row: Vec<String> = head.into_iter().chain(key).chain(asked).collect();
    handles.seal(session.id(), Action::Row, &row).map_err(Failure::internal)
}

/// Opens a handle that was sealed in this session for this page; the empty one is the page's beginning.
pub(super) fn open(handles: &Handles, session: &PersonSession, page: &str, handle: &str) -> Option<Named> {
    if handle.is_empty() {
        return Some(Named::Part(Place::default()));
    }
    if let Some(row) = handles.open(session.id(), Action::Part, handle) {
        let [of, parts @ ..] = row.as_slice() else { return None };
        return if of == page { read(parts).map(Named::Part) } else { None };
    }
    let row = handles.open(session.id(), Action::Row, handle)?;
    let [of, count, rest @ ..] = row.as_slice() else { return None };
    let (key, asked) = rest.split_at_checked(count.parse().ok()?)?;
    let asked = if asked.is_empty() { Asked::default() } else { read_asked(asked)?.0 };
    (of == page).then(|| Named::Row(key.to_vec(), asked))
}

/// Seals a place among the things of a group.
pub(super) fn seal_for_staff(
    handles: &Handles,
    session: &StaffSession,
    group: &str,
    cursor: &Cursor,
) -> Result<String, Failure> {
    let direction = if cursor.backward { BACKWARD } else { FORWARD };
    let row: Vec<String> =
        [group.to_owned(), direction.to_owned()].into_iter().chain(write_values(cursor)).collect();
    handles.seal(session.id(), Action::Group, &row).map_err(Failure::internal)
}

/// The group and the place of a handle that was sealed in this session.
pub(super) fn open_for_staff(
    handles: &Handles,
    session: &StaffSession,
    handle: &str,
) -> Option<(String, Cursor)> {
    let row = handles.open(session.id(), Action::Group, handle)?;
    let [group, direction, values @ ..] = row.as_slice() else { return None };
    Some((group.clone(), Cursor { backward: direction == BACKWARD, values: read_values(values) }))
}

/// Each value after a mark that tells an absent one from an empty text.
fn write_values(cursor: &Cursor) -> impl Iterator<Item = String> {
    cursor.values.iter().map(|value| value.as_ref().map_or_else(String::new, |text| format!("={text}")))
}

fn read_values(values: &[String]) -> Vec<Option<String>> {
    values.iter().map(|value| value.strip_prefix('=').map(str::to_owned)).collect()
}

fn write_asked(asked: &Asked) -> Vec<String> {
    let sign = |sort: Sort| if sort.descending { '-' } else { '+' };
    let sort = asked.sort.map_or_else(String::new, |sort| format!("{}{}", sign(sort), sort.by));
    let head = [asked.search.clone(), sort, asked.filters.len().to_string()];
    head.into_iter().chain(asked.filters.iter().map(write_choice)).collect()
}

/// What was asked, and what stands behind it.
fn read_asked(parts: &[String]) -> Option<(Asked, &[String])> {
    let [search, sort, count, rest @ ..] = parts else { return None };
    let (filters, rest) = rest.split_at_checked(count.parse().ok()?)?;
    let filters: Option<Vec<Choice>> = filters.iter().map(|choice| read_choice(choice)).collect();
    Some((Asked { search: search.clone(), filters: filters?, sort: read_sort(sort) }, rest))
}

fn read(parts: &[String]) -> Option<Place> {
    let (direction, rest) = parts.split_first()?;
    let (asked, values) = read_asked(rest)?;
    let cursor = |backward| Some(Cursor { backward, values: read_values(values) });
    let from = match direction.as_str() {
        BACKWARD => cursor(true),
        FORWARD => cursor(false),
        BEGINNING => None,
        _ => return None,
    };
    Some(Place { asked, from })
}

/// Absent for the page's own order.
fn read_sort(text: &str) -> Option<Sort> {
    let (by, descending) = match text.strip_prefix('-') {
        Some(by) => (by, true),
        None => (text.strip_prefix('+')?, false),
    };
    Some(Sort { by: by.parse().ok()?, descending })
}

fn write_choice(choice: &Choice) -> String {
    match choice {
        Choice::All => String::new(),
        Choice::Value(value) => format!("={value}"),
        Choice::Days { from, until } => {
            format!("{}/{}", from.as_deref().unwrap_or_default(), until.as_deref().unwrap_or_default())
        }
    }
}

fn read_choice(text: &str) -> Option<Choice> {
    if text.is_empty() {
        return Some(Choice::All);
    }
    if let Some(value) = text.strip_prefix('=') {
        return Some(Choice::Value(value.to_owned()));
    }
    let (from, until) = text.split_once('/')?;
    let day = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Some(Choice::Days { from: day(from), until: day(until) })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use vantail_shared::{clock::ManualClock, random::SystemRandom};

    use super::*;
    use crate::identity::Person;

    fn world() -> (Handles, PersonSession) {
        let handles = Handles::new(&[7; 32], 3600, Arc::new(ManualClock::at(1000)), Arc::new(SystemRandom));
        (handles, PersonSession::for_tests(Person { kind: "tenant".to_owned(), key: vec!["1".to_owned()] }))
    }

    fn choice() -> impl Strategy<Value = Choice> {
        let day = || prop::option::of("20[0-9]{2}-[01][0-9]-[0-3][0-9]");
        prop_oneof![
            Just(Choice::All),
            ".{0,20}".prop_map(Choice::Value),
            (day(), day()).prop_map(|(from, until)| Choice::Days { from, until }),
        ]
    }

    fn asked() -> impl Strategy<Value = Asked> {
        let sort = (0_usize..9, any::<bool>()).prop_map(|(by, descending)| Sort { by, descending });
        (".{0,20}", prop::collection::vec(choice(), 0..4), prop::option::of(sort))
            .prop_map(|(search, filters, sort)| Asked { search, filters, sort })
    }

    fn cursor() -> impl Strategy<Value = Cursor> {
        (any::<bool>(), prop::collection::vec(prop::option::of(".{0,9}"), 0..4))
            .prop_map(|(backward, values)| Cursor { backward, values })
    }

    proptest! {
        #[test]
        fn a_choice_comes_back(choice in choice()) {
            prop_assert_eq!(read_choice(&write_choice(&choice)), Some(choice));
        }

        #[test]
        fn a_part_comes_back(asked in asked(), from in prop::option::of(cursor())) {
            let (handles, session) = world();
            let place = Place { asked, from };
            let handle = seal(&handles, &session, "account", &place).unwrap();
            prop_assert_eq!(
                open(&handles, &session, "account", &handle),
                Some(Named::Part(place))
            );
            prop_assert_eq!(open(&handles, &session, "other", &handle), None);
        }

        #[test]
        fn a_row_comes_back(key in prop::collection::vec(".{0,9}", 0..4), asked in asked()) {
            let (handles, session) = world();
            let handle = seal_row(&handles, &session, "account", key.clone(), &asked).unwrap();
            let asked = if asked.is_nothing() { Asked::default() } else { asked };
            prop_assert_eq!(open(&handles, &session, "account", &handle), Some(Named::Row(key, asked)));
            prop_assert_eq!(open(&handles, &session, "other", &handle), None);
        }

        #[test]
        fn no_parts_break_the_reader(parts in prop::collection::vec("[+=/a-z0-9-]{0,6}", 0..8)) {
            let _ = read(&parts);
        }
    }
}
