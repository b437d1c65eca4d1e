//! What the pages of the largest person cost beside those of an ordinary one, over any database with its map: the first
//! part of a page, the five hundredth, a search, each asked in turn through the contract of a back that runs in here.
//!
//! `largest_person DATABASE MAP ORDINARY LARGEST WORD`: the two persons as `kind=key`, and a word to search for.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for measurements is read by people, and may stop with a panic"
)]

use std::{
    path::Path,
    time::{Duration, Instant},
};

use vantail_proto::portal::{FindRequest, PageReply};
use vantail_shared::call::Language;
use vantail_tests::portal::{Portal, Visit, menu};

/// Times that each part is asked for: the middle one counts.
const ROUNDS: usize = 15;
/// The part that is far from the beginning.
const FAR: usize = 500;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, database, map, ordinary, largest, word] = arguments.as_slice() else {
        eprintln!("largest_person DATABASE MAP ORDINARY LARGEST WORD");
        std::process::exit(2);
    };
    let portal = Portal::open(database, Path::new(map)).await;
    let (ordinary, largest) = (signed_in(&portal, ordinary).await, signed_in(&portal, largest).await);
    let home = largest.home(Language::En).await;
    let theirs = ordinary.home(Language::En).await;
    let theirs = menu(theirs.frame.as_ref().unwrap());
    for page in menu(home.frame.as_ref().unwrap()) {
        let rows = rows(&largest.page(Language::En, page).await);
        let first = in_turn(page, &largest, "", theirs.contains(&page).then_some((&ordinary, ""))).await;
        told(page, &format!("first part of {rows}"), first);
        if let Some((at, handle)) = far(&largest, page).await {
            let far =
                in_turn(page, &largest, &handle, theirs.contains(&page).then_some((&ordinary, ""))).await;
            told(page, &format!("part {at}"), far);
        }
        let search = FindRequest { page: page.to_owned(), search: word.clone(), ..FindRequest::default() };
        let found = largest.find(search.clone()).await;
        let also = if theirs.contains(&page) { ordinary.find(search).await } else { String::new() };
        if !found.is_empty() {
            let beside = theirs.contains(&page).then_some((&ordinary, also.as_str()));
            told(page, "a search", in_turn(page, &largest, &found, beside).await);
        }
    }
}

async fn signed_in<'p>(portal: &'p Portal, person: &str) -> Visit<'p> {
    let (kind, key) = person.split_once('=').expect("a person is written kind=key");
    portal.sign_in(kind, key).await
}

/// The times of the largest person, and those of the ordinary one.
type Times = (Duration, Option<Duration>);

async fn in_turn(page: &str, largest: &Visit<'_>, handle: &str, beside: Option<(&Visit<'_>, &str)>) -> Times {
    let (mut slow, mut quick) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        slow.push(one(largest, page, handle).await);
        if let Some((visit, handle)) = beside {
            quick.push(one(visit, page, handle).await);
        }
    }
    let middle = |mut times: Vec<Duration>| {
        times.sort();
        times.get(times.len() / 2).copied()
    };
    (middle(slow).unwrap_or_default(), middle(quick))
}

async fn one(visit: &Visit<'_>, page: &str, handle: &str) -> Duration {
    let begun = Instant::now();
    if let Err(code) = visit.part(Language::En, page, handle, 50).await {
        println!("{page}: {code:?}");
    }
    begun.elapsed()
}

/// The five hundredth part, or the last one.
async fn far(visit: &Visit<'_>, page: &str) -> Option<(usize, String)> {
    let (mut at, mut handle) = (1, String::new());
    while at < FAR {
        let reply = visit.part(Language::En, page, &handle, 50).await.ok()?;
        let older = reply.body?.older;
        if older.is_empty() {
            break;
        }
        (at, handle) = (at + 1, older);
    }
    (at > 1).then_some((at, handle))
}

fn rows(reply: &PageReply) -> String {
    use vantail_proto::portal::body::Content;
    let content = reply.body.as_ref().and_then(|body| body.content.as_ref());
    match content {
        Some(Content::Statement(statement)) => {
            statement.total_rows.map_or_else(|| "?".to_owned(), |rows| rows.to_string())
        }
        Some(Content::List(list)) => list.total_rows.to_string(),
        Some(Content::Documents(documents)) => documents.total_rows.to_string(),
        _ => "few".to_owned(),
    }
}

fn told(page: &str, what: &str, (slow, quick): Times) {
    let millis = |time: Duration| time.as_secs_f64() * 1000.0;
    match quick {
        Some(quick) => println!(
            "{page:14} {what:24} {:8.1} ms {:8.1} ms {:6.1} x",
            millis(slow),
            millis(quick),
            millis(slow) / millis(quick)
        ),
        None => println!("{page:14} {what:24} {:8.1} ms", millis(slow)),
    }
}
