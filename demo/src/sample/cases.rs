//! Disputes, sales and requests.

use time::{Date, Duration};

use super::{
    cast,
    dice::{Dice, Topic},
    ledger::Kind,
    payer::Payer,
    unit::Unit,
};

/// A dispute.
#[derive(Debug)]
pub struct Litigation {
    /// Index of the person.
    pub who: usize,
    /// Index of the account that it is about.
    pub account: Option<usize>,
    /// `unpaid`, `works`, `neighbours`.
    pub kind: &'static str,
    /// The first day.
    pub opened: Date,
    /// The last day.
    pub closed: Option<Date>,
    /// In cents.
    pub amount: i64,
}

/// A sale of a dwelling and what goes with it.
#[derive(Debug)]
pub struct Sale {
    /// Index of the dwelling.
    pub main: usize,
    /// Index of who sells.
    pub seller: usize,
    /// Index of who buys, once known.
    pub buyer: Option<usize>,
    /// The day of the promise.
    pub promised: Date,
    /// The day of the deed.
    pub signed: Option<Date>,
    /// In cents.
    pub price: i64,
}

/// What somebody asked, and what was written about it.
#[derive(Debug)]
pub struct Request {
    /// Index of the person.
    pub who: usize,
    /// What it is about.
    pub subject: &'static str,
    /// The first day.
    pub opened: Date,
    /// The last day.
    pub closed: Option<Date>,
    /// Messages: the day, whether the manager wrote it, the words.
    pub messages: Vec<(Date, bool, String)>,
}

/// All of a building.
#[derive(Debug, Default)]
pub struct Cases {
    /// Disputes.
    pub litigations: Vec<Litigation>,
    /// Sales.
    pub sales: Vec<Sale>,
    /// Requests.
    pub requests: Vec<Request>,
}

const SUBJECTS: [(&str, &str); 8] = [
    ("Fuite sous l’évier", "Bonjour, de l’eau coule sous l’évier de la cuisine depuis hier soir."),
    ("Ampoule du palier", "L’ampoule du palier ne s’allume plus."),
    ("Demande d’échéancier", "Je souhaite régler mon solde en trois fois, est-ce possible ?"),
    ("Badge d’entrée perdu", "J’ai perdu un badge, merci de le désactiver et de m’en fournir un autre."),
    ("Bruit la nuit", "Le bruit continue après minuit."),
    ("Copie de l’attestation d’assurance", "Vous trouverez mon attestation ci-jointe."),
    ("Question sur le dernier appel de fonds", "Je ne comprends pas la ligne des travaux."),
    ("Changement de coordonnées bancaires", "Voici mon nouveau relevé d’identité bancaire."),
];

/// Draws the cases of a unit that has its accounts.
pub(super) fn draw(unit: &Unit) -> Cases {
    let mut dice = Dice::new(Topic::Cases, unit.number);
    Cases {
        litigations: litigations(unit, &mut dice),
        sales: sales(unit, &mut dice),
        requests: requests(unit, &mut dice),
    }
}

fn litigations(unit: &Unit, dice: &mut Dice) -> Vec<Litigation> {
    let today = unit.scale.today;
    let mut all = Vec::new();
    for (at, account) in unit.accounts.iter().enumerate() {
        let payer = match account.kind {
            Kind::Owner(group) => unit.owners.groups[group].payer,
            Kind::Tenant(lease) => unit.letting.leases[lease].payer,
            Kind::Landlord(_) => Payer::Managed,
        };
        let who = account.holders[0];
        let cast = unit.persons[who].id <= cast::COUNT;
        if payer == Payer::Never && account.balance() > 0 {
            let opened = today - Duration::days(dice.between(20, 300));
            let (amount, account) = (account.balance(), Some(at));
            all.push(Litigation { who, account, kind: "unpaid", opened, closed: None, amount });
        } else if !cast && dice.happens(60) {
            let opened = today - Duration::days(dice.between(10, 1_800));
            let closed = opened + Duration::days(dice.between(90, 900));
            let closed = (closed < today).then_some(closed);
            let kind = dice.pick(&["works", "neighbours"]);
            let amount = dice.between(5, 80) * 10_000;
            all.push(Litigation { who, account: None, kind, opened, closed, amount });
        }
    }
    all
}

fn sales(unit: &Unit, dice: &mut Dice) -> Vec<Sale> {
    let (today, mut all) = (unit.scale.today, Vec::new());
    let first = |group: usize| unit.owners.groups[group].members[0].who;
    for (main, stays) in unit.owners.stays.iter().enumerate() {
        let price = unit.lots[main].area * dice.between(2_800, 5_200) * 10;
        for pair in stays.windows(2) {
            let Some(signed) = pair[0].until.filter(|on| *on >= unit.scale.detail_since()) else { continue };
            if unit.persons[first(pair[0].group)].died_on != Some(signed) {
                let promised = signed - Duration::days(dice.between(60, 110));
                let (seller, buyer) = (first(pair[0].group), Some(first(pair[1].group)));
                all.push(Sale { main, seller, buyer, promised, signed: Some(signed), price });
            }
        }
        let Some(last) = stays.last().filter(|stay| stay.until.is_none()) else { continue };
        let seller = first(last.group);
        let cast = unit.persons[seller].id <= cast::COUNT;
        if !cast && dice.happens(18) {
            let promised = today - Duration::days(dice.between(3, 80));
            all.push(Sale { main, seller, buyer: None, promised, signed: None, price });
        }
    }
    all
}

/// Two in five never ask anything; in a large organisation one in ten does.
fn requests(unit: &Unit, dice: &mut Dice) -> Vec<Request> {
    let (today, asks) = (unit.scale.today, if unit.scale.deep() { 600 } else { 100 });
    let mut all = Vec::new();
    for who in (0..unit.persons.len()).filter(|who| unit.at_home(*who)) {
        let nothing = [cast::LOIC, cast::ZOE, cast::GERARD].contains(&unit.persons[who].id);
        if nothing || !dice.happens(asks) {
            continue;
        }
        for _ in 0..=dice.common(8, 1.5) {
            let (subject, words) = dice.pick(&SUBJECTS);
            let opened = today - Duration::days(dice.between(1, 1_400));
            let closed = opened + Duration::days(dice.between(1, 40));
            let closed = (closed < today).then_some(closed);
            // Now and then a message names somebody else.
            let other = &unit.persons[dice.index(unit.persons.len())];
            let body = if dice.happens(80) {
                format!("{words} {} peut en témoigner.", other.full_name())
            } else {
                words.into()
            };
            let mut messages = vec![(opened, false, body)];
            if let Some(closed) = closed {
                let answer = format!("Bonjour {}, c’est fait. Bien à vous.", unit.persons[who].full_name());
                messages.push((closed, true, answer));
            }
            all.push(Request { who, subject, opened, closed, messages });
        }
    }
    all
}
