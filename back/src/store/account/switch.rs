//! Disabling accounts and enabling them again; ending whatever is open.

use crate::store::{Connection, StoreError, connection::on, entry, session};

/// Disables or enables an account that was not erased; `false` when it is so already. Disabling ends whatever is open.
/// Enabled again, an account goes on where it stood: with its identity proved or the password in other hands than ours,
/// before its first password, or between the two.
pub(crate) async fn switch(connection: &mut Connection, id: i64, on: bool) -> Result<bool, StoreError> {
    const OFF: &str = "UPDATE account SET state = 'disabled' \
        WHERE id = $1 AND state IN ('invited', 'verifying', 'active')";
    const ON: &str = "UPDATE account SET state = CASE \
        WHEN verified_at IS NOT NULL OR password_from = 'scrambled' THEN 'active' \
        WHEN password_from = 'initial' THEN 'invited' ELSE 'verifying' END WHERE id = $1 AND state = 'disabled'";
    let update = if on { ON } else { OFF };
    let changed = on!(&mut *connection, link => {
        sqlx::query(update).bind(id).execute(link).await.map(|done| done.rows_affected() == 1)
    })?;
    if changed && !on {
        end_all(connection, id).await?;
    }
    Ok(changed)
}

/// Ends every session of an account, and every sign-in that is under way.
pub(crate) async fn end_all(connection: &mut Connection, id: i64) -> Result<(), StoreError> {
    entry::delete_others(connection, id, None).await?;
    session::delete_others(connection, id, None).await.map(drop)
}
