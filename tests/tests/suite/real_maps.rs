//! The maps of the real databases, by themselves.

use vantail_back::{business::Business, map::DataMap};
use vantail_shared::config::Faults;
use vantail_tests::real::{CONDO, EVERGREEN, KOHA, PAGILA};

#[test]
fn every_map_is_good_by_itself() {
    for set in [&PAGILA, &KOHA, &CONDO, &EVERGREEN] {
        let faults = Faults::default();
        let map = DataMap::load(&set.map(), &faults);
        let told: Vec<_> = faults.into_sorted().iter().map(ToString::to_string).collect();
        assert!(map.is_some() && told.is_empty(), "{}", told.join("\n"));
    }
}

#[test]
fn a_map_is_concise() {
    let text = std::fs::read_to_string(PAGILA.map()).unwrap();
    assert!(text.lines().count() < 150, "{} lines", text.lines().count());
}

/// Every table and column that a map names is there and is what the map takes it for; what is left is worth a look.
#[tokio::test]
async fn every_map_fits_its_database() {
    for set in [&PAGILA, &KOHA, &CONDO, &EVERGREEN] {
        let schema = Business::open(&*set.url().await).unwrap().schema().await.unwrap();
        let faults = Faults::default();
        let checked = DataMap::load(&set.map(), &faults).unwrap().check(schema, &faults);
        let told: Vec<_> = faults.into_sorted().iter().map(ToString::to_string).collect();
        assert!(checked.is_some() && told.is_empty(), "{}", told.join("\n"));
    }
}
