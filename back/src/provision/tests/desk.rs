//! One account at a time.

use vantail_shared::failure::Code;

use super::world::{NAME, PASSWORD, USUAL, World, pages, secret, tenant};
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
    world.clock.advance(32 * 86_400);
    let request = super::world::all(false);
    world.run(&request, false).await.unwrap();
    assert_eq!(spool::count_all(&mut world.reader().await).await.unwrap(), 0);
    assert_eq!(world.provision.letter(by, row, Which::Password).await.unwrap_err().code, Code::NotFound);
}

over_both_stores!(a_password_letter_is_given_once, a_password_that_was_changed_or_is_over_has_no_letter);
