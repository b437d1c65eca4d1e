//! The table `entry`: sign-ins under way, known by the hash of the token.

use super::{Connection, StoreError, connection::on};

/// An entry to insert.
#[derive(Debug)]
pub(crate) struct NewRow<'a> {
    pub(crate) id: &'a [u8; 32],
    pub(crate) account: Option<i64>,
    pub(crate) mark: &'a [u8],
    /// `public` or `staff`.
    pub(crate) front_kind: &'a str,
    pub(crate) device: &'a str,
    pub(crate) way: &'a str,
    pub(crate) factor_proved: bool,
    pub(crate) reason: Option<&'a str>,
    pub(crate) now: i64,
    pub(crate) ends_at: i64,
}

/// An entry as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: [u8; 32],
    /// Nothing for one that leads nowhere.
    pub(crate) account: Option<i64>,
    pub(crate) mark: Vec<u8>,
    pub(crate) front_kind: String,
    pub(crate) device: String,
    pub(crate) way: String,
    pub(crate) mail_proved: bool,
    pub(crate) factor_proved: bool,
    pub(crate) reason: Option<String>,
    /// A keyed hash.
    pub(crate) code: Option<Vec<u8>>,
    /// The address that it went to.
    pub(crate) code_to: Option<String>,
    pub(crate) code_ends_at: Option<i64>,
    /// How often the code may still be tried.
    pub(crate) code_tries: i64,
    pub(crate) ends_at: i64,
    pub(crate) finished_at: Option<i64>,
    /// A keyed hash.
    pub(crate) finished_by: Option<Vec<u8>>,
}

/// Opens an entry.
pub(crate) async fn insert(connection: &mut Connection, row: &NewRow<'_>) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO entry (id, account, mark, front_kind, device, way, factor_proved, \
        reason, created_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    on!(connection, link => {
        sqlx::query(INSERT)
            .bind(&row.id[..])
            .bind(row.account)
            .bind(row.mark)
            .bind(row.front_kind)
            .bind(row.device)
            .bind(row.way)
            .bind(row.factor_proved)
            .bind(row.reason)
            .bind(row.now)
            .bind(row.ends_at)
            .execute(link)
            .await
            .map(drop)
    })
}

/// The entry as it is now.
pub(crate) async fn find(connection: &mut Connection, id: &[u8; 32]) -> Result<Option<Row>, StoreError> {
    const SELECT: &str = "SELECT account, mark, front_kind, device, way, mail_proved, factor_proved, \
        reason, code, code_to, code_ends_at, code_tries, ends_at, finished_at, finished_by FROM entry WHERE id = $1";
    select(connection, id, SELECT).await
}

/// The entry, which nobody else changes until the end of the transaction. Whoever locks its account does that before.
pub(crate) async fn lock(connection: &mut Connection, id: &[u8; 32]) -> Result<Option<Row>, StoreError> {
    let text = connection.choose(
        "SELECT account, mark, front_kind, device, way, mail_proved, factor_proved, \
         reason, code, code_to, code_ends_at, code_tries, ends_at, finished_at, finished_by FROM entry WHERE id = $1",
        "SELECT account, mark, front_kind, device, way, mail_proved, factor_proved, \
         reason, code, code_to, code_ends_at, code_tries, ends_at, finished_at, finished_by FROM entry WHERE id = $1 \
         FOR UPDATE",
    );
    select(connection, id, text).await
}

async fn select(
    connection: &mut Connection,
    id: &[u8; 32],
    text: &'static str,
) -> Result<Option<Row>, StoreError> {
    type Bytes = Option<Vec<u8>>;
    type Columns = (
        Option<i64>,
        Vec<u8>,
        String,
        String,
        String,
        bool,
        bool,
        Option<String>,
        Bytes,
        Option<String>,
        Option<i64>,
        i64,
        i64,
        Option<i64>,
        Bytes,
    );
    let row: Option<Columns> =
        on!(connection, link => sqlx::query_as(text).bind(&id[..]).fetch_optional(link).await)?;
    Ok(row.map(|row| Row {
        id: *id,
        account: row.0,
        mark: row.1,
        front_kind: row.2,
        device: row.3,
        way: row.4,
        mail_proved: row.5,
        factor_proved: row.6,
        reason: row.7,
        code: row.8,
        code_to: row.9,
        code_ends_at: row.10,
        code_tries: row.11,
        ends_at: row.12,
        finished_at: row.13,
        finished_by: row.14,
    }))
}

/// A code that was sent for an entry.
#[derive(Debug)]
pub(crate) struct Sent {
    /// A keyed hash.
    pub(crate) code: Vec<u8>,
    /// The address that it went to.
    pub(crate) to: Option<String>,
    pub(crate) ends_at: i64,
    /// How often it may still be tried.
    pub(crate) tries: i64,
}

/// The code that another entry waits for which counts under the same mark, came the same way and leads to the same account
/// or to none as well: the last one, while it is good.
pub(crate) async fn sent(
    connection: &mut Connection,
    like: &Row,
    now: i64,
) -> Result<Option<Sent>, StoreError> {
    const SELECT: &str = "SELECT code, code_to, code_ends_at, code_tries FROM entry WHERE mark = $1 AND way = $2 \
        AND COALESCE(account, -1) = $3 AND id <> $4 AND front_kind = $5 AND finished_at IS NULL \
        AND code IS NOT NULL AND code_tries > 0 AND code_ends_at > $6 ORDER BY code_ends_at DESC LIMIT 1";
    let row: Option<(Vec<u8>, Option<String>, i64, i64)> = on!(connection, link => {
        sqlx::query_as(SELECT)
            .bind(&like.mark[..])
            .bind(like.way.as_str())
            .bind(like.account.unwrap_or(-1))
            .bind(&like.id[..])
            .bind(like.front_kind.as_str())
            .bind(now)
            .fetch_optional(link)
            .await
    })?;
    Ok(row.map(|(code, to, ends_at, tries)| Sent { code, to, ends_at, tries }))
}

/// A wrong try at the code of this entry: it counts in all that wait for the same.
pub(crate) async fn miss(connection: &mut Connection, tried: &Row) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE entry SET code_tries = code_tries - 1 \
        WHERE mark = $1 AND code = $2 AND code_tries > 0";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(&tried.mark[..]).bind(tried.code.as_deref()).execute(link).await.map(drop)
    })
}

/// The code of this entry was used: in the others that wait for the same it cannot be tried any more.
pub(crate) async fn spend(connection: &mut Connection, used: &Row) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE entry SET code_tries = 0 WHERE mark = $1 AND code = $2 AND id <> $3";
    on!(connection, link => {
        sqlx::query(UPDATE)
            .bind(&used.mark[..])
            .bind(used.code.as_deref())
            .bind(&used.id[..])
            .execute(link)
            .await
            .map(drop)
    })
}

/// Writes what may change of an entry.
pub(crate) async fn update(connection: &mut Connection, row: &Row) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE entry SET mail_proved = $2, factor_proved = $3, reason = $4, code = $5, \
        code_ends_at = $6, code_tries = $7, finished_at = $8, finished_by = $9, ends_at = $10, code_to = $11 WHERE id = $1";
    on!(connection, link => {
        sqlx::query(UPDATE)
            .bind(&row.id[..])
            .bind(row.mail_proved)
            .bind(row.factor_proved)
            .bind(row.reason.as_deref())
            .bind(row.code.as_deref())
            .bind(row.code_ends_at)
            .bind(row.code_tries)
            .bind(row.finished_at)
            .bind(row.finished_by.as_deref())
            .bind(row.ends_at)
            .bind(row.code_to.as_deref())
            .execute(link)
            .await
            .map(drop)
    })
}

/// Ends an entry.
pub(crate) async fn delete(connection: &mut Connection, id: &[u8; 32]) -> Result<(), StoreError> {
    const DELETE: &str = "DELETE FROM entry WHERE id = $1";
    on!(connection, link => sqlx::query(DELETE).bind(&id[..]).execute(link).await.map(drop))
}

/// Ends all entries of an account but one, or all of them.
pub(crate) async fn delete_others(
    connection: &mut Connection,
    account: i64,
    keep: Option<&[u8; 32]>,
) -> Result<(), StoreError> {
    const DELETE: &str = "DELETE FROM entry WHERE account = $1 AND id <> $2";
    let keep = keep.map_or(&[][..], |id| &id[..]);
    on!(connection, link => sqlx::query(DELETE).bind(account).bind(keep).execute(link).await.map(drop))
}

/// Deletes a batch of entries that are over; tells how many there were.
pub(crate) async fn purge(connection: &mut Connection, now: i64) -> Result<u64, StoreError> {
    let delete = connection.choose(
        "DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE ends_at <= $1 LIMIT 1000)",
        // Rows that somebody works on are left for the next time: waiting for them could end in a deadlock.
        "DELETE FROM entry WHERE id IN \
         (SELECT id FROM entry WHERE ends_at <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
    );
    on!(connection, link => {
        sqlx::query(delete).bind(now).execute(link).await.map(|done| done.rows_affected())
    })
}
