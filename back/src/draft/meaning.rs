//! What a reference to a person means: whether the row is about them, or whether they only acted.

use super::{person::Candidate, reference::Reference};
use crate::words;

/// Words for those who act.
const ACTORS: &[&str] = &[
    "staff",
    "employee",
    "manager",
    "operator",
    "assignee",
    "executor",
    "creator",
    "editor",
    "librarian",
    "cashier",
    "agent",
    "seller",
    "salesman",
    "rep",
    "handler",
    "responsible",
    "gestionnaire",
    "collaborateur",
    "auteur",
    "createur",
    "vendeur",
    "conseiller",
    "admin",
    "administrator",
    "moderator",
    "approver",
    "reviewer",
    "deliverer",
    "chooser",
    "officer",
    "referent",
    "support",
    "supervisor",
    "instructor",
    "physician",
    "doctor",
    "medecin",
    "responsable",
    "salarie",
    "technician",
    "technicien",
    "updater",
    "modifier",
    "voider",
    "validator",
    "canceller",
    "registrar",
    "sender",
    "expediteur",
];
/// What people do for themselves, before `by`.
const FOR_THEMSELVES: &[&str] = &[
    "suggested",
    "requested",
    "ordered",
    "reported",
    "submitted",
    "asked",
    "booked",
    "enrolled",
    "bought",
    "borrowed",
    "paid",
    "rented",
];
/// Words for those whom a row is about.
const SUBJECTS: &[&str] = &[
    "client",
    "customer",
    "owner",
    "tenant",
    "resident",
    "borrower",
    "patron",
    "member",
    "user",
    "usr",
    "person",
    "contact",
    "payer",
    "subscriber",
    "holder",
    "requester",
    "requestor",
    "applicant",
    "student",
    "patient",
    "buyer",
    "guest",
    "passenger",
    "adherent",
    "locataire",
    "proprietaire",
    "personne",
    "titulaire",
    "emprunteur",
    "usager",
    "debtor",
    "beneficiary",
    "participant",
    "target",
];
/// Words of columns by which one person answers for another.
const ANSWERS: &[&str] = &[
    "guarantor",
    "guardian",
    "parent",
    "tutor",
    "tuteur",
    "garant",
    "representant",
    "representative",
    "sponsor",
    "resp",
    "responsable",
];
/// Words for tables of what somebody did.
const LOGS: &[&str] = &["log", "logs", "audit", "journal"];
/// Words for tables of people who work here.
const WORKERS: &[&str] = &[
    "staff",
    "teacher",
    "professeur",
    "prof",
    "enseignant",
    "instructor",
    "employee",
    "personnel",
    "salarie",
    "collaborateur",
    "agent",
    "worker",
    "employe",
];

/// What a reference to a person means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The row is about the person.
    Subject,
    /// The person acted, or is named beside.
    Actor,
    /// The name tells nothing.
    Open,
}

/// What the name of a reference says.
pub fn of(reference: &Reference, person: &Candidate) -> Meaning {
    let words: Vec<String> =
        words::split(reference.name()).iter().map(|word| words::singular(word)).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if words.iter().any(|word| word == "by" || word == "par") {
        return if has(FOR_THEMSELVES) { Meaning::Subject } else { Meaning::Actor };
    }
    let table: Vec<String> = words::split(&reference.from.name);
    if table.iter().any(|word| LOGS.contains(&word.as_str())) && words.iter().any(|word| word == "user") {
        return Meaning::Actor;
    }
    let own = words::split(&person.called).iter().map(|word| words::singular(word)).collect::<Vec<_>>();
    let names_table = own.iter().all(|word| words.contains(word));
    let names_key = reference.target.iter().all(|key| reference.columns.contains(key));
    if person.is_worker() {
        let bare: Vec<&String> =
            words.iter().filter(|word| !matches!(word.as_str(), "id" | "no" | "number")).collect();
        let is_theirs = names_key || bare.iter().copied().eq(own.iter());
        return if is_theirs { Meaning::Subject } else { Meaning::Actor };
    }
    if has(ACTORS) {
        Meaning::Actor
    } else if names_key || names_table || has(SUBJECTS) {
        Meaning::Subject
    } else {
        Meaning::Open
    }
}

/// Whether the words of a column end in one for somebody who acts.
pub fn acts(words: &[String]) -> bool {
    words.last().is_some_and(|word| ACTORS.contains(&word.as_str()) || word == "by")
}

/// Whether the words of a column of persons say that it names who answers for them.
pub fn answers(words: &[String]) -> bool {
    words.iter().any(|word| ANSWERS.contains(&word.as_str()))
}

/// Whether a table's name says that its persons work here.
pub fn names_workers(words: &[String]) -> bool {
    words.iter().any(|word| WORKERS.contains(&word.as_str()))
}

/// What the references of one table to one person mean, seen together.
pub fn together(references: &[&Reference], person: &Candidate, others: bool) -> Vec<Meaning> {
    let mut meanings: Vec<Meaning> = references.iter().map(|reference| of(reference, person)).collect();
    // Beside somebody else whom the row is about, a member of staff acted.
    if others && person.is_worker() {
        return vec![Meaning::Actor; meanings.len()];
    }
    let open = if meanings.contains(&Meaning::Subject) { Meaning::Actor } else { Meaning::Subject };
    for meaning in &mut meanings {
        if *meaning == Meaning::Open {
            *meaning = open;
        }
    }
    meanings
}
