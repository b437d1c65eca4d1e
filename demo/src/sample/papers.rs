//! Which documents there are, for whom, and where their files lie.

mod building;
mod shared;

use time::{Date, Duration, Month};

use super::{
    budget::Reason,
    cast,
    dice::{Dice, Topic},
    ledger::{Account, Kind},
    months_before,
    payer::Payer,
    unit::Unit,
};
use crate::french;

pub use building::Topic as BuildingTopic;
pub use shared::{Shared, shared};

/// Whose document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// The person with this index.
    Person(usize),
    /// The holders of the account with this index.
    Account(usize),
    /// All owners of the building.
    Owners,
    /// The council of the building.
    Council,
}

/// What a document says; the writer of its file computes the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A receipt for the lease with this index and the month that begins on this day.
    Receipt(usize, Date),
    /// The lease with this index.
    Lease(usize),
    /// The part of the account with this index in the call with that index.
    Call(usize, usize),
    /// The year's statement of the account with this index.
    Yearly(usize, i32),
    /// The report on the landlord's account with this index for the three months before this day.
    Report(usize, Date),
    /// An answer to the request with this index.
    Answer(usize),
    /// A document of the building.
    Building(BuildingTopic),
}

/// A document.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Whose it is.
    pub holder: Holder,
    /// What it says.
    pub subject: Subject,
    /// Its type, as the database has it.
    pub kind: &'static str,
    /// The title, as the database has it.
    pub title: String,
    /// The day it was made.
    pub on: Date,
    /// The last day on which it is valid, where it has one.
    pub valid_until: Option<Date>,
    /// Its file below the root of documents.
    pub path: String,
    /// A file that the database names and that is not there.
    pub lost: bool,
}

/// All documents of a unit, in the order of its accounts; the building's last.
pub fn of_unit(unit: &Unit) -> Vec<Paper> {
    let mut papers = Vec::new();
    for (at, account) in unit.accounts.iter().enumerate() {
        let first = papers.len();
        match account.kind {
            Kind::Owner(_) => owner(unit, at, account, &mut papers),
            Kind::Tenant(lease) => tenant(unit, lease, account, &mut papers),
            Kind::Landlord(_) => landlord(unit, at, account, &mut papers),
        }
        for paper in &mut papers[first..] {
            paper.path = path(unit, &format!("comptes/{}", account.number), paper);
        }
    }
    answers(unit, &mut papers);
    papers.extend(building::papers(unit));
    papers
}

fn paper(holder: Holder, subject: Subject, kind: &'static str, title: String, on: Date) -> Paper {
    Paper { holder, subject, kind, title, on, valid_until: None, path: String::new(), lost: false }
}

fn owner(unit: &Unit, at: usize, account: &Account, papers: &mut Vec<Paper>) {
    let today = unit.scale.today;
    if account.closed.is_some_and(|closed| closed < months_before(today, 24)) {
        return;
    }
    // Three years of calls: decree 2019-502 of 23 May 2019, article 2; most are kept elsewhere.
    let calls = if unit.number == 0 { 12 } else { 4 };
    let budget = account.lines.iter().rev().filter_map(|line| line.call);
    let budget = budget.filter(|call| unit.budget.calls[*call].reason == Reason::Budget);
    for call in budget.take(calls) {
        let on = unit.budget.calls[call].on;
        let title = format!("Appel de fonds – {}", french::quarter(on));
        papers.push(paper(Holder::Account(at), Subject::Call(at, call), "AF", title, on));
    }
    for year in [today.year() - 1, today.year() - 2] {
        let drawn_up = unit.scale.new_year(year + 1) + Duration::days(20);
        if account.lines.iter().any(|line| line.on.year() == year) {
            let title = format!("Relevé de compte {year}");
            papers.push(paper(Holder::Account(at), Subject::Yearly(at, year), "RA", title, drawn_up));
        }
    }
}

fn tenant(unit: &Unit, at: usize, account: &Account, papers: &mut Vec<Paper>) {
    let (lease, today) = (&unit.letting.leases[at], unit.scale.today);
    if lease.payer == Payer::New {
        return;
    }
    let last = lease.ends.unwrap_or(today);
    let receipts = if unit.number == 0 { 24 } else { 4 };
    let months = (0..receipts).map(|ago| months_before(last, ago));
    for on in months.filter(|on| *on >= lease.starts && *on + Duration::days(12) <= today) {
        let title = format!("Quittance de loyer – {}", french::month(on));
        for who in account.holders.iter().take(1) {
            let subject = Subject::Receipt(at, on);
            papers.push(paper(Holder::Person(*who), subject, "QL", title.clone(), on + Duration::days(12)));
        }
    }
    for who in &account.holders {
        let title = "Contrat de location".into();
        papers.push(paper(Holder::Person(*who), Subject::Lease(at), "BL", title, lease.starts));
    }
    // The second tenant's newest document was lost when the server was changed: it happens.
    if unit.persons[account.holders[0]].id == cast::JEAN_BAPTISTE
        && let Some(newest) =
            papers.iter_mut().find(|paper| matches!(paper.subject, Subject::Receipt(of, _) if of == at))
    {
        newest.lost = true;
    }
}

fn landlord(unit: &Unit, at: usize, account: &Account, papers: &mut Vec<Paper>) {
    let today = unit.scale.today;
    let into = i64::from((u8::from(today.month()) - 1) % 3);
    for ago in 0..4 {
        let on = months_before(today, into + 3 * ago);
        if account.lines.first().is_some_and(|line| line.on < on) {
            let title = format!("Compte rendu de gestion – {}", french::quarter(on - Duration::DAY));
            papers.push(paper(Holder::Account(at), Subject::Report(at, on), "CG", title, on));
        }
    }
}

/// Letters about what somebody asked.
fn answers(unit: &Unit, papers: &mut Vec<Paper>) {
    let mut dice = Dice::new(Topic::Papers, unit.number);
    for (at, request) in unit.cases.requests.iter().enumerate() {
        if let Some(closed) = request.closed.filter(|_| dice.happens(150)) {
            let title = format!("Notre réponse : {}", request.subject.to_lowercase());
            let mut answer = paper(Holder::Person(request.who), Subject::Answer(at), "CO", title, closed);
            let folder = format!("personnes/{:06}", unit.persons[request.who].id);
            answer.path = path(unit, &folder, &answer);
            if unit.scale.own_files() {
                answer.path = answer.path.replace(".pdf", &format!("-{}.pdf", at + 1));
            }
            papers.push(answer);
        }
    }
}

fn path(unit: &Unit, folder: &str, paper: &Paper) -> String {
    if !unit.scale.own_files() {
        return shared::path(paper.kind, unit.number);
    }
    let mut name = format!("{folder}/{}-{}", paper.on, file_name(paper.kind));
    if let (Subject::Lease(_), Holder::Person(who)) = (paper.subject, paper.holder) {
        name = format!("{name}-{:06}", unit.persons[who].id);
    }
    format!("{name}.pdf")
}

fn file_name(kind: &str) -> &'static str {
    match kind {
        "AF" => "appel-de-fonds",
        "RA" => "releve-annuel",
        "QL" => "quittance",
        "BL" => "bail",
        "CG" => "compte-rendu-de-gestion",
        _ => "courrier",
    }
}

/// A day of a year, or the first of it where there is no such day.
fn day(unit: &Unit, year: i32, month: Month, day: u8) -> Date {
    Date::from_calendar_date(year, month, day).unwrap_or_else(|_| unit.scale.new_year(year))
}
