use super::*;
use crate::store::testing::over_both_stores;

over_both_stores!(
    a_sign_in_name_is_taken_once,
    what_cannot_be_an_account_is_refused,
    thousands_are_imported_and_counted,
    a_chunk_is_imported_as_a_whole_or_not_at_all,
);

async fn a_sign_in_name_is_taken_once(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let again = world.identity.create_staff_account("Ana", " KNOWN ", secret(RIGHT)).await;
    assert!(matches!(again, Err(CreateError::Taken)));
    world.tenant("another").await;
    world.sign_in("known", RIGHT).await.unwrap();
}

async fn what_cannot_be_an_account_is_refused(place: Place) {
    let world = World::new(place).await;
    let identity = &world.identity;
    let long = "x".repeat(1000);
    for login in ["", " ", "a\0", &long] {
        let made = identity.create_staff_account("Ana", login, secret(RIGHT)).await;
        assert!(matches!(made, Err(CreateError::Login)), "{login:?}");
    }
    for password in ["", &long] {
        let made = identity.create_staff_account("Ana", "ana", secret(password)).await;
        assert!(matches!(made, Err(CreateError::Password)));
    }
    for name in ["", "a\0b", &long] {
        let made = identity.create_staff_account(name, "ana", secret(RIGHT)).await;
        assert!(matches!(made, Err(CreateError::Owner)));
    }
    let nobody = Person { kind: "tenant".to_owned(), key: Vec::new() };
    let made = identity.create_person_account(nobody, "ana", secret(RIGHT)).await;
    assert!(matches!(made, Err(CreateError::Owner)));
    let clear = NewAccount {
        owner: Owner::Staff("Ana".to_owned()),
        login: "ana".to_owned(),
        password: secret(RIGHT),
    };
    assert!(matches!(identity.import(&[clear]).await, Err(CreateError::Hash)));
    assert_eq!(
        identity.counts().await.unwrap(),
        Counts { kinds: Vec::new(), open_sessions: 0, undelivered: 0 }
    );
}

/// `count` accounts with one password.
async fn accounts(world: &World, count: usize) -> Vec<NewAccount> {
    let password = world.passwords.hash(secret(RIGHT), &SystemRandom).await.unwrap();
    let account = |number: usize| {
        let kind = if number.is_multiple_of(3) { "landlord" } else { "tenant" };
        let person = Person { kind: kind.to_owned(), key: vec![number.to_string()] };
        NewAccount {
            owner: Owner::Person(person),
            login: format!("user{number}"),
            password: password.clone(),
        }
    };
    (0..count).map(account).collect()
}

async fn thousands_are_imported_and_counted(place: Place) {
    let world = World::new(place).await;
    let ids = world.identity.import(&accounts(&world, 1200).await).await.unwrap();
    assert_eq!(ids.len(), 1200);
    world.session("user7").await;
    world.session("user9").await;
    world.identity.disable_account("user0").await.unwrap();
    world.identity.create_staff_account("Ana", "ana", secret(RIGHT)).await.unwrap();
    let kind = |kind: &str, accounts, disabled| KindCount { kind: kind.to_owned(), accounts, disabled };
    let counts = world.identity.counts().await.unwrap();
    assert_eq!(counts.kinds, [kind("landlord", 400, 1), kind("tenant", 800, 0)]);
    assert_eq!(counts.open_sessions, 2);
}

async fn a_chunk_is_imported_as_a_whole_or_not_at_all(place: Place) {
    let world = World::new(place).await;
    let mut accounts = accounts(&world, 20).await;
    accounts[19].login = "USER0".to_owned();
    assert!(matches!(world.identity.import(&accounts).await, Err(CreateError::Taken)));
    assert_eq!(world.identity.counts().await.unwrap().kinds, []);
    accounts.pop();
    world.identity.import(&accounts).await.unwrap();
    assert_eq!(code(world.sign_in("user3", RIGHT).await), Code::Unspecified);
}
