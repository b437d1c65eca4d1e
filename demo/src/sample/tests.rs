//! The organisation holds together, whatever its size.

use std::collections::HashSet;

use time::macros::date;

use super::{ledger::Ledger, *};

const TODAY: Date = date!(2026 - 11 - 22);

#[test]
fn the_same_every_time() {
    let (one, two) = (Organisation::new(300, TODAY), Organisation::new(300, TODAY));
    assert_eq!(format!("{one:?}"), format!("{two:?}"));
    let (first, second) = (Ledger::new(&one), Ledger::new(&two));
    assert!((0..300).all(|index| first.lines(index) == second.lines(index)));
}

#[test]
fn every_size_has_every_kind_and_everyone_has_a_place() {
    for count in [20, 57, 300, 2000] {
        let sample = Organisation::new(count, TODAY);
        assert_eq!(sample.persons.len(), count);
        for kind in [Kind::Tenant, Kind::CoOwner, Kind::Landlord] {
            assert!(sample.persons.iter().any(|person| person.kind == kind), "{count} {kind:?}");
        }
        for (index, person) in sample.persons.iter().enumerate() {
            match person.kind {
                Kind::Tenant => assert_eq!(sample.leases[index].tenant, index),
                Kind::CoOwner | Kind::Landlord => {
                    assert!(sample.lots_of(index).count() > 0, "{count} {index}");
                }
            }
        }
        for lease in &sample.leases {
            assert_eq!(sample.lots[lease.lot].owner, lease.landlord);
        }
        assert!(sample.buildings.iter().all(|building| !building.lots.is_empty()));
    }
}

#[test]
fn calls_add_up_to_the_budget_of_the_building() {
    let sample = Organisation::new(300, TODAY);
    let ledger = Ledger::new(&sample);
    for building in &sample.buildings {
        let called: i64 = building.lots.clone().map(|lot| ledger.call(lot, 0)).sum();
        assert_eq!(called, building.quarterly_budget);
    }
}

#[test]
fn accounts_are_in_order_up_to_today_and_mostly_settled() {
    let sample = Organisation::new(300, TODAY);
    let ledger = Ledger::new(&sample);
    let accounts: Vec<_> = (0..300).map(|index| ledger.lines(index)).collect();
    for lines in &accounts {
        assert!(lines.is_sorted_by_key(|line| line.on));
        assert!(lines.iter().all(|line| line.on <= TODAY && !line.label.is_empty()));
    }
    let balance = |lines: &Vec<ledger::Line>| lines.iter().map(|line| line.amount).sum::<i64>();
    let settled = accounts.iter().filter(|lines| balance(lines) == 0).count();
    assert!((200..285).contains(&settled), "{settled}");
    assert!(
        accounts.iter().any(|lines| balance(lines) > 0) && accounts.iter().any(|lines| balance(lines) < 0)
    );
    assert!(accounts[0].len() > 120, "the first tenant has pages to turn: {}", accounts[0].len());
    assert!(accounts[4].is_empty(), "the new tenant has nothing yet");
}

#[test]
fn there_are_namesakes_in_one_building_and_names_that_test_a_program() {
    let sample = Organisation::new(300, TODAY);
    assert_eq!(sample.persons[2].full_name(), sample.persons[3].full_name());
    let building = |tenant: usize| sample.lots[sample.leases[tenant].lot].building;
    assert_eq!(building(2), building(3));
    let all: String = sample.persons.iter().map(Person::full_name).collect();
    for needed in ['\'', 'é', 'ç', 'œ', 'ÿ', '-'] {
        assert!(all.contains(needed), "{needed}");
    }
}

#[test]
fn each_file_is_written_once_and_one_is_lost() {
    for count in [300, 900] {
        let sample = Organisation::new(count, TODAY);
        let ledger = Ledger::new(&sample);
        let of_persons = (0..count).flat_map(|index| papers::of_person(&ledger, &sample, index));
        let of_buildings = (0..sample.buildings.len())
            .flat_map(|at| papers::of_building(&sample, at).into_iter().chain(papers::notices(&sample, at)));
        let all: Vec<_> = of_persons.chain(of_buildings).collect();
        let mut files = HashSet::new();
        assert!(all.iter().filter(|paper| paper.own).all(|paper| files.insert(paper.path.clone())));
        assert!(all.iter().all(|paper| files.contains(&paper.path)));
        assert!(all.iter().all(|paper| paper.on <= TODAY));
        assert_eq!(all.iter().filter(|paper| paper.lost).count(), 1);
    }
}
