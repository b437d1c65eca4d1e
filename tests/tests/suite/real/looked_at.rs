//! Real data on real pages: nothing overflows and nothing is out of reach, however long the names and the rows are.

use vantail_tests::{
    browser::{Browser, DESK, PHONE},
    organisation::Sample,
    pair::{Pair, World},
    real::{KOHA, PAGILA, RealSet},
    until::until,
};

const fn person(kind: &'static str, key: &'static str) -> Sample {
    Sample { kind, key, login: "somebody", password: "lanterne-bleue-quai-52" }
}

/// Patron 51 has all there is to have, 63 a surname of 240 bytes.
const CASES: [(&RealSet, Sample, &[&str]); 3] = [
    (&KOHA, person("patron", "51"), &["/", "/p/loans", "/p/history", "/p/fees", "/p/messages", "/p/papers"]),
    (&KOHA, person("patron", "63"), &["/", "/p/details"]),
    (&PAGILA, person("customer", "75"), &["/", "/p/rentals", "/p/at-home", "/p/payments", "/p/details"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn real_pages_are_accessible_on_a_phone_and_at_a_desk() {
    let mut found = Vec::new();
    for (set, sample, paths) in CASES {
        let world = World::over(set.reader().await, &set.map());
        let pair = Pair::with_accounts(world, "sqlite:store.db", &[sample]).await;
        for view in [PHONE, DESK] {
            let browser = Browser::open(&format!("https://localhost:{}", pair.public.port()), view).await;
            browser.sign_in(sample.login, sample.password).await;
            until("the first page", async || (browser.path().await == "/").then_some(())).await;
            for path in paths {
                browser.visit(path).await;
                let told = browser.axe().await;
                found.extend(
                    told.into_iter().map(|what| format!("{} {path} {:?}: {what}", set.name, view.size)),
                );
                let overflow = browser.overflow().await;
                if overflow > 0 {
                    found.push(format!("{} {path} {:?}: {overflow} pixels too wide", set.name, view.size));
                }
            }
            browser.close().await;
        }
    }
    assert_eq!(found, Vec::<String>::new());
}
