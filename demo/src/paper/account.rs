//! Letters about an account: calls for funds, yearly statements, reports to landlords.

use time::{Date, Duration};

use super::letter::Letter;
use crate::{
    french,
    sample::{
        ledger::{Kind, Line},
        unit::Unit,
    },
};

pub(super) fn call(unit: &Unit, account: usize, call: usize, base: Letter) -> Letter {
    let (account, call) = (&unit.accounts[account], &unit.budget.calls[call]);
    let mut rows = Vec::new();
    let mut sum = 0;
    for (lot, part) in unit.lots.iter().zip(&call.parts) {
        if account.kind != Kind::Owner(unit.owners.on(lot.main, call.on)) {
            continue;
        }
        sum += part;
        let label = format!("Lot {} – {} ({} tantièmes)", lot.number, lot.kind, lot.shares);
        rows.push(vec![label, french::amount(*part)]);
    }
    Letter {
        before: vec![format!(
            "Nous vous prions de trouver ci-dessous votre quote-part des provisions exigibles le {} (loi du 10 juillet 1965, \
             article 14-1). La somme appelée pour tout l’immeuble est de {}, pour {} tantièmes.",
            french::date(call.on),
            french::amount(call.total),
            french::grouped(unit.building.total_shares.unsigned_abs()),
        )],
        columns: Letter::amounts(),
        rows,
        total: Some(vec!["Montant appelé".into(), french::amount(sum)]),
        after: vec![format!(
            "Par prélèvement automatique, vous n’avez rien à faire. Par virement, merci de rappeler votre numéro de compte : {}.",
            account.number
        )],
        ..base
    }
}

pub(super) fn yearly(unit: &Unit, account: usize, year: i32, base: Letter) -> Letter {
    let lines = &unit.accounts[account].lines;
    let sum =
        |until: i32| lines.iter().filter(|line| line.on.year() <= until).map(|line| line.amount).sum::<i64>();
    let shown = lines.iter().filter(|line| line.on.year() == year);
    Letter {
        before: vec![format!("Solde au 1er janvier {year} : {}", french::amount(sum(year - 1)))],
        columns: Letter::dated_amounts(),
        rows: shown.map(dated).collect(),
        total: Some(vec![String::new(), format!("Solde au 31 décembre {year}"), french::amount(sum(year))]),
        after: vec!["Un solde positif est dû au syndicat ; un solde négatif est en votre faveur.".into()],
        ..base
    }
}

pub(super) fn report(unit: &Unit, account: usize, until: Date, base: Letter) -> Letter {
    let lines = &unit.accounts[account].lines;
    let from = until - Duration::days(92);
    let shown: Vec<&Line> = lines.iter().filter(|line| line.on >= from && line.on < until).collect();
    let collected: i64 = shown.iter().map(|line| line.amount).filter(|amount| *amount > 0).sum();
    let settled: i64 = lines.iter().filter(|line| line.on < until).map(|line| line.amount).sum();
    Letter {
        before: vec![format!(
            "Loyers et charges encaissés pour votre compte sur la période : {}",
            french::amount(collected)
        )],
        columns: Letter::dated_amounts(),
        rows: shown.into_iter().map(dated).collect(),
        total: Some(vec![String::new(), "Solde en votre faveur".into(), french::amount(settled)]),
        ..base
    }
}

fn dated(line: &Line) -> Vec<String> {
    let mut label = line.label.to_string();
    // What does not fit the column is cut, not printed over the amount.
    while super::font::width(&label, 9.5, false) > 296.0 {
        label.truncate(label.char_indices().rev().nth(1).map_or(0, |(at, _)| at));
        label.push('…');
    }
    vec![french::short_date(line.on), label, french::amount(line.amount)]
}
