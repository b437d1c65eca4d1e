//! The postal address of a person, for letters: from columns of their own, or of the table that holds their address.

use super::{
    bare, page,
    person::Candidate,
    reference::{Reference, References},
    toml,
};
use crate::{
    map::{Class, Nature, Schema, TableName, TableShape},
    words,
};

/// Names of columns, the surest first, of each part of an address, with commas between them.
const STREET: &str = "address, adresse, adr, addr, address 1, adresse 1, adr 1, address line 1, adresse ligne 1, \
     ligne adresse 1, street, street 1, street address, adresse postale, postal address, rue, voie, \
     street name, nom voie, adresse rue, adr rue";
const NUMBER: &str =
    "street number, house number, numero voie, numero rue, no voie, no rue, num voie, num rue";
const MORE: &str = "address 2, adresse 2, adr 2, address line 2, adresse ligne 2, ligne adresse 2, street 2, \
     complement adresse, adresse complement, complement, adr complement, complement adr";
const POSTCODE: &str = "postcode, post code, postal code, zip, zip code, code postal, cp, cpostal, adresse cp, adr cp, \
     adresse code postal";
const TOWN: &str =
    "city, town, ville, commune, localite, city name, town name, nom ville, adresse ville, adr ville";
const COUNTRY: &str = "country, pays, country name, nom pays, adresse pays, adr pays";
/// Words of references to the address that letters go to, where there are several.
const MAIL: &str = "mailing, postal, home, main, principale, domicile, courrier, correspondance";

/// Where letters go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Postal {
    /// The tables beside the person's, in order.
    pub joins: Vec<Reference>,
    /// The lines, as templates; none where nothing tells of an address.
    pub lines: Vec<String>,
}

/// The parts of an address that were found, each as a template names it.
#[derive(Debug, Default)]
struct Parts {
    street: Option<String>,
    number: Option<String>,
    more: Option<String>,
    postcode: Option<String>,
    town: Option<String>,
    country: Option<String>,
}

/// The address of a kind of person.
pub fn find(schema: &Schema, references: &References, kind: &Candidate) -> Postal {
    let Some(shape) = schema.table(&kind.table) else { return Postal::default() };
    let own = Parts::of(&kind.table, shape, "");
    if own.is_enough() {
        return Postal { joins: Vec::new(), lines: own.lines(&kind.name) };
    }
    let ahead = references.of(&kind.table).cloned();
    let behind = references.towards(&kind.table).map(|reference| Reference {
        from: reference.to.clone(),
        columns: reference.target.clone(),
        to: reference.from.clone(),
        target: reference.columns.clone(),
        ..reference.clone()
    });
    let mut places: Vec<Reference> = ahead
        .chain(behind)
        .filter(|reference| reference.to != kind.table && !reference.loose && is_address(&reference.to))
        .filter(|reference| is_one(schema, reference))
        .collect();
    places.sort_by_key(|reference| !words::split(reference.name()).iter().any(|word| holds(MAIL, word)));
    let found = places.iter().find_map(|reference| {
        let (parts, joins) = beside(schema, references, reference)?;
        Some(Postal { joins, lines: parts.lines(&kind.name) })
    });
    found.unwrap_or_default()
}

/// The address in the table that a reference leads to, with the tables of towns and countries that it points to itself.
fn beside(schema: &Schema, references: &References, to: &Reference) -> Option<(Parts, Vec<Reference>)> {
    let shape = schema.table(&to.to)?;
    let mut parts = Parts::of(&to.to, shape, &prefix(&to.to)?);
    let mut joins = vec![to.clone()];
    let mut front = vec![to.to.clone()];
    // A town, and its country.
    for _ in 0..2 {
        let next: Vec<&Reference> = front.iter().flat_map(|table| references.of(table)).collect();
        front = Vec::new();
        for reference in next.into_iter().filter(|reference| is_one(schema, reference)) {
            let known = joins.iter().any(|join| join.to == reference.to || join.from == reference.to);
            let (Some(shape), Some(prefix)) = (schema.table(&reference.to), prefix(&reference.to)) else {
                continue;
            };
            if known || !is_place(&reference.to) {
                continue;
            }
            let more = Parts::of_place(&reference.to, shape, &prefix);
            if parts.take(more) {
                joins.push(reference.clone());
                front.push(reference.to.clone());
            }
        }
    }
    parts.is_enough().then_some((parts, joins))
}

impl Parts {
    /// What a table tells, its columns named with what stands before them.
    fn of(name: &TableName, shape: &TableShape, prefix: &str) -> Self {
        let texts = Texts::of(name, shape);
        let one = |names: &str| texts.called(names).map(|column| format!("{{{prefix}{column}}}"));
        Self {
            street: one(STREET),
            number: one(NUMBER),
            more: one(MORE),
            postcode: one(POSTCODE),
            town: one(TOWN),
            country: one(COUNTRY),
        }
    }

    /// What a table of towns or of countries tells.
    fn of_place(name: &TableName, shape: &TableShape, prefix: &str) -> Self {
        let own = said(&name.name);
        let texts = Texts::of(name, shape);
        let one = |names: &str| texts.called(names).map(|column| format!("{{{prefix}{column}}}"));
        let named = || one("name, nom, label, libelle");
        let mut parts = Self { postcode: one(POSTCODE), ..Self::default() };
        if own.iter().any(|word| holds(COUNTRY, word)) {
            parts.country = one(COUNTRY).or_else(named);
        } else {
            parts.town = one(TOWN).or_else(named);
            parts.country = one(COUNTRY);
        }
        parts
    }

    /// Takes what is missing here; says whether anything was.
    fn take(&mut self, other: Self) -> bool {
        let before = self.count();
        self.postcode = self.postcode.take().or(other.postcode);
        self.town = self.town.take().or(other.town);
        self.country = self.country.take().or(other.country);
        self.count() > before
    }

    fn count(&self) -> usize {
        [&self.postcode, &self.town, &self.country].into_iter().flatten().count()
    }

    /// Whether a letter would arrive.
    fn is_enough(&self) -> bool {
        self.street.is_some() && (self.town.is_some() || self.postcode.is_some())
    }

    fn lines(self, name: &str) -> Vec<String> {
        let together = |parts: [Option<String>; 2]| -> Option<String> {
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        };
        [
            Some(name.to_owned()),
            together([self.number, self.street]),
            self.more,
            together([self.postcode, self.town]),
            self.country,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The columns of text of a table, each with the words that it is called by.
struct Texts<'s>(Vec<(&'s str, [String; 2])>);

impl<'s> Texts<'s> {
    fn of(name: &TableName, shape: &'s TableShape) -> Self {
        // A reference to a town is none of its names.
        let leads = |column: &String| shape.foreign.iter().any(|key| key.columns.contains(column));
        let texts = shape.columns.iter().filter(|column| {
            page::is_sane(&column.name)
                && (column.class == Class::Text || column.nature == Nature::Text)
                && !leads(&column.name)
        });
        let said = |column: &str| [bare::of(shape, column), bare::within(name, shape, column)];
        Self(texts.map(|column| (column.name.as_str(), said(&column.name))).collect())
    }

    /// The column that is called like one of these, the earlier names first.
    fn called(&self, names: &str) -> Option<&'s str> {
        list(names).find_map(|name| {
            let is = |(_, said): &&(&str, [String; 2])| said.iter().any(|said| said == name);
            self.0.iter().find(is).map(|(column, _)| *column)
        })
    }
}

fn list(names: &str) -> impl Iterator<Item = &str> {
    names.split(',').map(str::trim)
}

fn holds(names: &str, word: &str) -> bool {
    list(names).any(|name| name == word)
}

fn said(name: &str) -> Vec<String> {
    words::split(name).iter().map(|word| words::singular(word)).collect()
}

fn is_address(table: &TableName) -> bool {
    said(&table.name)
        .iter()
        .any(|word| matches!(word.as_str(), "address" | "adresse" | "addr" | "adr" | "domicile"))
}

fn is_place(table: &TableName) -> bool {
    let is = |word: &String| holds(TOWN, word) || holds(COUNTRY, word);
    said(&table.name).last().is_some_and(is)
}

fn is_one(schema: &Schema, reference: &Reference) -> bool {
    let target: Vec<&str> = reference.target.iter().map(String::as_str).collect();
    schema.table(&reference.to).and_then(|shape| shape.tells_apart(&target)) == Some(true)
}

/// What names the columns of a table in a template; `None` where a template could not.
fn prefix(table: &TableName) -> Option<String> {
    let whole = toml::table(table);
    (!whole.contains(['"', '{', '}'])).then(|| format!("{whole}."))
}

#[cfg(test)]
mod tests;
