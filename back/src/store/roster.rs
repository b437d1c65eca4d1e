//! The table `account` as members of staff look at it: persons' accounts alone, without passwords, without those that
//! were erased; and mails that did not arrive.

use super::{Connection, StoreError, connection::on};

/// A person's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: i64,
    /// The kind of the data map.
    pub(crate) kind: String,
    /// The key of the data map as a JSON array of texts.
    pub(crate) key: String,
    /// `invited`, `verifying`, `active` or `disabled`.
    pub(crate) state: String,
    pub(crate) login: String,
    /// The address that was proved or settled.
    pub(crate) email: Option<String>,
    /// ISO 639-1.
    pub(crate) language: Option<String>,
    /// Until when an initial password is good; nothing for a password of another kind.
    pub(crate) initial_until: Option<i64>,
    /// Whether the identity was proved.
    pub(crate) verified: bool,
    pub(crate) source: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) signed_in_at: Option<i64>,
    /// When a mail was given up; nothing when none was, or one has left since.
    pub(crate) undelivered_at: Option<i64>,
}

/// What is asked for in the place of a state: accounts whose mail was given up.
pub(crate) const UNDELIVERED: &str = "undelivered";

impl Row {
    /// Whether it is in a state that can be asked for.
    pub(crate) fn is_in(&self, state: &str) -> bool {
        if state == UNDELIVERED { self.undelivered_at.is_some() } else { self.state == state }
    }
}

type Text = Option<String>;
type Raw = (
    i64,
    String,
    String,
    String,
    String,
    Text,
    Text,
    String,
    Option<i64>,
    Option<i64>,
    Text,
    i64,
    Option<i64>,
    Option<i64>,
);

/// A mail of the outbox, called `f`, that was given up, and none has left to the account since. What an address of before
/// refused says nothing of the one that is known now.
macro_rules! undelivered {
    () => {
        "f.state = 'failed' AND NOT EXISTS \
         (SELECT 1 FROM account o WHERE o.id = f.account AND o.email <> f.recipient) AND NOT EXISTS \
         (SELECT 1 FROM outbox s WHERE s.account = f.account AND s.state = 'sent' \
          AND (s.settled_at > f.settled_at OR s.settled_at = f.settled_at AND s.id > f.id))"
    };
}

macro_rules! accounts {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.person_kind, a.person_key, a.state, a.login, a.email, a.language, a.password_from, \
             a.initial_until, a.verified_at, a.source, a.created_at, a.signed_in_at, \
             (SELECT MAX(f.settled_at) FROM outbox f WHERE f.account = a.id AND ",
            undelivered!(),
            ") FROM account a ",
            $rest
        )
    };
}

fn rows(raw: Vec<Raw>) -> Vec<Row> {
    raw.into_iter().map(row).collect()
}

fn row(raw: Raw) -> Row {
    let (
        id,
        kind,
        key,
        state,
        login,
        email,
        language,
        from,
        until,
        verified,
        source,
        created_at,
        signed_in_at,
        undelivered_at,
    ) = raw;
    let initial_until = until.filter(|_| from == "initial");
    let verified = verified.is_some();
    Row {
        id,
        kind,
        key,
        state,
        login,
        email,
        language,
        initial_until,
        verified,
        source,
        created_at,
        signed_in_at,
        undelivered_at,
    }
}

/// The account of a person.
pub(crate) async fn of_person(
    connection: &mut Connection,
    kind: &str,
    key: &str,
) -> Result<Option<Row>, StoreError> {
    const SELECT: &str = accounts!("WHERE a.person_kind = $1 AND a.person_key = $2 AND a.state <> 'erased'");
    let raw: Option<Raw> =
        on!(connection, link => sqlx::query_as(SELECT).bind(kind).bind(key).fetch_optional(link).await)?;
    Ok(raw.map(row))
}

/// The same, with the row locked until the end of the transaction.
pub(crate) async fn lock(
    connection: &mut Connection,
    kind: &str,
    key: &str,
) -> Result<Option<Row>, StoreError> {
    let select = connection.choose(
        accounts!("WHERE a.person_kind = $1 AND a.person_key = $2 AND a.state <> 'erased'"),
        accounts!("WHERE a.person_kind = $1 AND a.person_key = $2 AND a.state <> 'erased' FOR UPDATE"),
    );
    let raw: Option<Raw> =
        on!(connection, link => sqlx::query_as(select).bind(kind).bind(key).fetch_optional(link).await)?;
    Ok(raw.map(row))
}

/// The accounts of these persons. `persons` is a JSON array of pairs: the kind, and the key as it is stored.
pub(crate) async fn of_persons(connection: &mut Connection, persons: &str) -> Result<Vec<Row>, StoreError> {
    let select = connection.choose(
        accounts!(
            "JOIN json_each($1) p ON a.person_kind = p.value ->> 0 AND a.person_key = p.value ->> 1 \
             WHERE a.state <> 'erased'"
        ),
        accounts!(
            "JOIN jsonb_array_elements(CAST($1 AS jsonb)) p \
             ON a.person_kind = p ->> 0 AND a.person_key = p ->> 1 WHERE a.state <> 'erased'"
        ),
    );
    on!(connection, link => sqlx::query_as(select).bind(persons).fetch_all(link).await).map(rows)
}

/// The accounts whose sign-in name is like `pattern`, with `\` before what is meant as it stands; of one state or
/// [`UNDELIVERED`], or of all when it is empty.
pub(crate) async fn named(
    connection: &mut Connection,
    pattern: &str,
    state: &str,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    const SELECT: &str = concat!(
        accounts!("WHERE a.kind = 'person' AND a.state <> 'erased' AND (a.state = $2 OR $2 = '' OR "),
        "($2 = 'undelivered' AND a.id IN (SELECT f.account FROM outbox f WHERE ",
        undelivered!(),
        "))) AND a.login LIKE $1 ESCAPE '\\' ORDER BY a.login LIMIT $3"
    );
    on!(connection, link => {
        sqlx::query_as(SELECT).bind(pattern).bind(state).bind(limit).fetch_all(link).await
    })
    .map(rows)
}

/// The accounts of a state in the order of their rows, those after `after`.
pub(crate) async fn in_state(
    connection: &mut Connection,
    state: &str,
    after: i64,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    const SELECT: &str =
        accounts!("WHERE a.kind = 'person' AND a.state = $1 AND a.id > $2 ORDER BY a.id LIMIT $3");
    on!(connection, link => {
        sqlx::query_as(SELECT).bind(state).bind(after).bind(limit).fetch_all(link).await
    })
    .map(rows)
}

/// The accounts whose mail was given up, in the order of their rows, those after `after`.
pub(crate) async fn undelivered(
    connection: &mut Connection,
    after: i64,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    const SELECT: &str = concat!(
        accounts!("WHERE a.kind = 'person' AND a.state <> 'erased' AND a.id > $1 "),
        "AND a.id IN (SELECT f.account FROM outbox f WHERE ",
        undelivered!(),
        ") ORDER BY a.id LIMIT $2"
    );
    on!(connection, link => sqlx::query_as(SELECT).bind(after).bind(limit).fetch_all(link).await).map(rows)
}

/// When a mail to an account was given up last, where none has left since; whoever's account it is.
pub(crate) async fn undelivered_at(
    connection: &mut Connection,
    account: i64,
) -> Result<Option<i64>, StoreError> {
    const SELECT: &str =
        concat!("SELECT MAX(f.settled_at) FROM outbox f WHERE f.account = $1 AND ", undelivered!());
    on!(connection, link => sqlx::query_scalar(SELECT).bind(account).fetch_one(link).await)
}

/// How many accounts [`undelivered()`] gives in all.
pub(crate) async fn count_undelivered(connection: &mut Connection) -> Result<i64, StoreError> {
    const COUNT: &str = concat!(
        "SELECT COUNT(*) FROM account a WHERE a.kind = 'person' AND a.state <> 'erased' \
         AND a.id IN (SELECT f.account FROM outbox f WHERE ",
        undelivered!(),
        ")"
    );
    on!(connection, link => sqlx::query_scalar(COUNT).fetch_one(link).await)
}

/// The accounts to which something was done last, sign-ins aside: the last lines of the journal are looked at, not all.
pub(crate) async fn newest(connection: &mut Connection, limit: i64) -> Result<Vec<Row>, StoreError> {
    const SELECT: &str = accounts!(
        "JOIN (SELECT subject, MAX(id) AS last FROM (SELECT id, subject, kind FROM journal ORDER BY id DESC LIMIT 2000) l \
               WHERE l.kind <> 'signed_in' GROUP BY subject) n ON n.subject = a.id \
         WHERE a.kind = 'person' AND a.state <> 'erased' ORDER BY n.last DESC LIMIT $1"
    );
    on!(connection, link => sqlx::query_as(SELECT).bind(limit).fetch_all(link).await).map(rows)
}

/// The identity was proved without a code.
pub(crate) async fn vouch(connection: &mut Connection, id: i64, now: i64) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET verified_at = $1, \
        state = CASE state WHEN 'verifying' THEN 'active' ELSE state END WHERE id = $2";
    on!(connection, link => sqlx::query(UPDATE).bind(now).bind(id).execute(link).await.map(drop))
}
