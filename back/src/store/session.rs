//! The table `session`: who is signed in, known by the hash of the token.

use super::{Connection, StoreError, connection::on};
use crate::direct::{Direct, Later};

/// Until when a session may have been opened and used to be over: both in seconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Over {
    /// The kind of front of the sessions that this holds for.
    pub(crate) front_kind: &'static str,
    /// Opened at this time or before.
    pub(crate) opened: i64,
    /// Last used at this time or before.
    pub(crate) used: i64,
    /// The time now: past the end that was set when the session was opened.
    pub(crate) now: i64,
}

/// A session to insert.
#[derive(Debug)]
pub(crate) struct NewRow<'a> {
    pub(crate) id: &'a [u8; 32],
    pub(crate) account: i64,
    /// `public` or `staff`.
    pub(crate) front_kind: &'a str,
    pub(crate) front_name: &'a str,
    pub(crate) device: &'a str,
    pub(crate) now: i64,
    pub(crate) ends_at: i64,
    /// Whether terms hold it.
    pub(crate) hold: Hold,
}

/// Whether a session is held: terms wait for an answer, and only they, the account and the way out are open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Hold {
    /// It is.
    pub(crate) now: bool,
    /// It is from this day on, a Julian day number of the organisation's calendar; nothing for never.
    pub(crate) from: Option<i64>,
}

/// Opens a session.
pub(crate) async fn insert(connection: &mut Connection, row: &NewRow<'_>) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO session \
        (id, account, front_kind, front_name, device, created_at, last_used_at, ends_at, held, held_from) \
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)";
    on!(connection, link => {
        sqlx::query(INSERT)
            .bind(&row.id[..])
            .bind(row.account)
            .bind(row.front_kind)
            .bind(row.front_name)
            .bind(row.device)
            .bind(row.now)
            .bind(row.ends_at)
            .bind(row.hold.now)
            .bind(row.hold.from)
            .execute(link)
            .await
            .map(drop)
    })
}

/// Ends the sessions of an account that are over, and the oldest of the others beyond `keep`.
pub(crate) async fn evict(
    connection: &mut Connection,
    account: i64,
    keep: i64,
    over: Over,
) -> Result<(), StoreError> {
    const DELETE: &str = "DELETE FROM session WHERE account = $1 AND id NOT IN \
        (SELECT id FROM session WHERE account = $1 AND created_at > $2 AND last_used_at > $3 AND ends_at > $4 \
         ORDER BY created_at DESC, last_used_at DESC, id LIMIT $5)";
    on!(connection, link => {
        sqlx::query(DELETE)
            .bind(account)
            .bind(over.opened)
            .bind(over.used)
            .bind(over.now)
            .bind(keep)
            .execute(link)
            .await
            .map(drop)
    })
}

/// A session with its account.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) front_kind: String,
    pub(crate) created_at: i64,
    pub(crate) last_used_at: i64,
    pub(crate) ends_at: i64,
    pub(crate) hold: Hold,
    pub(crate) account: i64,
    /// The kind and the key of the data map, the key as a JSON array of texts.
    pub(crate) person: Option<(String, String)>,
    pub(crate) name: Option<String>,
    pub(crate) login: String,
    pub(crate) language: Option<String>,
}

/// The session, when its account is still active: one statement.
const FIND: &str = "SELECT s.front_kind, s.created_at, s.last_used_at, s.ends_at, s.held, s.held_from, \
    a.id, a.person_kind, a.person_key, a.name, a.login, a.language \
    FROM session s JOIN account a ON a.id = s.account WHERE s.id = $1 AND a.state = 'active'";

/// [`find`] when the store can tell at once.
pub(crate) fn find_at_once(store: &Direct, id: &[u8; 32]) -> Result<Option<Found>, Later> {
    store.first(FIND, [&id[..]], |row| {
        let (kind, key): (Option<String>, Option<String>) = (row.get(7)?, row.get(8)?);
        Ok(Found {
            front_kind: row.get(0)?,
            created_at: row.get(1)?,
            last_used_at: row.get(2)?,
            ends_at: row.get(3)?,
            hold: Hold { now: row.get(4)?, from: row.get(5)? },
            account: row.get(6)?,
            person: kind.zip(key),
            name: row.get(9)?,
            login: row.get(10)?,
            language: row.get(11)?,
        })
    })
}

/// The session, when its account is still active.
pub(crate) async fn find(connection: &mut Connection, id: &[u8; 32]) -> Result<Option<Found>, StoreError> {
    type Text = Option<String>;
    type Row = (String, i64, i64, i64, bool, Option<i64>, i64, Text, Text, Text, String, Text);
    let row: Option<Row> =
        on!(connection, link => sqlx::query_as(FIND).bind(&id[..]).fetch_optional(link).await)?;
    Ok(row.map(
        |(
            front_kind,
            created_at,
            last_used_at,
            ends_at,
            now,
            from,
            account,
            kind,
            key,
            name,
            login,
            language,
        )| {
            Found {
                front_kind,
                created_at,
                last_used_at,
                ends_at,
                hold: Hold { now, from },
                account,
                person: kind.zip(key),
                name,
                login,
                language,
            }
        },
    ))
}

/// Holds the sessions of an account, or lets them go.
pub(crate) async fn hold(connection: &mut Connection, account: i64, hold: Hold) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE session SET held = $1, held_from = $2 WHERE account = $3";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(hold.now).bind(hold.from).bind(account).execute(link).await.map(drop)
    })
}

/// Notes a use, unless one after `before` is noted already.
pub(crate) async fn touch(
    connection: &mut Connection,
    id: &[u8; 32],
    now: i64,
    before: i64,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE session SET last_used_at = $1 WHERE id = $2 AND last_used_at <= $3";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(now).bind(&id[..]).bind(before).execute(link).await.map(drop)
    })
}

/// The sessions of an account that are not over, newest first: id, device, opened at, last used at.
pub(crate) async fn of_account(
    connection: &mut Connection,
    account: i64,
    over: Over,
) -> Result<Vec<(Vec<u8>, String, i64, i64)>, StoreError> {
    const SELECT: &str = "SELECT id, device, created_at, last_used_at FROM session \
        WHERE account = $1 AND created_at > $2 AND last_used_at > $3 AND ends_at > $4 \
        ORDER BY created_at DESC, last_used_at DESC, id";
    on!(connection, link => {
        sqlx::query_as(SELECT)
            .bind(account)
            .bind(over.opened)
            .bind(over.used)
            .bind(over.now)
            .fetch_all(link)
            .await
    })
}

/// Ends a session; tells how many that were.
pub(crate) async fn delete(connection: &mut Connection, id: &[u8; 32]) -> Result<u64, StoreError> {
    const DELETE: &str = "DELETE FROM session WHERE id = $1";
    on!(connection, link => {
        sqlx::query(DELETE).bind(&id[..]).execute(link).await.map(|done| done.rows_affected())
    })
}

/// Gives a session another token.
pub(crate) async fn rename(
    connection: &mut Connection,
    id: &[u8; 32],
    fresh: &[u8; 32],
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE session SET id = $2 WHERE id = $1";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(&id[..]).bind(&fresh[..]).execute(link).await.map(drop)
    })
}

/// Ends one session of this account; tells how many that were.
pub(crate) async fn delete_of(
    connection: &mut Connection,
    account: i64,
    id: &[u8; 32],
) -> Result<u64, StoreError> {
    const DELETE: &str = "DELETE FROM session WHERE account = $1 AND id = $2";
    on!(connection, link => {
        sqlx::query(DELETE).bind(account).bind(&id[..]).execute(link).await.map(|done| done.rows_affected())
    })
}

/// Ends all sessions of this account but one (or all, when there is none to keep); tells how many.
pub(crate) async fn delete_others(
    connection: &mut Connection,
    account: i64,
    keep: Option<&[u8; 32]>,
) -> Result<u64, StoreError> {
    const DELETE: &str = "DELETE FROM session WHERE account = $1 AND id <> $2";
    let keep = keep.map_or(&[][..], |id| &id[..]);
    on!(connection, link => {
        sqlx::query(DELETE).bind(account).bind(keep).execute(link).await.map(|done| done.rows_affected())
    })
}

/// How many sessions of active accounts are open.
pub(crate) async fn count(connection: &mut Connection, over: Over) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM session s JOIN account a ON a.id = s.account \
        WHERE a.state = 'active' AND s.created_at > $1 AND s.last_used_at > $2 AND s.ends_at > $3 \
        AND s.front_kind = $4";
    let (count,): (i64,) = on!(connection, link => {
        sqlx::query_as(COUNT)
            .bind(over.opened)
            .bind(over.used)
            .bind(over.now)
            .bind(over.front_kind)
            .fetch_one(link)
            .await
    })?;
    Ok(count)
}

/// Deletes a batch of sessions that are over; tells how many there were.
pub(crate) async fn purge(connection: &mut Connection, over: Over) -> Result<u64, StoreError> {
    let delete = connection.choose(
        "DELETE FROM session WHERE id IN (SELECT id FROM session \
         WHERE front_kind = $4 AND (created_at <= $1 OR last_used_at <= $2 OR ends_at <= $3) LIMIT 1000)",
        // Rows that somebody else is deleting are left to them: waiting could end in a deadlock.
        "DELETE FROM session WHERE id IN (SELECT id FROM session \
         WHERE front_kind = $4 AND (created_at <= $1 OR last_used_at <= $2 OR ends_at <= $3) LIMIT 1000 FOR UPDATE SKIP LOCKED)",
    );
    on!(connection, link => {
        sqlx::query(delete)
            .bind(over.opened)
            .bind(over.used)
            .bind(over.now)
            .bind(over.front_kind)
            .execute(link)
            .await
            .map(|done| done.rows_affected())
    })
}
