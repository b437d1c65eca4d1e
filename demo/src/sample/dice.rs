//! Chance that falls the same way every time: each subject has a stream of its own, so that drawing more of one thing
//! changes no other.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// A stream of draws.
#[derive(Debug)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of the `number`th thing of a `topic`.
    pub(crate) fn new(topic: u32, number: usize) -> Self {
        Self(ChaCha8Rng::seed_from_u64((u64::from(topic) << 40) | number as u64))
    }

    /// From `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high)
    }

    /// An index below `len`, which is at least 1.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        self.0.random_range(0..len)
    }

    /// One of `items`, each as likely as another.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.index(items.len())]
    }

    /// One of `items`, the first ones far more often, as names are in life.
    pub(crate) fn pick_common<T: Copy>(&mut self, items: &[T]) -> T {
        let most = self.index(items.len()) + 1;
        items[self.index(most)]
    }

    /// Whether something happens that happens `per_mille` times in a thousand.
    pub(crate) fn happens(&mut self, per_mille: i64) -> bool {
        self.between(0, 999) < per_mille
    }

    /// Puts `items` into any order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.index(last + 1);
            items.swap(last, other);
        }
    }
}
