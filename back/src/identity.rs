//! Who is calling: accounts, passwords, sessions, and the slow-down of guessing.

mod accounts;
mod browser;
mod code;
mod confirm;
mod credentials;
mod entry;
pub(crate) mod factors;
pub(crate) mod federation;
mod guard;
pub mod initial;
pub mod legacy;
mod login;
mod passkeys;
mod passwords;
mod reach;
mod rules;
mod session;
mod sessions;
mod sign_in;
mod switch;
mod throttle;
mod token;

use std::sync::Arc;

use aws_lc_rs::hmac;
use tokio::sync::Semaphore;
use vantail_shared::{clock::Clock, failure::Failure, random::Random, tls::FrontKind};

pub(crate) use accounts::is_staff_name;
pub use accounts::{Counts, CreateError, KindCount, NewAccount, Owner};
pub use browser::Browser;
pub use confirm::Confirmation;
pub use credentials::Credentials;
pub use entry::{Current, PasskeyQuestion, Reason, Step};
pub use factors::{Duty, Enrolment, FactorList, FactorRules, FactorState, OwnPasskey, app_code};
pub use federation::{Begun, Linked, Matching, ProviderSettings};
pub(crate) use login::normal_form as normal_login;
pub use passkeys::PasskeyRules;
pub use passwords::{CostError, PasswordCost, PasswordPool, PoolRules};
pub use rules::{PasswordRules, RulesOfKinds};
pub use session::{AnySession, Person, PersonSession, SessionId, StaffSession};
pub use sessions::OpenSession;
pub use sign_in::{Door, Opened};
pub use switch::{AccountRef, Census, Group};

use crate::{
    mail::Outbox,
    people::People,
    store::{Connection, Store, StoreError, session::Hold},
    terms::{Due, Terms},
};
use factors::Factors;
use federation::Federation;
use guard::Guard;
use passkeys::Passkeys;

/// Uses of sessions that are being noted at once; beyond that a later use is noted.
const TOUCHES: usize = 16;
const DAY: i64 = 24 * 3600;
/// Days that the address before may object to another one, unless the configuration says otherwise.
pub(crate) const OBJECTION_DAYS: i64 = 7;

/// How long sessions live and how many there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// A session ends when it was not used for this long, in seconds. Uses are noted once a minute, so that it may end
    /// up to a minute before.
    pub idle_seconds: i64,
    /// A session ends at this age, in seconds.
    pub absolute_seconds: i64,
    /// Open sessions of one account; the oldest gives way.
    pub sessions_per_account: u32,
}

impl Default for Rules {
    /// 20 minutes, 8 hours, 5 sessions.
    fn default() -> Self {
        Self { idle_seconds: 20 * 60, absolute_seconds: 8 * 3600, sessions_per_account: 5 }
    }
}

/// Signs people in and knows who is signed in. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Identity {
    store: Store,
    passwords: PasswordPool,
    rules: Rules,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    guard: Guard,
    factors: Factors,
    /// What codes and the tokens of sessions that were entries are made with.
    codes: Arc<hmac::Key>,
    terms: Option<Terms>,
    passkeys: Passkeys,
    federation: Federation,
    touches: Arc<Semaphore>,
    /// The sessions of staff.
    staff_rules: Rules,
    password_rules: Arc<RulesOfKinds>,
    /// How long the address before may object to another one.
    objection_seconds: i64,
    /// Where mails are put; nothing where none are sent.
    outbox: Option<Outbox>,
    /// How people are called and reached.
    people: Option<People>,
}

impl Identity {
    /// Identity over an open store.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn new(
        store: Store,
        passwords: PasswordPool,
        rules: Rules,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, Failure> {
        let secret = store.secret("throttle", random.as_ref()).await?;
        let guard = Guard::new(store.clone(), &secret, Arc::clone(&clock));
        let factors = Factors::new(&store, random.as_ref()).await?;
        let secret = store.secret("code", random.as_ref()).await?;
        let codes = Arc::new(hmac::Key::new(hmac::HMAC_SHA256, secret.as_ref()));
        let federation = Federation::new(&store, random.as_ref()).await?;
        let passkeys = Passkeys::new(&store, random.as_ref()).await?;
        let touches = Arc::new(Semaphore::new(TOUCHES));
        Ok(Self {
            store,
            passwords,
            rules,
            clock,
            random,
            guard,
            factors,
            passkeys,
            federation,
            codes,
            terms: None,
            touches,
            staff_rules: rules,
            password_rules: Arc::default(),
            objection_seconds: OBJECTION_DAYS * DAY,
            outbox: None,
            people: None,
        })
    }

    /// The same, which tells people by mail.
    #[must_use]
    pub fn with_outbox(mut self, outbox: Outbox) -> Self {
        self.outbox = Some(outbox).filter(Outbox::configured);
        self
    }

    /// The same with terms that people have to answer.
    #[must_use]
    pub fn with_terms(mut self, terms: Terms) -> Self {
        self.terms = Some(terms);
        self
    }

    /// What waits for an account: asked in the transaction that opens its session.
    async fn terms_due(&self, connection: &mut Connection, account: i64) -> Result<(Due, Hold), StoreError> {
        match &self.terms {
            Some(terms) => terms.due(connection, account).await,
            None => Ok((Due::None, Hold::default())),
        }
    }

    /// Whether there are terms for whoever is signed in, answered or not.
    pub fn has_terms(&self, of: &AnySession) -> bool {
        self.terms.as_ref().is_some_and(|terms| terms.has_any(of))
    }

    /// Whether terms hold a session now, whatever they did when it was opened.
    fn is_held(&self, hold: Hold) -> bool {
        hold.now || self.terms.as_ref().is_some_and(|terms| terms.hold_now(hold))
    }

    /// The same, which knows how people are called and reached.
    #[must_use]
    pub fn with_people(self, people: People) -> Self {
        Self { people: Some(people), ..self }
    }

    /// The same with other rules for the sessions of staff.
    #[must_use]
    pub fn with_staff_sessions(self, staff_rules: Rules) -> Self {
        Self { staff_rules, ..self }
    }

    /// The same with other rules for passwords.
    #[must_use]
    pub fn with_password_rules(self, rules: RulesOfKinds) -> Self {
        Self { password_rules: Arc::new(rules), ..self }
    }

    /// The same with another time to object to a change of the address, in days.
    #[must_use]
    pub fn with_objection_days(self, days: i64) -> Self {
        Self { objection_seconds: days.saturating_mul(DAY), ..self }
    }

    /// The rules in force for sessions of this kind of front.
    pub fn rules(&self, kind: FrontKind) -> Rules {
        match kind {
            FrontKind::Public => self.rules,
            FrontKind::Staff => self.staff_rules,
        }
    }

    /// The rules in force for passwords of this kind of front.
    pub fn password_rules(&self, kind: FrontKind) -> &PasswordRules {
        self.password_rules.of(kind)
    }
}

#[cfg(test)]
mod tests;
