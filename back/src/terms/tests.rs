//! Standing as a function, and the answers over both stores.

mod remind;

use std::sync::Arc;

use proptest::prelude::*;
use time::macros::date;
use vantail_shared::{
    clock::{Clock as _, ManualClock},
    config::Faults,
    random::SystemRandom,
    tls::FrontKind,
};
use zeroize::Zeroizing;

use super::*;
use crate::{
    identity::{Door, Duty, FactorRules, Identity, PasswordCost, PasswordPool, Person, PoolRules, Rules},
    map::{DataMap, samples},
    store::testing::{Place, over_both_stores},
};

over_both_stores!(
    terms_are_asked_and_then_demanded,
    a_transition_that_ends_holds_the_sessions_that_are_open,
    days_are_those_of_the_organisation,
    a_refusal_holds_every_session_and_an_acceptance_lets_go,
    another_version_asks_again_and_another_word_does_not,
    what_is_only_shown_is_shown_once,
    staff_does_nothing_before_the_undertaking,
    answers_to_what_nobody_asks_are_refused,
);

const PASSWORD: &str = "une longue phrase secrète";

/// Terms of tenants, in force since 2027-01-01 with a month of transition.
fn text(version: &str, effective: &str, rest: &str) -> String {
    format!(
        "[[terms]]\nid = \"use\"\nversion = \"{version}\"\npersons = [\"tenant\"]\naccept = true\neffective = \"{effective}\"\n\
         title = {{ fr = \"Conditions\", en = \"Terms\" }}\nparagraphs = {{ fr = [\"Un.\"], en = [\"One.\"] }}\n{rest}\n"
    )
}

fn first() -> String {
    text("1", "2027-01-01", "transition = \"P1M\"")
}

fn texts(toml: &str) -> Vec<TermsText> {
    let faults = Faults::new();
    let whole = format!("{}\n{toml}", samples::MAP);
    let map = DataMap::parse(std::path::Path::new("map.toml"), &whole, &faults);
    let told: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
    map.unwrap_or_else(|| panic!("{told:#?}")).terms
}

struct World {
    _place: Place,
    clock: ManualClock,
    store: Store,
    plain: Identity,
    zone: &'static str,
}

impl World {
    /// A store with a tenant, an owner and a member of staff, on 2027-01-10.
    async fn new(place: Place) -> Self {
        let clock = ManualClock::at(date!(2027 - 01 - 10).midnight().assume_utc().unix_timestamp());
        let cost = PasswordCost { memory_kib: 64, passes: 1, lanes: 1 };
        let wait = std::time::Duration::from_mins(1);
        let passwords = PasswordPool::start(cost, PoolRules { threads: 1, queue: 64, wait }).unwrap();
        let (store, time) = (place.open().await, Arc::new(clock.clone()));
        let (rules, random) = (
            Rules { absolute_seconds: 1 << 40, idle_seconds: 1 << 40, ..Rules::default() },
            Arc::new(SystemRandom),
        );
        let plain = Identity::new(store.clone(), passwords, rules, time, random).await.unwrap();
        let plain = plain.with_factors(FactorRules { staff: Duty::Optional, ..FactorRules::default() });
        for kind in ["tenant", "owner"] {
            let person = Person { kind: kind.to_owned(), key: vec!["1".to_owned()] };
            plain.create_person_account(person, kind, secret()).await.unwrap();
        }
        plain.create_staff_account("Ana", "staff", secret()).await.unwrap();
        Self { _place: place, clock, store, plain, zone: "Europe/Paris" }
    }

    fn terms(&self, toml: &str) -> Terms {
        let calendar = Calendar::new(Arc::new(self.clock.clone()), self.zone).unwrap();
        Terms::new(texts(toml), self.store.clone(), calendar)
    }

    async fn sign_in(&self, terms: &Terms, login: &str) -> Signed {
        let kind = if login == "staff" { FrontKind::Staff } else { FrontKind::Public };
        let identity = self.plain.clone().with_terms(terms.clone());
        let door = Door {
            kind,
            name: "front1".to_owned(),
            client: None,
            browser: None,
            language: vantail_shared::call::Language::Fr,
            left: None,
        };
        let opened = identity.sign_in(&door, login, secret(), "Firefox").await.unwrap();
        let session = identity.any(kind, Some(&opened.token)).await.unwrap();
        Signed { identity, kind, token: opened.token, session }
    }

    fn days(&self, days: i64) {
        self.clock.advance(days * 24 * 3600);
    }

    /// How many lines of this kind the journal has about an account.
    async fn lines(&self, account: i64, kind: &str) -> usize {
        let mut connection = self.store.reader().await.unwrap();
        let lines = crate::store::journal::of(&mut connection, account, 100).await.unwrap();
        lines.iter().filter(|line| line.kind == kind).count()
    }
}

struct Signed {
    identity: Identity,
    kind: FrontKind,
    token: Zeroizing<String>,
    session: AnySession,
}

impl Signed {
    /// The session as the next request finds it.
    async fn now(&self) -> AnySession {
        self.identity.any(self.kind, Some(&self.token)).await.unwrap()
    }

    /// What the pages behind the sign-in answer.
    async fn work(&self) -> Code {
        let result = match self.kind {
            FrontKind::Public => self.identity.person(self.kind, Some(&self.token)).await.map(drop),
            FrontKind::Staff => self.identity.staff(self.kind, Some(&self.token)).await.map(drop),
        };
        result.map_or_else(|failure| failure.code, |()| Code::Unspecified)
    }
}

fn secret() -> Zeroizing<String> {
    Zeroizing::new(PASSWORD.to_owned())
}

const OPEN: Code = Code::Unspecified;

async fn terms_are_asked_and_then_demanded(place: Place) {
    let world = World::new(place).await;
    let terms = world.terms(&first());
    let early = world.sign_in(&terms, "tenant").await;
    assert_eq!(early.work().await, OPEN, "in the transition one may go on");
    assert_eq!(terms.show(&early.session).await.unwrap()[0].standing, Standing::Asked);
    // Shown twice is not accepted.
    let shown = terms.show(&early.session).await.unwrap();
    assert!(shown[0].seen.is_some() && shown[0].accepted.is_none());
    world.days(40);
    let late = world.sign_in(&terms, "tenant").await;
    assert_eq!(late.work().await, Code::StepDue);
    assert_eq!(terms.answer(&late.session, "front1", "use", "1", true).await.unwrap(), Due::None);
    assert_eq!(late.work().await, OPEN);
    assert_eq!(world.sign_in(&terms, "tenant").await.work().await, OPEN);
    // Those whom they do not concern are not asked.
    let owner = world.sign_in(&terms, "owner").await;
    assert_eq!(owner.work().await, OPEN);
    assert!(terms.show(&owner.session).await.unwrap().is_empty());
}

async fn a_transition_that_ends_holds_the_sessions_that_are_open(place: Place) {
    let world = World::new(place).await;
    let terms = world.terms(&first());
    let (one, two) = (world.sign_in(&terms, "tenant").await, world.sign_in(&terms, "tenant").await);
    let owner = world.sign_in(&terms, "owner").await;
    world.days(21);
    assert_eq!((one.work().await, two.work().await), (OPEN, OPEN), "the last day of the transition");
    world.days(1);
    assert_eq!((one.work().await, two.work().await), (Code::StepDue, Code::StepDue));
    assert!(one.now().await.held());
    assert_eq!(owner.work().await, OPEN, "they do not concern owners");
    assert_eq!(terms.answer(&one.session, "front1", "use", "1", true).await.unwrap(), Due::None);
    assert_eq!((one.work().await, two.work().await), (OPEN, OPEN));
    // An answer that was given in time holds nobody later.
    world.days(300);
    assert_eq!(one.work().await, OPEN);
}

async fn days_are_those_of_the_organisation(place: Place) {
    let mut world = World::new(place).await;
    // At 23:30 UTC it is tomorrow in Paris, today in Guadeloupe.
    let to = |clock: &ManualClock, day: Date| {
        let at = day.midnight().assume_utc().unix_timestamp() + 23 * 3600 + 1800;
        clock.advance(at - clock.now());
    };
    to(&world.clock, date!(2026 - 12 - 31));
    for (zone, due) in [("Europe/Paris", Due::Shown), ("America/Guadeloupe", Due::None)] {
        world.zone = zone;
        let terms = world.terms(&first());
        let account = world.sign_in(&terms, "tenant").await.session.account();
        let mut connection = world.store.reader().await.unwrap();
        assert_eq!(terms.due(&mut connection, account).await.unwrap().0, due, "{zone}");
    }
    to(&world.clock, date!(2027 - 01 - 31));
    world.zone = "America/Guadeloupe";
    let guadeloupe = world.terms(&first());
    assert_eq!(world.sign_in(&guadeloupe, "tenant").await.work().await, OPEN);
    world.zone = "Europe/Paris";
    let paris = world.terms(&first());
    let late = world.sign_in(&paris, "tenant").await;
    assert_eq!(late.work().await, Code::StepDue);
    paris.answer(&late.session, "front1", "use", "1", true).await.unwrap();
    assert_eq!(paris.show(&late.session).await.unwrap()[0].accepted, Some(date!(2027 - 02 - 01)));
}

async fn a_refusal_holds_every_session_and_an_acceptance_lets_go(place: Place) {
    let world = World::new(place).await;
    let terms = world.terms(&first());
    let (one, two) = (world.sign_in(&terms, "tenant").await, world.sign_in(&terms, "tenant").await);
    assert_eq!(terms.answer(&one.session, "front1", "use", "1", false).await.unwrap(), Due::Held);
    assert_eq!((one.work().await, two.work().await), (Code::StepDue, Code::StepDue));
    // A refusal is no way out of the portal: the session is there.
    assert!(one.identity.any(one.kind, Some(&one.token)).await.is_ok());
    let shown = terms.show(&one.session).await.unwrap();
    assert!(shown[0].refused.is_some() && shown[0].standing == Standing::Held);
    assert_eq!(terms.answer(&two.session, "front1", "use", "1", true).await.unwrap(), Due::None);
    assert_eq!((one.work().await, two.work().await), (OPEN, OPEN));
    // Sent twice is one answer, and what was accepted is not refused by a page that stayed open.
    assert_eq!(terms.answer(&one.session, "front1", "use", "1", true).await.unwrap(), Due::None);
    let refusal = terms.answer(&one.session, "front1", "use", "1", false).await;
    assert_eq!(refusal.unwrap_err().code, Code::Changed);
    let account = one.session.account();
    let lines = (world.lines(account, "terms_accepted").await, world.lines(account, "terms_refused").await);
    assert_eq!(lines, (1, 1));
}

async fn another_version_asks_again_and_another_word_does_not(place: Place) {
    let world = World::new(place).await;
    let terms = world.terms(&first());
    let session = world.sign_in(&terms, "tenant").await.session;
    terms.answer(&session, "front1", "use", "1", true).await.unwrap();
    world.days(60);
    let mended = world.terms(&first().replace("Un.", "Une."));
    assert_eq!(world.sign_in(&mended, "tenant").await.work().await, OPEN);
    assert_eq!(mended.show(&session).await.unwrap()[0].standing, Standing::Settled);
    // The next version is announced before it is in force, and may be accepted then.
    let next = world.terms(&format!("{}{}", first(), text("2", "2027-04-01", "transition = \"P10D\"")));
    let shown = next.show(&session).await.unwrap();
    assert_eq!(
        shown.iter().map(|shown| shown.standing).collect::<Vec<_>>(),
        [Standing::Announced, Standing::Settled]
    );
    world.days(30);
    assert_eq!(world.sign_in(&next, "tenant").await.work().await, OPEN);
    assert_eq!(next.show(&session).await.unwrap().len(), 1, "the version before is history");
    let old = next.answer(&session, "front1", "use", "1", true).await;
    assert_eq!(old.unwrap_err().code, Code::Changed);
    world.days(10);
    assert_eq!(world.sign_in(&next, "tenant").await.work().await, Code::StepDue);
}

async fn what_is_only_shown_is_shown_once(place: Place) {
    let world = World::new(place).await;
    let notice = text("1", "2027-01-01", "").replace("accept = true", "accept = false");
    let terms = world.terms(&notice);
    let signed = world.sign_in(&terms, "tenant").await;
    let mut connection = world.store.reader().await.unwrap();
    let account = signed.session.account();
    assert_eq!(terms.due(&mut connection, account).await.unwrap().0, Due::Shown);
    assert_eq!(signed.work().await, OPEN);
    terms.show(&signed.session).await.unwrap();
    assert_eq!(terms.due(&mut connection, account).await.unwrap().0, Due::None);
    let answer = terms.answer(&signed.session, "front1", "use", "1", true).await;
    assert_eq!(answer.unwrap_err().code, Code::NotFound, "nobody asks");
}

async fn staff_does_nothing_before_the_undertaking(place: Place) {
    let world = World::new(place).await;
    let undertaking =
        text("1", "2027-01-01", "").replace("persons = [\"tenant\"]", "staff = true\nundertaking = true");
    let terms = world.terms(&undertaking);
    let signed = world.sign_in(&terms, "staff").await;
    assert_eq!(signed.work().await, Code::StepDue);
    assert!(terms.show(&signed.session).await.unwrap()[0].text.undertaking);
    assert_eq!(terms.answer(&signed.session, "staff1", "use", "1", true).await.unwrap(), Due::None);
    assert_eq!(signed.work().await, OPEN);
}

async fn answers_to_what_nobody_asks_are_refused(place: Place) {
    let world = World::new(place).await;
    let terms = world.terms(&first());
    let session = world.sign_in(&terms, "owner").await.session;
    for (id, version) in [("use", "1"), ("use", "\0"), ("", ""), ("other", "1")] {
        let answer = terms.answer(&session, "front1", id, version, true).await;
        assert_eq!(answer.unwrap_err().code, Code::NotFound, "{id:?}");
    }
}

fn row(seen: bool, accepted: bool, refused: bool) -> Row {
    let at = |there: bool| there.then_some(1);
    Row {
        terms: "use".to_owned(),
        version: "1".to_owned(),
        seen_at: at(seen),
        accepted_at: at(accepted),
        refused_at: at(refused && !accepted),
        reminded_at: None,
    }
}

proptest! {
    #[test]
    fn only_acceptance_lets_go(
        day in 0..800_i32, later in 0..800_i32, seen in any::<bool>(), accepted in any::<bool>(), refused in any::<bool>()
    ) {
        let texts = texts(&first());
        let day_of = |day: i32| Date::from_julian_day(date!(2026 - 06 - 01).to_julian_day() + day).unwrap();
        let answers = [row(seen, accepted, refused)];
        let reader = Reader::Person("tenant");
        let now = standing::due(&texts, reader, &answers, day_of(day));
        let then = standing::due(&texts, reader, &answers, day_of(day + later));
        // What holds a session later is known when it is opened.
        let from = standing::held_from(&texts, reader, &answers, day_of(day));
        prop_assert_eq!(then == Due::Held, from.is_some_and(|from| from <= day_of(day + later)));
        // Without an answer time only presses.
        prop_assert!(then >= now);
        prop_assert_eq!(accepted, accepted && then == Due::None);
        prop_assert!(accepted || day_of(day) < date!(2027 - 02 - 01) || now == Due::Held);
        prop_assert!(!refused || accepted || day_of(day) < date!(2027 - 01 - 01) || now == Due::Held);
    }
}
