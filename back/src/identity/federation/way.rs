//! The way of a browser to a provider and back.

use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    digest::{SHA256, digest},
};
use data_encoding::BASE64URL_NOPAD;
use vantail_shared::{
    failure::{Code, Failure},
    random::bytes,
};
use zeroize::Zeroizing;

use super::{
    super::{AnySession, Door, Identity, Opened, token},
    provider::{Provider, Secrets, refused},
};
use crate::store::{
    StoreError,
    federation::{self, NewRow, Row},
};

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
    /// What a cookie of its own holds meanwhile; empty when it is the way of a session.
    pub token: Zeroizing<String>,
}

impl Identity {
    /// Begins a sign-in at a provider.
    ///
    /// # Errors
    /// `NotFound` for a provider that is not offered here; `Throttled` when a network begins too often; `Unavailable` while
    /// the provider is away.
    pub async fn begin_federation(&self, door: &Door, id: &str) -> Result<Begun, Failure> {
        self.guard.charge_beginning(door).await?;
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

    /// Keeps what the provider posted for the browser that began, and tells the ticket of the browser that brought it:
    /// whoever ends the way must hold both, so that nobody ends a way which somebody else has walked. Whatever was posted,
    /// nothing more is told.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn return_federation(
        &self,
        state: &str,
        code: &str,
        error: &str,
        issuer: &str,
    ) -> Result<Zeroizing<String>, Failure> {
        let ticket = self.secret();
        if state.len() != BASE64URL_NOPAD.encode_len(BYTES)
            || [code, error, issuer].iter().any(|text| text.len() > MOST)
        {
            return Ok(ticket);
        }
        // An error in whatever words is no code.
        let code = if error.is_empty() { code } else { "" };
        let state = hash(state);
        let answer = Zeroizing::new(format!("{code}\n{issuer}"));
        let sealed = self.seal(&state, answer.as_bytes())?;
        let mut connection = self.store.writer().await?;
        federation::answer(&mut connection, &state, &sealed, &hash(&ticket), self.clock.now()).await?;
        connection.commit().await?;
        Ok(ticket)
    }

    /// Ends a way in the browser that began it and came back: a session, or an entry while more is due; for a binding the
    /// session that there was.
    ///
    /// # Errors
    /// `CodeOver` for a way that is over, or not this browser's; `WrongCredentials` when the provider says no, or something
    /// that does not hold; `NotFound` when the person has no account here; `Changed` when the person is bound to another
    /// account; `Unavailable` while the provider is away.
    pub async fn finish_federation(
        &self,
        door: &Door,
        token: Option<&str>,
        (holder, ticket): (&str, &str),
        device: &str,
    ) -> Result<Opened, Failure> {
        let holder = Some(holder).filter(|holder| !holder.is_empty()).or(token);
        let row = self.take_way(door, holder, ticket).await?;
        let (provider, back) = self.provider(door.kind, &row.provider)?;
        let code = self.code(provider, &row).await?;
        let (claims, id_token) = provider.exchange(&code, &back, &self.secrets(&row)?).await?;
        let Some(account) = row.account else {
            return self.enter_bound(door, provider, (&claims, &id_token), device).await;
        };
        let session = self.any(door.kind, token).await?;
        if session.account() != account {
            return Err(over());
        }
        self.bind_session(provider, &claims, door, &session).await
    }

    /// Takes the way of a browser out of the store: whatever comes of it, it ends.
    async fn take_way(&self, door: &Door, holder: Option<&str>, ticket: &str) -> Result<Row, Failure> {
        let holder = holder.and_then(token::session).ok_or_else(over)?;
        let mut connection = self.store.writer().await?;
        let row = federation::take(&mut connection, holder.as_bytes()).await?;
        connection.commit().await?;
        let row = row.filter(|row| row.ends_at > self.clock.now() && row.front_kind == door.kind.as_str());
        let came_back = |row: &Row| {
            let stored = row.ticket.as_deref().unwrap_or_default();
            verify_slices_are_equal(stored, &hash(ticket)).is_ok()
        };
        row.filter(came_back).ok_or_else(over)
    }

    /// The code that was posted, when the provider itself has answered, with a code.
    async fn code(&self, provider: &Provider, row: &Row) -> Result<Zeroizing<String>, Failure> {
        let answer = self.open_sealed(row, row.answer.as_ref().ok_or_else(over)?)?;
        let (code, issuer) = answer.split_once('\n').ok_or(StoreError::Row("a provider's answer"))?;
        if code.is_empty() {
            return Err(refused("the provider posted an error"));
        }
        let named = !issuer.is_empty() || provider.metadata().await?.names_itself;
        if named && *issuer != provider.settings.issuer {
            return Err(refused("the answer is another provider's"));
        }
        Ok(Zeroizing::new(code.to_owned()))
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

    pub(super) fn seal(&self, owner: &[u8; 32], plain: &[u8]) -> Result<Vec<u8>, Failure> {
        self.federation.seal.seal(self.random.as_ref(), &context(owner), plain)
    }

    pub(super) fn secret(&self) -> Zeroizing<String> {
        let bytes = Zeroizing::new(bytes::<BYTES>(self.random.as_ref()));
        Zeroizing::new(BASE64URL_NOPAD.encode(bytes.as_ref()))
    }
}

fn over() -> Failure {
    Failure::new(Code::CodeOver)
}

pub(super) fn context(owner: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(owner)
}

fn hash(text: &str) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(digest(&SHA256, text.as_bytes()).as_ref());
    bytes
}
