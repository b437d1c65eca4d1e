//! The providers of a signed-in person's own account.

use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
};
use zeroize::Zeroizing;

use super::{
    super::{AnySession, Door, Identity},
    Begun,
};
use crate::{
    journal::ActKind,
    mail::Message,
    store::{
        Connection, StoreError,
        account::{Account, PasswordFrom},
        federated, passkey,
    },
};

/// A provider as the owner of an account sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Its word.
    pub id: String,
    /// For people.
    pub title: String,
    /// Seconds since the account is bound to a person there; nothing when it is not.
    pub since: Option<u64>,
}

impl Identity {
    /// The providers that are offered to this account.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn linked_providers(
        &self,
        of: &AnySession,
        language: Language,
    ) -> Result<Vec<Linked>, Failure> {
        let here: Vec<_> = self
            .federation
            .providers
            .iter()
            .map(|provider| &provider.settings)
            .filter(|settings| settings.url(of.front()).is_some())
            .collect();
        if here.is_empty() {
            return Ok(Vec::new());
        }
        let bound = federated::links(&mut self.store.reader().await?, of.account()).await?;
        let ago = |at: i64| u64::try_from(self.clock.now().saturating_sub(at)).unwrap_or(0);
        let since = |issuer: &str| Some(ago(bound.iter().find(|(known, _)| known == issuer)?.1));
        let linked = here.into_iter().map(|settings| Linked {
            id: settings.id.clone(),
            title: settings.title.of(language).clone(),
            since: since(&settings.issuer),
        });
        Ok(linked.collect())
    }

    /// The providers that an account is bound at, by their titles; one that is no longer configured by its issuer.
    pub(crate) async fn provider_titles(
        &self,
        connection: &mut Connection,
        account: i64,
        language: Language,
    ) -> Result<Vec<String>, StoreError> {
        let issuers = federated::issuers(connection, account).await?;
        let title = |issuer: String| {
            let known = self.federation.providers.iter().map(|provider| &provider.settings);
            let known = known.into_iter().find(|settings| settings.issuer == issuer);
            known.map_or(issuer, |settings| settings.title.of(language).clone())
        };
        Ok(issuers.into_iter().map(title).collect())
    }

    /// Begins the binding of the account to a person at a provider.
    ///
    /// # Errors
    /// Those of [`Identity::confirm`]; `NotFound` for a provider that is not offered here; `Unavailable` while it is away.
    pub async fn link(
        &self,
        door: &Door,
        of: &AnySession,
        provider: &str,
        password: Zeroizing<String>,
    ) -> Result<Begun, Failure> {
        self.provider(door.kind, provider)?;
        self.confirm(of, password, door.client).await?;
        self.begin_binding(door, provider, of).await
    }

    /// Unbinds the account.
    ///
    /// # Errors
    /// Those of [`Identity::confirm`]; `Forbidden` when it is the only way in; `NotFound` when it is not bound.
    pub async fn unlink(
        &self,
        door: &Door,
        of: &AnySession,
        provider: &str,
        password: Zeroizing<String>,
    ) -> Result<(), Failure> {
        let issuer = self.provider(door.kind, provider)?.0.settings.issuer.clone();
        self.confirm(of, password, door.client).await?;
        let reach = self.reach_of(Some(of.account())).await?;
        let (mut connection, account) = self.hold_own(of).await?;
        if federated::unbind(&mut connection, &issuer, of.account()).await? == 0 {
            return connection.settle(Err(Failure::new(Code::NotFound))).await;
        }
        if !self.has_way_in(&mut connection, of, &account).await? {
            return connection.settle(Err(Failure::new(Code::Forbidden))).await;
        }
        self.note_own(&mut connection, door, ActKind::Unlinked, of.account()).await?;
        self.tell(&mut connection, of.account(), door.kind, &reach, Message::ProviderChanged).await?;
        Ok(connection.commit().await?)
    }

    /// Whether an account has any way in: a password, a provider that is offered here, or a passkey.
    pub(in crate::identity) async fn has_way_in(
        &self,
        connection: &mut Connection,
        of: &AnySession,
        account: &Account,
    ) -> Result<bool, StoreError> {
        if account.password_from != PasswordFrom::Scrambled {
            return Ok(true);
        }
        let issuers = federated::issuers(connection, account.id).await?;
        let mut here = self.federation.providers.iter().map(|provider| &provider.settings);
        let bound =
            here.any(|settings| settings.url(of.front()).is_some() && issuers.contains(&settings.issuer));
        let keys = self.takes_passkeys(of.front()) && passkey::count(connection, account.id).await? > 0;
        Ok(bound || keys)
    }
}
