//! What people do with their accounts, in a real browser over the real pair, on a phone and at a desk.

mod busy;
mod clocks;
mod email;
mod factor;
mod first;
mod forgotten;
mod legacy;
mod mistakes;
mod provider;
mod sessions;
mod slowed;
mod staff;
mod terms;
mod twice;

use vantail_tests::{
    browser::{Browser, DESK, PHONE, View},
    organisation::Sample,
    pair::{Pair, World},
};

/// A phone in French and a desk in English.
const VIEWS: [View; 2] = [PHONE, DESK];
/// Of the notice about another password. Mails are in the account's language: French, where none was chosen.
const PASSWORD_CHANGED: &str = "vient d’être modifié";
const MAIN: &str = "main button.primary";

/// The pair with mails.
async fn pair() -> Pair {
    Pair::in_world(World::build().await.with_mail(), "sqlite:store.db").await
}

async fn open(pair: &Pair, view: View) -> Browser {
    Browser::open(&format!("https://localhost:{}", pair.public.port()), view).await
}

/// The same at the staff front.
async fn open_staff(pair: &Pair, view: View) -> Browser {
    Browser::open(&format!("https://localhost:{}", pair.staff.port()), view).await
}

/// Leaves by the button.
async fn leave(browser: &Browser) {
    browser.press("header form[action='/logout'] button").await;
    browser.arrives("/login").await;
}

/// A browser with somebody in it.
async fn signed_in(pair: &Pair, view: View, sample: Sample) -> Browser {
    let browser = open(pair, view).await;
    browser.sign_in(sample.login, sample.password).await;
    browser.arrives("/").await;
    browser
}

/// One of two sentences, by the language of the view.
fn said<'a>(view: View, french: &'a str, english: &'a str) -> &'a str {
    if view.language == "fr" { french } else { english }
}

/// The page as it is has no fault.
async fn is_sound(browser: &Browser) {
    assert_eq!(browser.faults().await, Vec::<String>::new(), "{}", browser.text().await);
}
