//! Accounts of landlords: rents in, fees and charges out, the rest sent to them.

use std::collections::BTreeMap;

use time::{Date, Duration};

use super::{Account, Kind, Line};
use crate::{
    french,
    sample::{budget::Code, payer::Payer, unit::Unit},
};

/// Days after the first of a month on which rents are passed on.
const PASSED_ON: Duration = Duration::days(9);

/// One for each group whose dwellings the manager lets; `owners` are the accounts that their charges are booked to.
pub(super) fn accounts(unit: &Unit, owners: &[Account]) -> Vec<Account> {
    let mut by_group: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, contract) in unit.letting.contracts.iter().enumerate() {
        by_group.entry(contract.group).or_default().push(at);
    }
    by_group.into_iter().map(|(group, contracts)| account(unit, group, &contracts, owners)).collect()
}

fn account(unit: &Unit, group: usize, contracts: &[usize], owners: &[Account]) -> Account {
    let today = unit.scale.today;
    let mut lines = Vec::new();
    for lease in unit.letting.leases.iter().filter(|lease| contracts.contains(&lease.contract)) {
        if lease.payer == Payer::New {
            continue;
        }
        let contract = &unit.letting.contracts[lease.contract];
        let lot = &unit.lots[contract.main];
        for month in lease.months(unit.building.books_since, today) {
            let (on, collected) = (month + PASSED_ON, lease.rent_in(month) + lease.charges);
            let label = format!("Loyer encaissé, lot {} – {}", lot.number, french::month(month));
            lines.push(Line::plain(on, Code::Landlord, label, collected));
            let label = format!("Honoraires de gestion, lot {}", lot.number);
            lines.push(Line::plain(on, Code::Landlord, label, -(collected * contract.fee + 500) / 1_000));
        }
    }
    let own = owners.iter().find(|account| account.kind == Kind::Owner(group));
    for paid in
        own.into_iter().flat_map(|account| &account.lines).filter(|line| line.method == Some("set_off"))
    {
        let label = format!("Charges de copropriété, compte {}", paid.code.names().0);
        lines.push(Line::plain(paid.on, Code::Landlord, label, paid.amount));
    }
    lines.retain(|line| line.on <= today);
    lines.sort_by_key(|line| line.on);
    let holders = unit.owners.groups[group].members.iter().map(|member| member.who).collect();
    let opened = contracts.iter().map(|at| unit.letting.contracts[*at].starts).min().unwrap_or(today);
    Account {
        kind: Kind::Landlord(group),
        holders,
        number: format!("467-{:05}-{:04}", unit.number + 1, group + 1),
        opened,
        closed: None,
        lines: pay_out(lines, today),
    }
}

/// Sends the landlord the balance of each month, some days after the rents came in.
fn pay_out(collected: Vec<Line>, today: Date) -> Vec<Line> {
    let (mut lines, mut balance): (Vec<Line>, i64) = (Vec::new(), 0);
    let mut collected = collected.into_iter().peekable();
    while let Some(line) = collected.next() {
        let on = line.on + Duration::days(6);
        balance += line.amount;
        let ends = collected.peek().is_none_or(|next| next.on > on);
        lines.push(line);
        if ends && balance > 0 && on <= today {
            lines.push(Line::plain(on, Code::Landlord, "Virement de votre solde", -balance));
            balance = 0;
        }
    }
    lines
}
