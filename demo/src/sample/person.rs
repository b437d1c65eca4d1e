//! Persons as a register that has grown over fifteen years has them.

use time::{Date, Duration};

use super::{building::Address, dice::Dice, names, scale::Scale};

/// What a person mainly is to the manager; a person may be several things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// Rents or rented a dwelling.
    Tenant,
    /// Owns or owned a lot.
    CoOwner,
    /// Has or had dwellings let by the manager.
    Landlord,
    /// Answers for a tenant.
    Guarantor,
    /// In the register for some other reason.
    Other,
}

impl Category {
    /// As the database has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::CoOwner => "coowner",
            Self::Landlord => "landlord",
            Self::Guarantor => "guarantor",
            Self::Other => "other",
        }
    }
}

/// What only a company has.
#[derive(Debug, Clone)]
pub struct Company {
    /// `SCI`, `SARL`, ...
    pub legal_form: &'static str,
    /// Who speaks for it.
    pub representative: String,
}

/// A person.
#[derive(Debug, Clone)]
pub struct Person {
    /// The number in the database.
    pub id: i64,
    /// What it mainly is.
    pub category: Category,
    /// Set for a company.
    pub company: Option<Company>,
    /// `M.`, `Mme`; none for a company.
    pub civility: Option<&'static str>,
    /// None for a company.
    pub first_name: Option<String>,
    /// Surname, or the company's name.
    pub last_name: String,
    /// The name in Latin letters, where it is written in others.
    pub latin: Option<&'static str>,
    /// Day of birth; some are a day that stands for none.
    pub born_on: Option<Date>,
    /// Day of death.
    pub died_on: Option<Date>,
    /// Some have none, some an empty one, some share one.
    pub email: Option<String>,
    /// Landline.
    pub phone: Option<String>,
    /// Mobile telephone.
    pub mobile: Option<String>,
    /// Where letters go.
    pub home: Address,
    /// Two letters.
    pub country: &'static str,
    /// Bank account, of a form that no bank uses.
    pub iban: Option<String>,
    /// When the person came into the register.
    pub created_on: Date,
}

impl Person {
    /// The name as it stands on a letter.
    pub fn full_name(&self) -> String {
        if let Some(latin) = self.latin {
            return latin.to_owned();
        }
        let parts = [self.civility, self.first_name.as_deref(), Some(self.last_name.trim_end())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// A person with nothing but a name; [`draw`] and the test persons add the rest.
pub(super) fn named(
    scale: Scale,
    id: i64,
    category: Category,
    civility: &'static str,
    first: &str,
    last: &str,
    home: &Address,
) -> Person {
    Person {
        id,
        category,
        company: None,
        civility: Some(civility),
        first_name: Some(first.into()),
        last_name: last.into(),
        latin: None,
        born_on: None,
        died_on: None,
        email: Some(mailbox(first, last, 0)),
        phone: None,
        mobile: Some(format!("06 39 98 {:02} {:02}", id / 100 % 100, id % 100)),
        home: home.clone(),
        country: "FR",
        iban: None,
        created_on: scale.first_day(),
    }
}

/// A company with this name.
pub(super) fn company(scale: Scale, id: i64, category: Category, name: &str, home: &Address) -> Person {
    let legal_form = ["SCI", "SARL", "Association"].into_iter().find(|form| name.starts_with(form));
    Person {
        company: Some(Company {
            legal_form: legal_form.unwrap_or("SA"),
            representative: "Camille Delaître".into(),
        }),
        civility: None,
        first_name: None,
        email: Some(mailbox("gestion", name, 0)),
        ..named(scale, id, category, "", "", name, home)
    }
}

/// Draws a person, with the flaws that registers have.
pub(super) fn draw(scale: Scale, id: i64, category: Category, home: &Address, dice: &mut Dice) -> Person {
    let number = usize::try_from(id).unwrap_or(0);
    let created_on =
        scale.today - Duration::days(dice.between(0, (scale.today - scale.first_day()).whole_days()));
    if matches!(category, Category::CoOwner | Category::Landlord) && dice.happens(70) {
        let name = format!("{} {}", dice.pick(names::COMPANIES), names::surname(dice));
        let drawn = company(scale, id, category, &name, home);
        return Person { email: Some(mailbox("contact", &name, number)), created_on, ..drawn };
    }
    let (civility, first) = if dice.happens(500) {
        ("Mme", names::first(names::WOMEN, "Marie", dice))
    } else {
        ("M.", names::first(names::MEN, "Jean", dice))
    };
    let last = names::surname(dice);
    let base = named(scale, id, category, civility, &first, &last, home);
    let mut person = Person {
        email: email(&first, &last, number, dice),
        phone: dice
            .happens(300)
            .then(|| format!("04 65 71 {:02} {:02}", dice.between(0, 99), dice.between(0, 99))),
        mobile: dice.happens(640).then(|| {
            // The ranges that the French regulator keeps for fiction hold few numbers, so many share one.
            format!("06 39 98 {:02} {:02}", dice.between(0, 99), dice.between(0, 99))
        }),
        born_on: Some(born(scale, dice)),
        iban: dice.happens(420).then(|| format!("FR00 9999 9000 {:04} {:07}", number % 10_000, number)),
        created_on,
        ..base
    };
    if dice.happens(7) {
        person.last_name.push(' ');
    }
    if dice.happens(3) {
        let (first, last, latin) = dice.pick(names::OTHER_SCRIPTS);
        (person.first_name, person.last_name, person.latin) = (Some(first.into()), last.into(), Some(latin));
    }
    if dice.happens(40) {
        let (street, postcode, city, country) = dice.pick(names::ABROAD);
        person.home = Address { street: street.into(), postcode, city };
        person.country = country;
    }
    if dice.happens(11) {
        person.died_on = Some(scale.today - Duration::days(dice.between(30, 3_000)));
    }
    person
}

/// A day of birth; one in a hundred was not known and is the day that stands for none.
fn born(scale: Scale, dice: &mut Dice) -> Date {
    let nobody = time::macros::date!(1900 - 01 - 01);
    if dice.happens(12) { nobody } else { scale.today - Duration::days(dice.between(19 * 365, 92 * 365)) }
}

fn email(first: &str, last: &str, number: usize, dice: &mut Dice) -> Option<String> {
    let plain = mailbox(first, last, number);
    Some(match dice.between(0, 999) {
        0..9 => plain.to_uppercase(),
        9..15 => plain.replace('@', ""),
        15..25 => String::new(),
        25..710 => plain,
        _ => return None,
    })
}

/// A mailbox in a domain that exists for examples only (RFC 2606).
pub(super) fn mailbox(first: &str, last: &str, number: usize) -> String {
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
