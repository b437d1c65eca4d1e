//! Which dwellings the manager lets, and to whom.

use time::{Date, Duration};

use super::{
    building::{Building, Lot},
    cast,
    dice::{Dice, Topic, whole},
    months_before,
    owners::Owners,
    payer::Payer,
    person::{Category, Person},
    register::Register,
    scale::Scale,
};

/// A landlord's mandate to let a dwelling.
#[derive(Debug)]
pub struct Contract {
    /// Index of the dwelling.
    pub main: usize,
    /// Index of the landlord's group.
    pub group: usize,
    /// The first day.
    pub starts: Date,
    /// The manager's fee, in tenths of a percent.
    pub fee: i64,
}

/// A dwelling let to a tenant.
#[derive(Debug, Clone)]
pub struct Lease {
    /// Index of the contract that it is let under.
    pub contract: usize,
    /// Indices of the tenants in the unit's persons.
    pub tenants: Vec<usize>,
    /// Index of who answers for them.
    pub guarantor: Option<usize>,
    /// How they pay.
    pub payer: Payer,
    /// The first day; always the first of a month.
    pub starts: Date,
    /// The last day, when the tenant has left.
    pub ends: Option<Date>,
    /// Monthly rent of the first year, in cents.
    pub rent: i64,
    /// Monthly provision for charges, in cents.
    pub charges: i64,
}

impl Lease {
    /// The rent of a month: raised by 1.8 % on each anniversary, in whole cents.
    pub fn rent_in(&self, month: Date) -> i64 {
        let years = (month - self.starts).whole_days() / 365;
        (0..years).fold(self.rent, |rent, _| (rent * 1018 + 500) / 1000)
    }

    /// The firsts of its months from `since` on, up to `today`.
    pub fn months(&self, since: Date, today: Date) -> Vec<Date> {
        let last = self.ends.map_or(today, |ends| ends.min(today));
        let all = (0..1200).map(|at| months_before(self.starts, -at)).take_while(|on| *on <= last);
        all.filter(|on| *on >= since).collect()
    }
}

/// All lettings of a building.
#[derive(Debug, Default)]
pub struct Letting {
    /// The mandates.
    pub contracts: Vec<Contract>,
    /// The leases.
    pub leases: Vec<Lease>,
}

/// Draws the lettings of a building, adding the tenants to `persons`.
pub(super) fn draw(
    scale: Scale,
    number: usize,
    (building, lots): (&Building, &[Lot]),
    owners: &Owners,
    register: &mut Register,
    persons: &mut Vec<Person>,
) -> Letting {
    let mut dice = Dice::new(Topic::Letting, number);
    let mut letting = Letting::default();
    for (main, stays) in owners.stays.iter().enumerate() {
        let Some(stay) = stays.last() else { continue };
        if !owners.groups[stay.group].managed || stay.until.is_some() {
            continue;
        }
        let known = cast::TENANCIES.iter().find(|(at, ..)| number == 0 && *at == main);
        let days = if known.is_some() { 5_000 } else { dice.between(40, 8 * 365) };
        let starts = (scale.today - Duration::days(days)).max(stay.from).max(building.managed_since);
        letting.contracts.push(Contract { main, group: stay.group, starts, fee: dice.between(60, 80) });
        let contract = letting.contracts.len() - 1;
        let area = lots[main].area;
        let rent = (area * dice.between(85, 125) / 10) * 10;
        let base = Lease {
            contract,
            tenants: Vec::new(),
            guarantor: None,
            payer: Payer::Prompt,
            starts,
            ends: None,
            rent,
            charges: area * 20 / 100 * 100,
        };
        if let Some((_, id, months, payer)) = known {
            let starts = months_before(scale.today, *months);
            letting.leases.push(Lease { tenants: vec![cast::who(*id)], payer: *payer, starts, ..base });
            continue;
        }
        let mut from = months_before(starts, -dice.between(1, 2));
        while from < scale.today {
            let months = whole(dice.exponential(37.0)).max(6);
            let next = months_before(from, -months);
            let ends = (next <= scale.today).then(|| next - Duration::DAY);
            // Who left long before the books began is in them no more.
            if ends.is_none_or(|ends| ends > building.books_since - Duration::days(500)) {
                let lease = Lease { starts: from, ends, payer: Payer::draw(&mut dice), ..base.clone() };
                letting.leases.extend(settle(&lease, building, register, persons, &mut dice));
            }
            from = months_before(next, -dice.between(0, 2));
        }
    }
    letting
}

/// Finds tenants for a lease, and somebody who answers for one in five.
fn settle(
    lease: &Lease,
    building: &Building,
    register: &mut Register,
    persons: &mut Vec<Person>,
    dice: &mut Dice,
) -> Option<Lease> {
    let home = &building.address;
    let new = if dice.happens(350) {
        register.pair(Category::Tenant, home, persons, dice)
    } else {
        register.next(Category::Tenant, home, persons).into_iter().collect()
    };
    let answers = dice.happens(200);
    let tenants: Vec<usize> = (persons.len()..persons.len() + new.len()).collect();
    persons.extend(new);
    let guarantor = if answers { register.next(Category::Guarantor, home, &[]) } else { None };
    let guarantor = guarantor.map(|person| {
        persons.push(person);
        persons.len() - 1
    });
    (!tenants.is_empty()).then_some(Lease { tenants, guarantor, ..lease.clone() })
}
