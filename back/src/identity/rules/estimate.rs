//! How many guesses a password takes: words, dates, walks over the keyboard and repetitions count as what they are
//! (zxcvbn, with its lists of common passwords and words, and ours in French); what is left counts as chosen at random
//! among the kinds of characters that are used.

use zxcvbn::{matching::patterns::MatchPattern, zxcvbn};

use super::{Kinds, unaccented};

/// What people who speak French try, the most frequent first.
const FRENCH: &str = include_str!("french.txt");

/// What an estimate found.
pub(super) struct Estimate {
    /// The logarithm to base 2 of the guesses.
    pub(super) bits: f64,
    /// It is one of what everybody tries, as a whole.
    pub(super) common: bool,
}

impl Estimate {
    /// Of a password; `guessed` are words that everybody can guess here. The lists have no accents, and whoever guesses
    /// tries words with and without them: the worse of the two counts.
    pub(super) fn of(password: &str, kinds: &Kinds, guessed: &[&str]) -> Self {
        let words: Vec<&str> = guessed.iter().copied().chain(FRENCH.split_whitespace()).collect();
        let written = Self::as_written(password, kinds, &words);
        let bare: String = unaccented(password).collect();
        if bare == password {
            return written;
        }
        let bare = Self::as_written(&bare, kinds, &words);
        Self { bits: written.bits.min(bare.bits + 1.0), common: written.common || bare.common }
    }

    fn as_written(password: &str, kinds: &Kinds, words: &[&str]) -> Self {
        let found = zxcvbn(password, words);
        let random = kinds.characters().log2();
        let bits = found.sequence().iter().map(|part| match part.pattern {
            MatchPattern::BruteForce => part.token.chars().map(|_| random).sum(),
            _ => part.guesses.map_or(0.0, |guesses| precise(guesses.max(1)).log2()),
        });
        let common =
            matches!(found.sequence(), [only] if matches!(only.pattern, MatchPattern::Dictionary(_)));
        Self { bits: bits.sum(), common }
    }
}

/// As near as makes no difference to its logarithm.
fn precise(guesses: u64) -> f64 {
    let high = u32::try_from(guesses >> 32).unwrap_or(u32::MAX);
    let low = u32::try_from(guesses & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}
