//! Stories in a real browser: what people do, on a phone and at a desk, in French and in English.

use fantoccini::Locator;
use vantail_tests::{
    browser::{Browser, DESK, PHONE, View},
    organisation::{ELEONORE, WANDA},
    pair::Pair,
    until::until,
};

async fn open(pair: &Pair, view: View) -> Browser {
    Browser::open(&format!("https://localhost:{}", pair.public.port()), view).await
}

async fn arrives(browser: &Browser, path: &str) {
    until(&format!("the browser to be at {path}"), async || (browser.path().await == path).then_some(()))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_signs_in_reads_and_leaves_nothing_behind() {
    let pair = Pair::start().await;
    let browser = open(&pair, PHONE).await;
    browser.sign_in(ELEONORE.login, "une erreur").await;
    until("the refusal", async || browser.shows("n’est pas").await.then_some(())).await;
    let field = browser.client.find(Locator::Css("[name=login]")).await.unwrap();
    assert_eq!(field.prop("value").await.unwrap().as_deref(), Some(ELEONORE.login), "the name is kept");
    let field = browser.client.find(Locator::Css("[name=password]")).await.unwrap();
    assert_eq!(field.prop("value").await.unwrap().as_deref(), Some(""), "the password is not");

    browser.sign_in(ELEONORE.login, ELEONORE.password).await;
    arrives(&browser, "/").await;
    assert!(browser.text().await.contains("Éléonore"));
    browser.press("nav a[href='/p/statement']").await;
    arrives(&browser, "/p/statement").await;
    let statement = browser.text().await;
    assert!(statement.contains("30,00") && statement.contains("Appel de fonds du lot 12"), "{statement}");

    browser.press("header form[action='/logout'] button").await;
    arrives(&browser, "/login").await;
    browser.client.back().await.unwrap();
    arrives(&browser, "/login").await;
    assert!(!browser.text().await.contains("Éléonore"), "the back button shows nothing");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_opens_in_the_browser() {
    let pair = Pair::start().await;
    let browser = open(&pair, DESK).await;
    browser.sign_in(ELEONORE.login, ELEONORE.password).await;
    arrives(&browser, "/").await;
    browser.visit("/p/documents").await;
    let link = browser.client.find(Locator::Css("main a[href^='/d/']")).await.unwrap();
    let target = link.attr("href").await.unwrap().unwrap();
    browser.visit(&target).await;
    let kind = browser.client.execute("return document.contentType;", Vec::new()).await.unwrap();
    assert_eq!(kind, "application/pdf");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_is_switched_and_kept() {
    let pair = Pair::start().await;
    let browser = open(&pair, DESK).await;
    browser.visit("/login").await;
    assert!(browser.text().await.contains("Sign in"));
    browser.press("footer a[lang=fr]").await;
    until("the page in French", async || browser.shows("Identifiant").await.then_some(())).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_accessible_in_every_form() {
    let pair = Pair::start().await;
    let small = View { size: (320, 640), ..PHONE };
    let dark = |view: View| View { dark: true, ..view };
    let mut found = Vec::new();
    for view in [small, PHONE, dark(PHONE), DESK, dark(DESK)] {
        let browser = open(&pair, view).await;
        for path in ["/login", "/login?ended", "/legal"] {
            browser.visit(path).await;
            found.extend(look(&browser, view, path).await);
        }
        browser.sign_in(ELEONORE.login, "wrong").await;
        found.extend(look(&browser, view, "a refused sign-in").await);
        for sample in [ELEONORE, WANDA] {
            browser.client.delete_all_cookies().await.unwrap();
            browser.sign_in(sample.login, sample.password).await;
            arrives(&browser, "/").await;
            for path in [
                "/",
                "/p/statement",
                "/p/orders",
                "/p/details",
                "/p/documents",
                "/account",
                "/nothing",
                "/d/x",
            ] {
                browser.visit(path).await;
                found.extend(look(&browser, view, path).await);
            }
        }
        browser.close().await;
    }
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_looks_for_a_request_by_keyboard_and_clears_the_search() {
    let pair = Pair::start().await;
    let browser = open(&pair, PHONE).await;
    browser.sign_in(ELEONORE.login, ELEONORE.password).await;
    arrives(&browser, "/").await;
    browser.visit("/p/orders").await;
    // Enter sends the form as the button does.
    let field = browser.client.find(Locator::Css("#q")).await.unwrap();
    field.send_keys("boite\u{e007}").await.unwrap();
    until("what was found", async || {
        let text = browser.text().await;
        (text.contains("1 élément trouvé") && !text.contains("serrurier")).then_some(())
    })
    .await;
    assert!(!browser.path().await.contains("boite"));
    assert_eq!(look(&browser, PHONE, "what was found").await, Vec::<String>::new());
    browser.press(".clear a").await;
    arrives(&browser, "/p/orders").await;
    assert!(browser.text().await.contains("serrurier"));
    browser.press("td.head a").await;
    until("the row by itself", async || {
        let text = browser.text().await;
        (text.contains("Mes demandes") && !text.contains("serrurier")).then_some(())
    })
    .await;
    assert_eq!(look(&browser, PHONE, "one row").await, Vec::<String>::new());
    browser.close().await;
}

async fn look(browser: &Browser, view: View, path: &str) -> Vec<String> {
    let mut found = browser.axe().await;
    let overflow = browser.overflow().await;
    if overflow > 0 {
        found.push(format!("{overflow} pixels too wide"));
    }
    found.into_iter().map(|what| format!("{path} at {:?} dark {}: {what}", view.size, view.dark)).collect()
}
