//! How often the network is crossed: a proxy before the server counts.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{Connection as _, MySqlConnection, PgConnection};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{UnixListener, UnixStream},
};

use super::*;
use crate::{
    business::testing::mariadb,
    map::{CheckedMap, samples},
    query::{Asked, Cache, Inquiry, Part, Subject, Whom},
    store::testing::Place,
};

/// Counts how often bytes go to the server after bytes came from it.
async fn proxy(listener: UnixListener, target: String, flights: Arc<AtomicU32>) {
    while let Ok((mut client, _)) = listener.accept().await {
        let mut server = UnixStream::connect(&target).await.unwrap();
        let flights = flights.clone();
        tokio::spawn(async move {
            let (mut asked, mut told) = (vec![0; 65536], vec![0; 65536]);
            let mut asking = false;
            loop {
                tokio::select! {
                    read = client.read(&mut asked) => {
                        let Ok(count @ 1..) = read else { return };
                        if !asking {
                            flights.fetch_add(1, Ordering::SeqCst);
                        }
                        asking = true;
                        server.write_all(&asked[..count]).await.unwrap();
                    }
                    read = server.read(&mut told) => {
                        let Ok(count @ 1..) = read else { return };
                        asking = false;
                        client.write_all(&told[..count]).await.unwrap();
                    }
                }
            }
        });
    }
}

/// Every page, the first page and the frame of a person, once everything is warm, are one flight each.
async fn one_flight_each(
    direct: &str,
    socket: &str,
    place: impl FnOnce(&Path) -> (std::path::PathBuf, String),
) {
    let folder = tempfile::tempdir().unwrap();
    let (path, url) = place(folder.path());
    let flights = Arc::new(AtomicU32::new(0));
    tokio::spawn(proxy(UnixListener::bind(path).unwrap(), socket.to_owned(), flights.clone()));
    let schema = Business::open(direct).unwrap().schema().await.unwrap();
    let map: CheckedMap =
        samples::map(samples::MAP).check(schema, &vantail_shared::config::Faults::new()).unwrap();
    let business = Business::open(url.as_str()).unwrap();
    let today = time::macros::date!(2026 - 11 - 22);
    let key = ["1".to_owned()];
    let whom = Whom::new(&map, map.kind("tenant").unwrap(), &key, today);
    let inquiry = |page| {
        let part = Part { limit: 50, from: None };
        Inquiry::whole(Subject::of(whom, page).unwrap(), Asked::default(), part)
    };
    let home: Vec<_> = map.pages_of(whom.kind).map(inquiry).collect();
    assert!(home.len() > 3);
    let cache = Cache::default();
    let mut statements: Vec<_> =
        home.iter().map(|one| cache.pages(std::slice::from_ref(one)).unwrap()).collect();
    statements.extend([cache.pages(&home).unwrap(), cache.person(whom)]);
    for warm in [false, true] {
        for statement in &statements {
            let before = flights.load(Ordering::SeqCst);
            business.read_one(statement.clone()).await.unwrap();
            let flown = flights.load(Ordering::SeqCst) - before;
            assert!(flown == 1 || !warm && flown > 1, "{flown} flights");
        }
    }
}

#[tokio::test]
async fn a_page_of_postgres_is_one_round_trip() {
    let direct = Place::postgres().url;
    let mut writer = PgConnection::connect(&direct).await.unwrap();
    let tables = include_str!("../../query/tests/schema-postgres.sql");
    sqlx::raw_sql(tables).execute(&mut writer).await.unwrap();
    let (base, host) = direct.split_once("?host=").unwrap();
    one_flight_each(&direct, &format!("{host}/.s.PGSQL.5432"), |folder| {
        (folder.join(".s.PGSQL.5432"), format!("{base}?host={}", folder.display()))
    })
    .await;
}

#[tokio::test]
async fn a_page_of_mariadb_is_one_round_trip() {
    let server = mariadb::Server::shared().await;
    let direct = server.url(&server.database());
    let mut writer = MySqlConnection::connect(&direct).await.unwrap();
    let tables = include_str!("../../query/tests/schema-mariadb.sql");
    sqlx::raw_sql(tables).execute(&mut writer).await.unwrap();
    let (base, socket) = direct.split_once("?socket=").unwrap();
    one_flight_each(&direct, socket, |folder| {
        (folder.join("socket"), format!("{base}?socket={}", folder.join("socket").display()))
    })
    .await;
}
