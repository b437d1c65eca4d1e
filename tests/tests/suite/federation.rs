//! Signing in at a real provider, through the real pair.

use std::{
    collections::BTreeMap,
    process::{Command, Stdio},
};

use http::{Method, StatusCode, header};
use vantail_shared::clock::{Clock as _, SystemClock};
use vantail_tests::{
    oidc::Oidc,
    organisation::{ELEONORE, QUENTIN, STAFF, WANDA},
    pair::{Pair, World},
    processes::binary,
    web::{Answer, Visitor},
};

/// The portal's address as the provider knows it; the test posts back by hand.
const PORTAL: &str = "https://portal.example";
const COOKIE: &str = "__Host-vantail";
const RETURNED: &str = "__Host-vantail-returned";

/// A pair with one provider, whose subjects are the tenants' numbers.
async fn pair(class: &str, more: &str) -> (Pair, Oidc) {
    let provider = Oidc::start(&[PORTAL], class);
    let mut world = World::build().await;
    world.more += &provider.table(world.folder.path(), "agency", more);
    (Pair::in_world(world, "sqlite:store.db").await, provider)
}

const BY_NUMBER: &str =
    "public_url = \"https://portal.example\"\nmatch = { claim = \"sub\", kind = \"tenant\" }";

/// The provider's clock is the machine's.
fn now(pair: &Pair) {
    pair.clock.advance(SystemClock.now() - pair.clock.now());
}

/// Where the page leads to.
fn away(answer: &Answer, provider: &Oidc) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.links(&provider.issuer()).remove(0)
}

/// What a browser does with the provider's page: it posts to us, from there, brings no cookie along and keeps what it gets.
async fn post_back(browser: &mut Visitor, fields: &BTreeMap<String, String>) -> Answer {
    assert_eq!(fields["action"], format!("{PORTAL}/login/return"));
    let body: Vec<_> = ["state", "code", "error", "iss"]
        .iter()
        .filter_map(|name| Some(format!("{name}={}", fields.get(*name)?.replace(':', "%3A"))))
        .collect();
    let request = browser.request(Method::POST, "/login/return");
    let mut request = request.body(body.join("&").into_bytes().into()).unwrap();
    let headers = request.headers_mut();
    headers.remove(header::COOKIE);
    headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
    headers.insert(header::ORIGIN, "http://127.0.0.1:1".parse().unwrap());
    headers.insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
    browser.send(request).await.unwrap()
}

/// The whole way of a visitor as `sub`.
async fn sign_in(pair: &Pair, provider: &Oidc, visitor: &mut Visitor, sub: &str) -> Answer {
    now(pair);
    let url = away(&visitor.post("/login/with/agency", &[]).await, provider);
    let answer = post_back(visitor, &provider.walk(&url, sub).await).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/login/finish"));
    assert!(visitor.cookie(RETURNED).is_some());
    let done = visitor.get("/login/finish").await;
    assert_eq!(visitor.cookie(RETURNED), None, "it is good for one way");
    done
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_comes_in_by_the_provider_and_leaves_it_again() {
    let (pair, provider) = pair("", &format!("{BY_NUMBER}\nscramble = true")).await;
    let mut visitor = pair.visitor();
    assert!(visitor.get("/login").await.text().contains("action=\"/login/with/agency"));
    let done = sign_in(&pair, &provider, &mut visitor, ELEONORE.key).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/"));
    assert!(visitor.get("/").await.text().contains("Éléonore"));

    // The password of the letters opens nothing any more.
    let mut other = pair.visitor();
    assert_eq!(other.sign_in(ELEONORE.login, ELEONORE.password).await.status, 401);
    // Bound by the subject now: once more, in another browser.
    assert_eq!(sign_in(&pair, &provider, &mut other, ELEONORE.key).await.status, 303);
    assert_eq!(other.get("/").await.status, 200);

    let left = visitor.post("/logout", &[]).await;
    let end = away(&left, &provider);
    assert!(end.starts_with(&format!("{}/session/end?id_token_hint=", provider.issuer())), "{end}");
    assert!(end.contains("post_logout_redirect_uri=https%3A%2F%2Fportal.example%2Flogin"));
    assert_eq!(visitor.cookie(COOKIE), None);
    let at_provider = provider.walk(&end, "").await;
    assert_eq!(at_provider["status"], "200", "the provider takes it: {at_provider:?}");
    // Whoever came in by password has nobody else to leave.
    let mut quentin = pair.signed_in(QUENTIN).await;
    assert_eq!(quentin.post("/logout", &[]).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_open_nothing_once_the_provider_has_proved_the_person() {
    let (pair, provider) = pair("", BY_NUMBER).await;
    // The two letters are under way.
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(pair.world.path("store.db"));
    let mut store = <sqlx::SqliteConnection as sqlx::Connection>::connect_with(&options).await.unwrap();
    let invite = "update account set state = 'invited', password_from = 'initial', verified_at = null, \
        initial_until = 9000000000 where login = ?1";
    sqlx::query(invite).bind(ELEONORE.login).execute(&mut store).await.unwrap();
    let mut visitor = pair.visitor();
    assert_eq!(sign_in(&pair, &provider, &mut visitor, ELEONORE.key).await.status, 303);
    assert_eq!(visitor.get("/").await.status, 200);
    // Whoever has opened them comes too late: nobody would ask for the code any more.
    assert_eq!(pair.visitor().sign_in(ELEONORE.login, ELEONORE.password).await.status, 401);
    assert_eq!(sign_in(&pair, &provider, &mut pair.visitor(), ELEONORE.key).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_not_this_browsers_way_opens_nothing() {
    let (pair, provider) = pair("", BY_NUMBER).await;
    now(&pair);
    let begin = async |visitor: &mut Visitor| away(&visitor.post("/login/with/agency", &[]).await, &provider);
    let refused = async |visitor: &mut Visitor, sentence: &str| {
        let answer = visitor.get("/login/finish").await;
        assert_eq!(answer.status, 422, "{sentence}");
        assert!(answer.text().contains(sentence), "{sentence} in {}", answer.text());
    };
    let over = "n’a pas abouti";

    // Nobody began; nobody came back yet; a browser that did not begin, and one that began another way.
    refused(&mut pair.visitor(), over).await;
    let mut owner = pair.visitor();
    let fields = provider.walk(&begin(&mut owner).await, ELEONORE.key).await;
    let mut early = owner.clone();
    refused(&mut early, over).await;
    let mut owner = pair.visitor();
    let fields_of_owner = provider.walk(&begin(&mut owner).await, ELEONORE.key).await;
    post_back(&mut early, &fields).await;
    post_back(&mut owner, &fields_of_owner).await;
    let mut stranger = pair.visitor();
    refused(&mut stranger, over).await;
    begin(&mut stranger).await;
    refused(&mut stranger, over).await;
    // The one that began it, once.
    assert_eq!(owner.get("/login/finish").await.status, 303);
    refused(&mut owner.clone(), over).await;

    // Another code under the state of this way: the provider refuses it, for it is used, and of another PKCE.
    let mut thief = pair.visitor();
    let mine = provider.walk(&begin(&mut thief).await, ELEONORE.key).await;
    let mut mixed = mine.clone();
    mixed.insert("code".to_owned(), fields_of_owner["code"].clone());
    post_back(&mut thief, &mixed).await;
    // What comes second counts for nothing.
    post_back(&mut thief.clone(), &mine).await;
    let sentence = "n’a pas confirmé votre identité";
    refused(&mut thief, sentence).await;
    // The person said no; another provider's name; a state that was never given; nothing at all.
    let mut visitor = pair.visitor();
    let no = provider.walk(&begin(&mut visitor).await, "").await;
    assert_eq!(no["error"], "access_denied");
    post_back(&mut visitor, &no).await;
    refused(&mut visitor, sentence).await;
    let mut fields = provider.walk(&begin(&mut visitor).await, ELEONORE.key).await;
    fields.insert("iss".to_owned(), "https://other.example".to_owned());
    post_back(&mut visitor, &fields).await;
    refused(&mut visitor, sentence).await;
    for state in ["", "x", &"A".repeat(43), &"A".repeat(5000)] {
        fields.insert("state".to_owned(), state.to_owned());
        assert_eq!(post_back(&mut visitor, &fields).await.status, 303);
    }
    // Too late.
    let fields = provider.walk(&begin(&mut visitor).await, ELEONORE.key).await;
    post_back(&mut visitor, &fields).await;
    pair.clock.advance(15 * 60);
    refused(&mut visitor, over).await;
    // A person without an account here, and a provider that is none.
    let unknown = sign_in(&pair, &provider, &mut visitor, "4711").await;
    assert!(unknown.status == 422 && unknown.text().contains("aucun compte d’ici"));
    assert_eq!(visitor.post("/login/with/other", &[]).await.status, 404);
    assert_eq!(visitor.get("/").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_begun_here_and_returned_there_opens_nothing() {
    let (pair, provider) = pair("", BY_NUMBER).await;
    now(&pair);
    let over = "n’a pas abouti";
    // Somebody begins, and leads the owner to the provider: the owner's browser brings the answer.
    let (mut stranger, mut owner) = (pair.visitor(), pair.visitor());
    let url = away(&stranger.post("/login/with/agency", &[]).await, &provider);
    let brought = post_back(&mut owner, &provider.walk(&url, ELEONORE.key).await).await;
    assert_eq!((brought.status.as_u16(), brought.header("location")), (303, "/login/finish"));
    for browser in [&mut stranger, &mut owner] {
        let answer = browser.get("/login/finish").await;
        assert!(answer.status == 422 && answer.text().contains(over), "{}", answer.text());
        assert_eq!(browser.get("/").await.status, 303, "nobody is signed in");
    }
    // A ticket of another way is none.
    let url = away(&stranger.post("/login/with/agency", &[]).await, &provider);
    let theirs = provider.walk(&url, ELEONORE.key).await;
    post_back(&mut owner, &theirs).await;
    let own = away(&pair.visitor().post("/login/with/agency", &[]).await, &provider);
    post_back(&mut stranger, &provider.walk(&own, QUENTIN.key).await).await;
    assert_eq!(stranger.get("/login/finish").await.status, 422);

    // The same for who binds an account of their own to somebody else's person.
    let mut wanda = pair.signed_in(WANDA).await;
    let password = [("provider", "agency"), ("password", WANDA.password)];
    let url = away(&wanda.post("/account/providers/link", &password).await, &provider);
    post_back(&mut owner, &provider.walk(&url, ELEONORE.key).await).await;
    let answer = wanda.get("/login/finish").await;
    assert!(answer.status == 422 && answer.text().contains(over), "{}", answer.text());
    let done = sign_in(&pair, &provider, &mut owner, ELEONORE.key).await;
    assert_eq!(done.header("location"), "/");
    assert!(owner.get("/").await.text().contains("Éléonore"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_return_is_open_to_other_sites() {
    let (pair, _provider) = pair("", BY_NUMBER).await;
    let visitor = pair.signed_in(QUENTIN).await;
    for path in [
        "/login/return/",
        "/login/return?x",
        "/login/finish",
        "/login/with/agency",
        "/account/providers/link",
    ] {
        let request = visitor.request(Method::POST, path).body(Vec::new().into()).unwrap();
        let (mut parts, body) = request.into_parts();
        parts.headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
        parts.headers.insert(header::ORIGIN, "https://evil.example".parse().unwrap());
        let answer = visitor.clone().send(http::Request::from_parts(parts, body)).await.unwrap();
        let open = path == "/login/return?x";
        assert_eq!(answer.status == 403, !open, "{path}: {}", answer.status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_bound_from_its_own_page_and_unbound_again() {
    let (pair, provider) = pair("", "public_url = \"https://portal.example\"").await;
    let mut quentin = pair.signed_in(QUENTIN).await;
    let wrong = [("provider", "agency"), ("password", "not mine")];
    assert_eq!(quentin.post("/account/providers/link", &wrong).await.status, 401);
    let right = [("provider", "agency"), ("password", QUENTIN.password)];
    now(&pair);
    let url = away(&quentin.post("/account/providers/link", &right).await, &provider);
    post_back(&mut quentin, &provider.walk(&url, "somebody").await).await;
    let done = quentin.get("/login/finish").await;
    assert_eq!(done.header("location"), "/account?provider", "{}", done.text());

    let mut again = pair.visitor();
    assert_eq!(sign_in(&pair, &provider, &mut again, "somebody").await.status, 303);
    assert!(again.get("/").await.text().contains("Quentin"));
    // The same person cannot be two accounts'.
    let mut wanda = pair.signed_in(WANDA).await;
    let hers = [("provider", "agency"), ("password", WANDA.password)];
    let url = away(&wanda.post("/account/providers/link", &hers).await, &provider);
    post_back(&mut wanda, &provider.walk(&url, "somebody").await).await;
    let taken = wanda.get("/login/finish").await;
    assert!(taken.status == 422 && taken.text().contains("déjà liée"), "{}", taken.text());

    assert_eq!(quentin.post("/account/providers/unlink", &right).await.status, 303);
    let gone = sign_in(&pair, &provider, &mut pair.visitor(), "somebody").await;
    assert!(gone.status == 422 && gone.text().contains("aucun compte d’ici"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_away_keeps_nobody_else_out() {
    let (pair, mut provider) = pair("", BY_NUMBER).await;
    let mut visitor = pair.visitor();
    now(&pair);
    let url = away(&visitor.post("/login/with/agency", &[]).await, &provider);
    let fields = provider.walk(&url, ELEONORE.key).await;
    post_back(&mut visitor, &fields).await;
    provider.kill();
    let answer = visitor.get("/login/finish").await;
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(!answer.header("retry-after").is_empty());
    let mut quentin = pair.signed_in(QUENTIN).await;
    assert_eq!(quentin.get("/").await.status, 200);
    assert_eq!(pair.visitor().get("/login").await.status, 200);
    // What it said of itself is old: now nobody can be led there, and is told so at once.
    pair.clock.advance(3601);
    for _ in 0..2 {
        assert_eq!(pair.visitor().post("/login/with/agency", &[]).await.status, 503);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_providers_second_factor_counts_where_it_is_trusted() {
    for (class, status) in [("twice", "/"), ("once", "/login/enrol")] {
        let more = "public_url = \"https://portal.example\"\nstaff_url = \"https://portal.example\"\n\
                    second_factor_acr = [\"twice\"]\nmatch = { claim = \"sub\", source = \"csv: staff\" }";
        let provider = Oidc::start(&[PORTAL], class);
        let mut world = World::build().await;
        world.second_factor = "required";
        world.more += &provider.table(world.folder.path(), "agency", more);
        let pair = Pair::in_world(world, "sqlite:store.db").await;
        let store = pair.world.path("store.db");
        let set = "update account set source = 'csv: staff', source_key = 's-1' where login = ?1";
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(store);
        let mut link = <sqlx::SqliteConnection as sqlx::Connection>::connect_with(&options).await.unwrap();
        sqlx::query(set).bind(STAFF.login).execute(&mut link).await.unwrap();
        now(&pair);
        let mut clerk = Visitor::new(pair.staff, &pair.world.pki.ca());
        let url = away(&clerk.post("/login/with/agency", &[]).await, &provider);
        post_back(&mut clerk, &provider.walk(&url, "s-1").await).await;
        let done = clerk.get("/login/finish").await;
        assert_eq!(done.header("location"), status, "{class}: {}", done.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_imported_with_a_subject_comes_in_by_the_provider_at_once() {
    let provider = Oidc::start(&[PORTAL], "");
    let mut world = World::build().await;
    world.more += &provider.table(
        world.folder.path(),
        "agency",
        "public_url = \"https://portal.example\"\nscramble = true",
    );
    let pair = Pair::with_accounts(world, "sqlite:store.db", &[QUENTIN]).await;
    let unknown = sign_in(&pair, &provider, &mut pair.visitor(), "s-77").await;
    assert!(unknown.status == 422 && unknown.text().contains("aucun compte d’ici"));

    let list = pair.world.path("people.csv");
    let line = format!("k-1,eleonore,,tenant,{},agency,s-77\n", ELEONORE.key);
    std::fs::write(&list, format!("key,login,email,kind,person,provider,subject\n{line}")).unwrap();
    let mut command = Command::new(binary("vantail-back"));
    command.args(["account", "import", "--source", "hr", "--csv"]).arg(&list).arg("--config");
    let output = command.arg(pair.world.path("back.toml")).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success() && said.contains("1 of 1 linked to a person at a provider."), "{said}");

    // No letter, no password, no code: the provider has said who it is.
    let mut visitor = pair.visitor();
    let done = sign_in(&pair, &provider, &mut visitor, "s-77").await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/"), "{}", done.text());
    assert!(visitor.get("/").await.text().contains("Éléonore"));
    assert!(visitor.get("/account").await.text().contains("eleonore"));
    assert_eq!(pair.visitor().sign_in("eleonore", "eleonore").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_an_hour_off_is_told_and_keeps_nobody_out_for_good() {
    let (pair, provider) = pair("", BY_NUMBER).await;
    for off in [3600, -3600] {
        now(&pair);
        pair.clock.advance(off);
        let mut visitor = pair.visitor();
        let url = away(&visitor.post("/login/with/agency", &[]).await, &provider);
        post_back(&mut visitor, &provider.walk(&url, ELEONORE.key).await).await;
        let refused = visitor.get("/login/finish").await;
        let sentence = "n’a pas confirmé votre identité. Recommencez, ou choisissez une autre façon";
        assert!(refused.status == 422 && refused.text().contains(sentence), "{off}: {}", refused.text());
        assert_eq!(visitor.get("/").await.status, 303, "nobody is let in");
        // The other way that the sentence tells of is open, and so is this one once the clock is right.
        assert_eq!(pair.visitor().sign_in(QUENTIN.login, QUENTIN.password).await.status, 303);
        let done = sign_in(&pair, &provider, &mut visitor, ELEONORE.key).await;
        assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/"), "{off}");
    }
}
