//! What signed-in people do with their own second factors. Every change ends the other sessions of the account.

use std::net::IpAddr;

use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{Duty, Enrolment, TotpKey, context, state};
use crate::{
    identity::{AnySession, Identity, reach::Reach, sign_in::Door},
    journal::ActKind,
    mail::Message,
    store::{self, Connection, passkey, session},
};

/// The second factors of an account.
#[derive(Debug, Clone)]
pub struct FactorList {
    /// Seconds since the app was set up.
    pub totp: Option<u64>,
    /// Its passkeys, oldest first.
    pub passkeys: Vec<OwnPasskey>,
    /// Recovery codes that are left.
    pub recovery: u32,
    /// A second factor is a duty.
    pub required: bool,
    /// An app that waits for its first code.
    pub pending: Option<Enrolment>,
}

/// A passkey as its owner sees it.
#[derive(Debug, Clone)]
pub struct OwnPasskey {
    /// The credential's id.
    pub id: Vec<u8>,
    /// The name that its owner gave it.
    pub name: String,
    /// Seconds since it was made.
    pub created_seconds_ago: u64,
    /// Seconds since it was last used.
    pub used_seconds_ago: Option<u64>,
}

impl Identity {
    /// What is set up.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn factors(&self, of: &AnySession) -> Result<FactorList, Failure> {
        let mut connection = self.store.reader().await?;
        let ago = |time: i64| u64::try_from(self.clock.now().saturating_sub(time)).unwrap_or(0);
        let totp = store::totp::active(&mut connection, of.account()).await?;
        let passkeys = passkey::of_account(&mut connection, of.account()).await?;
        let recovery = store::recovery::count(&mut connection, of.account()).await?;
        Ok(FactorList {
            totp: totp.map(|row| ago(row.created_at)),
            passkeys: passkeys
                .into_iter()
                .map(|row| OwnPasskey {
                    id: row.id,
                    name: row.name,
                    created_seconds_ago: ago(row.created_at),
                    used_seconds_ago: row.used_at.map(ago),
                })
                .collect(),
            recovery: u32::try_from(recovery).unwrap_or(u32::MAX),
            required: self.second_factor(of.front()) == Duty::Required,
            pending: self.pending_totp(&mut connection, own(of), of.login()).await?,
        })
    }

    /// Begins an app: its key waits for its first code.
    ///
    /// # Errors
    /// Those of [`Identity::confirm`]; `Forbidden` where there are no second factors.
    pub async fn begin_totp(
        &self,
        of: &AnySession,
        password: Zeroizing<String>,
        client: Option<IpAddr>,
    ) -> Result<Enrolment, Failure> {
        self.offered(of)?;
        self.confirm(of, password, client).await?;
        let (mut connection, _) = self.hold_own(of).await?;
        let enrolment = self.propose_totp(&mut connection, own(of), of.login()).await?;
        connection.commit().await?;
        Ok(enrolment)
    }

    /// Ends it with the app's first code; recovery codes when there were none.
    ///
    /// # Errors
    /// `WrongCode`; `Throttled` after too many of them.
    pub async fn end_totp(
        &self,
        of: &AnySession,
        code: &str,
        door: &Door,
    ) -> Result<Vec<Zeroizing<String>>, Failure> {
        self.offered(of)?;
        let reach = self.reach_of(Some(of.account())).await?;
        // Who has the key of the app has it from this session: nobody is kept from guessing but its owner.
        let charged = self.guard.charge(&self.guard.own_keys(of.account(), door.client)).await?;
        let held = async {
            let mut connection = self.store.writer().await?;
            self.guard.hold(&mut connection, &charged).await?;
            self.hold_own_on(connection, of).await
        };
        let (mut connection, _) = match held.await {
            Ok(held) => held,
            Err(failure) => {
                // The session has ended meanwhile: nothing was tried.
                self.guard.refund(&charged).await?;
                return Err(failure);
            }
        };
        let Some(codes) = self.confirm_totp(&mut connection, own(of), code).await? else {
            return connection.settle(Err(Failure::wrong_code(0))).await;
        };
        self.guard.succeeded(&mut connection, &charged).await?;
        self.factors_changed(connection, of, door, &reach, ActKind::FactorAdded).await?;
        Ok(codes)
    }

    /// Takes the app away.
    ///
    /// # Errors
    /// Those of [`Identity::confirm`]; `Forbidden` where a second factor is a duty and no other is there.
    pub async fn remove_totp(
        &self,
        of: &AnySession,
        password: Zeroizing<String>,
        door: &Door,
    ) -> Result<(), Failure> {
        self.confirm(of, password, door.client).await?;
        let reach = self.reach_of(Some(of.account())).await?;
        let (mut connection, _) = self.hold_own(of).await?;
        if !store::totp::delete(&mut connection, of.account()).await? {
            // It is gone already.
            return Ok(connection.commit().await?);
        }
        let connection = self.one_left(connection, of).await?;
        self.factors_changed(connection, of, door, &reach, ActKind::FactorRemoved).await
    }

    /// New recovery codes; the old ones are no longer good.
    ///
    /// # Errors
    /// Those of [`Identity::confirm`]; `Forbidden` without a second factor that they could stand in for.
    pub async fn renew_recovery(
        &self,
        of: &AnySession,
        password: Zeroizing<String>,
        door: &Door,
    ) -> Result<Vec<Zeroizing<String>>, Failure> {
        self.confirm(of, password, door.client).await?;
        let reach = self.reach_of(Some(of.account())).await?;
        let (mut connection, _) = self.hold_own(of).await?;
        if !state(&mut connection, of.account()).await?.is_set_up() {
            return connection.settle(Err(Failure::new(Code::Forbidden))).await;
        }
        let codes = self.new_recovery(&mut connection, of.account()).await?;
        self.factors_changed(connection, of, door, &reach, ActKind::RecoveryRenewed).await?;
        Ok(codes)
    }

    /// Gives an account an app whose key is known already, as base32: for accounts that come from elsewhere and for
    /// samples.
    ///
    /// # Errors
    /// `Invalid` for a key that is not one of 160 bits; `Unavailable` while the store is away.
    pub async fn import_totp(&self, account: i64, key: &str) -> Result<(), Failure> {
        let key = TotpKey::from_text(key).ok_or_else(|| Failure::new(Code::Invalid))?;
        let sealed = self.factors.seal.seal(self.random.as_ref(), &context(account), key.as_bytes())?;
        let mut connection = self.store.writer().await?;
        store::totp::activate(&mut connection, account, &sealed, 0, self.clock.now()).await?;
        Ok(connection.commit().await?)
    }

    /// Refuses what would leave somebody without a second factor whose duty it is, and undoes it; without any, recovery codes
    /// go too.
    pub(in crate::identity) async fn one_left(
        &self,
        mut connection: Connection,
        of: &AnySession,
    ) -> Result<Connection, Failure> {
        if state(&mut connection, of.account()).await?.is_set_up() {
            return Ok(connection);
        }
        if self.second_factor(of.front()) == Duty::Required {
            return connection.settle(Err(Failure::new(Code::Forbidden))).await;
        }
        store::recovery::delete(&mut connection, of.account()).await?;
        Ok(connection)
    }

    /// Ends the other sessions, tells the owner by mail, and ends the transaction.
    pub(in crate::identity) async fn factors_changed(
        &self,
        mut connection: Connection,
        of: &AnySession,
        door: &Door,
        reach: &Reach,
        kind: ActKind,
    ) -> Result<(), Failure> {
        session::delete_others(&mut connection, of.account(), Some(of.id().as_bytes())).await?;
        self.note_own(&mut connection, door, kind, of.account()).await?;
        self.tell(&mut connection, of.account(), of.front(), reach, Message::FactorChanged).await?;
        Ok(connection.commit().await?)
    }

    fn offered(&self, of: &AnySession) -> Result<(), Failure> {
        if self.offers_factors(of.front()) { Ok(()) } else { Err(Failure::new(Code::Forbidden)) }
    }
}

/// Whose a new factor is: the account's, begun in this session.
fn own(of: &AnySession) -> (i64, &[u8; 32]) {
    (of.account(), of.id().as_bytes())
}
