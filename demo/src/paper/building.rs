//! Letters to all owners or occupants of a building.

use super::letter::{Align, Column, Letter};
use crate::{
    french,
    sample::{
        Building,
        papers::{Paper, Subject},
    },
};

pub(super) fn letter(building: &Building, paper: &Paper) -> Letter {
    let base = Letter {
        title: paper.title.clone(),
        subtitle: format!("{} – {}", building.name, building.address()),
        on: Some(paper.on),
        ..Letter::default()
    };
    match paper.subject {
        Subject::Minutes(year) => minutes(building, year, base),
        Subject::HouseRules => house_rules(base),
        Subject::Survey => survey(building, base),
        Subject::Notice(_) => Letter { before: paragraphs(NOTICE), ..base },
        // Papers of a person are written elsewhere.
        Subject::RentReceipt(_)
        | Subject::Lease
        | Subject::Call(_)
        | Subject::Yearly(_)
        | Subject::Report(_) => base,
    }
}

fn minutes(building: &Building, year: i32, base: Letter) -> Letter {
    let total = french::grouped(10_000);
    let vote = |number: usize, what: &str, pour: u64, against: u64| {
        vec![number.to_string(), what.to_owned(), french::grouped(pour), french::grouped(against)]
    };
    // Votes differ from one year and building to another, and add up to those present.
    let less = u64::from(year.unsigned_abs()) % 7 * 131 + building.lots.len() as u64 % 9 * 17;
    let present = 7_912 - less;
    let column = |title, width, align| Column { title, width, align };
    Letter {
        before: vec![
            format!(
                "L’an {year}, le 20 mai à 18 h 30, les copropriétaires se sont réunis en assemblée générale annuelle. La \
                 feuille de présence, certifiée exacte par le bureau, fait apparaître {} tantièmes présents ou représentés \
                 sur {total}.",
                french::grouped(present)
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
            vote(1, "Élection du président de séance (article 24)", present, 0),
            vote(2, "Approbation des comptes de l’exercice clos (article 24)", present - 213, 213),
            vote(3, "Quitus au syndic (article 24)", present - 480, 480),
            vote(4, "Désignation du syndic (article 25)", present - 655, 655),
            vote(5, "Budget prévisionnel de l’exercice à venir (article 24)", present - 348, 348),
            vote(6, "Cotisation au fonds de travaux : 5 % (article 25)", present - 902, 902),
            vote(7, "Ravalement de la façade sur cour (article 25)", present - 1_874, 1_874),
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

fn house_rules(base: Letter) -> Letter {
    Letter { before: paragraphs(HOUSE_RULES), ..base }
}

fn survey(building: &Building, base: Letter) -> Letter {
    let row = |part: &str, state: &str, year: &str| vec![part.to_owned(), state.to_owned(), year.to_owned()];
    let column = |title, width| Column { title, width, align: Align::Left };
    Letter {
        before: vec![format!(
            "Immeuble construit en {}, comportant {} lots. Le présent diagnostic décrit l’état apparent des parties communes et \
             propose un ordre de travaux sur dix ans. Les plans et photographies suivent.",
            building.built,
            building.lots.len()
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

const HOUSE_RULES: &[&str] = &[
    "# Tranquillité",
    "Chacun veille à ne pas gêner ses voisins, de jour comme de nuit. Les travaux bruyants sont permis du lundi au vendredi \
     de 8 h à 19 h et le samedi de 9 h à 12 h.",
    "# Parties communes",
    "Les halls, paliers et locaux techniques restent libres de tout dépôt. Les vélos et poussettes ont leur local.",
    "# Déchets",
    "Le tri se fait dans les bacs prévus. Les encombrants sont portés à la déchèterie ou enlevés sur rendez-vous.",
    "# Sécurité",
    "Les portes coupe-feu restent fermées. Tout défaut est signalé sans attendre au gestionnaire.",
];

const NOTICE: &[&str] = &[
    "Madame, Monsieur,",
    "Le relevé des compteurs d’eau et l’entretien des chaudières individuelles auront lieu au cours du trimestre. Le passage est \
     annoncé dans le hall une semaine à l’avance.",
    "Si vous êtes absent, merci de confier vos clés à une personne de confiance ou de convenir d’un autre rendez-vous avec \
     l’entreprise.",
    "Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées.",
];
