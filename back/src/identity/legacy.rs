//! Passwords that another system kept, in its own way: they are taken over at once as argon2id over that form, and become
//! argon2id of the password itself when their owner signs in. MD5 and SHA-1 are used here and nowhere else.
//!
//! An account remembers what it takes to bring a typed password into the old form (scheme, settings, salt), never the old
//! hash.

mod phpass;
mod scheme;

use std::fmt;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use data_encoding::HEXLOWER;
use md5::{Digest as _, Md5};
use zeroize::Zeroizing;

pub use scheme::{SaltSide, Scheme};

/// Costliest bcrypt that is brought over: 2^14 rounds take about a second.
const MAX_BCRYPT_COST: u32 = 14;
/// Longest salt of a plain digest, in bytes.
const MAX_SALT: usize = 256;

/// A password as another system kept it, taken apart.
pub struct Kept {
    /// What [`form`] needs later; nothing when the password itself was kept.
    pub form: Option<String>,
    /// The whole old form (the password itself when it was kept): what argon2id is worked out over.
    pub brought: Zeroizing<String>,
}

impl fmt::Debug for Kept {
    /// Without what was kept.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").field("form", &self.form.is_some()).finish_non_exhaustive()
    }
}

/// Why a kept password cannot be taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is none.
    #[error("there is no password")]
    Empty,
    /// It is not what the scheme writes.
    #[error("the password is not in the form of its scheme")]
    Form,
    /// Checking it would take too long.
    #[error("the password's own cost is beyond what is checked at a sign-in")]
    Costly,
    /// The password itself is longer than any that is taken.
    #[error("the password is longer than 128 characters")]
    Long,
}

/// Takes a kept password apart.
///
/// # Errors
/// See [`Refused`].
pub fn take(scheme: Scheme, stored: &str, salt: Option<(&str, SaltSide)>) -> Result<Kept, Refused> {
    let stored = stored.trim_end_matches(['\0', ' ']);
    if stored.is_empty() {
        return Err(Refused::Empty);
    }
    let brought =
        |form: String, whole: &str| Ok(Kept { form: Some(form), brought: Zeroizing::new(whole.to_owned()) });
    match scheme {
        Scheme::Clear if !super::passwords::is_bounded(stored) => Err(Refused::Long),
        Scheme::Clear => Ok(Kept { form: None, brought: Zeroizing::new(stored.to_owned()) }),
        Scheme::Md5 | Scheme::Sha1 | Scheme::Sha256 => {
            let hash = stored.to_ascii_lowercase();
            let digits = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
            let salt = salt.filter(|(salt, _)| !salt.is_empty());
            if Some(hash.len()) != scheme.digits() || !digits || salt.is_some_and(|(s, _)| s.len() > MAX_SALT)
            {
                return Err(Refused::Form);
            }
            let form = match salt {
                Some((salt, side)) => {
                    format!("{scheme} {} {}", side.word(), HEXLOWER.encode(salt.as_bytes()))
                }
                None => scheme.to_string(),
            };
            brought(form, &hash)
        }
        Scheme::Bcrypt => {
            let (settings, whole) = bcrypt_settings(stored).ok_or(Refused::Form)?;
            if settings.0 > MAX_BCRYPT_COST {
                return Err(Refused::Costly);
            }
            brought(format!("bcrypt {}", &stored[..29]), &whole)
        }
        Scheme::Phpass => {
            let settings = phpass::settings(stored).filter(|_| stored.len() == phpass::LENGTH);
            let (rounds, _) = settings.ok_or(Refused::Form)?;
            if rounds > phpass::MAX_ROUNDS {
                return Err(Refused::Costly);
            }
            brought(format!("phpass {}", &stored[..12]), stored)
        }
    }
}

/// Brings a typed password into the form that an account remembers; nothing when that form is none of ours, or when the
/// password cannot be brought into it. Takes as long as the old scheme does: not for a thread that others wait for.
pub fn form(form: &str, password: &str) -> Option<Zeroizing<String>> {
    let (scheme, rest) = form.split_once(' ').unwrap_or((form, ""));
    match scheme.parse::<Scheme>().ok()? {
        Scheme::Clear => None,
        Scheme::Bcrypt => {
            let (cost, salt) = settings_of(rest)?;
            if cost > MAX_BCRYPT_COST {
                return None;
            }
            let parts = bcrypt::hash_with_salt(password, cost, salt).ok()?;
            Some(Zeroizing::new(parts.to_string()))
        }
        Scheme::Phpass => phpass::hash(rest, password),
        scheme => {
            let mut input = Zeroizing::new(Vec::with_capacity(MAX_SALT + password.len()));
            let (side, salt) = rest.split_once(' ').unwrap_or(("", ""));
            let salt = HEXLOWER.decode(salt.as_bytes()).ok()?;
            match side {
                "before" => input.extend(salt.iter().chain(password.as_bytes())),
                "after" => input.extend(password.as_bytes().iter().chain(&salt)),
                _ => input.extend(password.as_bytes()),
            }
            let hash = match scheme {
                Scheme::Md5 => HEXLOWER.encode(&Md5::digest(input.as_slice())),
                Scheme::Sha1 => HEXLOWER.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, &input).as_ref()),
                _ => HEXLOWER.encode(digest(&SHA256, &input).as_ref()),
            };
            Some(Zeroizing::new(hash))
        }
    }
}

/// Cost and salt of bcrypt.
type Settings = (u32, [u8; 16]);

/// Cost and salt of `$2y$10$` and 22 characters of salt.
fn settings_of(text: &str) -> Option<Settings> {
    // The crate reads whole hashes alone: the missing part may be anything.
    bcrypt_settings(&format!("{text}{}", ".".repeat(31))).map(|(settings, _)| settings)
}

/// Cost and salt of a whole hash, and the hash with the one version that we write: `2a`, `2b` and `2y` are the same for
/// any password of today's programs, `2x` is broken.
fn bcrypt_settings(text: &str) -> Option<(Settings, Zeroizing<String>)> {
    let known = ["$2a$", "$2b$", "$2y$"].iter().any(|version| text.starts_with(version));
    if text.len() != 60 || !text.is_ascii() || !known {
        return None;
    }
    let parts: bcrypt::HashParts = text.parse().ok()?;
    let whole = Zeroizing::new(format!("$2b${}", &text[4..]));
    Some(((parts.get_cost(), parts.get_salt_raw()), whole))
}

#[cfg(test)]
mod tests;
