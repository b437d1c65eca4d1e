//! Buildings, lots, leases: who owns and who rents what.

use time::{Date, Month};

use super::{
    dice::Dice,
    names,
    people::{Kind, Payer, Person},
};

/// A co-ownership.
#[derive(Debug)]
pub struct Building {
    /// `Résidence Les Tilleuls`
    pub name: String,
    /// Number and street.
    pub street: String,
    /// Postal code.
    pub postcode: &'static str,
    /// Town.
    pub city: &'static str,
    /// Year of construction.
    pub built: i64,
    /// Its lots, as a range of the organisation's.
    pub lots: std::ops::Range<usize>,
    /// The quarterly call for funds of the first year, in cents.
    pub quarterly_budget: i64,
}

impl Building {
    /// The address on one line.
    pub fn address(&self) -> String {
        format!("{}, {} {}", self.street, self.postcode, self.city)
    }
}

/// A lot of a co-ownership.
#[derive(Debug)]
pub struct Lot {
    /// Index of its building.
    pub building: usize,
    /// Its number in the division statement.
    pub number: usize,
    /// `Appartement`, `Cave`, `Stationnement`.
    pub kind: &'static str,
    /// The floor in words.
    pub floor: String,
    /// In tenths of a square metre.
    pub area: i64,
    /// Its part of the common charges.
    pub thousandths: i64,
    /// Index of the person who owns it.
    pub owner: usize,
}

/// A dwelling let to a tenant.
#[derive(Debug)]
pub struct Lease {
    /// Index of the lot.
    pub lot: usize,
    /// Index of the person who rents it.
    pub tenant: usize,
    /// Index of the person who lets it.
    pub landlord: usize,
    /// The first day; always the first of a month.
    pub starts: Date,
    /// The last day, when the tenant has left.
    pub ends: Option<Date>,
    /// Monthly rent of the first year, in cents.
    pub rent: i64,
    /// Monthly provision for charges, in cents.
    pub charges: i64,
}

/// Who owns a dwelling, and who rents it.
type Dwelling = (usize, Option<usize>);

pub(super) fn draw(persons: &[Person], today: Date) -> (Vec<Building>, Vec<Lot>, Vec<Lease>) {
    let mut dice = Dice::new(2, 0);
    let mut rest = dwellings(persons, &mut dice);
    let (mut buildings, mut lots, mut leases) = (Vec::new(), Vec::new(), Vec::new());
    while !rest.is_empty() {
        let number = buildings.len();
        // Most are small, some large.
        let size = dice.between(8, 14) * [1, 1, 1, 2, 2, 5][dice.index(6)];
        let here: Vec<Dwelling> = rest.drain(..rest.len().min(usize::try_from(size).unwrap_or(8))).collect();
        let first = lots.len();
        for (at, (owner, tenant)) in here.iter().enumerate() {
            let area = dice.between(240, 1080);
            if let Some(tenant) = *tenant {
                leases.push(lease(&persons[tenant], tenant, *owner, lots.len(), area, today));
            }
            lots.push(Lot {
                building: number,
                number: at + 1,
                kind: "Appartement",
                floor: floor(at / 4),
                area,
                thousandths: area,
                owner: *owner,
            });
        }
        side_lots(number, first, here.len(), &mut lots, &mut dice);
        let (postcode, city) = dice.pick(names::TOWNS);
        let count = i64::try_from(lots.len() - first).unwrap_or(1);
        buildings.push(Building {
            name: format!("{}{}", names::RESIDENCES[number % names::RESIDENCES.len()], ordinal(number)),
            street: format!("{} {}", dice.between(1, 148), dice.pick(names::STREETS)),
            postcode,
            city,
            built: dice.between(1895, 2012),
            lots: first..lots.len(),
            quarterly_budget: count * dice.between(14_000, 26_000),
        });
    }
    leases.sort_by_key(|lease| lease.tenant);
    (buildings, lots, leases)
}

/// One dwelling for each co-owner, and one for each tenant, owned by some landlord; in any order.
fn dwellings(persons: &[Person], dice: &mut Dice) -> Vec<Dwelling> {
    let of = |kind| move |(_, person): &(usize, &Person)| person.kind == kind;
    let landlords: Vec<usize> =
        persons.iter().enumerate().filter(of(Kind::Landlord)).map(|(i, _)| i).collect();
    let mut dwellings: Vec<Dwelling> = Vec::new();
    for (index, person) in persons.iter().enumerate() {
        match person.kind {
            Kind::CoOwner => dwellings.push((index, None)),
            // Everyone lets something; the first ones let more.
            Kind::Tenant if index < landlords.len() => dwellings.push((landlords[index], Some(index))),
            Kind::Tenant => dwellings.push((dice.pick_common(&landlords), Some(index))),
            Kind::Landlord => {}
        }
    }
    dice.shuffle(&mut dwellings);
    // The two tenants of the same name live in the same building.
    if let Some(at) = dwellings.iter().position(|(_, tenant)| *tenant == Some(3)) {
        let other = dwellings.remove(at);
        let beside = dwellings.iter().position(|(_, tenant)| *tenant == Some(2)).unwrap_or(0);
        dwellings.insert(beside, other);
    }
    dwellings
}

/// Cellars and parking spaces, which belong to owners of dwellings of the building.
fn side_lots(building: usize, first: usize, dwellings: usize, lots: &mut Vec<Lot>, dice: &mut Dice) {
    for at in 0..dwellings {
        let owner = lots[first + at].owner;
        for (kind, per_mille, area, floor) in
            [("Cave", 600, (30, 80), "Sous-sol"), ("Stationnement", 400, (110, 140), "Rez-de-chaussée")]
        {
            if dice.happens(per_mille) {
                lots.push(Lot {
                    building,
                    number: lots.len() - first + 1,
                    kind,
                    floor: floor.into(),
                    area: dice.between(area.0, area.1),
                    thousandths: dice.between(4, 25),
                    owner,
                });
            }
        }
    }
}

fn lease(person: &Person, tenant: usize, landlord: usize, lot: usize, area: i64, today: Date) -> Lease {
    let mut dice = Dice::new(3, tenant);
    let months_ago = match (tenant, person.payer) {
        (_, Payer::New) => 0,
        // Long enough for a statement of several pages.
        (0..4, _) => 70,
        _ => dice.between(2, 71),
    };
    let starts = months_before(today, months_ago);
    let left = tenant > 8 && months_ago > 14 && dice.happens(150);
    let ends = left.then(|| months_before(today, months_ago / 3)).and_then(Date::previous_day);
    let rent = (area * dice.between(110, 150) / 10) * 10;
    Lease { lot, tenant, landlord, starts, ends, rent, charges: area * 20 / 100 * 100 }
}

/// The first of the month `months` before the day's month.
pub fn months_before(day: Date, months: i64) -> Date {
    let at = i64::from(day.year()) * 12 + i64::from(u8::from(day.month())) - 1 - months;
    let month = u8::try_from(at.rem_euclid(12) + 1).ok().and_then(|month| Month::try_from(month).ok());
    let year = i32::try_from(at.div_euclid(12)).unwrap_or(day.year());
    Date::from_calendar_date(year, month.unwrap_or(Month::January), 1).unwrap_or(day)
}

fn floor(number: usize) -> String {
    match number {
        0 => "Rez-de-chaussée".into(),
        1 => "1er étage".into(),
        n => format!("{n}e étage"),
    }
}

/// Names repeat after a while; a number tells them apart.
fn ordinal(number: usize) -> String {
    match number / names::RESIDENCES.len() {
        0 => String::new(),
        n => format!(" {}", n + 1),
    }
}
