//! Every kind of page over 100,000 rows, of which one person has half: nothing is read from its beginning to its end for
//! the others, and that person's pages are whole, too, wherever they begin.

use super::{
    anywhere::Tables,
    plans::{Plan, plan},
    *,
};
use crate::query::{Cache, Choice, Cursor, Inquiry, Sort, Subject, read};

const TABLES: Tables = Tables {
    sqlite: include_str!("large/schema.sql"),
    postgres: include_str!("large/schema.sql"),
    mariadb: include_str!("large/schema.sql"),
    drop: "DROP TABLE IF EXISTS person, account, line, building, mandate, document, digit, number, calendar",
};
/// Somebody with twenty lines.
const ANYBODY: i64 = 700;
/// The person with half of all lines.
const LARGEST: i64 = 0;
/// That person's lines.
const LINES: i64 = 50_000;

async fn open(dialect: Dialect, name: &'static str) -> (Anywhere, CheckedMap) {
    let mut database = Anywhere::with(dialect, name, &TABLES).await;
    let map = database.map_of(include_str!("large/map.toml"));
    database.execute(include_str!("large/rows.sql")).await;
    let count = match dialect {
        Dialect::Sqlite | Dialect::Postgres => "ANALYZE",
        Dialect::MariaDb => "ANALYZE TABLE person, account, line, building, mandate, document",
    };
    database.execute(count).await;
    (database, map)
}

/// Everything that is asked of a page: as it stands, searched, chosen from, sorted.
fn asked(page: &crate::map::Page) -> Vec<Asked> {
    let searched = Asked { search: "line 5".to_owned(), ..Asked::default() };
    let word = Choice::Value("sort 3".to_owned());
    let days = Choice::Days { from: Some("2024-01-01".to_owned()), until: Some("2025-12-31".to_owned()) };
    let mut all = vec![Asked::default()];
    match page.id.value.as_str() {
        "statement" => all.extend([searched, Asked { filters: vec![days, word], ..Asked::default() }]),
        "kept" | "time" => all.push(searched),
        "papers" => all.push(Asked { search: "paper 5".to_owned(), filters: vec![word], sort: None }),
        "list" => {
            let sorts = [0, 1].map(|by| Some(Sort { by, descending: by == 1 }));
            let sorted = sorts.map(|sort| Asked { sort, ..Asked::default() });
            all.extend(
                sorted.into_iter().chain([searched, Asked { filters: vec![word, days], ..Asked::default() }]),
            );
        }
        _ => {}
    }
    all
}

/// The page with everything around it, and the rows of its next part alone.
fn inquiries<'a>(whom: Whom<'a>, page: &'a crate::map::Page, asked: &Asked) -> [Inquiry<'a>; 2] {
    let subject = Subject::of(whom, page).unwrap();
    let first = Part { limit: 10, from: None };
    let values = match (page.id.value.as_str(), asked.sort) {
        ("statement" | "kept" | "list" | "time", None) => vec![some("2024-07-31"), some(60_000)],
        ("details", _) => vec![some(ANYBODY)],
        _ => Vec::new(),
    };
    let from = (!values.is_empty()).then_some(Cursor { backward: false, values });
    let next = Part { limit: 10, from };
    [Inquiry::whole(subject.clone(), asked.clone(), first), Inquiry::rows_alone(subject, asked.clone(), next)]
}

fn no_page_reads_a_table_whole(dialect: Dialect) {
    run(async {
        let (database, map) = open(dialect, "large plans").await;
        let (kind, key) = (map.kind("owner").unwrap(), [ANYBODY.to_string()]);
        let whom = whom(&map, kind, &key);
        let (mut faults, mut seen) = (Vec::new(), 0);
        for page in map.pages_of(kind) {
            for asked in asked(page) {
                for inquiry in inquiries(whom, page, &asked) {
                    let inquiry = [inquiry];
                    let asks = Cache::default().pages(&inquiry).unwrap();
                    // Run before it is explained: SQLite explains by the tables that it knew before.
                    let answer = database.business.read_one(asks.clone()).await.unwrap();
                    let told = read(&inquiry, &answer).unwrap().unwrap();
                    assert!(told[0].listing.count() < 400, "{} shows too much", page.id.value);
                    let Plan { lines, whole } = plan(&database, &asks).await;
                    seen += 1;
                    if !whole.is_empty() {
                        let (sql, name) = (asks.parts().0, &page.id.value);
                        faults.push(format!("{name}, {asked:?}, reads {whole:?} whole: {lines:#?}\n{sql}"));
                    }
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n\n"));
        assert!(seen > 30, "{seen}");
    });
}

/// The balance after the largest person's line of a number, which is also its place.
fn balance(line: i64) -> i128 {
    i128::from((0..=line).map(|line| 300 - 400 * (line % 2)).sum::<i64>())
}

fn the_largest_person_reads_pages_anywhere(dialect: Dialect) {
    run(async {
        let (database, map) = open(dialect, "large pages").await;
        let (kind, key) = (map.kind("owner").unwrap(), [LARGEST.to_string()]);
        let whom = whom(&map, kind, &key);
        let quarters = ["01-31", "04-30", "07-31", "10-31"];
        let day = |line: i64| {
            let quarter = usize::try_from(line / 2500).unwrap();
            format!("{}-{}", 2022 + quarter / 4, quarters[quarter % 4])
        };
        // The newest, the five hundredth part of fifty lines, the oldest.
        for first in [LINES - 1, LINES - 1 - 499 * 50, 49] {
            let place = Cursor { backward: false, values: vec![some(day(first + 1)), some(first + 1)] };
            let part = Part { limit: 50, from: (first < LINES - 1).then_some(place) };
            for name in ["statement", "kept", "list", "time"] {
                let subject = Subject::of(whom, map.page(name).unwrap()).unwrap();
                let inquiry = [Inquiry::whole(subject, Asked::default(), part.clone())];
                let answer =
                    database.business.read_one(Cache::default().pages(&inquiry).unwrap()).await.unwrap();
                let told = read(&inquiry, &answer).unwrap().unwrap().remove(0);
                let shown: Vec<i64> = told
                    .listing
                    .lines
                    .iter()
                    .map(|line| line.place[1].clone().unwrap().parse().unwrap())
                    .collect();
                assert_eq!(shown, (first - 49..=first).rev().collect::<Vec<_>>(), "{name} from {first}");
                if matches!(name, "statement" | "kept") {
                    assert_eq!(told.listing.balance, balance(LINES - 1), "{name}");
                    let kept: Vec<_> = told.listing.lines.iter().map(|line| line.balance.unwrap()).collect();
                    assert_eq!(kept, shown.iter().map(|line| balance(*line)).collect::<Vec<_>>(), "{name}");
                }
                if name == "statement" {
                    assert_eq!(told.points.unwrap().0.last().unwrap().1, balance(LINES - 1));
                }
            }
        }
        // Words that few of the lines hold.
        for name in ["statement", "kept", "list", "time", "papers"] {
            let subject = Subject::of(whom, map.page(name).unwrap()).unwrap();
            let asked = Asked { search: "96".to_owned(), ..Asked::default() };
            let inquiry = [Inquiry::whole(subject, asked, Part { limit: 50, from: None })];
            let answer = database.business.read_one(Cache::default().pages(&inquiry).unwrap()).await.unwrap();
            let told = read(&inquiry, &answer).unwrap().unwrap().remove(0);
            let wanted = (0..LINES).filter(|line| line % 97 == 96).count() as u64;
            if name == "papers" {
                assert!(told.listing.total_rows >= Some(wanted), "{name}");
            } else {
                assert_eq!(told.listing.total_rows, Some(wanted), "{name}");
            }
            assert_eq!(told.listing.lines.len(), 50, "{name}");
        }
    });
}

over_every_dialect!(no_page_reads_a_table_whole, the_largest_person_reads_pages_anywhere);
