use super::*;
use crate::{
    identity::{factors::TotpKey, passkeys::testing::Authenticator},
    store::testing::over_both_stores,
};

over_both_stores!(
    staff_set_a_second_factor_up_before_anything_else,
    whoever_has_one_is_asked_for_it,
    a_wrong_code_opens_nothing_and_is_slowed_down,
    a_passkey_is_a_second_factor,
    a_passkey_stands_for_name_and_password,
    a_passkey_opens_no_account_that_is_closed,
);

const KEY: &str = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ";
const ORIGIN: &str = "https://portal.example.org";

fn passkeys() -> PasskeyRules {
    let (rp_id, origins) = ("example.org".to_owned(), vec![ORIGIN.to_owned()]);
    PasskeyRules { rp_id, public: origins.clone(), staff: origins }
}

async fn world(place: Place) -> World {
    let mut world = World::new(place).await;
    let strict = world.identity.with_factors(FactorRules::default());
    world.identity = strict.with_passkeys(Some(passkeys()));
    world
}

fn app(world: &World) -> String {
    TotpKey::from_text(KEY).unwrap().code_at(world.clock.now())
}

async fn staff_set_a_second_factor_up_before_anything_else(place: Place) {
    let world = world(place).await;
    let identity = &world.identity;
    identity.create_staff_account("Ana Diaz", "ana", secret(RIGHT)).await.unwrap();
    let inside = door(FrontKind::Staff, "10.0.0.1");
    let opened = identity.sign_in(&inside, "ana", secret(RIGHT), "").await.unwrap();
    assert_eq!(opened.next, Step::Enrol);
    let entry = Some(opened.token.as_str());
    // It opens nothing yet.
    assert_eq!(code(identity.staff(FrontKind::Staff, entry).await), Code::StepDue);
    assert_eq!(identity.current(&inside, entry).await.unwrap().step, Step::Enrol);
    assert_eq!(code(identity.passkey_question(&inside, entry).await), Code::StepDue);
    let begun = identity.enrol(&inside, entry).await.unwrap();
    assert_eq!(identity.enrol(&inside, entry).await.unwrap().secret, begun.secret);
    assert_eq!(code(identity.enrol(&public(), entry).await), Code::SignedOut, "another kind of front");
    assert_eq!(code(identity.give_code(&inside, entry, "000000").await), Code::WrongCode);

    let key = TotpKey::from_text(&begun.secret).unwrap();
    let first = key.code_at(START);
    let done = identity.give_code(&inside, entry, &first).await.unwrap();
    assert_eq!((done.next, done.recovery.len()), (Step::Done, 10));
    assert_eq!(identity.staff(FrontKind::Staff, Some(&done.token)).await.unwrap().name(), "Ana Diaz");
    // The form once more: the same session.
    let again = identity.give_code(&inside, entry, &first).await.unwrap();
    assert_eq!((again.next, &again.token), (Step::Done, &done.token));

    world.clock.advance(30);
    let opened = identity.sign_in(&inside, "ana", secret(RIGHT), "").await.unwrap();
    assert_eq!(opened.next, Step::SecondFactor);
    let done = identity.give_code(&inside, Some(&opened.token), &key.code_at(START + 30)).await.unwrap();
    assert_eq!((done.next, done.recovery.len()), (Step::Done, 0));
}

async fn whoever_has_one_is_asked_for_it(place: Place) {
    let world = world(place).await;
    let account = world.tenant("known").await;
    world.identity.import_totp(account, KEY).await.unwrap();
    let opened = world.sign_in("known", RIGHT).await.unwrap();
    assert_eq!(opened.next, Step::SecondFactor);
    let current = world.identity.current(&public(), Some(&opened.token)).await.unwrap();
    assert_eq!(current.factors, FactorState { totp: true, passkeys: 0, recovery: 0 });
    let code_now = app(&world);
    let done = world.identity.give_code(&public(), Some(&opened.token), &code_now).await.unwrap();
    assert!(world.is_open(&done.token).await);
    // The same code opens nothing more, in another browser neither.
    let opened = world.sign_in("known", RIGHT).await.unwrap();
    let replayed = world.identity.give_code(&public(), Some(&opened.token), &code_now).await;
    assert_eq!(code(replayed), Code::WrongCode);

    let session = world.identity.any(FrontKind::Public, Some(&done.token)).await.unwrap();
    let codes = world.identity.renew_recovery(&session, secret(RIGHT), &public()).await.unwrap();
    let done = world.identity.give_code(&public(), Some(&opened.token), &codes[3]).await.unwrap();
    assert_eq!(done.next, Step::Done);
    let opened = world.sign_in("known", RIGHT).await.unwrap();
    let again = world.identity.give_code(&public(), Some(&opened.token), &codes[3]).await;
    assert_eq!(code(again), Code::WrongCode);

    let off = FactorRules { public: Duty::Off, ..FactorRules::default() };
    let without = world.identity.clone().with_factors(off);
    let opened = without.sign_in(&public(), "known", secret(RIGHT), "").await.unwrap();
    assert_eq!(opened.next, Step::Done);
}

async fn a_wrong_code_opens_nothing_and_is_slowed_down(place: Place) {
    let world = world(place).await;
    let account = world.tenant("known").await;
    world.identity.import_totp(account, KEY).await.unwrap();
    let opened = world.sign_in("known", RIGHT).await.unwrap();
    let entry = Some(opened.token.as_str());
    for wrong in ["000001", "", "ABCD-EFGH-JKLM", "x", &"0".repeat(5000)] {
        assert_eq!(code(world.identity.give_code(&public(), entry, wrong).await), Code::WrongCode);
    }
    let failure = world.identity.give_code(&public(), entry, &app(&world)).await.unwrap_err();
    assert_eq!((failure.code, failure.retry_after), (Code::Throttled, 60));
    // Another entry of the same account waits as well.
    let other = world.sign_in("known", RIGHT).await.unwrap();
    let failure = world.identity.give_code(&public(), Some(&other.token), &app(&world)).await.unwrap_err();
    assert_eq!(failure.code, Code::Throttled);
    world.clock.advance(60);
    assert_eq!(world.identity.give_code(&public(), entry, &app(&world)).await.unwrap().next, Step::Done);
}

/// A passkey of an account that is signed in.
async fn passkey(world: &World, session: &AnySession) -> Authenticator {
    let mut key = Authenticator::new(ORIGIN);
    let options = world.identity.begin_passkey(session, secret(RIGHT), None).await.unwrap();
    world.identity.end_passkey(session, &public(), &key.create(&options), "").await.unwrap();
    key
}

async fn a_passkey_is_a_second_factor(place: Place) {
    let world = world(place).await;
    world.tenant("known").await;
    let (_, session) = world.session("known").await;
    let mut key = passkey(&world, &session).await;
    key.verifies = false;
    let opened = world.sign_in("known", RIGHT).await.unwrap();
    assert_eq!(opened.next, Step::SecondFactor);
    let (identity, entry) = (&world.identity, Some(opened.token.as_str()));
    let asked = identity.passkey_question(&public(), entry).await.unwrap();
    assert!(asked.token.is_empty());
    let wrong = Authenticator::new(ORIGIN).get(&asked.options);
    assert_eq!(code(identity.passkey_factor(&public(), entry, &wrong).await), Code::WrongCode);
    let asked = identity.passkey_question(&public(), entry).await.unwrap();
    let done = identity.passkey_factor(&public(), entry, &key.get(&asked.options)).await.unwrap();
    assert_eq!(done.next, Step::Done);
    assert!(world.is_open(&done.token).await);
}

async fn a_passkey_stands_for_name_and_password(place: Place) {
    let world = world(place).await;
    let account = world.tenant("known").await;
    let (_, session) = world.session("known").await;
    let mut key = passkey(&world, &session).await;
    let identity = &world.identity;
    let asked = identity.passkey_question(&public(), None).await.unwrap();
    let answer = key.get(&asked.options);
    // In another browser the answer is worth nothing.
    let other = identity.passkey_question(&public(), None).await.unwrap();
    let stolen = identity.passkey_entry(&public(), &other.token, &answer, "").await;
    assert_eq!(code(stolen), Code::WrongCredentials);
    let done = identity.passkey_entry(&public(), &asked.token, &answer, "Firefox").await.unwrap();
    assert_eq!(done.next, Step::Done);
    assert_ne!(done.token, asked.token);
    let session = identity.person(FrontKind::Public, Some(&done.token)).await.unwrap();
    assert_eq!(session.account(), account);
    let replayed = identity.passkey_entry(&public(), &asked.token, &answer, "").await;
    assert_eq!(code(replayed), Code::WrongCredentials);
    let nobody = identity.passkey_entry(&public(), "", &answer, "").await;
    assert_eq!(code(nobody), Code::SignedOut);
}

async fn a_passkey_opens_no_account_that_is_closed(place: Place) {
    let world = world(place).await;
    world.tenant("known").await;
    let (_, session) = world.session("known").await;
    let mut key = passkey(&world, &session).await;
    let identity = &world.identity;
    let inside = door(FrontKind::Staff, "10.0.0.1");
    let asked = identity.passkey_question(&inside, None).await.unwrap();
    let elsewhere = identity.passkey_entry(&inside, &asked.token, &key.get(&asked.options), "").await;
    assert_eq!(code(elsewhere), Code::WrongCredentials, "a person at the staff's front");
    identity.disable_account("known").await.unwrap();
    let asked = identity.passkey_question(&public(), None).await.unwrap();
    let answer = key.get(&asked.options);
    let disabled = identity.passkey_entry(&public(), &asked.token, &answer, "").await;
    assert_eq!(code(disabled), Code::WrongCredentials);
}
