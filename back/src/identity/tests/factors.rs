use super::*;
use crate::{
    identity::factors::TotpKey,
    store::{session, testing::over_both_stores},
};

over_both_stores!(
    an_app_is_in_use_from_its_first_code_on,
    a_code_is_good_once_on_two_backs,
    a_waiting_app_stays_the_same_until_it_is_over,
    recovery_codes_are_good_once_and_can_be_renewed,
    guessing_codes_is_slowed_down,
    the_password_is_asked_again,
    whose_duty_it_is_keeps_a_second_factor,
    a_clock_that_goes_back_brings_no_code_back,
);

/// Sets an app up and tells its key and the recovery codes.
async fn set_up(world: &World, session: &AnySession) -> (TotpKey, Vec<Zeroizing<String>>) {
    let begun = world.identity.begin_totp(session, secret(RIGHT), None).await.unwrap();
    let key = TotpKey::from_text(&begun.secret).unwrap();
    let codes = world.identity.end_totp(session, &key.code_at(world.clock.now()), &public()).await.unwrap();
    (key, codes)
}

async fn take(identity: &Identity, account: i64, code: &str) -> bool {
    let mut connection = identity.store.writer().await.unwrap();
    let taken = identity.take_factor(&mut connection, account, code).await.unwrap();
    connection.commit().await.unwrap();
    taken.is_some()
}

async fn an_app_is_in_use_from_its_first_code_on(place: Place) {
    let world = World::new(place).await;
    let account = world.tenant("known").await;
    let (_, other) = world.session("known").await;
    let (_, session) = world.session("known").await;
    assert_eq!(world.identity.factor_state(account).await.unwrap(), FactorState::default());

    let begun = world.identity.begin_totp(&session, secret(RIGHT), None).await.unwrap();
    assert!(begun.qr.starts_with("<svg "));
    let key = TotpKey::from_text(&begun.secret).unwrap();
    let now = key.code_at(START);
    assert!(!take(&world.identity, account, &now).await, "it is not in use yet");
    assert_eq!(code(world.identity.end_totp(&session, "000 000", &public()).await), Code::WrongCode);
    assert!(!world.identity.factor_state(account).await.unwrap().is_set_up());

    let codes = world.identity.end_totp(&session, &now, &public()).await.unwrap();
    assert_eq!(codes.len(), 10);
    let state = world.identity.factor_state(account).await.unwrap();
    assert_eq!(state, FactorState { totp: true, passkeys: 0, recovery: 10 });
    let mut connection = world.identity.store.reader().await.unwrap();
    assert!(session::find(&mut connection, session.id().as_bytes()).await.unwrap().is_some());
    assert!(session::find(&mut connection, other.id().as_bytes()).await.unwrap().is_none());

    world.clock.advance(90);
    let list = world.identity.factors(&session).await.unwrap();
    assert_eq!((list.totp, list.recovery, list.required), (Some(90), 10, false));
    assert!(list.pending.is_none() && list.passkeys.is_empty());
    // Another phone: until its first code the old one is asked for; its recovery codes stay.
    let (second, codes) = set_up(&world, &session).await;
    assert!(codes.is_empty());
    assert!(!take(&world.identity, account, &key.code_at(START + 90)).await);
    assert!(take(&world.identity, account, &second.code_at(START + 120)).await);
}

async fn a_code_is_good_once_on_two_backs(place: Place) {
    let world = World::new(place).await;
    let account = world.tenant("known").await;
    let (_, session) = world.session("known").await;
    let (key, _) = set_up(&world, &session).await;
    assert!(!take(&world.identity, account, &key.code_at(START)).await, "the first code is used up as well");
    world.clock.advance(30);
    let backs = [world.identity.clone(), world.second().await];
    let tries = (0..8).map(|number| {
        let (identity, code) = (backs[number % 2].clone(), key.code_at(START + 30));
        tokio::spawn(async move { take(&identity, account, &code).await })
    });
    let taken = futures_util::future::join_all(tries).await;
    assert_eq!(taken.into_iter().filter(|taken| *taken.as_ref().unwrap()).count(), 1);
    assert!(!take(&world.identity, account, &key.code_at(START)).await, "an older code came in between");
}

async fn a_waiting_app_stays_the_same_until_it_is_over(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let (_, session) = world.session("known").await;
    let begin = async || {
        let begun = world.identity.begin_totp(&session, secret(RIGHT), None).await.unwrap();
        (begun.secret.to_string(), begun.qr.to_string())
    };
    let first = begin().await;
    assert_eq!(begin().await, first);
    let waiting = world.identity.factors(&session).await.unwrap().pending.unwrap();
    assert_eq!((waiting.secret.to_string(), waiting.qr.to_string()), first);
    world.clock.advance(30 * 60);
    assert!(world.identity.factors(&session).await.unwrap().pending.is_none());
    let late = TotpKey::from_text(&first.0).unwrap().code_at(world.clock.now());
    assert_eq!(code(world.identity.end_totp(&session, &late, &public()).await), Code::WrongCode);
    assert_ne!(begin().await, first);
}

async fn recovery_codes_are_good_once_and_can_be_renewed(place: Place) {
    let world = World::new(place).await;
    let account = world.tenant("known").await;
    let other = world.tenant("other").await;
    let (_, session) = world.session("known").await;
    let renewed = world.identity.renew_recovery(&session, secret(RIGHT), &public()).await;
    assert_eq!(code(renewed), Code::Forbidden, "there is nothing to stand in for");
    let (_, codes) = set_up(&world, &session).await;
    assert!(!take(&world.identity, other, &codes[0]).await, "somebody else's");
    assert!(take(&world.identity, account, &codes[0].to_lowercase().replace('-', "")).await);
    assert!(!take(&world.identity, account, &codes[0]).await);
    assert_eq!(world.identity.factor_state(account).await.unwrap().recovery, 9);
    let renewed = world.identity.renew_recovery(&session, secret(RIGHT), &public()).await.unwrap();
    assert!(!take(&world.identity, account, &codes[1]).await);
    for code in renewed {
        assert!(take(&world.identity, account, &code).await);
    }
    assert!(world.identity.factor_state(account).await.unwrap().is_set_up());
}

async fn guessing_codes_is_slowed_down(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let (_, session) = world.session("known").await;
    let begun = world.identity.begin_totp(&session, secret(RIGHT), None).await.unwrap();
    let key = TotpKey::from_text(&begun.secret).unwrap();
    for _ in 0..5 {
        assert_eq!(code(world.identity.end_totp(&session, "nonsense", &public()).await), Code::WrongCode);
    }
    let right = key.code_at(START);
    let failure = world.identity.end_totp(&session, &right, &public()).await.unwrap_err();
    assert_eq!((failure.code, failure.retry_after), (Code::Throttled, 60));
    world.clock.advance(60);
    let right = key.code_at(START + 60);
    assert_eq!(world.identity.end_totp(&session, &right, &public()).await.unwrap().len(), 10);
}

async fn the_password_is_asked_again(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let (_, session) = world.session("known").await;
    set_up(&world, &session).await;
    let long = "x".repeat(10_000);
    for wrong in [WRONG, "", &long] {
        let identity = &world.identity;
        assert_eq!(code(identity.begin_totp(&session, secret(wrong), None).await), Code::WrongCredentials);
        let removed = identity.remove_totp(&session, secret(wrong), &public()).await;
        assert_ne!(code(removed), Code::Unspecified);
    }
    assert!(world.identity.factors(&session).await.unwrap().totp.is_some());
}

async fn whose_duty_it_is_keeps_a_second_factor(place: Place) {
    let world = World::new(place).await;
    let account = world.tenant("known").await;
    let (_, session) = world.session("known").await;
    let rules = |public| FactorRules { public, ..FactorRules::default() };
    set_up(&world, &session).await;

    let strict = world.identity.clone().with_factors(rules(Duty::Required));
    assert_eq!(code(strict.remove_totp(&session, secret(RIGHT), &public()).await), Code::Forbidden);
    assert!(strict.factors(&session).await.unwrap().required);
    assert!(strict.factor_state(account).await.unwrap().totp);

    world.identity.remove_totp(&session, secret(RIGHT), &public()).await.unwrap();
    assert_eq!(world.identity.factor_state(account).await.unwrap(), FactorState::default());
    let without = world.identity.clone().with_factors(rules(Duty::Off));
    assert_eq!(code(without.begin_totp(&session, secret(RIGHT), None).await), Code::Forbidden);
}

async fn a_clock_that_goes_back_brings_no_code_back(place: Place) {
    let world = World::new(place).await;
    let account = world.tenant("known").await;
    world.identity.import_totp(account, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ").await.unwrap();
    assert_eq!(code(world.identity.import_totp(account, "GEZD GNBV").await), Code::Invalid);
    let key = TotpKey::from_bytes(b"12345678901234567890").unwrap();
    let before = key.code_at(START - 3600);
    assert!(take(&world.identity, account, &key.code_at(START)).await);
    world.clock.advance(-3600);
    assert!(!take(&world.identity, account, &before).await);
    world.clock.advance(7200);
    assert!(take(&world.identity, account, &key.code_at(START + 3600)).await);
}
