//! What one hop of a way asks, and of which of its two rows.

use super::{
    build::Sql,
    condition::{Scope, Side, Value},
    operand::Operand,
};
use crate::map::{Comparison, Condition, Hop};

/// What a hop asks, by the rows that it speaks of.
pub(super) struct Parts<'a> {
    /// Equalities between the two rows.
    pub(super) pairs: Vec<Pair<'a>>,
    /// Of the row nearer to the page alone.
    pub(super) outer: Vec<Sql>,
    /// Of the row nearer to the person alone.
    pub(super) inner: Vec<Sql>,
    /// Of both, and no equality.
    pub(super) crossing: Vec<Sql>,
}

/// An equality between the two rows of a hop.
pub(super) struct Pair<'a> {
    pub(super) from: Operand<'a>,
    pub(super) to: Operand<'a>,
    /// When both are plain columns.
    pub(super) columns: Option<(String, String)>,
}

impl<'a> Parts<'a> {
    /// `scope` holds the row of `from`, then that of `to`.
    pub(super) fn of(scope: &Scope<'a>, hop: &Hop) -> Self {
        let mut parts =
            Self { pairs: Vec::new(), outer: Vec::new(), inner: Vec::new(), crossing: Vec::new() };
        for condition in &hop.conditions.0 {
            if let Some(pair) = Pair::of(scope, condition) {
                parts.pairs.push(pair);
                continue;
            }
            let spoken_of = scope.spoken_of(condition);
            let only = |index: usize| {
                let alias = scope.rows.get(index).map(|row| row.alias);
                spoken_of.iter().all(|spoken_of| *spoken_of == alias)
            };
            let place = if only(0) {
                &mut parts.outer
            } else if only(1) {
                &mut parts.inner
            } else {
                &mut parts.crossing
            };
            place.push(scope.one(condition));
        }
        if parts.pairs.is_empty() {
            // The reader of hops asks for an equality; without one nothing may be selected by `IN`.
            parts.crossing.push(Sql::new("1 = 0"));
        }
        parts
    }
}

impl<'a> Pair<'a> {
    fn of(scope: &Scope<'a>, condition: &Condition) -> Option<Self> {
        let Condition::Compare(left, Comparison::Equal, right) = condition else { return None };
        let alias = |index: usize| scope.rows.get(index).map(|row| row.alias);
        let of = |term, side, index| {
            let spoken_of = scope.named_by(term, side);
            !spoken_of.is_empty() && spoken_of.iter().all(|spoken_of| *spoken_of == alias(index))
        };
        let (from, to) = if of(left, Side::Left, 0) && of(right, Side::Right, 1) {
            ((left, Side::Left), (right, Side::Right))
        } else if of(left, Side::Left, 1) && of(right, Side::Right, 0) {
            ((right, Side::Right), (left, Side::Left))
        } else {
            return None;
        };
        let cell = |(term, side)| match scope.value(term, side)? {
            Value::Cell(cell) => Some(cell),
            Value::Literal(_) => None,
        };
        let columns = from.0.plain_column().zip(to.0.plain_column());
        let columns = columns.map(|(from, to)| (from.to_owned(), to.to_owned()));
        Some(Self { from: cell(from)?, to: cell(to)?, columns })
    }
}
