use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use super::*;

const TABLE: &str =
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO thing VALUES (1, 'one')";
const NAME: &str = "SELECT name FROM thing WHERE id = ?1";

async fn writer(folder: &TempDir, name: &str) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(folder.path().join(name)).create_if_missing(true);
    let mut writer = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql(TABLE).execute(&mut writer).await.unwrap();
    writer
}

fn direct(folder: &TempDir) -> Direct {
    Direct::new(&folder.path().join("a.db"), Access::ReadOnly)
}

fn name(direct: &Direct, id: i64) -> Result<Option<String>, Later> {
    direct.first(NAME, [id], |row| row.get(0))
}

#[tokio::test]
async fn a_row_or_that_there_is_none_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(&folder, "a.db").await;
    let direct = direct(&folder);
    assert_eq!(name(&direct, 1), Err(Later), "nobody has looked where the file is");
    direct.survey().await;
    assert_eq!(name(&direct, 1), Ok(Some("one".to_owned())));
    assert_eq!(name(&direct, 2), Ok(None));
    sqlx::raw_sql("INSERT INTO thing VALUES (2, 'two')").execute(&mut writer).await.unwrap();
    assert_eq!(name(&direct, 2), Ok(Some("two".to_owned())), "what was committed is seen");
    assert_eq!(direct.first("DELETE FROM thing", [], |_| Ok(())), Err(Later), "nothing can be written");
    assert_eq!(name(&direct, 1), Ok(Some("one".to_owned())));
}

#[tokio::test]
async fn what_is_in_the_way_is_left_to_others() {
    let folder = tempfile::tempdir().unwrap();
    let direct = direct(&folder);
    direct.survey().await;
    assert_eq!(name(&direct, 1), Err(Later), "no file");
    let mut writer = writer(&folder, "a.db").await;
    direct.survey().await;
    sqlx::raw_sql("BEGIN EXCLUSIVE").execute(&mut writer).await.unwrap();
    assert_eq!(name(&direct, 1), Err(Later), "a lock");
    sqlx::raw_sql("COMMIT").execute(&mut writer).await.unwrap();
    assert_eq!(name(&direct, 1), Ok(Some("one".to_owned())));
    let long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT max(i) FROM n";
    let started = Instant::now();
    assert_eq!(direct.first(long, [], |row| row.get::<_, i64>(0)), Err(Later), "a long statement");
    assert!(started.elapsed() < Duration::from_secs(2));
    assert_eq!(name(&direct, 1), Ok(Some("one".to_owned())), "the next one is answered");
    direct.close();
    assert_eq!(name(&direct, 1), Err(Later), "closed");
}

#[tokio::test]
async fn a_file_that_takes_the_place_of_another_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let direct = direct(&folder);
    drop(writer(&folder, "a.db").await);
    direct.survey().await;
    assert_eq!(name(&direct, 1), Ok(Some("one".to_owned())));
    let mut other = writer(&folder, "b.db").await;
    sqlx::raw_sql("UPDATE thing SET name = 'other'").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    std::fs::rename(folder.path().join("b.db"), folder.path().join("a.db")).unwrap();
    assert_eq!(name(&direct, 1), Ok(Some("other".to_owned())));
}
