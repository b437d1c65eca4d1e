//! Letters to tenants: receipts and leases.

use time::{Date, Duration};

use super::letter::Letter;
use crate::{
    french,
    sample::{months_before, unit::Unit},
};

pub(super) fn receipt(unit: &Unit, lease: usize, month: Date, base: Letter) -> Letter {
    let lease = &unit.letting.leases[lease];
    let last = months_before(month, -1) - Duration::DAY;
    let rent = lease.rent_in(month);
    Letter {
        before: vec![format!(
            "Nous déclarons avoir reçu de {} la somme de {} au titre du loyer et des charges du {} au {}, et lui en donnons \
             quittance, sous réserve de tous nos droits.",
            names(unit, &lease.tenants),
            french::amount(rent + lease.charges),
            french::date(month),
            french::date(last),
        )],
        columns: Letter::amounts(),
        rows: vec![
            vec![format!("Loyer – {}", french::month(month)), french::amount(rent)],
            vec!["Provision pour charges".into(), french::amount(lease.charges)],
        ],
        total: Some(vec!["Total reçu".into(), french::amount(rent + lease.charges)]),
        after: vec![
            "Cette quittance annule tous les reçus qui auraient pu être établis précédemment en cas de paiement partiel du \
             présent terme. Elle est à conserver pendant trois ans (loi du 6 juillet 1989, article 7-1)."
                .into(),
        ],
        ..base
    }
}

pub(super) fn lease(unit: &Unit, lease: usize, base: Letter) -> Letter {
    let lease = &unit.letting.leases[lease];
    let contract = &unit.letting.contracts[lease.contract];
    let lot = &unit.lots[contract.main];
    let landlords: Vec<usize> =
        unit.owners.groups[contract.group].members.iter().map(|member| member.who).collect();
    let item = |label: &str, cents| vec![label.to_owned(), french::amount(cents)];
    Letter {
        before: vec![
            format!(
                "Entre {}, bailleur, représenté par son mandataire, et {}, locataire, il est convenu la location du logement \
                 désigné ci-dessus à usage d’habitation principale, soumise à la loi n° 89-462 du 6 juillet 1989.",
                names(unit, &landlords),
                names(unit, &lease.tenants),
            ),
            format!(
                "Le logement, lot {} au niveau « {} », a une surface habitable de {},{} m². La location prend effet le {} pour \
                 une durée de trois ans, renouvelable par tacite reconduction.",
                lot.number,
                lot.floor,
                lot.area / 10,
                lot.area % 10,
                french::date(lease.starts),
            ),
        ],
        columns: Letter::amounts(),
        rows: vec![
            item("Loyer mensuel hors charges", lease.rent),
            item("Provision mensuelle pour charges", lease.charges),
            item("Dépôt de garantie (un mois de loyer hors charges)", lease.rent),
        ],
        after: vec![
            "# Révision".into(),
            "Le loyer est révisé chaque année à la date anniversaire du contrat selon l’indice de référence des loyers.".into(),
            "# Charges".into(),
            "Les charges sont provisionnées chaque mois et régularisées une fois par an, pièces à l’appui.".into(),
            "# Assurance".into(),
            "Le locataire s’assure contre les risques locatifs et en justifie à la remise des clés puis chaque année.".into(),
        ],
        ..base
    }
}

/// `M. Jean Roux et Mme Léa Roux`
fn names(unit: &Unit, persons: &[usize]) -> String {
    let names: Vec<String> = persons.iter().map(|who| unit.persons[*who].full_name()).collect();
    names.join(" et ")
}
