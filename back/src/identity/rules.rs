//! What a password must be: length, kinds of characters, an estimate of how many guesses it takes, nothing that
//! everybody tries and nothing about its owner (CNIL 2022-100; ASVS 5.0, 6.2).

mod estimate;

use aws_lc_rs::digest::{SHA256, digest};
use unicode_normalization::UnicodeNormalization as _;
use vantail_proto::portal::{Rule, rule::Kind};
use vantail_shared::tls::FrontKind;

use super::passwords;
use estimate::Estimate;

/// Shortest word of a name that must not be in a password, in characters: shorter ones are in everything.
const NAME: usize = 4;
/// Raised when the lists of what everybody tries, or the estimate, change: then passwords are looked at once more.
const LISTS: u8 = 2;
/// The kinds of characters.
const EACH: [Kind; 4] = [Kind::Lower, Kind::Upper, Kind::Digit, Kind::Special];

/// The rules for the passwords of one kind of front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordRules {
    /// At least so many characters.
    pub length: u32,
    /// A small letter, a capital letter, a digit, anything else: each of them that is asked for.
    pub each: [bool; 4],
    /// At least so many of these four kinds.
    pub kinds: u32,
    /// At least so many bits by the estimate: 50 are enough behind a slow-down, 80 are enough without (CNIL 2022-100).
    pub bits: u32,
    /// They hold for passwords that are there already as well: whoever has one that does not meet them chooses another
    /// at the next sign-in.
    pub existing: bool,
    /// A password ends at this age, in days.
    pub days: Option<u32>,
    /// Words that everybody can guess here: of the organisation's name.
    pub words: Vec<String>,
}

impl Default for PasswordRules {
    /// 12 characters and 50 bits, of any kinds, at any age.
    fn default() -> Self {
        Self {
            length: 12,
            each: [false; 4],
            kinds: 0,
            bits: 50,
            existing: true,
            days: None,
            words: Vec::new(),
        }
    }
}

/// The rules at each kind of front.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RulesOfKinds {
    /// At the public's.
    pub public: PasswordRules,
    /// At the staff's.
    pub staff: PasswordRules,
}

impl RulesOfKinds {
    /// The rules for accounts of this kind of front.
    pub fn of(&self, kind: FrontKind) -> &PasswordRules {
        match kind {
            FrontKind::Public => &self.public,
            FrontKind::Staff => &self.staff,
        }
    }
}

/// Whose password it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Own {
    /// The sign-in name.
    pub(super) login: String,
    /// The name.
    pub(super) name: String,
    /// The address of mail.
    pub(super) email: String,
}

impl PasswordRules {
    /// The rules as people are told them.
    pub fn list(&self) -> Vec<Rule> {
        let mut rules = vec![rule(Kind::Length, self.length)];
        let each = EACH.into_iter().zip(self.each).filter(|(_, asked)| *asked);
        rules.extend(each.map(|(kind, _)| rule(kind, 0)));
        if self.kinds > 1 {
            rules.push(rule(Kind::Kinds, self.kinds));
        }
        rules.push(rule(Kind::Bits, self.bits));
        rules.extend([Kind::Common, Kind::Own, Kind::Same].map(|kind| rule(kind, 0)));
        rules.push(rule(Kind::Longest, passwords::MOST_CHARACTERS));
        rules
    }

    /// The rules that a password does not meet; whether it is the one before is not looked at. Takes milliseconds.
    pub(super) fn unmet(&self, password: &str, own: &Own) -> Vec<Rule> {
        if !passwords::is_bounded(password) {
            return vec![rule(Kind::Longest, passwords::MOST_CHARACTERS)];
        }
        let kinds = Kinds::of(password);
        let guessed: Vec<&str> =
            self.words.iter().chain([&own.login, &own.name, &own.email]).map(String::as_str).collect();
        let estimate = Estimate::of(password, &kinds, &guessed);
        let mut unmet = self.list();
        unmet.retain(|rule| match rule.kind() {
            Kind::Length => fewer(password.chars().count(), rule.number),
            Kind::Lower | Kind::Upper | Kind::Digit | Kind::Special => !kinds.has(rule.kind()),
            Kind::Kinds => fewer(kinds.count(), rule.number),
            Kind::Bits => estimate.bits < f64::from(rule.number),
            Kind::Common => estimate.common,
            Kind::Own => own.is_in(password),
            Kind::Same | Kind::Longest | Kind::Unspecified => false,
        });
        unmet
    }

    /// What an account keeps of the rules that its password was found to meet.
    pub(super) fn fingerprint(&self) -> [u8; 32] {
        let mut text = vec![LISTS];
        text.extend(self.each.map(u8::from));
        for number in [self.length, self.kinds, self.bits] {
            text.extend(number.to_be_bytes());
        }
        let mut hash = [0; 32];
        hash.copy_from_slice(digest(&SHA256, &text).as_ref());
        hash
    }
}

/// The kinds of characters in a password, in the order of [`EACH`].
struct Kinds([bool; 4]);

impl Kinds {
    fn of(password: &str) -> Self {
        let has = |kind: fn(char) -> bool| password.chars().any(kind);
        let special = has(|sign| !(sign.is_lowercase() || sign.is_uppercase() || sign.is_numeric()));
        Self([has(char::is_lowercase), has(char::is_uppercase), has(char::is_numeric), special])
    }

    fn has(&self, kind: Kind) -> bool {
        EACH.into_iter().zip(self.0).any(|(known, has)| known == kind && has)
    }

    fn count(&self) -> usize {
        self.0.into_iter().filter(|has| *has).count()
    }

    /// How many characters each one of them was chosen from.
    fn characters(&self) -> f64 {
        let counts = self.0.into_iter().zip([26.0, 26.0, 10.0, 33.0]).filter(|(has, _)| *has);
        counts.map(|(_, count)| count).sum::<f64>().max(1.0)
    }
}

impl Own {
    /// Whether the sign-in name, a word of the name or of the address is in the password, in any case.
    fn is_in(&self, password: &str) -> bool {
        let password = plain(password);
        let words = |text: &str| {
            plain(text).split(|sign: char| !sign.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>()
        };
        let local = self.email.rsplit_once('@').map_or("", |(local, _)| local);
        let login = plain(&self.login);
        let parts = words(&self.name).into_iter().chain(words(local)).chain(words(&self.login));
        let mut whole = Some(login).into_iter().chain(parts);
        whole.any(|word| word.chars().count() >= NAME && password.contains(&word))
    }
}

/// In small letters without accents.
fn plain(text: &str) -> String {
    unaccented(text).flat_map(char::to_lowercase).collect()
}

fn unaccented(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkd().filter(|sign| !unicode_normalization::char::is_combining_mark(*sign))
}

fn rule(kind: Kind, number: u32) -> Rule {
    Rule { kind: kind.into(), number }
}

fn fewer(count: usize, number: u32) -> bool {
    u32::try_from(count).is_ok_and(|count| count < number)
}

#[cfg(test)]
mod tests;
