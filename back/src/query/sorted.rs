//! How people sort: without case and accents first, then by bytes.

use std::cmp::Ordering;

use super::dialect::search::plain;

/// What the collation is called in `SQLite`.
pub(crate) const NAME: &str = "vantail";

/// Compares two texts as every database does that has no collation of ours: by their beginnings without case and accents,
/// then by their bytes.
pub(crate) fn collation(one: &str, other: &str) -> Ordering {
    if one == other {
        return Ordering::Equal;
    }
    if one.is_ascii() && other.is_ascii() {
        return small(one).cmp(small(other)).then_with(|| one.cmp(other));
    }
    plain(beginning(one)).cmp(&plain(beginning(other))).then_with(|| one.cmp(other))
}

/// The first letters of a text without accents, as they are compared.
fn small(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().take(FOLDED).map(|byte| byte.to_ascii_lowercase())
}

fn beginning(text: &str) -> &str {
    match text.char_indices().nth(FOLDED) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    }
}

/// How many characters are compared without case and accents.
pub(crate) const FOLDED: usize = 32;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_with_accents_stand_beside_those_without() {
        let mut names = ["Zoé", "élan", "Eva", "Élan", "abbé", "Abbe", "Œuvre", "oeil", "10", "école"];
        names.sort_by(|a, b| collation(a, b));
        assert_eq!(names, ["10", "Abbe", "abbé", "école", "Élan", "élan", "Eva", "oeil", "Œuvre", "Zoé"]);
    }

    proptest! {
        #[test]
        fn it_is_an_order(a in "[aàAÀbœ ]{0,3}", b in "[aàAÀbœ ]{0,3}", c in "[aàAÀbœ ]{0,3}") {
            prop_assert_eq!(collation(&a, &b), collation(&b, &a).reverse());
            prop_assert_eq!(collation(&a, &b) == Ordering::Equal, a == b);
            if collation(&a, &b).is_le() && collation(&b, &c).is_le() {
                prop_assert!(collation(&a, &c).is_le());
            }
        }
    }
}
