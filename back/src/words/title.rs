//! Titles made of the words of a name: never the raw name itself.

use super::{
    singular, split,
    vocabulary::{Entry, French, find},
};

/// A title in both languages, and whether every word of it was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
    /// Whether the vocabulary has all of its words.
    pub sure: bool,
}

/// Words that only hold others together.
const LINKS: &[&str] =
    &["of", "the", "is", "has", "to", "de", "du", "des", "la", "le", "les", "d", "l", "et", "and", "for"];

/// The title of a column. The word that only says that it is a key is left out.
pub fn of_column(name: &str) -> Title {
    let mut words = split(name);
    let bare: Vec<String> = words.iter().filter(|word| !is_key_word(word)).cloned().collect();
    if bare.len() < words.len() && bare.iter().any(|word| !LINKS.contains(&word.as_str())) {
        words = bare;
    }
    Phrase::new(&words).title(false)
}

/// The title of a table: what its rows are, more than one.
pub fn of_table(name: &str) -> Title {
    let words: Vec<String> = split(name).iter().map(|word| singular(word)).collect();
    Phrase::new(&words).title(true)
}

fn is_key_word(word: &str) -> bool {
    matches!(word, "id" | "uuid" | "pk" | "fk")
}

/// The parts of a name, in its own order.
struct Phrase {
    parts: Vec<Part>,
}

struct Part {
    english: String,
    french: String,
    feminine: String,
    sort: Sort,
    is_french: bool,
    known: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Masculine,
    Feminine,
    Adjective,
}

impl Part {
    fn known(entry: &Entry) -> Self {
        let (french, feminine, sort) = match entry.french {
            French::Noun(noun, true) => (noun, noun, Sort::Feminine),
            French::Noun(noun, false) => (noun, noun, Sort::Masculine),
            French::Adjective(masculine, feminine) => (masculine, feminine, Sort::Adjective),
        };
        Self {
            english: entry.english.to_owned(),
            french: french.to_owned(),
            feminine: feminine.to_owned(),
            sort,
            is_french: entry.is_french,
            known: true,
        }
    }

    fn unknown(word: &str) -> Self {
        let is_number = word.chars().all(char::is_numeric);
        Self {
            english: word.to_owned(),
            french: word.to_owned(),
            feminine: word.to_owned(),
            // A number stands behind its noun without a word between.
            sort: if is_number { Sort::Adjective } else { Sort::Masculine },
            is_french: false,
            known: is_number,
        }
    }
}

impl Phrase {
    fn new(words: &[String]) -> Self {
        let mut parts = Vec::new();
        let mut at = 0;
        while at < words.len() {
            if let Some((entry, length)) = find(&words[at..]) {
                parts.push(Part::known(&entry));
                at += length;
            } else {
                if !LINKS.contains(&words[at].as_str()) {
                    parts.push(Part::unknown(&words[at]));
                }
                at += 1;
            }
        }
        if parts.is_empty() {
            parts.extend(words.iter().map(|word| Part::unknown(word)));
        }
        Self { parts }
    }

    fn title(mut self, many: bool) -> Title {
        if self.parts.is_empty() {
            let (fr, en) = if many { ("Lignes", "Rows") } else { ("Valeur", "Value") };
            return Title { fr: fr.to_owned(), en: en.to_owned(), sure: false };
        }

        let sure = !self.parts.is_empty() && self.parts.iter().all(|part| part.known);
        // In French the noun that matters comes first, in English last: from here on it is the last.
        if self.parts.iter().any(|part| part.is_french) {
            self.parts.reverse();
        }
        let nouns = self.parts.iter().rposition(|part| part.sort != Sort::Adjective);
        if many && let Some(head) = nouns {
            let part = &mut self.parts[head];
            part.english = plural_english(&part.english);
            part.french = plural_french(&part.french);
        }
        Title { fr: capital(&self.french()), en: capital(&self.english()), sure }
    }

    fn english(&self) -> String {
        let words: Vec<&str> = self.parts.iter().map(|part| part.english.as_str()).collect();
        words.join(" ")
    }

    /// The head, its adjectives, then what it is of.
    fn french(&self) -> String {
        let Some(head) = self.parts.iter().rposition(|part| part.sort != Sort::Adjective) else {
            return self.parts.iter().map(|part| part.french.as_str()).collect::<Vec<_>>().join(" ");
        };
        let is_feminine = self.parts[head].sort == Sort::Feminine;
        let mut text = self.parts[head].french.clone();
        let mut rest: Vec<&Part> = self.parts[..head].iter().rev().collect();
        // What follows its noun in English belongs to it: `amount outstanding`.
        let behind = &self.parts[head + 1..];
        rest.splice(0..0, behind);
        for part in rest {
            if part.sort == Sort::Adjective {
                text.push(' ');
                text.push_str(if is_feminine { &part.feminine } else { &part.french });
            } else {
                let vowel = "aeiouyhéèêâîôœàAEIOUYHÉ".contains(part.french.chars().next().unwrap_or(' '));
                text.push_str(if vowel { " d’" } else { " de " });
                text.push_str(&part.french);
            }
        }
        text
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn plural_english(noun: &str) -> String {
    if noun == "staff" || noun.ends_with('s') && !noun.ends_with("ss") {
        noun.to_owned()
    } else if noun.ends_with('y') && !noun.ends_with("ay") && !noun.ends_with("ey") {
        format!("{}ies", &noun[..noun.len() - 1])
    } else if noun.ends_with("ss") || noun.ends_with('x') || noun.ends_with("ch") {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}

/// The plural of the noun and its adjectives, up to the word that says of what.
fn plural_french(noun: &str) -> String {
    let mut ended = false;
    let words = noun.split(' ').map(|word| {
        ended = ended || word.starts_with("d’") || matches!(word, "de" | "du" | "des" | "à" | "et" | "en");
        if ended { word.to_owned() } else { plural_french_word(word) }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn plural_french_word(word: &str) -> String {
    if word.ends_with(['s', 'x', 'z']) || word == "personnel" {
        word.to_owned()
    } else if word.ends_with("eau") {
        format!("{word}x")
    } else if let Some(stem) = word.strip_suffix("al") {
        format!("{stem}aux")
    } else {
        format!("{word}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_become_words_of_both_languages() {
        for (name, en, fr) in [
            ("first_name", "First name", "Prénom"),
            ("rental_date", "Rented on", "Location"),
            ("invoice_amount", "Invoice amount", "Montant de facture"),
            ("customer_id", "Customer", "Client"),
            ("montant_facture", "Invoice amount", "Montant de facture"),
            ("amountoutstanding", "Amount still due", "Reste à payer"),
            ("is_active", "Active", "Actif"),
            ("lost_card", "Lost card", "Carte perdue"),
            ("order_email", "Order e-mail", "Adresse électronique de commande"),
            ("id", "Identifier", "Identifiant"),
            ("address_2", "Address, continued", "Complément d’adresse"),
        ] {
            let title = of_column(name);
            assert_eq!((title.en.as_str(), title.fr.as_str(), title.sure), (en, fr, true), "{name}");
        }
    }

    #[test]
    fn tables_are_titled_by_what_their_rows_are() {
        for (name, en, fr) in [
            ("rental", "Rentals", "Locations"),
            ("old_issues", "Past loans", "Prêts passés"),
            ("InvoiceLine", "Lines", "Lignes"),
            ("BillingReceipt", "Bills", "Avis d’échéance"),
            ("payments", "Payments", "Paiements"),
        ] {
            let title = of_table(name);
            assert_eq!((title.en.as_str(), title.fr.as_str()), (en, fr), "{name}");
        }
    }

    #[test]
    fn unknown_words_stay_and_are_told() {
        let title = of_column("xyzzy_date");
        assert_eq!((title.en.as_str(), title.sure), ("Xyzzy date", false));
        assert!(!of_column("").sure);
    }
}
