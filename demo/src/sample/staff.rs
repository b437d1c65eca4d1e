//! Who works for the manager, who asked for a dwelling in vain, and who looked at whose file.

use time::{Date, Duration};

use super::{
    building::Address,
    cast,
    dice::{Dice, Topic},
    names,
    person::mailbox,
    scale::Scale,
};

/// An employee.
#[derive(Debug)]
pub struct Employee {
    /// `M.`, `Mme`
    pub civility: &'static str,
    /// First name.
    pub first: String,
    /// Surname.
    pub last: String,
    /// Number of the person that the employee is too, if any.
    pub person: Option<i64>,
    /// What they do.
    pub job: &'static str,
    /// The first day.
    pub hired: Date,
    /// The last day.
    pub left: Option<Date>,
}

const JOBS: [&str; 6] =
    ["Gestionnaire de copropriété", "Comptable", "Gestionnaire locative", "Assistante", "Juriste", "Accueil"];

/// The `number`th employee; the first of each office is its head.
pub fn employee(scale: Scale, number: usize) -> Employee {
    let mut dice = Dice::new(Topic::Employee, number);
    let (civility, first) = if dice.happens(600) {
        ("Mme", names::first(names::WOMEN, "Marie", &mut dice))
    } else {
        ("M.", names::first(names::MEN, "Jean", &mut dice))
    };
    let last = names::surname(&mut dice);
    let job = if number < scale.agencies() { "Responsable d’agence" } else { dice.pick(&JOBS) };
    let hired = scale.first_day() + Duration::days(dice.between(0, 5_000));
    let gone = number >= scale.agencies() && dice.happens(200);
    let left = gone.then(|| scale.today - Duration::days(dice.between(5, 250)));
    let base = Employee { civility, first, last, person: None, job, hired, left };
    if number == scale.agencies() {
        // One of the tenants works here.
        let (first, last) = ("Nadia".into(), "Ferhat".into());
        return Employee { civility: "Mme", first, last, person: Some(cast::NADIA), left: None, ..base };
    }
    base
}

/// The `number`th office: its name and address.
pub fn agency(number: usize) -> (String, Address) {
    let mut dice = Dice::new(Topic::Agency, number);
    let (postcode, city) = names::TOWNS[number % names::TOWNS.len()];
    let street = format!("{} {}", dice.between(1, 80), dice.pick(names::STREETS));
    let place = match number / names::TOWNS.len() {
        0 => format!("Agence de {city}"),
        more => format!("Agence de {city} {}", more + 1),
    };
    (place, Address { street, postcode, city })
}

/// Who asked for a dwelling.
#[derive(Debug)]
pub struct Prospect {
    /// Index of the office.
    pub agency: usize,
    /// First name.
    pub first: String,
    /// Surname.
    pub last: String,
    /// Some have none.
    pub email: Option<String>,
    /// What they look for.
    pub wanted: &'static str,
    /// What they can pay a month, in cents.
    pub budget: i64,
    /// The day.
    pub contacted: Date,
    /// `waiting`, `rejected`, `withdrawn`
    pub outcome: &'static str,
}

/// The `number`th prospect.
pub fn prospect(scale: Scale, number: usize) -> Prospect {
    let mut dice = Dice::new(Topic::Prospect, number);
    let (first, last) = (names::first(names::WOMEN, "Marie", &mut dice), names::surname(&mut dice));
    Prospect {
        agency: dice.index(scale.agencies()),
        email: dice.happens(800).then(|| mailbox(&first, &last, number + 1)),
        first,
        last,
        wanted: dice.pick(&["Studio", "Deux pièces", "Trois pièces", "Maison", "Stationnement"]),
        budget: dice.between(40, 150) * 1_000,
        contacted: scale.today - Duration::days(dice.between(1, 2_200)),
        outcome: dice.pick(&["waiting", "rejected", "rejected", "withdrawn"]),
    }
}

/// A look at a file.
#[derive(Debug)]
pub struct Look {
    /// Day and time.
    pub at: String,
    /// Index of the employee: a few of them do most.
    pub employee: usize,
    /// `view`, `edit`, `print`
    pub action: &'static str,
    /// Number of the person; one in seven no longer exists.
    pub person: i64,
    /// The end of the address in the office's network.
    pub host: i64,
}

/// The `number`th look.
pub fn look(scale: Scale, number: usize) -> Look {
    let mut dice = Dice::new(Topic::Log, number);
    let day = scale.today - Duration::days(dice.between(0, 420));
    let persons = i64::try_from(scale.persons).unwrap_or(1);
    Look {
        at: format!("{day} {:02}:{:02}:{:02}", dice.between(8, 18), dice.between(0, 59), dice.between(0, 59)),
        employee: dice.common(scale.employees(), 0.8),
        action: dice.pick(&["view", "view", "view", "edit", "print"]),
        person: if dice.happens(150) { persons + dice.between(1, persons) } else { dice.between(1, persons) },
        host: dice.between(2, 250),
    }
}
