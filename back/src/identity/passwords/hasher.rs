//! One thread's hashing, with memory that is kept from one hash to the next: fetching 19 MiB anew each time costs a
//! third of the whole.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use password_hash::phc::{Ident, Output, ParamsString, PasswordHash, Salt};
use zeroize::{Zeroizing, optimization_barrier};

use super::PasswordCost;

/// Bytes of a new hash and of its salt (RFC 9106, section 4).
const OUTPUT: usize = 32;
pub(super) const SALT: usize = 16;

/// What a hash of the pool cannot be made or read for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HashError {
    /// The stored hash is not argon2id in PHC form, or asks for more than the ceiling.
    #[error("a stored password hash cannot be read")]
    Unreadable,
    /// The algorithm refuses its parameters.
    #[error("argon2 refuses its parameters")]
    Argon2(#[source] argon2::Error),
}

/// What a comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// The password is the one that was hashed.
    pub(crate) matches: bool,
    /// The hash was made with other parameters than those in force.
    pub(crate) outdated: bool,
}

/// Memory for hashes, kept and wiped.
#[derive(Default)]
pub(super) struct Hasher {
    blocks: Vec<Block>,
    used: bool,
}

impl Hasher {
    /// A new hash as a PHC string.
    pub(super) fn hash(
        &mut self,
        cost: PasswordCost,
        password: &str,
        salt: &[u8; SALT],
    ) -> Result<Zeroizing<String>, HashError> {
        let params =
            Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(OUTPUT)).map_err(HashError::Argon2)?;
        let mut output = Zeroizing::new([0; OUTPUT]);
        self.fill(&params, Version::V0x13, password, salt, output.as_mut())?;
        compose(&params, salt, output.as_ref()).map(Zeroizing::new).ok_or(HashError::Unreadable)
    }

    /// Compares in constant time, by the parameters in the hash.
    pub(super) fn verify(
        &mut self,
        cost: PasswordCost,
        password: &str,
        phc: &str,
    ) -> Result<Verdict, HashError> {
        let stored = read(phc).ok_or(HashError::Unreadable)?;
        let mut output = Zeroizing::new(vec![0; stored.output.len()]);
        self.fill(&stored.params, stored.version, password, stored.salt.as_ref(), &mut output)?;
        let matches = verify_slices_are_equal(&output, stored.output.as_bytes()).is_ok();
        Ok(Verdict { matches, outdated: stored.cost != cost || stored.version != Version::V0x13 })
    }

    /// The work of one hash on a password that no account has.
    pub(super) fn pretend(
        &mut self,
        cost: PasswordCost,
        password: &str,
        salt: &[u8; SALT],
    ) -> Result<(), HashError> {
        self.hash(cost, password, salt).map(drop)
    }

    fn fill(
        &mut self,
        params: &Params,
        version: Version,
        password: &str,
        salt: &[u8],
        output: &mut [u8],
    ) -> Result<(), HashError> {
        let count = params.block_count();
        if self.blocks.len() < count {
            // Freed before the larger is fetched, so that both never are held at once.
            self.release();
            self.blocks = vec![Block::new(); count];
        }
        self.used = true;
        Argon2::new(Algorithm::Argon2id, version, params.clone())
            .hash_password_into_with_memory(password.as_bytes(), salt, output, &mut self.blocks[..count])
            .map_err(HashError::Argon2)
    }

    /// Whether there is anything in the memory that should not stay there.
    pub(super) fn is_used(&self) -> bool {
        self.used
    }

    /// Whether memory is held.
    pub(super) fn holds_memory(&self) -> bool {
        !self.blocks.is_empty()
    }

    /// Overwrites what the last hash left; the memory is kept.
    pub(super) fn wipe(&mut self) {
        if self.used {
            // In long strides, where a block's own way is word by word; the barrier keeps it from being left out.
            self.blocks.fill(Block::new());
            optimization_barrier(self.blocks.as_slice());
            self.used = false;
        }
    }

    /// Gives the memory back, overwritten.
    pub(super) fn release(&mut self) {
        self.wipe();
        self.blocks = Vec::new();
    }
}

/// Whether `phc` is a hash that sign-ins can be checked against.
pub(crate) fn is_readable(phc: &str) -> bool {
    read(phc).is_some()
}

struct Stored {
    params: Params,
    cost: PasswordCost,
    version: Version,
    salt: Salt,
    output: Output,
}

fn read(phc: &str) -> Option<Stored> {
    let hash = PasswordHash::new(phc).ok()?;
    if hash.algorithm.as_str() != Algorithm::Argon2id.as_str() {
        return None;
    }
    let version = hash.version.map_or(Ok(Version::V0x10), Version::try_from).ok()?;
    let params = Params::try_from(&hash).ok()?;
    Some(Stored { cost: PasswordCost::of(&params)?, params, version, salt: hash.salt?, output: hash.hash? })
}

fn compose(params: &Params, salt: &[u8], output: &[u8]) -> Option<String> {
    let hash = PasswordHash {
        algorithm: Ident::new(Algorithm::Argon2id.as_str()).ok()?,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).ok()?,
        salt: Some(Salt::new(salt).ok()?),
        hash: Some(Output::new(output).ok()?),
    };
    Some(hash.to_string())
}

#[cfg(test)]
mod tests;
