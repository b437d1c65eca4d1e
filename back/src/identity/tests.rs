//! The whole behaviour, over both stores.

mod accounts;
mod factors;
mod guessing;
mod passkeys;
mod second_factor;
mod sessions;
mod sign_in;

use std::{net::IpAddr, sync::Arc, time::Duration};

use vantail_shared::{
    call::Language, clock::ManualClock, failure::Code, random::SystemRandom, tls::FrontKind,
};
use zeroize::Zeroizing;

use super::*;
use crate::store::testing::Place;

/// Far below the floor: these tests are about behaviour, not about the cost of guessing.
const LIGHT: PasswordCost = PasswordCost { memory_kib: 64, passes: 1, lanes: 1 };
const RIGHT: &str = "une longue phrase secrète";
const WRONG: &str = "une longue phrase secrete";
const START: i64 = 1_800_000_000;

/// A back without its network.
struct World {
    place: Place,
    clock: ManualClock,
    passwords: PasswordPool,
    identity: Identity,
}

impl World {
    async fn new(place: Place) -> Self {
        Self::with(place, LIGHT, 64).await
    }

    async fn with(place: Place, cost: PasswordCost, queue: usize) -> Self {
        let clock = ManualClock::at(START);
        let rules = PoolRules { threads: 2, queue, wait: Duration::from_mins(1) };
        let passwords = PasswordPool::start(cost, rules).unwrap();
        let identity = identity(&place, &passwords, &clock).await;
        Self { place, clock, passwords, identity }
    }

    /// A second back over the same store.
    async fn second(&self) -> Identity {
        identity(&self.place, &self.passwords, &self.clock).await
    }

    async fn tenant(&self, login: &str) -> i64 {
        self.identity.create_person_account(tenant(login), login, secret(RIGHT)).await.unwrap()
    }

    async fn sign_in(&self, login: &str, password: &str) -> Result<Opened, Failure> {
        self.identity.sign_in(&public(), login, secret(password), "Firefox, Android").await
    }

    /// Signs in and is that session.
    async fn session(&self, login: &str) -> (Zeroizing<String>, AnySession) {
        let opened = self.sign_in(login, RIGHT).await.unwrap();
        let session = self.identity.any(FrontKind::Public, Some(&opened.token)).await.unwrap();
        (opened.token, session)
    }

    async fn is_open(&self, token: &str) -> bool {
        match self.identity.person(FrontKind::Public, Some(token)).await {
            Ok(_) => true,
            Err(failure) => {
                assert_eq!(failure.code, Code::SignedOut);
                false
            }
        }
    }
}

async fn identity(place: &Place, passwords: &PasswordPool, clock: &ManualClock) -> Identity {
    let (clock, random) = (Arc::new(clock.clone()), Arc::new(SystemRandom));
    let identity = Identity::new(place.open().await, passwords.clone(), Rules::default(), clock, random);
    // Whoever has a second factor is asked for it; whose duty it is, is tested by itself.
    let factors = FactorRules { staff: Duty::Optional, ..FactorRules::default() };
    identity.await.unwrap().with_factors(factors)
}

fn secret(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

fn tenant(key: &str) -> Person {
    Person { kind: "tenant".to_owned(), key: vec![key.to_owned(), "\0 \"quoted\" é".to_owned()] }
}

fn door(kind: FrontKind, client: &str) -> Door {
    let client = Some(client.parse::<IpAddr>().unwrap());
    Door { kind, name: "front1".to_owned(), client, browser: None, language: Language::Fr }
}

fn public() -> Door {
    door(FrontKind::Public, "192.0.2.1")
}

fn code<T>(result: Result<T, Failure>) -> Code {
    match result {
        Ok(_) => Code::Unspecified,
        Err(failure) => failure.code,
    }
}
