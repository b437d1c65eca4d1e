//! The order in which a post office takes letters: country, postcode, town, street, name.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::people::Contact;

/// What letters are sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    country: String,
    postcode: String,
    town: String,
    street: String,
    name: String,
}

impl Place {
    /// Read from the lines of an address as people write them: postcode and town in one line, the country behind it when it
    /// is another one.
    pub(super) fn of(contact: &Contact) -> Self {
        let lines: Vec<String> = contact.postal.iter().map(|line| plain(line)).collect();
        let name = plain(&contact.name);
        let town = lines.iter().rposition(|line| split(line).is_some());
        let Some((at, (postcode, town))) = town.and_then(|at| Some((at, split(&lines[at])?))) else {
            let street = lines.join(" ");
            return Self {
                country: String::new(),
                postcode: String::new(),
                town: String::new(),
                street,
                name,
            };
        };
        Self { country: lines[at + 1..].join(" "), postcode, town, street: lines[..at].join(" "), name }
    }
}

/// Postcode and town of a line: `69002 lyon`, `ch-1200 geneve`, `london sw1a 1aa`; nothing when the line has no postcode.
fn split(line: &str) -> Option<(String, String)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
    let (first, last) = (words.first()?, words.last()?);
    if (4..=6).contains(&digits(first)) && words.len() > 1 {
        let code: String = first.chars().filter(|c| !c.is_alphabetic() && *c != '-').collect();
        return Some((code, words[1..].join(" ")));
    }
    // British: the last two words, each with letters and digits.
    let mixed = |word: &str| digits(word) > 0 && word.chars().any(char::is_alphabetic) && word.len() <= 4;
    let before = words.len().checked_sub(2)?;
    (before > 0 && mixed(last) && mixed(words[before]))
        .then(|| (words[before..].join(" "), words[..before].join(" ")))
}

/// Small letters without accents.
fn plain(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(name: &str, lines: &[&str]) -> Contact {
        let postal = lines.iter().map(|line| (*line).to_owned()).collect();
        Contact { name: name.to_owned(), email: None, language: None, postal }
    }

    #[test]
    fn letters_lie_in_the_order_of_the_post() {
        let sorted = [
            contact("Nobody knows", &[]),
            contact("Zoé", &["1 rue A", "01000 Bourg"]),
            contact("Émile", &["12 allée B", "69002 Lyon"]),
            contact("Anne", &["2 rue C", "69002 Lyon"]),
            contact("Élodie", &["2 rue C", "69002 Lyon"]),
            contact("Max", &["Bât. 4", "2 rue C", "69100 Villeurbanne"]),
            contact("Jean", &["Rue du Lac 3", "CH-1200 Genève", "Suisse"]),
            contact("John", &["10 Downing Street", "London SW1A 2AA", "United Kingdom"]),
        ];
        let mut shuffled: Vec<_> = sorted.iter().rev().cloned().collect();
        shuffled.sort_by_key(Place::of);
        assert_eq!(shuffled, sorted);
    }
}
