//! Runs: letters of everybody, once each, and passwords that open exactly their accounts.

use std::collections::{BTreeMap, BTreeSet};

use vantail_shared::failure::Code;
use zeroize::Zeroizing;

use super::world::{NAME, PASSWORD, World, all, code, pages, secret, tenant};
use crate::{
    provision::{Halt, Request, Wanted},
    store::{
        account, spool,
        testing::{Place, over_both_stores},
    },
};

/// The secrets of every letter in the folder: files with a name, files with a password, by what comes before.
fn letters(world: &World, shape: usize) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for file in std::fs::read_dir(world.letters.path()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(path.extension().is_some_and(|ending| ending == "pdf"), "{name} was left behind");
        let mut secrets = Vec::new();
        for page in pages(&path) {
            let (login, password) = (secret(&page, NAME), secret(&page, PASSWORD));
            assert!(login.is_some() != password.is_some(), "{name}: one secret on each sheet");
            secrets.extend(if shape == NAME { login } else { password });
        }
        if !secrets.is_empty() {
            found.insert(name, secrets);
        }
    }
    found
}

async fn everybody_gets_two_letters_and_a_second_run_makes_none(place: Place) {
    let world = World::new(place, 23).await;
    let report = world.run(&all(false), false).await.unwrap();
    assert_eq!((report.made, report.had, report.letters, report.gone), (23, 0, 23, 0));
    assert_eq!(report.files.len(), 46);
    let (names, passwords) = (letters(&world, NAME), letters(&world, PASSWORD));
    assert_eq!((names.len(), passwords.len()), (23, 23));
    let distinct: BTreeSet<_> = names.values().chain(passwords.values()).flatten().collect();
    assert_eq!(distinct.len(), 46);
    for (name, login) in &names {
        let row: i64 = name[..7].parse().unwrap();
        let found = account::by_login(&mut world.reader().await, &login[0]).await.unwrap().unwrap();
        assert_eq!(found.id, row);
        assert_eq!(found.state, account::State::Invited);
        // The whole of the thirtieth day.
        assert_eq!(found.initial_until, Some((super::world::NOON / 86_400 + 31) * 86_400 - 3600));
        let password = &passwords[&name.replace("name", "password")][0];
        let matches = async |password: &str| {
            let password = Zeroizing::new(password.to_owned());
            world.provision.verify(password, found.password.clone()).await.unwrap()
        };
        assert!(matches(password).await && !matches("aaaa-aaaa-aaaa-aaaa-aaaa").await);
    }
    assert_eq!(spool::count_all(&mut world.reader().await).await.unwrap(), 0, "nothing waits");
    let again = world.run(&all(false), false).await.unwrap();
    assert_eq!((again.made, again.had, again.letters), (0, 23, 0));
}

async fn a_batch_lies_in_the_order_of_the_post_in_two_files(place: Place) {
    let world = World::new(place, 31).await;
    let report = world.run(&all(false), true).await.unwrap();
    let names: Vec<_> = report.files.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["letters-1-names.pdf", "letters-1-passwords.pdf"]);
    for file in &report.files {
        let pages = pages(file);
        assert_eq!(pages.len(), 31);
        let codes: Vec<String> = pages
            .iter()
            .map(|page| {
                page.split_whitespace()
                    .find(|word| word.starts_with("6900") && *word != "69001")
                    .unwrap_or("69001")
                    .to_owned()
            })
            .collect();
        assert!(codes.is_sorted(), "{codes:?}");
    }
    let more = world.run(&all(true), true).await.unwrap();
    assert_eq!((more.made, more.reset, more.letters), (0, 31, 31));
    assert_eq!(letters(&world, PASSWORD).len(), 2, "the letters of the first run are still there");
}

async fn one_person_a_list_and_staff(place: Place) {
    let world = World::new(place, 8).await;
    let one = |key: &str, reset| {
        let wanted = Wanted::One { kind: "tenant".to_owned(), key: vec![key.to_owned()] };
        Request { wanted, reset }
    };
    assert_eq!(world.run(&one("5", false), false).await.unwrap().made, 1);
    assert_eq!(world.run(&one("5", false), false).await.unwrap().had, 1);
    assert_eq!(world.run(&one("5", true), false).await.unwrap().reset, 1);
    assert_eq!(code(world.run(&one("99", false), false).await), Code::NotFound);
    let list = |name: &str| Request { wanted: Wanted::List { name: name.to_owned() }, reset: false };
    assert_eq!(world.run(&list("first"), false).await.unwrap().made, 3);
    assert_eq!(code(world.run(&list("none"), false).await), Code::NotFound);
    let email = Some("ann@example.org".to_owned());
    let staff = Request { wanted: Wanted::Staff { name: "Ann Bee".to_owned(), email }, reset: false };
    let report = world.run(&staff, false).await.unwrap();
    assert_eq!((report.made, report.without_address), (1, 1));
    assert!(pages(&report.files[0])[0].contains("https://staff.example.org"));
    assert_eq!(world.run(&staff, false).await.unwrap().had, 1);
    assert_eq!(world.provision.people.contact(&tenant("5")).await.unwrap().unwrap().postal.len(), 1);
}

async fn a_run_waits_its_turn(place: Place) {
    let world = World::new(place, 2).await;
    let other = world.place.open().await;
    let lock = other.lock_runs().await.unwrap().unwrap();
    assert!(matches!(world.run(&all(false), false).await, Err(Halt::StoreTaken)));
    lock.release().await;
    let held = crate::provision::files::Folder::open(world.letters.path()).unwrap();
    assert!(matches!(world.run(&all(false), false).await, Err(Halt::FolderTaken)));
    drop(held);
    assert_eq!(world.run(&all(false), false).await.unwrap().made, 2);
}

async fn what_cannot_be_a_name_or_an_address_is_refused(place: Place) {
    let world = World::new(place, 0).await;
    for (name, email) in [("", None), ("Bob\n", None), ("Bob", Some("bob")), ("Bob", Some("a@b\r\nBcc: c@d"))]
    {
        let wanted = Wanted::Staff { name: name.to_owned(), email: email.map(ToOwned::to_owned) };
        let refused = world.run(&Request { wanted, reset: false }, false).await;
        assert_eq!(code(refused), Code::Invalid, "{name:?} {email:?}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM account").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM batch").await, 0);
}

async fn a_run_that_stumbles_tells_how_far_it_came(place: Place) {
    let world = World::new(place, 8).await;
    let in_the_way = world.letters.path().join("0000005-password.pdf");
    std::fs::create_dir(&in_the_way).unwrap();
    let Err(Halt::CutOff(failure, done)) = world.run(&all(false), false).await else {
        panic!("it went on over a folder of that name")
    };
    assert_eq!((failure.code, done.made, done.letters), (Code::Internal, 8, 0));
    std::fs::remove_dir(in_the_way).unwrap();
    let report = world.run(&all(false), false).await.unwrap();
    assert_eq!((report.made, report.had, report.letters), (0, 8, 8));
}

async fn who_is_disabled_or_erased_is_left_out(place: Place) {
    let mut world = World::new(place, 4).await;
    world.run(&all(false), false).await.unwrap();
    let mut connection = world.store.writer().await.unwrap();
    assert!(account::switch(&mut connection, 1, false).await.unwrap());
    connection.commit().await.unwrap();
    sqlx::raw_sql("DELETE FROM person WHERE id = 4").execute(&mut world.database.writer).await.unwrap();
    let report = world.run(&all(true), false).await.unwrap();
    assert_eq!((report.made, report.reset, report.refused, report.letters), (0, 2, 1, 2));
}

over_both_stores!(
    everybody_gets_two_letters_and_a_second_run_makes_none,
    a_batch_lies_in_the_order_of_the_post_in_two_files,
    one_person_a_list_and_staff,
    a_run_waits_its_turn,
    what_cannot_be_a_name_or_an_address_is_refused,
    a_run_that_stumbles_tells_how_far_it_came,
    who_is_disabled_or_erased_is_left_out,
);
