//! Which tables hold persons.

use std::collections::BTreeMap;

use super::{
    bare, meaning, page,
    postal::{self, Postal},
    reference::{Reference, References, tables},
    sample::Samples,
};
use crate::{
    map::{Class, ColumnShape, Nature, Schema, TableName, TableShape},
    words,
};

/// Words of names of tables of persons.
const PERSONS: &[&str] = &[
    "customer",
    "client",
    "user",
    "usr",
    "person",
    "people",
    "patron",
    "borrower",
    "member",
    "contact",
    "tenant",
    "employee",
    "staff",
    "patient",
    "resident",
    "student",
    "subscriber",
    "adherent",
    "locataire",
    "personne",
    "proprietaire",
    "usager",
    "salarie",
    "guest",
    "owner",
    "prospect",
    "candidate",
    "volunteer",
    "donor",
    "passenger",
    "personnel",
    "eleve",
    "individual",
    "coproprietaire",
    "bailleur",
    "utilisateur",
    "membre",
    "abonne",
    "human",
    "citizen",
    "pupil",
    "teacher",
];
/// Words of names of tables of anything but persons.
const OTHERS: &[&str] = &[
    "org",
    "unit",
    "team",
    "site",
    "center",
    "centre",
    "course",
    "provider",
    "branch",
    "store",
    "shop",
    "company",
    "organization",
    "organisation",
    "agency",
    "library",
    "building",
    "property",
    "supplier",
    "vendor",
    "bookseller",
    "bank",
    "department",
    "product",
    "app",
    "integration",
    "role",
    "address",
    "list",
    "message",
    "request",
    "log",
    "token",
    "session",
    "action",
    "task",
    "record",
    "file",
    "template",
    "setting",
    "config",
    "type",
    "category",
    "group",
];
/// What a table must reach to be taken for one of persons.
const ENOUGH: u32 = 50;
/// Kinds of person in one draft at the most.
const MAX_KINDS: usize = 5;

/// A table that holds persons, and what names them.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The table.
    pub table: TableName,
    /// Its words, without those that all tables begin with.
    pub called: String,
    /// Its primary key.
    pub key: Vec<String>,
    /// The template of a name.
    pub name: String,
    /// The column with the e-mail address.
    pub email: Option<String>,
    /// The column with the telephone number.
    pub phone: Option<String>,
    /// The column with the day of birth.
    pub birth: Option<String>,
    /// The column with the language.
    pub language: Option<String>,
    /// The column that names the row of the same human that counts.
    pub same_as: Option<String>,
    /// Where letters go.
    pub postal: Postal,
    /// How sure this is.
    pub score: u32,
}

impl Candidate {
    /// Whether these persons work for the organisation, as far as the table's name tells.
    pub fn is_worker(&self) -> bool {
        meaning::names_workers(&singulars(&self.table.name))
    }
}

fn singulars(name: &str) -> Vec<String> {
    words::split(name).iter().map(|word| words::singular(word)).collect()
}

/// The tables of persons, the surest first, and those that were almost taken for such.
pub fn find(
    schema: &Schema,
    references: &References,
    copies: &BTreeMap<TableName, TableName>,
    asked: &[TableName],
    samples: &Samples,
) -> (Vec<Candidate>, Vec<Candidate>) {
    let mut candidates: Vec<Candidate> = tables(schema)
        .filter(|(name, _)| !copies.contains_key(*name))
        .filter_map(|(name, shape)| look(name, shape, references))
        .filter(|candidate| asked.is_empty() || asked.contains(&candidate.table))
        .collect();
    candidates.sort_by(|a, b| (b.score, &a.table).cmp(&(a.score, &b.table)));
    for candidate in &mut candidates {
        candidate.postal = postal::find(schema, references, candidate);
        candidate.same_as = same_as(references, candidate);
    }
    if !asked.is_empty() {
        return (candidates, Vec::new());
    }
    let mut kinds: Vec<Candidate> = Vec::new();
    let mut others = Vec::new();
    for candidate in candidates {
        // Somebody who is a person of another table is no kind of their own: an employee who is a user.
        let is_other = kinds.iter().any(|kind| samples.same_phones(&candidate, kind));
        let is_other = is_other
            || references.of(&candidate.table).any(|reference| {
                kinds.iter().any(|kind| {
                    kind.table == reference.to
                        && reference.from != reference.to
                        && meaning::of(reference, kind) == meaning::Meaning::Subject
                })
            });
        if candidate.score >= ENOUGH && !is_other && kinds.len() < MAX_KINDS {
            kinds.push(candidate);
        } else if candidate.score * 2 >= ENOUGH && !is_other {
            others.push(candidate);
        }
    }
    // Those whom the organisation serves come first.
    kinds.sort_by_key(Candidate::is_worker);
    others.truncate(MAX_KINDS);
    (kinds, others)
}

/// What speaks for a table being one of persons; `None` when nothing names its rows, or nobody.
fn look(name: &TableName, shape: &TableShape, references: &References) -> Option<Candidate> {
    if shape.primary.is_empty() {
        return None;
    }
    let first =
        text(name, shape, &["first name", "prenom", "forename", "given name", "first given name", "fname"]);
    let last =
        text(name, shape, &["last name", "surname", "family name", "nom", "nom famille", "lname", "name"]);
    let whole = text(
        name,
        shape,
        &["full name", "display name", "name", "nom", "nom complet", "raison sociale", "nom prenom"],
    );
    let email =
        text(name, shape, &["email", "e mail", "mail", "email address", "courriel", "mel", "mail address"]);
    let phone = text(
        name,
        shape,
        &[
            "phone",
            "telephone",
            "tel",
            "phone number",
            "mobile",
            "mobile phone",
            "portable",
            "tel portable",
            "telephone portable",
            "tel fixe",
            "day phone",
            "gsm",
        ],
    );
    let birth = one(
        name,
        shape,
        &[
            "birth date",
            "date of birth",
            "dob",
            "birth day",
            "date naissance",
            "naissance",
            "date nais",
            "dt naissance",
            "dt nais",
            "ddn",
        ],
        |column| column.class != Class::Text || column.nature == Nature::Date,
    );
    let login = text(
        name,
        shape,
        &["password", "passwd", "user name", "login", "usrname", "user id", "mot de passe", "mdp"],
    );
    let language =
        text(name, shape, &["language", "lang", "locale", "langue", "pref lang", "preferred language"]);

    let (template, names) = match (&first, &last, &whole) {
        (Some(first), Some(last), _) if first != last => (whole_name(name, shape, first, last), 40),
        (_, _, Some(whole)) => (format!("{{{whole}}}"), 15),
        (None, Some(last), _) => (format!("{{{last}}}"), 15),
        _ => return None,
    };
    if names < 40 && email.is_none() && phone.is_none() && birth.is_none() {
        return None;
    }
    let own = singulars(&name.name);
    // A name, an address and a telephone: so have shops and branches.
    let is_other = own.iter().any(|word| OTHERS.contains(&word.as_str()));
    if names < 40 && is_other && !own.iter().any(|word| PERSONS.contains(&word.as_str())) {
        return None;
    }
    let has = |list: &[&str]| own.iter().any(|word| list.contains(&word.as_str()));
    let pointed = u32::try_from(references.towards(name).count()).unwrap_or(u32::MAX);
    let mut score = names + 6 * (1 + pointed.min(1000)).ilog2();
    for (found, weight) in [(&email, 20), (&phone, 12), (&birth, 15), (&login, 12), (&language, 4)] {
        score += if found.is_some() { weight } else { 0 };
    }
    if has(PERSONS) {
        score += 20;
    }
    if has(OTHERS) {
        score = score.saturating_sub(30);
    }
    if shape.rows == Some(0) {
        score = score.saturating_sub(20);
    }
    Some(Candidate {
        table: name.clone(),
        called: references.called(name),
        key: shape.primary.clone(),
        name: template,
        email,
        phone,
        birth,
        language,
        same_as: None,
        postal: Postal::default(),
        score,
    })
}

/// The column by which a row of the table names another one that it is a duplicate of.
fn same_as(references: &References, person: &Candidate) -> Option<String> {
    const SAME: &[&str] = &[
        "merged into",
        "merged in",
        "merged to",
        "duplicate of",
        "same as",
        "fusionne avec",
        "fusionne dans",
        "doublon de",
        "doublon",
    ];
    let own = references.of(&person.table).filter(|reference| reference.to == person.table);
    let said = |column: &str| {
        words::split(column).into_iter().filter(|word| word != "id").collect::<Vec<_>>().join(" ")
    };
    let names_key = |reference: &&Reference| reference.target == person.key && person.key.len() == 1;
    own.filter(names_key)
        .map(Reference::name)
        .find(|name| SAME.contains(&said(name).as_str()))
        .map(str::to_owned)
}

/// A template of everything that a name is made of.
fn whole_name(name: &TableName, shape: &TableShape, first: &str, last: &str) -> String {
    let before =
        text(name, shape, &["title", "civilite", "salutation", "prefix", "name prefix", "honorific"]);
    let middle = text(name, shape, &["middle name", "second given name"]);
    let after = text(name, shape, &["suffix", "name suffix"]);
    let parts = [before.as_deref(), Some(first), middle.as_deref(), Some(last), after.as_deref()];
    let parts: Vec<String> = parts.into_iter().flatten().map(|column| format!("{{{column}}}")).collect();
    parts.join(" ")
}

/// The first column that is called like this, the earlier names first.
fn one(
    table: &TableName,
    shape: &TableShape,
    names: &[&str],
    fits: impl Fn(&ColumnShape) -> bool,
) -> Option<String> {
    let usable = |column: &&ColumnShape| fits(column) && page::is_sane(&column.name);
    let columns: Vec<&ColumnShape> = shape.columns.iter().filter(usable).collect();
    let find = |of: &dyn Fn(&str) -> String| {
        let said: Vec<String> = columns.iter().map(|column| said(&of(&column.name))).collect();
        let at = names.iter().find_map(|name| said.iter().position(|words| words == name));
        at.map(|at| columns[at].name.clone())
    };
    find(&str::to_owned).or_else(|| find(&|column| bare::within(table, shape, column)))
}

fn text(table: &TableName, shape: &TableShape, names: &[&str]) -> Option<String> {
    one(table, shape, names, |column| column.class == Class::Text || column.nature == Nature::Text)
}

/// The words of a column, without what only numbers or praises it.
fn said(name: &str) -> String {
    let words = words::split(name);
    let kept = words.iter().filter(|word| !matches!(word.as_str(), "1" | "pref" | "main" | "primary"));
    kept.map(String::as_str).collect::<Vec<_>>().join(" ")
}
