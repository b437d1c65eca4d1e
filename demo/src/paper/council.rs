//! Documents that only the council of a building sees.

use std::collections::BTreeMap;

use super::letter::{Align, Column, Letter};
use crate::{
    french,
    sample::{CABINET, papers::BuildingTopic, unit::Unit},
};

pub(super) fn letter(unit: &Unit, topic: BuildingTopic, base: Letter) -> Letter {
    match topic {
        BuildingTopic::Balance(year) => balance(unit, year, base),
        BuildingTopic::Bank => bank(unit, base),
        BuildingTopic::Owners => owners(unit, base),
        BuildingTopic::Court => Letter {
            before: vec![
                "Le syndicat des copropriétaires, représenté par son syndic, assigne devant le tribunal judiciaire en paiement \
                 des charges échues. L’audience est fixée ; le conseil syndical en est tenu informé."
                    .into(),
            ],
            ..base
        },
        _ => Letter {
            before: vec![format!(
                "Le présent document atteste que {CABINET}, entreprise inventée, satisfait aux conditions de la loi n° 70-9 du \
                 2 janvier 1970."
            )],
            ..base
        },
    }
}

fn balance(unit: &Unit, year: i32, base: Letter) -> Letter {
    let mut sums: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for invoice in unit.budget.invoices.iter().filter(|invoice| invoice.year == year) {
        *sums.entry((invoice.code, invoice.label)).or_default() += invoice.amount;
    }
    let total = sums.values().sum();
    Letter {
        columns: Letter::amounts(),
        rows: sums
            .into_iter()
            .map(|((code, label), sum)| vec![format!("{code} – {label}"), french::amount(sum)])
            .collect(),
        total: Some(vec![format!("Charges de l’exercice {year}"), french::amount(total)]),
        ..base
    }
}

fn bank(unit: &Unit, base: Letter) -> Letter {
    let paid = unit.budget.invoices.iter().rev().filter_map(|invoice| Some((invoice.paid_on?, invoice)));
    Letter {
        before: vec!["Dernières opérations du compte bancaire séparé du syndicat.".into()],
        columns: Letter::dated_amounts(),
        rows: paid
            .take(20)
            .map(|(on, invoice)| {
                vec![french::short_date(on), invoice.label.to_owned(), french::amount(-invoice.amount)]
            })
            .collect(),
        ..base
    }
}

fn owners(unit: &Unit, base: Letter) -> Letter {
    let column = |title, width| Column { title, width, align: Align::Left };
    let row = |main: usize| {
        let group = &unit.owners.groups[unit.owners.on(main, unit.scale.today)];
        let names: Vec<String> =
            group.members.iter().map(|member| unit.persons[member.who].full_name()).collect();
        vec![unit.lots[main].number.to_string(), names.join(" et ")]
    };
    Letter {
        columns: vec![column("Lot", 60.0), column("Copropriétaires", 425.0)],
        rows: (0..unit.owners.stays.len()).map(row).collect(),
        ..base
    }
}
