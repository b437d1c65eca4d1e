//! Signing in at a provider, in a real browser at a real provider: bound from the account's page, used, left.

use vantail_shared::clock::{Clock as _, SystemClock};
use vantail_tests::{
    browser::{Browser, View},
    oidc::Oidc,
    organisation::{ELEONORE, STAFF, Sample},
    pair::{Pair, World},
    processes::free_ports,
};

use super::{VIEWS, is_sound, said};

/// The pair at addresses that the provider knows, and the provider.
async fn with_provider() -> (Pair, Oidc) {
    let ports = free_ports::<2>();
    let [public, staff] = ports.map(|port| format!("https://localhost:{port}"));
    let provider = Oidc::start(&[&public, &staff], "once");
    let mut world = World::build().await;
    [world.public_port, world.staff_port] = ports;
    let more = format!("public_url = {public:?}\nstaff_url = {staff:?}");
    world.more += &provider.table(world.folder.path(), "agency", &more);
    (Pair::in_world(world, "sqlite:store.db").await, provider)
}

/// Through the provider, as somebody.
async fn as_somebody(browser: &Browser, sub: &str) {
    browser.fill("sub", sub).await;
    browser.press("main button").await;
}

async fn story(view: View, staff: bool, sample: Sample) {
    let (pair, _provider) = with_provider().await;
    let port = if staff { pair.staff.port() } else { pair.public.port() };
    let browser = Browser::open(&format!("https://localhost:{port}"), view).await;
    let now = || pair.clock.advance(SystemClock.now() - pair.clock.now());
    // Nobody here is known to the provider yet: whoever comes from there is told what to do.
    now();
    browser.visit("/login").await;
    browser.tells(said(view, "Se connecter avec Compte agency", "Sign in with Account agency")).await;
    is_sound(&browser).await;
    browser.press(".doors form[action^='/login/with/agency'] button").await;
    as_somebody(&browser, "4711").await;
    browser.tells(said(view, "aucun compte d’ici n’y est lié", "no account here is linked to it")).await;
    is_sound(&browser).await;

    // As they are told: in by the password, and bound from the account's page. The provider remembers who they are.
    browser.sign_in(sample.login, sample.password).await;
    browser.arrives("/").await;
    browser.visit("/account/providers").await;
    browser.tells(said(view, "Votre compte n’y est pas lié", "Your account is not linked there")).await;
    is_sound(&browser).await;
    browser.fill("password", sample.password).await;
    now();
    browser.press("form[action='/account/providers/link'] > button").await;
    browser.arrives("/account").await;
    browser.tells(said(view, "vos liens sont à jour", "your links are up to date")).await;
    browser.press("header form[action='/logout'] button").await;
    browser.arrives("/login").await;

    // In by the provider, and out there as well.
    now();
    browser.press(".doors form[action^='/login/with/agency'] button").await;
    browser.arrives("/").await;
    browser.press("header form[action='/logout'] button").await;
    // The provider asks whether to end its own session too, and leads back.
    browser.press("button[name=logout][value=yes]").await;
    browser.arrives("/login").await;
    now();
    browser.press(".doors form[action^='/login/with/agency'] button").await;
    // Nobody is signed in there any more: it asks again.
    as_somebody(&browser, "").await;
    browser.tells(said(view, "n’a pas confirmé votre identité", "did not recognise you")).await;
    is_sound(&browser).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_binds_the_account_and_comes_and_goes_by_the_provider() {
    for view in VIEWS {
        story(view, false, ELEONORE).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_of_staff_binds_the_account_and_comes_and_goes_by_the_provider() {
    for view in VIEWS {
        story(view, true, STAFF).await;
    }
}
