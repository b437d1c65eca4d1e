//! Accounts of the sample's persons, and who is told about in print.
//!
//! Sign-in names and passwords are drawn apart from the persons: neither tells whose it is.

use std::{fs, num::NonZero, path::Path, sync::Arc, thread};

use anyhow::{Context as _, Result, anyhow};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};
use vantail_back::{
    calendar::Calendar,
    identity::{Identity, NewAccount, Owner, PasswordCost, PasswordPool, Person, PoolRules, Rules},
    map::DataMap,
    store::Store,
    terms::Terms,
};
use vantail_shared::{
    clock::SystemClock,
    config::Faults,
    random::{Random, SystemRandom, bytes},
};
use zeroize::Zeroizing;

use crate::users::Candidate;

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
    /// `tenant`, `coowner`, `council`, `landlord`, `supplier`, `employee`, `other` or `staff`.
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
    /// The key of the app that makes codes, in Base32; only of those who have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp: Option<String>,
}

/// Makes the accounts in the store at `url` and writes them to `users`; the terms of `map` are accepted where the candidate
/// does. The first of each kind are those worth a look.
pub async fn create(url: &str, users: &Path, candidates: &[Candidate], map: &Path) -> Result<()> {
    let faults = Faults::new();
    let map = DataMap::load(map, &faults).context("the sample's own data map is wrong")?;
    let drawn: Vec<(Owner, User)> = candidates
        .iter()
        .enumerate()
        .map(|(number, candidate)| (owner(candidate), user(candidate, number)))
        .collect();
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
    let rows = identity.import(&accounts).await?;
    let terms = Terms::new(map.terms.clone(), store.clone(), Calendar::utc(Arc::new(SystemClock)));
    let people = drawn.iter().zip(candidates);
    for (row, ((_, user), candidate)) in rows.into_iter().zip(people) {
        if let Some(key) = &user.totp {
            let imported = identity.import_totp(row, key).await;
            imported.map_err(|failure| anyhow!("giving an app to staff: {}", failure.explain()))?;
        }
        if candidate.accepts {
            let accepted = terms.accepted_elsewhere(row).await;
            accepted.map_err(|failure| anyhow!("accepting the terms: {}", failure.explain()))?;
        }
    }
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

fn owner(candidate: &Candidate) -> Owner {
    match candidate.owner {
        Some(kind) => Owner::Person(Person { kind: kind.into(), key: vec![candidate.id.to_string()] }),
        None => Owner::Staff(candidate.name.clone()),
    }
}

fn user(candidate: &Candidate, number: usize) -> User {
    let [a, b, c, d] = bytes::<4>(&SystemRandom);
    let syllable = |byte: u8| SYLLABLES[usize::from(byte % 16)];
    // The number keeps two alike apart; mixed, so that it tells no order.
    let mixed = (number * 7919 + 1234) % 10_000;
    let login = format!("{}{}{}{mixed:04}", syllable(a), syllable(b), syllable(c ^ d));
    User {
        kind: candidate.kind.into(),
        login,
        password: password(&SystemRandom),
        person: candidate.name.clone(),
        shows: candidate.shows.map(Into::into),
        totp: candidate.app.then(|| BASE32_NOPAD.encode(&bytes::<20>(&SystemRandom))),
    }
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
    use crate::{
        sample::{scale::Scale, unit::Units},
        users::Candidates,
    };

    #[tokio::test]
    async fn everyone_printed_can_sign_in() {
        let folder = tempfile::tempdir().unwrap();
        let scale = Scale { persons: 40, today: date!(2026 - 11 - 22) };
        let mut candidates = Candidates::default();
        Units::new(scale).for_each(|unit| candidates.note(&unit));
        let candidates = candidates.all(scale);
        let (store, users) = (folder.path().join("store.db"), folder.path().join("users.json"));
        let map = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/sample/map.toml"));
        create(&format!("sqlite:{}", store.display()), &users, &candidates, map).await.unwrap();
        let users = read(&users).unwrap();
        assert_eq!(users.len(), candidates.len());
        for kind in ["tenant", "coowner", "council", "landlord", "supplier", "employee", "staff"] {
            let first = users.iter().find(|user| user.kind == kind).unwrap();
            assert!(first.shows.is_some(), "{kind}");
        }
        let with_app: Vec<_> = users.iter().filter(|user| user.totp.is_some()).collect();
        assert_eq!(with_app.len(), 1, "one member of staff has an app, another must set one up");
        let key = with_app[0].totp.as_deref().unwrap();
        assert!(vantail_back::identity::app_code(key, 1_800_000_000).is_some());
        let mut logins: Vec<_> = users.iter().map(|user| user.login.clone()).collect();
        logins.sort();
        logins.dedup();
        assert_eq!(logins.len(), users.len());
    }
}
