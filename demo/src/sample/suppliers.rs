//! Who works in the buildings.

use time::{Date, Duration};

use super::{
    building::Address,
    dice::{Dice, Topic},
    names,
    person::mailbox,
    scale::Scale,
};

/// Trades, in the order in which the budget names them; the last does works.
pub(super) const TRADES: [(&str, &str); 9] = [
    ("water", "Eaux"),
    ("electricity", "Énergies"),
    ("heating", "Chauffage"),
    ("cleaning", "Nettoyage"),
    ("lifts", "Ascenseurs"),
    ("plumbing", "Plomberie"),
    ("insurance", "Assurances"),
    ("management", "Gestion"),
    ("building", "Bâtiment"),
];

/// What works are.
pub(super) const WORKS: [&str; 6] = [
    "ravalement de façade",
    "réfection de la toiture",
    "remplacement de la chaudière",
    "isolation des combles",
    "mise aux normes de l’ascenseur",
    "réfection de la cage d’escalier",
];

/// A supplier.
#[derive(Debug)]
pub struct Supplier {
    /// `Plomberie Bernard et fils`
    pub name: String,
    /// As the database has it.
    pub trade: &'static str,
    /// Who answers.
    pub contact: String,
    /// Some have none.
    pub email: Option<String>,
    /// Where it is.
    pub address: Address,
    /// Since when.
    pub since: Date,
    /// Until when, if it no longer works.
    pub until: Option<Date>,
}

/// The `number`th supplier; there is one of each trade among nine that follow each other.
pub fn draw(scale: Scale, number: usize) -> Supplier {
    let mut dice = Dice::new(Topic::Supplier, number);
    let (trade, word) = TRADES[number % TRADES.len()];
    let name = format!("{word} {}", names::surname(&mut dice));
    let (postcode, city) = dice.pick(names::TOWNS);
    let contact = format!("{} {}", names::first(names::WOMEN, "Marie", &mut dice), names::surname(&mut dice));
    let old = number >= 2 * TRADES.len() && dice.happens(150);
    Supplier {
        trade,
        contact,
        email: dice.happens(900).then(|| mailbox("facturation", &name, number)),
        name,
        address: Address {
            street: format!("{} {}", dice.between(1, 90), dice.pick(names::STREETS)),
            postcode,
            city,
        },
        since: scale.first_day() + Duration::days(dice.between(0, 1_500)),
        until: old.then(|| scale.today - Duration::days(dice.between(400, 1_500))),
    }
}

/// Index of a supplier of the trade with this index.
pub(super) fn of_trade(scale: Scale, trade: usize, dice: &mut Dice) -> usize {
    let of_trade = (scale.suppliers() - trade).div_ceil(TRADES.len());
    trade + dice.common(of_trade, 6.0) * TRADES.len()
}
