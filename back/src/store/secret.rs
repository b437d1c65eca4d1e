//! The table `secret`: random keys that all backs over one store share.

use zeroize::Zeroizing;

use super::{Connection, StoreError, connection::on};

/// The secret of that name; `fresh` becomes it when there is none yet.
pub(crate) async fn get_or_insert(
    connection: &mut Connection,
    name: &str,
    fresh: &[u8; 32],
) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    const INSERT: &str = "INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    const SELECT: &str = "SELECT value FROM secret WHERE name = $1";
    on!(&mut *connection, link => sqlx::query(INSERT).bind(name).bind(&fresh[..]).execute(link).await.map(drop))?;
    let (value,): (Vec<u8>,) =
        on!(connection, link => sqlx::query_as(SELECT).bind(name).fetch_one(link).await)?;
    let value = Zeroizing::new(value);
    let value: [u8; 32] = value.as_slice().try_into().map_err(|_| StoreError::Row("a secret's length"))?;
    Ok(Zeroizing::new(value))
}

/// How many secrets there are: the cheapest question that reads a table.
pub(crate) async fn count(connection: &mut Connection) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM secret";
    let (count,): (i64,) = on!(connection, link => sqlx::query_as(COUNT).fetch_one(link).await)?;
    Ok(count)
}
