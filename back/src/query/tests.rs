//! Properties over a real database: whose rows they are, their order, their balances.

mod anywhere;
mod cache;
mod dialects;
mod documents;
mod everything;
mod json;
mod kept;
mod large;
mod links;
mod lists;
mod pieces;
mod plans;
mod same;
mod statements;
mod text;

use proptest::{prelude::*, test_runner::TestRunner};

use super::{Asked, Listing, PageRows, Papers, Part, Whom, listing::Query};
use crate::{
    business::Business,
    map::{CheckedMap, Dialect, Kind},
};
use anywhere::{Anywhere, some};

/// The rows of a page as it stands.
fn rows<'a>(whom: Whom<'a>, page: &'a crate::map::Page) -> Option<Query<'a>> {
    PageRows::new(whom, page).map(|rows| rows.list(&Asked::default()))
}

/// The documents of a page as it stands.
fn documents<'a>(whom: Whom<'a>, page: &'a crate::map::Page) -> Option<Query<'a>> {
    Papers::new(whom, page).map(|papers| papers.list(&Asked::default()))
}

/// Reads a whole query part by part, to the end and back again; both ways must show the same.
async fn walk(business: &Business, query: &Query<'_>, limit: usize) -> Vec<Listing> {
    let mut parts: Vec<Listing> = Vec::new();
    let mut from = None;
    loop {
        let listing = part(business, query, limit, from).await;
        let older = listing.older.clone();
        parts.push(listing);
        if older.is_none() {
            break;
        }
        from = older;
    }
    let mut back = parts.len() - 1;
    let mut newer = parts[back].newer.clone();
    while let Some(cursor) = newer {
        let listing = part(business, query, limit, Some(cursor)).await;
        back -= 1;
        assert_eq!(listing.lines, parts[back].lines, "the way back differs");
        newer = listing.newer;
    }
    assert_eq!(back, 0, "the way back does not reach the beginning");
    parts
}

async fn part(business: &Business, query: &Query<'_>, limit: usize, from: Option<super::Cursor>) -> Listing {
    let part = Part { limit, from };
    let answer = business.read_one(query.statement(&part)).await.unwrap();
    query.read(&part, &answer).unwrap().expect("the person is there")
}

/// A person on the day that all tests are set on.
fn whom<'a>(map: &'a CheckedMap, kind: &'a Kind, key: &'a [String]) -> Whom<'a> {
    Whom::new(map, kind, key, time::macros::date!(2026 - 11 - 22))
}

/// Runs one case on a runtime of its own.
fn run(case: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(case);
}

/// A property over one database; fewer cases where each costs more.
fn property<S: Strategy>(dialect: Dialect, cases: u32, strategy: &S, case: impl AsyncFn(S::Value)) {
    let cases = if dialect == Dialect::Sqlite { cases } else { cases / 2 };
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) };
    let ran = TestRunner::new(config).run(strategy, |value| {
        run(case(value));
        Ok(())
    });
    ran.unwrap_or_else(|error| panic!("{dialect:?}: {error}"));
}

/// One test, run over every database.
macro_rules! over_every_dialect {
    ($($test:ident),+ $(,)?) => {
        mod over_sqlite {
            $(#[test]
            fn $test() {
                super::$test(crate::map::Dialect::Sqlite);
            })+
        }
        mod over_postgres {
            $(#[test]
            fn $test() {
                super::$test(crate::map::Dialect::Postgres);
            })+
        }
        mod over_mariadb {
            $(#[test]
            fn $test() {
                super::$test(crate::map::Dialect::MariaDb);
            })+
        }
    };
}
use over_every_dialect;

fn maybe<T: std::fmt::Debug + Clone>(strategy: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.8, strategy)
}
