//! Who it is, asked again: by the password, or by a sign-in of just now where there is none.

use super::*;
use crate::{
    identity::{confirm::Confirmation, passkeys::testing::Authenticator},
    store::testing::over_both_stores,
};

over_both_stores!(
    without_a_password_a_sign_in_of_just_now_confirms,
    whoever_has_a_password_gives_it_however_new_the_sign_in,
    the_only_way_in_stays,
    every_change_of_the_ways_in_is_told,
);

const ORIGIN: &str = "https://portal.example.org";

async fn world(place: Place) -> World {
    let mut world = World::new(place).await;
    let (rp_id, public, staff) = ("example.org".to_owned(), vec![ORIGIN.to_owned()], Vec::new());
    world.identity = world.identity.with_passkeys(Some(PasskeyRules { rp_id, public, staff }));
    world
}

/// Somebody signed in whose password is known to nobody any more.
async fn scrambled(world: &World) -> AnySession {
    let account = world.reachable("known").await;
    let (_, session) = world.session("known").await;
    let mut connection = world.identity.store.writer().await.unwrap();
    account::scramble(&mut connection, account, "$argon2id$v=19$m=64,t=1,p=1$AAAA$AAAA", START)
        .await
        .unwrap();
    connection.commit().await.unwrap();
    session
}

async fn add_passkey(world: &World, session: &AnySession, password: &str) -> Result<(), Failure> {
    let options = world.identity.begin_passkey(session, secret(password), None).await?;
    let credential = Authenticator::new(ORIGIN).create(&options);
    world.identity.end_passkey(session, &public(), &credential, "").await.map(drop)
}

async fn without_a_password_a_sign_in_of_just_now_confirms(place: Place) {
    let world = world(place).await;
    let (identity, session) = (&world.identity, scrambled(&world).await);
    let email =
        async || identity.change_email(&session, &public(), Zeroizing::default(), "new@example.org").await;
    world.clock.advance(600);
    assert_eq!(identity.confirmation(&session).await.unwrap(), Confirmation::SignIn);
    identity.begin_totp(&session, Zeroizing::default(), None).await.unwrap();
    add_passkey(&world, &session, "").await.unwrap();
    email().await.unwrap();
    // It opens no way back to a password.
    let chosen = identity.change_password(&session, &public(), Zeroizing::default(), secret(OTHER)).await;
    assert_eq!(code(chosen), Code::Forbidden);

    world.clock.advance(1);
    assert_eq!(identity.confirmation(&session).await.unwrap(), Confirmation::Renewal);
    for password in ["", RIGHT] {
        let begun = identity.begin_totp(&session, secret(password), None).await;
        assert_eq!(code(begun), Code::SignInDue, "{password:?}");
        assert_eq!(code(add_passkey(&world, &session, password).await), Code::SignInDue);
    }
    assert_eq!(code(email().await), Code::SignInDue);
    // A clock that goes back makes nothing new.
    world.clock.advance(-3600);
    assert_eq!(identity.confirmation(&session).await.unwrap(), Confirmation::Renewal);
}

async fn whoever_has_a_password_gives_it_however_new_the_sign_in(place: Place) {
    let world = world(place).await;
    world.reachable("known").await;
    let (_, session) = world.session("known").await;
    assert_eq!(world.identity.confirmation(&session).await.unwrap(), Confirmation::Password);
    // Nothing is no guess: it makes nobody wait.
    for _ in 0..20 {
        assert_eq!(code(add_passkey(&world, &session, "").await), Code::WrongCredentials);
    }
    add_passkey(&world, &session, RIGHT).await.unwrap();
    for _ in 0..5 {
        assert_eq!(code(add_passkey(&world, &session, WRONG).await), Code::WrongCredentials);
    }
    assert_eq!(code(add_passkey(&world, &session, RIGHT).await), Code::Throttled);
    world.clock.advance(60);
    add_passkey(&world, &session, RIGHT).await.unwrap();
}

async fn the_only_way_in_stays(place: Place) {
    let world = world(place).await;
    let session = scrambled(&world).await;
    for _ in 0..2 {
        add_passkey(&world, &session, "").await.unwrap();
    }
    let keys = world.identity.factors(&session).await.unwrap().passkeys;
    let remove = async |at: usize| {
        code(world.identity.remove_passkey(&session, &keys[at].id, Zeroizing::default(), &public()).await)
    };
    assert_eq!(remove(0).await, Code::Unspecified);
    assert_eq!(remove(1).await, Code::Forbidden);
    assert_eq!(world.identity.factors(&session).await.unwrap().passkeys.len(), 1);
}

async fn every_change_of_the_ways_in_is_told(place: Place) {
    let world = world(place).await;
    // No address of the account's own: that of the business database counts.
    let mut database = crate::business::testing::TestDatabase::new().await;
    let rows = "INSERT INTO person (id, kind, first_name, last_name, email) \
        VALUES (1, 'tenant', 'Zoé', 'Roux', 'somebody@example.org')";
    sqlx::raw_sql(rows).execute(&mut database.writer).await.unwrap();
    let map = Arc::new(database.map_of(crate::map::samples::MAP).await);
    let people = People::new(map, database.business(), Arc::new(world.clock.clone()));
    let identity = world.identity.clone().with_people(people);
    let person = Person { kind: "tenant".to_owned(), key: vec!["1".to_owned()] };
    identity.create_person_account(person, "zoe", secret(RIGHT)).await.unwrap();
    let world = World { identity, ..world };
    let (_, session) = world.session("zoe").await;
    add_passkey(&world, &session, RIGHT).await.unwrap();
    let key = world.identity.factors(&session).await.unwrap().passkeys.remove(0);
    world.identity.remove_passkey(&session, &key.id, secret(RIGHT), &public()).await.unwrap();
    assert_eq!(world.mails().await, ["factor_changed", "factor_changed"]);
}
