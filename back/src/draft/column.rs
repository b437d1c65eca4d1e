//! What a column holds: its title, category, format, and what becomes of it at erasure.

use super::{bare, meaning, survey, theme::Theme};
use crate::{
    map::{Class, ColumnShape, DataCategory, Nature, TableShape, personal},
    words::{self, Title},
};

/// A column of a drafted table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its heading.
    pub title: Title,
    /// What sort of data it holds.
    pub category: DataCategory,
    /// How it reads, in the words of the map; nothing for text.
    pub format: Option<&'static str>,
    /// What becomes of it.
    pub erase: Option<Rule>,
    /// Whether it may stand on a page.
    pub shown: bool,
}

/// What becomes of a value, as far as a draft goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// It becomes absent.
    Null,
    /// It becomes an empty text.
    Blank,
    /// It becomes a pseudonym.
    Pseudonym,
    /// It stays, for a reason.
    Keep,
    /// The person's own identifiers go.
    OwnIdentifiers,
}

/// What a column is to its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A value.
    Value,
    /// It leads to the person whom the row is about.
    Subject,
    /// It leads to anything else.
    Reference,
}

/// Characters of the longest heading.
const LONGEST_TITLE: usize = 60;
/// Characters of the longest pseudonym.
const PSEUDONYM: u64 = 20;

/// Looks at a column.
pub fn look(shape: &TableShape, column: &ColumnShape, theme: Theme, part: Part) -> Column {
    let category = category(shape, column, theme, part);
    let format = format(shape, column, category);
    let hidden =
        matches!(column.nature, Nature::Json | Nature::Bytes) || category == DataCategory::Credentials;
    Column {
        name: column.name.clone(),
        title: title(shape, column),
        category,
        format,
        erase: erase(shape, column, category, part),
        shown: part == Part::Value
            && !hidden
            && !names_the_row(shape, column)
            && !names_another(column)
            && !is_bookkeeping(shape, column, theme)
            && column.name != "dv",
    }
}

/// The heading: words of the name, or what the organisation wrote of the column where these are not known.
fn title(shape: &TableShape, column: &ColumnShape) -> Title {
    let title = words::of_column(&bare::of(shape, &column.name));
    let comment = column.comment.trim();
    // What names other columns was written for programmers.
    let is_for_people = (1..=LONGEST_TITLE).contains(&comment.chars().count())
        && !comment.contains(|c: char| c.is_control() || c == '_');
    if title.sure || !is_for_people {
        return title;
    }
    Title { fr: comment.to_owned(), en: comment.to_owned(), known: false, sure: false }
}

/// Whether a column only tells rows apart, by numbers that say nothing to people.
fn names_the_row(shape: &TableShape, column: &ColumnShape) -> bool {
    let id = words::split(&column.name)
        .last()
        .is_some_and(|word| matches!(word.as_str(), "id" | "uuid" | "number"));
    shape.primary.contains(&column.name) && (shape.primary.len() == 1 || id) && column.class != Class::Text
}

/// Whether a column holds the number of a row that nobody knows: it says nothing to people.
fn names_another(column: &ColumnShape) -> bool {
    let is_key = words::split(&column.name).last().is_some_and(|word| matches!(word.as_str(), "id" | "uuid"));
    is_key && column.class != Class::Text && personal::category(&column.name).is_none()
}

/// Which category, by what the column is to the table, by its name, by what the table is about.
fn category(shape: &TableShape, column: &ColumnShape, theme: Theme, part: Part) -> DataCategory {
    use DataCategory as C;
    let in_person = matches!(theme, Theme::Person | Theme::Worker);
    let named = personal::category_in_row(&column.name);
    let said = words::split(&column.name);
    match part {
        Part::Subject if in_person => {
            return named.filter(|category| *category == C::Family).unwrap_or(C::Technical);
        }
        Part::Subject => return theme.category(),
        Part::Reference => return C::Technical,
        Part::Value if shape.primary == [column.name.clone()] || column.generated => return C::Technical,
        Part::Value => {}
    }
    if column.nature == Nature::Truth {
        let chosen = matches!(named, Some(C::Preferences));
        return if chosen { C::Preferences } else { C::Technical };
    }
    if is_bookkeeping(shape, column, theme) {
        return C::Technical;
    }
    if is_date(column) {
        return match named {
            Some(found @ (C::Identity | C::Traces)) if in_person => found,
            _ if in_person => C::Technical,
            _ => theme.category(),
        };
    }
    match named {
        Some(C::Identity) if column.nature == Nature::Bytes => C::Identity,
        // Of the one who answers for the person.
        Some(C::Contact | C::Identity) if in_person && meaning::answers(&said) => C::Family,
        _ if column.nature == Nature::Bytes => {
            let pictures =
                said.iter().any(|word| matches!(word.as_str(), "image" | "picture" | "photo" | "avatar"));
            if pictures { C::Identity } else { C::Documents }
        }
        // A name of a thing, in a table of no persons.
        Some(C::Identity) if !in_person && names_a_thing(shape, &said) => theme.category(),
        Some(C::Identity) if theme == Theme::Finance && said.iter().any(|word| word == "card") => C::Finance,
        Some(C::Contact) if theme == Theme::Housing && is_place(&said) => C::Housing,
        // Whole numbers and texts are no money, and what is counted somewhere is of what is counted.
        Some(C::Finance)
            if theme != Theme::Finance && !matches!(column.nature, Nature::Decimal(_) | Nature::Float) =>
        {
            if personal::category(&column.name).is_some() {
                C::Finance
            } else {
                fallback(column, theme)
            }
        }
        Some(C::Finance) if theme == Theme::Housing && said.iter().any(|word| word == "value") => C::Housing,
        Some(C::Identity)
            if said.iter().any(|word| matches!(word.as_str(), "avatar" | "photo" | "picture")) =>
        {
            C::Identity
        }
        Some(found) if column.nature != Nature::Json => found,
        _ if in_person && column.class != Class::Text && column.nature != Nature::Json => C::Technical,
        _ if said.as_slice() == ["number"] && column.class == Class::Number && theme != Theme::Finance => {
            C::Technical
        }
        _ => theme.category(),
    }
}

/// What a column is whose name tells nothing.
fn fallback(column: &ColumnShape, theme: Theme) -> DataCategory {
    let in_person = matches!(theme, Theme::Person | Theme::Worker);
    let is_number = column.class != Class::Text && column.nature != Nature::Json;
    if in_person && is_number { DataCategory::Technical } else { theme.category() }
}

/// Whether `name` is the name of something else than a person.
fn names_a_thing(shape: &TableShape, said: &[String]) -> bool {
    let word = |column: &ColumnShape, word: &str| words::split(&column.name).iter().any(|said| said == word);
    let reached = shape.columns.iter().any(|column| word(column, "email") || word(column, "phone"));
    let only = matches!(
        said.last().map(String::as_str),
        Some("name" | "nom" | "title" | "code" | "number" | "picture" | "image")
    );
    let person = said.iter().any(|word| {
        matches!(
            word.as_str(),
            "client"
                | "customer"
                | "contact"
                | "user"
                | "first"
                | "last"
                | "full"
                | "family"
                | "given"
                | "payer"
                | "owner"
                | "patron"
                | "borrower"
                | "tenant"
                | "member"
                | "card"
                | "sender"
                | "recipient"
                | "display"
        )
    });
    only && !person && !(reached && said.len() == 1)
}

fn is_place(said: &[String]) -> bool {
    said.iter().any(|word| {
        matches!(
            word.as_str(),
            "address" | "adresse" | "street" | "city" | "building" | "property" | "rue" | "ville"
        )
    }) && !said.iter().any(|word| matches!(word.as_str(), "email" | "mail" | "client" | "contact" | "owner"))
}

/// Whether a column holds days or moments.
pub fn is_date(column: &ColumnShape) -> bool {
    matches!(column.nature, Nature::Date | Nature::Moment) || column.class == Class::Moment
}

/// Whether only the software needs a column: when a row was made, its version. When a row was made is its date where it
/// has no other.
pub fn is_bookkeeping(shape: &TableShape, column: &ColumnShape, theme: Theme) -> bool {
    let words = bare::of(shape, &column.name);
    let changed = matches!(
        words.as_str(),
        "updated at"
            | "updated on"
            | "last update"
            | "last updated"
            | "modified"
            | "last modified"
            | "updated"
            | "date modified"
            | "deleted at"
            | "v"
            | "dv"
            | "new id"
            | "version"
            | "date modification"
            | "date modif"
            | "date maj"
            | "modified at"
            | "row version"
            | "modified date"
            | "deleted"
            | "history id"
            | "history date"
            | "history action"
            | "sender"
            | "date uploaded"
    );
    let in_person = matches!(theme, Theme::Person | Theme::Worker);
    changed && column.class != Class::Text
        || (words.starts_with("history ") && shape.column("history_id").is_some())
        || (is_made(shape, &column.name) && !in_person && has_date_of_its_own(shape))
}

/// Whether a column says when its row was made.
pub fn is_made(shape: &TableShape, column: &str) -> bool {
    matches!(
        bare::of(shape, column).as_str(),
        "created at"
            | "created on"
            | "created"
            | "create date"
            | "date created"
            | "creation date"
            | "date creation"
            | "date crea"
            | "timestamp"
            | "created date"
    )
}

/// Whether a table has a date beside those of bookkeeping that every row has.
fn has_date_of_its_own(shape: &TableShape) -> bool {
    shape.columns.iter().any(|column| {
        let words = words::split(&column.name);
        let kept = words.iter().any(|word| {
            matches!(
                word.as_str(),
                "created"
                    | "updated"
                    | "deleted"
                    | "create"
                    | "update"
                    | "modified"
                    | "timestamp"
                    | "last"
                    | "creation"
            )
        });
        let is_main =
            matches!(words.join(" ").as_str(), "date" | "day" | "period" | "time" | "date time" | "jour");
        is_date(column) && !kept && (!column.nullable || is_main)
    })
}

/// How the values read.
fn format(shape: &TableShape, column: &ColumnShape, category: DataCategory) -> Option<&'static str> {
    let said = words::split(&column.name);
    let has = |list: &[&str]| said.iter().any(|word| list.contains(&word.as_str()));
    match column.nature {
        Nature::Truth => return Some("yes-no"),
        Nature::Date => return Some("date"),
        Nature::Moment => return Some("date-time"),
        Nature::Json | Nature::Bytes => return None,
        _ => {}
    }
    if is_money(column, &said) {
        return Some("money");
    }
    // Years and numbers of things count nothing.
    let counts = !has(&[
        "year", "annee", "exercice", "number", "no", "num", "numero", "code", "zip", "cp", "postcode",
    ]) && !said.iter().any(|word| word.ends_with("year"));
    match column.class {
        Class::Moment => Some("date-time"),
        // A whole number is how some databases say yes and no.
        Class::Number
            if column.nature == Nature::Integer && words::says_whether(&bare::of(shape, &column.name)) =>
        {
            Some("yes-no")
        }
        // Numbers that stand for words count nothing.
        Class::Number if survey::is_list(shape, column) => None,
        Class::Number
            if counts && matches!(column.nature, Nature::Integer | Nature::Decimal(_) | Nature::Float) =>
        {
            Some("number")
        }
        Class::Text if category == DataCategory::Contact && has(&["email", "mail", "courriel", "mel"]) => {
            Some("email")
        }
        Class::Text
            if category == DataCategory::Contact
                && has(&["phone", "mobile", "tel", "telephone", "fax", "gsm", "portable"]) =>
        {
            Some("phone")
        }
        Class::Text
            if category == DataCategory::FreeText && column.max_length.is_none_or(|length| length > 255) =>
        {
            Some("lines")
        }
        _ => None,
    }
}

/// Whether a number is an amount of money: decimals called like one, or whole numbers of cents.
fn is_money(column: &ColumnShape, said: &[String]) -> bool {
    const MONEY: &[&str] = &[
        "amount",
        "montant",
        "mnt",
        "mt",
        "amt",
        "ttc",
        "cotisation",
        "balance",
        "solde",
        "tarif",
        "price",
        "prix",
        "fee",
        "charge",
        "paid",
        "pay",
        "penalty",
        "debit",
        "credit",
        "cost",
        "cout",
        "total",
        "rent",
        "loyer",
        "deposit",
        "fine",
        "outstanding",
        "tax",
        "discount",
        "salary",
        "value",
        "owed",
        "sum",
    ];
    let named = said.iter().any(|word| MONEY.contains(&word.as_str()));
    match column.nature {
        // No currency has tenths.
        Nature::Decimal(Some(1)) => false,
        Nature::Decimal(_) | Nature::Float => {
            named
                && !said.iter().any(|word| {
                    matches!(word.as_str(), "hours" | "attempted" | "earned" | "points" | "percent" | "rate")
                })
        }
        Nature::Integer => is_cents(said),
        _ => false,
    }
}

/// Whether the name says that whole numbers count the smallest unit.
pub fn is_cents(said: &[String]) -> bool {
    said.iter().any(|word| matches!(word.as_str(), "cents" | "cent" | "centimes" | "minor"))
}

/// The gentlest rule that the column can take.
fn erase(shape: &TableShape, column: &ColumnShape, category: DataCategory, part: Part) -> Option<Rule> {
    use DataCategory as C;
    if !category.is_personal() || column.generated || part == Part::Reference {
        return None;
    }
    let is_text = matches!(column.nature, Nature::Text) && column.class == Class::Text;
    let is_unique = shape.in_key(&column.name);
    let fits = column.max_length.is_none_or(|length| length >= PSEUDONYM);
    if part == Part::Subject {
        return (column.nullable && !is_unique).then_some(Rule::Null);
    }
    if matches!(
        category,
        C::Finance | C::Housing | C::Preferences | C::Traces | C::Documents | C::Other | C::Work
    ) && personal::category(&column.name).is_none()
    {
        return None;
    }
    if is_unique {
        return if is_text && fits && category != C::FreeText {
            Some(Rule::Pseudonym)
        } else {
            Some(Rule::Keep)
        };
    }
    // What the database checks has few values, and the empty one is seldom among them.
    let is_checked = shape.checks_of(column).any(|(check, called)| check.contains(called));
    let fits = fits && is_text && !is_checked;
    Some(match category {
        C::Identity if fits && !column.nullable => Rule::Pseudonym,
        C::Identity | C::Credentials if fits && is_name(&column.name) => Rule::Pseudonym,
        C::FreeText if is_text => Rule::OwnIdentifiers,
        _ if column.nullable => Rule::Null,
        _ if (is_text || is_text_of_time(column)) && !is_checked => Rule::Blank,
        _ => Rule::Keep,
    })
}

/// Whether days stand in a column of texts.
fn is_text_of_time(column: &ColumnShape) -> bool {
    column.class == Class::Text && matches!(column.nature, Nature::Date | Nature::Moment)
}

/// Whether a column holds the name that lists show.
fn is_name(name: &str) -> bool {
    let words = words::split(name).join(" ");
    matches!(
        words.as_str(),
        "name" | "last name" | "surname" | "nom" | "full name" | "display name" | "family name" | "user name"
    )
}
