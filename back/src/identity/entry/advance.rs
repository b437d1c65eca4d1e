//! From one step to the next, and from the last one to a session.

use aws_lc_rs::hmac;
use vantail_shared::{failure::Failure, tls::FrontKind};

use super::{
    super::{
        Duty, FactorState, Identity,
        browser::Browser,
        factors,
        reach::Reach,
        sign_in::{Door, Opened, describe},
        token,
    },
    Held, LIFE, REPLAY,
    step::{Facts, Reason, Step, Way, step},
};
use crate::{
    journal::{self, Act, ActKind, Actor},
    mail::Message,
    store::{
        Connection, StoreError,
        account::{self, Account, State},
        entry::{self, NewRow, Row},
        federated, known_browser, provider_session, session,
    },
    terms::Due,
};

/// A browser's last visit is noted when the one noted before is this old, in seconds.
const VISIT: i64 = 24 * 3600;

/// A sign-in that begins.
pub(in crate::identity) struct NewEntry<'a> {
    /// In its normal form, where it has one.
    pub(in crate::identity) login: &'a str,
    /// Nothing for a name that nobody may come in by.
    pub(in crate::identity) account: Option<&'a Account>,
    pub(in crate::identity) reach: &'a Reach,
    pub(in crate::identity) way: Way,
    /// A second factor was given already.
    pub(in crate::identity) factor_proved: bool,
    pub(in crate::identity) reason: Option<Reason>,
    /// As the browser describes itself.
    pub(in crate::identity) device: &'a str,
    /// When the owner was last seen in this browser.
    pub(in crate::identity) seen_at: Option<i64>,
}

/// A session that begins.
struct Arrival<'a> {
    device: &'a str,
    token: &'a str,
    seen_at: Option<i64>,
    /// Who is told when the browser is a stranger's.
    told: Option<&'a Reach>,
}

impl Identity {
    /// Lets in whom something else than a password has named: at once, or by an entry while more is due. The caller's
    /// transaction has locked the account.
    pub(in crate::identity) async fn arrive_by(
        &self,
        connection: &mut Connection,
        door: &Door,
        (account, reach): (&Account, &Reach),
        (way, factor_proved): (Way, bool),
        device: &str,
    ) -> Result<Opened, Failure> {
        let (login, account) = (account.login.as_str(), Some(account));
        let seen_at = self.seen(connection, door, login).await?;
        let new = NewEntry { login, account, reach, way, factor_proved, reason: None, device, seen_at };
        self.enter(connection, door, &new).await
    }

    /// Opens a session at once when nothing is due, an entry otherwise. The caller's transaction has locked the account.
    pub(in crate::identity) async fn enter(
        &self,
        connection: &mut Connection,
        door: &Door,
        new: &NewEntry<'_>,
    ) -> Result<Opened, Failure> {
        let now = self.clock.now();
        let (token, id) = self.fresh_token()?;
        let mut row = Row {
            id,
            account: new.account.map(|account| account.id),
            mark: self.guard.mail(door, new.login, new.seen_at.is_some()),
            front_kind: door.kind.as_str().to_owned(),
            device: describe(new.device),
            way: new.way.as_str().to_owned(),
            mail_proved: false,
            factor_proved: new.factor_proved,
            reason: new.reason.map(|reason| reason.as_str().to_owned()),
            code: None,
            code_to: None,
            code_ends_at: None,
            code_tries: 0,
            ends_at: now.saturating_add(LIFE),
            finished_at: None,
            finished_by: None,
        };
        let next = self.step_of(connection, &row, new.account, new.reach).await?;
        if let (Step::Done, Some(account)) = (next, new.account) {
            let (seen_at, told) = (new.seen_at, Some(new.reach));
            let arrival = Arrival { device: &row.device, token: &token, seen_at, told };
            leave_behind(connection, door).await?;
            let opened = self.open(connection, door, account, &arrival).await?;
            return Ok(Opened { token, ..opened });
        }
        let columns = NewRow {
            id: &row.id,
            account: row.account,
            mark: &row.mark,
            front_kind: &row.front_kind,
            device: &row.device,
            way: &row.way,
            factor_proved: row.factor_proved,
            reason: row.reason.as_deref(),
            now,
            ends_at: row.ends_at,
        };
        entry::insert(connection, &columns).await?;
        if next == Step::EmailCode {
            self.first_code(connection, door, &mut row, new.reach).await?;
            entry::update(connection, &row).await?;
        }
        // Only now: the entry left behind may wait for the same code.
        leave_behind(connection, door).await?;
        Ok(Opened { token, ..Opened::going_on(next, None) })
    }

    /// Goes on with an entry in which something was proved just now: by `proof`, a keyed hash of what was sent.
    pub(super) async fn advance(
        &self,
        held: Held,
        door: &Door,
        token: &str,
        proof: Option<&hmac::Tag>,
    ) -> Result<Opened, Failure> {
        let Held { mut connection, mut entry, account, reach } = held;
        let next = self.step_of(&mut connection, &entry, account.as_ref(), &reach).await?;
        let opened = if let (Step::Done, Some(account)) = (next, &account) {
            let now = self.clock.now();
            entry.finished_at = Some(now);
            entry.finished_by = proof.map(|proof| proof.as_ref().to_vec());
            entry.ends_at = now.saturating_add(REPLAY);
            let session = token::follow(&self.codes, token);
            let seen_at = self.seen(&mut connection, door, &account.login).await?;
            // Whoever has made another password by mail has been told of that.
            let forgot = Way::read(&entry.way) == Some(Way::Forgot);
            let told = Some(&reach).filter(|_| !forgot);
            let arrival = Arrival { device: &entry.device, token: &session, seen_at, told };
            let opened = self.open(&mut connection, door, account, &arrival).await?;
            let look = self.is_to_look(&mut connection, &entry, account.id).await?;
            Opened { token: session, look, ..opened }
        } else {
            if next == Step::EmailCode {
                self.first_code(&mut connection, door, &mut entry, &reach).await?;
            }
            Opened::going_on(next, account.as_ref().and_then(language_of))
        };
        entry::update(&mut connection, &entry).await?;
        connection.commit().await?;
        Ok(opened)
    }

    /// Whether whoever has made another password by mail should look at what else opens the account.
    pub(super) async fn is_to_look(
        &self,
        connection: &mut Connection,
        entry: &Row,
        account: i64,
    ) -> Result<bool, StoreError> {
        Ok(Way::read(&entry.way) == Some(Way::Forgot)
            && (factors::state(connection, account).await?.is_set_up()
                || !federated::issuers(connection, account).await?.is_empty()))
    }

    /// What an entry waits for.
    pub(super) async fn step_of(
        &self,
        connection: &mut Connection,
        entry: &Row,
        account: Option<&Account>,
        reach: &Reach,
    ) -> Result<Step, Failure> {
        let way = Way::read(&entry.way).ok_or(StoreError::Row("an entry's way"))?;
        if way == Way::Forgot && !entry.mail_proved {
            return Ok(Step::EmailCode);
        }
        let reason = match &entry.reason {
            Some(stored) => Some(Reason::read(stored).ok_or(StoreError::Row("an entry's reason"))?),
            None => None,
        };
        let kind =
            if entry.front_kind == FrontKind::Staff.as_str() { FrontKind::Staff } else { FrontKind::Public };
        let duty = self.second_factor(kind);
        let factors = match account {
            Some(account) => factors::state(connection, account.id).await?,
            None => FactorState::default(),
        };
        Ok(step(Facts {
            way,
            mail_proved: entry.mail_proved,
            factor_proved: entry.factor_proved,
            reason,
            verified: account.is_some_and(|account| account.state == State::Active),
            reachable: reach.email.is_some(),
            factor: duty != Duty::Off && factors.is_set_up(),
            factor_due: duty == Duty::Required && account.is_some(),
        }))
    }

    /// When the owner of this name was last seen in the browser of this call.
    pub(in crate::identity) async fn seen(
        &self,
        connection: &mut Connection,
        door: &Door,
        login: &str,
    ) -> Result<Option<i64>, StoreError> {
        match &door.browser {
            Some(browser) => {
                known_browser::seen(connection, self.guard.browser(door.kind, login, browser).as_ref()).await
            }
            None => Ok(None),
        }
    }

    /// A session for `token`: no more of them than there may be, the sign-in noted, the browser known from now on.
    async fn open(
        &self,
        connection: &mut Connection,
        door: &Door,
        account: &Account,
        arrival: &Arrival<'_>,
    ) -> Result<Opened, Failure> {
        let id = token::session(arrival.token).ok_or_else(|| Failure::internal("a fresh token is none"))?;
        let (now, rules) = (self.clock.now(), self.rules(door.kind));
        let others = i64::from(rules.sessions_per_account.max(1)) - 1;
        session::evict(connection, account.id, others, self.over(door.kind)).await?;
        let (due, hold) = self.terms_due(connection, account.id).await?;
        let row = session::NewRow {
            id: id.as_bytes(),
            account: account.id,
            front_kind: door.kind.as_str(),
            front_name: &door.name,
            device: arrival.device,
            now,
            ends_at: now.saturating_add(rules.absolute_seconds),
            hold,
        };
        session::insert(connection, &row).await?;
        account::signed_in(connection, account.id, now).await?;
        let (kind, by, front) = (ActKind::SignedIn, Actor::Person, Some(door.name.as_str()));
        journal::note(connection, &Act { at: now, kind, subject: account.id, by, front }).await?;
        if let Some(reach) =
            arrival.told.filter(|_| arrival.seen_at.is_none() && account.signed_in_at.is_some())
        {
            self.tell(connection, account.id, door.kind, reach, Message::NewDevice).await?;
        }
        let fresh = door.browser.is_none().then(|| Browser::fresh(self.random.as_ref()));
        if let Some(browser) = door.browser.as_ref().or(fresh.as_ref())
            && arrival.seen_at.is_none_or(|seen_at| now.saturating_sub(seen_at) >= VISIT)
        {
            let mark = self.guard.browser(door.kind, &account.login, browser);
            known_browser::note(connection, mark.as_ref(), account.id, now).await?;
        }
        Ok(Opened {
            browser: fresh.map(|browser| browser.cookie()),
            terms_due: due != Due::None,
            ..Opened::going_on(Step::Done, language_of(account))
        })
    }
}

/// Ends the session or entry of a browser in which somebody signs in anew: its cookie is overwritten, and nobody could end it
/// any more (ASVS 5.0, 7.2.4).
async fn leave_behind(connection: &mut Connection, door: &Door) -> Result<(), StoreError> {
    if let Some(left) = &door.left {
        session::delete(connection, left.as_bytes()).await?;
        entry::delete(connection, left.as_bytes()).await?;
        provider_session::take(connection, left.as_bytes()).await?;
    }
    Ok(())
}

/// The language kept with the account.
pub(super) fn language_of(account: &Account) -> Option<vantail_shared::call::Language> {
    account.language.as_deref().and_then(|code| code.parse().ok())
}
