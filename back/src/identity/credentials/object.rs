//! The objection of whoever got the notice about another address.

use aws_lc_rs::hmac;
use data_encoding::BASE64;
use vantail_shared::{
    failure::{Code as Problem, Failure},
    random::bytes,
};
use zeroize::Zeroizing;

use super::super::{Identity, code::Code, factors, sign_in::Door};
use crate::{
    journal::ActKind,
    mail::Message,
    store::{
        Connection,
        account::{self, Account, PasswordFrom},
        email_change, federated, known_browser,
    },
};

impl Identity {
    /// Takes back a change of the address: the address before counts again, every session ends, and the password, which
    /// somebody else knows, is good for nothing: the owner makes another by mail. What was set up lately to come in by goes
    /// as well.
    ///
    /// # Errors
    /// `CodeOver` for a code that objects to nothing, or too late; `Throttled` when the network has tried too often.
    pub async fn object(&self, door: &Door, typed: &str) -> Result<(), Failure> {
        self.guard.charge_network(door, "").await?;
        let over = || Failure::new(Problem::CodeOver);
        let code = Code::read(typed).ok_or_else(over)?;
        let mark = self.objection(&code);
        let mut reader = self.store.reader().await?;
        let found = email_change::by_code(&mut reader, mark.as_ref()).await?.ok_or_else(over)?;
        let account = account::by_id(&mut reader, found.account).await?.ok_or_else(over)?;
        drop(reader);
        let reach = self.reach_if_there(&account::Account { email: found.before, ..account }).await;
        let nobody_knows = Zeroizing::new(BASE64.encode(&bytes::<32>(self.random.as_ref())));
        let hash = self.passwords.hash(nobody_knows, self.random.as_ref()).await?;

        let mut connection = self.store.writer().await?;
        let owner = account::lock(&mut connection, found.account).await?;
        let change = email_change::by_code(&mut connection, mark.as_ref()).await?;
        let change = change.filter(|change| change.ends_at > self.clock.now());
        let (Some(owner), Some(change)) = (owner, change) else {
            return connection.settle(Err(over())).await;
        };
        account::set_email(&mut connection, owner.id, change.before.as_deref()).await?;
        let from = self.expel(&mut connection, door, &owner, change.changed_at).await?;
        account::void_password(&mut connection, owner.id, &hash, from).await?;
        email_change::take_back(&mut connection, owner.id, change.changed_at).await?;
        email_change::give_up(&mut connection, owner.id).await?;
        known_browser::forget(&mut connection, owner.id).await?;
        self.end_others(&mut connection, owner.id, None).await?;
        self.note_own(&mut connection, door, ActKind::EmailObjected, owner.id).await?;
        self.tell(&mut connection, owner.id, door.kind, &reach, Message::EmailRestored).await?;
        Ok(connection.commit().await?)
    }

    /// Takes away what whoever made the change may have left to come in by again: second factors, passkeys, recovery codes
    /// and providers since as long before the change as can be objected to it. What is older stays and goes on protecting:
    /// its owner was told of it, and has not objected since. Tells where the password is from now.
    async fn expel(
        &self,
        connection: &mut Connection,
        door: &Door,
        owner: &Account,
        changed_at: i64,
    ) -> Result<PasswordFrom, Failure> {
        let since = changed_at.saturating_sub(self.objection_seconds);
        if factors::reset_since(connection, owner.id, since).await? {
            self.note_own(connection, door, ActKind::FactorsReset, owner.id).await?;
        }
        if federated::unbind_since(connection, owner.id, since).await? == 0 {
            return Ok(owner.password_from);
        }
        self.note_own(connection, door, ActKind::Unlinked, owner.id).await?;
        // Its password may have gone with the binding: the owner makes another by mail.
        Ok(PasswordFrom::Chosen)
    }

    /// What the store knows the code of an objection by.
    pub(super) fn objection(&self, code: &Code) -> hmac::Tag {
        code.mark(&self.codes, b"objection")
    }
}
