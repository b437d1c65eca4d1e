use sqlx::{Connection as _, PgConnection, SqliteConnection};
use std::time::Duration;

use vantail_proto::staff::{SearchPeopleReply, account::State, act::Kind};
use vantail_shared::{call::Language, clock::ManualClock, random::SystemRandom, tls::FrontKind};
use zeroize::Zeroizing;

use super::*;
use crate::{
    business::testing::TestDatabase,
    calendar::Calendar,
    identity::{Door, PasswordCost, PasswordPool, PoolRules, Rules},
    map::samples,
    provision::letter::{Letterhead, Window},
    store::testing::{Place, over_both_stores},
};

mod acts;
mod letters;
mod search;

/// Far below the floor: these tests are about behaviour, not about the cost of guessing.
const LIGHT: PasswordCost = PasswordCost { memory_kib: 64, passes: 1, lanes: 1 };
const PASSWORD: &str = "une longue phrase secrète";
const NOON: i64 = 1_795_348_800;

const ROWS: &str = "INSERT INTO person (id, kind, first_name, last_name, email) VALUES
    (1, 'tenant', 'Zoé', 'Roux', 'zoe@example.org'), (2, 'tenant', 'Noé', 'Petit', ''),
    (3, 'owner', 'Ann', 'Roux', NULL), (4, 'tenant', 'Léa', 'Blanc', NULL);";

/// A desk over a store and a small business database, with one member of staff at it.
struct World {
    place: Place,
    clock: ManualClock,
    desk: Desk,
    clerk: StaffSession,
    database: TestDatabase,
}

impl World {
    async fn new(place: Place) -> Self {
        let mut database = TestDatabase::new().await;
        sqlx::raw_sql(ROWS).execute(&mut database.writer).await.unwrap();
        let map = Arc::new(database.map_of(samples::MAP).await);
        let clock = ManualClock::at(NOON);
        let (shared, random) = (Arc::new(clock.clone()), Arc::new(SystemRandom));
        let rules = PoolRules { threads: 1, queue: 16, wait: Duration::from_mins(1) };
        let passwords = PasswordPool::start(LIGHT, rules).unwrap();
        let store = place.open().await;
        let rules = Rules::default();
        let identity = Identity::new(store.clone(), passwords, rules, shared.clone(), random.clone());
        let identity = identity.await.unwrap();
        let outbox = Outbox::open(&store, None, shared.clone(), random.clone()).await.unwrap();
        let handles = Handles::new(&[7; 32], 3600, shared.clone(), random);
        let people = People::new(Arc::clone(&map), database.business(), shared.clone());
        let head = Letterhead {
            controller: map.controller.clone(),
            logo: None,
            window: Window::Left,
            public_url: "https://portal.example.org".to_owned(),
            staff_url: Some("https://staff.example.org".to_owned()),
        };
        let pool = PasswordPool::start(LIGHT, PoolRules::default()).unwrap();
        let letters = (Some(head), 30);
        let provision = Provision::open(
            store.clone(),
            pool,
            people.clone(),
            letters,
            Calendar::utc(shared.clone()),
            Arc::new(SystemRandom),
        );
        let provision = provision.await.unwrap();
        let staff = identity.create_staff_account("Paul Martin", "paul", secret()).await.unwrap();
        let desk = Desk::new(store, identity, people, provision, outbox, handles, shared);
        let clerk = StaffSession::for_tests(staff, 1);
        Self { place, clock, desk, clerk, database }
    }

    /// An account for a person of the business database, in this state.
    async fn account(&self, kind: &str, key: &str, login: &str, state: &'static str) {
        self.desk.identity.create_person_account(person(kind, key), login, secret()).await.unwrap();
        self.give(state).await;
    }

    /// A statement past the program.
    async fn give(&self, statement: &'static str) {
        if self.place.url.starts_with("sqlite:") {
            let mut link = SqliteConnection::connect(&self.place.url).await.unwrap();
            sqlx::query(statement).execute(&mut link).await.unwrap();
        } else {
            let mut link = PgConnection::connect(&self.place.url).await.unwrap();
            sqlx::query(statement).execute(&mut link).await.unwrap();
        }
    }

    fn clerk(&self) -> Clerk<'_> {
        Clerk { session: &self.clerk, front: "staff1" }
    }

    async fn ask(&self, words: &str, state: &str) -> SearchPeopleReply {
        let handle = self.desk.find(&self.clerk, words, state).unwrap();
        self.desk.search(&self.clerk, Language::En, &handle).await.unwrap()
    }

    /// The handle of the one person whom these words find.
    async fn handle(&self, words: &str) -> String {
        let reply = self.ask(words, "").await;
        assert_eq!(reply.people.len(), 1, "{words}: {reply:?}");
        reply.people.into_iter().next().unwrap().handle
    }

    /// The state of the account and the kinds of the last acts, the newest first.
    async fn stands(&self, handle: &str) -> (State, Vec<Kind>) {
        let shown = self.desk.show(&self.clerk, Language::En, handle).await.unwrap();
        let state = shown.found.unwrap().account.unwrap().state();
        (state, shown.history.iter().map(vantail_proto::staff::Act::kind).collect())
    }
}

fn secret() -> Zeroizing<String> {
    Zeroizing::new(PASSWORD.to_owned())
}

fn person(kind: &str, key: &str) -> Person {
    Person { kind: kind.to_owned(), key: vec![key.to_owned()] }
}

/// Leaves an account as it was made.
const AS_MADE: &str = "UPDATE account SET state = state";
