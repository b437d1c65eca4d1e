//! `vantail-back map`: drafts of databases that nobody here designed, held against the maps that were written for them;
//! checks and explanations as an operator sees them.

use std::{path::Path, process::Output, time::Instant};

use serde_json::Value;
use tokio::process::Command;
use vantail_back::{business::Business, draft, map::DataMap};
use vantail_shared::config::Faults;
use vantail_tests::{
    map_facts::facts,
    organisation::{self, MAP},
    pair::World,
    processes::binary,
    real::{CONDO, EVERGREEN, KOHA, PAGILA, RealSet},
};

/// The draft of a real database, which is good by itself and bears the live schema.
async fn drafted(set: &RealSet) -> DataMap {
    let url = set.url().await;
    let business = Business::open(&url).unwrap();
    let began = Instant::now();
    let text = draft::draft(&business, &[]).await.unwrap().to_toml();
    assert!(began.elapsed().as_secs() < 30, "a draft is a matter of seconds: {:?}", began.elapsed());
    let again = draft::draft(&business, &[]).await.unwrap().to_toml();
    assert!(text == again, "the same database gives the same draft");
    assert!(text.contains("# to check"), "what was guessed is marked");
    let faults = Faults::new();
    let schema = business.schema().await.unwrap();
    let map =
        DataMap::parse("draft.toml".as_ref(), &text, &faults).and_then(|map| map.check(schema, &faults));
    assert!(text.contains("strict = true"), "a draft forgets nothing that looks personal");
    let told: Vec<_> = faults.into_sorted().iter().map(ToString::to_string).collect();
    assert!(map.is_some() && told.is_empty(), "{} faults:\n{}", told.len(), told.join("\n"));
    DataMap::parse("draft.toml".as_ref(), &text, &Faults::new()).unwrap()
}

/// At least four fifths of what the written map says must be in the draft already.
#[expect(clippy::print_stdout, reason = "what a draft misses is for people to read, with --nocapture")]
async fn says_most(set: &RealSet) {
    let written = DataMap::load(&set.map(), &Faults::new()).unwrap();
    let (wanted, found) = (facts(&written), facts(&drafted(set).await));
    let missing: Vec<&String> = wanted.difference(&found).collect();
    let there = wanted.len() - missing.len();
    println!("{}: {there} of {} facts; missing:", set.name, wanted.len());
    for fact in &missing {
        println!("    {fact}");
    }
    assert!(there * 5 >= wanted.len() * 4, "{}: {there} of {} facts", set.name, wanted.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_draft_of_a_video_shop_says_most_of_its_map() {
    says_most(&PAGILA).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_draft_of_a_library_says_most_of_its_map() {
    says_most(&KOHA).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_draft_of_property_management_says_most_of_its_map() {
    says_most(&CONDO).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_draft_of_a_consortium_says_most_of_its_map() {
    says_most(&EVERGREEN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_tables_are_drafted_and_checked_in_seconds() {
    let map = drafted(&EVERGREEN).await;
    assert!(map.kinds.iter().any(|kind| kind.table.value.to_string() == "actor.usr"), "patrons are found");
    assert!(map.tables.len() > 50, "{} tables", map.tables.len());
}

async fn run(arguments: &[&str], config: &Path) -> Output {
    let config = config.to_str().unwrap();
    Command::new(binary("vantail-back")).args(arguments).args(["--config", config]).output().await.unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_drafts_checks_and_explains() {
    let world = World::build().await;
    let config = world.back_toml("back.toml", [0; 4], "sqlite:store.db");
    let drafted = run(&["map", "draft"], &config).await;
    assert!(drafted.status.success(), "{}", String::from_utf8_lossy(&drafted.stderr));
    std::fs::write(world.path("map.toml"), printed(&drafted)).unwrap();

    let checked = run(&["map", "check"], &config).await;
    assert_eq!(checked.status.code(), Some(0), "{}", printed(&checked));
    assert!(printed(&checked).contains("The data map is good; 5 warnings."), "{}", printed(&checked));
    assert!(printed(&checked).contains("still says \"Your organisation\""), "{}", printed(&checked));

    for (language, word) in [("fr", "Chaque ligne de"), ("en", "Each row of")] {
        let told = run(&["map", "explain", "--language", language], &config).await;
        assert!(told.status.success() && printed(&told).contains(word), "{}", printed(&told));
    }
    let told = run(&["map", "explain", "--json"], &config).await;
    let told: Value = serde_json::from_str(&printed(&told)).unwrap();
    assert!(told[0]["parts"].as_array().is_some_and(|parts| parts.len() >= 3), "{told}");
    assert_eq!(run(&["map", "explain", "--kind", "nobody"], &config).await.status.code(), Some(2));

    let asked = run(&["map", "draft", "--json", "--persons", "person"], &config).await;
    let asked: Value = serde_json::from_str(&printed(&asked)).unwrap();
    assert_eq!(asked["persons"], serde_json::json!(["person"]));
    assert!(asked["map"].as_str().is_some_and(|map| map.contains("[persons.person]")));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_of_a_map_is_told_at_once_with_its_place_and_a_remedy() {
    let world = World::build().await;
    let config = world.back_toml("back.toml", [0; 4], "sqlite:store.db");
    let wrong = MAP
        .replace("\"label\", title", "\"lable\", title")
        .replace("account.person_id", "account.persons_id");
    std::fs::write(world.path("map.toml"), wrong).unwrap();
    let checked = run(&["map", "check", "--json"], &config).await;
    assert_eq!(checked.status.code(), Some(1), "{}", printed(&checked));
    let value: Value = serde_json::from_str(&printed(&checked)).unwrap();
    let faults = value["faults"].as_array().unwrap();
    for name in ["lable", "persons_id"] {
        let fault = faults.iter().find(|fault| fault["problem"].as_str().unwrap().contains(name));
        let fault = fault.unwrap_or_else(|| panic!("{name} is told: {value}"));
        assert!(fault["line"].as_u64() > Some(1) && fault["column"].as_u64() > Some(0), "{fault}");
        assert!(!fault["remedy"].as_str().unwrap().is_empty(), "{fault}");
    }

    std::fs::write(world.path("map.toml"), organisation::MAP).unwrap();
    let checked = run(&["map", "check"], &config).await;
    assert_eq!(checked.status.code(), Some(0), "{}", printed(&checked));
    let strict = run(&["map", "check", "--strict"], &config).await;
    assert_eq!(
        strict.status.code(),
        Some(1),
        "columns that nobody declared are mistakes: {}",
        printed(&strict)
    );

    std::fs::write(world.path("back.toml"), "[listen]\n").unwrap();
    assert_eq!(run(&["map", "check"], &config).await.status.code(), Some(2));
    assert_eq!(run(&["map", "draft"], &config).await.status.code(), Some(2));
}
