//! The first sign-in, and what else is due before a session.

use super::*;
use crate::{identity::factors::TotpKey, store::testing::over_both_stores};

over_both_stores!(
    an_invited_person_comes_to_a_session,
    an_initial_password_is_good_once_and_for_a_while,
    whoever_is_left_in_the_middle_goes_on_there,
    without_an_address_staff_must_help,
    codes_are_good_once_for_ten_minutes_and_five_tries,
    a_code_is_good_for_its_own_entry,
    codes_are_sent_once_a_minute_and_five_times_an_hour,
    the_same_form_twice_has_one_effect_and_one_answer,
    two_backs_finish_an_entry_once,
    an_entry_is_no_session_and_a_session_no_entry,
    a_second_factor_comes_before_a_new_password,
    rules_that_became_stricter_ask_for_another_password,
    passwords_of_staff_may_end,
);

async fn an_invited_person_comes_to_a_session(place: Place) {
    let world = World::new(place).await;
    let account = world.invited("known").await;
    let begun = world.sign_in("known", RIGHT).await.unwrap();
    assert_eq!(begun.next, Step::NewPassword(Reason::Initial));
    let current = world.identity.current(&public(), Some(&begun.token)).await.unwrap();
    assert_eq!((current.login.as_str(), current.rules.is_empty()), ("known", false));

    let unmet = world.choose(&begun.token, "short").await.unwrap_err();
    assert_eq!(unmet.code, Code::WeakPassword);
    assert!(!unmet.unmet.is_empty());
    assert_eq!(world.choose(&begun.token, RIGHT).await.unwrap_err().code, Code::WeakPassword, "the same");
    let next = world.choose(&begun.token, OTHER).await.unwrap();
    assert_eq!((next.next, next.token.as_str()), (Step::EmailCode, ""));
    assert_eq!(world.mails().await, ["identity_code"]);
    let current = world.identity.current(&public(), Some(&begun.token)).await.unwrap();
    assert_eq!((current.address.as_str(), current.code_seconds), ("s•••@e•••.org", 600));
    assert_eq!(current.resend_seconds, 60);

    let done = world.give(&begun.token, &world.code().to_lowercase()).await.unwrap();
    assert_eq!(done.next, Step::Done);
    assert_ne!(done.token, begun.token, "a session has a token of its own");
    assert_eq!(world.identity.person(FrontKind::Public, Some(&done.token)).await.unwrap().account(), account);
    assert!(done.browser.is_some());
    assert_eq!(world.sign_in("known", OTHER).await.unwrap().next, Step::Done);
}

async fn an_initial_password_is_good_once_and_for_a_while(place: Place) {
    let world = World::new(place).await;
    for login in ["used", "late"] {
        world.invited(login).await;
    }
    let (one, two) =
        (world.sign_in("used", RIGHT).await.unwrap(), world.sign_in("used", RIGHT).await.unwrap());
    world.choose(&one.token, OTHER).await.unwrap();
    assert_eq!(code(world.sign_in("used", RIGHT).await), Code::WrongCredentials);
    assert_eq!(code(world.choose(&two.token, "une autre phrase que voici").await), Code::SignedOut);
    world.clock.advance(30 * DAY - 1);
    assert_eq!(code(world.sign_in("late", RIGHT).await), Code::Unspecified);
    world.clock.advance(1);
    assert_eq!(code(world.sign_in("late", RIGHT).await), Code::WrongCredentials);
}

async fn whoever_is_left_in_the_middle_goes_on_there(place: Place) {
    let world = World::new(place).await;
    world.invited("known").await;
    let begun = world.sign_in("known", RIGHT).await.unwrap();
    world.choose(&begun.token, OTHER).await.unwrap();
    world.clock.advance(30 * 60);
    assert_eq!(code(world.give(&begun.token, &world.code()).await), Code::SignedOut, "the entry is over");
    let again = world.sign_in("known", OTHER).await.unwrap();
    assert_eq!(again.next, Step::EmailCode);
    assert_eq!(world.give(&again.token, &world.code()).await.unwrap().next, Step::Done);
    world.identity.leave(Some(&again.token)).await.unwrap();
}

async fn without_an_address_staff_must_help(place: Place) {
    let world = World::new(place).await;
    let account = world.tenant("known").await;
    testing::invite(&world.identity.store, account, START + DAY).await.unwrap();
    let begun = world.sign_in("known", RIGHT).await.unwrap();
    assert_eq!(world.choose(&begun.token, OTHER).await.unwrap().next, Step::NoEmail);
    assert_eq!(world.step(&begun.token).await, Step::NoEmail);
    assert_eq!(code(world.give(&begun.token, "AAAA-AAAA-AAAA").await), Code::StepDue);
    let mut connection = world.identity.store.writer().await.unwrap();
    account::set_email(&mut connection, account, Some(ADDRESS)).await.unwrap();
    connection.commit().await.unwrap();
    assert_eq!(world.step(&begun.token).await, Step::EmailCode);
    assert_eq!(code(world.give(&begun.token, "AAAA-AAAA-AAAA").await), Code::CodeOver, "none was sent");
    world.identity.send_code(&public(), Some(&begun.token)).await.unwrap();
    assert_eq!(world.give(&begun.token, &world.code()).await.unwrap().next, Step::Done);
}

/// An entry that waits for the code that was mailed just now.
async fn waiting(world: &World, login: &str) -> Opened {
    let account = world.invited(login).await;
    let begun = world.sign_in(login, RIGHT).await.unwrap();
    assert_eq!(world.choose(&begun.token, OTHER).await.unwrap().next, Step::EmailCode, "{account}");
    begun
}

async fn codes_are_good_once_for_ten_minutes_and_five_tries(place: Place) {
    let world = World::new(place).await;
    let entry = waiting(&world, "tried").await;
    for left in (1..5).rev() {
        let failure = world.give(&entry.token, "2222-2222-2222").await.unwrap_err();
        assert_eq!((failure.code, failure.tries_left), (Code::WrongCode, left));
    }
    assert_eq!(code(world.give(&entry.token, "not a code").await), Code::CodeOver);
    assert_eq!(code(world.give(&entry.token, &world.code()).await), Code::CodeOver, "the right one as well");

    let entry = waiting(&world, "late").await;
    world.clock.advance(600);
    assert_eq!(code(world.give(&entry.token, &world.code()).await), Code::CodeOver);
    let before = world.code();
    world.identity.send_code(&public(), Some(&entry.token)).await.unwrap();
    assert_eq!(code(world.give(&entry.token, &before).await), Code::WrongCode, "another was sent");
    // In doubt about the time no code is good.
    world.clock.advance(-3600);
    assert_eq!(code(world.give(&entry.token, &world.code()).await), Code::CodeOver);
    world.clock.advance(3600);
    assert_eq!(world.give(&entry.token, &world.code()).await.unwrap().next, Step::Done);
}

async fn a_code_is_good_for_its_own_entry(place: Place) {
    let world = World::new(place).await;
    let one = waiting(&world, "one").await;
    let code_of_one = world.code();
    let two = waiting(&world, "two").await;
    assert_eq!(code(world.give(&two.token, &code_of_one).await), Code::WrongCode);
    assert_eq!(code(world.give(&one.token, &world.code()).await), Code::WrongCode);
    assert_eq!(world.give(&one.token, &code_of_one).await.unwrap().next, Step::Done);
    let staff = door(FrontKind::Staff, "10.0.0.1");
    let foreign = world.identity.give_code(&staff, Some(&two.token), &world.code()).await;
    assert_eq!(code(foreign), Code::SignedOut, "an entry of another kind of front");
}

async fn codes_are_sent_once_a_minute_and_five_times_an_hour(place: Place) {
    let world = World::new(place).await;
    let mut entry = waiting(&world, "known").await;
    let mut sent = 1;
    for _ in 0..70 {
        match world.identity.send_code(&public(), Some(&entry.token)).await {
            Ok(_) => sent += 1,
            Err(failure) => assert_eq!(failure.code, Code::Throttled),
        }
        world.clock.advance(50);
        if code(world.identity.current(&public(), Some(&entry.token)).await) == Code::SignedOut {
            entry = world.sign_in("known", OTHER).await.unwrap();
        }
    }
    assert_eq!(sent, 5, "in 58 minutes, through one entry or several");
}

async fn the_same_form_twice_has_one_effect_and_one_answer(place: Place) {
    let world = World::new(place).await;
    let entry = waiting(&world, "known").await;
    let first = world.give(&entry.token, &world.code()).await.unwrap();
    let second = world.give(&entry.token, &world.code()).await.unwrap();
    assert_eq!((second.next, &second.token), (Step::Done, &first.token));
    let session = world.identity.any(FrontKind::Public, Some(&first.token)).await.unwrap();
    assert_eq!(world.identity.sessions(&session).await.unwrap().len(), 1);
    assert_eq!(code(world.give(&entry.token, "2222-2222-2222").await), Code::SignedOut, "another code");
    world.clock.advance(60);
    assert_eq!(code(world.give(&entry.token, &world.code()).await), Code::SignedOut, "later");
    // A form in the middle: the second is told to look where the entry is.
    world.invited("middle").await;
    let entry = world.sign_in("middle", RIGHT).await.unwrap();
    world.choose(&entry.token, OTHER).await.unwrap();
    assert_eq!(code(world.choose(&entry.token, OTHER).await), Code::StepDue);
    // Whoever signs out is not signed in again by the same form.
    let done = world.give(&entry.token, &world.code()).await.unwrap();
    world.identity.sign_out(Some(&done.token)).await.unwrap();
    assert_eq!(code(world.give(&entry.token, &world.code()).await), Code::SignedOut);
}

async fn two_backs_finish_an_entry_once(place: Place) {
    let world = World::new(place).await;
    let entry = waiting(&world, "known").await;
    let (second, typed) = (world.second().await, world.code());
    let tries = (0..8).map(|number| {
        let identity = if number % 2 == 0 { world.identity.clone() } else { second.clone() };
        let (token, typed) = (entry.token.clone(), typed.clone());
        tokio::spawn(async move { identity.give_code(&public(), Some(&token), &typed).await })
    });
    let tokens: Vec<_> = futures_util::future::join_all(tries)
        .await
        .into_iter()
        .map(|done| done.unwrap().unwrap().token)
        .collect();
    assert!(tokens.iter().all(|token| *token == tokens[0]));
    let session = second.any(FrontKind::Public, Some(&tokens[0])).await.unwrap();
    assert_eq!(second.sessions(&session).await.unwrap().len(), 1);
}

async fn an_entry_is_no_session_and_a_session_no_entry(place: Place) {
    let world = World::new(place).await;
    let entry = waiting(&world, "known").await;
    assert_eq!(code(world.identity.person(FrontKind::Public, Some(&entry.token)).await), Code::StepDue);
    assert_eq!(code(world.identity.any(FrontKind::Staff, Some(&entry.token)).await), Code::SignedOut);
    let done = world.give(&entry.token, &world.code()).await.unwrap();
    // Another tab of the same browser, which holds the session's token by now.
    assert_eq!(world.step(&done.token).await, Step::Done);
    assert_eq!(code(world.give(&done.token, "2222-2222-2222").await), Code::StepDue);
    assert_eq!(code(world.choose(&done.token, OTHER).await), Code::StepDue);
    assert_eq!(code(world.identity.send_code(&public(), Some(&done.token)).await), Code::StepDue);
    for token in [None, Some(""), Some("é"), Some(&entry.token[1..])] {
        assert_eq!(code(world.identity.current(&public(), token).await), Code::SignedOut);
        assert_eq!(code(world.identity.give_code(&public(), token, "").await), Code::SignedOut);
    }
    world.invited("gone").await;
    let entry = world.sign_in("gone", RIGHT).await.unwrap();
    world.identity.disable_account("gone").await.unwrap();
    assert_eq!(code(world.choose(&entry.token, OTHER).await), Code::SignedOut);
}

async fn a_second_factor_comes_before_a_new_password(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let (_, session) = world.session("known").await;
    let begun = world.identity.begin_totp(&session, secret(RIGHT), None).await.unwrap();
    let key = TotpKey::from_text(&begun.secret).unwrap();
    world.identity.end_totp(&session, &key.code_at(START), &public()).await.unwrap();
    world.clock.advance(60);

    let entry = world.sign_in("known", RIGHT).await.unwrap();
    assert_eq!(entry.next, Step::SecondFactor);
    assert_eq!(code(world.give(&entry.token, "000000").await), Code::WrongCode);
    assert_eq!(code(world.choose(&entry.token, OTHER).await), Code::StepDue);
    let now = key.code_at(START + 60);
    let done = world.give(&entry.token, &now).await.unwrap();
    assert_eq!(done.next, Step::Done);
    assert_eq!(world.give(&entry.token, &now).await.unwrap().token, done.token, "sent twice");

    let token = world.identity.forgot(&public(), "known", "").await.unwrap();
    assert_eq!(world.give(&token, &world.code()).await.unwrap().next, Step::SecondFactor);
    assert_eq!(code(world.choose(&token, OTHER).await), Code::StepDue);
    world.clock.advance(60);
    let next = world.give(&token, &key.code_at(START + 120)).await.unwrap().next;
    assert_eq!(next, Step::NewPassword(Reason::Forgotten));
    assert_eq!(world.choose(&token, OTHER).await.unwrap().next, Step::Done);
}

async fn rules_that_became_stricter_ask_for_another_password(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    assert_eq!(world.sign_in("known", RIGHT).await.unwrap().next, Step::Done);
    let rules = PasswordRules { length: 26, ..PasswordRules::default() };
    let stricter = world.second().await;
    let stricter = stricter.with_password_rules(RulesOfKinds { public: rules, ..RulesOfKinds::default() });
    let entry = stricter.sign_in(&public(), "known", secret(RIGHT), "").await.unwrap();
    assert_eq!(entry.next, Step::NewPassword(Reason::Rules));
    let done = stricter.choose_password(&public(), Some(&entry.token), secret(OTHER)).await.unwrap();
    assert_eq!(done.next, Step::Done);
    assert!(world.mails().await.contains(&"password_changed".to_owned()));
    // Sent twice, the last form gets the same answer.
    let again = stricter.choose_password(&public(), Some(&entry.token), secret(OTHER)).await.unwrap();
    assert_eq!(again.token, done.token);
    assert_eq!(
        code(stricter.choose_password(&public(), Some(&entry.token), secret(RIGHT)).await),
        Code::SignedOut
    );
    assert_eq!(stricter.sign_in(&public(), "known", secret(OTHER), "").await.unwrap().next, Step::Done);
}

async fn passwords_of_staff_may_end(place: Place) {
    let world = World::new(place).await;
    let rules = PasswordRules { days: Some(90), ..PasswordRules::default() };
    let identity =
        world.second().await.with_password_rules(RulesOfKinds { staff: rules, ..RulesOfKinds::default() });
    identity.create_staff_account("Ana Diaz", "ana", secret(RIGHT)).await.unwrap();
    let inside = door(FrontKind::Staff, "10.0.0.1");
    world.clock.advance(90 * DAY - 1);
    let before = identity.sign_in(&inside, "ana", secret(RIGHT), "").await.unwrap();
    assert!(!matches!(before.next, Step::NewPassword(_)));
    world.clock.advance(1);
    let after = identity.sign_in(&inside, "ana", secret(RIGHT), "").await.unwrap();
    assert_eq!(after.next, Step::NewPassword(Reason::Expired));
}
