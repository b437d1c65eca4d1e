//! Accounts from elsewhere: directories and lists that an organisation keeps, and passwords that another system kept.
//!
//! Nothing is done before it was told: every import makes a plan first, which a dry run only prints.

mod apply;
pub mod csv;
pub mod ldap;
mod legacy;
mod link;
mod plan;
mod record;

use std::{collections::BTreeSet, fmt::Debug};

use tonic::async_trait;
use vantail_shared::{failure::Failure, random::Random};

use data_encoding::BASE64_NOPAD;
use vantail_shared::random::bytes;
use zeroize::Zeroizing;

pub use legacy::{LegacyProgress, LegacyReport};
pub use link::{Link, Provider};
pub use plan::{Options, Plan, Refusal};
pub use record::{Entries, Record, Refused, Rejected};

use crate::{
    provision::Provision,
    store::account::{
        State,
        making::{self, Holder},
    },
};

/// Knows who was erased: they are never made again, whatever a source says.
#[async_trait]
pub trait Ledger: Debug + Send + Sync {
    /// Which of these keys of a kind of the data map (JSON arrays of texts) are of erased persons. Members of staff, whom a
    /// source knows by its own key alone, are known by their accounts.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be known.
    async fn erased(&self, kind: &str, keys: &[String]) -> Result<BTreeSet<String>, Failure>;
}

/// What the store remembers: accounts that were erased. Whom the business database holds for erased is not found there in
/// the first place.
#[derive(Debug, Clone)]
pub struct ErasedAccounts(pub(crate) Provision);

#[async_trait]
impl Ledger for ErasedAccounts {
    async fn erased(&self, kind: &str, keys: &[String]) -> Result<BTreeSet<String>, Failure> {
        let mut connection = self.0.store().reader().await?;
        let holders: Vec<Holder> = making::holders(&mut connection, kind, keys).await?;
        Ok(holders.into_iter().filter(|one| one.state == State::Erased).map(|one| one.key).collect())
    }
}

/// The hash of a password that nobody knows and that was never worked out.
fn scrambled(random: &dyn Random) -> Zeroizing<String> {
    let [salt, output] =
        [&bytes::<16>(random)[..], &bytes::<32>(random)].map(|bytes| BASE64_NOPAD.encode(bytes));
    Zeroizing::new(format!("$argon2id$v=19$m=19456,t=2,p=1${salt}${output}"))
}

#[cfg(test)]
mod tests;
