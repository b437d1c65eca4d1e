//! How people pay.

use time::{Date, Duration};

use super::dice::Dice;

/// How somebody pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payer {
    /// By direct debit, within ten days.
    Prompt,
    /// By standing order, a little more than is due.
    Ahead,
    /// By transfer, within sixty days.
    Slow,
    /// Within half a year.
    Late,
    /// No longer at all.
    Never,
    /// Out of the rents that the manager collects.
    Managed,
    /// Has just arrived: nothing is due yet.
    New,
}

impl Payer {
    /// Of a hundred payments about seventy come within ten days, twenty within sixty, some later, some never.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        match dice.between(0, 99) {
            0..60 => Self::Prompt,
            60..68 => Self::Ahead,
            68..87 => Self::Slow,
            87..95 => Self::Late,
            _ => Self::Never,
        }
    }

    /// When what is due on `due` is paid.
    pub(super) fn day(self, due: Date, dice: &mut Dice) -> Date {
        due + Duration::days(match self {
            Self::Prompt | Self::Ahead => dice.between(3, 10),
            Self::Slow | Self::Never | Self::New => dice.between(11, 60),
            Self::Late => dice.between(61, 200),
            Self::Managed => 9,
        })
    }

    /// How the money comes, as the database and a statement have it.
    pub fn method(self) -> (&'static str, &'static str) {
        match self {
            Self::Prompt => ("direct_debit", "Prélèvement automatique"),
            Self::Ahead => ("standing_order", "Virement permanent"),
            Self::Slow | Self::New | Self::Never => ("transfer", "Virement reçu, merci"),
            Self::Late => ("cheque", "Chèque reçu, merci"),
            Self::Managed => ("set_off", "Prélevé sur votre compte de gestion"),
        }
    }
}
