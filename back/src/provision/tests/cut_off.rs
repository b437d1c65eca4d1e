//! Runs that were cut off, and what becomes of their letters.

use super::world::{World, all, pages};
use crate::{
    provision::{Output, Progress, Request, Wanted},
    store::{
        account::{self, PasswordFrom, State},
        spool,
        testing::{Place, over_both_stores},
    },
};

over_both_stores!(
    letters_wait_for_the_same_question,
    a_reset_leaves_those_alone_who_have_used_their_letter,
    whole_files_are_never_written_again,
    files_of_a_try_that_was_cut_off_do_not_stay,
    what_was_forgotten_goes,
);

/// The first letters are on the disk.
fn first_letters(progress: Progress) -> bool {
    matches!(progress, Progress::Letters(1.., _))
}

async fn waiting(world: &World) -> i64 {
    spool::count_all(&mut world.reader().await).await.unwrap()
}

async fn letters_wait_for_the_same_question(place: Place) {
    let world = World::new(place, 120).await;
    world.cut_off(&all(false), false, first_letters).await;
    assert_eq!(waiting(&world).await, 20);

    let elsewhere = tempfile::tempdir().unwrap();
    let staff = Wanted::Staff { name: "Ann Bee".to_owned(), email: None };
    let staff = Request { wanted: staff, reset: false };
    let output = Output { folder: elsewhere.path().to_owned(), together: false };
    let report = world.provision.run(&staff, &output, &|_| {}).await.unwrap();
    assert_eq!((report.made, report.letters, report.waiting_elsewhere), (1, 1, 20));
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 2, "nobody else's letters");
    assert_eq!(waiting(&world).await, 20);

    let report = world.run(&all(false), false).await.unwrap();
    assert_eq!((report.made, report.had, report.letters, report.waiting_elsewhere), (0, 120, 20, 0));
    assert_eq!(std::fs::read_dir(world.letters.path()).unwrap().count(), 240);
    assert_eq!(waiting(&world).await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM batch WHERE ended_at IS NULL").await, 0);
}

async fn a_reset_leaves_those_alone_who_have_used_their_letter(place: Place) {
    let world = World::new(place, 120).await;
    world.run(&all(false), false).await.unwrap();
    world.cut_off(&all(true), false, first_letters).await;
    let mut connection = world.store.writer().await.unwrap();
    let chosen = account::Chosen { password: "another hash", rules: &[], state: State::Active };
    account::choose_password(&mut connection, 1, chosen, 1).await.unwrap();
    connection.commit().await.unwrap();

    let report = world.run(&all(true), false).await.unwrap();
    assert_eq!((report.reset, report.had, report.letters), (0, 120, 20));
    let used = account::by_id(&mut world.reader().await, 1).await.unwrap().unwrap();
    assert_eq!((used.password_from, used.password.as_str()), (PasswordFrom::Chosen, "another hash"));
    // Asked for once more, in the same second: that is another run.
    assert_eq!(world.run(&all(true), false).await.unwrap().reset, 120);
}

async fn whole_files_are_never_written_again(place: Place) {
    let world = World::new(place, 260).await;
    let request = all(false);
    world.cut_off(&request, true, |progress| matches!(progress, Progress::Passwords(250, 260))).await;
    let report = world.run(&request, true).await.unwrap();
    assert_eq!((report.letters, report.earlier, report.replaced), (0, 10, 0));
    for file in ["letters-1-names.pdf", "letters-1-passwords.pdf"] {
        assert_eq!(pages(&world.letters.path().join(file)).len(), 260, "{file}");
    }
    assert_eq!(waiting(&world).await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM journal WHERE kind = 'letter_password'").await, 260);
    assert_eq!(world.run(&request, true).await.unwrap().had, 260);
}

async fn files_of_a_try_that_was_cut_off_do_not_stay(place: Place) {
    let world = World::new(place, 60).await;
    let request = all(false);
    let write = |name: &str| {
        let file = world.letters.path().join(name);
        std::fs::write(&file, "letters").unwrap();
        file
    };
    world.cut_off(&request, true, |progress| matches!(progress, Progress::Accounts(..))).await;
    let own = ["letters-1-names.pdf", "letters-1-passwords.pdf", "letters-1-passwords-02.pdf"].map(write);
    let others = write("letters-12-passwords.pdf");
    // The same again, now with a file for each letter.
    let report = world.run(&request, false).await.unwrap();
    assert_eq!((report.letters, report.earlier, report.files.len()), (60, 0, 120));
    assert!(own.iter().all(|file| !file.exists()), "nobody has a password twice on paper");
    // A run that nobody has begun before has written nothing here.
    let next = write("letters-2-passwords.pdf");
    assert_eq!(world.run(&request, false).await.unwrap().had, 60);
    assert!(others.exists() && next.exists());
}

async fn what_was_forgotten_goes(place: Place) {
    let world = World::new(place, 60).await;
    world.cut_off(&all(false), false, |progress| matches!(progress, Progress::Accounts(..))).await;
    world.provision.purge().await.unwrap();
    assert!(waiting(&world).await > 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM batch WHERE request <> ''").await, 1);
    world.clock.advance(33 * 86_400);
    assert!(world.provision.purge().await.unwrap() > 0);
    assert_eq!(waiting(&world).await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM batch WHERE request <> ''").await, 0);
}
