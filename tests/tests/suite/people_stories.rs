//! Members of staff help somebody, in a real browser: on a phone in French, at a desk in English.

use vantail_tests::{
    browser::{Browser, DESK, PHONE, View},
    organisation::{ELEONORE, STAFF},
    pair::Pair,
};

async fn tells(browser: &Browser, words: &str) {
    browser.tells(words).await;
    let mut faults = browser.axe().await;
    if browser.overflow().await > 0 {
        faults.push("wider than the window".to_owned());
    }
    assert_eq!(faults, Vec::<String>::new(), "{words}");
}

/// Opens the fold around the form of an act, and sends the form.
async fn act(browser: &Browser, act: &str) {
    browser.press(&format!("details:has(form[action$='/{act}']) > summary")).await;
    browser.press(&format!("form[action$='/{act}'] button")).await;
}

/// What is said on the way, in the language of the view.
struct Words {
    people: &'static str,
    found: &'static str,
    wrong: &'static str,
    settled: &'static str,
    disabled: &'static str,
    enabled: &'static str,
    history: &'static str,
}

const FRENCH: Words = Words {
    people: "Trouver une personne",
    found: "Personnes trouvées",
    wrong: "n’en est pas une",
    settled: "les codes iront à la nouvelle adresse",
    disabled: "le compte est désactivé",
    enabled: "le compte est réactivé",
    history: "Compte désactivé, par",
};
const ENGLISH: Words = Words {
    people: "Find a person",
    found: "People found",
    wrong: "not an e-mail address",
    settled: "codes will go to the new address",
    disabled: "the account is disabled",
    enabled: "the account is enabled",
    history: "Account disabled, by",
};

async fn help(view: View, words: Words) {
    let pair = Pair::start().await;
    let person = pair.token(ELEONORE).await;
    let browser = Browser::open(&format!("https://localhost:{}", pair.staff.port()), view).await;
    browser.sign_in(STAFF.login, STAFF.password).await;
    browser.arrives("/").await;
    browser.press("nav a[href='/people']").await;
    tells(&browser, words.people).await;

    browser.fill("q", ELEONORE.login).await;
    browser.press("main form button").await;
    tells(&browser, words.found).await;
    assert!(!browser.path().await.contains(ELEONORE.login));
    browser.press("td.head a").await;
    tells(&browser, ELEONORE.login).await;

    // The browser itself refuses what has not the form of an address; this has it, and is none all the same.
    browser.press("details:has(form[action$='/email']) > summary").await;
    browser.fill("email", "a..b@example.org").await;
    browser.press("form[action$='/email'] button").await;
    tells(&browser, words.wrong).await;
    browser.fill("email", "eleonore.nouvelle@example.org").await;
    browser.press("form[action$='/email'] button").await;
    tells(&browser, words.settled).await;
    assert!(browser.text().await.contains("eleonore.nouvelle@example.org"));

    act(&browser, "disable").await;
    tells(&browser, words.disabled).await;
    let home = pair.visitor().get_with("/", &[("cookie", &format!("__Host-vantail={person}"))]).await;
    assert_eq!(home.status, 303, "signed out at once");
    act(&browser, "enable").await;
    tells(&browser, words.enabled).await;
    assert!(browser.text().await.contains(words.history));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_helped_from_a_phone_in_french() {
    help(PHONE, FRENCH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_helped_from_a_desk_in_english() {
    help(DESK, ENGLISH).await;
}
