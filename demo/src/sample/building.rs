//! Buildings and the lots of their division statements.

use time::{Date, Duration};

use super::{
    dice::{Dice, Topic, whole},
    names,
    scale::Scale,
};

/// Where somebody lives or something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Number and street.
    pub street: String,
    /// Postal code.
    pub postcode: &'static str,
    /// Town.
    pub city: &'static str,
}

/// A co-ownership.
#[derive(Debug)]
pub struct Building {
    /// `Résidence Les Tilleuls`
    pub name: String,
    /// Where it stands.
    pub address: Address,
    /// Its number in the national register of co-ownerships, of a form that the register does not use.
    pub registry: String,
    /// Year of construction.
    pub built: i64,
    /// Index of the office that manages it.
    pub agency: usize,
    /// The first day of the management.
    pub managed_since: Date,
    /// The first day of the books: a first of January.
    pub books_since: Date,
    /// Of all lots.
    pub total_shares: i64,
}

impl Building {
    /// The address on one line.
    pub fn place(&self) -> String {
        format!("{}, {} {}", self.address.street, self.address.postcode, self.address.city)
    }
}

/// A lot of a co-ownership.
#[derive(Debug)]
pub struct Lot {
    /// Its number in the division statement.
    pub number: usize,
    /// `Appartement`, `Local commercial`, `Cave`, `Stationnement`.
    pub kind: &'static str,
    /// The floor in words.
    pub floor: String,
    /// In tenths of a square metre.
    pub area: i64,
    /// Its part of the common charges.
    pub shares: i64,
    /// Index of the dwelling or shop that it is owned and sold with.
    pub main: usize,
}

/// Draws the `number`th building with its lots: first the dwellings and shops, then what goes with them.
pub(super) fn draw(scale: Scale, number: usize) -> (Building, Vec<Lot>) {
    let mut dice = Dice::new(Topic::Building, number);
    // Median 18, mean 31, at most 1,200 lots; the first building is the one of the test persons.
    let size = if number == 0 { 44 } else { whole(dice.log_normal(18.0, 1.04)).clamp(4, 1200) };
    let mains = usize::try_from(size * 55 / 100).unwrap_or(2).max(2);
    let mut lots: Vec<Lot> = (0..mains).map(|at| main(at, &mut dice)).collect();
    for number in mains..usize::try_from(size).unwrap_or(mains) {
        lots.push(side(number, mains, &mut dice));
    }
    let total_shares = if size < 30 { 1_000 } else { 10_000 };
    let weights: Vec<i64> = lots.iter().map(|lot| lot.shares).collect();
    for (lot, shares) in lots.iter_mut().zip(super::shares::split(total_shares, &weights)) {
        // Nobody owns nothing: what the smallest gain, the first lot loses below.
        lot.shares = shares.max(1);
    }
    let over = lots.iter().map(|lot| lot.shares).sum::<i64>() - total_shares;
    if let Some(largest) = lots.iter_mut().max_by_key(|lot| lot.shares) {
        largest.shares -= over;
    }
    let days = (scale.today - scale.first_day()).whole_days();
    let managed_since = match number {
        0 => scale.first_day(),
        // A third was there from the beginning.
        _ if dice.happens(330) => scale.first_day() - Duration::days(dice.between(100, 7_000)),
        _ => scale.first_day() + Duration::days(dice.between(0, (days - 500).max(1))),
    };
    let (postcode, city) = dice.pick(names::TOWNS);
    let building = Building {
        name: format!("{}{}", names::RESIDENCES[number % names::RESIDENCES.len()], ordinal(number)),
        address: Address {
            street: format!("{} {}", dice.between(1, 148), dice.pick(names::STREETS)),
            postcode,
            city,
        },
        registry: format!("ZZ{:07}", number + 1),
        built: dice.between(1895, 2012),
        // The first offices have far more buildings than the last.
        agency: dice.common(scale.agencies(), 12.0),
        managed_since,
        books_since: scale.books_since(managed_since, &mut dice),
        total_shares,
    };
    (building, lots)
}

fn main(at: usize, dice: &mut Dice) -> Lot {
    let shop = at > 20 && dice.happens(60);
    let area = dice.between(240, 1080);
    Lot {
        number: at + 1,
        kind: if shop { "Local commercial" } else { "Appartement" },
        floor: if shop { floor(0) } else { floor(at / 4) },
        area,
        shares: area,
        main: at,
    }
}

/// A cellar or a parking space, which goes with a dwelling of the building.
fn side(at: usize, mains: usize, dice: &mut Dice) -> Lot {
    let main = if at < 2 * mains { at - mains } else { dice.index(mains) };
    let (kind, floor, area) = if dice.happens(555) {
        ("Stationnement", "Rez-de-chaussée", dice.between(110, 140))
    } else {
        ("Cave", "Sous-sol", dice.between(30, 80))
    };
    Lot { number: at + 1, kind, floor: floor.into(), area, shares: dice.between(4, 25), main }
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
