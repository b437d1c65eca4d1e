//! Persons with accounts to come.

use std::{path::Path, process::Command, sync::Arc, time::Duration};

use sqlx::{Connection as _, PgConnection, SqliteConnection};
use tokio::sync::Notify;
use vantail_shared::{call::Language, clock::ManualClock, failure::Code, random::SystemRandom};

use crate::{
    business::testing::TestDatabase,
    calendar::Calendar,
    identity::{PasswordCost, PasswordPool, Person, PoolRules},
    map::samples,
    people::People,
    provision::{
        Halt, Output, Progress, Provision, Report, Request, Wanted,
        files::Folder,
        letter::{Letterhead, Window},
    },
    store::{Connection, Store, testing::Place},
};

/// Ahead of UTC by an hour in winter.
pub(crate) const ZONE: &str = "Europe/Paris";

/// 2026-11-22, noon.
pub(crate) const NOON: i64 = 1_795_348_800;

/// Light: what is tested is not the hash.
const COST: PasswordCost = PasswordCost { memory_kib: 8, passes: 1, lanes: 1 };

pub(crate) struct World {
    pub(crate) provision: Provision,
    pub(crate) store: Store,
    pub(crate) clock: ManualClock,
    pub(crate) letters: tempfile::TempDir,
    pub(crate) database: TestDatabase,
    pub(crate) place: Place,
}

impl World {
    /// Tenants with the keys from 1 on.
    pub(crate) async fn new(place: Place, tenants: usize) -> Self {
        Self::with(place, tenants, "", "").await
    }

    /// The same with more in the map, and rows that are changed afterwards.
    pub(crate) async fn with(place: Place, tenants: usize, map: &str, rows: &'static str) -> Self {
        let more = map;
        let mut database = TestDatabase::new().await;
        let insert = "INSERT INTO person (id, kind, first_name, last_name, email, phone) \
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) \
            SELECT i, 'tenant', 'Person', 'No' || i, i || '@example.org', (69000 + i % 7) || ' Lyon' FROM n WHERE i <= ?";
        let count = i64::try_from(tenants).unwrap();
        sqlx::query(insert).bind(count).bind(count).execute(&mut database.writer).await.unwrap();
        sqlx::raw_sql(rows).execute(&mut database.writer).await.unwrap();
        let map = samples::MAP.replacen(
            "email = \"email\"",
            "email = \"email\"\npostal = [\"1 rue A\", \"{phone}\"]",
            1,
        );
        let map = map.replace("\"1 rue A\", ", "");
        let list = "\n[lists.first]\npersons = [\"tenant\"]\nsql = \"SELECT id FROM person WHERE id <= 3\"\nreads = [\"person\"]\n";
        let map = Arc::new(database.map_of(&(map + list + more)).await);
        let clock = ManualClock::at(NOON);
        let store = place.open().await;
        let people = People::new(Arc::clone(&map), database.business(), Arc::new(clock.clone()));
        let head = Letterhead {
            controller: map.controller.clone(),
            logo: None,
            window: Window::Left,
            public_url: "https://portal.example.org".to_owned(),
            staff_url: Some("https://staff.example.org".to_owned()),
        };
        let pool = PasswordPool::start(COST, PoolRules::default()).unwrap();
        let calendar = Calendar::new(Arc::new(clock.clone()), ZONE).unwrap();
        let random = Arc::new(SystemRandom);
        let provision =
            Provision::open(store.clone(), pool, people, (Some(head), 30), calendar, random).await.unwrap();
        let letters = tempfile::tempdir().unwrap();
        Self { provision, store, clock, letters, database, place }
    }

    pub(crate) async fn run(&self, request: &Request, together: bool) -> Result<Report, Halt> {
        let output = Output { folder: self.letters.path().to_owned(), together };
        self.provision.run(request, &output, &|_| {}).await
    }

    /// Runs until it tells of this, and is cut off there.
    pub(crate) async fn cut_off(
        &self,
        request: &Request,
        together: bool,
        at: impl Fn(Progress) -> bool + Sync,
    ) {
        let there = Notify::new();
        let tell = |progress| {
            if at(progress) {
                there.notify_one();
            }
        };
        let output = Output { folder: self.letters.path().to_owned(), together };
        tokio::select! {
            biased;
            () = there.notified() => {}
            done = self.provision.run(request, &output, &tell) => panic!("it was not cut off: {done:?}"),
        }
        // A file that was being written keeps the folder to its end.
        while Folder::open(self.letters.path()).is_err() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// A statement past the program.
    pub(crate) async fn give(&self, statement: &'static str) {
        if self.place.url.starts_with("sqlite:") {
            let mut link = SqliteConnection::connect(&self.place.url).await.unwrap();
            sqlx::raw_sql(statement).execute(&mut link).await.unwrap();
        } else {
            let mut link = PgConnection::connect(&self.place.url).await.unwrap();
            sqlx::raw_sql(statement).execute(&mut link).await.unwrap();
        }
    }

    /// A count past the program.
    pub(crate) async fn count(&self, statement: &'static str) -> i64 {
        if self.place.url.starts_with("sqlite:") {
            let mut link = SqliteConnection::connect(&self.place.url).await.unwrap();
            sqlx::query_scalar(statement).fetch_one(&mut link).await.unwrap()
        } else {
            let mut link = PgConnection::connect(&self.place.url).await.unwrap();
            sqlx::query_scalar(statement).fetch_one(&mut link).await.unwrap()
        }
    }

    pub(crate) async fn reader(&self) -> Connection {
        self.store.reader().await.unwrap()
    }
}

/// Why nothing was begun.
pub(crate) fn code(done: Result<Report, Halt>) -> Code {
    match done {
        Err(Halt::Refused(failure)) => failure.code,
        other => panic!("{other:?}"),
    }
}

/// Everybody.
pub(crate) fn all(reset: bool) -> Request {
    Request { wanted: Wanted::All { kind: "tenant".to_owned(), role: None }, reset }
}

pub(crate) fn tenant(key: &str) -> Person {
    Person { kind: "tenant".to_owned(), key: vec![key.to_owned()] }
}

/// What a reader finds in a file, page by page.
pub(crate) fn pages(file: &Path) -> Vec<String> {
    let output = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output().unwrap();
    assert!(output.status.success(), "{file:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\u{c}').map(str::to_owned).collect()
}

/// The first word of a page that has this many groups of four signs.
pub(crate) fn secret(page: &str, groups: usize) -> Option<String> {
    let shape = |word: &&str| {
        let parts: Vec<&str> = word.split('-').collect();
        parts.len() == groups
            && parts.iter().all(|part| {
                part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            })
    };
    page.split_whitespace().find(shape).map(str::to_owned)
}

pub(crate) const NAME: usize = 3;
pub(crate) const PASSWORD: usize = 5;
pub(crate) const USUAL: Language = Language::Fr;
