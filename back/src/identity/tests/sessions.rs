use super::*;
use crate::store::testing::over_both_stores;

over_both_stores!(
    whoever_signs_in_anew_leaves_no_session_behind,
    a_session_ends_when_it_is_not_used,
    a_session_ends_at_its_age,
    uses_are_noted_once_a_minute,
    whatever_is_no_token_is_signed_out,
    signing_out_twice_is_no_error,
    sessions_are_listed_and_ended_by_their_owner_only,
    a_disabled_account_has_no_session,
    the_language_is_kept,
    what_is_over_is_purged,
    two_backs_know_the_same_sessions,
);

async fn a_session_ends_when_it_is_not_used(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let (token, _) = world.session("known").await;
    world.clock.advance(20 * 60 - 1);
    assert!(world.is_open(&token).await);
    noted(&world, "known", 0).await;
    world.clock.advance(20 * 60);
    assert!(!world.is_open(&token).await);
}

async fn a_session_ends_at_its_age(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let (token, _) = world.session("known").await;
    for _ in 0..31 {
        world.clock.advance(15 * 60);
        assert!(world.is_open(&token).await);
        noted(&world, "known", 0).await;
    }
    world.clock.advance(15 * 60);
    assert!(!world.is_open(&token).await, "after 8 hours");
}

/// Waits until the only session was last used `ago` seconds ago, as the store knows it.
async fn noted(world: &World, login: &str, ago: i64) {
    let now = world.identity.over(FrontKind::Public);
    loop {
        let mut connection = world.identity.store.reader().await.unwrap();
        let account = crate::store::account::by_login(&mut connection, login).await.unwrap().unwrap();
        let rows = crate::store::session::of_account(&mut connection, account.id, now).await.unwrap();
        if rows.first().is_some_and(|row| row.3 == now.now - ago) {
            return;
        }
        tokio::task::yield_now().await;
    }
}

async fn uses_are_noted_once_a_minute(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let (token, _) = world.session("known").await;
    world.clock.advance(59);
    assert!(world.is_open(&token).await);
    noted(&world, "known", 59).await;
    world.clock.advance(1);
    assert!(world.is_open(&token).await);
    noted(&world, "known", 0).await;
}

async fn whatever_is_no_token_is_signed_out(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let (token, _) = world.session("known").await;
    let mut other = token.to_string();
    other.replace_range(0..1, if other.starts_with('A') { "B" } else { "A" });
    let long = "A".repeat(100_000);
    for garbled in
        [None, Some(""), Some("\0"), Some(&other[..]), Some(&token[1..]), Some("é"), Some(&long[..])]
    {
        let failure = world.identity.any(FrontKind::Public, garbled).await.unwrap_err();
        assert_eq!((failure.code, failure.retry_after), (Code::SignedOut, 0));
    }
    assert!(world.is_open(&token).await);
}

async fn signing_out_twice_is_no_error(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let ((one, _), (two, _)) = (world.session("known").await, world.session("known").await);
    for token in [Some(one.as_str()), Some(one.as_str()), Some("garbage"), None] {
        world.identity.sign_out(token).await.unwrap();
    }
    assert!(!world.is_open(&one).await);
    assert!(world.is_open(&two).await);
}

async fn sessions_are_listed_and_ended_by_their_owner_only(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    world.tenant("other").await;
    let (other_token, other) = world.session("other").await;
    let (first_token, first) = world.session("known").await;
    world.clock.advance(30);
    let (second_token, second) = world.session("known").await;
    let (_, third) = world.session("known").await;

    let listed = world.identity.sessions(&second).await.unwrap();
    let ids: Vec<_> = listed.iter().map(|session| session.id).collect();
    assert_eq!(ids.len(), 3);
    assert_eq!(ids[2], *first.id());
    assert!(listed.iter().all(|session| session.current == (session.id == *second.id())));
    assert_eq!((listed[2].opened_seconds_ago, listed[2].used_seconds_ago), (30, 30));
    assert_eq!(listed[0].device, "Firefox, Android");

    assert_eq!(world.identity.end_session(&second, other.id()).await.unwrap(), 0, "somebody else's");
    assert_eq!(world.identity.end_session(&second, first.id()).await.unwrap(), 1);
    assert_eq!(world.identity.end_session(&second, first.id()).await.unwrap(), 0);
    assert!(!world.is_open(&first_token).await);
    assert_eq!(world.identity.end_other_sessions(&second).await.unwrap(), 1);
    assert!(world.identity.sessions(&third).await.unwrap().iter().all(|session| session.id == *second.id()));
    assert!(world.is_open(&second_token).await && world.is_open(&other_token).await);
}

async fn a_disabled_account_has_no_session(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let (token, _) = world.session("known").await;
    assert!(world.identity.disable_account("known").await.unwrap());
    assert!(!world.is_open(&token).await);
    assert!(!world.identity.disable_account("nobody").await.unwrap());
    assert_eq!(world.identity.counts().await.unwrap().open_sessions, 0);
}

async fn the_language_is_kept(place: Place) {
    use vantail_shared::call::Language;
    let world = World::new(place).await;
    world.tenant("known").await;
    let (token, session) = world.session("known").await;
    assert_eq!(session.language(), None);
    world.identity.set_language(&session, Language::Fr).await.unwrap();
    let again = world.identity.any(FrontKind::Public, Some(&token)).await.unwrap();
    assert_eq!(again.language(), Some(Language::Fr));
    assert_eq!(world.sign_in("known", RIGHT).await.unwrap().language, Some(Language::Fr));
}

async fn what_is_over_is_purged(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    world.session("known").await;
    world.clock.advance(19 * 60);
    let (token, _) = world.session("known").await;
    assert_eq!(world.identity.purge().await.unwrap(), 0);
    world.clock.advance(60);
    assert_eq!(world.identity.purge().await.unwrap(), 1);
    assert!(world.is_open(&token).await);
}

async fn two_backs_know_the_same_sessions(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let second = world.second().await;
    let (token, _) = world.session("known").await;
    second.person(FrontKind::Public, Some(&token)).await.unwrap();
    second.sign_out(Some(&token)).await.unwrap();
    assert!(!world.is_open(&token).await);
}

async fn whoever_signs_in_anew_leaves_no_session_behind(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    world.tenant("other").await;
    let (token, session) = world.session("known").await;
    let here = Door { left: Some(*session.id()), ..public() };
    let wrong = world.identity.sign_in(&here, "other", secret(WRONG), "").await;
    assert_eq!(code(wrong), Code::WrongCredentials);
    assert!(world.is_open(&token).await, "nobody came in");
    let opened = world.identity.sign_in(&here, "other", secret(RIGHT), "").await.unwrap();
    assert!(!world.is_open(&token).await && world.is_open(&opened.token).await);

    let (token, session) = world.session("known").await;
    let here = Door { left: Some(*session.id()), ..public() };
    let entry = world.identity.forgot(&here, "known", "").await.unwrap();
    assert!(!world.is_open(&token).await, "an entry takes its place in the browser as well");
    let again = Door { left: SessionId::of_token(&entry), ..public() };
    world.identity.sign_in(&again, "other", secret(RIGHT), "").await.unwrap();
    assert_eq!(code(world.give(&entry, &world.code()).await), Code::SignedOut);
}
