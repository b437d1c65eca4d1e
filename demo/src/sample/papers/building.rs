//! The documents of a building: those that the law wants in the portal of its owners and of its council (decree 2019-502
//! of 23 May 2019). Some buildings lack some, or have old ones, as in life.

use time::{Date, Duration, Month};

use super::{Holder, Paper, Subject, day, paper, shared};
use crate::sample::{dice::Dice, dice::Topic as Stream, suppliers::WORKS, unit::Unit};

/// What a document of a building is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Rules and division statement.
    Rules,
    /// Summary sheet.
    Sheet,
    /// Maintenance book.
    Book,
    /// Diagnostics of the common parts.
    Diagnostics,
    /// A technical survey with pictures: a large file.
    Survey,
    /// Insurance.
    Insurance,
    /// A running contract.
    Contract,
    /// Maintenance of equipment.
    Maintenance,
    /// Minutes of the meeting of a year.
    Minutes(i32),
    /// Contract of the manager.
    Syndic,
    /// Balance and general ledger of a year.
    Balance(i32),
    /// Bank statement.
    Bank,
    /// List of the owners.
    Owners,
    /// Professional card, liability insurance and guarantee of the manager.
    Card,
    /// Documents of proceedings.
    Court,
}

/// The documents of a unit's building.
pub(super) fn papers(unit: &Unit) -> Vec<Paper> {
    let mut dice = Dice::new(Stream::Papers, unit.number);
    let mut papers = for_owners(unit, &mut dice);
    papers.extend(for_council(unit, &mut dice));
    flaws(unit, &mut papers, &mut dice);
    papers.retain(|paper| paper.on <= unit.scale.today);
    for (at, paper) in papers.iter_mut().enumerate() {
        paper.path = if unit.scale.own_files() {
            let kind = paper.kind.to_lowercase();
            format!("immeubles/{:05}/{}-{kind}-{}.pdf", unit.number + 1, paper.on, at + 1)
        } else {
            shared::path(paper.kind, unit.number)
        };
    }
    papers
}

fn for_owners(unit: &Unit, dice: &mut Dice) -> Vec<Paper> {
    let year = unit.scale.today.year();
    let of = |topic, kind, title: &str, on| {
        paper(Holder::Owners, Subject::Building(topic), kind, title.into(), on)
    };
    let valid = |paper: Paper, days| Paper { valid_until: Some(paper.on + Duration::days(days)), ..paper };
    let since = unit.building.managed_since.max(unit.scale.first_day()) + Duration::days(40);
    let mut papers = vec![
        of(Topic::Rules, "RDC", "Règlement de copropriété et état descriptif de division", since),
        of(Topic::Sheet, "FS", &format!("Fiche synthétique {year}"), day(unit, year, Month::February, 10)),
        of(Topic::Book, "CE", "Carnet d’entretien de l’immeuble", day(unit, year, Month::March, 2)),
        of(
            Topic::Diagnostics,
            "DT",
            "Diagnostic de performance énergétique collectif",
            day(unit, year - 2, Month::June, 14),
        ),
        valid(
            of(Topic::Insurance, "AS", &format!("Assurance multirisque {year}"), unit.scale.new_year(year)),
            364,
        ),
        of(Topic::Contract, "CT", "Contrat de nettoyage", day(unit, year - 1, Month::January, 15)),
        of(Topic::Contract, "CT", "Contrat d’électricité", day(unit, year - 2, Month::October, 1)),
        of(
            Topic::Maintenance,
            "ME",
            "Contrat d’entretien de la chaufferie",
            day(unit, year - 1, Month::September, 1),
        ),
    ];
    for meeting in unit.meetings.iter().rev().take(5) {
        let (year, on) = (meeting.on.year(), meeting.on + Duration::days(20));
        let title = format!("Procès-verbal de l’assemblée générale {year}");
        papers.push(of(Topic::Minutes(year), "PV", &title, on));
    }
    if let Some(meeting) = unit.meetings.last() {
        papers.push(valid(of(Topic::Syndic, "CS", "Contrat de syndic", meeting.on), 3 * 365));
    }
    // Large, so one building has it; it stands for the scans of real life.
    if unit.number == 0 {
        let title = "Diagnostic technique global, plans et photographies";
        papers.push(of(Topic::Survey, "DT", title, day(unit, year - 2, Month::March, 12)));
    } else if dice.happens(200) {
        let title = format!("Devis approuvé : {}", dice.pick(&WORKS));
        papers.push(of(Topic::Contract, "CT", &title, day(unit, year - 1, Month::July, 3)));
    }
    papers
}

fn for_council(unit: &Unit, dice: &mut Dice) -> Vec<Paper> {
    let year = unit.scale.today.year();
    let of = |topic, kind, title: &str, on: Date| {
        paper(Holder::Council, Subject::Building(topic), kind, title.into(), on)
    };
    let closed = day(unit, year, Month::March, 20);
    let quarter = super::months_before(unit.scale.today, 1);
    let mut papers = vec![
        of(Topic::Balance(year - 1), "BA", &format!("Balance générale et grand livre {}", year - 1), closed),
        of(Topic::Bank, "RB", "Relevé du compte bancaire séparé", quarter + Duration::days(4)),
        of(Topic::Owners, "LC", "Liste des copropriétaires", day(unit, year, Month::April, 8)),
        of(Topic::Card, "CP", "Carte professionnelle du syndic", day(unit, year - 1, Month::May, 5)),
        of(Topic::Card, "RC", "Attestation d’assurance de responsabilité civile", unit.scale.new_year(year)),
        of(Topic::Card, "GF", "Attestation de garantie financière", unit.scale.new_year(year)),
    ];
    if unit.cases.litigations.iter().any(|case| case.closed.is_none()) && dice.happens(700) {
        papers.push(of(
            Topic::Court,
            "AJ",
            "Assignation devant le tribunal judiciaire",
            day(unit, year, Month::May, 27),
        ));
    }
    papers
}

/// One building in six lacks something, one in six has something old.
fn flaws(unit: &Unit, papers: &mut Vec<Paper>, dice: &mut Dice) {
    let (missing, stale) = if unit.number == 0 {
        (Some("ME"), Some("FS"))
    } else {
        let kinds = ["FS", "CE", "DT", "AS", "ME", "CS", "RB", "LC", "GF"];
        let (missing, stale) = (dice.pick(&kinds), dice.pick(&kinds));
        (dice.happens(167).then_some(missing), dice.happens(167).then_some(stale))
    };
    if let Some(missing) = missing {
        papers.retain(|paper| paper.kind != missing);
    }
    for paper in papers.iter_mut().filter(|paper| Some(paper.kind) == stale) {
        paper.on -= Duration::days(500);
        paper.valid_until = paper.valid_until.map(|until| until - Duration::days(500));
        let year = unit.scale.today.year();
        paper.title = paper.title.replace(&year.to_string(), &(year - 1).to_string());
    }
}
