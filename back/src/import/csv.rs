//! A list in CSV: `key,login,email,name` for staff, `key,login,email,kind,person` for persons, with a line of titles; with
//! `provider,subject` for people who sign in at a provider.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder, Trim};

use super::record::{Entries, Fields, Record, Refused, Rejected, readable};

/// Longest list, in bytes.
pub const MAX_BYTES: u64 = 256 << 20;

/// Why a list cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The titles are wrong.
    #[error(
        "the first line must be titles, among them `key` and `login`, and `name` or `kind` and `person`; known are key, \
             login, email, name, kind, person, person2, person3, person4, and provider with subject; not {0:?}"
    )]
    Titles(String),
    /// It is no text in UTF-8, or cannot be read.
    #[error("the list cannot be read: {0}")]
    Reading(#[from] csv::Error),
    /// It has no end in sight.
    #[error("the list is longer than 256 MiB")]
    Long,
}

const KNOWN: [&str; 11] = [
    "key", "login", "email", "name", "kind", "person", "person2", "person3", "person4", "provider", "subject",
];

/// Reads a list: its records, and the lines that are refused. Values are separated by commas or semicolons.
///
/// # Errors
/// See [`Unreadable`].
pub fn read(mut from: impl Read) -> Result<Entries, Unreadable> {
    let mut bytes = Vec::new();
    let most = MAX_BYTES + 1;
    from.by_ref().take(most).read_to_end(&mut bytes).map_err(csv::Error::from)?;
    if bytes.len() as u64 == most {
        return Err(Unreadable::Long);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = if first.contains(&b';') && !first.contains(&b',') { b';' } else { b',' };
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).trim(Trim::All).flexible(true).from_reader(text);
    let titles = reader.headers()?.clone();
    let at = |title: &str| titles.iter().position(|known| known.eq_ignore_ascii_case(title));
    if let Some(odd) =
        titles.iter().find(|title| !KNOWN.iter().any(|known| known.eq_ignore_ascii_case(title)))
    {
        return Err(Unreadable::Titles(odd.chars().take(40).collect()));
    }
    let (provider, subject) = (at("provider"), at("subject"));
    let linked = provider.is_some() == subject.is_some();
    let whose = at("name").is_some() || at("kind").is_some() && at("person").is_some();
    let (Some(key), Some(login), true) = (at("key"), at("login"), whose && linked) else {
        return Err(Unreadable::Titles(
            titles.iter().collect::<Vec<_>>().join(",").chars().take(80).collect(),
        ));
    };
    let persons: Vec<usize> =
        ["person", "person2", "person3", "person4"].iter().filter_map(|title| at(title)).collect();
    let (email, name, kind) = (at("email"), at("name"), at("kind"));
    let mut records = Vec::new();
    let mut row = ByteRecord::new();
    let mut lines = Lines { text, at: 0, line: 1 };
    loop {
        let line = lines.of(reader.position().byte());
        if !reader.read_byte_record(&mut row)? {
            return Ok(records);
        }
        let Some(values) = values(&row, titles.len()) else {
            records.push(Err(Rejected {
                line,
                key: key_of(&row, key, titles.len()),
                reason: Refused::Unreadable,
            }));
            continue;
        };
        let some = |at: Option<usize>| at.map(|at| values[at]).unwrap_or_default();
        let fields = Fields {
            key: values[key],
            login: values[login],
            email: some(email),
            name: some(name),
            kind: some(kind),
            person: persons.iter().map(|at| values[*at]).filter(|value| !value.is_empty()).collect(),
            provider: some(provider),
            subject: some(subject),
        };
        records.push(Record::read(line, &fields));
    }
}

/// The values of a row that has as many as there are titles, all of them text of one line.
fn values(row: &ByteRecord, count: usize) -> Option<Vec<&str>> {
    let values = row.iter().map(|value| str::from_utf8(value).ok()).collect::<Option<Vec<&str>>>()?;
    (values.len() == count && !has_swallowed(row)).then_some(values)
}

/// Whose row it is that cannot be read. With too few or too many values only the first stands where it should.
fn key_of(row: &ByteRecord, at: usize, count: usize) -> Option<String> {
    let stands = (at == 0 || row.len() == count) && !has_swallowed(row);
    row.get(at).filter(|_| stands).and_then(|key| str::from_utf8(key).ok()).and_then(readable)
}

/// A quotation mark that nobody closed takes the lines after it into its value: the keys in them are not seen.
fn has_swallowed(row: &ByteRecord) -> bool {
    row.iter().any(|value| value.contains(&b'\n') || value.contains(&b'\r'))
}

/// Counts lines as an editor does: the reader's own count is behind where lines end with two signs.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of what is read from this byte on; ends of lines and empty lines come before it.
    fn of(&mut self, byte: u64) -> u64 {
        let from = usize::try_from(byte).unwrap_or(self.text.len()).min(self.text.len());
        let blank = self.text[from..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.text.get(self.at..from + blank).unwrap_or_default();
        self.line += passed.split(|byte| *byte == b'\n').skip(1).count() as u64;
        self.at = from + blank;
        self.line
    }
}

#[cfg(test)]
mod tests;
