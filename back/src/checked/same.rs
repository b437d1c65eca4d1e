//! Whether the live values of `same_as` mean what the map takes them for.

use crate::{business::Business, map::CheckedMap, query};

use super::found::Found;

/// Warns of a column that holds 0 or the row's own key where the row counts itself: those persons would have no account.
/// What cannot be asked is not told.
pub(super) async fn look(map: &CheckedMap, business: &Business, found: &Found) {
    for kind in &map.kinds {
        let (Some(column), Some(statement)) = (&kind.same_as, query::named_same(map, kind)) else { continue };
        let Ok(answer) = business.read_one(statement).await else { continue };
        let Some(mut row) = answer.first() else { continue };
        let mut some = || row.text().is_some_and(|count| count != "0");
        let (itself, zero) = (some(), some());
        let holds = match (itself, zero) {
            (false, false) => continue,
            (true, false) => "the row's own key",
            (false, true) => "0 or an empty text",
            (true, true) => "0 and the row's own key",
        };
        let problem = format!(
            "`persons.{}.same_as`: {:?} holds {holds} in place of nothing, so that these persons have no account",
            kind.id.value, column.value
        );
        let remedy = "leave `same_as` out, or name as `table` a view of the database in which the column is absent where \
                      the row counts itself";
        found.faults.warn(&column.at, problem, remedy);
    }
}
