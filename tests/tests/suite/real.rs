//! Four real databases as portals, from maps alone: every page of a person holds exactly the rows that plain SQL, made
//! by hand, gives to that person.

mod condo;
mod evergreen;
mod hostile;
mod koha;
mod looked_at;
mod pagila;
mod shown;
mod trips;

use vantail_shared::call::Language;
use vantail_tests::{
    oracle::{ask, plain},
    portal::{Portal, Visit, menu},
    real::RealSet,
};

/// A page of the map and what it may show, as texts: `$1` or `?` is the person.
type Oracle = (&'static str, &'static str);

async fn open(set: &RealSet) -> Portal {
    Portal::open(set.reader().await, &set.map()).await
}

/// Holds every page of a person against its oracle; no page of the menu is left out.
async fn agree(set: &RealSet, visit: &Visit<'_>, key: &str, oracles: &[Oracle]) {
    let home = visit.home(Language::En).await;
    for page in menu(home.frame.as_ref().unwrap()) {
        let (_, sql) = oracles.iter().find(|(name, _)| *name == page).unwrap_or_else(|| panic!("{page}"));
        let allowed = plain(ask(&set.url().await, sql, key).await);
        let shown = plain(visit.all(page, "", 20).await);
        assert_eq!(shown, allowed, "{page} of {key}");
    }
}

/// The sum of a column over all rows, as the page says it.
async fn total(visit: &Visit<'_>, page: &str) -> (u64, String) {
    let reply = visit.page(Language::En, page).await;
    let body = reply.body.clone().unwrap();
    match body.content.clone().unwrap() {
        vantail_proto::portal::body::Content::List(list) => {
            let sums: Vec<_> = list.totals.iter().filter_map(|cell| cell.text.clone()).collect();
            assert_eq!(sums.len(), 1, "{sums:?}");
            (list.total_rows, sums[0].clone())
        }
        vantail_proto::portal::body::Content::Statement(statement) => {
            (statement.total_rows.unwrap(), statement.balance.clone())
        }
        other => panic!("{other:?}"),
    }
}
