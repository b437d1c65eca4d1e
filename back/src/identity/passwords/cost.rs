//! How much work one hash is.

use argon2::Params;

/// The parameters of argon2id (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory for one hash, in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl PasswordCost {
    /// The least that is safe (OWASP Password Storage Cheat Sheet, ASVS 5.0 appendix C).
    pub const FLOOR: Self = Self { memory_kib: 19_456, passes: 2, lanes: 1 };
    /// The most that is worked on: a hash from outside must not be able to name any amount of memory or time.
    pub const CEILING: Self = Self { memory_kib: 1_048_576, passes: 16, lanes: 16 };

    /// Checks the floor and the ceiling.
    ///
    /// # Errors
    /// Which parameter is outside.
    pub fn check(self) -> Result<Self, CostError> {
        let outside = |value: u32, low: u32, high: u32| value < low || value > high;
        let (low, high) = (Self::FLOOR, Self::CEILING);
        if outside(self.memory_kib, low.memory_kib, high.memory_kib) {
            Err(CostError::Memory)
        } else if outside(self.passes, low.passes, high.passes) {
            Err(CostError::Passes)
        } else if outside(self.lanes, low.lanes, high.lanes) {
            Err(CostError::Lanes)
        } else {
            Ok(self)
        }
    }

    /// Of the parameters in a hash: nothing when they are beyond the ceiling.
    pub(super) fn of(params: &Params) -> Option<Self> {
        let cost = Self { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() };
        let high = Self::CEILING;
        let bounded =
            cost.memory_kib <= high.memory_kib && cost.passes <= high.passes && cost.lanes <= high.lanes;
        bounded.then_some(cost)
    }
}

impl Default for PasswordCost {
    fn default() -> Self {
        Self::FLOOR
    }
}

/// A parameter outside its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CostError {
    /// The memory.
    #[error("the memory of a password hash must be 19456 to 1048576 KiB")]
    Memory,
    /// The passes.
    #[error("the passes of a password hash must be 2 to 16")]
    Passes,
    /// The lanes.
    #[error("the lanes of a password hash must be 1 to 16")]
    Lanes,
}
