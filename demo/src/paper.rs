//! The documents as PDF files: what each says, laid out as a letter on A4.

mod account;
mod building;
mod council;
mod drawing;
mod font;
mod letter;
mod page;
mod tenancy;

pub use letter::{Align, Column, Letter};

use crate::sample::{
    CABINET,
    papers::{BuildingTopic, Holder, Paper, Shared, Subject},
    unit::Unit,
};

/// The bytes of the document's file.
pub fn render(unit: &Unit, paper: &Paper) -> Vec<u8> {
    let base = Letter {
        title: paper.title.clone(),
        subtitle: format!("{} – {}", unit.building.name, unit.building.place()),
        recipient: recipient(unit, paper),
        on: Some(paper.on),
        ..Letter::default()
    };
    let letter = match paper.subject {
        Subject::Receipt(lease, month) => tenancy::receipt(unit, lease, month, base),
        Subject::Lease(lease) => tenancy::lease(unit, lease, base),
        Subject::Call(account, call) => account::call(unit, account, call, base),
        Subject::Yearly(account, year) => account::yearly(unit, account, year, base),
        Subject::Report(account, until) => account::report(unit, account, until, base),
        Subject::Answer(request) => answer(unit, request, base),
        Subject::Building(topic) if paper.holder == Holder::Council => council::letter(unit, topic, base),
        Subject::Building(topic) => building::letter(unit, topic, base),
    };
    match paper.subject {
        Subject::Building(BuildingTopic::Survey) => {
            page::render(&letter, &[drawing::facade(), drawing::plan()])
        }
        _ => page::render(&letter, &[]),
    }
}

/// The bytes of a file that stands for many.
pub fn render_shared(shared: &Shared) -> Vec<u8> {
    let before = "Ce fichier tient lieu de tous les documents de ce type : dans une organisation de cette taille, la \
                  démonstration n’écrit pas chacun d’eux.";
    page::render(
        &Letter { title: shared.title.clone(), before: vec![before.into()], ..Letter::default() },
        &[],
    )
}

/// Name and address of those whose document it is.
fn recipient(unit: &Unit, paper: &Paper) -> Vec<String> {
    let holders: &[usize] = match &paper.holder {
        Holder::Person(who) => std::slice::from_ref(who),
        Holder::Account(account) => &unit.accounts[*account].holders,
        Holder::Owners | Holder::Council => return Vec::new(),
    };
    let mut lines: Vec<String> = holders.iter().map(|who| unit.persons[*who].full_name()).collect();
    if let Some(first) = holders.first().map(|who| &unit.persons[*who]) {
        lines.push(first.home.street.clone());
        lines.push(format!("{} {}", first.home.postcode, first.home.city.to_uppercase()));
    }
    lines
}

fn answer(unit: &Unit, request: usize, base: Letter) -> Letter {
    let request = &unit.cases.requests[request];
    Letter {
        before: vec![
            "Madame, Monsieur,".into(),
            format!("Vous nous avez écrit au sujet suivant : « {} ».", request.subject.to_lowercase()),
            "Nous avons fait le nécessaire et restons à votre disposition.".into(),
            format!("{CABINET} vous prie d’agréer l’expression de ses salutations distinguées."),
        ],
        ..base
    }
}

#[cfg(test)]
mod tests;
