//! Accounts of co-owners.

use super::{Account, Kind, Line, pay::Closing, pay::pay};
use crate::sample::{
    budget::Code,
    dice::{Dice, Topic},
    payer::Payer,
    unit::Unit,
};

/// One for each group that ever owned here.
pub(super) fn accounts(unit: &Unit) -> Vec<Account> {
    let groups = unit.owners.groups.len();
    let mut owed: Vec<Vec<Line>> = vec![Vec::new(); groups];
    let mut parts = vec![0; groups];
    for (at, call) in unit.budget.calls.iter().enumerate() {
        parts.fill(0);
        for (lot, part) in unit.lots.iter().zip(&call.parts) {
            parts[unit.owners.on(lot.main, call.on)] += part;
        }
        let owns = owning(unit, call.on);
        for group in (0..groups).filter(|group| owns[*group]) {
            let plain = Line::plain(call.on, call.reason.code(), call.label.clone(), parts[group]);
            owed[group].push(Line { call: Some(at), ..plain });
        }
    }
    owed.into_iter().enumerate().filter_map(|(group, owed)| account(unit, group, owed)).collect()
}

/// Which groups own something on a day.
fn owning(unit: &Unit, day: time::Date) -> Vec<bool> {
    let mut owns = vec![false; unit.owners.groups.len()];
    (0..unit.owners.stays.len()).for_each(|main| owns[unit.owners.on(main, day)] = true);
    owns
}

fn account(unit: &Unit, at: usize, mut owed: Vec<Line>) -> Option<Account> {
    let (owners, group) = (&unit.owners, &unit.owners.groups[at]);
    let stays = || owners.stays.iter().flatten().filter(|stay| stay.group == at);
    let first = stays().map(|stay| stay.from).min()?;
    let last = stays().map(|stay| stay.until).max_by_key(|until| until.unwrap_or(time::Date::MAX))?;
    if last.is_some_and(|last| last < unit.building.books_since) {
        return None;
    }
    let mut dice = Dice::new(Topic::Account, unit.number * 10_000 + at);
    let books = unit.building.books_since;
    if first >= books {
        // What a new owner lays down for good (decree of 17 March 1967, article 35).
        let advance = owed.iter().map(|line| line.amount).find(|amount| *amount > 0).unwrap_or(0) / 2;
        let paid = Line::plain(first, Code::Advances, "Avance versée par le notaire", -advance);
        owed.push(Line::plain(first, Code::Advances, "Avance de trésorerie", advance));
        owed.push(Line { method: Some("transfer"), ..paid });
        if let Some(last) = last {
            owed.push(Line::plain(last, Code::Advances, "Remboursement de l’avance", -advance));
        }
    } else if dice.happens(50) {
        owed.push(Line::plain(books, Code::Budget, "Reprise du solde de l’exercice précédent", 0));
    }
    let words = ("Solde réglé par le notaire", "Solde rendu par le notaire");
    let closing = last.map(|on| Closing { on, words });
    // Charges are set off against rents from the day on which the manager lets a dwelling of theirs.
    let lets = unit.letting.contracts.iter().filter(|contract| contract.group == at);
    let lets = lets.map(|contract| contract.starts).min();
    let payer = |on| match group.payer {
        Payer::Managed if lets.is_none_or(|starts| on < starts) => Payer::Prompt,
        payer => payer,
    };
    let lines = pay(owed, payer, closing, unit.scale.today, &mut dice);
    Some(Account {
        kind: Kind::Owner(at),
        holders: group.members.iter().map(|member| member.who).collect(),
        number: format!("450-{:05}-{:04}", unit.number + 1, at + 1),
        opened: first.max(unit.building.managed_since),
        closed: last,
        lines,
    })
}
