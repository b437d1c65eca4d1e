use super::*;
use crate::{identity::passwords::is_readable, store::testing::over_both_stores};

over_both_stores!(
    the_right_password_opens_a_session,
    every_refusal_is_the_same_and_costs_a_hash,
    each_kind_has_its_own_fronts,
    an_old_hash_is_renewed,
    a_storm_ends_in_busy_and_counts_against_nobody,
    the_oldest_session_gives_way,
    garbage_is_just_wrong,
);

async fn the_right_password_opens_a_session(place: Place) {
    let world = World::new(place).await;
    let account = world.tenant("Élodie@example.org").await;
    for typed in ["élodie@example.org", "  ÉLODIE@EXAMPLE.ORG ", "e\u{301}lodie@example.org"] {
        let opened = world.sign_in(typed, RIGHT).await.unwrap();
        assert_eq!(opened.language, None);
        let session = world.identity.person(FrontKind::Public, Some(&opened.token)).await.unwrap();
        assert_eq!(session.account(), account);
        assert_eq!(session.person(), &tenant("Élodie@example.org"));
        assert_eq!(session.login(), "élodie@example.org");
    }
}

async fn every_refusal_is_the_same_and_costs_a_hash(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    world.tenant("disabled").await;
    assert!(world.identity.disable_account("Disabled").await.unwrap());
    let long = "x".repeat(10_000);
    let tries = [
        ("known", WRONG),
        ("unknown", RIGHT),
        ("disabled", RIGHT),
        ("known", &long),
        (&long, RIGHT),
        ("", ""),
        ("known", ""),
    ];
    for (login, password) in tries {
        let before = world.passwords.hashes();
        let failure = world.sign_in(login, password).await.unwrap_err();
        assert_eq!((failure.code, failure.retry_after), (Code::WrongCredentials, 0));
        assert!(failure.cause.is_none());
        assert_eq!(world.passwords.hashes(), before + 1);
    }
}

async fn each_kind_has_its_own_fronts(place: Place) {
    let world = World::new(place).await;
    world.tenant("tenant").await;
    world.identity.create_staff_account("Ana Diaz", "ana", secret(RIGHT)).await.unwrap();
    let inside = door(FrontKind::Staff, "10.0.0.1");
    assert_eq!(code(world.sign_in("ana", RIGHT).await), Code::WrongCredentials);
    assert_eq!(
        code(world.identity.sign_in(&inside, "tenant", secret(RIGHT), "").await),
        Code::WrongCredentials
    );

    let staff = world.identity.sign_in(&inside, "ana", secret(RIGHT), "").await.unwrap().token;
    assert_eq!(world.identity.staff(FrontKind::Staff, Some(&staff)).await.unwrap().name(), "Ana Diaz");
    assert_eq!(code(world.identity.staff(FrontKind::Public, Some(&staff)).await), Code::SignedOut);
    assert_eq!(code(world.identity.person(FrontKind::Staff, Some(&staff)).await), Code::SignedOut);

    let person = world.sign_in("tenant", RIGHT).await.unwrap().token;
    assert_eq!(code(world.identity.any(FrontKind::Staff, Some(&person)).await), Code::SignedOut);
    assert_eq!(code(world.identity.staff(FrontKind::Public, Some(&person)).await), Code::SignedOut);
    assert_eq!(code(world.identity.any(FrontKind::Public, Some(&person)).await), Code::Unspecified);
}

async fn an_old_hash_is_renewed(place: Place) {
    let world = World::new(place).await;
    let old = PasswordPool::start(PasswordCost { passes: 3, ..LIGHT }, PoolRules::default()).unwrap();
    let password = old.hash(secret(RIGHT), &SystemRandom).await.unwrap();
    let new =
        NewAccount { owner: Owner::Person(tenant("1")), login: "old".to_owned(), password: password.clone() };
    world.identity.import(&[new]).await.unwrap();
    assert_eq!(code(world.sign_in("old", WRONG).await), Code::WrongCredentials);
    assert_eq!(stored(&world, "old").await, *password);
    world.sign_in("old", RIGHT).await.unwrap();
    let renewed = stored(&world, "old").await;
    assert!(is_readable(&renewed) && renewed.contains("t=1"), "{renewed}");
    world.sign_in("old", RIGHT).await.unwrap();
    assert_eq!(stored(&world, "old").await, renewed);
}

async fn stored(world: &World, login: &str) -> String {
    let mut connection = world.identity.store.reader().await.unwrap();
    let account = crate::store::account::by_login(&mut connection, login).await.unwrap();
    account.unwrap().password.to_string()
}

async fn a_storm_ends_in_busy_and_counts_against_nobody(place: Place) {
    let world = World::with(place, PasswordCost { memory_kib: 16_384, passes: 3, lanes: 1 }, 2).await;
    world.tenant("known").await;
    let storm = (0..64).map(|number| {
        let (identity, login) = (world.identity.clone(), format!("nobody{number}"));
        // Each from a network of its own: here the pool is to be the limit.
        let door = door(FrontKind::Public, &format!("198.51.100.{number}"));
        tokio::spawn(async move { identity.sign_in(&door, &login, secret(WRONG), "").await })
    });
    let before = world.passwords.hashes();
    let (mut wrong, mut busy) = (0, 0);
    for answer in futures_util::future::join_all(storm).await {
        let failure = answer.unwrap().unwrap_err();
        match failure.code {
            Code::WrongCredentials => wrong += 1,
            Code::Busy => {
                assert!(failure.retry_after >= 1);
                busy += 1;
            }
            other => panic!("{other:?}: {}", failure.explain()),
        }
    }
    assert_eq!(wrong + busy, 64);
    assert!(busy > 0, "nobody was told to wait");
    assert_eq!(world.passwords.hashes() - before, wrong);
    world.sign_in("known", RIGHT).await.unwrap();
}

async fn the_oldest_session_gives_way(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let mut tokens = Vec::new();
    for _ in 0..7 {
        tokens.push(world.sign_in("known", RIGHT).await.unwrap().token);
        world.clock.advance(1);
    }
    let open = futures_util::future::join_all(tokens.iter().map(|token| world.is_open(token))).await;
    assert_eq!(open, [false, false, true, true, true, true, true]);
}

async fn garbage_is_just_wrong(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    for (login, password) in
        [("known\0", RIGHT), ("known", "a\0b"), ("<b>", "\u{202e}"), ("' OR 1=1 --", "' OR 1=1")]
    {
        assert_eq!(code(world.sign_in(login, password).await), Code::WrongCredentials);
    }
    let device = format!("a\0b\n{}", "é".repeat(500));
    let opened = world.identity.sign_in(&public(), "known", secret(RIGHT), &device).await.unwrap();
    let session = world.identity.any(FrontKind::Public, Some(&opened.token)).await.unwrap();
    let kept = &world.identity.sessions(&session).await.unwrap()[0].device;
    assert!(kept.starts_with("abé") && kept.chars().count() == 80);
}
