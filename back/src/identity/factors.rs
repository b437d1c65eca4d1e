//! Second factors of an account: an app that makes codes, recovery codes, passkeys.

mod own;
mod qr;
mod recovery;
mod totp;

use std::sync::Arc;

use aws_lc_rs::hmac;
use vantail_shared::{failure::Failure, random::Random, tls::FrontKind};
use zeroize::Zeroizing;

pub use own::{FactorList, OwnPasskey};
pub(crate) use totp::TotpKey;

use super::Identity;
use crate::{
    seal::Seal,
    store::{self, Connection, Store, StoreError, passkey},
};

/// Seconds for which a key of an app waits for its first code.
pub(super) const PENDING: i64 = 30 * 60;

/// Whether a second factor is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// Whoever has none sets one up before anything else.
    Required,
    /// Whoever has set one up is asked for it.
    Optional,
    /// There are none.
    Off,
}

/// What is asked for at each kind of front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorRules {
    /// At the staff's.
    pub staff: Duty,
    /// At the public's.
    pub public: Duty,
    /// The name that apps show beside the code: the organisation's.
    pub title: String,
}

impl Default for FactorRules {
    /// A duty of staff, a choice of everybody else.
    fn default() -> Self {
        Self { staff: Duty::Required, public: Duty::Optional, title: "Vantail".to_owned() }
    }
}

impl FactorRules {
    /// The rule for accounts of this kind of front.
    pub fn duty(&self, kind: FrontKind) -> Duty {
        match kind {
            FrontKind::Public => self.public,
            FrontKind::Staff => self.staff,
        }
    }
}

/// What an account has set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FactorState {
    /// An app that makes codes.
    pub totp: bool,
    /// Passkeys.
    pub passkeys: u32,
    /// Recovery codes that are left.
    pub recovery: u32,
}

impl FactorState {
    /// Whether there is something to ask for. Recovery codes alone are nothing: they stand in for something.
    pub fn is_set_up(self) -> bool {
        self.totp || self.passkeys > 0
    }
}

/// What was taken as a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// A code of the app.
    App,
    /// A recovery code.
    Recovery,
}

/// An app that waits for its first code.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// The key in groups of four.
    pub secret: Zeroizing<String>,
    /// The key as a QR code: an SVG.
    pub qr: Zeroizing<String>,
}

/// The keys and rules of second factors.
#[derive(Debug, Clone)]
pub(super) struct Factors {
    rules: Arc<FactorRules>,
    seal: Seal,
    recovery: Arc<hmac::Key>,
}

impl Factors {
    pub(super) async fn new(store: &Store, random: &dyn Random) -> Result<Self, Failure> {
        let seal = Seal::new(&*store.secret("factors", random).await?)?;
        let recovery = store.secret("recovery", random).await?;
        let recovery = Arc::new(hmac::Key::new(hmac::HMAC_SHA256, recovery.as_ref()));
        Ok(Self { rules: Arc::default(), seal, recovery })
    }
}

/// What an account has set up.
pub(crate) async fn state(connection: &mut Connection, account: i64) -> Result<FactorState, StoreError> {
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(FactorState {
        totp: store::totp::active(connection, account).await?.is_some(),
        passkeys: number(passkey::count(connection, account).await?),
        recovery: number(store::recovery::count(connection, account).await?),
    })
}

/// Takes everything away that an account has set up, for whoever has lost it; `false` when there was nothing.
pub(crate) async fn reset(connection: &mut Connection, account: i64) -> Result<bool, StoreError> {
    reset_since(connection, account, i64::MIN).await
}

/// Takes everything away that was set up at this time or later; `false` when there was nothing.
pub(crate) async fn reset_since(
    connection: &mut Connection,
    account: i64,
    since: i64,
) -> Result<bool, StoreError> {
    let app = store::totp::delete_since(connection, account, since).await?;
    let passkeys = passkey::delete_since(connection, account, since).await?;
    store::recovery::delete_since(connection, account, since).await?;
    Ok(app || passkeys > 0)
}

impl Identity {
    /// The same identity with other rules for second factors.
    #[must_use]
    pub fn with_factors(mut self, rules: FactorRules) -> Self {
        self.factors.rules = Arc::new(rules);
        self
    }

    /// The rule for second factors at this kind of front.
    pub fn second_factor(&self, kind: FrontKind) -> Duty {
        self.factors.rules.duty(kind)
    }

    /// Whether there are second factors at this kind of front.
    pub(super) fn offers_factors(&self, kind: FrontKind) -> bool {
        self.second_factor(kind) != Duty::Off
    }

    /// The name that people find their app and their passkeys by.
    pub(super) fn factor_title(&self) -> &str {
        &self.factors.rules.title
    }

    /// What an account has set up.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn factor_state(&self, account: i64) -> Result<FactorState, Failure> {
        Ok(state(&mut self.store.reader().await?, account).await?)
    }

    /// Uses up a code of the app or a recovery code, within the caller's transaction; nothing when it is neither.
    pub(super) async fn take_factor(
        &self,
        connection: &mut Connection,
        account: i64,
        code: &str,
    ) -> Result<Option<Taken>, Failure> {
        if !totp::is_code(code) {
            let Some(hash) = recovery::hash(&self.factors.recovery, account, code) else { return Ok(None) };
            let used = store::recovery::use_up(connection, account, &hash).await?;
            return Ok(used.then_some(Taken::Recovery));
        }
        let Some(row) = store::totp::active(connection, account).await? else { return Ok(None) };
        let key = self.totp_key(account, &row.key)?;
        let Some(step) = key.step(code, self.clock.now(), row.step) else { return Ok(None) };
        let used = store::totp::use_step(connection, account, step).await?;
        Ok(used.then_some(Taken::App))
    }

    /// The app of an account that waits for its first code in this entry or session, within the caller's transaction: the
    /// same until it is over. Nobody else sees it, or takes it into use.
    pub(super) async fn propose_totp(
        &self,
        connection: &mut Connection,
        (account, holder): (i64, &[u8; 32]),
        login: &str,
    ) -> Result<Enrolment, Failure> {
        if let Some(waiting) = self.pending_totp(connection, (account, holder), login).await? {
            return Ok(waiting);
        }
        let key = TotpKey::fresh(self.random.as_ref());
        let sealed = self.factors.seal.seal(self.random.as_ref(), &context(account), key.as_bytes())?;
        store::totp::propose(connection, holder, account, &sealed, self.clock.now()).await?;
        self.enrolment(&key, login)
    }

    /// The app that waits for its first code, if one does.
    async fn pending_totp(
        &self,
        connection: &mut Connection,
        (account, holder): (i64, &[u8; 32]),
        login: &str,
    ) -> Result<Option<Enrolment>, Failure> {
        match store::totp::pending(connection, holder, account).await? {
            Some(row) if !self.is_over(row.created_at) => {
                self.enrolment(&self.totp_key(account, &row.key)?, login).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Takes the waiting app into use when this is its code, within the caller's transaction. `None` when it is not;
    /// else recovery codes, when there were none.
    pub(super) async fn confirm_totp(
        &self,
        connection: &mut Connection,
        (account, holder): (i64, &[u8; 32]),
        code: &str,
    ) -> Result<Option<Vec<Zeroizing<String>>>, Failure> {
        let now = self.clock.now();
        let Some(row) = store::totp::pending(connection, holder, account).await? else { return Ok(None) };
        let key = self.totp_key(account, &row.key)?;
        let Some(step) = key.step(code, now, row.step).filter(|_| !self.is_over(row.created_at)) else {
            return Ok(None);
        };
        store::totp::activate(connection, account, &row.key, step, now).await?;
        self.first_recovery(connection, account).await.map(Some)
    }

    /// Recovery codes, when there are none.
    pub(super) async fn first_recovery(
        &self,
        connection: &mut Connection,
        account: i64,
    ) -> Result<Vec<Zeroizing<String>>, Failure> {
        if store::recovery::count(connection, account).await? > 0 {
            return Ok(Vec::new());
        }
        self.new_recovery(connection, account).await
    }

    /// New recovery codes in the place of all before.
    async fn new_recovery(
        &self,
        connection: &mut Connection,
        account: i64,
    ) -> Result<Vec<Zeroizing<String>>, Failure> {
        let codes: Vec<_> = (0..recovery::COUNT).map(|_| recovery::fresh(self.random.as_ref())).collect();
        let hashes: Vec<_> =
            codes.iter().filter_map(|code| recovery::hash(&self.factors.recovery, account, code)).collect();
        store::recovery::replace(connection, account, &hashes, self.clock.now()).await?;
        Ok(codes)
    }

    fn is_over(&self, created_at: i64) -> bool {
        self.clock.now().saturating_sub(created_at).abs() >= PENDING
    }

    fn totp_key(&self, account: i64, sealed: &[u8]) -> Result<TotpKey, Failure> {
        let key = self.factors.seal.open(&context(account), sealed)?;
        TotpKey::from_bytes(&key).ok_or_else(|| StoreError::Row("the length of an app's key").into())
    }

    fn enrolment(&self, key: &TotpKey, login: &str) -> Result<Enrolment, Failure> {
        let qr = qr::svg(&key.uri(&self.factors.rules.title, login))?;
        Ok(Enrolment { secret: key.text(), qr })
    }
}

/// The code that an app shows at `now` (seconds since 1970-01-01 UTC) for a key as base32: for whoever has to sign in
/// without an app at hand. Nothing for what is no key.
pub fn app_code(key: &str, now: i64) -> Option<String> {
    TotpKey::from_text(key).map(|key| key.code_at(now))
}

/// A key opens for its own account alone.
fn context(account: i64) -> String {
    format!("totp {account}")
}
