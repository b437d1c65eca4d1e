//! Signing in: name and password in; out comes a session, or an entry while more is due.

use std::{fmt, net::IpAddr};

use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
    tls::FrontKind,
};
use zeroize::Zeroizing;

use super::{
    DAY, Identity, SessionId,
    browser::Browser,
    entry::{NewEntry, Reason, Step, Way},
    guard::Charged,
    initial, login,
    passwords::{self, Verdict},
    reach::Reach,
};
use crate::store::{
    account,
    account::{Account, Owner, PasswordFrom, State},
};

/// Where a call comes in.
#[derive(Debug, Clone)]
pub struct Door {
    /// The kind of the front, as its certificate says.
    pub kind: FrontKind,
    /// The front's own name.
    pub name: String,
    /// The browser's address, as the front says.
    pub client: Option<IpAddr>,
    /// What the browser may be known by.
    pub browser: Option<Browser>,
    /// The language of the call.
    pub language: Language,
    /// The session or entry of the browser, which whoever signs in anew leaves behind.
    pub left: Option<SessionId>,
}

/// Where a sign-in stands.
pub struct Opened {
    /// For the browser alone: of a session when nothing is due any more. Empty when the entry goes on that there was.
    pub token: Zeroizing<String>,
    /// What comes next.
    pub next: Step,
    /// For the cookie by which the browser is known from now on, when it has none yet.
    pub browser: Option<Zeroizing<String>>,
    /// The language kept with the account.
    pub language: Option<Language>,
    /// Terms wait for an answer.
    pub terms_due: bool,
    /// Recovery codes of a second factor that was set up just now: shown once.
    pub recovery: Vec<Zeroizing<String>>,
    /// Another password was made by mail, and more than a password opens the account: its owner should look at it.
    pub look: bool,
}

impl Opened {
    /// What there was goes on, and waits for this.
    pub(super) fn going_on(next: Step, language: Option<Language>) -> Self {
        let (browser, terms_due, recovery, look) = (None, false, Vec::new(), false);
        Self { token: Zeroizing::default(), next, browser, language, terms_due, recovery, look }
    }
}

impl fmt::Debug for Opened {
    /// Without the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened")
            .field("next", &self.next)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

/// Name and password were right.
struct Proved {
    account: Account,
    /// Its new hash, when one is due.
    rehashed: Option<Zeroizing<String>>,
    /// The fingerprint of the rules, when it was found just now that it meets them.
    met: Option<[u8; 32]>,
    /// Why another one is due.
    reason: Option<Reason>,
    reach: Reach,
}

impl Identity {
    /// Checks name and password and opens a session, or an entry when more is due.
    ///
    /// # Errors
    /// `WrongCredentials` for an unknown name, a wrong password, a disabled account, an initial password that is over
    /// and the wrong kind of front, all with the same work done; `Throttled` while a wait lasts, whatever the password;
    /// `Busy` when too many sign in at once; `Unavailable` while the store is away.
    pub async fn sign_in(
        &self,
        door: &Door,
        login: &str,
        password: Zeroizing<String>,
        device: &str,
    ) -> Result<Opened, Failure> {
        let form = login::normal_form(login);
        let keys = self.guard.keys(door, form.as_deref().unwrap_or(login));
        let charged = self.guard.charge(&keys).await?;
        // When its hash is another one since it was checked, such as that of the same password by a sign-in at the same time,
        // it is checked once more.
        for _ in 0..2 {
            match self.check(door, &charged, form.as_deref(), password.clone()).await {
                Ok(Some(proved)) => {
                    if let Some(opened) = self.arrive(door, &charged, &proved, device).await? {
                        return Ok(opened);
                    }
                }
                Ok(None) => break,
                Err(failure) => {
                    // Nobody guessed anything. Should this fail as well, the charge stands: the safe side.
                    let _ = self.guard.refund(&charged).await;
                    return Err(failure);
                }
            }
        }
        Err(Failure::new(Code::WrongCredentials))
    }

    /// The account, when everything is right.
    async fn check(
        &self,
        door: &Door,
        charged: &Charged,
        login: Option<&str>,
        password: Zeroizing<String>,
    ) -> Result<Option<Proved>, Failure> {
        let bounded = passwords::is_bounded(&password);
        let (account, other) = {
            let mut connection = self.store.reader().await?;
            let account = match login.filter(|_| bounded) {
                Some(login) => account::by_login(&mut connection, login).await?,
                None => None,
            };
            (account, account::any_form(&mut connection).await?)
        };
        let Some(account) = account else {
            let password = if bounded { password } else { Zeroizing::default() };
            self.passwords.pretend_brought(password, other, self.random.as_ref()).await?;
            return Ok(None);
        };
        let password = as_written(&account, password);
        let verdict = self.verify_for(&account, password.clone(), other).await?;
        if !verdict.matches || !self.may_come_in(door.kind, &account) {
            return Ok(None);
        }
        let rehashed = if verdict.outdated || account.password_form.is_some() {
            // When there is no room for it now, the next sign-in does it.
            self.passwords.hash(password.clone(), self.random.as_ref()).await.ok()
        } else {
            None
        };
        self.judge(door.kind, charged, account, password, rehashed).await.map(Some)
    }

    /// Compares what was typed with the password of an account, whichever form that is hashed in. It takes as long as if the
    /// form were `other` where there is none.
    async fn verify_for(
        &self,
        account: &Account,
        password: Zeroizing<String>,
        other: Option<String>,
    ) -> Result<Verdict, Failure> {
        let forms = (account.password_form.clone(), other);
        self.passwords.verify_brought(password, forms, account.password.clone()).await
    }

    /// Whether this is the password of an account.
    ///
    /// # Errors
    /// `Busy` when too many ask at once.
    pub(super) async fn is_password_of(
        &self,
        account: &Account,
        password: Zeroizing<String>,
    ) -> Result<bool, Failure> {
        if !passwords::is_bounded(&password) {
            return Ok(false);
        }
        Ok(self.verify_for(account, as_written(account, password), None).await?.matches)
    }

    /// Whether another password is due, and how the owner is reached where that matters.
    async fn judge(
        &self,
        kind: FrontKind,
        charged: &Charged,
        account: Account,
        password: Zeroizing<String>,
        rehashed: Option<Zeroizing<String>>,
    ) -> Result<Proved, Failure> {
        let rules = self.password_rules(kind);
        let (fingerprint, initial) = (rules.fingerprint(), account.password_from == PasswordFrom::Initial);
        let known = account.password_rules.as_deref() == Some(&fingerprint[..]);
        let looked_at = rules.existing && !known && !initial;
        let told = charged.seen_at.is_none() && account.signed_in_at.is_some();
        let reach = if account.state == State::Verifying {
            self.reach(&account).await?
        } else if looked_at || told {
            self.reach_if_there(&account).await
        } else {
            Reach::default()
        };
        let met = !looked_at || self.unmet(kind, &password, reach.own(&account.login)).await?.is_empty();
        let old = |at: i64| self.clock.now().saturating_sub(at) >= i64::from(rules.days.unwrap_or(0)) * DAY;
        let expired = rules.days.is_some() && account.password_at.is_none_or(old);
        let reason = match (initial, expired, met) {
            (true, ..) => Some(Reason::Initial),
            (_, true, _) => Some(Reason::Expired),
            (.., false) => Some(Reason::Rules),
            (false, false, true) => None,
        };
        Ok(Proved { account, rehashed, met: (looked_at && met).then_some(fingerprint), reason, reach })
    }

    /// Whether the account's password opens anything at this kind of front now.
    fn may_come_in(&self, front: FrontKind, account: &Account) -> bool {
        let living = matches!(account.state, State::Invited | State::Verifying | State::Active);
        let known = match account.password_from {
            PasswordFrom::Initial => account.initial_until.is_none_or(|until| self.clock.now() < until),
            PasswordFrom::Chosen | PasswordFrom::Legacy => account.state != State::Invited,
            PasswordFrom::Scrambled => false,
        };
        living && known && is_for(front, account)
    }

    /// One transaction: the failures forgotten, and the session there or the entry. Nothing when the account was disabled or
    /// has another hash since it was read.
    async fn arrive(
        &self,
        door: &Door,
        charged: &Charged,
        proved: &Proved,
        device: &str,
    ) -> Result<Option<Opened>, Failure> {
        let mut connection = self.store.writer().await?;
        self.guard.succeeded(&mut connection, charged).await?;
        let now = account::lock(&mut connection, proved.account.id).await?;
        let same = now.filter(|now| *now.password == *proved.account.password);
        let Some(account) = same.filter(|now| self.may_come_in(door.kind, now)) else {
            connection.roll_back().await?;
            return Ok(None);
        };
        if proved.rehashed.is_some() || proved.met.is_some() {
            let hash = proved.rehashed.as_ref().map(|hash| hash.as_str());
            let rules = proved.met.as_ref().map(|met| &met[..]);
            account::keep(&mut connection, account.id, hash, rules).await?;
        }
        let entry = NewEntry {
            login: &account.login,
            account: Some(&account),
            reach: &proved.reach,
            way: Way::Password,
            factor_proved: false,
            reason: proved.reason,
            device,
            seen_at: charged.seen_at,
        };
        let opened = self.enter(&mut connection, door, &entry).await?;
        connection.commit().await?;
        Ok(Some(opened))
    }
}

/// A password from a letter as it stands there, however it was typed; any other as it is.
fn as_written(account: &Account, password: Zeroizing<String>) -> Zeroizing<String> {
    match account.password_from {
        PasswordFrom::Initial => initial::typed(&password).unwrap_or(password),
        PasswordFrom::Chosen | PasswordFrom::Legacy | PasswordFrom::Scrambled => password,
    }
}

/// Whether accounts of this kind are what the front is for.
pub(super) fn is_for(front: FrontKind, account: &Account) -> bool {
    match account.owner {
        Owner::Person { .. } => front == FrontKind::Public,
        Owner::Staff(_) => front == FrontKind::Staff,
    }
}

/// Longest description of a device that is kept, in characters.
const MAX_DEVICE: usize = 80;

/// A device's description comes from outside: one short line of it is kept.
pub(super) fn describe(device: &str) -> String {
    device.chars().filter(|character| !character.is_control()).take(MAX_DEVICE).collect()
}
