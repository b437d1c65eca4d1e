//! From the map to SQL and back: every statement that reads a person's data is made here, with quoted names and bound
//! values, and every one is bound to its person.

mod access;
mod alias;
mod build;
mod condition;
mod dialect;
mod documents;
mod join;
mod keyset;
mod listing;
mod operand;
mod owner;
mod person;
mod role;
mod rows;
mod statement;
mod together;
mod types;
mod view;

pub use statement::{Answer, Statement};
pub(crate) use {
    access::Whom,
    documents::{DocumentRow, document, documents},
    keyset::Cursor,
    listing::{Line, Listing, Part, Query},
    person::{PersonRow, count, exists, person, read_count},
    rows::rows,
    together::{apart, together},
};

#[cfg(test)]
mod tests;
