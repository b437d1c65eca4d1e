//! The account of each person, line by line.
//!
//! Positive is what a tenant or a co-owner owes and what a landlord is owed.

use time::{Date, Duration, Month};

use super::{
    Organisation,
    dice::Dice,
    people::{Kind, Payer, Person},
    places::{Building, Lease},
    shares::split,
};
use crate::french;

/// A line of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The day it counts from.
    pub on: Date,
    /// What it is, in French.
    pub label: String,
    /// In cents.
    pub amount: i64,
}

/// Computes accounts; keeps what all owners of a building share.
#[derive(Debug)]
pub struct Ledger<'a> {
    organisation: &'a Organisation,
    /// For each building and quarter, the part of each of its lots in the call for funds, in cents.
    calls: Vec<Vec<Vec<i64>>>,
    quarters: Vec<Date>,
}

impl<'a> Ledger<'a> {
    /// Splits the calls of every building.
    pub fn new(organisation: &'a Organisation) -> Self {
        let quarters = quarters(organisation.first_day(), organisation.today);
        let calls =
            organisation.buildings.iter().map(|building| calls(organisation, building, &quarters)).collect();
        Self { organisation, calls, quarters }
    }

    /// The first days of the quarters in the books.
    pub fn quarters(&self) -> &[Date] {
        &self.quarters
    }

    /// What the owner of `lot` pays at the `quarter`th quarter, in cents.
    pub fn call(&self, lot: usize, quarter: usize) -> i64 {
        let building = self.organisation.lots[lot].building;
        self.calls[building][quarter][lot - self.organisation.buildings[building].lots.start]
    }

    /// The account of the person with this index, oldest line first.
    pub fn lines(&self, index: usize) -> Vec<Line> {
        let person = &self.organisation.persons[index];
        let mut lines = match person.kind {
            _ if person.payer == Payer::New => return Vec::new(),
            Kind::Tenant => {
                self.organisation.leases.get(index).map(|lease| self.tenant(lease)).unwrap_or_default()
            }
            Kind::CoOwner => self.co_owner(index),
            Kind::Landlord => return self.landlord(index),
        };
        let owed = std::mem::take(&mut lines);
        pay(owed, person, index, self.organisation.today)
    }

    fn tenant(&self, lease: &Lease) -> Vec<Line> {
        let mut dice = Dice::new(4, lease.tenant);
        let deposit = Line { on: lease.starts, label: "Dépôt de garantie".into(), amount: lease.rent };
        let mut lines = vec![deposit];
        for (at, on) in months(lease, self.organisation.today).into_iter().enumerate() {
            let amount = rent_in(lease, on) + lease.charges;
            lines.push(Line { on, label: format!("Loyer et charges – {}", french::month(on)), amount });
            if on.month() == Month::June && at >= 6 {
                let amount = dice.between(-9_000, 14_000);
                let label = format!("Régularisation des charges {}", on.year() - 1);
                lines.push(Line { on: on + Duration::days(14), label, amount });
            }
        }
        lines
    }

    fn co_owner(&self, index: usize) -> Vec<Line> {
        let mut dice = Dice::new(5, index);
        let lots: Vec<usize> = self.organisation.lots_of(index).map(|(lot, _)| lot).collect();
        let Some(building) = lots.first().map(|lot| self.organisation.lots[*lot].building) else {
            return Vec::new();
        };
        let works_at = 5 + building % 14;
        let mut lines = Vec::new();
        for (at, on) in self.quarters.iter().copied().enumerate() {
            let call: i64 = lots.iter().map(|lot| self.call(*lot, at)).sum();
            let quarter = french::quarter(on);
            lines.push(Line { on, label: format!("Appel de fonds – {quarter}"), amount: call });
            // At least 5 % of the budget: law of 10 July 1965, article 14-2-1.
            lines.push(Line {
                on,
                label: format!("Fonds de travaux – {quarter}"),
                amount: (call * 5 + 50) / 100,
            });
            if at == works_at || at == works_at + 1 {
                let part = at - works_at + 1;
                let label = format!("Travaux votés : ravalement de façade ({part}/2)");
                lines.push(Line { on: on + Duration::days(14), label, amount: call * 3 / 2 });
            }
            if on.month() == Month::April && at >= 4 {
                let label = format!("Régularisation de l’exercice {}", on.year() - 1);
                let amount = call * dice.between(-30, 32) / 100;
                lines.push(Line { on: on + Duration::days(75), label, amount });
            }
        }
        lines
    }

    fn landlord(&self, index: usize) -> Vec<Line> {
        let today = self.organisation.today;
        let mut lines = Vec::new();
        let mine = self.organisation.leases_of(index);
        for lease in mine.filter(|lease| self.organisation.persons[lease.tenant].payer != Payer::New) {
            let lot = &self.organisation.lots[lease.lot];
            let place = format!("{}, lot {}", self.organisation.buildings[lot.building].name, lot.number);
            for on in months(lease, today) {
                let collected = rent_in(lease, on) + lease.charges;
                let on = on + Duration::days(9);
                let label = format!("Loyer encaissé – {place} – {}", french::month(on));
                lines.push(Line { on, label, amount: collected });
                let label = format!("Honoraires de gestion 6 % – {place}");
                lines.push(Line { on, label, amount: -(collected * 6 + 50) / 100 });
                let quarter = self.quarters.iter().position(|first| *first + Duration::days(9) == on);
                if let Some(quarter) = quarter {
                    let label = format!("Charges de copropriété – {place} – {}", french::quarter(on));
                    lines.push(Line { on, label, amount: -self.call(lease.lot, quarter) });
                }
            }
        }
        lines.retain(|line| line.on <= today);
        lines.sort_by_key(|line| line.on);
        pay_out(lines, today)
    }
}

/// The rent of a month: raised by 1.8 % on each anniversary, in whole cents.
pub fn rent_in(lease: &Lease, month: Date) -> i64 {
    let years = (month - lease.starts).whole_days() / 365;
    (0..years).fold(lease.rent, |rent, _| (rent * 1018 + 500) / 1000)
}

/// The firsts of the months of a lease, up to `today`.
fn months(lease: &Lease, today: Date) -> Vec<Date> {
    let last = lease.ends.map_or(today, |ends| ends.min(today));
    firsts(lease.starts, last, 1)
}

fn quarters(first: Date, last: Date) -> Vec<Date> {
    firsts(first, last, 3)
}

fn firsts(first: Date, last: Date, step: i64) -> Vec<Date> {
    let at = |months: i64| super::places::months_before(first, -months * step);
    // A hundred years of months are more than any books hold.
    (0..1200).map(at).take_while(|on| *on <= last).collect()
}

fn calls(organisation: &Organisation, building: &Building, quarters: &[Date]) -> Vec<Vec<i64>> {
    let weights: Vec<i64> =
        organisation.lots[building.lots.clone()].iter().map(|lot| lot.thousandths).collect();
    let first_year = quarters.first().map_or(0, |first| first.year());
    let raised =
        |on: &Date| (first_year..on.year()).fold(building.quarterly_budget, |sum, _| sum * 103 / 100);
    quarters.iter().map(|on| split(raised(on), &weights)).collect()
}

/// Adds the payments to what is owed: each settles the balance of its day.
fn pay(mut owed: Vec<Line>, person: &Person, index: usize, today: Date) -> Vec<Line> {
    owed.retain(|line| line.on <= today);
    owed.sort_by_key(|line| line.on);
    let mut dice = Dice::new(6, index);
    let mut due_days: Vec<Date> = owed.iter().map(|line| line.on).collect();
    due_days.dedup();
    let mut paid_on: Vec<Date> =
        due_days.into_iter().filter_map(|on| day_of_payment(person.payer, on, &mut dice)).collect();
    // Who is behind has stopped paying at all some time ago.
    let stopped = match person.payer {
        Payer::Behind => today - Duration::days(dice.between(20, 420)),
        Payer::Prompt | Payer::Slow | Payer::New => today,
    };
    paid_on.retain(|on| *on <= stopped);
    paid_on.sort();
    let by =
        if person.payer == Payer::Prompt { "Prélèvement automatique" } else { "Virement reçu, merci" };

    let (mut lines, mut balance) = (Vec::with_capacity(owed.len() * 2), 0);
    let mut owed = owed.into_iter().peekable();
    for on in paid_on {
        while let Some(line) = owed.next_if(|line| line.on <= on) {
            balance += line.amount;
            lines.push(line);
        }
        if balance > 0 {
            // A transfer typed by hand is sometimes a round sum.
            let round = person.payer == Payer::Slow && dice.happens(400);
            let paid = if round { (balance / 1_000 + 1) * 1_000 } else { balance };
            lines.push(Line { on, label: by.into(), amount: -paid });
            balance -= paid;
        }
    }
    lines.extend(owed);
    lines
}

fn day_of_payment(payer: Payer, due: Date, dice: &mut Dice) -> Option<Date> {
    let days = match payer {
        Payer::Prompt => dice.between(3, 6),
        Payer::Slow => dice.between(8, 55),
        Payer::Behind if dice.happens(300) => return None,
        Payer::Behind => dice.between(20, 110),
        Payer::New => return None,
    };
    Some(due + Duration::days(days))
}

/// Sends the landlord the balance of each month, some days after the rents came in.
fn pay_out(collected: Vec<Line>, today: Date) -> Vec<Line> {
    let (mut lines, mut balance): (Vec<Line>, i64) = (Vec::new(), 0);
    let mut collected = collected.into_iter().peekable();
    while let Some(line) = collected.next() {
        let on = line.on + Duration::days(6);
        balance += line.amount;
        let ends_month = collected.peek().is_none_or(|next| next.on > line.on);
        lines.push(line);
        if ends_month && balance > 0 && on <= today {
            lines.push(Line { on, label: "Virement de votre solde".into(), amount: -balance });
            balance = 0;
        }
    }
    lines
}
