use std::time::Duration;

use vantail_shared::{failure::Code, random::SystemRandom};
use zeroize::Zeroizing;

use super::{hasher::Hasher, *};

/// Far below the floor: tests measure behaviour, not the cost of guessing.
const LIGHT: PasswordCost = PasswordCost { memory_kib: 64, passes: 1, lanes: 1 };

fn text(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

fn pool(cost: PasswordCost, threads: usize, queue: usize) -> PasswordPool {
    PasswordPool::start(cost, PoolRules { threads, queue, wait: Duration::from_secs(30) }).unwrap()
}

#[tokio::test]
async fn a_password_opens_its_own_hash_only() {
    let pool = pool(LIGHT, 2, 8);
    let hash = pool.hash(text("correct horse"), &SystemRandom).await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
    let right = pool.verify(text("correct horse"), hash.clone()).await.unwrap();
    assert!(right.matches && !right.outdated);
    for wrong in ["", "correct hors", "correct horse ", "Correct horse", "correct\0horse"] {
        assert!(!pool.verify(text(wrong), hash.clone()).await.unwrap().matches);
    }
    let again = pool.hash(text("correct horse"), &SystemRandom).await.unwrap();
    assert_ne!(hash, again, "every hash has its own salt");
    pool.pretend_brought(text("x"), None, &SystemRandom).await.unwrap();
    assert_eq!(pool.hashes(), 9);
}

#[tokio::test]
async fn a_hash_of_other_parameters_is_read_and_reported() {
    let old = pool(LIGHT, 1, 8).hash(text("secret"), &SystemRandom).await.unwrap();
    let stronger = pool(PasswordCost { memory_kib: 256, passes: 2, lanes: 2 }, 1, 8);
    let verdict = stronger.verify(text("secret"), old).await.unwrap();
    assert!(verdict.matches && verdict.outdated);
}

/// The vector of the reference implementation's tests (phc-winner-argon2, test.c), version 1.3.
#[test]
fn it_is_argon2id_as_others_compute_it() {
    let phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    let mut hasher = Hasher::default();
    // Twice over the same memory: nothing of the first hash reaches the second.
    for _ in 0..2 {
        assert!(hasher.verify(LIGHT, "password", phc).unwrap().matches);
        assert!(!hasher.verify(LIGHT, "differentpassword", phc).unwrap().matches);
    }
}

#[test]
fn a_hash_that_cannot_be_read_is_refused() {
    let good = "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assert!(is_readable(good));
    let bad = [
        String::new(),
        "password".to_owned(),
        good.replace("argon2id", "argon2i"),
        good.replace("argon2id", "scrypt"),
        good.replace("m=64", "m=4000000"),
        good.replace("t=1", "t=100"),
        good.replace("p=1", "p=64"),
        good.replace("v=19", "v=20"),
        good.replace("$c29tZXNhbHQ", ""),
        good.replace("$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", ""),
    ];
    for phc in bad {
        assert!(!is_readable(&phc), "{phc}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_is_bounded_and_the_surplus_told_to_wait() {
    let pool = pool(PasswordCost { memory_kib: 8192, passes: 2, lanes: 1 }, 2, 6);
    let storm = (0..64).map(|_| {
        let pool = pool.clone();
        tokio::spawn(async move { pool.hash(text("password"), &SystemRandom).await })
    });
    let (mut done, mut busy) = (0, 0);
    for answer in futures_util::future::join_all(storm).await {
        match answer.unwrap() {
            Ok(_) => done += 1,
            Err(failure) => {
                assert_eq!(failure.code, Code::Busy);
                assert!((1..=30).contains(&failure.retry_after));
                busy += 1;
            }
        }
    }
    assert_eq!(done + busy, 64);
    assert!(done >= 6 && busy > 0, "{done} done, {busy} refused");
    assert_eq!(pool.hashes(), done);
}

#[tokio::test]
async fn who_has_waited_too_long_is_told_so() {
    let rules = PoolRules { threads: 1, queue: 8, wait: Duration::ZERO };
    let pool = PasswordPool::start(LIGHT, rules).unwrap();
    assert_eq!(pool.hash(text("password"), &SystemRandom).await.unwrap_err().code, Code::Busy);
    assert_eq!(pool.hashes(), 0);
}

#[tokio::test]
async fn who_goes_away_before_the_turn_costs_no_hash() {
    let pool = pool(PasswordCost { memory_kib: 32_768, passes: 4, lanes: 1 }, 1, 8);
    let first = pool.clone();
    let first = tokio::spawn(async move { first.hash(text("a"), &SystemRandom).await });
    tokio::task::yield_now().await;
    let gone = pool.clone();
    let gone = tokio::spawn(async move { gone.hash(text("b"), &SystemRandom).await });
    tokio::task::yield_now().await;
    gone.abort();
    first.await.unwrap().unwrap();
    pool.hash(text("c"), &SystemRandom).await.unwrap();
    assert_eq!(pool.hashes(), 2);
}

#[test]
fn lengths_are_bounded_in_characters_and_bytes() {
    assert!(is_bounded(&"é".repeat(128)));
    assert!(!is_bounded(&"x".repeat(129)));
    assert!(is_bounded(&"\u{1f600}".repeat(128)));
    assert!(!is_bounded(&"x".repeat(100_000)));
}

#[test]
fn the_floor_holds() {
    assert!(PasswordCost::default().check().is_ok());
    let with = |change: fn(&mut PasswordCost)| {
        let mut cost = PasswordCost::default();
        change(&mut cost);
        cost.check().unwrap_err()
    };
    assert_eq!(with(|cost| cost.memory_kib = 19_455), CostError::Memory);
    assert_eq!(with(|cost| cost.memory_kib = u32::MAX), CostError::Memory);
    assert_eq!(with(|cost| cost.passes = 1), CostError::Passes);
    assert_eq!(with(|cost| cost.lanes = 0), CostError::Lanes);
}
