//! Tenants, co-owners and landlords.

use super::{dice::Dice, names};

/// What a person is to the property manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Rents a dwelling.
    Tenant,
    /// Owns lots in a co-ownership and lives there, or not.
    CoOwner,
    /// Has dwellings let by the manager.
    Landlord,
}

impl Kind {
    /// As the database and the data map call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::CoOwner => "coowner",
            Self::Landlord => "landlord",
        }
    }
}

/// How a person pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payer {
    /// By direct debit, a few days after the call.
    Prompt,
    /// By transfer, within some weeks.
    Slow,
    /// Now and then not at all.
    Behind,
    /// Has just arrived: no line, no document yet.
    New,
}

/// A person.
#[derive(Debug, Clone)]
pub struct Person {
    /// Tenant, co-owner or landlord.
    pub kind: Kind,
    /// `M.`, `Mme`; none for a company.
    pub civility: Option<&'static str>,
    /// None for a company.
    pub first_name: Option<String>,
    /// Surname, or the company's name.
    pub last_name: String,
    /// Some have none.
    pub email: Option<String>,
    /// Some have none.
    pub phone: Option<String>,
    /// How the person pays.
    pub payer: Payer,
}

impl Person {
    /// The name as it stands on a letter.
    pub fn full_name(&self) -> String {
        let parts = [self.civility, self.first_name.as_deref(), Some(self.last_name.as_str())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// Draws `count` persons: 45 % tenants, 45 % co-owners, 10 % landlords.
pub(super) fn draw(count: usize) -> Vec<Person> {
    let landlords = (count / 10).max(2);
    let tenants = (count - landlords) / 2;
    (0..count)
        .map(|index| match index {
            _ if index < tenants => known_tenant(index).unwrap_or_else(|| drawn(Kind::Tenant, index)),
            _ if index < count - landlords => {
                known_co_owner(index - tenants).unwrap_or_else(|| drawn(Kind::CoOwner, index))
            }
            _ => known_landlord(index + landlords - count).unwrap_or_else(|| drawn(Kind::Landlord, index)),
        })
        .collect()
}

fn known_tenant(number: usize) -> Option<Person> {
    let (civility, first, last, payer) = match number {
        0 => ("Mme", "Élodie", "Lefèvre-Dubois", Payer::Prompt),
        1 => ("M.", "Jean-Baptiste", "D'Haëne", Payer::Slow),
        // Two of the same name.
        2 | 3 => ("Mme", "Marie", "Martin", Payer::Prompt),
        4 => ("M.", "Loïc", "N'Diaye", Payer::New),
        5 => ("Mme", "Agnès", "Çelik", Payer::Behind),
        _ => return None,
    };
    Some(known(Kind::Tenant, civility, first, last, payer))
}

fn known_co_owner(number: usize) -> Option<Person> {
    match number {
        0 => Some(known(Kind::CoOwner, "M.", "Noël", "L'Hermitte", Payer::Prompt)),
        1 => Some(company("SCI Les Œillets", Payer::Slow)),
        2 => Some(known(Kind::CoOwner, "Mme", "Geneviève", "Haÿ", Payer::Behind)),
        _ => None,
    }
}

fn known_landlord(number: usize) -> Option<Person> {
    (number == 0).then(|| known(Kind::Landlord, "Mme", "Françoise", "Château-Lebœuf", Payer::Prompt))
}

fn known(kind: Kind, civility: &'static str, first: &str, last: &str, payer: Payer) -> Person {
    Person {
        kind,
        civility: Some(civility),
        first_name: Some(first.into()),
        last_name: last.into(),
        email: Some(mailbox(first, last, 0)),
        phone: Some("06 39 98 00 01".into()),
        payer,
    }
}

fn company(name: &str, payer: Payer) -> Person {
    Person {
        kind: Kind::CoOwner,
        civility: None,
        first_name: None,
        last_name: name.into(),
        email: Some(mailbox("gestion", name, 0)),
        phone: None,
        payer,
    }
}

fn drawn(kind: Kind, index: usize) -> Person {
    let mut dice = Dice::new(1, index);
    let payer = match dice.between(0, 99) {
        0..84 => Payer::Prompt,
        84..95 => Payer::Slow,
        _ => Payer::Behind,
    };
    if kind != Kind::Tenant && dice.happens(70) {
        return Person { kind, ..company(dice.pick(names::COMPANIES), payer) };
    }
    let (civility, first) = if dice.happens(500) { ("Mme", names::WOMEN) } else { ("M.", names::MEN) };
    let first = dice.pick_common(first);
    let last = dice.pick_common(names::SURNAMES);
    // The range of numbers that the French regulator keeps for fiction.
    let phone = format!("06 39 98 {:02} {:02}", dice.between(0, 99), dice.between(0, 99));
    Person {
        email: dice.happens(710).then(|| mailbox(first, last, index)),
        phone: dice.happens(640).then_some(phone),
        ..known(kind, civility, first, last, payer)
    }
}

/// A mailbox in a domain that exists for examples only (RFC 2606).
fn mailbox(first: &str, last: &str, number: usize) -> String {
    let plain =
        |text: &str| text.chars().filter_map(unaccented).flat_map(char::to_lowercase).collect::<String>();
    let suffix = if number == 0 { String::new() } else { number.to_string() };
    format!("{}.{}{suffix}@example.org", plain(first), plain(last))
}

fn unaccented(letter: char) -> Option<char> {
    Some(match letter {
        'É' | 'È' | 'é' | 'è' | 'ê' | 'ë' => 'e',
        'à' | 'â' | 'ä' => 'a',
        'î' | 'ï' | 'ì' | 'í' | 'Î' => 'i',
        'ô' | 'ö' | 'ó' | 'Œ' | 'œ' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ÿ' => 'y',
        'Ç' | 'ç' => 'c',
        letter if letter.is_ascii_alphabetic() => letter,
        _ => return None,
    })
}
