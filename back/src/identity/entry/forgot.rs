//! A forgotten password: the same answer whoever has the name, or nobody.

use tokio::time::Instant;
use vantail_shared::failure::Failure;
use zeroize::Zeroizing;

use super::{
    super::{
        Identity, login,
        reach::Reach,
        sign_in::{Door, describe, is_for},
    },
    advance::NewEntry,
    pace,
    step::{Reason, Way},
};
use crate::store::account::{self, Account, PasswordFrom, State};

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
        let account = found.filter(|account| may_forget(door, account));
        let reach = match &account {
            Some(account) => self.reach_if_there(account).await,
            None => Reach::default(),
        };
        let entry = NewEntry {
            account: account.as_ref(),
            reach: &reach,
            mark: self.guard.mail(door.kind, name, seen_at.and(door.browser.as_ref())),
            way: Way::Forgot,
            factor_proved: false,
            reason: Some(Reason::Forgotten),
            device: &describe(device),
            seen_at,
        };
        Ok(self.enter(self.store.writer().await?, door, &entry).await?.token)
    }
}

/// Whether a code by mail may stand for the password. Not before the first password was chosen: until then the two
/// letters are all that proves who it is.
fn may_forget(door: &Door, account: &Account) -> bool {
    let begun = matches!(account.state, State::Verifying | State::Active);
    let own = account.password_from != PasswordFrom::Scrambled;
    begun && own && is_for(door.kind, account)
}
