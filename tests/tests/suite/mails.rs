//! Mails through a real mail server that takes them, refuses them, is away, is slow, or goes midway.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use sqlx::{PgPool, SqlitePool};
use vantail_shared::clock::{Clock as _, SystemClock};
use vantail_tests::{
    organisation::ELEONORE,
    pair::{Pair, World},
    pki::Pki,
    postgres::Cluster,
    processes::Trio,
    smtp::Smtp,
    until::until,
};

const INSERT: &str = "INSERT INTO outbox (cause, recipient, language, front_kind, message, state, created_at, due_at) \
    VALUES ($1, $2, 'fr', 'public', 'terms_due', 'waiting', $3, $3)";
const COUNT: &str = "SELECT COUNT(*) FROM outbox WHERE state = $1";
const TRIED: &str = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND (tries = 0 OR claim IS NOT NULL OR due_at <= $1)";
const FIRST: &str =
    "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND tries = 1 AND claim IS NULL AND due_at = $1";
const HOUR: i64 = 3600;

/// A pair whose back sends through a server with this protection, and the back's store.
async fn with_server(protection: &'static str) -> (Smtp, Pair, SqlitePool) {
    let mut world = World::build().await;
    let server = Smtp::start(protection, world.pki.files("https-web"));
    world.mail = server.mail(world.folder.path());
    let pair = Pair::in_world(world, "sqlite:store.db").await;
    let address = format!("sqlite:{}", pair.world.path("store.db").display());
    (server, pair, SqlitePool::connect(&address).await.unwrap())
}

/// Writes mails that wait, as a cause's transaction does.
async fn put(store: &SqlitePool, now: i64, count: usize) {
    for number in 0..count {
        let (cause, to) = (format!("test/{number}"), format!("reader{number}@exemple.test"));
        sqlx::query(INSERT).bind(cause).bind(to).bind(now).execute(store).await.unwrap();
    }
}

/// Writes one mail of this cause.
async fn put_one(store: &SqlitePool, cause: &str, now: i64) {
    sqlx::query(INSERT).bind(cause).bind("gone@exemple.test").bind(now).execute(store).await.unwrap();
}

async fn settled(store: &SqlitePool, state: &str, count: i64) {
    until(&format!("{count} mails to be {state}"), async || {
        let found: i64 = sqlx::query_scalar(COUNT).bind(state).fetch_one(store).await.unwrap();
        (found == count).then_some(())
    })
    .await;
}

/// Waits until every mail that waits has been tried and put off.
async fn put_off(store: &SqlitePool, now: i64) {
    until("mails to be put off", async || {
        let due: i64 = sqlx::query_scalar(TRIED).bind(now).fetch_one(store).await.unwrap();
        (due == 0).then_some(())
    })
    .await;
}

/// Waits until the one mail was tried once and put off for the first time: no longer in anybody's hand.
async fn put_off_once(store: &SqlitePool, now: i64) {
    until("a mail to be put off for a minute", async || {
        let off: i64 = sqlx::query_scalar(FIRST).bind(now + 60).fetch_one(store).await.unwrap();
        (off == 1).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_takes_mails_over_each_protection() {
    for (protection, is_protected) in [("starttls", true), ("tls", true), ("none", false)] {
        let (server, pair, store) = with_server(protection).await;
        put(&store, pair.clock.now(), 1).await;
        settled(&store, "sent", 1).await;
        let [mail] = &server.received()[..] else { panic!("one mail") };
        assert_eq!((mail.protected, mail.signed_in, mail.taken), (is_protected, is_protected, true));
        assert_eq!(mail.to, "reader0@exemple.test");
        assert_eq!(mail.header("From"), "\"Cabinet Morel\" <portal@morel.example>");
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
        assert!(mail.header("Content-Type").starts_with("multipart/alternative;"));
        assert!(
            mail.data.contains("text/plain; charset=utf-8") && mail.data.contains("text/html; charset=utf-8")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_prove_its_name_is_told_nothing() {
    let mut world = World::build().await;
    let stranger = Pki::create(&world.path("stranger"));
    let server = Smtp::start("starttls", stranger.files("https-web"));
    let ours = world.pki.ca();
    world.mail = server
        .mail(world.folder.path())
        .replace(&stranger.ca().display().to_string(), &ours.display().to_string());
    let pair = Pair::in_world(world, "sqlite:store.db").await;
    let url = format!("sqlite:{}", pair.world.path("store.db").display());
    let store = SqlitePool::connect(&url).await.unwrap();
    put(&store, pair.clock.now(), 1).await;
    put_off(&store, pair.clock.now()).await;
    settled(&store, "waiting", 1).await;
    assert!(server.received().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_now_is_tried_again_and_one_for_good_is_not() {
    let (mut server, pair, store) = with_server("starttls").await;
    server.fare("refuse 451");
    put(&store, pair.clock.now(), 1).await;
    put_off_once(&store, pair.clock.now()).await;
    server.fare("take");
    pair.clock.advance(61);
    settled(&store, "sent", 1).await;
    let taken: Vec<bool> = server.received().iter().map(|mail| mail.taken).collect();
    assert_eq!(taken, [false, true]);

    // A server that does not like the sender, or the mail, or does not say what it does not like, is mended by somebody.
    let refusals =
        ["sender 550 5.7.60", "sender 553", "recipient 550", "recipient 550 5.7.1", "refuse 550 5.7.1"];
    for (sent, refusal) in (2..).zip(refusals) {
        server.fare(refusal);
        put_one(&store, &format!("later/{sent}"), pair.clock.now()).await;
        put_off_once(&store, pair.clock.now()).await;
        server.fare("take");
        pair.clock.advance(61);
        settled(&store, "sent", sent).await;
    }

    server.fare("recipient 550 5.1.1");
    put_one(&store, "gone", pair.clock.now()).await;
    settled(&store, "failed", 1).await;
    let address = "SELECT recipient FROM outbox WHERE state = 'failed'";
    let address: Option<String> = sqlx::query_scalar(address).fetch_one(&store).await.unwrap();
    assert_eq!(address.as_deref(), Some("gone@exemple.test"), "staff see which address it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_for_a_day_loses_nothing() {
    let (mut server, pair, store) = with_server("tls").await;
    server.down();
    put(&store, pair.clock.now(), 8).await;
    for _ in 0..24 {
        put_off(&store, pair.clock.now()).await;
        pair.clock.advance(HOUR);
    }
    put_off(&store, pair.clock.now()).await;
    server.up();
    pair.clock.advance(HOUR);
    settled(&store, "sent", 8).await;
    let counts = server.counts();
    assert_eq!((counts.len(), counts.values().max()), (8, Some(&1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_midway_gets_the_same_mail_again() {
    let (mut server, pair, store) = with_server("starttls").await;
    server.fare("cut");
    put(&store, pair.clock.now(), 1).await;
    put_off_once(&store, pair.clock.now()).await;
    server.fare("take");
    pair.clock.advance(61);
    settled(&store, "sent", 1).await;
    // Whoever has both knows them for one.
    assert_eq!(server.counts().into_values().collect::<Vec<_>>(), [2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_for_a_mail_server() {
    let (mut server, pair, store) = with_server("starttls").await;
    let known = "UPDATE account SET email = 'eleonore@exemple.test' WHERE login = $1";
    sqlx::query(known).bind(ELEONORE.login).execute(&store).await.unwrap();
    server.fare("slow 8");
    let mut visitor = pair.visitor();
    visitor.get("/forgot").await;
    let asked = Instant::now();
    let answer = visitor.post("/forgot", &[("login", ELEONORE.login)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(asked.elapsed() < Duration::from_secs(4), "{:?}", asked.elapsed());
    until("the server to have the mail", async || (!server.received().is_empty()).then_some(())).await;
    settled(&store, "sent", 1).await;
    let mail = &server.received()[0];
    for personal in vantail_tests::organisation::PERSONAL {
        let body = mail.data.split_once("\r\n\r\n").unwrap().1;
        assert!(!body.contains(personal), "{personal} in {body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_backs_send_each_mail_once_and_one_that_falls_loses_none() {
    let (cluster, mut world) = (Cluster::start().await, World::build().await);
    let mut server = Smtp::start("starttls", world.pki.files("https-web"));
    world.mail = server.mail(world.folder.path());
    let mut trio = Trio::in_world(world, &cluster.url()).await;
    let store = PgPool::connect(&cluster.url()).await.unwrap();
    let put = async |name: &str, count: usize| {
        for number in 0..count {
            let (cause, to) = (format!("{name}/{number}"), format!("{name}{number}@exemple.test"));
            sqlx::query(INSERT).bind(cause).bind(to).bind(SystemClock.now()).execute(&store).await.unwrap();
        }
    };
    let sent = async |count: i64| {
        until(&format!("{count} mails to be sent"), async || {
            let found: i64 = sqlx::query_scalar(COUNT).bind("sent").fetch_one(&store).await.unwrap();
            (found == count).then_some(())
        })
        .await;
    };
    put("once", 60).await;
    sent(60).await;
    let counts = server.counts();
    assert_eq!((counts.len(), counts.values().max()), (60, Some(&1)));

    server.fare("slow 1");
    put("fall", 20).await;
    until("a mail on its way", async || (server.received().len() > 62).then_some(())).await;
    trio.backs[0].kill().await;
    server.fare("take");
    // What the fallen one had in hand comes free when its lease is over.
    until("the other's mails to be sent", async || {
        let free = "UPDATE outbox SET due_at = 0, claim = NULL WHERE state = 'waiting' AND due_at > $1";
        sqlx::query(free).bind(SystemClock.now()).execute(&store).await.unwrap();
        let found: i64 = sqlx::query_scalar(COUNT).bind("sent").fetch_one(&store).await.unwrap();
        (found == 80).then_some(())
    })
    .await;
    let mails = server.received();
    let readers: BTreeSet<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!((readers.len(), server.counts().len()), (80, 80), "who got one twice got the same one");
}
