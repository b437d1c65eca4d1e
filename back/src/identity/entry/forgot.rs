//! A forgotten password: the same answer whoever has the name, or nobody.

use tokio::time::Instant;
use vantail_shared::failure::Failure;
use zeroize::Zeroizing;

use super::{
    super::{
        Identity, login,
        reach::Reach,
        sign_in::{Door, is_for},
    },
    advance::NewEntry,
    pace,
    step::{Reason, Way},
};
use crate::store::{
    account::{self, Account, PasswordFrom, State},
    federated,
};

impl Identity {
    /// Begins the way of a forgotten password; tells the entry's token. A code goes to the address that is known.
    ///
    /// # Errors
    /// `Throttled` when the network has tried too often; `Unavailable` while the store is away. None of them depends on
    /// the name.
    pub async fn forgot(&self, door: &Door, login: &str, device: &str) -> Result<Zeroizing<String>, Failure> {
        let began = Instant::now();
        let begun = self.begin_forgot(door, login, device).await;
        pace(began).await;
        begun
    }

    async fn begin_forgot(
        &self,
        door: &Door,
        login: &str,
        device: &str,
    ) -> Result<Zeroizing<String>, Failure> {
        let form = login::normal_form(login);
        let name = form.as_deref().unwrap_or(login);
        let seen_at = self.guard.charge_network(door, name).await?;
        let found = match &form {
            Some(form) => account::by_login(&mut self.store.reader().await?, form).await?,
            None => None,
        };
        let account = match found {
            Some(account) if self.may_forget(door, &account).await? => Some(account),
            _ => None,
        };
        let reach = match &account {
            Some(account) => self.reach_if_there(account).await,
            None => Reach::default(),
        };
        let entry = NewEntry {
            login: name,
            account: account.as_ref(),
            reach: &reach,
            way: Way::Forgot,
            factor_proved: false,
            reason: Some(Reason::Forgotten),
            device,
            seen_at,
        };
        let mut connection = self.store.writer().await?;
        let opened = self.enter(&mut connection, door, &entry).await?;
        connection.commit().await?;
        Ok(opened.token)
    }

    /// Whether a code by mail may stand for the password. Not before the first password was chosen: until then the two
    /// letters are all that proves who it is. Who has none of their own, and could come in by no provider either, makes one
    /// so: an account from a list.
    async fn may_forget(&self, door: &Door, account: &Account) -> Result<bool, Failure> {
        if !matches!(account.state, State::Verifying | State::Active) || !is_for(door.kind, account) {
            return Ok(false);
        }
        if account.password_from != PasswordFrom::Scrambled {
            return Ok(true);
        }
        if self.scrambles(door.kind) {
            return Ok(false);
        }
        Ok(federated::issuers(&mut self.store.reader().await?, account.id).await?.is_empty())
    }
}
