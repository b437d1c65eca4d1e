//! Randomness as a parameter.

use std::{fmt::Debug, sync::Mutex};

use aws_lc_rs::{digest, rand::SecureRandom as _};

/// Gives random bytes.
pub trait Random: Debug + Send + Sync + 'static {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator, through aws-lc.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    /// # Panics
    /// When the operating system gives no randomness: nothing safe can be done then.
    fn fill(&self, bytes: &mut [u8]) {
        let filled = aws_lc_rs::rand::SystemRandom::new().fill(bytes);
        assert!(filled.is_ok(), "the operating system gives no randomness");
    }
}

/// The same bytes for the same seed: for tests and samples, never for secrets.
#[derive(Debug)]
pub struct SeededRandom(Mutex<(u64, u64)>);

impl SeededRandom {
    /// A generator for `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new((seed, 0)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for part in bytes.chunks_mut(32) {
            let mut input = state.0.to_le_bytes().to_vec();
            input.extend(state.1.to_le_bytes());
            state.1 += 1;
            let block = digest::digest(&digest::SHA256, &input);
            part.copy_from_slice(&block.as_ref()[..part.len()]);
        }
    }
}

/// A fresh array of random bytes.
pub fn bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut array = [0; N];
    random.fill(&mut array);
    array
}
