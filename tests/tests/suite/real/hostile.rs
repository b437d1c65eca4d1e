//! Names and texts that break software which builds pages or statements from them: the patrons 57 to 67 of the library.

use vantail_tests::{
    oracle::ask,
    organisation::Sample,
    pair::{Pair, World},
    real::KOHA,
};

const fn patron(key: &'static str, login: &'static str) -> Sample {
    Sample { kind: "patron", key, login, password: "lanterne-bleue-quai-52" }
}

const PATRONS: [Sample; 11] = [
    patron("57", "hostile-57"),
    patron("58", "hostile-58"),
    patron("59", "hostile-59"),
    patron("60", "hostile-60"),
    patron("61", "hostile-61"),
    patron("62", "hostile-62"),
    patron("63", "hostile-63"),
    patron("64", "hostile-64"),
    patron("65", "hostile-65"),
    patron("66", "hostile-66"),
    patron("67", "hostile-67"),
];

/// As HTML shows it.
fn unescaped(page: &str) -> String {
    let signs =
        [("&lt;", "<"), ("&#60;", "<"), ("&gt;", ">"), ("&#62;", ">"), ("&quot;", "\""), ("&#34;", "\"")];
    let last = [("&#39;", "'"), ("&amp;", "&"), ("&#38;", "&")];
    signs.iter().chain(&last).fold(page.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_names_are_shown_whole_and_as_text() {
    let world = World::over(KOHA.reader().await, &KOHA.map());
    let pair = Pair::with_accounts(world, "sqlite:store.db", &PATRONS).await;
    for sample in PATRONS {
        let mut visitor = pair.signed_in(sample).await;
        let sql = "SELECT surname, firstname, email FROM borrowers WHERE borrowernumber = ?";
        let known = ask(&KOHA.url().await, sql, sample.key).await.remove(0);
        for language in ["fr", "en"] {
            for path in ["/", "/p/details", "/account"] {
                let page = visitor.get_with(path, &[("accept-language", language)]).await;
                assert_eq!(page.status, 200, "{path} of {}", sample.key);
                assert!(!page.text().contains("<b>&amp;</b>"), "{path} of {}", sample.key);
            }
            let page = visitor.get_with("/p/details", &[("accept-language", language)]).await;
            for text in known.iter().flatten() {
                // Where a line may break is no part of the text.
                let shown = unescaped(page.text()).replace("<wbr>", "");
                assert!(shown.contains(text.trim()), "{text:?} of {} is not in {shown}", sample.key);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_the_server_takes_for_equal_stay_two_persons() {
    let world = World::over(KOHA.reader().await, &KOHA.map());
    let pair = Pair::with_accounts(world, "sqlite:store.db", &PATRONS).await;
    let mut pages = Vec::new();
    for sample in [PATRONS[9], PATRONS[10]] {
        pages.push(pair.signed_in(sample).await.get("/p/details").await.text().to_owned());
    }
    let card = "SELECT cardnumber FROM borrowers WHERE borrowernumber = ?";
    for (page, key, other) in [(&pages[0], "66", "67"), (&pages[1], "67", "66")] {
        let (own, foreign) =
            (ask(&KOHA.url().await, card, key).await, ask(&KOHA.url().await, card, other).await);
        assert!(page.contains(own[0][0].as_deref().unwrap()));
        assert!(!page.contains(foreign[0][0].as_deref().unwrap()));
    }
    assert!(pages[0].contains("Jose\u{301}") && pages[1].contains("Jos\u{e9}"), "decomposed and composed");
}
