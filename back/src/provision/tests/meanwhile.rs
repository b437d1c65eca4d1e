//! What others do while a run goes on.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{runtime::Handle, task::block_in_place};
use vantail_shared::{call::Language, random::SystemRandom, tls::FrontKind};
use zeroize::Zeroizing;

use super::world::{PASSWORD, World, all, pages, secret, tenant};
use crate::{
    identity::{Door, Identity, PasswordCost, PasswordPool, PoolRules, Rules},
    journal::Actor,
    provision::{Output, Progress, Which},
    store::{
        account, spool,
        testing::{Place, over_both_stores},
    },
};

over_both_stores!(
    what_staff_make_meanwhile_keeps_its_letter,
    whoever_is_gone_has_no_letter_in_the_journal,
    people_sign_in_while_passwords_are_wiped,
);

async fn what_staff_make_meanwhile_keeps_its_letter(place: Place) {
    let world = World::new(place, 9).await;
    let output = Output { folder: world.letters.path().to_owned(), together: true };
    // When every password has been read and no letter is written yet.
    let tell = |progress| {
        if matches!(progress, Progress::Letters(..)) {
            let one = tenant("1");
            let invite = world.provision.invite(Actor::Command, &one);
            block_in_place(|| Handle::current().block_on(invite)).unwrap();
        }
    };
    let report = world.provision.run(&all(false), &output, &tell).await.unwrap();
    assert_eq!((report.letters, report.replaced), (9, 1));
    let row = world.count("SELECT account FROM spool").await;
    let letter = world.provision.letter(Actor::Command, row, Which::Password).await.unwrap();
    let path = world.letters.path().join("letter.pdf");
    std::fs::write(&path, &letter).unwrap();
    let password = Zeroizing::new(secret(&pages(&path)[0], PASSWORD).unwrap());
    let hash = account::by_id(&mut world.reader().await, row).await.unwrap().unwrap().password;
    assert!(world.provision.verify(password, hash).await.unwrap(), "it is the new one");
    let told = "SELECT COUNT(*) FROM journal WHERE kind = 'letter_password'";
    assert_eq!(world.count(told).await, 9, "eight of the run, one of staff");
}

async fn whoever_is_gone_has_no_letter_in_the_journal(place: Place) {
    let mut world = World::new(place, 4).await;
    world.cut_off(&all(false), false, |progress| matches!(progress, Progress::Accounts(..))).await;
    sqlx::raw_sql("DELETE FROM person WHERE id = 3").execute(&mut world.database.writer).await.unwrap();
    let report = world.run(&all(false), false).await.unwrap();
    assert_eq!((report.letters, report.gone), (3, 1));
    let lines =
        world.count("SELECT COUNT(*) FROM journal WHERE kind IN ('letter_login', 'letter_password')").await;
    assert_eq!(lines, 6);
    assert_eq!(spool::count_all(&mut world.reader().await).await.unwrap(), 0);
}

/// A run of many letters that was cut off when all were on the disk.
const WRITTEN: &str = r#"
    INSERT INTO batch (request, began_at, written_at)
      VALUES ('{"wanted":{"All":{"kind":"tenant","role":null}},"reset":false}', 1795348800, 1795348800);
    INSERT INTO account (kind, person_kind, person_key, login, password, password_from, initial_until, state, created_at)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
      SELECT 'person', 'tenant', '["' || i || '"]', 'n' || i, 'hash', 'initial', 1800000000, 'invited', 1795348800 FROM n;
"#;
const WAITING: [&str; 2] = [
    "INSERT INTO spool (account, batch, password) SELECT id, 1, CAST('sealed' AS BLOB) FROM account",
    "INSERT INTO spool (account, batch, password) SELECT id, 1, CAST('sealed' AS bytea) FROM account",
];

async fn people_sign_in_while_passwords_are_wiped(place: Place) {
    let world = World::new(place, 0).await;
    world.give(WRITTEN).await;
    let [sqlite, postgres] = WAITING;
    world.give(if world.place.url.starts_with("sqlite:") { sqlite } else { postgres }).await;
    // A back of its own: it shares nothing with the command but the store.
    let store = world.place.open().await;
    let cost = PasswordCost { memory_kib: 64, passes: 1, lanes: 1 };
    let pool = PasswordPool::start(cost, PoolRules::default()).unwrap();
    let clock = Arc::new(world.clock.clone());
    let identity = Identity::new(store, pool, Rules::default(), clock, Arc::new(SystemRandom)).await.unwrap();
    let password = || Zeroizing::new("une longue phrase secrète".to_owned());
    identity.create_staff_account("Ann Bee", "ann", password()).await.unwrap();
    let door = Door {
        kind: FrontKind::Staff,
        name: "staff1".to_owned(),
        client: None,
        browser: None,
        left: None,
        language: Language::Fr,
    };
    let (mut signed_in, mut longest) = (0, Duration::ZERO);
    let sign_in = async {
        loop {
            let began = Instant::now();
            identity.sign_in(&door, "ann", password(), "Firefox").await.unwrap();
            longest = longest.max(began.elapsed());
            signed_in += 1;
        }
    };
    let request = all(false);
    tokio::select! {
        () = sign_in => {}
        report = world.run(&request, true) => assert_eq!(report.unwrap().earlier, 4000),
    }
    assert!(signed_in > 10 && longest < Duration::from_secs(1), "{signed_in} times, {longest:?} at most");
    let told = "SELECT COUNT(*) FROM journal WHERE kind IN ('letter_login', 'letter_password')";
    assert_eq!(world.count(told).await, 8000);
}
