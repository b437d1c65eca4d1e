//! Which documents there are, for whom, and where their files lie.

use time::{Date, Duration};

use super::{Kind, Organisation, Payer, WITH_OWN_DOCUMENTS, ledger::Ledger, places::months_before};
use crate::french;

/// What a document says; the writer of its file computes the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A tenant's receipt for the month that begins on this day.
    RentReceipt(Date),
    /// A tenant's lease.
    Lease,
    /// A co-owner's call for funds at the quarter with this index.
    Call(usize),
    /// A yearly statement of account.
    Yearly(i32),
    /// A landlord's report on the three months before this day.
    Report(Date),
    /// The minutes of a building's yearly meeting.
    Minutes(i32),
    /// A building's house rules.
    HouseRules,
    /// A building's technical survey: a large file.
    Survey,
    /// A notice to all occupants of a building.
    Notice(Date),
}

/// A document.
#[derive(Debug, Clone)]
pub struct Paper {
    /// What it says.
    pub subject: Subject,
    /// The category, as the database has it.
    pub category: &'static str,
    /// The title, as the database has it.
    pub title: String,
    /// The day it was made.
    pub on: Date,
    /// Its file below the root of documents.
    pub path: String,
    /// Whether this row is the one whose file has to be written: shared files are written once.
    pub own: bool,
    /// A file that the database names and that is not there.
    pub lost: bool,
}

/// The documents of the person with this index alone, newest first.
pub fn of_person(ledger: &Ledger<'_>, organisation: &Organisation, index: usize) -> Vec<Paper> {
    let person = &organisation.persons[index];
    if person.payer == Payer::New {
        return Vec::new();
    }
    if index >= WITH_OWN_DOCUMENTS {
        return shared_by_occupants(organisation, index);
    }
    let mut papers = match person.kind {
        Kind::Tenant => tenant(organisation, index),
        Kind::CoOwner => co_owner(ledger, organisation),
        Kind::Landlord => (0..4)
            .map(|ago| last_quarter(organisation.today, ago))
            .map(|on| {
                let before = french::quarter(on - Duration::DAY);
                paper(
                    Subject::Report(on),
                    "Compte rendu de gestion",
                    &format!("Compte rendu de gestion – {before}"),
                    on,
                )
            })
            .collect(),
    };
    for paper in &mut papers {
        paper.path = format!("personnes/{:05}/{}.pdf", index + 1, file_name(paper));
    }
    // The second tenant's newest paper was lost when the server was changed: it happens.
    if let (1, Some(newest)) = (index, papers.first_mut()) {
        newest.lost = true;
    }
    papers
}

/// The documents that all owners of a building see.
pub fn of_building(organisation: &Organisation, building: usize) -> Vec<Paper> {
    let year = organisation.today.year();
    let made = |year, month, day| Date::from_calendar_date(year, month, day).unwrap_or(organisation.today);
    let mut papers: Vec<Paper> = (1..4)
        .map(|ago| {
            let title = format!("Procès-verbal de l’assemblée générale {}", year - ago);
            paper(
                Subject::Minutes(year - ago),
                "Procès-verbal",
                &title,
                made(year - ago, time::Month::May, 20),
            )
        })
        .collect();
    let built = made(year - 4, time::Month::September, 1);
    papers.push(paper(Subject::HouseRules, "Règlement", "Règlement intérieur de la résidence", built));
    // Large, so one building has it; it stands for the scans of real life.
    if building == building_of_first_co_owner(organisation) {
        let title = "Diagnostic technique global, plans et photographies";
        papers.push(paper(Subject::Survey, "Diagnostic", title, made(year - 2, time::Month::March, 12)));
    }
    for paper in &mut papers {
        paper.path = format!("immeubles/{:03}/{}.pdf", building + 1, file_name(paper));
    }
    papers
}

/// The notices of a building, which stand in for own documents of the many.
pub fn notices(organisation: &Organisation, building: usize) -> Vec<Paper> {
    (0..3)
        .map(|ago| {
            let on = last_quarter(organisation.today, ago);
            let title = format!("Avis aux occupants – {}", french::quarter(on));
            let mut paper = paper(Subject::Notice(on), "Avis", &title, on);
            paper.path = format!("immeubles/{:03}/{}.pdf", building + 1, file_name(&paper));
            paper
        })
        .collect()
}

fn shared_by_occupants(organisation: &Organisation, index: usize) -> Vec<Paper> {
    let rented = organisation.leases.get(index).map(|lease| lease.lot);
    let owned = || organisation.lots_of(index).next().map(|(lot, _)| lot);
    let Some(lot) = rented.or_else(owned) else { return Vec::new() };
    let mut papers = notices(organisation, organisation.lots[lot].building);
    for paper in &mut papers {
        paper.own = false;
    }
    papers
}

fn tenant(organisation: &Organisation, index: usize) -> Vec<Paper> {
    let Some(lease) = organisation.leases.get(index) else { return Vec::new() };
    let last = lease.ends.unwrap_or(organisation.today);
    let mut papers: Vec<Paper> = (0..6)
        .map(|ago| months_before(last, ago))
        .filter(|on| *on >= lease.starts && *on + Duration::days(7) <= organisation.today)
        .map(|on| {
            let title = format!("Quittance de loyer – {}", french::month(on));
            paper(Subject::RentReceipt(on), "Quittance", &title, on + Duration::days(7))
        })
        .collect();
    papers.push(paper(Subject::Lease, "Bail", "Contrat de location", lease.starts));
    papers
}

fn co_owner(ledger: &Ledger<'_>, organisation: &Organisation) -> Vec<Paper> {
    let newest = ledger.quarters().len();
    let call = |at: usize| {
        let on = ledger.quarters()[at];
        paper(Subject::Call(at), "Appel de fonds", &format!("Appel de fonds – {}", french::quarter(on)), on)
    };
    let mut papers: Vec<Paper> = (newest.saturating_sub(4)..newest).rev().map(call).collect();
    for ago in 1..3 {
        let year = organisation.today.year() - ago;
        let on = Date::from_calendar_date(year + 1, time::Month::January, 1).unwrap_or(organisation.today);
        papers.push(paper(Subject::Yearly(year), "Relevé annuel", &format!("Relevé de compte {year}"), on));
    }
    papers.sort_by_key(|paper| std::cmp::Reverse(paper.on));
    papers
}

fn paper(subject: Subject, category: &'static str, title: &str, on: Date) -> Paper {
    Paper { subject, category, title: title.into(), on, path: String::new(), own: true, lost: false }
}

fn file_name(paper: &Paper) -> String {
    let what = match paper.subject {
        Subject::RentReceipt(_) => "quittance",
        Subject::Lease => "bail",
        Subject::Call(_) => "appel-de-fonds",
        Subject::Yearly(_) => "releve-annuel",
        Subject::Report(_) => "compte-rendu-de-gestion",
        Subject::Minutes(_) => "proces-verbal",
        Subject::HouseRules => "reglement-interieur",
        Subject::Survey => "diagnostic-technique-global",
        Subject::Notice(_) => "avis-aux-occupants",
    };
    format!("{}-{what}", paper.on)
}

/// The first day of the quarter `ago` quarters before the day's.
fn last_quarter(day: Date, ago: i64) -> Date {
    let into = i64::from((u8::from(day.month()) - 1) % 3);
    months_before(day, into + 3 * ago)
}

fn building_of_first_co_owner(organisation: &Organisation) -> usize {
    let first = organisation.persons.iter().position(|person| person.kind == Kind::CoOwner).unwrap_or(0);
    organisation.lots_of(first).next().map_or(0, |(_, lot)| lot.building)
}
