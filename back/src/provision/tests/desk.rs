//! One account at a time.

use vantail_shared::failure::Code;

use super::world::{NAME, NOON, PASSWORD, USUAL, World, pages, secret, tenant};
use crate::{
    journal::Actor,
    provision::{Which, desk},
    store::{
        account, spool,
        testing::{Place, over_both_stores},
    },
};

fn read(world: &World, pdf: &[u8]) -> String {
    let path = world.letters.path().join("letter.pdf");
    std::fs::write(&path, pdf).unwrap();
    pages(&path).remove(0)
}

async fn a_password_letter_is_given_once(place: Place) {
    let world = World::new(place, 2).await;
    let by = Actor::Command;
    let row = world.provision.invite(by, &tenant("1")).await.unwrap();
    let letter = async |which| world.provision.letter(by, row, which).await;
    let name = secret(&read(&world, &letter(Which::Login).await.unwrap()), NAME).unwrap();
    let first = secret(&read(&world, &letter(Which::Password).await.unwrap()), PASSWORD).unwrap();
    assert_eq!(letter(Which::Password).await.unwrap_err().code, Code::NotFound);
    assert_eq!(secret(&read(&world, &letter(Which::Login).await.unwrap()), NAME), Some(name));

    assert_eq!(
        world.provision.invite(by, &tenant("1")).await.unwrap(),
        row,
        "a new password for the same account"
    );
    let second = secret(&read(&world, &letter(Which::Password).await.unwrap()), PASSWORD).unwrap();
    assert_ne!(first, second);
    assert_eq!(world.provision.invite(by, &tenant("9")).await.unwrap_err().code, Code::NotFound);
    assert_eq!(world.provision.letter(by, 77, Which::Login).await.unwrap_err().code, Code::NotFound);
    assert_eq!(desk::USUAL, USUAL);
}

async fn a_password_that_was_changed_or_is_over_has_no_letter(place: Place) {
    let world = World::new(place, 2).await;
    let by = Actor::Command;
    let row = world.provision.invite(by, &tenant("1")).await.unwrap();
    let mut connection = world.store.writer().await.unwrap();
    let chosen = account::Chosen { password: "another hash", rules: &[], state: account::State::Active };
    account::choose_password(&mut connection, row, chosen, 1).await.unwrap();
    connection.commit().await.unwrap();
    assert_eq!(world.provision.letter(by, row, Which::Password).await.unwrap_err().code, Code::NotFound);

    let row = world.provision.invite(by, &tenant("2")).await.unwrap();
    let until = until(&world, row).await;
    world.clock.advance(until - NOON - 1);
    assert_eq!(world.provision.purge().await.unwrap(), 0, "it is good to the last second");
    world.clock.advance(1);
    assert_eq!(world.provision.letter(by, row, Which::Password).await.unwrap_err().code, Code::NotFound);
    assert_eq!(spool::count_all(&mut world.reader().await).await.unwrap(), 1);
    assert_eq!(world.provision.purge().await.unwrap(), 1);
    assert_eq!(spool::count_all(&mut world.reader().await).await.unwrap(), 0);
}

async fn until(world: &World, row: i64) -> i64 {
    account::by_id(&mut world.reader().await, row).await.unwrap().unwrap().initial_until.unwrap()
}

async fn days_are_those_of_the_organisation(place: Place) {
    let world = World::new(place, 1).await;
    // Half past eleven in the evening in UTC: in Paris the next day has begun.
    world.clock.advance(11 * 3600 + 1800);
    let row = world.provision.invite(Actor::Command, &tenant("1")).await.unwrap();
    let end = time::macros::datetime!(2026-12-23 23:00 UTC);
    assert_eq!(until(&world, row).await, end.unix_timestamp());
    let letter = world.provision.letter(Actor::Command, row, Which::Password).await.unwrap();
    let page = read(&world, &letter).replace('\u{a0}', " ");
    assert!(page.contains("23 novembre 2026") && page.contains("23 décembre 2026"), "{page}");
}

async fn two_who_ask_at_once_get_one_letter(place: Place) {
    let world = World::new(place, 1).await;
    let by = Actor::Command;
    let row = world.provision.invite(by, &tenant("1")).await.unwrap();
    let ask = || world.provision.letter(by, row, Which::Password);
    let (one, two) = tokio::join!(ask(), ask());
    let (got, refused) = if one.is_ok() { (one, two) } else { (two, one) };
    assert!(got.is_ok());
    assert_eq!(refused.unwrap_err().code, Code::NotFound);
}

over_both_stores!(
    a_password_letter_is_given_once,
    a_password_that_was_changed_or_is_over_has_no_letter,
    days_are_those_of_the_organisation,
    two_who_ask_at_once_get_one_letter,
);
