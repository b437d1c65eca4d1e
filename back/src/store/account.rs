//! The table `account`: who can sign in.

use zeroize::Zeroizing;

use super::{Connection, StoreError, connection::on};

/// What a sign-in needs of an account.
pub(crate) struct Account {
    pub(crate) id: i64,
    /// `person` or `staff`.
    pub(crate) kind: String,
    /// A PHC string.
    pub(crate) password: Zeroizing<String>,
    pub(crate) active: bool,
    /// ISO 639-1.
    pub(crate) language: Option<String>,
}

/// Finds the account with this sign-in name, in its normal form.
pub(crate) async fn by_login(
    connection: &mut Connection,
    login: &str,
) -> Result<Option<Account>, StoreError> {
    const SELECT: &str = "SELECT id, kind, password, state, language FROM account WHERE login = $1";
    type Row = (i64, String, String, String, Option<String>);
    let row: Option<Row> =
        on!(connection, link => sqlx::query_as(SELECT).bind(login).fetch_optional(link).await)?;
    Ok(row.map(|(id, kind, password, state, language)| Account {
        id,
        kind,
        password: Zeroizing::new(password),
        active: state == "active",
        language,
    }))
}

/// Notes a sign-in and, where it is due, the new hash of the same password. Locks the row until the end of the
/// transaction. `false` when the account was disabled or got another password since it was read.
pub(crate) async fn signed_in(
    connection: &mut Connection,
    account: &Account,
    rehashed: Option<&str>,
    now: i64,
) -> Result<bool, StoreError> {
    const UPDATE: &str = "UPDATE account SET signed_in_at = $1, password = COALESCE($2, password) \
        WHERE id = $3 AND password = $4 AND state = 'active'";
    on!(connection, link => {
        sqlx::query(UPDATE)
            .bind(now)
            .bind(rehashed)
            .bind(account.id)
            .bind(account.password.as_str())
            .execute(link)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// An account to insert.
pub(crate) struct NewRow<'a> {
    /// The kind and the key of the data map, the key as a JSON array of texts.
    pub(crate) person: Option<(&'a str, String)>,
    /// The name of a member of staff.
    pub(crate) name: Option<&'a str>,
    /// In its normal form.
    pub(crate) login: &'a str,
    /// A PHC string.
    pub(crate) password: &'a str,
}

/// Inserts an active account; `Duplicate` when the sign-in name is taken.
pub(crate) async fn insert(
    connection: &mut Connection,
    row: &NewRow<'_>,
    now: i64,
) -> Result<i64, StoreError> {
    const INSERT: &str = "INSERT INTO account \
        (kind, person_kind, person_key, name, login, password, state, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, 'active', $7) RETURNING id";
    let kind = if row.person.is_some() { "person" } else { "staff" };
    let (person_kind, person_key) = match &row.person {
        Some((kind, key)) => (Some(*kind), Some(key.as_str())),
        None => (None, None),
    };
    let (id,): (i64,) = on!(connection, link => {
        sqlx::query_as(INSERT)
            .bind(kind)
            .bind(person_kind)
            .bind(person_key)
            .bind(row.name)
            .bind(row.login)
            .bind(row.password)
            .bind(now)
            .fetch_one(link)
            .await
    })?;
    Ok(id)
}

/// Disables the account with this sign-in name and tells its id; nothing when there is none.
pub(crate) async fn disable(connection: &mut Connection, login: &str) -> Result<Option<i64>, StoreError> {
    const UPDATE: &str = "UPDATE account SET state = 'disabled' WHERE login = $1 RETURNING id";
    let row: Option<(i64,)> =
        on!(connection, link => sqlx::query_as(UPDATE).bind(login).fetch_optional(link).await)?;
    Ok(row.map(|(id,)| id))
}

/// Keeps the language (ISO 639-1) that the person chose.
pub(crate) async fn set_language(
    connection: &mut Connection,
    id: i64,
    language: &str,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET language = $1 WHERE id = $2";
    on!(connection, link => sqlx::query(UPDATE).bind(language).bind(id).execute(link).await.map(drop))
}

/// For each kind of person: its name, its accounts, how many of them are disabled.
pub(crate) async fn count(connection: &mut Connection) -> Result<Vec<(String, i64, i64)>, StoreError> {
    const COUNT: &str = "SELECT person_kind, COUNT(*), COUNT(CASE WHEN state = 'disabled' THEN 1 END) \
        FROM account WHERE kind = 'person' GROUP BY person_kind ORDER BY person_kind";
    on!(connection, link => sqlx::query_as(COUNT).fetch_all(link).await)
}
