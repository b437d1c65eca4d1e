//! The database and the folder of documents agree with the sample and with each other.

use sqlx::Row as _;
use time::macros::date;

use super::*;

#[tokio::test]
async fn rows_balances_and_files_agree() {
    let folder = tempfile::tempdir().unwrap();
    let sample = Organisation::new(60, date!(2026 - 11 - 22));
    let ledger = Ledger::new(&sample);
    let documents = crate::documents::write(folder.path(), &sample, &ledger).unwrap();
    let path = folder.path().join("business.db");
    write(&path, &sample, &ledger, &documents).await.unwrap();

    let mut database =
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(&path)).await.unwrap();
    let broken = sqlx::query("pragma foreign_key_check").fetch_all(&mut database).await.unwrap();
    assert!(broken.is_empty());
    let sums = "select p.id, coalesce(sum(l.amount_cents), 0) from person p join account a on a.person_id = p.id \
         left join statement_line l on l.account_id = a.id group by p.id order by p.id";
    let sums = sqlx::query(sums).fetch_all(&mut database).await.unwrap();
    assert_eq!(sums.len(), 60);
    for (index, row) in sums.iter().enumerate() {
        let expected: i64 = ledger.lines(index).iter().map(|line| line.amount).sum();
        assert_eq!(row.get::<i64, _>(1), expected);
    }
    let files =
        "select path, size_bytes from document union all select path, size_bytes from building_document";
    let mut lost = 0;
    for row in sqlx::query(files).fetch_all(&mut database).await.unwrap() {
        match std::fs::metadata(folder.path().join(row.get::<String, _>(0))) {
            Ok(found) => assert_eq!(row.get::<Option<i64>, _>(1), i64::try_from(found.len()).ok()),
            Err(_) => lost += 1,
        }
    }
    assert_eq!(lost, 1);
}

#[tokio::test]
async fn the_data_map_fits_the_database() {
    use vantail_back::{business::Business, map::DataMap};
    use vantail_shared::config::Faults;

    let folder = tempfile::tempdir().unwrap();
    let sample = Organisation::new(20, date!(2026 - 11 - 22));
    let ledger = Ledger::new(&sample);
    let path = folder.path().join("business.db");
    write(&path, &sample, &ledger, &crate::documents::Written::default()).await.unwrap();

    let faults = Faults::new();
    let map = DataMap::parse(Path::new("map.toml"), include_str!("../../sample/map.toml"), &faults);
    let business = Business::open(&format!("sqlite:{}", path.display())).unwrap();
    if let Some(map) = map {
        map.check(business.schema().await.unwrap(), &faults);
    }
    let found: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{found:#?}");
}
