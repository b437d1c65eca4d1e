//! What somebody who is signed in changes: the password, the address.

use super::*;
use crate::store::testing::over_both_stores;

const NEW: &str = "elsewhere@example.net";

over_both_stores!(
    a_changed_password_ends_every_other_session,
    a_weak_password_is_refused_with_what_it_does_not_meet,
    another_address_is_proved_told_and_settled,
    codes_of_another_address_are_bounded,
    whoever_had_the_address_before_may_object,
    an_objection_comes_in_time_or_not_at_all,
    staff_and_public_have_sessions_of_their_own_length,
);

async fn a_changed_password_ends_every_other_session(place: Place) {
    let world = World::new(place).await;
    world.invited("entry").await;
    world.reachable("known").await;
    let (other, _) = world.session("known").await;
    let (token, session) = world.session("known").await;
    let forgot = world.identity.forgot(&public(), "known", "").await.unwrap();
    let change = |current: &'static str, new: &'static str| {
        let (identity, session) = (world.identity.clone(), session.clone());
        async move { identity.change_password(&session, &public(), secret(current), secret(new)).await }
    };
    assert_eq!(code(change(WRONG, OTHER).await), Code::WrongCredentials);
    let fresh = change(RIGHT, OTHER).await.unwrap();
    let second = world.second().await;
    for gone in [&other, &token] {
        assert_eq!(
            code(second.person(FrontKind::Public, Some(gone)).await),
            Code::SignedOut,
            "at once, everywhere"
        );
    }
    assert!(world.is_open(&fresh).await);
    assert_eq!(code(world.give(&forgot, &world.code()).await), Code::SignedOut, "entries as well");
    assert_eq!(world.mails().await.last().unwrap(), "password_changed");
    assert_eq!(code(change(OTHER, RIGHT).await), Code::SignedOut, "the session has another token");
    assert_eq!(world.sign_in("known", OTHER).await.unwrap().next, Step::Done);
}

async fn a_weak_password_is_refused_with_what_it_does_not_meet(place: Place) {
    use vantail_proto::portal::rule::Kind;
    let world = World::new(place).await;
    world.reachable("known-login").await;
    let (_, session) = world.session("known-login").await;
    let cases = [
        ("motdepasse1234", Kind::Common),
        ("court", Kind::Length),
        ("trois known-login bateaux", Kind::Own),
        (RIGHT, Kind::Same),
    ];
    for (password, kind) in cases {
        let refused =
            world.identity.change_password(&session, &public(), secret(RIGHT), secret(password)).await;
        let failure = refused.unwrap_err();
        assert_eq!(failure.code, Code::WeakPassword);
        assert!(failure.unmet.iter().any(|rule| rule.kind() == kind), "{password}: {:?}", failure.unmet);
    }
}

async fn begin(world: &World, session: &AnySession) -> Result<(), Failure> {
    world.identity.change_email(session, &public(), secret(RIGHT), NEW).await
}

/// The texts and addresses of all mails.
async fn all(world: &World) -> Vec<(String, String)> {
    let mails = testing::mails(&world.identity.store).await.unwrap();
    mails.into_iter().filter_map(|(to, text)| Some((to?, text))).collect()
}

fn mail(to: &str, text: &str) -> (String, String) {
    (to.to_owned(), text.to_owned())
}

async fn another_address_is_proved_told_and_settled(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let (other, _) = world.session("known").await;
    let (token, session) = world.session("known").await;
    for (password, email, refused) in
        [(WRONG, NEW, Code::WrongCredentials), (RIGHT, "no address", Code::Invalid)]
    {
        let begun = world.identity.change_email(&session, &public(), secret(password), email).await;
        assert_eq!(code(begun), refused);
    }
    begin(&world, &session).await.unwrap();
    let known = world.identity.credentials(&session).await.unwrap();
    assert_eq!(known.email.as_deref(), Some(ADDRESS), "not yet");
    assert_eq!(known.pending, Some(("e•••@e•••.net".to_owned(), 600)));
    assert_eq!(known.password_set, Some(0));
    world.identity.confirm_email(&session, &public(), &world.code()).await.unwrap();
    assert_eq!(world.identity.credentials(&session).await.unwrap().email.as_deref(), Some(NEW));
    assert!(world.is_open(&token).await && !world.is_open(&other).await);
    let told = [mail(NEW, "email_code"), mail(ADDRESS, "email_changed"), mail(NEW, "email_settled")];
    let mails = all(&world).await;
    assert!(mails.ends_with(&told), "{mails:?}");
}

async fn codes_of_another_address_are_bounded(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let (_, session) = world.session("known").await;
    begin(&world, &session).await.unwrap();
    assert_eq!(code(begin(&world, &session).await), Code::Throttled, "one a minute");
    for left in (1..5).rev() {
        let failure = world.identity.confirm_email(&session, &public(), "2222").await.unwrap_err();
        assert_eq!((failure.code, failure.tries_left), (Code::WrongCode, left));
    }
    for typed in ["2222", &world.code()] {
        assert_eq!(code(world.identity.confirm_email(&session, &public(), typed).await), Code::CodeOver);
    }
    world.clock.advance(60);
    begin(&world, &session).await.unwrap();
    world.identity.cancel_email(&session).await.unwrap();
    assert_eq!(code(world.identity.confirm_email(&session, &public(), &world.code()).await), Code::CodeOver);
    world.clock.advance(60);
    begin(&world, &session).await.unwrap();
    world.clock.advance(600);
    assert_eq!(world.identity.credentials(&session).await.unwrap().pending, None);
    assert_eq!(code(world.identity.confirm_email(&session, &public(), &world.code()).await), Code::CodeOver);
}

/// Somebody at an open screen has changed the address; tells the session and the code of the objection.
async fn stolen(world: &World) -> (Zeroizing<String>, String) {
    world.reachable("known").await;
    let (token, session) = world.session("known").await;
    begin(world, &session).await.unwrap();
    world.identity.confirm_email(&session, &public(), &world.code()).await.unwrap();
    (token, world.code())
}

async fn whoever_had_the_address_before_may_object(place: Place) {
    let world = World::new(place).await;
    let (token, objection) = stolen(&world).await;
    assert_eq!(code(world.identity.object(&public(), "2222-2222-2222").await), Code::CodeOver);
    world.clock.advance(7 * DAY - 1);
    world.identity.object(&public(), &objection).await.unwrap();
    assert!(!world.is_open(&token).await);
    assert_eq!(code(world.sign_in("known", RIGHT).await), Code::WrongCredentials, "somebody else knows it");
    assert_eq!(code(world.identity.object(&public(), &objection).await), Code::CodeOver, "once");
    let token = world.identity.forgot(&public(), "known", "").await.unwrap();
    assert_eq!(all(&world).await.last().unwrap(), &mail(ADDRESS, "recovery_code"), "to the address before");
    world.give(&token, &world.code()).await.unwrap();
    assert_eq!(world.choose(&token, OTHER).await.unwrap().next, Step::Done);
}

async fn an_objection_comes_in_time_or_not_at_all(place: Place) {
    let world = World::new(place).await;
    let (_, objection) = stolen(&world).await;
    world.clock.advance(7 * DAY);
    assert_eq!(code(world.identity.object(&public(), &objection).await), Code::CodeOver);
    while world.identity.purge().await.unwrap() > 0 {}
    assert_eq!(code(world.identity.object(&public(), &objection).await), Code::CodeOver);
    assert_eq!(world.sign_in("known", RIGHT).await.unwrap().next, Step::Done);
}

async fn staff_and_public_have_sessions_of_their_own_length(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let short = Rules { idle_seconds: 60, ..Rules::default() };
    let identity = world.second().await.with_staff_sessions(short);
    identity.create_staff_account("Ana Diaz", "ana", secret(RIGHT)).await.unwrap();
    let rules = [FrontKind::Public, FrontKind::Staff].map(|kind| identity.rules(kind).idle_seconds);
    assert_eq!(rules, [1200, 60]);
    let person = world.sign_in("known", RIGHT).await.unwrap().token;
    let mut connection = identity.store.writer().await.unwrap();
    let ana = account::by_login(&mut connection, "ana").await.unwrap().unwrap();
    let row = crate::store::session::NewRow {
        id: &[7; 32],
        account: ana.id,
        front_kind: "staff",
        front_name: "front1",
        device: "",
        now: START,
        ends_at: START + DAY,
        hold: crate::store::session::Hold::default(),
    };
    crate::store::session::insert(&mut connection, &row).await.unwrap();
    connection.commit().await.unwrap();
    assert_eq!(identity.counts().await.unwrap().open_sessions, 2);
    world.clock.advance(60);
    assert_eq!(identity.counts().await.unwrap().open_sessions, 1);
    assert!(world.is_open(&person).await);
    assert_eq!(identity.purge().await.unwrap(), 1, "the session of staff");
}
