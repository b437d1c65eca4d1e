//! Passkeys on the way in.

use vantail_shared::{failure::Failure, random::bytes, tls::FrontKind};

use super::{Message, QUESTION, options, proof};
use crate::{
    identity::Identity,
    store::{Connection, challenge, passkey},
};

impl Identity {
    /// The question for a passkey, within the caller's transaction: for one of the account as its second factor, or without
    /// an account for whichever the person has. It is bound to the entry.
    ///
    /// # Errors
    /// `Forbidden` where passkeys are not taken.
    pub(in crate::identity) async fn ask_passkey(
        &self,
        connection: &mut Connection,
        kind: FrontKind,
        entry: &[u8; 32],
        account: Option<i64>,
    ) -> Result<String, Failure> {
        let rules = self.passkey_rules(kind)?;
        let value = bytes(self.random.as_ref());
        let allowed = match account {
            Some(account) => passkey::of_account(connection, account).await?,
            None => Vec::new(),
        };
        let ends_at = self.clock.now().saturating_add(QUESTION);
        challenge::ask(connection, entry, purpose(account), &value, ends_at).await?;
        Ok(options::request(rules, &value, &allowed))
    }

    /// The account whose passkey answered the entry's question, within the caller's transaction, which must be committed
    /// also when there is none: the question is used up.
    ///
    /// # Errors
    /// `Forbidden` where passkeys are not taken.
    pub(in crate::identity) async fn take_passkey(
        &self,
        connection: &mut Connection,
        kind: FrontKind,
        entry: &[u8; 32],
        account: Option<i64>,
        credential: &str,
    ) -> Result<Option<i64>, Failure> {
        let rules = self.passkey_rules(kind)?;
        let now = self.clock.now();
        let Some(asked) = challenge::take(connection, entry, purpose(account), now).await? else {
            return Ok(None);
        };
        let Some(message) = Message::read(credential) else { return Ok(None) };
        let Some(row) = passkey::find(connection, &message.id).await? else { return Ok(None) };
        let owner = self.passkeys.user(row.account);
        let named = message.user.as_ref().map(|user| user.as_slice() == owner.as_ref());
        // Whoever names nobody by another way must be named by the authenticator.
        let right = match account {
            Some(account) => row.account == account && named != Some(false),
            None => named == Some(true),
        };
        let Some(proof) = proof(rules, kind, &asked, &message, &row).filter(|_| right) else {
            return Ok(None);
        };
        if account.is_none() && !proof.verified {
            return Ok(None);
        }
        let counted = passkey::used(connection, &row.id, proof.counter, now).await?;
        Ok(counted.then_some(row.account))
    }
}

fn purpose(account: Option<i64>) -> &'static str {
    if account.is_some() { "factor" } else { "enter" }
}
