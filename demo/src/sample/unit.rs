//! A building with everything that belongs to it: what the organisation is generated from, one after the other.

use super::{
    budget::{self, Budget},
    building::{self, Building, Lot},
    cases::{self, Cases},
    cast,
    council::{self, Meeting, Seat},
    dice::{Dice, Topic},
    ledger::{self, Account},
    letting::{self, Letting},
    owners::{self, Owners},
    person::{Category, Person},
    register::Register,
    scale::Scale,
};

/// A building, its lots, its people, and their money.
#[derive(Debug)]
pub struct Unit {
    /// The size of the whole.
    pub scale: Scale,
    /// Its number, from 0.
    pub number: usize,
    /// The building.
    pub building: Building,
    /// Its lots, dwellings and shops first.
    pub lots: Vec<Lot>,
    /// Everyone who appears here.
    pub persons: Vec<Person>,
    /// Who owns.
    pub owners: Owners,
    /// Who rents.
    pub letting: Letting,
    /// What is called and spent.
    pub budget: Budget,
    /// The yearly meetings.
    pub meetings: Vec<Meeting>,
    /// The seats in the council.
    pub seats: Vec<Seat>,
    /// The accounts.
    pub accounts: Vec<Account>,
    /// Disputes, sales, requests.
    pub cases: Cases,
}

impl Unit {
    /// Whether the person with this index is in the database with this unit, and not with another.
    pub fn at_home(&self, who: usize) -> bool {
        self.number == 0 || self.persons[who].id > cast::COUNT
    }
}

/// The units of an organisation, until its register is full.
#[derive(Debug)]
pub struct Units {
    scale: Scale,
    register: Register,
    number: usize,
}

impl Units {
    /// All units of an organisation of this size, which is at least 40.
    pub fn new(scale: Scale) -> Self {
        let scale = Scale { persons: scale.persons.max(40), ..scale };
        Self { scale, register: Register::new(scale), number: 0 }
    }
}

impl Iterator for Units {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        if self.register.full() && self.number > 0 {
            return None;
        }
        let (scale, number) = (self.scale, self.number);
        self.number += 1;
        let (building, lots) = building::draw(scale, number);
        let mut persons = if number == 0 { cast::persons(scale, &building.address) } else { Vec::new() };
        let place = (&building, lots.as_slice());
        let owners = owners::draw(scale, number, place, &mut self.register, &mut persons);
        let letting = letting::draw(scale, number, place, &owners, &mut self.register, &mut persons);
        // Some are in the register for no reason that the database tells.
        let mut dice = Dice::new(Topic::Person, number);
        for _ in 0..persons.len() {
            if dice.happens(48) {
                persons.extend(self.register.next(Category::Other, &building.address, &[]));
            }
        }
        let budget = budget::draw(scale, number, &building, &lots);
        let meetings = council::meetings(scale, number, building.books_since, building.total_shares);
        let seats = council::seats(scale, number, &owners, &meetings, &persons);
        let (accounts, cases) = (Vec::new(), Cases::default());
        let mut unit = Unit {
            scale,
            number,
            building,
            lots,
            persons,
            owners,
            letting,
            budget,
            meetings,
            seats,
            accounts,
            cases,
        };
        unit.accounts = ledger::accounts(&unit);
        unit.cases = cases::draw(&unit);
        Some(unit)
    }
}
