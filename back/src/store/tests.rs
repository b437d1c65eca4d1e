use std::{
    os::unix::fs::PermissionsExt as _,
    time::{Duration, Instant},
};

use vantail_shared::{
    failure::Code,
    random::{SeededRandom, SystemRandom},
};

use super::{
    testing::{Place, Server, over_both_stores},
    *,
};

over_both_stores!(
    secrets_are_made_once,
    many_backs_open_one_store,
    nothing_stays_without_commit,
    writers_at_once_all_count,
    a_caller_that_goes_away_blocks_nobody,
);

async fn secrets_are_made_once(place: Place) {
    let (one, two) = (place.open().await, place.open().await);
    let first = one.handle_secret(&SeededRandom::new(1)).await.unwrap();
    assert_eq!(first, two.handle_secret(&SeededRandom::new(2)).await.unwrap());
    assert_ne!(first, one.secret("other", &SeededRandom::new(3)).await.unwrap());
    one.close().await;
    let again = place.open().await;
    assert_eq!(first, again.handle_secret(&SystemRandom).await.unwrap());
}

async fn many_backs_open_one_store(place: Place) {
    let opened = futures_util::future::join_all((0..6).map(|_| place.open())).await;
    for store in opened {
        store.ping().await.unwrap();
    }
}

async fn nothing_stays_without_commit(place: Place) {
    let store = place.open().await;
    let mut connection = store.writer().await.unwrap();
    secret::get_or_insert(&mut connection, "lost", &[1; 32]).await.unwrap();
    drop(connection);
    let mut connection = store.writer().await.unwrap();
    secret::get_or_insert(&mut connection, "lost too", &[1; 32]).await.unwrap();
    connection.roll_back().await.unwrap();
    assert_eq!(secret::count(&mut store.reader().await.unwrap()).await.unwrap(), 0);
}

async fn writers_at_once_all_count(place: Place) {
    let stores = [place.open().await, place.open().await];
    let writes = (0..40).map(|number| {
        let store = stores[number % 2].clone();
        tokio::spawn(async move {
            let mut connection = store.writer().await.unwrap();
            let mut times = throttle::lock(&mut connection, b"key").await.unwrap();
            times.push(1);
            throttle::write(&mut connection, b"key", &times, 9).await.unwrap();
            connection.commit().await.unwrap();
        })
    });
    for write in futures_util::future::join_all(writes).await {
        write.unwrap();
    }
    let mut connection = stores[0].writer().await.unwrap();
    assert_eq!(throttle::lock(&mut connection, b"key").await.unwrap().len(), 40);
}

async fn a_caller_that_goes_away_blocks_nobody(place: Place) {
    let store = place.open().await;
    for _ in 0..20 {
        let mut connection = store.writer().await.unwrap();
        // One poll: the statement is on its way when its caller goes.
        let statement = throttle::lock(&mut connection, b"key");
        tokio::select! {
            biased;
            _ = statement => {}
            () = std::future::ready(()) => {}
        }
    }
    let mut connection = store.writer().await.unwrap();
    assert_eq!(throttle::lock(&mut connection, b"key").await.unwrap(), [0_i64; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_went_away_is_told_in_time_and_found_again() {
    let server = Server::start();
    let store = Store::open(&server.database()).await.unwrap();
    store.ping().await.unwrap();
    server.down();
    for _ in 0..3 {
        let asked = Instant::now();
        assert_eq!(store.ping().await.unwrap_err().code, Code::Unavailable);
        assert!(asked.elapsed() < Duration::from_secs(3));
    }
    server.up();
    let returned = Instant::now();
    while store.ping().await.is_err() {
        assert!(returned.elapsed() < Duration::from_secs(5));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hangs_is_told_in_time_and_found_again() {
    let server = Server::start();
    let store = Store::open(&server.database()).await.unwrap();
    // Every connection there may be is open before the server falls silent.
    let warm = futures_util::future::join_all((0..16).map(|_| store.ping())).await;
    assert!(warm.iter().all(Result::is_ok));
    server.freeze();
    for _ in 0..2 {
        let asked = Instant::now();
        for answer in futures_util::future::join_all((0..16).map(|_| store.ping())).await {
            assert_eq!(answer.unwrap_err().code, Code::Unavailable);
        }
        assert!(asked.elapsed() < Duration::from_secs(3));
    }
    server.thaw();
    let returned = Instant::now();
    while store.ping().await.is_err() {
        assert!(returned.elapsed() < Duration::from_secs(5));
    }
    let all = futures_util::future::join_all((0..16).map(|_| store.ping())).await;
    assert!(all.iter().all(Result::is_ok));
}

#[tokio::test]
async fn only_the_owner_may_read_an_embedded_store() {
    let place = Place::sqlite();
    let store = place.open().await;
    store.handle_secret(&SystemRandom).await.unwrap();
    let folder = std::path::Path::new(place.url.strip_prefix("sqlite:").unwrap()).parent().unwrap();
    let mut files = 0;
    for entry in folder.read_dir().unwrap() {
        files += 1;
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
    }
    assert_eq!(files, 4, "the store, its log, the log's index, the lock");
}

#[tokio::test]
async fn readers_cannot_write() {
    let place = Place::sqlite();
    let store = place.open().await;
    let mut connection = store.reader().await.unwrap();
    assert!(throttle::delete(&mut connection, b"key").await.is_err());
}

#[tokio::test]
async fn a_url_of_another_form_is_refused_without_repeating_it() {
    for url in
        ["", "mysql://root:secret@host/db", "sqlite::memory:", "sqlite:", "postgres://host:port/secret"]
    {
        let error = Store::open(url).await.unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
