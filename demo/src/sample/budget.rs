//! What a building spends and calls: invoices, calls for funds, works, and the settlement of each year.

use time::{Date, Duration, Month};

use super::{
    building::{Building, Lot},
    council,
    dice::{Dice, Topic, whole},
    scale::Scale,
    shares::split,
    suppliers,
};
use crate::french;

/// Why a building calls money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// A quarter of the year's budget.
    Budget,
    /// Works that a meeting voted.
    Works,
    /// The works fund (law of 10 July 1965, article 14-2-1).
    WorksFund,
    /// What a year cost more, or less, than was called for it.
    Settlement,
}

impl Reason {
    /// As the database has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Works => "works",
            Self::WorksFund => "works_fund",
            Self::Settlement => "settlement",
        }
    }

    /// The sub-account that it is booked to (order of 14 March 2005).
    pub fn code(self) -> Code {
        match self {
            Self::Budget | Self::Settlement => Code::Budget,
            Self::Works => Code::Works,
            Self::WorksFund => Code::WorksFund,
        }
    }
}

/// A sub-account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// 450-1
    Budget,
    /// 450-2
    Works,
    /// 450-3
    Advances,
    /// 450-5
    WorksFund,
    /// 459
    Doubtful,
    /// 411
    Tenant,
    /// 467
    Landlord,
}

impl Code {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Budget,
        Self::Works,
        Self::Advances,
        Self::WorksFund,
        Self::Doubtful,
        Self::Tenant,
        Self::Landlord,
    ];

    /// As the books have it, and its title.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Budget => ("450-1", "Copropriétaire – budget prévisionnel"),
            Self::Works => ("450-2", "Copropriétaire – travaux"),
            Self::Advances => ("450-3", "Copropriétaire – avances"),
            Self::WorksFund => ("450-5", "Copropriétaire – fonds de travaux"),
            Self::Doubtful => ("459", "Copropriétaire – créances douteuses"),
            Self::Tenant => ("411", "Locataire"),
            Self::Landlord => ("467", "Propriétaire mandant"),
        }
    }
}

/// A call for funds, split over the lots.
#[derive(Debug)]
pub struct Call {
    /// Why.
    pub reason: Reason,
    /// What it is, in French.
    pub label: String,
    /// The year that it is for.
    pub year: i32,
    /// The day from which it is due.
    pub on: Date,
    /// In cents.
    pub total: i64,
    /// The part of each lot, in cents; they add up to the total.
    pub parts: Vec<i64>,
}

/// An invoice of a supplier.
#[derive(Debug)]
pub struct Invoice {
    /// Index of the supplier.
    pub supplier: usize,
    /// What for, in French.
    pub label: &'static str,
    /// The account of the expense: 601, 615, ...
    pub code: &'static str,
    /// The year that it counts in.
    pub year: i32,
    /// Its day.
    pub on: Date,
    /// When it was paid.
    pub paid_on: Option<Date>,
    /// In cents.
    pub amount: i64,
    /// Whether the manager disputes it.
    pub disputed: bool,
}

/// The money of a building.
#[derive(Debug, Default)]
pub struct Budget {
    /// In order of their days.
    pub calls: Vec<Call>,
    /// In order of their years.
    pub invoices: Vec<Invoice>,
}

/// What a building spends in a thousandth of its budget: account, label, trade of the supplier, invoices a year.
const EXPENSES: [(&str, &str, usize, i64, i64); 9] = [
    ("601", "Eau froide", 0, 120, 2),
    ("602", "Électricité des parties communes", 1, 60, 4),
    ("603", "Chauffage", 2, 230, 2),
    ("611", "Nettoyage des parties communes", 3, 160, 4),
    ("614", "Contrat d’entretien de l’ascenseur", 4, 90, 2),
    ("615", "Petits travaux et dépannages", 5, 100, 3),
    ("616", "Assurance de l’immeuble", 6, 90, 1),
    ("621", "Honoraires du syndic", 7, 130, 4),
    ("623", "Affranchissements et frais d’assemblée", 7, 20, 1),
];

/// Draws the money of the `number`th building up to today.
pub(super) fn draw(scale: Scale, number: usize, building: &Building, lots: &[Lot]) -> Budget {
    let mut dice = Dice::new(Topic::Budget, number);
    let weights: Vec<i64> = lots.iter().map(|lot| lot.shares).collect();
    let mains = lots.iter().enumerate().filter(|(at, lot)| lot.main == *at).count();
    let dwellings = f64::from(u32::try_from(mains).unwrap_or(1));
    // What a dwelling is called for in a quarter: half of all less than 310 euros.
    let first_quarter = whole(dice.log_normal(31_000.0, 0.4) * dwellings);
    let has_fund = dice.happens(600) || number == 0;
    let mut budget = Budget::default();
    let first_year = building.books_since.year();
    for year in first_year..=scale.today.year() {
        let quarter = (first_year..year).fold(first_quarter, |sum, _| sum * 103 / 100);
        for month in [Month::January, Month::April, Month::July, Month::October] {
            let on = Date::from_calendar_date(year, month, 1).unwrap_or(scale.today);
            let label = format!("Appel de fonds – {}", french::quarter(on));
            budget.calls.push(call(Reason::Budget, label, year, on, quarter, &weights));
            if month == Month::July && has_fund {
                // At least 5 % of the budget: law of 10 July 1965, article 14-2-1.
                let label = format!("Cotisation au fonds de travaux {year}");
                budget.calls.push(call(Reason::WorksFund, label, year, on, quarter / 5, &weights));
            }
        }
        let called = quarter * 4;
        budget.works(scale, year, quarter, &weights, &mut dice);
        let spent = budget.expenses(scale, year, called, &mut dice);
        let settled = council::day(scale, number, year + 1) + Duration::days(14);
        if settled <= scale.today {
            let label = format!("Régularisation des charges de l’exercice {year}");
            budget.calls.push(call(Reason::Settlement, label, year, settled, spent - called, &weights));
        }
    }
    budget.calls.retain(|call| call.on <= scale.today);
    budget.calls.sort_by_key(|call| call.on);
    budget
}

fn call(reason: Reason, label: String, year: i32, on: Date, total: i64, weights: &[i64]) -> Call {
    Call { reason, label, year, on, total, parts: split(total, weights) }
}

impl Budget {
    /// In some years works, called in two halves and invoiced when they are done.
    fn works(&mut self, scale: Scale, year: i32, quarter: i64, weights: &[i64], dice: &mut Dice) {
        let (wanted, kind, size) =
            (dice.happens(150), dice.index(suppliers::WORKS.len()), dice.between(2, 6));
        if !wanted {
            return;
        }
        let what = suppliers::WORKS[kind];
        for (part, month) in [(1, Month::March), (2, Month::September)] {
            let on = Date::from_calendar_date(year, month, 15).unwrap_or(scale.today);
            let label = format!("Travaux votés : {what} ({part}/2)");
            self.calls.push(call(Reason::Works, label, year, on, quarter * size / 2, weights));
        }
        let on = Date::from_calendar_date(year, Month::November, 12).unwrap_or(scale.today);
        if on <= scale.today {
            let amount = quarter * size / 2 * 2;
            self.invoice(scale, (what, "671", 8), year, on, amount, dice);
        }
    }

    /// The invoices of a year; returns their sum.
    fn expenses(&mut self, scale: Scale, year: i32, called: i64, dice: &mut Dice) -> i64 {
        let mut sum = 0;
        for (code, label, trade, share, times) in EXPENSES {
            let times = if scale.deep() { times } else { 1 };
            for time in 0..times {
                let amount = called * share * dice.between(880, 1130) / times / 1_000_000;
                let month = u8::try_from(12 * (time + 1) / times).unwrap_or(12);
                let month = Month::try_from(month).unwrap_or(Month::December);
                let day = u8::try_from(dice.between(3, 27)).unwrap_or(3);
                let on = Date::from_calendar_date(year, month, day).unwrap_or(scale.today);
                if on > scale.today {
                    continue;
                }
                sum += amount;
                self.invoice(scale, (label, code, trade), year, on, amount, dice);
            }
        }
        sum
    }

    fn invoice(
        &mut self,
        scale: Scale,
        (label, code, trade): (&'static str, &'static str, usize),
        year: i32,
        on: Date,
        amount: i64,
        dice: &mut Dice,
    ) {
        let disputed = dice.happens(8);
        let paid_on = on + Duration::days(dice.between(12, 58));
        let paid_on = (paid_on <= scale.today && !disputed).then_some(paid_on);
        let supplier = suppliers::of_trade(scale, trade, dice);
        self.invoices.push(Invoice { supplier, label, code, year, on, paid_on, amount, disputed });
    }
}
