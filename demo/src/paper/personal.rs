//! Letters to one person.

use time::{Date, Duration};

use super::letter::Letter;
use crate::{
    french,
    sample::{
        Kind, Organisation,
        ledger::{Ledger, rent_in},
        months_before,
        papers::{Paper, Subject},
    },
};

pub(super) fn letter(
    organisation: &Organisation,
    ledger: &Ledger<'_>,
    index: usize,
    paper: &Paper,
) -> Letter {
    let base = Letter {
        title: paper.title.clone(),
        subtitle: place(organisation, index),
        recipient: recipient(organisation, index),
        on: Some(paper.on),
        ..Letter::default()
    };
    match paper.subject {
        Subject::RentReceipt(month) => receipt(organisation, index, month, base),
        Subject::Lease => lease(organisation, index, base),
        Subject::Call(quarter) => call(organisation, ledger, index, quarter, base),
        Subject::Yearly(year) => yearly(ledger, index, year, base),
        Subject::Report(until) => report(ledger, index, until, base),
        // Papers of a building are not addressed to a person.
        Subject::Minutes(_) | Subject::HouseRules | Subject::Survey | Subject::Notice(_) => base,
    }
}

fn receipt(organisation: &Organisation, index: usize, month: Date, base: Letter) -> Letter {
    let lease = &organisation.leases[index];
    let last = months_before(month, -1) - Duration::DAY;
    let rent = rent_in(lease, month);
    Letter {
        before: vec![format!(
            "Nous déclarons avoir reçu de {} la somme de {} au titre du loyer et des charges du {} au {}, et lui en donnons \
             quittance, sous réserve de tous nos droits.",
            organisation.persons[index].full_name(),
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

fn lease(organisation: &Organisation, index: usize, base: Letter) -> Letter {
    let lease = &organisation.leases[index];
    let lot = &organisation.lots[lease.lot];
    let item = |label: &str, cents| vec![label.to_owned(), french::amount(cents)];
    Letter {
        before: vec![
            format!(
                "Entre {}, bailleur, représenté par son mandataire, et {}, locataire, il est convenu la location du logement \
                 désigné ci-dessus à usage d’habitation principale, soumise à la loi n° 89-462 du 6 juillet 1989.",
                organisation.persons[lease.landlord].full_name(),
                organisation.persons[index].full_name(),
            ),
            format!(
                "Le logement, situé au niveau « {} », a une surface habitable de {},{} m². La location prend effet le {} pour \
                 une durée de trois ans, renouvelable par tacite reconduction.",
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

fn call(
    organisation: &Organisation,
    ledger: &Ledger<'_>,
    index: usize,
    quarter: usize,
    base: Letter,
) -> Letter {
    let on = ledger.quarters()[quarter];
    let mut rows = Vec::new();
    let mut sum = 0;
    for (at, lot) in organisation.lots_of(index) {
        let part = ledger.call(at, quarter);
        sum += part;
        let label = format!(
            "Lot {} – {} ({} tantièmes) – budget prévisionnel",
            lot.number, lot.kind, lot.thousandths
        );
        rows.push(vec![label, french::amount(part)]);
    }
    let works = (sum * 5 + 50) / 100;
    rows.push(vec!["Cotisation au fonds de travaux (5 %)".into(), french::amount(works)]);
    Letter {
        before: vec![format!(
            "Nous vous prions de trouver ci-dessous votre quote-part des provisions exigibles le {} (loi du 10 juillet 1965, \
             articles 14-1 et 14-2-1).",
            french::date(on)
        )],
        columns: Letter::amounts(),
        rows,
        total: Some(vec!["Montant appelé".into(), french::amount(sum + works)]),
        after: vec![
            "Par prélèvement automatique, vous n’avez rien à faire. Par virement, merci de rappeler la référence de votre \
             compte, indiquée dans votre espace en ligne."
                .into(),
        ],
        ..base
    }
}

fn yearly(ledger: &Ledger<'_>, index: usize, year: i32, base: Letter) -> Letter {
    let lines = ledger.lines(index);
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

fn report(ledger: &Ledger<'_>, index: usize, until: Date, base: Letter) -> Letter {
    let lines = ledger.lines(index);
    let from = until - Duration::days(92);
    let shown: Vec<_> = lines.iter().filter(|line| line.on >= from && line.on < until).collect();
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

fn dated(line: &crate::sample::ledger::Line) -> Vec<String> {
    let mut label = line.label.clone();
    // What does not fit the column is cut, not printed over the amount.
    while super::font::width(&label, 9.5, false) > 296.0 {
        label.truncate(label.char_indices().rev().nth(1).map_or(0, |(at, _)| at));
        label.push('…');
    }
    vec![french::short_date(line.on), label, french::amount(line.amount)]
}

fn recipient(organisation: &Organisation, index: usize) -> Vec<String> {
    let name = organisation.persons[index].full_name();
    let Some(building) =
        home(organisation, index).map(|lot| &organisation.buildings[organisation.lots[lot].building])
    else {
        return vec![name];
    };
    vec![name, building.street.clone(), format!("{} {}", building.postcode, building.city.to_uppercase())]
}

fn place(organisation: &Organisation, index: usize) -> String {
    let Some(lot) = home(organisation, index).map(|lot| &organisation.lots[lot]) else {
        return String::new();
    };
    let building = &organisation.buildings[lot.building];
    match organisation.persons[index].kind {
        Kind::Landlord => "Gestion locative de vos biens".into(),
        Kind::Tenant | Kind::CoOwner => {
            format!("{} – lot {} – {}", building.name, lot.number, building.address())
        }
    }
}

/// The lot where letters go.
fn home(organisation: &Organisation, index: usize) -> Option<usize> {
    let rented = organisation.leases.get(index).map(|lease| lease.lot);
    rented.or_else(|| organisation.lots_of(index).next().map(|(lot, _)| lot))
}
