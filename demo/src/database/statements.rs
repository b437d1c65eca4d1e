//! Which statements put a portion in: as few as can be.

use super::{
    cell::Cell,
    rows::Portion,
    table::{MANY, SOME},
};

/// The statements for a portion, each with the cells that it takes.
pub(super) fn pieces(portion: &Portion) -> Vec<(&'static str, &[Cell])> {
    let (table, width) = (portion.table, portion.table.columns.len());
    let mut pieces = Vec::new();
    let mut left = portion.cells.as_slice();
    for (sql, rows) in [(table.many, MANY), (table.some, SOME), (table.one, 1)] {
        let mut whole = left.chunks_exact(rows * width);
        pieces.extend(whole.by_ref().map(|cells| (sql, cells)));
        left = whole.remainder();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::tables::AGENCY;

    #[test]
    fn each_row_goes_in_once() {
        for rows in [0, 1, 19, 20, 21, 399, 400, 845] {
            let cells = vec![Cell::Null; rows * AGENCY.columns.len()];
            let portion = Portion { table: &AGENCY, cells };
            let mut put = 0;
            for (sql, cells) in pieces(&portion) {
                assert_eq!(sql.matches('?').count(), cells.len());
                put += cells.len() / AGENCY.columns.len();
            }
            assert_eq!(put, rows);
        }
    }
}
