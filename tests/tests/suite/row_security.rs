//! Whose rows they are, over maps and data made at random: a session gets exactly the cells that following its data map
//! by hand gives to its person, and never one more.

mod database;
mod truth;
mod world;

use std::path::Path;

use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::{Config, TestRunner},
};
use vantail_back::{
    business::Business,
    identity::PersonSession,
    map::{CheckedMap, DataMap},
    page::Pages,
};
use vantail_shared::{call::Language, config::Faults, failure::Code};
use vantail_tests::{
    members::Members,
    portal::{Cells, cells},
};
use world::{PERSONS, World};

#[test]
fn nobody_gets_a_cell_of_somebody_elses_row_in_sqlite() {
    hold(160, &async |world, members| {
        let folder = tempfile::tempdir().unwrap();
        let url = database::sqlite(folder.path(), world).await;
        check(world, &url, members).await;
    });
}

#[test]
fn nobody_gets_a_cell_of_somebody_elses_row_in_postgresql() {
    hold(16, &async |world, members| check(world, &database::postgres(world).await, members).await);
}

#[test]
fn nobody_gets_a_cell_of_somebody_elses_row_in_mariadb() {
    hold(16, &async |world, members| check(world, &database::mariadb(world).await, members).await);
}

/// Runs a case for each of so many worlds; what fails is made as small as it can be.
fn hold(cases: u32, case: &impl AsyncFn(&World, &Members)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let keys: Vec<String> = (1..=PERSONS).map(|id| id.to_string()).collect();
    let members = runtime.block_on(Members::sign_in("member", &keys));
    let mut runner = TestRunner::new(Config {
        cases,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..Config::default()
    });
    let done = runner.run(&world::worlds(), |world| {
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            runtime.block_on(case(&world, &members));
        }));
        caught.map_err(|_| proptest::test_runner::TestCaseError::fail("see above"))
    });
    if let Err(error) = done {
        panic!("{error}");
    }
}

async fn check(world: &World, url: &str, members: &Members) {
    let business = Business::open(url).unwrap();
    let faults = Faults::new();
    let map = DataMap::parse(Path::new("map.toml"), &world.map(), &faults);
    let schema = business.schema().await.unwrap();
    let checked: Option<CheckedMap> = map.and_then(|map| map.check(schema, &faults));
    let told: Vec<_> = faults.into_sorted().iter().map(ToString::to_string).collect();
    let checked = checked.unwrap_or_else(|| panic!("{}\n{}", told.join("\n"), world.map()));
    let pages = members.pages(checked, business);
    for session in members.sessions() {
        let shown = shown(&pages, session).await;
        let allowed = truth::rows(world, session.person().key[0].parse().unwrap());
        assert_eq!(shown, allowed, "person {:?}\n{}\n{world:#?}", session.person().key, world.map());
    }
}

/// What a session is shown, in no order; nothing when the person is not there.
async fn shown(pages: &Pages, session: &PersonSession) -> Option<Vec<Cells>> {
    match pages.page(session, Language::En, "rows", "", 0).await {
        Ok(reply) => {
            let mut rows = cells(reply.body.as_ref().unwrap());
            rows.sort();
            Some(rows)
        }
        Err(failure) => {
            assert_eq!(failure.code, Code::SignedOut);
            None
        }
    }
}

#[test]
fn the_worlds_are_worth_looking_at() {
    let mut runner = TestRunner::deterministic();
    let worlds: Vec<World> =
        (0..200).map(|_| world::worlds().new_tree(&mut runner).unwrap().current()).collect();
    let holds = |world: &World, person| truth::rows(world, person).is_some_and(|rows| !rows.is_empty());
    let rich = worlds.iter().filter(|world| (1..=PERSONS).any(|person| holds(world, person))).count();
    let guarded = worlds.iter().filter(|world| truth::guards(world)).count();
    assert!(rich > 60, "{rich} of 200 show something");
    assert!(guarded > 10, "{guarded} of 200 hide rows because of an owner on the way");
}
