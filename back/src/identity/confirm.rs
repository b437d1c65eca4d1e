//! The password asked again, before what somebody at an unlocked screen would do first.

use std::net::IpAddr;

use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{AnySession, Identity};
use crate::store::account;

impl Identity {
    /// Checks the password of whoever is signed in. Tries count for the account's sessions alone, so
    /// that no stranger can make them wait.
    ///
    /// # Errors
    /// `WrongCredentials`; `Throttled` while a wait lasts; `Busy` when too many ask at once; `Unavailable` while the store
    /// is away.
    pub async fn confirm(
        &self,
        of: &AnySession,
        password: Zeroizing<String>,
        client: Option<IpAddr>,
    ) -> Result<(), Failure> {
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
