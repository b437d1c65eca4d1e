//! Titles made of the words of a name: never the raw name itself.

use super::{
    of_name, singular, split,
    vocabulary::{Entry, French, find},
};

/// A title in both languages, and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
    /// Whether the vocabulary has all of its words.
    pub known: bool,
    /// Whether it also has them with one meaning alone.
    pub sure: bool,
}

impl Title {
    /// This title, or another one where that one is known and shorter.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if other.known && other.fr.len() < self.fr.len() { other } else { self }
    }
}

/// Words that only hold others together.
const LINKS: &[&str] = &[
    "of", "the", "is", "has", "to", "de", "du", "des", "la", "le", "les", "d", "l", "et", "and", "for",
    "bool", "flag", "join",
];

/// The title of a column. The word that only says that it is a key is left out.
pub fn of_column(name: &str) -> Title {
    let mut words = of_name(name);
    let bare: Vec<String> = words.iter().filter(|word| !is_key_word(word)).cloned().collect();
    if bare.len() < words.len() && bare.iter().any(|word| !LINKS.contains(&word.as_str())) {
        words = bare;
    }
    Phrase::new(&words).title(false)
}

/// The title of a table: what its rows are, more than one.
pub fn of_table(name: &str) -> Title {
    let words: Vec<String> = of_name(name).iter().map(|word| singular(word)).collect();
    Phrase::new(&words).title(true)
}

/// Whether a name says of a thing that it is so, and nothing else: `present`, `est_actif`.
pub fn says_whether(name: &str) -> bool {
    let words = split(name);
    let phrase = Phrase::new(&words);
    let is_state = |part: &Part| part.sort == Sort::Adjective && !part.english.chars().all(char::is_numeric);
    let is_place =
        |part: &Part| matches!(part.english.as_str(), "next" | "last" | "first" | "other" | "new" | "former");
    matches!(phrase.parts.as_slice(), [only] if only.known && is_state(only) && !is_place(only))
}

fn is_key_word(word: &str) -> bool {
    matches!(word, "id" | "uuid" | "pk" | "fk")
}

/// Words between two others that put what matters first: `date of birth`.
const OF: &[&str] = &["of", "de", "du", "des"];
/// Words that stand first in French and are the last in English, where neither language is told from the other.
const FIRST: &[&str] = &["date", "type", "code"];
/// French words for what one certain thing has: the date of the note, not of notes.
const OF_ONE: &[&str] = &[
    "date",
    "heure",
    "montant",
    "nom",
    "titre",
    "prix",
    "statut",
    "libellé",
    "solde",
    "durée",
    "début",
    "fin",
    "adresse",
    "lieu",
    "niveau",
    "responsable",
    "description",
    "commentaire",
    "état",
];
/// French nouns that end like a plural and are none.
const SINGULARS: &[&str] = &["cours", "prix", "mois", "avis", "taux", "relais", "accès"];

/// The parts of a name, in its own order.
struct Phrase {
    parts: Vec<Part>,
    /// Whether a word between them says that the first one matters.
    first_matters: bool,
}

struct Part {
    english: String,
    french: String,
    feminine: String,
    sort: Sort,
    is_french: bool,
    known: bool,
    sure: bool,
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
            sure: entry.is_sure,
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
            sure: is_number,
        }
    }
}

impl Part {
    /// What stands before this noun where another one has it, or one certain of it.
    fn link(&self, of_one: bool) -> &'static str {
        let vowel = "aeiouyhéèêâîôœàAEIOUYHÉ".contains(self.french.chars().next().unwrap_or(' '));
        let first = self.french.split(' ').next().unwrap_or_default();
        let is_one = SINGULARS.contains(&first) || !first.ends_with(['s', 'x']);
        match (of_one && self.known && is_one, vowel, self.sort) {
            (true, true, _) => " de l’",
            (true, false, Sort::Feminine) => " de la ",
            (true, false, _) => " du ",
            (false, true, _) => " d’",
            (false, false, _) => " de ",
        }
    }
}

impl Phrase {
    fn new(words: &[String]) -> Self {
        let mut parts = Vec::new();
        let mut at = 0;
        let mut first_matters = false;
        while at < words.len() {
            if let Some((entry, length)) = find(&words[at..]) {
                parts.push(Part::known(&entry));
                at += length;
            } else {
                if !LINKS.contains(&words[at].as_str()) {
                    parts.push(Part::unknown(&words[at]));
                }
                first_matters |= OF.contains(&words[at].as_str()) && !parts.is_empty();
                at += 1;
            }
        }
        if parts.is_empty() {
            parts.extend(words.iter().map(|word| Part::unknown(word)));
        }
        Self { parts, first_matters }
    }

    /// Whether the noun that matters comes first, as it does in French.
    fn begins_with_head(&self) -> bool {
        let is_first = |part: Option<&Part>| part.is_some_and(|part| FIRST.contains(&part.english.as_str()));
        match (is_first(self.parts.first()), is_first(self.parts.last())) {
            (true, false) => true,
            (false, true) => self.first_matters,
            _ => self.first_matters || self.parts.iter().any(|part| part.is_french),
        }
    }

    fn title(mut self, many: bool) -> Title {
        if self.parts.is_empty() {
            let (fr, en) = if many { ("Lignes", "Rows") } else { ("Valeur", "Value") };
            return Title { fr: fr.to_owned(), en: en.to_owned(), known: false, sure: false };
        }
        let known = self.parts.iter().all(|part| part.known);
        let sure = self.parts.iter().all(|part| part.sure);
        let is_french = self.parts.iter().any(|part| part.is_french);
        // In French the noun that matters comes first, in English last: from here on it is the last.
        if self.begins_with_head() {
            self.parts.reverse();
        }
        let nouns = self.parts.iter().rposition(|part| part.sort != Sort::Adjective);
        if many && let Some(head) = nouns {
            let part = &mut self.parts[head];
            part.english = plural_english(&part.english);
            part.french = plural_french(&part.french);
        }
        let (fr, en) = (capital(&self.french(many)), capital(&self.english()));
        // Half a translation reads worse than none: a word that nobody knows is left among those of its own language.
        let (fr, en) = match (known, is_french) {
            (true, _) => (fr, en),
            (false, true) => (fr.clone(), fr),
            (false, false) => (en.clone(), en),
        };
        Title { fr, en, known, sure }
    }

    fn english(&self) -> String {
        let words: Vec<&str> = self.parts.iter().map(|part| part.english.as_str()).collect();
        words.join(" ")
    }

    /// The head, its adjectives, then what it is of.
    fn french(&self, many: bool) -> String {
        let Some(head) = self.parts.iter().rposition(|part| part.sort != Sort::Adjective) else {
            return self.parts.iter().map(|part| part.french.as_str()).collect::<Vec<_>>().join(" ");
        };
        let is_feminine = self.parts[head].sort == Sort::Feminine;
        let mut text = self.parts[head].french.clone();
        let mut rest: Vec<&Part> = self.parts[..head].iter().rev().collect();
        // What follows its noun in English belongs to it: `amount outstanding`.
        let behind = &self.parts[head + 1..];
        rest.splice(0..0, behind);
        let mut of_one = OF_ONE.contains(&self.parts[head].french.as_str());
        for part in rest {
            if part.sort == Sort::Adjective {
                text.push(' ');
                let adjective = if is_feminine { &part.feminine } else { &part.french };
                text.push_str(&if many { plural_french(adjective) } else { adjective.clone() });
            } else {
                text.push_str(part.link(of_one));
                text.push_str(&part.french);
                of_one = false;
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
        ended = ended
            || word.starts_with("d’")
            || matches!(word, "de" | "du" | "des" | "à" | "et" | "en" | "par" | "pour");
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
            ("invoice_amount", "Invoice amount", "Montant de la facture"),
            ("customer_id", "Customer", "Client"),
            ("montant_facture", "Invoice amount", "Montant de la facture"),
            ("note_date", "Note date", "Date de la note"),
            ("certif_date", "Certificate date", "Date du certificat"),
            ("date_note", "Note date", "Date de la note"),
            ("date_of_note", "Note date", "Date de la note"),
            ("date_contrat", "Contract date", "Date du contrat"),
            ("event_date", "Event date", "Date de l’événement"),
            ("document_type", "Document type", "Type de document"),
            ("type_document", "Document type", "Type de document"),
            ("nom_banque", "Bank name", "Nom de la banque"),
            ("lieu_cours", "Course place", "Lieu du cours"),
            ("amountoutstanding", "Amount still due", "Reste à payer"),
            ("is_active", "Active", "Actif"),
            ("lost_card", "Lost card", "Carte perdue"),
            ("order_email", "Order e-mail", "Adresse électronique de commande"),
            ("dt_insc", "Enrolment date", "Date de l’inscription"),
            ("id", "Identifier", "Identifiant"),
            ("address_2", "Address, continued", "Complément d’adresse"),
            ("profile", "Profile", "Profil"),
            ("sort_order", "Order", "Ordre d’affichage"),
            ("bool_exempt", "Exempt", "Exempté"),
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
            ("T_COURS", "Courses", "Cours"),
            ("medical_alerts", "Medical alerts", "Alertes médicales"),
            ("activities", "Activities", "Activités"),
        ] {
            let title = of_table(name);
            assert_eq!((title.en.as_str(), title.fr.as_str()), (en, fr), "{name}");
        }
    }

    #[test]
    fn names_that_say_whether_are_told_from_names_of_things() {
        assert!(says_whether("is_active") && says_whether("Présent ?"));
        for name in ["active_note", "next", "note", "2", "xyzzy", ""] {
            assert!(!says_whether(name), "{name}");
        }
    }

    #[test]
    fn unknown_words_stay_and_are_told() {
        let title = of_column("xyzzy_date");
        assert_eq!((title.en.as_str(), title.sure), ("Xyzzy date", false));
        assert!(!of_column("").sure);
    }

    #[test]
    fn half_a_translation_is_none() {
        for (name, both) in [("xyzzy_payment_id", "Xyzzy payment"), ("montant_xyzzy", "Montant de xyzzy")] {
            let title = of_column(name);
            assert_eq!((title.en.as_str(), title.fr.as_str()), (both, both), "{name}");
        }
    }

    #[test]
    fn words_of_several_meanings_are_told() {
        for name in ["seat_number", "droits", "practice", "prof", "grade_id"] {
            let title = of_column(name);
            assert!(title.known && !title.sure, "{name}");
        }
    }
}
