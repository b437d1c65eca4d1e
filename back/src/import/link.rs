//! Links to sign-in providers that a source names: by the person's subject there, never by an address.

use std::collections::{HashMap, HashSet};

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
    store::{
        Connection,
        account::{self, State},
        federated,
    },
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

/// What is linked already of a part of a source: persons at providers to accounts, and accounts to persons there.
#[derive(Debug, Default)]
pub(super) struct Bound<'a> {
    by_subject: HashMap<(&'a str, String), i64>,
    by_account: HashSet<(&'a str, i64)>,
}

impl<'a> Bound<'a> {
    /// What is known of these records and accounts.
    pub(super) async fn read(
        connection: &mut Connection,
        providers: &'a [Provider],
        part: &[Record],
        accounts: &[i64],
    ) -> Result<Self, Failure> {
        let mut bound = Self::default();
        for Provider { id, issuer, .. } in providers {
            let links = part.iter().filter_map(|record| record.link.as_ref());
            let subjects: Vec<&str> =
                links.filter(|link| link.provider == *id).map(|link| link.subject.as_str()).collect();
            if subjects.is_empty() {
                continue;
            }
            for (subject, account) in federated::bound(connection, issuer, &subjects, accounts).await? {
                bound.by_subject.insert((issuer.as_str(), subject), account);
                bound.by_account.insert((issuer.as_str(), account));
            }
        }
        Ok(bound)
    }

    /// Whether an account has still to be linked as its record says; `own` is its row, if there is one.
    pub(super) fn is_missing(
        &self,
        providers: &'a [Provider],
        record: &Record,
        own: Option<i64>,
    ) -> Result<bool, Refused> {
        let Some(link) = &record.link else { return Ok(false) };
        let Some(Provider { issuer, .. }) = provider(providers, link) else {
            return Err(Refused::Provider);
        };
        let account = self.by_subject.get(&(issuer.as_str(), link.subject.clone())).copied();
        if account.is_some() {
            return if account == own { Ok(false) } else { Err(Refused::Linked) };
        }
        let is_other = own.is_some_and(|own| self.by_account.contains(&(issuer.as_str(), own)));
        if is_other { Err(Refused::Linked) } else { Ok(true) }
    }
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
        // Whoever is erased, or linked by somebody else, at the same time comes before or after.
        let account = account::lock(connection, id).await?;
        if account.is_none_or(|account| account.state == State::Erased) {
            return Ok(false);
        }
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
