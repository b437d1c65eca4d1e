//! What two letters carry: a sign-in name that says nothing of its owner, and an initial password, both made to be read
//! aloud and typed by hand.

use vantail_shared::random::{Random, bytes};
use zeroize::Zeroizing;

/// No letter that looks or sounds like another, in print, by hand or on the telephone; no digit that looks like a letter.
const SIGNS: &[u8] = b"acdefghjkmnprtuwxy3467";
/// Groups of a password and signs of each: 20 signs of 22 are 89 bits.
const GROUPS: usize = 5;
const GROUP: usize = 4;

const CONSONANTS: &[u8] = b"bdfgkmnprstvz";
const VOWELS: &[u8] = b"aeiou";
/// Groups of a sign-in name, two syllables each: 65^6 names.
const WORDS: usize = 3;
const SYLLABLES: usize = 2;
/// Words that nobody should have to read aloud.
const AVOIDED: [&str; 18] = [
    "nazi", "puta", "puto", "pute", "bite", "pipi", "kaka", "pedo", "zizi", "seze", "tete", "gogo", "sado",
    "maso", "nudo", "nude", "rape", "sida",
];

/// A new sign-in name: `bako-time-mosu`.
pub fn login(random: &dyn Random) -> String {
    let words: Vec<String> = (0..WORDS).map(|_| word(random)).collect();
    words.join("-")
}

fn word(random: &dyn Random) -> String {
    loop {
        let mut word = String::with_capacity(2 * SYLLABLES);
        for _ in 0..SYLLABLES {
            word.push(sign(random, CONSONANTS));
            word.push(sign(random, VOWELS));
        }
        if !AVOIDED.contains(&word.as_str()) {
            return word;
        }
    }
}

/// A new initial password: `hk4w-xr7a-dm3e-yt6c-pf4n`.
pub fn password(random: &dyn Random) -> Zeroizing<String> {
    let mut password = Zeroizing::new(String::with_capacity(GROUPS * (GROUP + 1)));
    for at in 0..GROUPS * GROUP {
        if at > 0 && at % GROUP == 0 {
            password.push('-');
        }
        password.push(sign(random, SIGNS));
    }
    password
}

/// The initial password as it was printed, from what was typed in any case, with or without hyphens and blanks; nothing
/// for what cannot be one.
pub fn typed(typed: &str) -> Option<Zeroizing<String>> {
    grouped(typed, SIGNS, GROUPS * GROUP, GROUP)
}

/// The sign-in name as it was printed, likewise.
pub fn typed_login(typed: &str) -> Option<String> {
    let signs: Vec<u8> = [CONSONANTS, VOWELS].concat();
    let group = 2 * SYLLABLES;
    let login = grouped(typed, &signs, WORDS * group, group)?;
    // Nobody else's name has this shape by accident: syllables all through.
    let mut letters = login.bytes().filter(|byte| *byte != b'-').enumerate();
    let fits = letters.all(|(at, letter)| if at % 2 == 0 { CONSONANTS } else { VOWELS }.contains(&letter));
    fits.then(|| (*login).clone())
}

fn grouped(typed: &str, signs: &[u8], length: usize, group: usize) -> Option<Zeroizing<String>> {
    // Blanks around each sign at the most.
    if typed.len() > 4 * length {
        return None;
    }
    let mut form = Zeroizing::new(String::with_capacity(2 * length));
    let mut count = 0;
    for c in
        typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–' | '−' | '.' | '_'))
    {
        let c = c.to_ascii_lowercase();
        if !u8::try_from(c).is_ok_and(|c| signs.contains(&c)) || count == length {
            return None;
        }
        if count > 0 && count % group == 0 {
            form.push('-');
        }
        form.push(c);
        count += 1;
    }
    (count == length).then_some(form)
}

/// One of the signs, each as likely as the others.
fn sign(random: &dyn Random, signs: &[u8]) -> char {
    let fair = 256 - 256 % signs.len();
    loop {
        let [byte] = bytes::<1>(random);
        if usize::from(byte) < fair {
            return char::from(signs[usize::from(byte) % signs.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use vantail_shared::random::{SeededRandom, SystemRandom};

    use super::*;

    #[test]
    fn a_password_has_at_least_80_bits_and_no_sign_twice_meant() {
        let signs: BTreeSet<_> = SIGNS.iter().collect();
        assert_eq!(signs.len(), SIGNS.len());
        let bits = f64::from(u32::try_from(SIGNS.len()).unwrap()).log2() * 20.0;
        assert!(bits >= 80.0, "{bits}");
        for pair in ["0o", "1il", "2z", "5s", "8b", "9gq", "vu", "bd8"] {
            let both = pair.bytes().filter(|sign| SIGNS.contains(sign)).count();
            assert!(both <= 1, "{pair}");
        }
        let all: BTreeSet<_> = (0..1000).map(|_| password(&SystemRandom).to_string()).collect();
        assert_eq!(all.len(), 1000);
        assert!(all.iter().all(|one| one.len() == 24 && one.split('-').all(|group| group.len() == 4)));
    }

    #[test]
    fn every_sign_is_as_likely_as_any_other() {
        let random = SeededRandom::new(7);
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..22_000 {
            *counts.entry(sign(&random, SIGNS)).or_insert(0u32) += 1;
        }
        assert_eq!(counts.len(), SIGNS.len());
        assert!(counts.values().all(|count| (850..1150).contains(count)), "{counts:?}");
    }

    #[test]
    fn names_can_be_read_aloud_and_none_is_rude() {
        let random = SeededRandom::new(3);
        let names: BTreeSet<_> = (0..5000).map(|_| login(&random)).collect();
        assert!(names.len() > 4990);
        for name in names {
            assert_eq!(name.len(), 14);
            assert!(name.split('-').all(|word| !AVOIDED.contains(&word)), "{name}");
        }
    }

    proptest! {
        #[test]
        fn however_it_is_typed(seed in any::<u64>(), capitals in any::<bool>(), between in "[- ]{0,2}") {
            let random = SeededRandom::new(seed);
            let (name, secret) = (login(&random), password(&random));
            let change = |text: &str| {
                let text = text.replace('-', &between);
                if capitals { text.to_uppercase() } else { text }
            };
            prop_assert_eq!(typed_login(&change(&name)), Some(name));
            prop_assert_eq!(typed(&change(&secret)), Some(secret));
        }

        #[test]
        fn nothing_else_is_taken_for_one(text in "\\PC{0,30}") {
            if let Some(form) = typed(&text) {
                prop_assert_eq!(typed(&form), Some(form.clone()));
            }
        }
    }
}
