//! Names of tables and columns, taken apart into words and put together again as titles in both languages.

mod title;
mod vocabulary;

pub use title::{Title, of_column, of_table, says_whether};

use std::{cell::RefCell, collections::HashMap};

use unicode_normalization::UnicodeNormalization as _;

/// Longest name that is looked at, in characters.
const MAX: usize = 128;
/// Names that are remembered.
const MAX_KNOWN: usize = 20_000;

thread_local! {
    /// The words of names that were taken apart already.
    static KNOWN: RefCell<HashMap<String, Vec<String>>> = RefCell::default();
}

/// The words of a name in small letters without accents: `dateOfBirth`, `date_of_birth` and `DATEOFBIRTH` are the same.
pub fn split(name: &str) -> Vec<String> {
    // The names of one database come again and again.
    KNOWN.with_borrow_mut(|known| {
        if let Some(words) = known.get(name) {
            return words.clone();
        }
        if known.len() >= MAX_KNOWN {
            known.clear();
        }
        let words = take_apart(name);
        known.insert(name.to_owned(), words.clone());
        words
    })
}

fn take_apart(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.nfd().filter(|c| !is_mark(*c)).take(MAX).collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (at, c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            words.push(std::mem::take(&mut word));
            continue;
        }
        let (before, after) = (at.checked_sub(1).map(|at| chars[at]), chars.get(at + 1));
        let hump = c.is_uppercase() && before.is_some_and(char::is_lowercase);
        // The last capital of several begins the next word: `IBANCode`.
        let ends_capitals = c.is_uppercase()
            && before.is_some_and(char::is_uppercase)
            && after.is_some_and(|after| after.is_lowercase());
        let digits = before.is_some_and(|before| before.is_numeric() != c.is_numeric());
        if hump || ends_capitals || digits {
            words.push(std::mem::take(&mut word));
        }
        word.extend(c.to_lowercase());
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words.into_iter().flat_map(apart).collect()
}

/// The words of the name of a table, without one that only says that it is a table: `t_client`, `tbl_client`.
pub fn of_name(table: &str) -> Vec<String> {
    let mut words = split(table);
    if words.len() > 1 && matches!(words[0].as_str(), "t" | "tb" | "tbl" | "tab") {
        words.remove(0);
    }
    words
}

/// Whether a word means something by itself or as part of a phrase.
pub fn is_known(word: &str) -> bool {
    vocabulary::knows(word)
}

/// A word without the ending of its plural.
pub fn singular(word: &str) -> String {
    let known = |word: &str| vocabulary::knows(word);
    if word.len() < 4 {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix('s').filter(|stem| known(stem)) {
        return stem.to_owned();
    }
    if known(word) {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("lves") {
        return format!("{stem}lf");
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if word.ends_with("ren") {
        return word.strip_suffix("ren").unwrap_or(word).to_owned();
    }
    for ending in ["sses", "xes", "ches", "shes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match word.strip_suffix('s').or_else(|| word.strip_suffix('x')) {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) || known(stem) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Words written without anything between them, when all of them are known: `borrowernumber`.
fn apart(word: String) -> Vec<String> {
    const SHORT: &[&str] = &["of", "by", "no", "on", "at", "id", "to", "ip", "co"];
    if word.len() < 6 || vocabulary::knows(&word) || !word.is_ascii() {
        return vec![word];
    }
    // The fewest words that make up the first `end` letters.
    let mut best: Vec<Option<Vec<usize>>> = vec![None; word.len() + 1];
    best[0] = Some(Vec::new());
    for end in 1..=word.len() {
        for start in 0..end {
            let piece = &word[start..end];
            let known =
                || vocabulary::knows(piece) || end == word.len() && vocabulary::knows(&singular(piece));
            // Before another word `no` denies it, behind one it is its number.
            let denies = piece == "no" && end < word.len();
            let fits = if piece.len() < 3 { SHORT.contains(&piece) && !denies } else { known() };
            let Some(before) = best[start].clone().filter(|_| fits) else { continue };
            if best[end].as_ref().is_none_or(|known| before.len() + 1 < known.len()) {
                best[end] = Some(before.into_iter().chain([end]).collect());
            }
        }
    }
    let Some(ends) = best.pop().flatten() else { return vec![word] };
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(&ends).map(|(start, end)| word[start..*end].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_come_apart_however_they_are_written() {
        for (name, words) in [
            ("first_name", "first name"),
            ("lastName", "last name"),
            ("DATE_NAISSANCE", "date naissance"),
            ("dateofbirth", "date of birth"),
            ("borrowernumber", "borrower number"),
            ("address2", "address 2"),
            ("Prénom", "prenom"),
            ("IBANCode", "iban code"),
            ("B2BApp", "b 2 b app"),
            ("cardno", "card no"),
            ("nomail", "nomail"),
            ("xyzzy", "xyzzy"),
            ("\"No. \"", "no"),
        ] {
            assert_eq!(split(name).join(" "), words, "{name}");
        }
    }

    #[test]
    fn plurals_lose_their_ending() {
        for (plural, word) in [
            ("customers", "customer"),
            ("companies", "company"),
            ("children", "child"),
            ("issues", "issue"),
            ("shelves", "shelf"),
            ("address", "address"),
            ("status", "status"),
            ("locataires", "locataire"),
        ] {
            assert_eq!(singular(plural), word);
        }
    }

    proptest! {
        #[test]
        fn no_name_breaks_the_splitting(name in ".{0,200}") {
            for word in split(&name) {
                prop_assert!(word.chars().all(char::is_alphanumeric));
                let _ = singular(&word);
            }
        }
    }
}
