//! Who it is, asked again, before what somebody at an unlocked screen would do first: by the password, or, of an account
//! that has none, by a sign-in of just now.

use std::net::IpAddr;

use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{AnySession, Identity};
use crate::store::{
    account::{self, PasswordFrom},
    session,
};

/// A sign-in is of just now for so long, in seconds.
const JUST_NOW: i64 = 10 * 60;

/// What confirms a change of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// The password.
    Password,
    /// The sign-in of just now: the account has no password.
    SignIn,
    /// Another sign-in: the account has no password, and the last one is too long ago.
    Renewal,
}

impl Identity {
    /// What confirms a change of the account of whoever is signed in, at this moment.
    ///
    /// # Errors
    /// `SignedOut` when the session has ended meanwhile; `Unavailable` while the store is away.
    pub async fn confirmation(&self, of: &AnySession) -> Result<Confirmation, Failure> {
        let signed_out = || Failure::new(Code::SignedOut);
        let mut connection = self.store.reader().await?;
        let account = account::by_id(&mut connection, of.account()).await?.ok_or_else(signed_out)?;
        if account.password_from != PasswordFrom::Scrambled {
            return Ok(Confirmation::Password);
        }
        let session = session::find(&mut connection, of.id().as_bytes()).await?.ok_or_else(signed_out)?;
        // One from the future is none of just now: the clock went back.
        let age = self.clock.now().saturating_sub(session.created_at);
        Ok(if (0..=JUST_NOW).contains(&age) { Confirmation::SignIn } else { Confirmation::Renewal })
    }

    /// Checks the password of whoever is signed in, or the age of the sign-in where there is no password. Tries count for
    /// the account's sessions alone, so that no stranger can make them wait.
    ///
    /// # Errors
    /// `WrongCredentials`; `SignInDue` where another sign-in must confirm it; `Throttled` while a wait lasts; `Busy` when
    /// too many ask at once; `Unavailable` while the store is away.
    pub async fn confirm(
        &self,
        of: &AnySession,
        password: Zeroizing<String>,
        client: Option<IpAddr>,
    ) -> Result<(), Failure> {
        match self.confirmation(of).await? {
            Confirmation::SignIn => return Ok(()),
            Confirmation::Renewal => return Err(Failure::new(Code::SignInDue)),
            // Nothing was guessed.
            Confirmation::Password if password.is_empty() => {
                return Err(Failure::new(Code::WrongCredentials));
            }
            Confirmation::Password => {}
        }
        let charged = self.guard.charge(&self.guard.own_keys(of.account(), client)).await?;
        match self.is_password(of, password).await {
            Ok(true) => {
                let mut connection = self.store.writer().await?;
                self.guard.succeeded(&mut connection, &charged).await?;
                Ok(connection.commit().await?)
            }
            Ok(false) => Err(Failure::new(Code::WrongCredentials)),
            Err(failure) => {
                // Nobody guessed anything. Should this fail as well, the charge stands: the safe side.
                let _ = self.guard.refund(&charged).await;
                Err(failure)
            }
        }
    }

    async fn is_password(&self, of: &AnySession, password: Zeroizing<String>) -> Result<bool, Failure> {
        let account = account::by_login(&mut self.store.reader().await?, of.login()).await?;
        match account {
            Some(account) if account.id == of.account() => self.is_password_of(&account, password).await,
            _ => Ok(false),
        }
    }
}
