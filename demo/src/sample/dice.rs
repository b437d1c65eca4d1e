//! Chance that falls the same way every time: each subject has a stream of its own, so that drawing more of one thing
//! changes no other.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// What a stream is about.
#[derive(Debug, Clone, Copy)]
#[repr(u32)]
pub(crate) enum Topic {
    Agency = 1,
    Employee,
    Supplier,
    Prospect,
    Building,
    Owners,
    Letting,
    Budget,
    Account,
    Council,
    Cases,
    Papers,
    Person,
    Log,
}

/// A stream of draws.
#[derive(Debug)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of the `number`th thing of a `topic`.
    pub(crate) fn new(topic: Topic, number: usize) -> Self {
        Self(ChaCha8Rng::seed_from_u64((u64::from(topic as u32) << 40) | number as u64))
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

    /// An index below `len`, the first ones more often, as with names in life: in proportion to `1 / (index + flat)`.
    pub(crate) fn common(&mut self, len: usize, flat: f64) -> usize {
        let most = f64::from(u32::try_from(len).unwrap_or(u32::MAX));
        let drawn = flat * ((most + flat) / flat).powf(self.part()) - flat;
        whole(drawn.floor())
            .clamp(0, i64::try_from(len).unwrap_or(1) - 1)
            .unsigned_abs()
            .try_into()
            .unwrap_or(0)
    }

    /// Whether something happens that happens `per_mille` times in a thousand.
    pub(crate) fn happens(&mut self, per_mille: i64) -> bool {
        self.between(0, 999) < per_mille
    }

    /// Log-normal: half are below `median`; `sigma` says how far the large ones go.
    pub(crate) fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        // Box and Muller's way to a normal number.
        let (u, v) = (1.0 - self.part(), self.part());
        let normal = (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos();
        median * (sigma * normal).exp()
    }

    /// Exponential, as durations are.
    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.part()).ln()
    }

    /// From 0 to 1, without 1.
    pub(crate) fn part(&mut self) -> f64 {
        self.0.random::<f64>()
    }
}

/// The nearest whole number; what is out of any use ends at the limit.
#[expect(clippy::cast_possible_truncation, reason = "clamped to what an i64 holds exactly")]
pub(crate) fn whole(number: f64) -> i64 {
    number.round().clamp(-9.0e15, 9.0e15) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distributions_have_their_medians_and_means() {
        let mut dice = Dice::new(Topic::Building, 1);
        let mut drawn: Vec<f64> = (0..20_001).map(|_| dice.log_normal(310.0, 0.9)).collect();
        drawn.sort_by(f64::total_cmp);
        assert!((300.0..320.0).contains(&drawn[10_000]), "{}", drawn[10_000]);
        let sum: f64 = (0..20_000).map(|_| dice.exponential(3.1)).sum();
        assert!((3.0..3.2).contains(&(sum / 20_000.0)), "{sum}");
        let first = (0..100_000).filter(|_| dice.common(1650, 120.0) == 0).count();
        assert!((200..450).contains(&first), "{first}");
    }
}
