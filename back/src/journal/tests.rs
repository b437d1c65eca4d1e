use sqlx::{Connection as _, PgConnection, SqliteConnection};

use super::*;
use crate::store::testing::{Place, over_both_stores};

over_both_stores!(a_line_goes_with_its_cause, lines_stay_as_they_are);

const ACT: Act<'_> =
    Act { at: 7, kind: ActKind::Disabled, subject: 1, by: Actor::Staff(2), front: Some("front1") };

/// The statement as an administrator would give it, past the program.
async fn give(place: &Place, statement: &'static str) -> Result<u64, sqlx::Error> {
    if place.url.starts_with("sqlite:") {
        let mut link = SqliteConnection::connect(&place.url).await?;
        Ok(sqlx::query(statement).execute(&mut link).await?.rows_affected())
    } else {
        let mut link = PgConnection::connect(&place.url).await?;
        Ok(sqlx::query(statement).execute(&mut link).await?.rows_affected())
    }
}

/// How many lines there are: an insertion of as many.
const COUNT: &str = "CREATE TABLE counted AS SELECT id FROM journal";

async fn a_line_goes_with_its_cause(place: Place) {
    let store = place.open().await;
    let mut connection = store.writer().await.unwrap();
    note(&mut connection, &ACT).await.unwrap();
    connection.roll_back().await.unwrap();
    for by in [Actor::Person, Actor::Staff(2), Actor::Command, Actor::System] {
        let mut connection = store.writer().await.unwrap();
        note(&mut connection, &Act { by, ..ACT }).await.unwrap();
        connection.commit().await.unwrap();
    }
    give(&place, COUNT).await.unwrap();
    assert_eq!(give(&place, "DELETE FROM counted").await.unwrap(), 4);
}

async fn lines_stay_as_they_are(place: Place) {
    let store = place.open().await;
    let mut connection = store.writer().await.unwrap();
    note(&mut connection, &ACT).await.unwrap();
    connection.commit().await.unwrap();
    give(&place, "UPDATE journal SET actor = 3").await.unwrap_err();
    give(&place, "DELETE FROM journal").await.unwrap_err();
    if place.url.starts_with("postgres:") {
        give(&place, "TRUNCATE journal").await.unwrap_err();
    }
    give(&place, COUNT).await.unwrap();
    assert_eq!(give(&place, "DELETE FROM counted").await.unwrap(), 1);
}
