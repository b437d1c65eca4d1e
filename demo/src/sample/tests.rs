//! The organisation holds together and balances to the cent, whatever its size.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use time::macros::date;

use super::{
    budget::Reason,
    ledger::Kind,
    months_before, papers,
    person::{Category, Person},
    scale::Scale,
    unit::{Unit, Units},
};
use time::Date;

const TODAY: Date = date!(2026 - 11 - 22);

fn units(persons: usize) -> Vec<Unit> {
    Units::new(Scale { persons, today: TODAY }).collect()
}

/// Everything in a building adds up: parts to calls, lines to parts, charges to invoices, closed accounts to nothing.
fn balances(unit: &Unit) {
    let mut booked: HashMap<usize, i64> = HashMap::new();
    for account in &unit.accounts {
        assert!(account.lines.is_sorted_by_key(|line| line.on), "{}", account.number);
        assert!(account.lines.iter().all(|line| line.on <= unit.scale.today && !line.label.is_empty()));
        assert_eq!(account.balances().iter().map(|(_, sum)| sum).sum::<i64>(), account.balance());
        for line in &account.lines {
            if let Some(call) = line.call {
                *booked.entry(call).or_default() += line.amount;
            }
        }
        if account.closed.is_some() {
            assert!(account.balances().iter().all(|(_, sum)| *sum == 0), "{} is settled", account.number);
        }
    }
    for (at, call) in unit.budget.calls.iter().enumerate() {
        assert_eq!(call.parts.iter().sum::<i64>(), call.total);
        assert_eq!(booked.get(&at).copied().unwrap_or(0), call.total, "{}", call.label);
    }
    for settled in unit.budget.calls.iter().filter(|call| call.reason == Reason::Settlement) {
        let called = |call: &&super::budget::Call| {
            call.year == settled.year && matches!(call.reason, Reason::Budget | Reason::Settlement)
        };
        let called: i64 = unit.budget.calls.iter().filter(called).map(|call| call.total).sum();
        let of_year = unit.budget.invoices.iter().filter(|invoice| invoice.year == settled.year);
        let spent: i64 = of_year.filter(|invoice| invoice.code != "671").map(|invoice| invoice.amount).sum();
        assert_eq!(called, spent, "{} of building {}", settled.year, unit.number);
    }
    let shares: i64 = unit.lots.iter().map(|lot| lot.shares).sum();
    assert_eq!(shares, unit.building.total_shares);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn every_building_balances_on_every_day(persons in 40usize..260, ago in 0i64..2_000) {
        let today = TODAY - time::Duration::days(ago);
        Units::new(Scale { persons, today }).for_each(|unit| balances(&unit));
    }
}

#[test]
fn buildings_of_a_large_organisation_balance_too() {
    Units::new(Scale { persons: 1_000_000, today: TODAY }).take(25).for_each(|unit| balances(&unit));
}

#[test]
fn the_same_every_time() {
    assert_eq!(format!("{:?}", units(200)), format!("{:?}", units(200)));
}

#[test]
fn every_size_has_everybody_once() {
    for count in [40, 57, 300, 1_000] {
        let mut ids = HashSet::new();
        let mut kinds = HashSet::new();
        for unit in units(count) {
            for who in (0..unit.persons.len()).filter(|who| unit.at_home(*who)) {
                assert!(ids.insert(unit.persons[who].id), "{}", unit.persons[who].id);
                kinds.insert(unit.persons[who].category);
            }
            assert!(unit.lots.iter().all(|lot| !unit.owners.stays[lot.main].is_empty()));
            assert!(unit.accounts.iter().all(|account| !account.holders.is_empty()));
            let numbers: HashSet<&String> = unit.accounts.iter().map(|account| &account.number).collect();
            assert_eq!(numbers.len(), unit.accounts.len());
        }
        assert_eq!(ids.len(), count);
        assert_eq!(ids.iter().max(), i64::try_from(count).ok().as_ref());
        for kind in [Category::Tenant, Category::CoOwner, Category::Landlord] {
            assert!(kinds.contains(&kind), "{count} {kind:?}");
        }
    }
}

#[test]
fn people_are_what_the_distributions_say() {
    let units = units(6_000);
    let persons: Vec<&Person> = units.iter().flat_map(|unit| &unit.persons).collect();
    let part = |what: &dyn Fn(&Person) -> bool| {
        1000 * persons.iter().filter(|person| what(person)).count() / persons.len()
    };
    let near = |name: &str, found: usize, from: usize, to: usize| {
        assert!((from..=to).contains(&found), "{name}: {found} of a thousand");
    };
    near("owners", part(&|person| person.category == Category::CoOwner), 420, 620);
    near("tenants", part(&|person| person.category == Category::Tenant), 220, 400);
    near("landlords", part(&|person| person.category == Category::Landlord), 20, 90);
    near("e-mail", part(&|person| person.email.as_ref().is_some_and(|email| !email.is_empty())), 640, 780);
    near("empty e-mail", part(&|person| person.email.as_deref() == Some("")), 4, 18);
    near("mobile", part(&|person| person.mobile.is_some()), 590, 700);
    near("abroad", part(&|person| person.country != "FR"), 25, 55);
    near("other scripts", part(&|person| person.latin.is_some()), 1, 8);
    near("blanks", part(&|person| person.last_name.ends_with(' ')), 3, 14);
    near("no birthday", part(&|person| person.born_on == Some(date!(1900 - 01 - 01))), 5, 20);
    let mut mailboxes: HashMap<&str, usize> = HashMap::new();
    for email in persons.iter().filter_map(|person| person.email.as_deref()) {
        *mailboxes.entry(email).or_default() += 1;
    }
    let shared: usize = mailboxes.values().filter(|count| **count > 1).sum();
    near("shared mailboxes", 1000 * shared / persons.len(), 40, 140);
}

#[test]
fn accounts_are_mostly_settled() {
    let units = units(2_000);
    let accounts: Vec<_> = units.iter().flat_map(|unit| &unit.accounts).collect();
    let part = |what: &dyn Fn(i64) -> bool| {
        1000 * accounts.iter().filter(|account| what(account.balance())).count() / accounts.len()
    };
    assert!((650..900).contains(&part(&|sum| sum == 0)), "{}", part(&|sum| sum == 0));
    assert!((5..60).contains(&part(&|sum| sum > 500_000)), "{}", part(&|sum| sum > 500_000));
    assert!((10..150).contains(&part(&|sum| sum < 0)), "{}", part(&|sum| sum < 0));
}

#[test]
fn the_cast_shows_what_it_should() {
    use super::cast;
    let units = units(2_000);
    let first = &units[0];
    let account =
        |id: i64| first.accounts.iter().find(|account| account.holders.contains(&cast::who(id))).unwrap();
    assert_eq!(first.persons[cast::who(cast::MARIE)].full_name(), first.persons[3].full_name());
    assert!(account(cast::ELODIE).lines.len() > 120);
    assert!(account(cast::LOIC).lines.is_empty());
    assert!(account(cast::AGNES).balance() > 0);
    assert!((15..=35).contains(&account(cast::THOMAS).lines.len()), "{}", account(cast::THOMAS).lines.len());
    assert_eq!(account(cast::ETIENNE).number, account(cast::SOLENE).number);
    assert!(account(cast::GENEVIEVE).balance() > 0);
    assert!(account(cast::GERARD).closed.is_some() && account(cast::BEATRICE).closed.is_none());
    assert!(first.accounts.iter().all(|account| !account.holders.contains(&cast::who(cast::ZOE))));
    let president = first.seats.iter().find(|seat| seat.who == cast::who(cast::HELENE)).unwrap();
    assert!(president.starts <= TODAY && TODAY <= president.ends);
    let of_whale: usize = units
        .iter()
        .flat_map(|unit| unit.accounts.iter().map(move |account| (unit, account)))
        .filter(|(unit, account)| unit.persons[account.holders[0]].id == cast::FONCIERE)
        .filter(|(_, account)| matches!(account.kind, Kind::Landlord(_)))
        .map(|(_, account)| account.lines.len())
        .sum();
    assert!(of_whale > 1_500, "{of_whale}");
}

#[test]
fn each_file_is_written_once_and_one_is_lost() {
    let mut files = HashSet::new();
    let mut lost = 0;
    for unit in units(600) {
        for paper in papers::of_unit(&unit) {
            assert!(files.insert(paper.path.clone()), "{}", paper.path);
            assert!(paper.on <= TODAY && !paper.title.is_empty());
            lost += usize::from(paper.lost);
        }
    }
    assert_eq!(lost, 1);
}

#[test]
fn in_a_large_organisation_rows_point_to_files_that_are_there() {
    let files: HashSet<String> = papers::shared().into_iter().map(|shared| shared.path).collect();
    assert!((200..600).contains(&files.len()));
    for unit in Units::new(Scale { persons: 50_000, today: TODAY }).take(30) {
        assert!(papers::of_unit(&unit).iter().all(|paper| files.contains(&paper.path)));
    }
}

#[test]
fn months_are_counted_over_years() {
    assert_eq!(months_before(TODAY, 0), date!(2026 - 11 - 01));
    assert_eq!(months_before(TODAY, 11), date!(2025 - 12 - 01));
    assert_eq!(months_before(TODAY, -2), date!(2027 - 01 - 01));
}
