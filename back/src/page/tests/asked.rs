//! What a person asks of pages: words, filters, orders, one row, coverage; and what is drawn and marked.

use vantail_proto::portal::{Chosen, FindRequest, List, Presence, body::Content as Wire};

use super::*;
use crate::{document::FoundDocument, map::samples, store::testing::Place};

/// 2026-11-22, noon.
const NOON: i64 = 1_795_348_800;

const TABLES: &str = "
    CREATE TABLE building (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE mandate (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, building_id INTEGER NOT NULL, since TEXT, until TEXT);
    CREATE TABLE work (id INTEGER PRIMARY KEY, person_id INTEGER, building_id INTEGER, day TEXT, what TEXT, state TEXT,
      cost INTEGER, hours REAL, note TEXT);
    CREATE TABLE paper (id INTEGER PRIMARY KEY, building_id INTEGER, kind TEXT, title TEXT, day TEXT, path TEXT);
    INSERT INTO person VALUES (1, 'tenant', 'Zoé', 'Roux', NULL, NULL, ''), (2, 'tenant', 'Noé', 'Petit', NULL, NULL, '');
    INSERT INTO building VALUES (1, 'Les Érables'), (2, 'Le Parc');
    INSERT INTO mandate VALUES (1, 1, 1, '2025-01-01', NULL), (2, 1, 2, '2020-01-01', '2021-01-01'), (3, 2, 2, NULL, '2026-11-21');
    INSERT INTO work VALUES
      (1, 1, 1, '2026-03-01', 'Échafaudage', 'D', 10000, 1.5, 'secret of Zoé'), (2, 1, 2, '2026-02-01', 'Peinture 100%', 'O', 250, 2.25, NULL),
      (3, 1, 1, '2025-12-31', 'Ascenseur', 'O', NULL, NULL, NULL), (4, 1, NULL, '2025-01-01', 'Toiture', NULL, -50, 0.25, NULL),
      (5, 2, 2, '2026-01-01', 'Échelle', 'D', 99, 9, 'secret of Noé');
    INSERT INTO account VALUES (10, 1), (20, 2);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 130)
      INSERT INTO statement_line SELECT i, 10, date('2026-01-01', '+' || (i * 2) || ' days'),
        CASE i % 3 WHEN 0 THEN 'Paiement reçu' ELSE 'Appel ' || i END, CASE i % 3 WHEN 0 THEN -i ELSE i END FROM n;
    INSERT INTO statement_line VALUES (500, 20, '2026-01-01', 'Appel of another', 7);
    INSERT INTO document VALUES (1, 1, 'Appel de fonds', 'call', '2026-11-01', 'a.pdf', 1), (2, 1, 'Bail', 'contract', '2020-05-01', 'b.pdf', 2),
      (3, 2, 'Appel de Noé', 'call', '2026-11-02', 'c.pdf', 3);
    INSERT INTO paper VALUES (1, 1, 'PV', 'PV 2025', '2025-06-01', 'pv25.pdf'), (2, 1, 'PV', 'PV 2024', '2024-06-01', 'pv24.pdf'),
      (3, 1, 'assurance', 'Assurance', '2024-01-01', 'as.pdf'), (4, 2, 'PV', 'PV Parc', '2026-01-01', 'p.pdf');
";

/// Nothing is known of any file.
#[derive(Debug)]
struct NoFiles;

#[async_trait]
impl FileFacts for NoFiles {
    async fn presences(&self, sources: &[DocumentSource]) -> Vec<Presences> {
        sources.iter().map(|_| Presences::Missing).collect()
    }
}

use crate::document::Presence as Presences;

struct Asking {
    pages: Pages,
    session: PersonSession,
    _database: TestDatabase,
    _store: Place,
}

impl Asking {
    async fn new() -> Self {
        Self::with("work").await
    }

    /// With another name for the table of works.
    async fn with(table: &str) -> Self {
        Self::at(table, NOON, "UTC").await
    }

    /// At another moment, in another time zone.
    async fn at(table: &str, now: i64, zone: &str) -> Self {
        let called = |text: &str| {
            let text =
                text.replace("work.", &format!("{table}.")).replace("\"work\"", &format!("\"{table}\""));
            text.replace("TABLE work ", &format!("TABLE {table} "))
                .replace("INTO work ", &format!("INTO {table} "))
        };
        let mut database = TestDatabase::new().await;
        let tables: &str = called(TABLES).leak();
        sqlx::raw_sql(tables).execute(&mut database.writer).await.unwrap();
        let schema = database.business().schema().await.unwrap();
        let faults = vantail_shared::config::Faults::new();
        let map = samples::map(&called(include_str!("asked.toml"))).check(schema, &faults);
        let told: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
        let map = map.unwrap_or_else(|| panic!("{told:#?}"));
        let clock = Arc::new(ManualClock::at(now));
        let store = Place::sqlite();
        let handles = Handles::new(&[7; 32], 3600, clock.clone(), Arc::new(SystemRandom));
        let opened = Opened::start(store.open().await, clock.clone(), &SystemRandom).await.unwrap();
        let (files, calendar) = (Arc::new(NoFiles), Calendar::new(clock, zone).unwrap());
        let pages = Pages::new(Arc::new(map), database.business(), handles, files, calendar, opened);
        Self { pages, session: session("tenant", "1"), _database: database, _store: store }
    }

    async fn page(&self, page: &str, handle: &str) -> PageReply {
        self.pages.page(&self.session, Language::En, page, handle, 0).await.unwrap()
    }

    async fn list(&self, page: &str, handle: &str) -> List {
        match self.page(page, handle).await.body.unwrap().content.unwrap() {
            Wire::List(list) => list,
            other => panic!("{other:?}"),
        }
    }

    fn find(&self, request: &FindRequest) -> String {
        self.pages.find(&self.session, request).unwrap().handle
    }

    /// The texts of the second column, after a question.
    async fn works(&self, request: FindRequest) -> Vec<String> {
        let list = self.list("works", &self.find(&FindRequest { page: "works".into(), ..request })).await;
        assert_eq!(usize::try_from(list.total_rows).unwrap(), list.rows.len());
        list.rows.into_iter().map(|row| row.cells[1].text.clone().unwrap()).collect()
    }
}

fn words(search: &str) -> FindRequest {
    FindRequest { search: search.to_owned(), ..FindRequest::default() }
}

fn value(value: &str) -> Chosen {
    Chosen { value: Some(value.to_owned()), ..Chosen::default() }
}

#[tokio::test]
async fn words_are_found_whatever_their_case_and_accents() {
    let world = Asking::new().await;
    for (search, found) in [
        ("ECHAF", vec!["Échafaudage"]),
        ("érables", vec!["Échafaudage", "Ascenseur"]),
        ("erables ascen", vec!["Ascenseur"]),
        ("100%", vec!["Peinture 100%"]),
        ("%", vec!["Peinture 100%"]),
        ("' OR 1=1 --", vec![]),
        ("échelle", vec![]),
    ] {
        assert_eq!(world.works(words(search)).await, found, "{search}");
    }
    assert_eq!(world.find(&words("  ").clone_for("works")), "", "nothing asked is the page itself");
    let long = FindRequest { page: "works".into(), search: "x".repeat(101), ..FindRequest::default() };
    assert_eq!(world.pages.find(&world.session, &long).unwrap_err().code, Code::Invalid);
}

/// The names that statements give to their own parts.
#[tokio::test]
async fn a_table_may_have_any_name() {
    for table in ["r", "v", "s", "p", "t0", "x"] {
        let world = Asking::with(table).await;
        assert_eq!(world.works(words("echaf")).await, ["Échafaudage"], "{table}");
    }
}

#[tokio::test]
async fn filters_offer_what_there_is_and_let_pass_what_is_chosen() {
    let world = Asking::new().await;
    let controls = world.page("works", "").await.body.unwrap().controls.unwrap();
    let offered: Vec<_> =
        controls.filters[0].choices.iter().map(|c| (c.value.as_str(), c.label.as_str(), c.rows)).collect();
    assert_eq!(offered, [("", "–", 1), ("D", "Done", 1), ("O", "Open", 2)]);
    assert!(controls.filters[1].dates && controls.filters[1].choices.is_empty());

    let filters = |filters: Vec<Chosen>| FindRequest { filters, ..FindRequest::default() };
    assert_eq!(world.works(filters(vec![value("O")])).await, ["Peinture 100%", "Ascenseur"]);
    assert_eq!(world.works(filters(vec![value("")])).await, ["Toiture"]);
    let days = |from: &str, until: &str| Chosen { value: None, from: from.into(), until: until.into() };
    let within = vec![Chosen::default(), days("2025-12-31", "2026-02-01")];
    assert_eq!(world.works(filters(within)).await, ["Peinture 100%", "Ascenseur"]);
    assert_eq!(world.works(filters(vec![value("O"), days("2026-01-01", "")])).await, ["Peinture 100%"]);
    let odd = filters(vec![Chosen::default(), days("yesterday", "")]).clone_for("works");
    assert_eq!(world.pages.find(&world.session, &odd).unwrap_err().code, Code::Invalid);
}

#[tokio::test]
async fn an_order_and_sums_follow_the_question() {
    let world = Asking::new().await;
    let sorted = |sort, descending| FindRequest { sort, descending, ..FindRequest::default() };
    assert_eq!(world.works(sorted(1, false)).await, ["Ascenseur", "Échafaudage", "Peinture 100%", "Toiture"]);
    assert_eq!(world.works(sorted(2, true)).await, ["Échafaudage", "Peinture 100%", "Toiture", "Ascenseur"]);
    let beyond = sorted(3, false).clone_for("works");
    assert_eq!(world.pages.find(&world.session, &beyond).unwrap_err().code, Code::Invalid);

    let sums = |list: List| list.totals.into_iter().map(|cell| cell.text).collect::<Vec<_>>();
    let all = sums(world.list("works", "").await);
    assert_eq!(all, [None, None, None, Some("102.00".into()), Some("4".into()), None]);
    let open = FindRequest { filters: vec![value("O")], ..FindRequest::default() }.clone_for("works");
    let open = sums(world.list("works", &world.find(&open)).await);
    assert_eq!((open[3].as_deref(), open[4].as_deref()), (Some("2.50"), Some("2.25")));
}

#[tokio::test]
async fn a_line_keeps_its_balance_when_others_are_not_shown() {
    let world = Asking::new().await;
    let mut balances = std::collections::BTreeMap::new();
    let mut handle = String::new();
    let whole = loop {
        let reply = world.page("account", &handle).await;
        let (statement, _, older) = statement(reply);
        for row in &statement.rows {
            let key = (row.cells[0].text.clone(), row.amount.clone());
            balances.insert(key, row.balance.clone());
        }
        if older.is_empty() {
            break statement.balance;
        }
        handle = older;
    };
    let mut handle = world.find(&words("recu paiement").clone_for("account"));
    let mut seen = 0;
    loop {
        let (part, newer, older) = statement(world.page("account", &handle).await);
        assert_eq!((part.balance.as_str(), part.total_rows), (whole.as_str(), Some(43)));
        for row in &part.rows {
            seen += 1;
            assert_eq!(balances[&(row.cells[0].text.clone(), row.amount.clone())], row.balance);
            assert!(row.amount.starts_with('-'));
        }
        if older.is_empty() {
            assert_eq!(newer, "", "43 lines are one part");
            break;
        }
        handle = older;
    }
    assert_eq!(seen, 43);
}

#[tokio::test]
async fn a_chart_is_made_of_the_same_numbers() {
    let world = Asking::new().await;
    let account = world.page("account", "").await.body.unwrap();
    let chart = account.chart.unwrap();
    let Some(Wire::Statement(statement)) = account.content else { panic!() };
    assert_eq!(chart.points.last().unwrap().value, statement.balance);
    assert_eq!(chart.points.first().unwrap().label, "2026-01");
    let january: i64 = (1..=15).map(|i| if i % 3 == 0 { -i } else { i }).sum();
    assert_eq!(chart.points[0].value, format!("0.{january:02}"));

    let bars = world.page("works", "").await.body.unwrap().chart.unwrap();
    let points: Vec<_> = bars.points.iter().map(|p| (p.label.as_str(), p.value.as_str())).collect();
    assert_eq!(points, [("Done", "100.00"), ("Open", "2.50"), ("–", "-0.50")]);
}

#[tokio::test]
async fn one_row_shows_more_and_only_to_its_person() {
    let world = Asking::new().await;
    let row = world.list("works", "").await.rows.remove(0);
    assert_eq!(row.title, "Échafaudage (Les Érables)");
    let reply = world.page("works", &row.handle).await;
    assert_eq!(reply.row, "Échafaudage (Les Érables)");
    let Some(Wire::Record(record)) = reply.body.unwrap().content else { panic!() };
    assert_eq!(record.rows[0].cells[1].text.as_deref(), Some("secret of Zoé"));

    let other = session("tenant", "2");
    for handle in [row.handle.as_str(), "AAAA"] {
        let code = world.pages.page(&other, Language::En, "works", handle, 0).await.unwrap_err().code;
        assert_eq!(code, Code::NotFound);
    }
    // Even a handle of one's own session for the key of another person's row opens nothing.
    let forged =
        part::seal_row(&world.pages.handles, &world.session, "works", vec!["5".into()], &Asked::default());
    let forged = forged.unwrap();
    let code = world.pages.page(&world.session, Language::En, "works", &forged, 0).await.unwrap_err().code;
    assert_eq!(code, Code::NotFound);
}

#[tokio::test]
async fn one_row_leads_back_to_what_was_asked() {
    let world = Asking::new().await;
    let asked = world.find(&FindRequest { page: "works".into(), ..words("echaf") });
    let found = world.list("works", &asked).await;
    let reply = world.page("works", &found.rows[0].handle).await;
    let back = reply.body.unwrap().newer;
    assert_eq!(world.list("works", &back).await.rows.len(), found.rows.len());
    let controls = world.page("works", &back).await.body.unwrap().controls.unwrap();
    assert_eq!(controls.search, "echaf");
    let unasked = world.list("works", "").await.rows.remove(0);
    assert_eq!(world.page("works", &unasked.handle).await.body.unwrap().newer, "");
}

#[tokio::test]
async fn coverage_says_what_is_there_to_those_whose_mandate_runs() {
    let world = Asking::new().await;
    let Some(Wire::Coverage(coverage)) = world.page("complete", "").await.body.unwrap().content else {
        panic!()
    };
    assert_eq!(coverage.groups.len(), 1, "the other mandate is over");
    let building = &coverage.groups[0];
    assert_eq!(building.title, "Les Érables");
    let told: Vec<_> = building
        .expected
        .iter()
        .map(|e| (e.title.as_str(), e.presence(), e.count, e.newest.as_str()))
        .collect();
    assert_eq!(
        told,
        [("Minutes", Presence::Present, 2, "2025-06-01"), ("Insurance", Presence::Stale, 1, "2024-01-01"),]
    );
    let menu =
        |reply: PageReply| reply.frame.unwrap().menu.into_iter().map(|entry| entry.page).collect::<Vec<_>>();
    assert!(menu(world.page("works", "").await).contains(&"complete".to_owned()));
    let former = session("tenant", "2");
    let reply = world.pages.page(&former, Language::En, "works", "", 0).await.unwrap();
    assert!(!menu(reply).contains(&"complete".to_owned()), "the mandate ended yesterday");
    let code = world.pages.page(&former, Language::En, "complete", "", 0).await.unwrap_err().code;
    assert_eq!(code, Code::NotFound);
}

#[tokio::test]
async fn a_mandate_ends_at_local_midnight() {
    let late = time::macros::datetime!(2026-11-21 23:30 UTC).unix_timestamp();
    for (zone, sits) in [("UTC", true), ("America/Martinique", true), ("Europe/Paris", false)] {
        let world = Asking::at("work", late, zone).await;
        let reply = world.pages.page(&session("tenant", "2"), Language::En, "complete", "", 0).await;
        assert_eq!(reply.is_ok(), sits, "its last day is the 21st, in {zone}");
    }
}

#[tokio::test]
async fn documents_are_filtered_and_new_ones_marked_until_they_are_opened() {
    let world = Asking::new().await;
    let papers = async |request: FindRequest| {
        let handle = world.find(&request.clone_for("papers"));
        let body = world.page("papers", &handle).await.body.unwrap();
        let Some(Wire::Documents(documents)) = body.content else { panic!() };
        (documents.documents, body.controls.unwrap())
    };
    let (all, controls) = papers(FindRequest::default()).await;
    assert_eq!(all.len(), 6);
    let choices = |filter: usize| {
        controls.filters[filter].choices.iter().map(|c| (c.label.clone(), c.rows)).collect::<Vec<_>>()
    };
    assert_eq!(choices(0), [("Building".into(), 4), ("Call".into(), 1), ("contract".into(), 1)]);
    assert_eq!(choices(1).iter().map(|(_, rows)| rows).sum::<u64>(), 6);
    let titles = |documents: Vec<vantail_proto::portal::Document>| {
        documents.into_iter().map(|document| document.title).collect::<Vec<_>>()
    };
    let of_building = controls.filters[0].choices[0].value.clone();
    let chosen = FindRequest { filters: vec![value(&of_building), value("2024")], ..FindRequest::default() };
    assert_eq!(titles(papers(chosen).await.0), ["PV 2024", "Assurance"]);
    assert_eq!(titles(papers(words("fonds")).await.0), ["Appel de fonds"]);

    let unread = |documents: &[vantail_proto::portal::Document]| {
        documents.iter().filter(|document| document.unread).map(|d| d.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(unread(&all), ["Appel de fonds"], "the others are old");
    let found: FoundDocument = world.pages.document(&world.session, &all[0].handle).await.unwrap();
    world.pages.note_opened(&world.session, &found);
    assert_eq!(unread(&papers(FindRequest::default()).await.0), Vec::<String>::new());
}

#[tokio::test]
async fn a_search_goes_through_all_pages() {
    let world = Asking::new().await;
    let handle = world.find(&words("appel"));
    let reply = world.pages.search(&world.session, Language::En, &handle).await.unwrap();
    let found: Vec<_> = reply.found.iter().map(|found| (found.page.as_str(), found.total_rows)).collect();
    assert_eq!(found, [("account", 87), ("papers", 1)]);
    let (part, ..) = statement(world.page("account", &reply.found[0].handle).await);
    assert_eq!(part.total_rows, Some(87));
    let code = world.pages.search(&world.session, Language::En, "AAAA").await.unwrap_err().code;
    assert_eq!(code, Code::NotFound);
    assert_eq!(world.pages.find(&world.session, &words(" ")).unwrap_err().code, Code::Invalid);
}

trait For {
    fn clone_for(&self, page: &str) -> FindRequest;
}

impl For for FindRequest {
    fn clone_for(&self, page: &str) -> FindRequest {
        FindRequest { page: page.to_owned(), ..self.clone() }
    }
}
