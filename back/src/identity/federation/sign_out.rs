//! The way out at a provider: a session that began there keeps the provider's ID token, which its sign-out asks for.

use vantail_shared::failure::Failure;

use super::{
    super::{Door, Identity, Opened, entry::Step, token},
    way::context,
};
use crate::store::{Connection, provider_session};

/// Seconds beyond the end of a session that its ID token is kept: an entry becomes a session later.
const MARGIN: i64 = 3600;

impl Identity {
    /// Keeps the ID token for the session that was opened, or that the entry will become, within the caller's transaction.
    pub(super) async fn remember(
        &self,
        connection: &mut Connection,
        door: &Door,
        opened: &Opened,
        (provider, id_token): (&str, &str),
    ) -> Result<(), Failure> {
        let session = if opened.next == Step::Done {
            token::session(&opened.token)
        } else {
            token::session(&token::follow(&self.codes, &opened.token))
        };
        let session = session.ok_or_else(|| Failure::internal("a fresh token is none"))?;
        let lasts = self.rules(door.kind).absolute_seconds.saturating_add(MARGIN);
        let ends_at = self.clock.now().saturating_add(lasts);
        let sealed = self.seal(session.as_bytes(), id_token.as_bytes())?;
        Ok(provider_session::insert(connection, session.as_bytes(), provider, &sealed, ends_at).await?)
    }

    /// Keeps the ID token of a session that gets another token, within the caller's transaction.
    pub(in crate::identity) async fn move_provider(
        &self,
        connection: &mut Connection,
        old: &[u8; 32],
        new: &[u8; 32],
    ) -> Result<(), Failure> {
        let Some((provider, sealed, ends_at)) = provider_session::take(connection, old).await? else {
            return Ok(());
        };
        let id_token = self.federation.seal.open(&context(old), &sealed)?;
        let sealed = self.seal(new, &id_token)?;
        Ok(provider_session::insert(connection, new, &provider, &sealed, ends_at).await?)
    }

    /// Where the session of this token signs out at its provider, once; nothing when it did not begin at one that offers
    /// it. Whatever fails here keeps nobody from signing out: the session has ended before.
    pub async fn provider_sign_out(&self, door: &Door, token: Option<&str>) -> Option<String> {
        let session = token.and_then(token::session)?;
        let mut connection = self.store.writer().await.ok()?;
        let taken = provider_session::take(&mut connection, session.as_bytes()).await.ok()?;
        connection.commit().await.ok()?;
        let (id, sealed, _) = taken?;
        let id_token = self.federation.seal.open(&context(session.as_bytes()), &sealed).ok()?;
        let provider = self.federation.find(&id)?;
        provider.end(std::str::from_utf8(&id_token).ok()?, door.kind).await
    }
}
