//! A list in CSV: `key,login,email,name` for staff, `key,login,email,kind,person` for persons, with a line of titles.

use std::io::Read;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::record::{Entries, Fields, Record, Refused};

/// Longest list, in bytes.
pub const MAX_BYTES: u64 = 256 << 20;

/// Why a list cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The titles are wrong.
    #[error(
        "the first line must be titles, among them `key` and `login`, and `name` or `kind` and `person`; known are key, \
             login, email, name, kind, person, person2, person3, person4; not {0:?}"
    )]
    Titles(String),
    /// It is no text in UTF-8, or cannot be read.
    #[error("the list cannot be read: {0}")]
    Reading(#[from] csv::Error),
    /// It has no end in sight.
    #[error("the list is longer than 256 MiB")]
    Long,
}

const KNOWN: [&str; 9] = ["key", "login", "email", "name", "kind", "person", "person2", "person3", "person4"];

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
    let whose = at("name").is_some() || at("kind").is_some() && at("person").is_some();
    let (Some(key), Some(login), true) = (at("key"), at("login"), whose) else {
        return Err(Unreadable::Titles(
            titles.iter().collect::<Vec<_>>().join(",").chars().take(80).collect(),
        ));
    };
    let persons: Vec<usize> =
        ["person", "person2", "person3", "person4"].iter().filter_map(|title| at(title)).collect();
    let (email, name, kind) = (at("email"), at("name"), at("kind"));
    let mut records = Vec::new();
    let mut row = StringRecord::new();
    let mut lines = Lines { text, at: 0, line: 1 };
    loop {
        let line = lines.of(reader.position().byte());
        match reader.read_record(&mut row) {
            Ok(false) => return Ok(records),
            Ok(true) => {
                if row.len() != titles.len() {
                    records.push(Err((line, Refused::Unreadable)));
                    continue;
                }
                let value = |at: usize| row.get(at).unwrap_or_default();
                let some = |at: Option<usize>| at.map(value).unwrap_or_default();
                let person = persons.iter().map(|at| value(*at)).filter(|value| !value.is_empty()).collect();
                let fields = Fields {
                    key: value(key),
                    login: value(login),
                    email: some(email),
                    name: some(name),
                    kind: some(kind),
                    person,
                };
                records.push(Record::read(line, &fields).map_err(|refused| (line, refused)));
            }
            Err(error) if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) => {
                records.push(Err((line, Refused::Unreadable)));
            }
            Err(error) => return Err(error.into()),
        }
    }
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_as_spreadsheets_write_them() {
        let text = "\u{feff}Key;Login;Name;Email\r\n1;ANN;\"Bee; Ann\";ann@example.org\r\n2;;Bob;\r\n3;cat;Cat\r\n\r\n4;dan;Dan;\r\n";
        let records = read(text.as_bytes()).unwrap();
        let told: Vec<_> =
            records.iter().map(|one| one.as_ref().map(|one| (one.line, one.login.as_str()))).collect();
        assert_eq!(
            told,
            [Ok((2, "ann")), Err(&(3, Refused::Missing)), Err(&(4, Refused::Unreadable)), Ok((6, "dan"))]
        );
        let person =
            read("key,login,kind,person,person2\na,b,tenant,1,2\n".as_bytes()).unwrap().remove(0).unwrap();
        let owner =
            crate::identity::Person { kind: "tenant".to_owned(), key: vec!["1".to_owned(), "2".to_owned()] };
        assert_eq!(person.owner, super::super::record::RecordOwner::Person(owner));
    }

    #[test]
    fn a_list_without_its_titles_is_refused_whole() {
        for text in ["", "1,ann,Ann\n", "key,name\n1,Ann\n", "key,login,kind\n", "key,login,name,passwort\n"]
        {
            assert!(matches!(read(text.as_bytes()), Err(Unreadable::Titles(_))), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_breaks_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[a-c,;\"\n ]{0,80}") {
            drop(read(bytes.as_slice()));
            drop(read(format!("key,login,name\n{text}").as_bytes()));
        }
    }
}
