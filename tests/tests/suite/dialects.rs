//! The same map on the same data gives the same cells, whichever database holds it.

use vantail_proto::portal::{Body, Chosen, FindRequest, body::Content};
use vantail_shared::{call::Language, failure::Code};
use vantail_tests::{
    awkward::{awkward, map},
    oracle::digits,
    portal::{Cells, Portal, Visit, menu},
};

const DATABASES: [&str; 3] = ["SQLite", "PostgreSQL", "MariaDB"];

async fn open() -> [Portal; 3] {
    let [sqlite, postgres, mariadb] = &awkward().await.urls;
    let map = map();
    // Each is large: three of them side by side in one future would weigh on its caller's stack.
    let open = |url| Box::pin(Portal::open(url, &map));
    [open(sqlite).await, open(postgres).await, open(mariadb).await]
}

async fn sign_in<'p>(portals: &'p [Portal; 3], kind: &str, key: &str) -> [Visit<'p>; 3] {
    let [sqlite, postgres, mariadb] = portals;
    [sqlite.sign_in(kind, key).await, postgres.sign_in(kind, key).await, mariadb.sign_in(kind, key).await]
}

/// Everything is the same in all three.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, answers: [T; 3]) -> T {
    let [sqlite, postgres, mariadb] = answers;
    assert_eq!(postgres, sqlite, "{what}: {} and {}", DATABASES[1], DATABASES[0]);
    assert_eq!(mariadb, sqlite, "{what}: {} and {}", DATABASES[2], DATABASES[0]);
    sqlite
}

/// All rows that a page shows for what was asked, in its order; decimals without zeros at their end.
async fn rows(visits: &[Visit<'_>; 3], page: &str, asked: Option<&FindRequest>, part: u32) -> Vec<Cells> {
    let mut answers = Vec::new();
    for visit in visits {
        let handle = match asked {
            Some(asked) => visit.find(asked.clone()).await,
            None => String::new(),
        };
        answers.push(digits(visit.all(page, &handle, part).await));
    }
    same(&format!("{page} {asked:?}"), answers.try_into().unwrap())
}

/// What a page says beside its rows: sums, choices of filters, the points of a chart.
fn beside(body: &Body) -> String {
    let sums = match body.content.as_ref().unwrap() {
        Content::List(list) => format!(
            "{} {:?}",
            list.total_rows,
            digits(vec![list.totals.iter().map(|cell| cell.text.clone()).collect()])
        ),
        Content::Statement(statement) => format!("{:?} {}", statement.total_rows, statement.balance),
        _ => String::new(),
    };
    let filters = body.controls.as_ref().map(|controls| controls.filters.clone());
    let points = body.chart.as_ref().map(|chart| chart.points.clone());
    format!("{sums}\n{filters:#?}\n{points:#?}")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_shows_the_same_cells() {
    let portals = open().await;
    for (kind, key) in
        [("member", "1"), ("member", "2"), ("member", "3"), ("member", "4"), ("member", "5"), ("guest", "6")]
    {
        let visits = sign_in(&portals, kind, key).await;
        let mut homes = Vec::new();
        for visit in &visits {
            let home = visit.home(Language::Fr).await;
            let frame = home.frame.clone().unwrap();
            homes.push((frame.person.clone(), frame.kind.clone(), frame.menu.clone()));
        }
        same("the frame", homes.try_into().unwrap());
        let home = visits[0].home(Language::En).await;
        for page in menu(home.frame.as_ref().unwrap()) {
            let all = rows(&visits, page, None, 100).await;
            // In small parts, of which there are many, as at once.
            assert_eq!(rows(&visits, page, None, 3).await, all, "{page}");
            let mut told = Vec::new();
            for visit in &visits {
                told.push(beside(visit.page(Language::En, page).await.body.as_ref().unwrap()));
            }
            same(page, told.try_into().unwrap());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sorting_is_the_same_in_both_directions() {
    let portals = open().await;
    let visits = sign_in(&portals, "member", "1").await;
    let all = rows(&visits, "lines", None, 100).await.len();
    for sort in 1..=9 {
        for descending in [false, true] {
            let asked = FindRequest { page: "lines".to_owned(), sort, descending, ..FindRequest::default() };
            assert_eq!(rows(&visits, "lines", Some(&asked), 4).await.len(), all, "{asked:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn searching_finds_the_same_whatever_case_and_accents() {
    let portals = open().await;
    let visits = sign_in(&portals, "member", "1").await;
    for (words, at_least) in [
        ("appel", 2),
        ("RESERVE", 2),
        ("é", 2),
        ("50 %", 1),
        ("_", 1),
        ("\\", 1),
        ("l'eau", 1),
        ("<b>", 1),
        ("zzz-nothing", 0),
        ("divers", 1),
        ("%", 1),
        ("\"", 1),
    ] {
        let asked =
            FindRequest { page: "lines".to_owned(), search: words.to_owned(), ..FindRequest::default() };
        let found = rows(&visits, "lines", Some(&asked), 4).await;
        assert!(found.len() >= at_least && found.len() < 37, "{words:?} finds {}", found.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_let_the_same_rows_pass() {
    let portals = open().await;
    let visits = sign_in(&portals, "member", "1").await;
    let state = |value: &str| Chosen { value: Some(value.to_owned()), ..Chosen::default() };
    let days =
        |from: &str, until: &str| Chosen { from: from.to_owned(), until: until.to_owned(), value: None };
    for (filters, some) in [
        (vec![state("open")], true),
        (vec![state("closed")], true),
        (vec![state("nothing")], false),
        (vec![state("' OR 1 = 1 --")], false),
        (vec![Chosen::default(), days("2026-02-01", "2026-02-28")], true),
        (vec![Chosen::default(), days("2026-02-01", "")], true),
        (vec![Chosen::default(), days("", "2025-12-31")], true),
        (vec![state("open"), days("2026-01-01", "2026-12-31")], true),
    ] {
        let asked = FindRequest { page: "lines".to_owned(), filters, ..FindRequest::default() };
        assert_eq!(!rows(&visits, "lines", Some(&asked), 4).await.is_empty(), some, "{asked:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_may_not_see_is_the_same() {
    let portals = open().await;
    // 2 answers for a guest, not for a member; 6 is a guest; 9 is nobody.
    for (kind, key, page, code) in [
        ("member", "3", "wards", Code::NotFound),
        ("guest", "1", "me", Code::SignedOut),
        ("member", "6", "me", Code::SignedOut),
        ("member", "9", "me", Code::SignedOut),
        ("member", "1 or 1=1", "me", Code::SignedOut),
        ("member", "1", "nothing", Code::NotFound),
    ] {
        let visits = sign_in(&portals, kind, key).await;
        let mut codes = Vec::new();
        for visit in &visits {
            codes.push(visit.part(Language::En, page, "", 0).await.map(|reply| reply.page.clone()));
        }
        assert_eq!(same(page, codes.try_into().unwrap()), Err(code), "{kind} {key} {page}");
    }
}
