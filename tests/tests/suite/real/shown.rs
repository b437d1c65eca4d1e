//! The same as a browser gets it, in French and in English: sums as each language writes them, words for every heading,
//! and no name of a column anywhere.

use vantail_proto::portal::body::Content;
use vantail_shared::call::Language;
use vantail_tests::{
    organisation::Sample,
    pair::{Pair, World},
    portal::{Portal, menu},
    real::{CONDO, EVERGREEN, KOHA, PAGILA, RealSet},
};

const PASSWORD: &str = "lanterne-bleue-quai-52";

const fn person(kind: &'static str, key: &'static str) -> Sample {
    Sample { kind, key, login: "somebody", password: PASSWORD }
}

/// What a page of a person must show in each language, without the spaces in it.
type Shown = (&'static str, &'static str, &'static str);

const ELODIE_OF_CONDO: &str = "29fec50c-1555-46e0-a149-14d90471470f";
const CASES: [(&RealSet, Sample, &[Shown]); 5] = [
    (
        &PAGILA,
        person("customer", "182"),
        &[
            ("/p/payments", "97,74", "97.74"),
            ("/p/rentals", "Meslocations", "Myrentals"),
            ("/p/details", "Compton", "Compton"),
            ("/p/details", "Pays", "Country"),
        ],
    ),
    (
        &PAGILA,
        person("customer", "148"),
        &[("/p/payments", "216,54", "216.54"), ("/p/at-home", "Vousaveztoutrendu", "havereturnedeverything")],
    ),
    (
        &KOHA,
        person("patron", "51"),
        &[
            ("/p/fees", "12,40", "12.40"),
            ("/p/fees", "Documentperdu", "Lostitem"),
            ("/p/messages", "Courriel", "E-mail"),
            ("/p/details", "Élodie", "Élodie"),
        ],
    ),
    (
        &CONDO,
        person("resident", ELODIE_OF_CONDO),
        &[
            ("/p/receipts", "1772,37", "1,772.37"),
            ("/p/payments", "1772,37", "1,772.37"),
            ("/p/tickets", "Fuitesousévier", "Fuitesousévier"),
        ],
    ),
    (
        &EVERGREEN,
        person("patron", "28"),
        &[
            ("/p/account", "8,40", "8.40"),
            ("/p/payments", "45,00", "45.00"),
            ("/p/answers", "SirRobin", "SirRobin"),
        ],
    ),
];

/// Without any kind of space: languages group digits by different ones.
fn dense(page: &str) -> String {
    page.replace("&#39;", "'").chars().filter(|c| !c.is_whitespace()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn sums_and_words_follow_the_language() {
    for (set, sample, shown) in CASES {
        let world = World::over(set.reader().await, &set.map());
        let pair = Pair::with_accounts(world, "sqlite:store.db", &[sample]).await;
        let mut visitor = pair.signed_in(sample).await;
        for (path, french, english) in shown {
            for (language, wanted) in [("fr", french), ("en", english)] {
                let page = visitor.get_with(path, &[("accept-language", language)]).await;
                assert_eq!(page.status, 200, "{} {path}", set.name);
                assert!(dense(page.text()).contains(wanted), "{} {path} {wanted}: {}", set.name, page.text());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_heading_is_in_words() {
    for (set, sample, _) in CASES {
        let portal = Portal::open(set.reader().await, &set.map()).await;
        let visit = portal.sign_in(sample.kind, sample.key).await;
        let home = visit.home(Language::Fr).await;
        for page in menu(home.frame.as_ref().unwrap()) {
            for language in [Language::Fr, Language::En] {
                let reply = visit.page(language, page).await;
                let columns = match reply.body.as_ref().unwrap().content.as_ref().unwrap() {
                    Content::Record(record) => &record.fields,
                    Content::Statement(statement) => &statement.columns,
                    Content::List(list) => &list.columns,
                    Content::Documents(_) | Content::Coverage(_) => continue,
                };
                for column in columns {
                    let first = column.title.chars().next().unwrap_or(' ');
                    let is_words = first.is_uppercase() && !column.title.contains(['_', '.']);
                    assert!(is_words, "{} {page}: {:?}", set.name, column.title);
                }
            }
        }
    }
}
