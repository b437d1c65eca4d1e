//! The tables `email_pending` and `email_change`: a new address that waits for its code, and changes that the address
//! before may still object to.

use super::{Connection, StoreError, connection::on};

/// The tries that are left of a code that was right.
pub(crate) const DONE: i64 = -1;

/// A new address that waits for its code.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) address: String,
    /// A keyed hash.
    pub(crate) code: Vec<u8>,
    /// How often the code may still be tried.
    pub(crate) tries: i64,
    pub(crate) ends_at: i64,
}

impl Pending {
    /// Whether its code may still come: it is neither used nor over.
    pub(crate) fn waits(&self, now: i64) -> bool {
        self.tries > 0 && self.ends_at > now
    }
}

/// Keeps a new address until its code comes; the one before is given up.
pub(crate) async fn propose(
    connection: &mut Connection,
    account: i64,
    pending: &Pending,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO email_pending (account, address, code, tries, ends_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account) DO UPDATE SET address = excluded.address, \
        code = excluded.code, tries = excluded.tries, ends_at = excluded.ends_at";
    on!(connection, link => {
        sqlx::query(INSERT)
            .bind(account)
            .bind(&pending.address)
            .bind(&pending.code)
            .bind(pending.tries)
            .bind(pending.ends_at)
            .execute(link)
            .await
            .map(drop)
    })
}

/// The address that waits.
pub(crate) async fn pending(
    connection: &mut Connection,
    account: i64,
) -> Result<Option<Pending>, StoreError> {
    const SELECT: &str = "SELECT address, code, tries, ends_at FROM email_pending WHERE account = $1";
    let row: Option<(String, Vec<u8>, i64, i64)> =
        on!(connection, link => sqlx::query_as(SELECT).bind(account).fetch_optional(link).await)?;
    Ok(row.map(|(address, code, tries, ends_at)| Pending { address, code, tries, ends_at }))
}

/// Notes a wrong try.
pub(crate) async fn tried(connection: &mut Connection, account: i64) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE email_pending SET tries = tries - 1 WHERE account = $1";
    on!(connection, link => sqlx::query(UPDATE).bind(account).execute(link).await.map(drop))
}

/// The address that waited counts now; for so long the same code gets the same answer once more.
pub(crate) async fn done(connection: &mut Connection, account: i64, until: i64) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE email_pending SET tries = $3, ends_at = $2 WHERE account = $1";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(account).bind(until).bind(DONE).execute(link).await.map(drop)
    })
}

/// Gives up the address that waits.
pub(crate) async fn give_up(connection: &mut Connection, account: i64) -> Result<(), StoreError> {
    const DELETE: &str = "DELETE FROM email_pending WHERE account = $1";
    on!(connection, link => sqlx::query(DELETE).bind(account).execute(link).await.map(drop))
}

/// A change that the address before may object to.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) account: i64,
    /// What the account held before; nothing when the business database's counted.
    pub(crate) before: Option<String>,
    pub(crate) changed_at: i64,
    pub(crate) ends_at: i64,
}

/// Notes a change under the keyed hash of the objection's code.
pub(crate) async fn note(
    connection: &mut Connection,
    code: &[u8],
    change: &Change,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO email_change (code, account, before, changed_at, ends_at) \
        VALUES ($1, $2, $3, $4, $5)";
    on!(connection, link => {
        sqlx::query(INSERT)
            .bind(code)
            .bind(change.account)
            .bind(change.before.as_deref())
            .bind(change.changed_at)
            .bind(change.ends_at)
            .execute(link)
            .await
            .map(drop)
    })
}

/// The change that a code objects to.
pub(crate) async fn by_code(connection: &mut Connection, code: &[u8]) -> Result<Option<Change>, StoreError> {
    const SELECT: &str = "SELECT account, before, changed_at, ends_at FROM email_change WHERE code = $1";
    let row: Option<(i64, Option<String>, i64, i64)> =
        on!(connection, link => sqlx::query_as(SELECT).bind(code).fetch_optional(link).await)?;
    Ok(row.map(|(account, before, changed_at, ends_at)| Change { account, before, changed_at, ends_at }))
}

/// Forgets a change and those after it: the address before all of them is back.
pub(crate) async fn take_back(
    connection: &mut Connection,
    account: i64,
    since: i64,
) -> Result<(), StoreError> {
    const DELETE: &str = "DELETE FROM email_change WHERE account = $1 AND changed_at >= $2";
    on!(connection, link => sqlx::query(DELETE).bind(account).bind(since).execute(link).await.map(drop))
}

/// Deletes a batch of what is over; tells how much that was.
pub(crate) async fn purge(connection: &mut Connection, now: i64) -> Result<u64, StoreError> {
    let texts = [
        connection.choose(
            "DELETE FROM email_pending WHERE account IN \
             (SELECT account FROM email_pending WHERE ends_at <= $1 LIMIT 1000)",
            // Rows that somebody works on are left for the next time: waiting for them could end in a deadlock.
            "DELETE FROM email_pending WHERE account IN \
             (SELECT account FROM email_pending WHERE ends_at <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
        ),
        connection.choose(
            "DELETE FROM email_change WHERE code IN \
             (SELECT code FROM email_change WHERE ends_at <= $1 LIMIT 1000)",
            "DELETE FROM email_change WHERE code IN \
             (SELECT code FROM email_change WHERE ends_at <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
        ),
    ];
    let mut deleted = 0;
    for text in texts {
        deleted += on!(&mut *connection, link => {
            sqlx::query(text).bind(now).execute(link).await.map(|done| done.rows_affected())
        })?;
    }
    Ok(deleted)
}
