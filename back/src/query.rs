//! From the map to SQL and back: every statement that reads a person's data is made here, with quoted names and bound
//! values, and every one is bound to its person.

mod access;
mod alias;
mod answer;
mod asked;
mod blob;
mod bound;
mod build;
mod cache;
mod chart;
mod choices;
mod condition;
mod coverage;
mod dialect;
mod documents;
mod holders;
mod hop;
mod inquiry;
mod join;
mod kept;
mod keyset;
mod layout;
mod listing;
mod moment;
mod nearest;
mod operand;
mod own_row;
mod owner;
mod papers;
mod person;
mod role;
mod roll;
mod rows;
pub(crate) mod sorted;
mod statement;
pub(crate) mod survey;
mod together;
mod types;
mod view;
mod written;

pub use answer::{Answer, Row as AnswerRow};
pub use statement::Statement;
pub(crate) use {
    access::Whom,
    asked::{Asked, Choice, Sort},
    blob::{Located, digest, digest_of, located, piece, size_of},
    cache::Cache,
    chart::Points,
    choices::Choices,
    coverage::{Coverage, FoundFor},
    documents::DocumentRow,
    inquiry::{Inquiry, Subject, Told, read},
    kept::Kept,
    keyset::Cursor,
    layout::{Line, Listing},
    listing::Part,
    own_row::named_same,
    papers::{Papers, SET_MARK},
    person::{PersonRow, count, exists, read_count},
    roll::{Entry, Roll},
    rows::{PageRows, SUM_PLACES},
    view::trial,
    written::Written,
};

#[cfg(test)]
mod tests;
