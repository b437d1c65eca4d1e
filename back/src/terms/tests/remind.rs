use std::path::Path;

use vantail_shared::config::{At, Spot};

use super::*;
use crate::{
    business::testing::TestDatabase,
    config::{MailSettings, MailWay},
    mail::Outbox,
    people::People,
    store::outbox,
};

over_both_stores!(reminders_are_written_once_in_a_while, two_at_once_write_one, who_is_remiss_is_chosen);

const ROWS: &str = "INSERT INTO person VALUES (1, 'tenant', 'Zoé', 'Roux', 'zoe@example.org', NULL, NULL), \
    (2, 'tenant', 'Noé', 'Petit', '', NULL, NULL)";

struct Office {
    world: World,
    terms: Terms,
    people: People,
    outbox: Outbox,
    _database: TestDatabase,
}

impl Office {
    async fn new(place: Place) -> Self {
        let world = World::new(place).await;
        let mut database = TestDatabase::new().await;
        sqlx::raw_sql(ROWS).execute(&mut database.writer).await.unwrap();
        let (map, clock) = (Arc::new(database.map_of(samples::MAP).await), Arc::new(world.clock.clone()));
        let people = People::new(map, database.business(), clock.clone());
        let settings = MailSettings::for_tests(MailWay::Folder("mail".into()));
        let settings = Arc::new(Spot { value: settings, at: At::file(Path::new("back.toml")) });
        let outbox = Outbox::open(&world.store, Some(settings), clock, Arc::new(SystemRandom)).await.unwrap();
        let terms = world.terms(&first());
        Self { world, terms, people, outbox, _database: database }
    }

    async fn remind(&self, remiss: Remiss, dry_run: bool) -> (u64, u64, u64) {
        let asked = Reminding { kind: None, remiss, every_days: 7, dry_run };
        let done = self.terms.remind(&self.outbox, &self.people, &asked).await.unwrap();
        (done.written, done.lately, done.unreachable)
    }

    async fn mails(&self) -> i64 {
        let counts = outbox::count(&mut self.world.store.reader().await.unwrap()).await.unwrap();
        counts.into_iter().map(|(_, count)| count).sum()
    }
}

async fn reminders_are_written_once_in_a_while(place: Place) {
    let office = Office::new(place).await;
    assert_eq!(office.remind(Remiss::Unanswered, true).await, (1, 0, 0));
    assert_eq!(office.mails().await, 0);
    assert_eq!(office.remind(Remiss::Unanswered, false).await, (1, 0, 0));
    assert_eq!(office.remind(Remiss::Unanswered, false).await, (0, 1, 0));
    office.world.days(8);
    assert_eq!(office.remind(Remiss::Unanswered, false).await, (1, 0, 0));
    assert_eq!(office.mails().await, 2);
    // A morning's reminder holds for seven days, not for seven times 24 hours.
    office.world.clock.advance(7 * 24 * 3600 - 2 * 3600);
    assert_eq!(office.remind(Remiss::Unanswered, false).await, (0, 1, 0), "the evening before");
    office.world.clock.advance(3600);
    assert_eq!(office.remind(Remiss::Unanswered, true).await, (1, 0, 0), "past midnight in Paris");
    office.world.days(8);
    let signed = office.world.sign_in(&office.terms, "tenant").await;
    office.terms.accepted_elsewhere(signed.session.account()).await.unwrap();
    assert_eq!(office.remind(Remiss::NotAccepted, false).await, (0, 0, 0));
    let person = Person { kind: "tenant".to_owned(), key: vec!["2".to_owned()] };
    office.world.plain.create_person_account(person, "without", secret()).await.unwrap();
    assert_eq!(office.remind(Remiss::Unanswered, false).await, (0, 0, 1), "no address");
}

async fn two_at_once_write_one(place: Place) {
    let office = Office::new(place).await;
    let both =
        tokio::join!(office.remind(Remiss::Unanswered, false), office.remind(Remiss::Unanswered, false));
    assert_eq!((both.0.0 + both.1.0, office.mails().await), (1, 1));
}

async fn who_is_remiss_is_chosen(place: Place) {
    let office = Office::new(place).await;
    let signed = office.world.sign_in(&office.terms, "tenant").await;
    office.terms.show(&signed.session).await.unwrap();
    assert_eq!(office.remind(Remiss::Unseen, true).await.0, 0);
    assert_eq!(office.remind(Remiss::Unanswered, true).await.0, 1);
    office.terms.answer(&signed.session, "front1", "use", "1", false).await.unwrap();
    assert_eq!(office.remind(Remiss::Unanswered, true).await.0, 0);
    assert_eq!(office.remind(Remiss::NotAccepted, true).await.0, 1);
    let asked = Reminding { kind: Some("owner"), remiss: Remiss::NotAccepted, every_days: 7, dry_run: true };
    let done = office.terms.remind(&office.outbox, &office.people, &asked).await.unwrap();
    assert_eq!(done, Reminded::default());
}
