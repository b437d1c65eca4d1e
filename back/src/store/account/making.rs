//! Accounts as provisioning and imports make them, many at a time.

use super::{PasswordFrom, State};
use crate::store::{Connection, StoreError, connection::on};

/// An account to insert.
#[derive(Debug)]
pub(crate) struct NewRow<'a> {
    /// The kind and the key of the data map, the key as a JSON array of texts; otherwise `name` is there.
    pub(crate) person: Option<(&'a str, &'a str)>,
    /// The name of a member of staff.
    pub(crate) name: Option<&'a str>,
    /// In its normal form.
    pub(crate) login: &'a str,
    /// A PHC string.
    pub(crate) password: &'a str,
    /// The form in which the password was hashed.
    pub(crate) form: Option<&'a str>,
    pub(crate) from: PasswordFrom,
    pub(crate) initial_until: Option<i64>,
    pub(crate) state: State,
    /// Whether it is known already whose it is.
    pub(crate) verified: bool,
    /// An address that was settled.
    pub(crate) email: Option<&'a str>,
    /// Who keeps it in step, and its key there.
    pub(crate) source: Option<(&'a str, &'a str)>,
    /// The run that gives it its initial password.
    pub(crate) batch: Option<i64>,
}

impl<'a> NewRow<'a> {
    /// An active account with a password that its owner knows.
    pub(crate) fn active(
        person: Option<(&'a str, &'a str)>,
        name: Option<&'a str>,
        login: &'a str,
        password: &'a str,
    ) -> Self {
        Self {
            person,
            name,
            login,
            password,
            form: None,
            from: PasswordFrom::Chosen,
            initial_until: None,
            state: State::Active,
            verified: true,
            email: None,
            source: None,
            batch: None,
        }
    }
}

/// Who has an account already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Holder {
    pub(crate) id: i64,
    /// The person's key, or the name of a member of staff.
    pub(crate) key: String,
    pub(crate) state: State,
    /// The run that gave it its initial password last.
    pub(crate) batch: Option<i64>,
}

/// What a letter needs to know of an account.
#[derive(Debug, Clone)]
pub(crate) struct Addressee {
    pub(crate) id: i64,
    pub(crate) login: String,
    /// The kind and the key of the data map.
    pub(crate) person: Option<(String, String)>,
    pub(crate) name: Option<String>,
    /// ISO 639-1.
    pub(crate) language: Option<String>,
    pub(crate) initial_until: Option<i64>,
}

/// Inserts an account; nothing when its owner or its sign-in name has one.
pub(crate) async fn insert(
    connection: &mut Connection,
    new: &NewRow<'_>,
    now: i64,
) -> Result<Option<i64>, StoreError> {
    const INSERT: &str = "INSERT INTO account \
        (kind, person_kind, person_key, name, login, password, password_form, password_from, password_at, initial_until, \
         state, email, source, source_key, source_email, batch, verified_at, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $9) \
        ON CONFLICT DO NOTHING RETURNING id";
    let kind = if new.person.is_some() { "person" } else { "staff" };
    let row: Option<(i64,)> = on!(connection, link => {
        sqlx::query_as(INSERT)
            .bind(kind)
            .bind(new.person.map(|(kind, _)| kind))
            .bind(new.person.map(|(_, key)| key))
            .bind(new.name)
            .bind(new.login)
            .bind(new.password)
            .bind(new.form)
            .bind(new.from.as_str())
            .bind(now)
            .bind(new.initial_until)
            .bind(new.state.as_str())
            .bind(new.email)
            .bind(new.source.map(|(source, _)| source))
            .bind(new.source.map(|(_, key)| key))
            .bind(new.email.filter(|_| new.source.is_some()))
            .bind(new.batch)
            .bind(new.verified.then_some(now))
            .fetch_optional(link)
            .await
    })?;
    Ok(row.map(|(id,)| id))
}

/// Whoever of these has an account, erased ones too: `keys` is a JSON array of the keys, each as it stands in the table.
pub(crate) async fn holders(
    connection: &mut Connection,
    kind: &str,
    keys: &[String],
) -> Result<Vec<Holder>, StoreError> {
    let select = connection.choose(
        "SELECT id, person_key, state, batch FROM account \
         WHERE person_kind = $1 AND person_key IN (SELECT value FROM json_each($2))",
        "SELECT id, person_key, state, batch FROM account \
         WHERE person_kind = $1 AND person_key IN (SELECT json_array_elements_text($2::json))",
    );
    let list = json(keys)?;
    let rows: Vec<HolderRow> =
        on!(connection, link => sqlx::query_as(select).bind(kind).bind(list).fetch_all(link).await)?;
    rows.into_iter().map(holder).collect()
}

/// The members of staff of this name.
pub(crate) async fn staff_holders(
    connection: &mut Connection,
    name: &str,
) -> Result<Vec<Holder>, StoreError> {
    const SELECT: &str = "SELECT id, name, state, batch FROM account \
        WHERE kind = 'staff' AND name = $1 ORDER BY id";
    let rows: Vec<HolderRow> =
        on!(connection, link => sqlx::query_as(SELECT).bind(name).fetch_all(link).await)?;
    rows.into_iter().map(holder).collect()
}

type HolderRow = (i64, String, String, Option<i64>);

fn holder((id, key, state, batch): HolderRow) -> Result<Holder, StoreError> {
    Ok(Holder { id, key, state: State::read(&state)?, batch })
}

/// An initial password for an account that is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewInitial<'a> {
    /// A PHC string.
    pub(crate) password: &'a str,
    pub(crate) until: i64,
    /// The run that gives it.
    pub(crate) batch: Option<i64>,
}

/// Gives an account an initial password, after which it has to prove again whose it is. Its second factor stays and is
/// asked for on the way; a passkey alone opens nothing until then. `false` for one that is disabled or erased, and for
/// one that has a password of this run.
pub(crate) async fn invite_again(
    connection: &mut Connection,
    id: i64,
    new: NewInitial<'_>,
    now: i64,
) -> Result<bool, StoreError> {
    const UPDATE: &str = "UPDATE account SET password = $1, password_form = NULL, password_from = 'initial', \
        password_at = $2, initial_until = $3, state = 'invited', verified_at = NULL, batch = COALESCE($4, batch) \
        WHERE id = $5 AND state IN ('invited', 'verifying', 'active') \
        AND (CAST($4 AS BIGINT) IS NULL OR batch IS NULL OR batch <> $4)";
    on!(connection, link => {
        sqlx::query(UPDATE)
            .bind(new.password)
            .bind(now)
            .bind(new.until)
            .bind(new.batch)
            .bind(id)
            .execute(link)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Whom letters of these accounts go to.
pub(crate) async fn addressees(
    connection: &mut Connection,
    ids: &[i64],
) -> Result<Vec<Addressee>, StoreError> {
    type Row = (i64, String, Option<String>, Option<String>, Option<String>, Option<String>, Option<i64>);
    let select = connection.choose(
        "SELECT id, login, person_kind, person_key, name, language, initial_until FROM account \
         WHERE id IN (SELECT value FROM json_each($1)) ORDER BY id",
        "SELECT id, login, person_kind, person_key, name, language, initial_until FROM account \
         WHERE id IN (SELECT json_array_elements_text($1::json)::bigint) ORDER BY id",
    );
    let list = json(ids)?;
    let rows: Vec<Row> = on!(connection, link => sqlx::query_as(select).bind(list).fetch_all(link).await)?;
    Ok(rows
        .into_iter()
        .map(|(id, login, kind, key, name, language, initial_until)| Addressee {
            id,
            login,
            person: kind.zip(key),
            name,
            language,
            initial_until,
        })
        .collect())
}

pub(in crate::store) fn json<T: serde::Serialize + ?Sized>(list: &T) -> Result<String, StoreError> {
    serde_json::to_string(list).map_err(|_| StoreError::Row("a list cannot be written"))
}

/// Kind of person (`staff` for staff), state, where the password is from, scheme of its old form, source, how many.
pub(crate) type CensusRow = (String, String, String, Option<String>, Option<String>, i64);

/// Accounts by what they have in common.
pub(crate) async fn census(connection: &mut Connection) -> Result<Vec<CensusRow>, StoreError> {
    // The first word of a form is its scheme; what follows is no business of a count.
    let select = connection.choose(
        "SELECT kind, state, password_from, scheme, source, COUNT(*) FROM (\
           SELECT COALESCE(person_kind, 'staff') AS kind, state, password_from, source, \
             CASE WHEN instr(password_form, ' ') > 0 THEN substr(password_form, 1, instr(password_form, ' ') - 1) \
               ELSE password_form END AS scheme FROM account) AS a \
         GROUP BY kind, state, password_from, scheme, source ORDER BY 1, 2, 3, 4, 5",
        "SELECT kind, state, password_from, scheme, source, COUNT(*) FROM (\
           SELECT COALESCE(person_kind, 'staff') AS kind, state, password_from, source, \
             split_part(password_form, ' ', 1) AS scheme FROM account) AS a \
         GROUP BY kind, state, password_from, scheme, source ORDER BY 1, 2, 3, 4, 5",
    );
    on!(connection, link => sqlx::query_as(select).fetch_all(link).await)
}

/// The account of this row.
pub(crate) async fn holder_of(connection: &mut Connection, id: i64) -> Result<Option<Holder>, StoreError> {
    const SELECT: &str = "SELECT id, COALESCE(person_key, name), state, batch \
        FROM account WHERE id = $1";
    let row: Option<HolderRow> =
        on!(connection, link => sqlx::query_as(SELECT).bind(id).fetch_optional(link).await)?;
    row.map(holder).transpose()
}

/// Erases an account, for a test of what must not come back.
#[cfg(test)]
pub(crate) async fn erase_for_tests(connection: &mut Connection, id: i64) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET state = 'erased' WHERE id = $1";
    on!(connection, link => sqlx::query(UPDATE).bind(id).execute(link).await.map(drop))
}
