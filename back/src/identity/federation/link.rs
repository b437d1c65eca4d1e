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
    store::{Connection, StoreError, account, account::PasswordFrom, federated},
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
    /// Those of [`Identity::confirm`]; `Forbidden` for an account without a password of its own; `NotFound` when it is not
    /// bound.
    pub async fn unlink(
        &self,
        door: &Door,
        of: &AnySession,
        provider: &str,
        password: Zeroizing<String>,
    ) -> Result<(), Failure> {
        let issuer = self.provider(door.kind, provider)?.0.settings.issuer.clone();
        let account = account::by_id(&mut self.store.reader().await?, of.account()).await?;
        if account.is_none_or(|account| account.password_from == PasswordFrom::Scrambled) {
            return Err(Failure::new(Code::Forbidden));
        }
        self.confirm(of, password, door.client).await?;
        let (mut connection, _) = self.hold_own(of).await?;
        if federated::unbind(&mut connection, &issuer, of.account()).await? == 0 {
            return connection.settle(Err(Failure::new(Code::NotFound))).await;
        }
        self.note_own(&mut connection, door, ActKind::Unlinked, of.account()).await?;
        Ok(connection.commit().await?)
    }
}
