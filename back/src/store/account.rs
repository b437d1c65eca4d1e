//! The table `account`: who can sign in.

pub(crate) mod keeping;
pub(crate) mod making;
mod switch;

pub(crate) use switch::{end_all, switch};

use zeroize::Zeroizing;

use super::{Connection, StoreError, connection::on};

/// An account as it stands.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) id: i64,
    pub(crate) owner: Owner,
    /// In its normal form.
    pub(crate) login: String,
    /// A PHC string.
    pub(crate) password: Zeroizing<String>,
    /// The form of another system in which the password was hashed.
    pub(crate) password_form: Option<String>,
    pub(crate) password_from: PasswordFrom,
    pub(crate) password_at: Option<i64>,
    /// A fingerprint of the rules that the password was found to meet.
    pub(crate) password_rules: Option<Vec<u8>>,
    pub(crate) initial_until: Option<i64>,
    pub(crate) state: State,
    /// When it was proved whose it is.
    pub(crate) verified_at: Option<i64>,
    /// The address that was proved or settled.
    pub(crate) email: Option<String>,
    /// ISO 639-1.
    pub(crate) language: Option<String>,
    pub(crate) signed_in_at: Option<i64>,
}

/// Whose an account is.
#[derive(Debug, Clone)]
pub(crate) enum Owner {
    /// The kind and the key of the data map, the key as a JSON array of texts.
    Person { kind: String, key: String },
    /// The name to show of a member of staff.
    Staff(String),
}

/// How far an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Only the initial password is there.
    Invited,
    /// The first password is chosen; the code that was mailed is awaited.
    Verifying,
    Active,
    Disabled,
    Erased,
}

impl State {
    const ALL: [Self; 5] = [Self::Invited, Self::Verifying, Self::Active, Self::Disabled, Self::Erased];

    pub(super) fn read(text: &str) -> Result<Self, StoreError> {
        let known = Self::ALL.into_iter().find(|known| known.as_str() == text);
        known.ok_or(StoreError::Row("an account's state"))
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Verifying => "verifying",
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Erased => "erased",
        }
    }
}

/// Where a password comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PasswordFrom {
    /// A letter: it is good for one use.
    Initial,
    /// The person.
    Chosen,
    /// Another system.
    Legacy,
    /// Nobody knows it.
    Scrambled,
}

impl PasswordFrom {
    const ALL: [Self; 4] = [Self::Initial, Self::Chosen, Self::Legacy, Self::Scrambled];

    pub(super) fn read(text: &str) -> Result<Self, StoreError> {
        let known = Self::ALL.into_iter().find(|known| known.as_str() == text);
        known.ok_or(StoreError::Row("where a password is from"))
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Chosen => "chosen",
            Self::Legacy => "legacy",
            Self::Scrambled => "scrambled",
        }
    }
}

type Text = Option<String>;
type Time = Option<i64>;
type Columns = (
    i64,
    Text,
    Text,
    Text,
    String,
    String,
    Text,
    String,
    Time,
    Option<Vec<u8>>,
    Time,
    String,
    Time,
    Text,
    Text,
    Time,
);

macro_rules! accounts {
    ($rest:literal) => {
        concat!(
            "SELECT id, person_kind, person_key, name, login, password, password_form, password_from, password_at, \
             password_rules, initial_until, state, verified_at, email, language, signed_in_at FROM account ",
            $rest
        )
    };
}

fn read(row: Columns) -> Result<Account, StoreError> {
    let (
        id,
        kind,
        key,
        name,
        login,
        password,
        form,
        from,
        password_at,
        rules,
        until,
        state,
        verified_at,
        email,
        language,
        at,
    ) = row;
    let owner = match (kind, key, name) {
        (Some(kind), Some(key), None) => Owner::Person { kind, key },
        (None, None, Some(name)) => Owner::Staff(name),
        _ => return Err(StoreError::Row("an account's kind")),
    };
    Ok(Account {
        id,
        owner,
        login,
        password: Zeroizing::new(password),
        password_form: form,
        password_from: PasswordFrom::read(&from)?,
        password_at,
        password_rules: rules,
        initial_until: until,
        state: State::read(&state)?,
        verified_at,
        email,
        language,
        signed_in_at: at,
    })
}

/// Finds the account with this sign-in name, in its normal form.
pub(crate) async fn by_login(
    connection: &mut Connection,
    login: &str,
) -> Result<Option<Account>, StoreError> {
    const SELECT: &str = accounts!("WHERE login = $1");
    let row: Option<Columns> =
        on!(connection, link => sqlx::query_as(SELECT).bind(login).fetch_optional(link).await)?;
    row.map(read).transpose()
}

/// The account of this row.
pub(crate) async fn by_id(connection: &mut Connection, id: i64) -> Result<Option<Account>, StoreError> {
    const SELECT: &str = accounts!("WHERE id = $1");
    let row: Option<Columns> =
        on!(connection, link => sqlx::query_as(SELECT).bind(id).fetch_optional(link).await)?;
    row.map(read).transpose()
}

/// The account of this row, which nobody else changes until the end of the transaction. Whatever changes how somebody
/// signs in locks the account first, its entries and sessions after it.
pub(crate) async fn lock(connection: &mut Connection, id: i64) -> Result<Option<Account>, StoreError> {
    let select = connection.choose(accounts!("WHERE id = $1"), accounts!("WHERE id = $1 FOR UPDATE"));
    let row: Option<Columns> =
        on!(connection, link => sqlx::query_as(select).bind(id).fetch_optional(link).await)?;
    row.map(read).transpose()
}

/// Notes that it was proved whose account it is, by something else than a code by mail.
pub(crate) async fn proved(connection: &mut Connection, id: i64, now: i64) -> Result<(), StoreError> {
    const UPDATE: &str =
        "UPDATE account SET state = 'active', verified_at = COALESCE(verified_at, $1) WHERE id = $2";
    on!(connection, link => sqlx::query(UPDATE).bind(now).bind(id).execute(link).await.map(drop))
}

/// Puts the hash of a password that nobody knows in the place of the password.
pub(crate) async fn scramble(
    connection: &mut Connection,
    id: i64,
    password: &str,
    now: i64,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET password = $1, password_form = NULL, password_from = 'scrambled', \
        password_at = $2, initial_until = NULL WHERE id = $3";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(password).bind(now).bind(id).execute(link).await.map(drop)
    })
}

/// A form in which passwords of another system are still hashed, as long as there is any: for whoever must take as long.
pub(crate) async fn any_form(connection: &mut Connection) -> Result<Option<String>, StoreError> {
    const SELECT: &str = "SELECT password_form FROM account WHERE password_form IS NOT NULL LIMIT 1";
    let row: Option<(String,)> = on!(connection, link => sqlx::query_as(SELECT).fetch_optional(link).await)?;
    Ok(row.map(|(form,)| form))
}

/// How many passwords are still hashed in such a form.
pub(crate) async fn count_forms(connection: &mut Connection) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM account WHERE password_form IS NOT NULL AND state <> 'erased'";
    on!(connection, link => sqlx::query_scalar(COUNT).fetch_one(link).await)
}

/// Keeps another hash of the same password, in no other form, where there is one, and the fingerprint of the rules that
/// it meets.
pub(crate) async fn keep(
    connection: &mut Connection,
    id: i64,
    password: Option<&str>,
    rules: Option<&[u8]>,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET password = COALESCE($1, password), \
        password_form = CASE WHEN CAST($1 AS TEXT) IS NULL THEN password_form END, \
        password_rules = COALESCE($2, password_rules) WHERE id = $3";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(password).bind(rules).bind(id).execute(link).await.map(drop)
    })
}

/// Notes that somebody is signed in.
pub(crate) async fn signed_in(connection: &mut Connection, id: i64, now: i64) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET signed_in_at = $1 WHERE id = $2";
    on!(connection, link => sqlx::query(UPDATE).bind(now).bind(id).execute(link).await.map(drop))
}

/// A password that the person chose.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chosen<'a> {
    /// A PHC string.
    pub(crate) password: &'a str,
    /// A fingerprint of the rules that it meets.
    pub(crate) rules: &'a [u8],
    /// How far the account is with it.
    pub(crate) state: State,
}

/// Sets a password that the person chose.
pub(crate) async fn choose_password(
    connection: &mut Connection,
    id: i64,
    chosen: Chosen<'_>,
    now: i64,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET password = $1, password_form = NULL, password_from = 'chosen', \
        password_at = $2, initial_until = NULL, state = $3, password_rules = $4 WHERE id = $5";
    on!(connection, link => {
        sqlx::query(UPDATE)
            .bind(chosen.password)
            .bind(now)
            .bind(chosen.state.as_str())
            .bind(chosen.rules)
            .bind(id)
            .execute(link)
            .await
            .map(drop)
    })
}

/// Puts a hash in the place of the password that nobody has the password of.
pub(crate) async fn void_password(
    connection: &mut Connection,
    id: i64,
    password: &str,
    from: PasswordFrom,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET password = $1, password_form = NULL, password_from = $2, \
        password_at = NULL, password_rules = NULL WHERE id = $3";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(password).bind(from.as_str()).bind(id).execute(link).await.map(drop)
    })
}

/// Sets the address that counts; nothing for that of the business database.
pub(crate) async fn set_email(
    connection: &mut Connection,
    id: i64,
    email: Option<&str>,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET email = $1 WHERE id = $2";
    on!(connection, link => sqlx::query(UPDATE).bind(email).bind(id).execute(link).await.map(drop))
}

/// Makes an account active: a code that went to `email` came back.
pub(crate) async fn verified(
    connection: &mut Connection,
    id: i64,
    email: &str,
    now: i64,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET state = 'active', verified_at = $1, email = $2 WHERE id = $3";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(now).bind(email).bind(id).execute(link).await.map(drop)
    })
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

/// The kind of an account and, of a person, that of the data map; nothing when the account is gone.
pub(crate) async fn kind(
    connection: &mut Connection,
    id: i64,
) -> Result<Option<(String, Option<String>)>, StoreError> {
    const SELECT: &str = "SELECT kind, person_kind FROM account WHERE id = $1";
    on!(connection, link => sqlx::query_as(SELECT).bind(id).fetch_optional(link).await)
}

/// An active account, and how its owner is reached.
pub(crate) struct Reachable {
    pub(crate) id: i64,
    /// The kind and the key of the data map, the key as a JSON array of texts; nothing for staff.
    pub(crate) person: Option<(String, String)>,
    /// The address that was proved or settled.
    pub(crate) email: Option<String>,
    /// ISO 639-1.
    pub(crate) language: Option<String>,
}

/// Active accounts in the order of their rows, those after `after`.
pub(crate) async fn reachable(
    connection: &mut Connection,
    after: i64,
    limit: i64,
) -> Result<Vec<Reachable>, StoreError> {
    const SELECT: &str = "SELECT id, person_kind, person_key, email, language FROM account \
        WHERE state = 'active' AND id > $1 ORDER BY id LIMIT $2";
    type Text = Option<String>;
    let rows: Vec<(i64, Text, Text, Text, Text)> =
        on!(connection, link => sqlx::query_as(SELECT).bind(after).bind(limit).fetch_all(link).await)?;
    let rows = rows.into_iter();
    let account = |(id, kind, key, email, language): (i64, Text, Text, Text, Text)| Reachable {
        id,
        person: kind.zip(key),
        email,
        language,
    };
    Ok(rows.map(account).collect())
}
