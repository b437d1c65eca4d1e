//! The objection of whoever got the notice about another address.

use aws_lc_rs::hmac;
use data_encoding::BASE64;
use vantail_shared::{
    failure::{Code as Problem, Failure},
    random::bytes,
};
use zeroize::Zeroizing;

use super::super::{Identity, code::Code, sign_in::Door};
use crate::{
    journal::ActKind,
    mail::Message,
    store::{account, email_change, known_browser},
};

impl Identity {
    /// Takes back a change of the address: the address before counts again, every session ends, and the password, which
    /// somebody else knows, is good for nothing: the owner makes another by mail.
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
        let owner = account::Account { email: found.before, ..account };
        let reach = self.reach_if_there(&owner).await;
        let nobody_knows = Zeroizing::new(BASE64.encode(&bytes::<32>(self.random.as_ref())));
        let hash = self.passwords.hash(nobody_knows, self.random.as_ref()).await?;

        let mut connection = self.store.writer().await?;
        account::lock(&mut connection, owner.id).await?;
        let found = email_change::by_code(&mut connection, mark.as_ref()).await?;
        let Some(change) = found.filter(|change| change.ends_at > self.clock.now()) else {
            connection.roll_back().await?;
            return Err(over());
        };
        account::set_email(&mut connection, owner.id, change.before.as_deref()).await?;
        account::void_password(&mut connection, owner.id, &hash).await?;
        email_change::take_back(&mut connection, owner.id, change.changed_at).await?;
        email_change::give_up(&mut connection, owner.id).await?;
        known_browser::forget(&mut connection, owner.id).await?;
        self.end_others(&mut connection, owner.id, None).await?;
        self.note_own(&mut connection, door, ActKind::EmailObjected, owner.id).await?;
        self.tell(&mut connection, owner.id, door.kind, &reach, Message::PasswordChanged).await?;
        Ok(connection.commit().await?)
    }

    /// What the store knows the code of an objection by.
    pub(super) fn objection(&self, code: &Code) -> hmac::Tag {
        code.mark(&self.codes, b"objection")
    }
}
