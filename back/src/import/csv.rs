//! A list in CSV: `key,login,email,name` for staff, `key,login,email,kind,person` for persons, with a line of titles.

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
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_as_spreadsheets_write_them() {
        let text = "\u{feff}Key;Login;Name;Email\r\n1;ANN;\"Bee; Ann\";ann@example.org\r\n2;;Bob;\r\n3;cat;Cat\r\n\r\n4;dan;Dan;\r\n";
        let records = read(text.as_bytes()).unwrap();
        let told: Vec<_> =
            records.iter().map(|one| one.as_ref().map(|one| (one.line, one.login.as_str()))).collect();
        let refused = |line, key: &str, reason| Rejected { line, key: Some(key.to_owned()), reason };
        assert_eq!(
            told,
            [
                Ok((2, "ann")),
                Err(&refused(3, "2", Refused::Missing)),
                Err(&refused(4, "3", Refused::Unreadable)),
                Ok((6, "dan"))
            ]
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

    #[test]
    fn whose_line_cannot_be_read_is_told_where_it_can_be() {
        let keys = |text: &[u8]| -> Vec<Option<String>> {
            read(text)
                .unwrap()
                .into_iter()
                .map(|one| one.map_or_else(|one| one.key, |one| Some(one.key)))
                .collect()
        };
        let key = |text: &str| Some(text.to_owned());
        assert_eq!(
            keys(b"key,login,name\n1,zo\xe9,Zo\xe9\n2,bob,Bob\n"),
            [key("1"), key("2")],
            "of another table of signs"
        );
        assert_eq!(keys(b"key,login,name\n1,ann,Bee, Ann\n,bob,Bob\n\xe9,cat,Cat\n"), [key("1"), None, None]);
        assert_eq!(keys(b"login,key,name\nann,1,Bee, Ann\n"), [None], "before it a value may be too many");
        assert_eq!(
            keys(b"key,login,name\n1,ann,\"Ann\n2,bob,Bob\n3,cat,Cat\n"),
            [None],
            "it took the others with it"
        );
    }

    proptest! {
        #[test]
        fn nothing_breaks_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[a-c,;\"\n ]{0,80}") {
            drop(read(bytes.as_slice()));
            drop(read(format!("key,login,name\n{text}").as_bytes()));
        }
    }
}
