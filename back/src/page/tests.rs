mod asked;
mod cells;

use vantail_proto::portal::body::Content as Wire;
use vantail_shared::{clock::ManualClock, random::SystemRandom};

use super::*;
use crate::{business::testing::TestDatabase, map::samples};

/// Every file below the root "main" that a notice names has 7 bytes; others are missing.
#[derive(Debug)]
struct Notices;

#[async_trait]
impl FileFacts for Notices {
    async fn presences(&self, sources: &[DocumentSource]) -> Vec<Presence> {
        let there = DocumentSource::File { root: "main".to_owned(), path: "notices/a.pdf".to_owned() };
        let presence =
            |source: &DocumentSource| if *source == there { Presence::Bytes(7) } else { Presence::Missing };
        sources.iter().map(presence).collect()
    }
}

struct World {
    database: TestDatabase,
    pages: Pages,
    clock: ManualClock,
    _store: crate::store::testing::Place,
}

const ROWS: &str = "
    INSERT INTO person VALUES
      (1, 'tenant', 'Zoé', 'Roux', ' zoe@example.org ', NULL, 'never shown'),
      (2, 'owner', NULL, 'Petit', NULL, NULL, 'never shown'),
      (3, 'tenant', NULL, NULL, NULL, NULL, 'never shown');
    INSERT INTO account VALUES (10, 1), (20, 2);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
      INSERT INTO statement_line SELECT i, 10, date('2026-01-01', '+' || i || ' days'), 'line ' || i, 100 + i FROM n;
    INSERT INTO statement_line VALUES (500, 20, '2026-01-01', 'other', -1);
    INSERT INTO document VALUES (1, 1, 'Bail', 'contract', '2025-05-01', 'bail.pdf', 1234);
    INSERT INTO document VALUES (2, 2, 'Appel', 'call', '2026-05-01', 'appel.pdf', 99);
    INSERT INTO notice VALUES ('a', 1, 'Coupure d''eau', 'a'), ('b', 1, 'Ascenseur', 'b');
";

impl World {
    async fn new() -> Self {
        Self::with(samples::MAP).await
    }

    /// With a map of its own.
    async fn with(map: &str) -> Self {
        let mut database = TestDatabase::new().await;
        sqlx::raw_sql(ROWS).execute(&mut database.writer).await.unwrap();
        let clock = ManualClock::at(1000);
        let handles = Handles::new(&[7; 32], 3600, Arc::new(clock.clone()), Arc::new(SystemRandom));
        let store = crate::store::testing::Place::sqlite();
        let opened = Opened::start(store.open().await, Arc::new(clock.clone()), &SystemRandom).await.unwrap();
        let pages = Pages::new(
            Arc::new(database.map_of(map).await),
            database.business(),
            handles,
            Arc::new(Notices),
            Calendar::new(Arc::new(clock.clone()), "UTC").unwrap(),
            opened,
        );
        Self { database, pages, clock, _store: store }
    }

    async fn code(&self, session: &PersonSession, page: &str, handle: &str) -> Code {
        self.pages.page(session, Language::En, page, handle, 0).await.unwrap_err().code
    }

    async fn papers(&self, session: &PersonSession) -> Vec<vantail_proto::portal::Document> {
        let reply = self.pages.page(session, Language::Fr, "papers", "", 0).await.unwrap();
        match reply.body.unwrap().content.unwrap() {
            Wire::Documents(documents) => documents.documents,
            other => panic!("{other:?}"),
        }
    }
}

fn session(kind: &str, key: &str) -> PersonSession {
    PersonSession::for_tests(Person { kind: kind.to_owned(), key: vec![key.to_owned()] })
}

fn statement(reply: PageReply) -> (vantail_proto::portal::Statement, String, String) {
    let body = reply.body.unwrap();
    match body.content.unwrap() {
        Wire::Statement(statement) => (statement, body.newer, body.older),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn home_shows_the_beginning_of_every_page_that_holds_something() {
    let world = World::new().await;
    let reply = world.pages.home(&session("tenant", "1"), Language::Fr).await.unwrap();
    let frame = reply.frame.clone().unwrap();
    assert_eq!((frame.person.as_str(), frame.kind.as_str()), ("Zoé Roux", "Locataire"));
    let menu: Vec<_> = frame.menu.iter().map(|entry| entry.page.as_str()).collect();
    assert_eq!(menu, ["me", "account", "odd", "papers"]);
    let shown: Vec<_> = reply.summaries.iter().map(|summary| summary.page.as_str()).collect();
    assert_eq!(shown, ["me", "account", "papers"]);
    let content = |at: usize| reply.summaries[at].body.clone().unwrap().content.unwrap();
    let Wire::Record(record) = content(0) else { panic!("a record") };
    assert_eq!(record.rows[0].cells[0].text.as_deref(), Some("Zoé"));
    let Wire::Statement(statement) = content(1) else { panic!("a statement") };
    assert_eq!(
        (statement.rows.len(), statement.total_rows, statement.balance.as_str()),
        (3, Some(120), "192.60")
    );
    let Wire::Documents(documents) = content(2) else { panic!("documents") };
    assert_eq!((documents.documents.len(), documents.total_rows), (3, 3));
    let all = format!("{reply:?}");
    assert!(!all.contains("never shown"));
    assert!(reply.summaries.iter().all(|summary| summary.body.as_ref().unwrap().older.is_empty()));
}

#[tokio::test]
async fn a_statement_is_read_part_by_part_and_back() {
    let world = World::new().await;
    let session = session("tenant", "1");
    let read = async |handle: &str| {
        statement(world.pages.page(&session, Language::En, "account", handle, 0).await.unwrap())
    };
    let (first, newer, older) = read("").await;
    assert!(newer.is_empty());
    assert_eq!((first.rows.len(), first.rows[0].balance.as_str()), (50, "192.60"));
    assert_eq!(first.rows[0].amount, "2.20");
    let (second, newer, older) = read(&older).await;
    assert_eq!(second.rows[0].cells[1].text.as_deref(), Some("line 70"));
    let (third, _, end) = read(&older).await;
    assert!(end.is_empty());
    assert_eq!((third.rows.len(), third.rows[19].balance.as_str()), (20, "1.01"));
    assert_eq!(read(&newer).await.0, first);
    // A row that came meanwhile moves nothing: the place is a row, not a number.
    let mut world = world;
    sqlx::query("INSERT INTO statement_line VALUES (900, 10, '2027-01-01', 'new', 5)")
        .execute(&mut world.database.writer)
        .await
        .unwrap();
    let again = world.pages.page(&session, Language::En, "account", &older, 0).await.unwrap();
    let again = statement(again).0;
    assert_eq!(again.rows, third.rows);
    assert_eq!(again.balance, "192.65");
}

#[tokio::test]
async fn what_is_not_this_persons_does_not_exist() {
    let world = World::new().await;
    let (zoe, petit) = (session("tenant", "1"), session("owner", "2"));
    let reply = world.pages.page(&zoe, Language::En, "account", "", 0).await.unwrap();
    let (_, _, older) = statement(reply);
    assert_eq!(world.code(&petit, "odd", "").await, Code::NotFound, "a page of another kind");
    assert_eq!(world.code(&zoe, "nothing", "").await, Code::NotFound);
    assert_eq!(world.code(&zoe, "account", "garbled").await, Code::NotFound);
    assert_eq!(world.code(&zoe, "papers", &older).await, Code::NotFound, "a handle of another page");
    let document = world.papers(&zoe).await.remove(0).handle;
    assert_eq!(world.code(&zoe, "account", &document).await, Code::NotFound, "a handle for another action");
    world.clock.advance(3600);
    assert_eq!(world.code(&zoe, "account", &older).await, Code::NotFound, "a handle past its end");
}

#[tokio::test]
async fn documents_open_for_their_person_as_things_stand_now() {
    let mut world = World::new().await;
    let zoe = session("tenant", "1");
    let papers = world.papers(&zoe).await;
    let facts: Vec<_> =
        papers.iter().map(|d| (d.title.as_str(), d.category.as_str(), d.date.as_str(), d.size)).collect();
    assert_eq!(
        facts,
        [
            ("Bail", "contract", "2025-05-01", Some(1234)),
            ("Coupure d'eau", "Avis", "", Some(7)),
            ("Ascenseur", "Avis", "", None),
        ]
    );
    assert_eq!(papers[1].media_type, "application/pdf");
    let found = world.pages.document(&zoe, &papers[1].handle).await.unwrap();
    let file = DocumentSource::File { root: "main".to_owned(), path: "notices/a.pdf".to_owned() };
    assert_eq!((found.source, found.title.as_str()), (file, "Coupure d'eau"));
    let refused = async |world: &World, session: &PersonSession, handle: &str| {
        world.pages.document(session, handle).await.unwrap_err().code
    };
    assert_eq!(refused(&world, &zoe, "garbled").await, Code::NotFound);
    // The same sealed row in a session of somebody else: the handle opens, the row is not theirs.
    assert_eq!(refused(&world, &session("tenant", "3"), &papers[0].handle).await, Code::NotFound);
    sqlx::query("UPDATE document SET person_id = 2").execute(&mut world.database.writer).await.unwrap();
    assert_eq!(refused(&world, &zoe, &papers[0].handle).await, Code::NotFound);
}

#[tokio::test]
async fn a_person_who_is_gone_is_signed_out() {
    let world = World::new().await;
    for gone in [session("tenant", "9"), session("tenant", "2"), session("nobody", "1")] {
        assert_eq!(world.code(&gone, "account", "").await, Code::SignedOut);
        let home = world.pages.home(&gone, Language::En).await;
        assert_eq!(home.unwrap_err().code, Code::SignedOut);
        let document = world.pages.document(&gone, "x").await;
        assert_eq!(document.unwrap_err().code, Code::SignedOut);
        let frame = world.pages.frame(&gone, Language::En).await;
        assert_eq!(frame.unwrap_err().code, Code::SignedOut);
    }
}

#[tokio::test]
async fn persons_are_counted_named_and_looked_up() {
    let world = World::new().await;
    assert_eq!(world.pages.person_count("tenant").await.unwrap(), 2);
    assert!(world.pages.person_exists("tenant", &["1".to_owned()]).await.unwrap());
    for (kind, key) in [("owner", vec!["1".to_owned()]), ("tenant", vec![]), ("tenant", vec!["x".to_owned()])]
    {
        assert!(!world.pages.person_exists(kind, &key).await.unwrap());
    }
    assert_eq!(world.pages.account_email(&session("tenant", "1")).await.unwrap(), "zoe@example.org");
    assert_eq!(world.pages.account_email(&session("owner", "2")).await.unwrap(), "");
    let unnamed = world.pages.frame(&session("tenant", "3"), Language::En).await.unwrap();
    assert_eq!(unnamed.person, "login");
    assert_eq!(world.pages.kinds(Language::En)[1], ("owner".to_owned(), "Co-owner".to_owned()));
    assert_eq!(world.pages.legal(Language::Fr).texts[0].title, "Vos droits");
}

#[tokio::test]
async fn a_database_that_is_away_says_so() {
    let world = World::new().await;
    std::fs::remove_file(world.database.path()).unwrap();
    assert_eq!(world.code(&session("tenant", "1"), "account", "").await, Code::Unavailable);
}
