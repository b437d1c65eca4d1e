//! Another address of mail without a code: settled by staff, or by a source that keeps the account in step.

use vantail_shared::tls::FrontKind;

use crate::{
    journal::{self, Act, ActKind, Actor},
    mail::{Message, Outbox, Recipient},
    store::{Connection, StoreError, account, email_change, known_browser},
};

/// An address that counts from now on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settlement<'a> {
    /// The row of the account.
    pub(crate) account: i64,
    /// Who was written to until now, and in which language.
    pub(crate) old: &'a Recipient,
    /// Where mails go.
    pub(crate) new: &'a str,
    /// Which front's address the notices name.
    pub(crate) front_kind: FrontKind,
    /// Who did it.
    pub(crate) by: Actor,
    /// The name of the front that the call came through.
    pub(crate) front: Option<&'a str>,
    /// Seconds since 1970-01-01 UTC.
    pub(crate) at: i64,
}

/// Sets the address of an account that is locked: every session ends, every browser is a stranger again, both addresses get
/// a notice, and the journal a line. Whether it reaches the person a code has still to prove.
pub(crate) async fn settle(
    connection: &mut Connection,
    outbox: &Outbox,
    settlement: &Settlement<'_>,
) -> Result<(), StoreError> {
    let Settlement { account, old, new, front_kind, by, front, at } = *settlement;
    account::set_email(connection, account, Some(new)).await?;
    // No change that was begun before comes after this one, and no objection takes it back.
    email_change::give_up(connection, account).await?;
    email_change::take_back(connection, account, i64::MIN).await?;
    known_browser::forget(connection, account).await?;
    account::end_all(connection, account).await?;
    if old.to.as_deref() != Some(new) {
        outbox.tell(connection, account, front_kind, old, Message::EmailSettled).await?;
    }
    let told = Recipient { to: Some(new.to_owned()), language: old.language };
    outbox.tell(connection, account, front_kind, &told, Message::EmailSettled).await?;
    journal::note(connection, &Act { at, kind: ActKind::EmailSettled, subject: account, by, front }).await
}
