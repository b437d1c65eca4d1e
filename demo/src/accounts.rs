//! Accounts of the sample's persons, and who is told about in print.
//!
//! Sign-in names and passwords are drawn apart from the persons: neither tells whose it is.

use std::{fs, num::NonZero, path::Path, sync::Arc, thread};

use anyhow::{Context as _, Result, anyhow};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use serde::{Deserialize, Serialize};
use vantail_back::{
    identity::{Identity, NewAccount, Owner, PasswordCost, PasswordPool, Person, PoolRules, Rules},
    store::Store,
};
use vantail_shared::{
    clock::SystemClock,
    random::{Random, SystemRandom, bytes},
};
use zeroize::Zeroizing;

use crate::sample::{Kind, Organisation, Payer};

/// Persons with an account: enough to try anything, few enough to hash their passwords at start.
const WITH_ACCOUNT: usize = 400;

const SYLLABLES: [&str; 16] =
    ["ba", "co", "di", "fe", "ga", "lu", "mi", "no", "pa", "ri", "sa", "to", "va", "ze", "bo", "ne"];
const WORDS: [&str; 64] = [
    "abeille",
    "acajou",
    "agrume",
    "ardoise",
    "avoine",
    "balcon",
    "bambou",
    "banane",
    "barque",
    "basalte",
    "bouleau",
    "brioche",
    "cabane",
    "cacao",
    "canoe",
    "carafe",
    "caramel",
    "cascade",
    "cerise",
    "citron",
    "colline",
    "copeau",
    "corail",
    "cristal",
    "dahlia",
    "dune",
    "escale",
    "falaise",
    "figue",
    "flocon",
    "galet",
    "girafe",
    "granit",
    "hibou",
    "iris",
    "jardin",
    "kayak",
    "lagune",
    "lavande",
    "lilas",
    "lucarne",
    "mandarine",
    "menthe",
    "mimosa",
    "moulin",
    "nuage",
    "olive",
    "orage",
    "panier",
    "pastel",
    "phare",
    "pivoine",
    "pluie",
    "prairie",
    "prune",
    "racine",
    "rivage",
    "sapin",
    "soleil",
    "tilleul",
    "tulipe",
    "vanille",
    "verger",
    "violon",
];

/// Somebody who can sign in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct User {
    /// `tenant`, `coowner`, `landlord` or `staff`.
    pub kind: String,
    /// The sign-in name.
    pub login: String,
    /// The password, in clear: it opens invented data only.
    pub password: String,
    /// The person's name.
    pub person: String,
    /// What there is to see; only of those that are printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shows: Option<String>,
}

/// Makes the accounts in the store at `url` and writes them to `users`. The first of each kind are those worth a look.
pub async fn create(url: &str, users: &Path, sample: &Organisation) -> Result<()> {
    let drawn = draw(sample);
    let hashes = hash_all(&drawn)?;
    let store = Store::open(url).await.context("opening the store")?;
    let pool = PasswordPool::start(PasswordCost::default(), PoolRules::default())?;
    let (clock, random) = (Arc::new(SystemClock), Arc::new(SystemRandom));
    let identity = Identity::new(store.clone(), pool, Rules::default(), clock, random)
        .await
        .map_err(|failure| anyhow!("opening the accounts: {}", failure.explain()))?;
    let accounts: Vec<NewAccount> = drawn
        .iter()
        .zip(hashes)
        .map(|((owner, user), password)| NewAccount {
            owner: owner.clone(),
            login: user.login.clone(),
            password,
        })
        .collect();
    identity.import(&accounts).await?;
    store.close().await;
    let list: Vec<&User> = drawn.iter().map(|(_, user)| user).collect();
    let text = serde_json::to_string_pretty(&list)?;
    vantail_certs::write_atomically(users, text.as_bytes(), 0o600).context("writing the list of users")
}

/// Reads the list that [`create`] wrote.
pub fn read(users: &Path) -> Result<Vec<User>> {
    let text = fs::read(users).with_context(|| format!("reading {}", users.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("reading {}", users.display()))
}

fn draw(sample: &Organisation) -> Vec<(Owner, User)> {
    let mut drawn = Vec::new();
    let mut of_kind = |kind: Kind| {
        let persons = sample.persons.iter().enumerate().filter(move |(_, person)| person.kind == kind);
        // Each kind gets its part of the accounts, whatever the number of persons.
        for (number, (index, person)) in persons.take(WITH_ACCOUNT * 45 / 100).enumerate() {
            let owner =
                Owner::Person(Person { kind: kind.as_str().into(), key: vec![(index + 1).to_string()] });
            let shows = shows(kind, number, person.payer);
            drawn.push((owner, user(kind.as_str(), person.full_name(), shows, drawn.len())));
        }
    };
    [Kind::Tenant, Kind::CoOwner, Kind::Landlord].into_iter().for_each(&mut of_kind);
    let staff = "Camille Morel";
    let shows = Some("l’état du portail / the state of the portal".into());
    drawn.push((Owner::Staff(staff.into()), user("staff", staff.into(), shows, drawn.len())));
    drawn
}

fn shows(kind: Kind, number: usize, payer: Payer) -> Option<String> {
    let text = match (kind, number) {
        (Kind::Tenant, 0) => "six years of rent, all receipts",
        (Kind::Tenant, 1) => "transfers now and then, one document whose file is lost",
        (Kind::Tenant, 2 | 3) => "one of two namesakes in one building",
        (Kind::Tenant, 4) if payer == Payer::New => "has just moved in: nothing yet",
        (Kind::Tenant, 5) => "behind with the rent",
        (Kind::CoOwner, 0) => "calls for funds, minutes, and one large file (6 MB)",
        (Kind::CoOwner, 1) => "a company",
        (Kind::CoOwner, 2) => "owes several calls",
        (Kind::Landlord, 0) => "many dwellings, a long account",
        _ => return None,
    };
    Some(text.into())
}

fn user(kind: &str, person: String, shows: Option<String>, number: usize) -> User {
    let [a, b, c, d] = bytes::<4>(&SystemRandom);
    let syllable = |byte: u8| SYLLABLES[usize::from(byte % 16)];
    // The number keeps two alike apart; mixed, so that it tells no order.
    let mixed = (number * 7919 + 1234) % 10_000;
    let login = format!("{}{}{}{mixed:04}", syllable(a), syllable(b), syllable(c ^ d));
    User { kind: kind.into(), login, password: password(&SystemRandom), person, shows }
}

/// Four words and two digits: about 30 bits, which are easy to type and enough behind the throttle.
fn password(random: &dyn Random) -> String {
    let drawn: [u8; 4] = bytes(random);
    let [number] = bytes::<1>(random);
    let words = drawn.map(|byte| WORDS[usize::from(byte % 64)]);
    format!("{}-{:02}", words.join("-"), number % 100)
}

/// The hashes of all passwords, on all processors.
fn hash_all(users: &[(Owner, User)]) -> Result<Vec<Zeroizing<String>>> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let share = users.len().div_ceil(workers).max(1);
    let parts: Vec<Result<Vec<_>>> = thread::scope(|scope| {
        let hash_some = |some: &[(Owner, User)]| some.iter().map(|(_, user)| hash(&user.password)).collect();
        let handles: Vec<_> = users.chunks(share).map(|some| scope.spawn(move || hash_some(some))).collect();
        handles
            .into_iter()
            .map(|handle| handle.join().unwrap_or_else(|_| Err(anyhow!("a worker fell"))))
            .collect()
    });
    Ok(parts.into_iter().collect::<Result<Vec<_>>>()?.concat())
}

fn hash(password: &str) -> Result<Zeroizing<String>> {
    let cost = PasswordCost::default();
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32))
        .map_err(|error| anyhow!("{error}"))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let salt: [u8; 16] = bytes(&SystemRandom);
    let hash =
        argon2.hash_password_with_salt(password.as_bytes(), &salt).map_err(|error| anyhow!("{error}"))?;
    Ok(Zeroizing::new(hash.to_string()))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[tokio::test]
    async fn everyone_printed_can_sign_in() {
        let folder = tempfile::tempdir().unwrap();
        let sample = Organisation::new(24, date!(2026 - 11 - 22));
        let (store, users) = (folder.path().join("store.db"), folder.path().join("users.json"));
        create(&format!("sqlite:{}", store.display()), &users, &sample).await.unwrap();
        let users = read(&users).unwrap();
        assert_eq!(users.len(), 25);
        for kind in ["tenant", "coowner", "landlord", "staff"] {
            let first = users.iter().find(|user| user.kind == kind).unwrap();
            assert!(first.shows.is_some(), "{kind}");
        }
        let mut logins: Vec<_> = users.iter().map(|user| user.login.clone()).collect();
        logins.sort();
        logins.dedup();
        assert_eq!(logins.len(), 25);
    }
}
