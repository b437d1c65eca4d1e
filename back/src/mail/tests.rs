//! The outbox and its sender over both stores, into a folder. A mail server is asked in the tests of the whole.

use std::{path::PathBuf, time::Duration};

use tempfile::TempDir;
use vantail_shared::{clock::ManualClock, config::At, random::SystemRandom};
use zeroize::Zeroizing;

use super::*;
use crate::{
    config::MailWay,
    store::testing::{Place, over_both_stores},
};

const START: i64 = 1_800_000_000;
const CODE: &str = "7KQM-2345-WXYZ";

over_both_stores!(
    a_mail_leaves_once_its_cause_is_certain,
    one_cause_has_one_mail,
    without_an_address_nothing_leaves_and_nothing_fails,
    two_days_without_a_way_out_lose_nothing_but_codes,
    what_never_leaves_is_given_up,
    a_mail_that_somebody_dropped_is_taken_up_again,
    only_what_was_sent_ends_what_is_in_anothers_hand,
    a_mail_to_staff_waits_for_the_address_of_their_portal,
    a_clock_that_is_ahead_takes_nothing_out_of_anothers_hand,
    a_clock_that_goes_back_keeps_no_mail,
    settled_mails_are_forgotten,
);

/// A store with an outbox, and the folder that its mails go to.
struct World {
    _place: Place,
    clock: ManualClock,
    store: Store,
    outbox: Outbox,
    folder: TempDir,
    end: tokio_util::sync::CancellationToken,
}

impl Drop for World {
    fn drop(&mut self) {
        self.end.cancel();
    }
}

impl World {
    async fn new(place: Place) -> Self {
        Self::with(place, |settings| settings).await
    }

    async fn with(place: Place, change: impl FnOnce(MailSettings) -> MailSettings) -> Self {
        let (folder, clock) = (tempfile::tempdir().unwrap(), ManualClock::at(START));
        std::fs::create_dir(folder.path().join("out")).unwrap();
        let settings = change(MailSettings::for_tests(MailWay::Folder(folder.path().join("out/mail"))));
        let at = At::file(std::path::Path::new("back.toml"));
        let (store, settings) = (place.open().await, Arc::new(Spot { value: settings, at }));
        let (time, random) = (Arc::new(clock.clone()), Arc::new(SystemRandom));
        let outbox = Outbox::open(&store, Some(settings), time, random).await.unwrap();
        let end = tokio_util::sync::CancellationToken::new();
        Self { _place: place, clock, store, outbox, folder, end }
    }

    /// Begins to send.
    fn send(&self) {
        let sender = Sender::new(self.store.clone(), self.outbox.clone(), "Cabinet Morel").unwrap();
        tokio::spawn(sender.run(self.end.clone()));
    }

    /// Takes the folder away, or gives it back.
    fn away(&self, away: bool) {
        let names = [self.folder.path().join("out"), self.folder.path().join("elsewhere")];
        let [from, to] = if away { [&names[0], &names[1]] } else { [&names[1], &names[0]] };
        std::fs::rename(from, to).unwrap();
    }

    async fn put(&self, cause: &str, to: &str, message: Message) {
        let mut connection = self.store.writer().await.unwrap();
        self.outbox.put(&mut connection, &mail(cause, to, message)).await.unwrap();
        connection.commit().await.unwrap();
    }

    /// How many mails are of this state.
    async fn count(&self, state: &str) -> i64 {
        let counts = outbox::count(&mut self.store.reader().await.unwrap()).await.unwrap();
        counts.into_iter().find(|(name, _)| name == state).map_or(0, |(_, count)| count)
    }

    /// Waits until so many mails are of this state.
    async fn until(&self, state: &str, count: i64) {
        let waited = async {
            while self.count(state).await != count {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), waited).await.unwrap();
    }

    /// Waits until everything that is due has been tried, and what came of it is written down.
    async fn until_tried(&self) {
        let now = self.outbox.clock.now();
        // What is put off comes again in a minute at the least.
        let due = outbox::Due { now: now + 59, horizon: i64::MAX };
        let waited = async {
            loop {
                let mut reader = self.store.reader().await.unwrap();
                let in_hand = !outbox::claims(&mut reader).await.unwrap().is_empty();
                if !in_hand && !outbox::any_due(&mut reader, due, &[]).await.unwrap() {
                    break;
                }
                drop(reader);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), waited).await.unwrap();
    }

    /// What another back takes with this word, by a clock that is so many seconds ahead of ours.
    async fn taken_by(&self, claim: &str, ahead: i64) -> Vec<outbox::Claimed> {
        let mut connection = self.store.writer().await.unwrap();
        let due = schedule::due(self.outbox.clock.now() + ahead);
        let taking = outbox::Taking { due, most: 9, claim, dropped: &[], until: due.now + 100 };
        let taken = outbox::claim(&mut connection, &taking).await.unwrap();
        connection.commit().await.unwrap();
        taken
    }

    fn files(&self) -> Vec<PathBuf> {
        let folder = self.folder.path().join("out/mail");
        let entries = folder.read_dir().map(|entries| entries.map(|entry| entry.unwrap().path()).collect());
        entries.unwrap_or_default()
    }
}

fn mail<'a>(cause: &'a str, to: &'a str, message: Message) -> NewMail<'a> {
    NewMail { cause, account: None, to, language: Language::Fr, front: FrontKind::Public, message }
}

fn code() -> Message {
    Message::RecoveryCode(Zeroizing::new(CODE.to_owned()))
}

async fn a_mail_leaves_once_its_cause_is_certain(place: Place) {
    let world = World::new(place).await;
    world.send();
    let mut connection = world.store.writer().await.unwrap();
    world.outbox.put(&mut connection, &mail("lost/1", "reader@example.net", code())).await.unwrap();
    connection.roll_back().await.unwrap();
    world.put("kept/1", "reader@example.net", code()).await;
    world.until("sent", 1).await;
    assert_eq!(world.files().len(), 1);
    let text = std::fs::read_to_string(&world.files()[0]).unwrap();
    assert!(text.contains(CODE) && text.contains("To: reader@example.net"), "{text}");
    // Neither the address nor the code is kept.
    let mut connection = world.store.reader().await.unwrap();
    assert_eq!(outbox::kept(&mut connection).await.unwrap(), [(None, None)]);
}

async fn one_cause_has_one_mail(place: Place) {
    let world = World::new(place).await;
    for _ in 0..3 {
        world.put("password-changed/1/2", "reader@example.net", Message::PasswordChanged).await;
    }
    world.send();
    world.until("sent", 1).await;
    world.put("password-changed/1/2", "reader@example.net", Message::PasswordChanged).await;
    assert_eq!((world.count("waiting").await, world.count("sent").await), (0, 1));
}

async fn without_an_address_nothing_leaves_and_nothing_fails(place: Place) {
    let world = World::new(place).await;
    for (number, to) in ["", "nobody", "a@b@c", "x@y\r\nBcc: z@y", &"x".repeat(400)].into_iter().enumerate() {
        world.put(&format!("decoy/{number}"), to, code()).await;
    }
    assert_eq!((world.count("void").await, world.count("waiting").await), (5, 0));
}

async fn two_days_without_a_way_out_lose_nothing_but_codes(place: Place) {
    let world = World::new(place).await;
    world.away(true);
    world.send();
    world.put("code/1", "reader@example.net", code()).await;
    for number in 0..20 {
        world.put(&format!("notice/{number}"), "reader@example.net", Message::PasswordChanged).await;
    }
    for _ in 0..24 {
        world.clock.advance(3600);
        world.until_tried().await;
    }
    world.until("over", 1).await;
    assert_eq!((world.count("waiting").await, world.files().len()), (20, 0));
    world.away(false);
    world.clock.advance(3600);
    world.until("sent", 20).await;
    assert_eq!(world.files().len(), 20);
}

async fn what_never_leaves_is_given_up(place: Place) {
    let world = World::new(place).await;
    world.away(true);
    world.put("notice/1", "reader@example.net", Message::NewDevice).await;
    world.send();
    while world.count("failed").await == 0 {
        world.clock.advance(3600);
        world.until_tried().await;
        assert!(world.outbox.clock.now() < START + 4 * 24 * 3600);
    }
    assert!(world.outbox.clock.now() >= START + 47 * 3600);
    // Staff see which address it is.
    let mut connection = world.store.reader().await.unwrap();
    let address = Some("reader@example.net".to_owned());
    assert_eq!(outbox::kept(&mut connection).await.unwrap(), [(address, None)]);
}

async fn a_mail_to_staff_waits_for_the_address_of_their_portal(place: Place) {
    let world = World::with(place, MailSettings::without_staff).await;
    let mut connection = world.store.writer().await.unwrap();
    let to_staff = mail("notice/1", "clerk@example.net", Message::NewDevice);
    let to_staff = NewMail { front: FrontKind::Staff, ..to_staff };
    world.outbox.put(&mut connection, &to_staff).await.unwrap();
    connection.commit().await.unwrap();
    world.put("notice/2", "reader@example.net", Message::NewDevice).await;
    world.send();
    world.until("sent", 1).await;
    world.until_tried().await;
    assert_eq!((world.count("waiting").await, world.count("failed").await), (1, 0));
}

async fn a_mail_that_somebody_dropped_is_taken_up_again(place: Place) {
    let world = World::new(place).await;
    world.put("notice/1", "reader@example.net", Message::NewDevice).await;
    // Another back has taken it, and is gone.
    let taken = world.taken_by("gone", 0).await;
    assert_eq!(taken.iter().map(|mail| mail.tries).collect::<Vec<_>>(), [1]);
    let mut sender = Sender::new(world.store.clone(), world.outbox.clone(), "Cabinet Morel").unwrap();
    let lease = Duration::from_millis(2500);
    Arc::get_mut(&mut sender).unwrap().lease = lease;
    let begun = std::time::Instant::now();
    tokio::spawn(sender.run(world.end.clone()));
    // However far our own clock leaps meanwhile.
    world.clock.advance(9 * 3600);
    world.until("sent", 1).await;
    assert!(begun.elapsed() >= lease);
    // Whoever had it comes back too late to put it off.
    let mut connection = world.store.writer().await.unwrap();
    outbox::put_off(&mut connection, &taken[0], 0).await.unwrap();
    connection.commit().await.unwrap();
    assert_eq!(world.count("sent").await, 1);
}

async fn only_what_was_sent_ends_what_is_in_anothers_hand(place: Place) {
    let world = World::new(place).await;
    world.put("notice/1", "reader@example.net", Message::NewDevice).await;
    let first = world.taken_by("first", 0).await;
    let mut connection = world.store.writer().await.unwrap();
    outbox::put_off(&mut connection, &first[0], 0).await.unwrap();
    connection.commit().await.unwrap();
    assert_eq!(world.taken_by("second", 0).await.len(), 1);
    for (word, waiting) in [("failed", 1), ("over", 1), ("sent", 0)] {
        let mut connection = world.store.writer().await.unwrap();
        outbox::settle(&mut connection, &first[0], word, START).await.unwrap();
        connection.commit().await.unwrap();
        assert_eq!((world.count("waiting").await, world.count(word).await), (waiting, 1 - waiting), "{word}");
    }
}

async fn a_clock_that_is_ahead_takes_nothing_out_of_anothers_hand(place: Place) {
    let world = World::new(place).await;
    world.put("notice/1", "reader@example.net", Message::NewDevice).await;
    let taken = world.taken_by("one", 0).await;
    assert_eq!(taken.len(), 1);
    for ahead in [3600, -3600, 30 * 24 * 3600] {
        assert!(world.taken_by("other", ahead).await.is_empty(), "{ahead}");
    }
    // What one back puts off for long by its clock is not due at once by that of another which is behind.
    let mut connection = world.store.writer().await.unwrap();
    outbox::put_off(&mut connection, &taken[0], START + 3600 + 3600).await.unwrap();
    connection.commit().await.unwrap();
    assert!(world.taken_by("other", 0).await.is_empty());
    assert_eq!(world.taken_by("other", 3600 + 3600).await.len(), 1);
}

async fn a_clock_that_goes_back_keeps_no_mail(place: Place) {
    let world = World::new(place).await;
    world.clock.advance(24 * 3600);
    world.put("notice/1", "reader@example.net", Message::NewDevice).await;
    world.away(true);
    world.send();
    world.until_tried().await;
    world.put("notice/2", "reader@example.net", Message::NewDevice).await;
    world.away(false);
    world.clock.advance(-24 * 3600);
    world.until("sent", 2).await;
}

async fn settled_mails_are_forgotten(place: Place) {
    let world = World::new(place).await;
    world.put("notice/1", "reader@example.net", Message::NewDevice).await;
    world.put("void/1", "", Message::NewDevice).await;
    let mut connection = world.store.writer().await.unwrap();
    assert_eq!(outbox::purge(&mut connection, START).await.unwrap(), 1);
    connection.commit().await.unwrap();
    assert_eq!((world.count("void").await, world.count("waiting").await), (0, 1));
    world.send();
    world.until("sent", 1).await;
    world.clock.advance(31 * 24 * 3600);
    // A sender looks after old ones when it begins.
    world.send();
    world.until("sent", 0).await;
}
