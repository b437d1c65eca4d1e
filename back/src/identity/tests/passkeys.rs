use super::*;
use crate::{identity::passkeys::testing::Authenticator, store::testing::over_both_stores};

over_both_stores!(
    a_passkey_is_made_and_used_in_both_ways,
    every_question_is_answered_once_and_in_time,
    what_is_not_quite_right_is_refused,
    a_copied_key_is_noticed,
    without_configuration_there_are_none,
);

const ORIGIN: &str = "https://portal.example.org";
const ENTRY: [u8; 32] = [5; 32];

async fn world(place: Place) -> World {
    let mut world = World::new(place).await;
    let rules = PasskeyRules {
        rp_id: "example.org".to_owned(),
        public: vec![ORIGIN.to_owned()],
        staff: vec!["https://staff.example.org".to_owned()],
    };
    world.identity = world.identity.with_passkeys(Some(rules));
    world
}

async fn made(world: &World, session: &AnySession) -> Authenticator {
    let mut authenticator = Authenticator::new(ORIGIN);
    let options = world.identity.begin_passkey(session, secret(RIGHT), None).await.unwrap();
    let credential = authenticator.create(&options);
    world.identity.end_passkey(session, &public(), &credential, " My\u{7} key ").await.unwrap();
    authenticator
}

async fn ask(world: &World, account: Option<i64>) -> String {
    let mut connection = world.identity.store.writer().await.unwrap();
    let options = world.identity.ask_passkey(&mut connection, FrontKind::Public, &ENTRY, account).await;
    connection.commit().await.unwrap();
    options.unwrap()
}

async fn take(world: &World, account: Option<i64>, credential: &str) -> Option<i64> {
    let mut connection = world.identity.store.writer().await.unwrap();
    let identity = &world.identity;
    let taken = identity.take_passkey(&mut connection, FrontKind::Public, &ENTRY, account, credential).await;
    connection.commit().await.unwrap();
    taken.unwrap()
}

async fn a_passkey_is_made_and_used_in_both_ways(place: Place) {
    let world = world(place).await;
    let account = world.tenant("known").await;
    let (_, session) = world.session("known").await;
    let mut key = Authenticator::new(ORIGIN);
    let options = world.identity.begin_passkey(&session, secret(RIGHT), None).await.unwrap();
    let credential = key.create(&options);
    let codes = world.identity.end_passkey(&session, &public(), &credential, " My\u{7} key ").await.unwrap();
    assert_eq!(codes.len(), 10);
    assert_eq!(code(world.identity.end_passkey(&session, &public(), &credential, "").await), Code::CodeOver);
    let state = world.identity.factor_state(account).await.unwrap();
    assert_eq!((state.passkeys, state.is_set_up()), (1, true));

    world.clock.advance(60);
    let answer = key.get(&ask(&world, Some(account)).await);
    assert_eq!(take(&world, Some(account), &answer).await, Some(account));
    let options = ask(&world, None).await;
    assert!(
        options.contains("\"userVerification\":\"required\"") && options.contains("\"allowCredentials\":[]")
    );
    assert_eq!(take(&world, None, &key.get(&options)).await, Some(account));

    let list = world.identity.factors(&session).await.unwrap();
    let own = &list.passkeys[0];
    assert_eq!((own.name.as_str(), own.created_seconds_ago, own.used_seconds_ago), ("My key", 60, Some(0)));
    assert_eq!(
        code(world.identity.remove_passkey(&session, b"another", secret(RIGHT), &public()).await),
        Code::NotFound
    );
    world.identity.remove_passkey(&session, &own.id, secret(RIGHT), &public()).await.unwrap();
    assert_eq!(world.identity.factor_state(account).await.unwrap(), FactorState::default());
    let answer = key.get(&ask(&world, None).await);
    assert_eq!(take(&world, None, &answer).await, None);
}

async fn every_question_is_answered_once_and_in_time(place: Place) {
    let world = world(place).await;
    let account = world.tenant("known").await;
    let (_, session) = world.session("known").await;
    let mut key = made(&world, &session).await;
    let answer = key.get(&ask(&world, Some(account)).await);
    assert_eq!(take(&world, Some(account), &answer).await, Some(account));
    assert_eq!(take(&world, Some(account), &answer).await, None, "twice");
    let first = ask(&world, Some(account)).await;
    ask(&world, Some(account)).await;
    assert_eq!(take(&world, Some(account), &key.get(&first)).await, None, "an older question");
    let enter = ask(&world, None).await;
    assert_eq!(take(&world, Some(account), &key.get(&enter)).await, None, "another purpose");
    let late = ask(&world, None).await;
    world.clock.advance(5 * 60);
    assert_eq!(take(&world, None, &key.get(&late)).await, None, "too late");
    let options = world.identity.begin_passkey(&session, secret(RIGHT), None).await.unwrap();
    world.clock.advance(5 * 60);
    let credential = Authenticator::new(ORIGIN).create(&options);
    assert_eq!(code(world.identity.end_passkey(&session, &public(), &credential, "").await), Code::CodeOver);
    assert!(world.identity.purge().await.is_ok());
}

async fn what_is_not_quite_right_is_refused(place: Place) {
    let world = world(place).await;
    let account = world.tenant("known").await;
    let other = world.tenant("other").await;
    let (_, session) = world.session("known").await;
    let begin = async || world.identity.begin_passkey(&session, secret(RIGHT), None).await.unwrap();
    let end =
        async |credential: &str| code(world.identity.end_passkey(&session, &public(), credential, "").await);
    for origin in ["https://evil.example", "http://portal.example.org", "https://staff.example.org"] {
        let credential = Authenticator::new(origin).create(&begin().await);
        assert_eq!(end(&credential).await, Code::WrongCode, "{origin}");
    }
    let foreign = begin().await.replace("example.org", "example.net");
    assert_eq!(end(&Authenticator::new(ORIGIN).create(&foreign)).await, Code::WrongCode, "another domain");
    for nonsense in ["", "{}", "[]", "null", &"[".repeat(20_000)] {
        begin().await;
        assert_eq!(end(nonsense).await, Code::WrongCode);
    }

    let mut key = made(&world, &session).await;
    begin().await;
    let again = key.create(&begin().await);
    assert_eq!(end(&again).await, Code::Changed, "known already");
    let enter = async |key: &mut Authenticator| {
        let options = ask(&world, None).await;
        take(&world, None, &key.get(&options)).await
    };
    key.verifies = false;
    assert_eq!(enter(&mut key).await, None, "alone it must verify the person");
    let options = ask(&world, Some(account)).await;
    assert_eq!(take(&world, Some(account), &key.get(&options)).await, Some(account));
    key.verifies = true;
    key.cross_origin = true;
    assert_eq!(enter(&mut key).await, None);
    key.cross_origin = false;
    key.origin = "https://evil.example".to_owned();
    assert_eq!(enter(&mut key).await, None);
    key.origin = ORIGIN.to_owned();
    let options = ask(&world, Some(other)).await;
    assert_eq!(take(&world, Some(other), &key.get(&options)).await, None, "somebody else's");
    // Another key under the same id: the signature is wrong.
    let mut forged = Authenticator::new(ORIGIN);
    forged.create(&begin().await);
    forged.id.clone_from(&key.id);
    forged.counter = 100;
    assert_eq!(enter(&mut forged).await, None);
    assert_eq!(enter(&mut key).await, Some(account));
}

async fn a_copied_key_is_noticed(place: Place) {
    let world = world(place).await;
    let account = world.tenant("known").await;
    let (_, session) = world.session("known").await;
    let mut key = made(&world, &session).await;
    for counter in [4, 9] {
        key.counter = counter;
        let options = ask(&world, None).await;
        assert_eq!(take(&world, None, &key.get(&options)).await, Some(account));
    }
    for counter in [9, 3, u32::MAX - 1] {
        key.counter = counter;
        let options = ask(&world, None).await;
        let expected = (counter > 9).then_some(account);
        assert_eq!(take(&world, None, &key.get(&options)).await, expected, "{counter}");
    }
}

async fn without_configuration_there_are_none(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let (_, session) = world.session("known").await;
    assert!(!world.identity.takes_passkeys(FrontKind::Public));
    assert_eq!(code(world.identity.begin_passkey(&session, secret(RIGHT), None).await), Code::Forbidden);
    let mut connection = world.identity.store.writer().await.unwrap();
    let asked = world.identity.ask_passkey(&mut connection, FrontKind::Public, &ENTRY, None).await;
    assert_eq!(code(asked), Code::Forbidden);
}
