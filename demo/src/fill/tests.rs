//! The database and the folder of documents agree with the sample and with each other.

use sqlx::{Connection as _, Row as _, SqliteConnection, sqlite::SqliteConnectOptions};
use time::macros::date;

use super::*;

async fn filled(persons: usize, folder: &Path) -> (SqliteConnection, Filled) {
    let path = folder.join("business.db");
    let scale = Scale { persons, today: date!(2026 - 11 - 22) };
    let documents = folder.join("documents");
    let url = format!("sqlite:{}", path.display());
    let filled = fill(scale, &url, Some(&documents)).await.unwrap();
    let database =
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(&path)).await.unwrap();
    (database, filled)
}

/// Queries that find what is wrong: none may return a row.
const WRONG: [(&str, &str); 9] = [
    ("foreign keys", "pragma foreign_key_check"),
    (
        "balances",
        "select a.id from account a left join statement_line l on l.account_id = a.id group by a.id \
         having a.balance_cents <> coalesce(sum(l.amount_cents), 0)",
    ),
    (
        "sub-accounts",
        "select s.id from sub_account s left join statement_line l on l.account_id = s.account_id and l.code = s.code \
         group by s.id having s.balance_cents <> coalesce(sum(l.amount_cents), 0)",
    ),
    (
        "parts of calls",
        "select c.id from fund_call c left join fund_call_part p on p.fund_call_id = c.id group by c.id \
         having c.total_cents <> sum(p.amount_cents)",
    ),
    (
        "lines of calls",
        "select c.id from fund_call c left join statement_line l on l.fund_call_id = c.id group by c.id \
         having c.total_cents <> sum(l.amount_cents)",
    ),
    (
        "invoices of settled years",
        "select s.id from fund_call s where s.type = 'settlement' and \
         (select sum(i.amount_cents) from invoice i where i.building_id = s.building_id and \
          i.fiscal_year = s.fiscal_year and i.code <> '671') <> \
         (select sum(c.total_cents) from fund_call c where c.building_id = s.building_id and \
          c.fiscal_year = s.fiscal_year and c.type in ('budget', 'settlement'))",
    ),
    (
        "payments",
        "select p.id from payment p left join statement_line l on l.payment_id = p.id group by p.id \
         having count(l.id) <> 1 or sum(l.amount_cents) <> -p.amount_cents or min(l.account_id) <> p.account_id",
    ),
    (
        "shares",
        "select b.id from building b join lot l on l.building_id = b.id group by b.id having sum(l.shares) <> b.total_shares",
    ),
    (
        "who owns today",
        "select l.id from lot l left join ownership o on o.lot_id = l.id and o.nature <> 'bare' and \
         (o.ends_on is null or o.ends_on >= '2026-11-22') group by l.id \
         having coalesce(sum(o.numerator * 1.0 / o.denominator), 0) <> 1",
    ),
];

#[tokio::test]
async fn everything_agrees() {
    for persons in [40, 400] {
        let folder = tempfile::tempdir().unwrap();
        let (mut database, filled) = filled(persons, folder.path()).await;
        for (what, sql) in WRONG {
            let wrong = sqlx::query(sql).fetch_all(&mut database).await.unwrap();
            assert!(wrong.is_empty(), "{what}: {} rows of {persons} persons", wrong.len());
        }
        let count = sqlx::query("select count(*) from person").fetch_one(&mut database).await.unwrap();
        assert_eq!(count.get::<i64, _>(0), i64::try_from(persons).unwrap());
        let files =
            "select path, size_bytes from document union all select path, size_bytes from building_document";
        let (mut there, mut lost) = (0, 0);
        for row in sqlx::query(files).fetch_all(&mut database).await.unwrap() {
            match std::fs::metadata(folder.path().join("documents").join(row.get::<String, _>(0))) {
                Ok(found) => {
                    assert_eq!(row.get::<Option<i64>, _>(1), i64::try_from(found.len()).ok());
                    there += 1;
                }
                Err(_) => lost += 1,
            }
        }
        assert_eq!((there, lost), (filled.files, 1));
    }
}

#[tokio::test]
async fn the_data_map_fits_the_database() {
    use vantail_back::{business::Business, map::DataMap};
    use vantail_shared::config::Faults;

    let folder = tempfile::tempdir().unwrap();
    filled(40, folder.path()).await;
    let faults = Faults::new();
    let map = DataMap::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample/map.toml"), &faults);
    let business =
        Business::open(&format!("sqlite:{}", folder.path().join("business.db").display())).unwrap();
    if let Some(map) = map {
        map.check(business.schema().await.unwrap(), &faults);
    }
    let found: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{found:#?}");
}
