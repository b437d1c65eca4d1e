//! Conditions as the map writes them: `a.x = b.y and b.state in ('open', 'late')`.

use std::str::FromStr;

use vantail_shared::config::{Section, Spot};

use super::{TableName, name::Names};

/// A part of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A column. Without a table it is one of the table that the condition stands with.
    Column {
        /// The table or its alias, as written.
        table: Option<TableName>,
        /// The column.
        column: String,
    },
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A truth value.
    Truth(bool),
    /// The day of the question.
    Today,
    /// A value in a declared normal form.
    Normal(Normal, Box<Term>),
    /// What stands at a path of names in a JSON document.
    Json(Box<Term>, Vec<String>),
    /// Texts one after the other.
    Joined(Vec<Term>),
}

/// A normal form of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Normal {
    /// In small letters.
    Lower,
    /// Without blanks at the ends.
    Trim,
    /// Its digits alone, of a telephone number for instance.
    Digits,
    /// As text, whatever its type.
    Text,
}

/// How two terms compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Equal.
    Equal,
    /// Not equal, both being there.
    Unequal,
    /// Less.
    Less,
    /// Less or equal.
    AtMost,
    /// Greater.
    Greater,
    /// Greater or equal.
    AtLeast,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// `left = right` and its like.
    Compare(Term, Comparison, Term),
    /// `term in (...)`.
    In(Term, Vec<Term>),
    /// `term is null`.
    Absent(Term),
    /// `term is not null`.
    Present(Term),
    /// `moment between from and until`, where absent bounds are open.
    Within {
        /// What lies between.
        moment: Term,
        /// The first that is within.
        from: Term,
        /// The last that is within.
        until: Term,
    },
}

/// Conditions that all hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions(pub Vec<Condition>);

/// Longest list of conditions, of terms in one of them, and of terms within terms.
const MAX: usize = 32;

impl FromStr for Conditions {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut names = Names::new(text);
        let conditions = Self::take(&mut names).ok_or(())?;
        if names.at_end() { Ok(conditions) } else { Err(()) }
    }
}

/// Reads a key that holds conditions.
pub(super) fn read(section: &Section<'_>, key: &str) -> Option<Spot<Conditions>> {
    section.parsed(key, "conditions such as \"state = 'open' and ends_on is null\"")
}

impl Conditions {
    /// Every column that the conditions name, with its table as written.
    pub fn columns(&self) -> Vec<(Option<&TableName>, &str)> {
        let mut columns = Vec::new();
        for term in self.0.iter().flat_map(Condition::terms) {
            term.collect(&mut columns);
        }
        columns
    }

    pub(super) fn take(names: &mut Names<'_>) -> Option<Self> {
        let mut conditions = vec![condition(names)?];
        while names.word("and") {
            conditions.push(condition(names)?);
            if conditions.len() > MAX {
                return None;
            }
        }
        Some(Self(conditions))
    }
}

impl Condition {
    /// The terms that it speaks of.
    pub fn terms(&self) -> Vec<&Term> {
        match self {
            Self::Compare(left, _, right) => vec![left, right],
            Self::In(term, values) => std::iter::once(term).chain(values).collect(),
            Self::Absent(term) | Self::Present(term) => vec![term],
            Self::Within { moment, from, until } => vec![moment, from, until],
        }
    }
}

impl Term {
    /// Every column that the term names, with its table as written.
    pub fn columns(&self) -> Vec<(Option<&TableName>, &str)> {
        let mut columns = Vec::new();
        self.collect(&mut columns);
        columns
    }

    /// The column that the term is, when it is nothing else.
    pub fn plain_column(&self) -> Option<&str> {
        match self {
            Self::Column { column, .. } => Some(column),
            _ => None,
        }
    }

    fn collect<'t>(&'t self, columns: &mut Vec<(Option<&'t TableName>, &'t str)>) {
        match self {
            Self::Column { table, column } => columns.push((table.as_ref(), column)),
            Self::Normal(_, inner) | Self::Json(inner, _) => inner.collect(columns),
            Self::Joined(terms) => terms.iter().for_each(|term| term.collect(columns)),
            Self::Text(_) | Self::Number(_) | Self::Truth(_) | Self::Today => {}
        }
    }

    /// The only table that the term names, when it names columns and all are of one.
    pub fn table(&self) -> Option<&TableName> {
        let mut columns = Vec::new();
        self.collect(&mut columns);
        let first = columns.first()?.0?;
        columns.iter().all(|(table, _)| *table == Some(first)).then_some(first)
    }
}

fn condition(names: &mut Names<'_>) -> Option<Condition> {
    let left = term(names, 0)?;
    if names.word("is") {
        let present = names.word("not");
        names.word("null").then_some(())?;
        return Some(if present { Condition::Present(left) } else { Condition::Absent(left) });
    }
    if names.word("in") {
        names.sign('(').then_some(())?;
        let mut values = vec![term(names, 0)?];
        while names.sign(',') {
            values.push(term(names, 0)?);
            if values.len() > MAX {
                return None;
            }
        }
        return names.sign(')').then_some(Condition::In(left, values));
    }
    if names.word("between") {
        let from = term(names, 0)?;
        names.word("and").then_some(())?;
        return Some(Condition::Within { moment: left, from, until: term(names, 0)? });
    }
    let comparison = comparison(names)?;
    Some(Condition::Compare(left, comparison, term(names, 0)?))
}

fn comparison(names: &mut Names<'_>) -> Option<Comparison> {
    Some(if names.sign('=') {
        Comparison::Equal
    } else if names.sign('<') {
        if names.sign('>') {
            Comparison::Unequal
        } else if names.sign('=') {
            Comparison::AtMost
        } else {
            Comparison::Less
        }
    } else if names.sign('>') {
        if names.sign('=') { Comparison::AtLeast } else { Comparison::Greater }
    } else {
        return None;
    })
}

/// Terms joined by `||`.
fn term(names: &mut Names<'_>, depth: usize) -> Option<Term> {
    let first = single(names, depth)?;
    let mut terms = vec![first];
    while names.sign('|') {
        names.sign('|').then_some(())?;
        terms.push(single(names, depth)?);
        if terms.len() > MAX {
            return None;
        }
    }
    if terms.len() == 1 { terms.pop() } else { Some(Term::Joined(terms)) }
}

fn single(names: &mut Names<'_>, depth: usize) -> Option<Term> {
    if depth > MAX {
        return None;
    }
    if let Some(text) = names.text() {
        return Some(Term::Text(text));
    }
    if let Some(number) = names.number() {
        return Some(Term::Number(number));
    }
    if names.is_digit() {
        return None;
    }
    let bare = !names.is_quoted();
    let mut path = names.path()?;
    if bare && path.len() == 1 {
        let word = path[0].to_ascii_lowercase();
        if names.sign('(') {
            return call(&word, names, depth);
        }
        match word.as_str() {
            "today" => return Some(Term::Today),
            "true" => return Some(Term::Truth(true)),
            "false" => return Some(Term::Truth(false)),
            _ => {}
        }
    }
    let column = path.pop()?;
    let table = if path.is_empty() { None } else { Some(TableName::from_parts(path)?) };
    Some(Term::Column { table, column })
}

/// A call, its name and `(` already taken.
fn call(name: &str, names: &mut Names<'_>, depth: usize) -> Option<Term> {
    let inner = Box::new(term(names, depth + 1)?);
    let called = match name {
        "lower" => Term::Normal(Normal::Lower, inner),
        "trim" => Term::Normal(Normal::Trim, inner),
        "digits" => Term::Normal(Normal::Digits, inner),
        "text" => Term::Normal(Normal::Text, inner),
        "json" => {
            names.sign(',').then_some(())?;
            let path: Vec<String> = names.text()?.split('.').map(str::to_owned).collect();
            let plain = |name: &String| {
                !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
            };
            path.iter().all(plain).then_some(())?;
            Term::Json(inner, path)
        }
        _ => return None,
    };
    names.sign(')').then_some(called)
}

#[cfg(test)]
mod tests;
