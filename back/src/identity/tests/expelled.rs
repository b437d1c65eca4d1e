//! What somebody who came in may leave behind to come in again, and how it goes.

use super::*;
use crate::{
    identity::factors::TotpKey,
    store::{federated, passkey, testing::over_both_stores},
};

over_both_stores!(
    an_objection_expels_what_was_set_up_lately,
    an_objection_leaves_what_was_there_before,
    after_a_forgotten_password_its_owner_looks_at_the_rest,
    known_browsers_are_strangers_after_another_password,
    a_waiting_app_belongs_to_who_began_it,
    a_used_recovery_code_is_told,
);

const NEW: &str = "elsewhere@example.net";
const KEY: &str = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ";

/// Leaves an app, a passkey and a link in an account.
async fn settle_in(world: &World, account: i64) {
    world.identity.import_totp(account, KEY).await.unwrap();
    let now = world.clock.now();
    let row = passkey::Row {
        id: vec![7; 16],
        account,
        name: "mine".to_owned(),
        key: vec![1],
        counter: 0,
        created_at: now,
        used_at: None,
    };
    let mut connection = world.identity.store.writer().await.unwrap();
    passkey::insert(&mut connection, &row).await.unwrap();
    federated::bind(&mut connection, "https://login.example.org", "intruder", account, now).await.unwrap();
    connection.commit().await.unwrap();
}

/// What is left of it: whether there is a factor, and how many links.
async fn left(world: &World, account: i64) -> (bool, usize) {
    let state = world.identity.factor_state(account).await.unwrap();
    let mut connection = world.identity.store.reader().await.unwrap();
    (state.is_set_up(), federated::issuers(&mut connection, account).await.unwrap().len())
}

/// Somebody at an open screen changes the address; tells the code of the objection.
async fn replace_address(world: &World, session: &AnySession) -> String {
    world.identity.change_email(session, &public(), secret(RIGHT), NEW).await.unwrap();
    world.identity.confirm_email(session, &public(), &world.code()).await.unwrap();
    world.code()
}

async fn an_objection_expels_what_was_set_up_lately(place: Place) {
    let world = World::new(place).await;
    let account = world.reachable("known").await;
    let (_, session) = world.session("known").await;
    settle_in(&world, account).await;
    world.clock.advance(600);
    let objection = replace_address(&world, &session).await;
    assert_eq!(left(&world, account).await, (true, 1));
    world.clock.advance(DAY);
    world.identity.object(&public(), &objection).await.unwrap();
    assert_eq!(left(&world, account).await, (false, 0));
    let kinds = testing::journal(&world.identity.store, account).await.unwrap();
    assert!(
        kinds.ends_with(&["factors_reset", "unlinked", "email_objected"].map(str::to_owned)),
        "{kinds:?}"
    );
    assert_eq!(world.mails().await.last().unwrap(), "email_restored");
    // The owner comes in with nothing but the mailbox, and a password of their own.
    let token = world.identity.forgot(&public(), "known", "").await.unwrap();
    let next = world.give(&token, &world.code()).await.unwrap();
    assert_eq!(next.next, Step::NewPassword(Reason::Forgotten));
    let done = world.choose(&token, OTHER).await.unwrap();
    assert_eq!((done.next, done.look), (Step::Done, false));
}

async fn an_objection_leaves_what_was_there_before(place: Place) {
    let world = World::new(place).await;
    let account = world.reachable("known").await;
    settle_in(&world, account).await;
    world.clock.advance(7 * DAY + 1);
    let opened = world.sign_in("known", RIGHT).await.unwrap();
    let app = TotpKey::from_text(KEY).unwrap().code_at(world.clock.now());
    let token = world.give(&opened.token, &app).await.unwrap().token;
    let session = world.identity.any(FrontKind::Public, Some(&token)).await.unwrap();
    let objection = replace_address(&world, &session).await;
    world.identity.object(&public(), &objection).await.unwrap();
    assert_eq!(left(&world, account).await, (true, 1), "the owner's own goes on protecting");
    let token = world.identity.forgot(&public(), "known", "").await.unwrap();
    assert_eq!(world.give(&token, &world.code()).await.unwrap().next, Step::SecondFactor);
}

async fn after_a_forgotten_password_its_owner_looks_at_the_rest(place: Place) {
    let world = World::new(place).await;
    let account = world.reachable("known").await;
    settle_in(&world, account).await;
    let token = world.identity.forgot(&public(), "known", "").await.unwrap();
    assert_eq!(world.give(&token, &world.code()).await.unwrap().next, Step::SecondFactor);
    let app = TotpKey::from_text(KEY).unwrap().code_at(world.clock.now());
    world.give(&token, &app).await.unwrap();
    let done = world.choose(&token, OTHER).await.unwrap();
    assert_eq!((done.next, done.look), (Step::Done, true));
    let again = world.choose(&token, OTHER).await.unwrap();
    assert_eq!((again.token, again.look), (done.token, true), "the form was sent twice");
}

async fn known_browsers_are_strangers_after_another_password(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let cookie = |opened: Opened| Browser::read(&opened.browser.unwrap());
    let intruder = Door { browser: cookie(world.sign_in("known", RIGHT).await.unwrap()), ..public() };
    let own = Door { browser: cookie(world.sign_in("known", RIGHT).await.unwrap()), ..public() };
    let known = async |door: &Door| {
        let mut connection = world.identity.store.reader().await.unwrap();
        world.identity.seen(&mut connection, door, "known").await.unwrap().is_some()
    };
    assert!(known(&intruder).await && known(&own).await);
    let opened = world.identity.sign_in(&own, "known", secret(RIGHT), "").await.unwrap();
    let session = world.identity.any(FrontKind::Public, Some(&opened.token)).await.unwrap();
    world.identity.change_password(&session, &own, secret(RIGHT), secret(OTHER)).await.unwrap();
    assert!(!known(&intruder).await && known(&own).await);

    let token = world.identity.forgot(&public(), "known", "").await.unwrap();
    world.give(&token, &world.code()).await.unwrap();
    world.choose(&token, "une autre phrase que voici").await.unwrap();
    assert!(!known(&own).await, "another browser has made another password");
}

async fn a_waiting_app_belongs_to_who_began_it(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let (_, owner) = world.session("known").await;
    let (_, other) = world.session("known").await;
    let begun = world.identity.begin_totp(&owner, secret(RIGHT), None).await.unwrap();
    assert!(world.identity.factors(&other).await.unwrap().pending.is_none(), "nobody else sees its key");
    let theirs = world.identity.begin_totp(&other, secret(RIGHT), None).await.unwrap();
    assert_ne!(theirs.secret, begun.secret);
    let code_of = |key: &str| TotpKey::from_text(key).unwrap().code_at(START);
    let foreign = world.identity.end_totp(&other, &code_of(&begun.secret), &public()).await;
    assert_eq!(code(foreign), Code::WrongCode);
    world.identity.end_totp(&owner, &code_of(&begun.secret), &public()).await.unwrap();
}

async fn a_used_recovery_code_is_told(place: Place) {
    let world = World::new(place).await;
    let account = world.reachable("known").await;
    let (_, session) = world.session("known").await;
    let begun = world.identity.begin_totp(&session, secret(RIGHT), None).await.unwrap();
    let first = TotpKey::from_text(&begun.secret).unwrap().code_at(START);
    let codes = world.identity.end_totp(&session, &first, &public()).await.unwrap();
    let opened = world.sign_in("known", RIGHT).await.unwrap();
    assert_eq!(world.give(&opened.token, &codes[0]).await.unwrap().next, Step::Done);
    assert!(world.mails().await.contains(&"recovery_used".to_owned()));
    let kinds = testing::journal(&world.identity.store, account).await.unwrap();
    assert!(kinds.contains(&"recovery_used".to_owned()), "{kinds:?}");
}
