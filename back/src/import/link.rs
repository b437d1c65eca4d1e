//! Links to sign-in providers that a source names: by the person's subject there, never by an address.

use vantail_shared::failure::Failure;

use super::{
    Plan,
    record::{Record, Refused},
    scrambled,
};
use crate::{
    identity::ProviderSettings,
    journal::{ActKind, Actor},
    provision::Provision,
    store::{Connection, account, federated},
};

/// Longest subject, in bytes (OpenID Connect Core 1.0, section 2).
const SUBJECT: usize = 255;

/// Accounts of one transaction.
const CHUNK: usize = 500;

/// A person at a provider, as a source names them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Link {
    /// The provider's `id` in the configuration.
    pub provider: String,
    /// Who it is there.
    pub subject: String,
}

/// A provider that accounts can be linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Its `id` in the configuration.
    pub id: String,
    /// As it names itself.
    pub issuer: String,
    /// Whether an account that is linked has no password of its own any more.
    pub scramble: bool,
}

impl From<&ProviderSettings> for Provider {
    fn from(settings: &ProviderSettings) -> Self {
        let ProviderSettings { id, issuer, scramble, .. } = settings;
        Self { id: id.clone(), issuer: issuer.clone(), scramble: *scramble }
    }
}

impl Link {
    /// As a source gives it; nothing for whoever is not there at the provider.
    pub(super) fn read(provider: &str, subject: &str) -> Result<Option<Self>, Refused> {
        let (provider, subject) = (provider.trim(), subject.trim());
        if subject.is_empty() {
            return Ok(None);
        }
        if provider.is_empty() {
            return Err(Refused::Provider);
        }
        if subject.len() > SUBJECT {
            return Err(Refused::Unusable);
        }
        Ok(Some(Self { provider: provider.to_owned(), subject: subject.to_owned() }))
    }
}

/// The provider that a record is linked at.
pub(super) fn provider<'a>(providers: &'a [Provider], link: &Link) -> Option<&'a Provider> {
    providers.iter().find(|provider| provider.id == link.provider)
}

/// Whether an account has still to be linked as its record says; `own` is its row, if there is one.
pub(super) async fn is_missing(
    connection: &mut Connection,
    providers: &[Provider],
    record: &Record,
    own: Option<i64>,
) -> Result<Result<bool, Refused>, Failure> {
    let Some(link) = &record.link else { return Ok(Ok(false)) };
    let Some(Provider { issuer, .. }) = provider(providers, link) else {
        return Ok(Err(Refused::Provider));
    };
    let account = federated::account(connection, issuer, &link.subject).await?;
    if account.is_some() {
        return Ok(if account == own { Ok(false) } else { Err(Refused::Linked) });
    }
    let other = match own {
        Some(own) => federated::subject(connection, issuer, own).await?,
        None => None,
    };
    Ok(if other.is_none() { Ok(true) } else { Err(Refused::Linked) })
}

impl Provision {
    /// Links accounts to persons at providers as a plan says, once it was applied; tells how many were linked.
    ///
    /// # Errors
    /// `Unavailable` when the store is away: what is done stays done, and the same can be asked for again.
    pub async fn link(&self, source: &str, plan: &Plan) -> Result<u64, Failure> {
        let mut linked = 0;
        for part in plan.linked.chunks(CHUNK) {
            let mut connection = self.store().writer().await?.unhurried();
            for record in part {
                linked += u64::from(self.link_one(&mut connection, source, plan, record).await?);
            }
            connection.commit().await?;
        }
        Ok(linked)
    }

    /// `false` when the account is not there after all, or somebody else was faster.
    async fn link_one(
        &self,
        connection: &mut Connection,
        source: &str,
        plan: &Plan,
        record: &Record,
    ) -> Result<bool, Failure> {
        let link = record.link.as_ref().and_then(|link| Some((link, provider(&plan.providers, link)?)));
        let Some((Link { subject, .. }, Provider { issuer, scramble, .. })) = link else {
            return Ok(false);
        };
        let Some(id) = federated::by_source(connection, source, &record.key).await? else {
            return Ok(false);
        };
        if !federated::bind(connection, issuer, subject, id, self.now()).await? {
            return Ok(false);
        }
        if *scramble {
            account::scramble(connection, id, &scrambled(self.random()), self.now()).await?;
            account::end_all(connection, id).await?;
        }
        self.note(connection, ActKind::Linked, id, Actor::Command).await?;
        Ok(true)
    }
}
