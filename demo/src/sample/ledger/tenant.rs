//! Accounts of leases.

use time::{Duration, Month};

use super::{Account, Kind, Line, pay::Closing, pay::pay};
use crate::{
    french,
    sample::{
        budget::Code,
        dice::{Dice, Topic},
        letting::Lease,
        payer::Payer,
        unit::Unit,
    },
};

/// One for each lease.
pub(super) fn accounts(unit: &Unit) -> Vec<Account> {
    unit.letting.leases.iter().enumerate().map(|(at, lease)| account(unit, at, lease)).collect()
}

fn account(unit: &Unit, at: usize, lease: &Lease) -> Account {
    let today = unit.scale.today;
    let mut dice = Dice::new(Topic::Account, unit.number * 10_000 + 5_000 + at);
    let mut owed = Vec::new();
    let owe = |on, label, amount| Line::plain(on, Code::Tenant, label, amount);
    if lease.payer != Payer::New {
        if lease.starts >= unit.building.books_since {
            owed.push(owe(lease.starts, "Dépôt de garantie".into(), lease.rent));
        }
        for (number, on) in lease.months(unit.building.books_since, today).into_iter().enumerate() {
            let amount = lease.rent_in(on) + lease.charges;
            owed.push(owe(on, format!("Loyer et charges – {}", french::month(on)), amount));
            if on.month() == Month::June && number >= 6 {
                let amount = dice.between(-9_000, 14_000);
                let label = format!("Régularisation des charges {}", on.year() - 1);
                owed.push(owe(on + Duration::days(14), label, amount));
            }
        }
    }
    // The deposit is given back within two months (law of 6 July 1989, article 22).
    let closing = lease.ends.map(|ends| ends + Duration::days(40));
    if let (Some(on), Some(ends)) = (closing, lease.ends) {
        owed.push(owe(on, "Restitution du dépôt de garantie".into(), -lease.rent));
        if dice.happens(400) {
            let amount = dice.between(40, 600) * 100;
            owed.push(owe(ends + Duration::days(20), "Remise en état du logement".into(), amount));
        }
    }
    let words = ("Solde de tout compte reçu", "Solde de tout compte rendu");
    // Who does not pay leaves a debt.
    let closing = closing.filter(|_| lease.payer != Payer::Never).map(|on| Closing { on, words });
    let lines = pay(owed, |_| lease.payer, closing, today, &mut dice);
    Account {
        kind: Kind::Tenant(at),
        holders: lease.tenants.clone(),
        number: format!("411-{:05}-{:04}", unit.number + 1, at + 1),
        opened: lease.starts,
        closed: closing.map(|closing| closing.on).filter(|on| *on <= today),
        lines,
    }
}
