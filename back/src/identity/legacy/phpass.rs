//! The portable hashes of phpass 0.3 (openwall.com/phpass): MD5, 2^n times over.

use data_encoding::{BitOrder, Encoding, Specification};
use md5::{Digest as _, Md5};
use zeroize::Zeroizing;

/// Characters of a whole hash: `$P$`, the rounds, 8 of salt, 22 of MD5.
pub(super) const LENGTH: usize = 34;
/// Most rounds, as a power of two, that are worked out at a sign-in; the usual are 13.
pub(super) const MAX_ROUNDS: u32 = 18;

const SIGNS: &str = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The rounds, as a power of two, and the salt of a hash or of its first 12 characters.
pub(super) fn settings(text: &str) -> Option<(u32, &str)> {
    let known = text.starts_with("$P$") || text.starts_with("$H$");
    if !known || !text.bytes().skip(3).all(|byte| SIGNS.as_bytes().contains(&byte)) {
        return None;
    }
    let rounds = SIGNS.find(text.get(3..4)?)?;
    Some((u32::try_from(rounds).ok().filter(|rounds| (7..=30).contains(rounds))?, text.get(4..12)?))
}

/// The hash of a password by the first 12 characters of another.
pub(super) fn hash(first: &str, password: &str) -> Option<Zeroizing<String>> {
    let (rounds, salt) = settings(first).filter(|(rounds, _)| *rounds <= MAX_ROUNDS)?;
    let mut hash = Md5::new().chain_update(salt).chain_update(password).finalize();
    for _ in 0..1u32 << rounds {
        hash = Md5::new().chain_update(hash).chain_update(password).finalize();
    }
    let mut whole = Zeroizing::new(String::with_capacity(LENGTH));
    whole.push_str(first.get(..12)?);
    encoding()?.encode_append(&hash, &mut whole);
    Some(whole)
}

/// Six bits a sign, the lowest first.
fn encoding() -> Option<Encoding> {
    let mut specification = Specification::new();
    specification.symbols.push_str(SIGNS);
    specification.bit_order = BitOrder::LeastSignificantFirst;
    specification.encoding().ok()
}
