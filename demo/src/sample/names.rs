//! Lists to draw names from. No name is taken from a register of persons; any likeness is chance.

use super::dice::Dice;

pub(crate) const WOMEN: &[&str] = &[
    "Marie",
    "Camille",
    "Léa",
    "Chloé",
    "Élodie",
    "Françoise",
    "Nathalie",
    "Inès",
    "Zoé",
    "Héloïse",
    "Aurélie",
    "Anaïs",
    "Agnès",
    "Hélène",
    "Brigitte",
    "Fatima",
    "Anne-Sophie",
    "Maëlys",
    "Océane",
    "Geneviève",
    "Yasmine",
    "Mélanie",
    "Odile",
    "Noémie",
    "Thérèse",
    "Béatrice",
    "Linh",
    "Aïcha",
    "Solène",
    "Gaëlle",
];
pub(crate) const MEN: &[&str] = &[
    "Jean",
    "Pierre",
    "Nicolas",
    "Thomas",
    "Mickaël",
    "Jérôme",
    "François",
    "Loïc",
    "Raphaël",
    "Hervé",
    "Noël",
    "Théo",
    "Jean-Baptiste",
    "Karim",
    "Benoît",
    "Stéphane",
    "André",
    "Gaëtan",
    "Cédric",
    "Mehdi",
    "Jean-François",
    "Frédéric",
    "Joël",
    "Bình",
    "Sébastien",
    "Rémi",
    "Maël",
    "Yaël",
    "Étienne",
    "Gérard",
];
pub(crate) const SURNAMES: &[&str] = &[
    "Martin",
    "Bernard",
    "Lefèvre",
    "D'Haëne",
    "Moreau",
    "L'Hermitte",
    "Garcia",
    "N'Diaye",
    "Besançon",
    "Le Goff",
    "Château",
    "O'Brien",
    "Müller",
    "Nguyen",
    "Da Silva",
    "Dubois-Crétin",
    "Kowalczyk",
    "Benaïssa",
    "Lebœuf",
    "De La Tour",
    "Guérin",
    "Étiévant",
    "Haÿ",
    "Çelik",
    "Perrault",
    "Vandenbroucke",
    "Saint-Maurice",
    "Roux",
    "Fabre",
    "Pénicaud",
    "Delaître",
    "Jaÿ",
    "Bénard",
    "Maïssa",
    "Grosjean",
    "Quéméneur",
    "Tournié",
    "Hénaff",
    "Szabó",
    "Aubépart",
    "Noël",
    "Ruíz",
    "Coëffé",
    "Brulé",
    "Gaubert",
    "Îles",
    "Thévenet",
    "Poincelet",
    "Rocheteau",
    "Vasseur",
];
/// A surname follows.
pub(crate) const COMPANIES: &[&str] = &[
    "SCI Les Œillets",
    "SCI du Vieux Tilleul",
    "SCI",
    "SCI Famille",
    "SARL Bâti-Rhône",
    "SARL Immobilière",
    "SCI L'Écluse",
    "Association",
];
const HEADS: &[&str] = &[
    "Bel", "Cour", "Cham", "Val", "Font", "Roch", "Per", "Gir", "Lan", "Bour", "Del", "Mou", "Char", "Tour",
    "Cas", "Bar", "Gran", "Fau", "Mal", "Sau", "Ber", "Guil", "Rou", "Pel", "Tré", "Cou", "Hu", "Jou", "Lé",
    "Nav", "Ol", "Pic", "Qui", "Rav", "Sim", "Thi", "Vau", "Bré", "Clé", "Dor",
];
const TAILS: &[&str] = &[
    "ard", "eau", "ier", "in", "on", "et", "ot", "aud", "el", "ette", "euil", "ac", "as", "oux", "elle",
    "ois", "and", "ault", "ery", "ange", "illon", "ineau", "ouin", "age", "ais", "ême", "eret", "ichon",
    "ol", "uc", "utier", "ival", "ondeau", "ussel", "igny", "erand", "anne", "éris", "ouard", "ert",
];
/// First name, surname, and both in Latin letters.
pub(crate) const OTHER_SCRIPTS: &[(&str, &str, &str)] = &[
    ("Σοφία", "Παπαδοπούλου", "Mme Sofia Papadopoulou"),
    ("Дмитрий", "Соколов", "M. Dmitri Sokolov"),
    ("محمد", "العلوي", "M. Mohammed El Alaoui"),
    ("美咲", "佐藤", "Mme Misaki Sato"),
    ("Անահիտ", "Սարգսյան", "Mme Anahit Sargsyan"),
];
/// Street, postal code, town, country.
pub(crate) const ABROAD: &[(&str, &str, &str, &str)] = &[
    ("Chaussée de Wavre 214", "1050", "Ixelles", "BE"),
    ("Rue de Lausanne 63", "1202", "Genève", "CH"),
    ("Große Straße 12", "76131", "Karlsruhe", "DE"),
    ("Calle de Alcalá 88, 3º", "28009", "Madrid", "ES"),
    ("17 Marlborough Road", "SW3 3PX", "London", "GB"),
    ("Rua da Boavista 41", "4050-107", "Porto", "PT"),
    ("Avenue Habib-Bourguiba 5", "1000", "Tunis", "TN"),
];

/// A surname: the common ones often, 1,650 in all; the commonest one is that of three in a thousand.
pub(crate) fn surname(dice: &mut Dice) -> String {
    let at = dice.common(SURNAMES.len() + HEADS.len() * TAILS.len(), 120.0);
    match at.checked_sub(SURNAMES.len()) {
        None => SURNAMES[at].into(),
        Some(at) => format!("{}{}", HEADS[at % HEADS.len()], TAILS[at / HEADS.len()]),
    }
}

/// A first name: of the `common` ones, or one of those after `before` and a hyphen.
pub(crate) fn first(common: &[&str], before: &str, dice: &mut Dice) -> String {
    let plain = common[dice.common(common.len(), 8.0)];
    if dice.happens(80) && !plain.contains('-') && plain != before {
        format!("{before}-{plain}")
    } else {
        plain.into()
    }
}
pub(crate) const STREETS: &[&str] = &[
    "rue des Lilas",
    "avenue de la Libération",
    "rue de l'Abbé-Grégoire",
    "quai des Étroits",
    "place du Marché",
    "rue Élise-Rivet",
    "boulevard des Brotteaux",
    "impasse du Cèdre",
    "rue d'Anvers",
    "allée des Œillets",
    "rue Saint-Exupéry",
    "cours Vitton",
    "rue de la Forêt",
    "montée des Épies",
    "rue Crillon",
];
pub(crate) const RESIDENCES: &[&str] = &[
    "Les Tilleuls",
    "Le Clos Fleuri",
    "Résidence du Parc",
    "L'Orée du Bois",
    "Villa Églantine",
    "Les Terrasses",
    "Le Belvédère",
    "Les Hauts de Saône",
    "Le Saint-Éloi",
    "La Roseraie",
    "Les Cèdres",
    "L'Embellie",
];
pub(crate) const TOWNS: &[(&str, &str)] = &[
    ("69003", "Lyon"),
    ("69006", "Lyon"),
    ("69100", "Villeurbanne"),
    ("69300", "Caluire-et-Cuire"),
    ("69600", "Oullins-Pierre-Bénite"),
    ("69130", "Écully"),
    ("69230", "Saint-Genis-Laval"),
];
