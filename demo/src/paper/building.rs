//! Documents that all owners of a building see.

use super::letter::{Align, Column, Letter};
use crate::{
    french,
    sample::{building::Building, papers::BuildingTopic, unit::Unit},
};

pub(super) fn letter(unit: &Unit, topic: BuildingTopic, base: Letter) -> Letter {
    match topic {
        BuildingTopic::Minutes(year) => minutes(unit, year, base),
        BuildingTopic::Rules => rules(unit, base),
        BuildingTopic::Survey | BuildingTopic::Diagnostics => survey(&unit.building, unit.lots.len(), base),
        BuildingTopic::Sheet => sheet(unit, base),
        BuildingTopic::Book | BuildingTopic::Maintenance => book(unit, base),
        _ => Letter { before: paragraphs(CONTRACT), ..base },
    }
}

fn minutes(unit: &Unit, year: i32, base: Letter) -> Letter {
    let total = unit.building.total_shares;
    let meeting = unit.meetings.iter().find(|meeting| meeting.on.year() == year);
    let present = meeting.map_or(total / 2, |meeting| meeting.present);
    let shares = |shares: i64| french::grouped(shares.unsigned_abs());
    let vote = |number: usize, what: &str, against: i64| {
        vec![number.to_string(), what.to_owned(), shares(present - against), shares(against)]
    };
    let column = |title, width, align| Column { title, width, align };
    let day = meeting.map_or_else(|| year.to_string(), |meeting| french::date(meeting.on));
    Letter {
        before: vec![
            format!(
                "Le {day} à 18 h 30, les copropriétaires se sont réunis en assemblée générale annuelle. La feuille de présence, \
                 certifiée exacte par le bureau, fait apparaître {} tantièmes présents ou représentés sur {}.",
                shares(present),
                shares(total)
            ),
            "Les résolutions suivantes ont été mises aux voix.".into(),
        ],
        columns: vec![
            column("N°", 35.0, Align::Left),
            column("Résolution", 290.0, Align::Left),
            column("Pour", 80.0, Align::Right),
            column("Contre", 80.0, Align::Right),
        ],
        rows: vec![
            vote(1, "Élection du président de séance (article 24)", 0),
            vote(2, "Approbation des comptes de l’exercice clos (article 24)", present / 37),
            vote(3, "Quitus au syndic (article 24)", present / 16),
            vote(4, "Désignation du syndic (article 25)", present / 12),
            vote(5, "Budget prévisionnel de l’exercice à venir (article 24)", present / 22),
            vote(6, "Cotisation au fonds de travaux : 5 % (article 25)", present / 9),
        ],
        after: vec![
            "# Clôture".into(),
            "Plus rien n’étant à l’ordre du jour, la séance est levée à 20 h 45.".into(),
            "Les actions en contestation des décisions sont, à peine de déchéance, introduites par les copropriétaires \
             opposants ou défaillants dans les deux mois de la notification du présent procès-verbal (loi du 10 juillet \
             1965, article 42)."
                .into(),
        ],
        ..base
    }
}

fn rules(unit: &Unit, base: Letter) -> Letter {
    let column = |title, width, align| Column { title, width, align };
    let row = |lot: &crate::sample::building::Lot| {
        vec![lot.number.to_string(), lot.kind.to_owned(), lot.floor.clone(), lot.shares.to_string()]
    };
    Letter {
        before: paragraphs(RULES),
        columns: vec![
            column("Lot", 50.0, Align::Left),
            column("Nature", 180.0, Align::Left),
            column("Niveau", 155.0, Align::Left),
            column("Tantièmes", 100.0, Align::Right),
        ],
        rows: unit.lots.iter().map(row).collect(),
        ..base
    }
}

fn sheet(unit: &Unit, base: Letter) -> Letter {
    let row = |label: &str, value: String| vec![label.to_owned(), value];
    let column = |title, width| Column { title, width, align: Align::Left };
    let building = &unit.building;
    Letter {
        columns: vec![column("Rubrique", 260.0), column("Valeur", 225.0)],
        rows: vec![
            row("Numéro d’immatriculation", building.registry.clone()),
            row("Année de construction", building.built.to_string()),
            row("Nombre de lots", unit.lots.len().to_string()),
            row("Nombre de logements et de commerces", unit.owners.stays.len().to_string()),
            row("Début du mandat du syndic", french::date(building.managed_since)),
        ],
        ..base
    }
}

fn book(unit: &Unit, base: Letter) -> Letter {
    let works = unit.budget.invoices.iter().rev().filter(|invoice| invoice.code == "671").take(12);
    Letter {
        before: vec!["Travaux importants et contrats en cours de l’immeuble.".into()],
        columns: Letter::dated_amounts(),
        rows: works
            .map(|invoice| {
                vec![french::short_date(invoice.on), invoice.label.to_owned(), french::amount(invoice.amount)]
            })
            .collect(),
        ..base
    }
}

fn survey(building: &Building, lots: usize, base: Letter) -> Letter {
    let row = |part: &str, state: &str, year: &str| vec![part.to_owned(), state.to_owned(), year.to_owned()];
    let column = |title, width| Column { title, width, align: Align::Left };
    Letter {
        before: vec![format!(
            "Immeuble construit en {}, comportant {lots} lots. Le présent diagnostic décrit l’état apparent des parties communes \
             et propose un ordre de travaux sur dix ans.",
            building.built,
        )],
        columns: vec![column("Ouvrage", 210.0), column("État", 175.0), column("Travaux conseillés", 100.0)],
        rows: vec![
            row("Couverture et zinguerie", "bon", "après 8 ans"),
            row("Façade sur rue", "usée, fissures superficielles", "sous 2 ans"),
            row("Chaufferie collective", "moyen, rendement faible", "sous 4 ans"),
            row("Ascenseur", "conforme", "après 10 ans"),
            row("Réseaux d’eaux usées", "bon", "après 8 ans"),
            row("Isolation des combles", "insuffisante", "sous 3 ans"),
        ],
        ..base
    }
}

fn paragraphs(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

const RULES: &[&str] = &[
    "# Tranquillité",
    "Chacun veille à ne pas gêner ses voisins, de jour comme de nuit. Les travaux bruyants sont permis du lundi au vendredi \
     de 8 h à 19 h et le samedi de 9 h à 12 h.",
    "# Parties communes",
    "Les halls, paliers et locaux techniques restent libres de tout dépôt. Les vélos et poussettes ont leur local.",
    "# État descriptif de division",
];

const CONTRACT: &[&str] = &[
    "# Objet",
    "Le présent contrat fixe les prestations dues au syndicat des copropriétaires, leur fréquence et leur prix.",
    "# Durée",
    "Il est conclu pour un an et se renouvelle par tacite reconduction, sauf dénonciation trois mois avant son terme.",
    "# Prix",
    "Le prix est celui que l’assemblée générale a approuvé ; il est révisé une fois par an.",
];
