//! The table `outbox`: mails that wait to be sent, and for a while those that were.

use zeroize::Zeroizing;

use super::{Connection, StoreError, account::making::json, connection::on};

/// A mail to insert.
#[derive(Debug)]
pub(crate) struct NewRow<'a> {
    pub(crate) cause: &'a str,
    pub(crate) account: Option<i64>,
    /// Without one the mail is settled from the beginning.
    pub(crate) recipient: Option<&'a str>,
    /// ISO 639-1.
    pub(crate) language: &'a str,
    /// `public` or `staff`.
    pub(crate) front_kind: &'a str,
    pub(crate) message: &'a str,
    pub(crate) sealed: Option<&'a [u8]>,
    pub(crate) now: i64,
    pub(crate) ends_at: Option<i64>,
}

/// Writes a mail, unless there is one for its cause already; tells whether it did. It is due at once, whoever's clock is
/// right.
pub(crate) async fn insert(connection: &mut Connection, row: &NewRow<'_>) -> Result<bool, StoreError> {
    const INSERT: &str = "INSERT INTO outbox (cause, account, recipient, language, front_kind, message, sealed, \
        state, created_at, due_at, ends_at, settled_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11) \
        ON CONFLICT (cause) DO NOTHING";
    let (state, sealed, settled_at) = match row.recipient {
        Some(_) => ("waiting", row.sealed, None),
        None => ("void", None, Some(row.now)),
    };
    on!(connection, link => {
        sqlx::query(INSERT)
            .bind(row.cause)
            .bind(row.account)
            .bind(row.recipient)
            .bind(row.language)
            .bind(row.front_kind)
            .bind(row.message)
            .bind(sealed)
            .bind(state)
            .bind(row.now)
            .bind(row.ends_at)
            .bind(settled_at)
            .execute(link)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// When mails are due. A time further ahead than anything of ours sets means that the clock went back: due as well.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Due {
    /// The time now, in seconds since 1970-01-01 UTC.
    pub(crate) now: i64,
    /// Beyond this time nothing is ever put off.
    pub(crate) horizon: i64,
}

/// Whether anything is due that nobody has in hand, or that somebody has dropped whose claims these are: the cheap question
/// before [`claim`].
pub(crate) async fn any_due(
    connection: &mut Connection,
    due: Due,
    dropped: &[String],
) -> Result<bool, StoreError> {
    let select = connection.choose(
        "SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE state = 'waiting' AND \
         (claim IS NULL AND (due_at <= $1 OR due_at > $2) OR claim IN (SELECT value FROM json_each($3))) LIMIT 1) AS found",
        "SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE state = 'waiting' AND \
         (claim IS NULL AND (due_at <= $1 OR due_at > $2) OR claim IN (SELECT json_array_elements_text($3::json))) \
         LIMIT 1) AS found",
    );
    let dropped = json(dropped)?;
    let (count,): (i64,) = on!(connection, link => {
        sqlx::query_as(select).bind(due.now).bind(due.horizon).bind(dropped).fetch_one(link).await
    })?;
    Ok(count > 0)
}

/// The claims that somebody holds just now.
pub(crate) async fn claims(connection: &mut Connection) -> Result<Vec<String>, StoreError> {
    const SELECT: &str = "SELECT DISTINCT claim FROM outbox WHERE claim IS NOT NULL AND state = 'waiting'";
    let rows: Vec<(String,)> = on!(connection, link => sqlx::query_as(SELECT).fetch_all(link).await)?;
    Ok(rows.into_iter().map(|(claim,)| claim).collect())
}

/// A mail that this process has taken to send.
pub(crate) struct Claimed {
    pub(crate) id: i64,
    pub(crate) claim: String,
    pub(crate) cause: String,
    pub(crate) recipient: String,
    pub(crate) language: String,
    pub(crate) front_kind: String,
    pub(crate) message: String,
    pub(crate) sealed: Option<Zeroizing<Vec<u8>>>,
    /// This try among them.
    pub(crate) tries: i64,
    pub(crate) created_at: i64,
    pub(crate) ends_at: Option<i64>,
}

/// How mails are taken.
#[derive(Debug)]
pub(crate) struct Taking<'a> {
    pub(crate) due: Due,
    /// At most so many.
    pub(crate) most: i64,
    /// A word that nobody else takes mails with.
    pub(crate) claim: &'a str,
    /// Claims of somebody who is gone.
    pub(crate) dropped: &'a [String],
    /// Until when a back of an earlier version, which knows no claims, leaves them alone.
    pub(crate) until: i64,
}

/// Takes mails that are due and in nobody's hand, those that are worth nothing later first. Nobody else takes them while
/// the claim stands, whatever their clock says.
pub(crate) async fn claim(
    connection: &mut Connection,
    taking: &Taking<'_>,
) -> Result<Vec<Claimed>, StoreError> {
    type Row = (i64, String, String, String, String, String, Option<Vec<u8>>, i64, i64, Option<i64>);
    // Embedded, one writer works at a time; elsewhere rows that another back is just taking are passed over.
    let update = connection.choose(
        "UPDATE outbox SET claim = $5, due_at = $3, tries = tries + 1 WHERE id IN (SELECT id FROM outbox \
         WHERE state = 'waiting' AND (claim IS NULL AND (due_at <= $1 OR due_at > $2) \
           OR claim IN (SELECT value FROM json_each($6))) \
         ORDER BY ends_at IS NULL, due_at, id LIMIT $4) \
         RETURNING id, cause, recipient, language, front_kind, message, sealed, tries, created_at, ends_at",
        "UPDATE outbox SET claim = $5, due_at = $3, tries = tries + 1 WHERE id IN (SELECT id FROM outbox \
         WHERE state = 'waiting' AND (claim IS NULL AND (due_at <= $1 OR due_at > $2) \
           OR claim IN (SELECT json_array_elements_text($6::json))) \
         ORDER BY ends_at IS NULL, due_at, id LIMIT $4 \
         FOR UPDATE SKIP LOCKED) \
         RETURNING id, cause, recipient, language, front_kind, message, sealed, tries, created_at, ends_at",
    );
    let Taking { due, most, claim, dropped, until } = taking;
    let dropped = json(dropped)?;
    let rows: Vec<Row> = on!(connection, link => {
        sqlx::query_as(update)
            .bind(due.now)
            .bind(due.horizon)
            .bind(*until)
            .bind(*most)
            .bind(*claim)
            .bind(dropped)
            .fetch_all(link)
            .await
    })?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(id, cause, recipient, language, front_kind, message, sealed, tries, created_at, ends_at)| {
            let (sealed, claim) = (sealed.map(Zeroizing::new), (*claim).to_owned());
            Claimed {
                id,
                claim,
                cause,
                recipient,
                language,
                front_kind,
                message,
                sealed,
                tries,
                created_at,
                ends_at,
            }
        })
        .collect())
}

/// Puts a mail off that this process has taken, unless somebody else has taken it since.
pub(crate) async fn put_off(
    connection: &mut Connection,
    claimed: &Claimed,
    due_at: i64,
) -> Result<(), StoreError> {
    const UPDATE: &str =
        "UPDATE outbox SET due_at = $1, claim = NULL WHERE id = $2 AND claim = $3 AND state = 'waiting'";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(due_at).bind(claimed.id).bind(&claimed.claim).execute(link).await.map(drop)
    })
}

/// Ends the matter: `sent`, `over` or `failed`. What was sent is sent, in whoever's hand it is by now; the others end what
/// this process has still in hand alone. The code is forgotten, and the address, but for a mail that failed: then it is the
/// address that has to be mended.
pub(crate) async fn settle(
    connection: &mut Connection,
    claimed: &Claimed,
    state: &str,
    now: i64,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE outbox SET state = $1, settled_at = $2, sealed = NULL, claim = NULL, \
        recipient = CASE WHEN $1 = 'failed' THEN recipient END \
        WHERE id = $3 AND state = 'waiting' AND ($1 = 'sent' OR claim = $4)";
    on!(connection, link => {
        sqlx::query(UPDATE)
            .bind(state)
            .bind(now)
            .bind(claimed.id)
            .bind(&claimed.claim)
            .execute(link)
            .await
            .map(drop)
    })
}

/// How many mails there are of each state.
pub(crate) async fn count(connection: &mut Connection) -> Result<Vec<(String, i64)>, StoreError> {
    const COUNT: &str = "SELECT state, COUNT(*) FROM outbox GROUP BY state ORDER BY state";
    on!(connection, link => sqlx::query_as(COUNT).fetch_all(link).await)
}

/// Deletes a batch of mails that were settled at this time or before; tells how many there were.
pub(crate) async fn purge(connection: &mut Connection, before: i64) -> Result<u64, StoreError> {
    let delete = connection.choose(
        "DELETE FROM outbox WHERE id IN \
         (SELECT id FROM outbox WHERE state <> 'waiting' AND settled_at <= $1 LIMIT 1000)",
        "DELETE FROM outbox WHERE id IN \
         (SELECT id FROM outbox WHERE state <> 'waiting' AND settled_at <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
    );
    on!(connection, link => {
        sqlx::query(delete).bind(before).execute(link).await.map(|done| done.rows_affected())
    })
}

/// What is kept of each mail that may tell something of somebody: address and sealed code.
#[cfg(test)]
pub(crate) async fn kept(
    connection: &mut Connection,
) -> Result<Vec<(Option<String>, Option<Vec<u8>>)>, StoreError> {
    const SELECT: &str = "SELECT recipient, sealed FROM outbox ORDER BY id";
    on!(connection, link => sqlx::query_as(SELECT).fetch_all(link).await)
}
