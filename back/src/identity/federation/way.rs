//! The way of a browser to a provider and back.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;
use vantail_shared::{
    failure::{Code, Failure},
    random::bytes,
};
use zeroize::Zeroizing;

use super::{
    super::{AnySession, Door, Identity, Opened, entry::Step, token},
    provider::{Secrets, refused},
};
use crate::store::{
    StoreError,
    federation::{self, NewRow, Row},
    provider_session,
};

/// Code and issuer.
type Posted = (Zeroizing<String>, Zeroizing<String>);

/// Seconds that a way may take: people type a password there, and look for their telephone.
const LIFE: i64 = 15 * 60;
/// Longest code or error that is kept, in bytes.
const MOST: usize = 4096;
/// Bytes of each secret.
const BYTES: usize = 32;

/// A way has begun.
#[derive(Debug)]
pub struct Begun {
    /// Where the browser goes.
    pub url: String,
    /// What the browser's cookie holds meanwhile; empty when its session goes on.
    pub token: Zeroizing<String>,
}

impl Identity {
    /// Begins a sign-in at a provider.
    ///
    /// # Errors
    /// `NotFound` for a provider that is not offered here; `Unavailable` while it is away.
    pub async fn begin_federation(&self, door: &Door, id: &str) -> Result<Begun, Failure> {
        let token = token::fresh(self.random.as_ref());
        let holder = token::session(&token).ok_or_else(|| Failure::internal("a fresh token is none"))?;
        let url = self.set_out(door, id, holder.as_bytes(), None).await?;
        Ok(Begun { url, token })
    }

    /// Begins the binding of the session's account to a person at a provider.
    ///
    /// # Errors
    /// As [`Identity::begin_federation`].
    pub(super) async fn begin_binding(
        &self,
        door: &Door,
        id: &str,
        of: &AnySession,
    ) -> Result<Begun, Failure> {
        let url = self.set_out(door, id, of.id().as_bytes(), Some(of.account())).await?;
        Ok(Begun { url, token: Zeroizing::default() })
    }

    async fn set_out(
        &self,
        door: &Door,
        id: &str,
        holder: &[u8; 32],
        account: Option<i64>,
    ) -> Result<String, Failure> {
        let (provider, back) = self.provider(door.kind, id)?;
        let metadata = provider.metadata().await?;
        let (state, secrets) = (self.secret(), Secrets { nonce: self.secret(), verifier: self.secret() });
        let plain = Zeroizing::new(format!("{} {}", *secrets.nonce, *secrets.verifier));
        let state_hash = hash(&state);
        let sealed = self.seal(&state_hash, plain.as_bytes())?;
        let row = NewRow {
            state: &state_hash,
            holder,
            provider: id,
            front_kind: door.kind.as_str(),
            account,
            secrets: &sealed,
            ends_at: self.clock.now().saturating_add(LIFE),
        };
        let mut connection = self.store.writer().await?;
        federation::insert(&mut connection, &row).await?;
        connection.commit().await?;
        Ok(provider.authorization(&metadata, &back, &state, &secrets))
    }

    /// Keeps what the provider posted for the browser that began. Whatever it is, nothing is told.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn return_federation(
        &self,
        state: &str,
        code: &str,
        error: &str,
        issuer: &str,
    ) -> Result<(), Failure> {
        if state.len() != BASE64URL_NOPAD.encode_len(BYTES)
            || [code, error, issuer].iter().any(|text| text.len() > MOST)
        {
            return Ok(());
        }
        // An error in whatever words is no code.
        let code = if error.is_empty() { code } else { "" };
        let state = hash(state);
        let answer = Zeroizing::new(format!("{code}\n{issuer}"));
        let sealed = self.seal(&state, answer.as_bytes())?;
        let mut connection = self.store.writer().await?;
        federation::answer(&mut connection, &state, &sealed, self.clock.now()).await?;
        Ok(connection.commit().await?)
    }

    /// Ends a way in the browser that began it: a session, or an entry while more is due; for a binding the session that
    /// there was.
    ///
    /// # Errors
    /// `CodeOver` for a way that is over, or not this browser's; `WrongCredentials` when the provider says no, or something
    /// that does not hold; `NotFound` when the person has no account here; `Changed` when the person is bound to another
    /// account; `Unavailable` while the provider is away.
    pub async fn finish_federation(
        &self,
        door: &Door,
        token: Option<&str>,
        device: &str,
    ) -> Result<Opened, Failure> {
        let over = || Failure::new(Code::CodeOver);
        let holder = token.and_then(token::session).ok_or_else(over)?;
        let mut connection = self.store.writer().await?;
        let row = federation::take(&mut connection, holder.as_bytes()).await?;
        connection.commit().await?;
        let row = row.filter(|row| row.ends_at > self.clock.now() && row.front_kind == door.kind.as_str());
        let row = row.ok_or_else(over)?;
        let (provider, back) = self.provider(door.kind, &row.provider)?;
        let (code, issuer) = self.answer(&row)?.ok_or_else(over)?;
        if code.is_empty() {
            return Err(refused("the provider posted an error"));
        }
        let named = !issuer.is_empty() || provider.metadata().await?.names_itself;
        if named && *issuer != provider.settings.issuer {
            return Err(refused("the answer is another provider's"));
        }
        let (claims, id_token) = provider.exchange(&code, &back, &self.secrets(&row)?).await?;
        if let Some(account) = row.account {
            let session = self.any(door.kind, token).await?;
            if session.account() != account {
                return Err(over());
            }
            return self.bind_session(provider, &claims, door, &session).await;
        }
        let opened = self.enter_bound(door, provider, &claims, device).await?;
        let session = if opened.next == Step::Done {
            token::session(&opened.token)
        } else {
            token::session(&token::follow(&self.codes, &opened.token))
        };
        if let Some(session) = session {
            let ends_at = self.clock.now().saturating_add(self.rules.absolute_seconds).saturating_add(3600);
            let sealed = self.seal(session.as_bytes(), id_token.as_bytes())?;
            let mut connection = self.store.writer().await?;
            let (id, session) = (&provider.settings.id, session.as_bytes());
            provider_session::insert(&mut connection, session, id, &sealed, ends_at).await?;
            connection.commit().await?;
        }
        Ok(opened)
    }

    /// Where the session of this token signs out at its provider, once; nothing when it did not begin at one that offers
    /// it. Whatever fails here keeps nobody from signing out.
    pub async fn provider_sign_out(&self, door: &Door, token: Option<&str>) -> Option<String> {
        let session = token.and_then(token::session)?;
        let mut connection = self.store.writer().await.ok()?;
        let taken = provider_session::take(&mut connection, session.as_bytes()).await.ok()?;
        connection.commit().await.ok()?;
        let (id, sealed) = taken?;
        let id_token = self.federation.seal.open(&context(session.as_bytes()), &sealed).ok()?;
        let provider = self.federation.find(&id)?;
        provider.end(std::str::from_utf8(&id_token).ok()?, door.kind).await
    }

    /// Code and issuer that were posted.
    fn answer(&self, row: &Row) -> Result<Option<Posted>, Failure> {
        let Some(sealed) = &row.answer else { return Ok(None) };
        let plain = self.open_sealed(row, sealed)?;
        let (code, issuer) = plain.split_once('\n').ok_or(StoreError::Row("a provider's answer"))?;
        Ok(Some((Zeroizing::new(code.to_owned()), Zeroizing::new(issuer.to_owned()))))
    }

    fn secrets(&self, row: &Row) -> Result<Secrets, Failure> {
        let plain = self.open_sealed(row, &row.secrets)?;
        let (nonce, verifier) = plain.split_once(' ').ok_or(StoreError::Row("the secrets of a way"))?;
        Ok(Secrets { nonce: Zeroizing::new(nonce.to_owned()), verifier: Zeroizing::new(verifier.to_owned()) })
    }

    fn open_sealed(&self, row: &Row, sealed: &[u8]) -> Result<Zeroizing<String>, Failure> {
        let bytes = self.federation.seal.open(&context(&row.state), sealed)?;
        let text = std::str::from_utf8(&bytes).map_err(Failure::internal)?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    fn seal(&self, owner: &[u8; 32], plain: &[u8]) -> Result<Vec<u8>, Failure> {
        self.federation.seal.seal(self.random.as_ref(), &context(owner), plain)
    }

    pub(super) fn secret(&self) -> Zeroizing<String> {
        let bytes = Zeroizing::new(bytes::<BYTES>(self.random.as_ref()));
        Zeroizing::new(BASE64URL_NOPAD.encode(bytes.as_ref()))
    }
}

fn context(owner: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(owner)
}

fn hash(text: &str) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(digest(&SHA256, text.as_bytes()).as_ref());
    bytes
}
