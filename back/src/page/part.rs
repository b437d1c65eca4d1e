//! Handles of parts: a page and a place in it, sealed.

use vantail_shared::failure::Failure;

use crate::{
    handle::{Action, Handles},
    identity::PersonSession,
    query::Cursor,
};

const BACKWARD: &str = "newer";
const FORWARD: &str = "older";

/// Seals a place of a page. The row of the handle is the page, the direction, then each value after a mark that tells
/// an absent one from an empty text.
pub(super) fn seal(
    handles: &Handles,
    session: &PersonSession,
    page: &str,
    cursor: &Cursor,
) -> Result<String, Failure> {
    let direction = if cursor.backward { BACKWARD } else { FORWARD };
    let values =
        cursor.values.iter().map(|value| value.as_ref().map_or_else(String::new, |text| format!("={text}")));
    let row: Vec<String> = [page.to_owned(), direction.to_owned()].into_iter().chain(values).collect();
    handles.seal(session.id(), Action::Part, &row).map_err(Failure::internal)
}

/// Opens a handle that was sealed in this session for this page.
pub(super) fn open(handles: &Handles, session: &PersonSession, page: &str, handle: &str) -> Option<Cursor> {
    let row = handles.open(session.id(), Action::Part, handle)?;
    let [of, direction, values @ ..] = row.as_slice() else { return None };
    let backward = match direction.as_str() {
        BACKWARD => true,
        FORWARD => false,
        _ => return None,
    };
    let values = values.iter().map(|value| value.strip_prefix('=').map(str::to_owned)).collect();
    (of == page).then_some(Cursor { backward, values })
}
