//! A small schema, its data and a map that leads through it.

use std::fmt::Write as _;

use proptest::prelude::*;

/// Persons have the numbers from 1 to this.
pub const PERSONS: i64 = 4;
/// The names of the tables; rows of the first are shown.
pub const TABLES: [&str; 3] = ["a", "b", "c"];

/// A row of any of the tables.
#[derive(Debug, Clone)]
pub struct Row {
    pub k: Option<i64>,
    pub m: Option<i64>,
    pub tag: Option<String>,
    pub owner: Option<i64>,
}

/// What the database and the map say of a table's column `owner`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Nothing: a number like others.
    Number,
    /// It is a foreign key to the persons.
    ForeignKey,
    /// The map links the table by it.
    Linked,
    /// A foreign key, but of who acted.
    Actor,
}

/// How a row leads to one of the next table, or to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hop {
    Key,
    Number,
    NumberIfTagged,
    SameTag,
    Built,
    Owner,
}

/// From the first table over some of the others to a person.
#[derive(Debug, Clone)]
pub struct Way {
    /// Indexes into `TABLES`, beginning with the first.
    pub tables: Vec<usize>,
    /// One hop for each of them.
    pub hops: Vec<Hop>,
}

/// A further condition on the rows shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    Anything,
    Tagged,
    NotU,
    NumberAtLeastTwo,
    KeyIsOneOrThree,
}

/// All of it.
#[derive(Debug, Clone)]
pub struct World {
    /// Whether a person is a member, and their mail.
    pub persons: Vec<(bool, Option<String>)>,
    /// Rows are numbered from 1 in each table.
    pub tables: [Vec<Row>; 3],
    pub owners: [Owner; 3],
    pub ways: Vec<Way>,
    pub condition: Where,
    /// Whether rows of `b` stand beside those of `a`.
    pub joined: bool,
}

fn tag() -> impl Strategy<Value = Option<String>> {
    let tags = ["u", "U", "v", "w", "u1", "u2", ""];
    prop::option::weighted(0.9, prop::sample::select(tags.to_vec()).prop_map(str::to_owned))
}

fn number() -> impl Strategy<Value = Option<i64>> {
    prop::option::weighted(0.85, 1..=PERSONS + 1)
}

/// A foreign key holds: it names a person that is there.
fn person() -> impl Strategy<Value = Option<i64>> {
    prop::option::weighted(0.8, 1..=PERSONS)
}

fn table(rows: usize) -> impl Strategy<Value = Vec<Row>> {
    let row = (number(), number(), tag(), person()).prop_map(|(k, m, tag, owner)| Row { k, m, tag, owner });
    prop::collection::vec(row, 0..rows)
}

fn way() -> impl Strategy<Value = Way> {
    let tables = prop::sample::select(vec![vec![0], vec![0, 1], vec![0, 2], vec![0, 1, 2]]);
    let hops = [Hop::Key, Hop::Number, Hop::NumberIfTagged, Hop::SameTag, Hop::Built];
    (tables, prop::collection::vec(prop::sample::select(hops.to_vec()), 3), any::<bool>()).prop_map(
        |(tables, mut hops, by_owner)| {
            hops.truncate(tables.len());
            if by_owner && let Some(last) = hops.last_mut() {
                *last = Hop::Owner;
            }
            Way { tables, hops }
        },
    )
}

/// Worlds of every shape.
pub fn worlds() -> impl Strategy<Value = World> {
    let owners = [Owner::Number, Owner::ForeignKey, Owner::Linked, Owner::Actor];
    let wheres = [
        Where::Anything,
        Where::Anything,
        Where::Tagged,
        Where::NotU,
        Where::NumberAtLeastTwo,
        Where::KeyIsOneOrThree,
    ];
    let persons =
        prop::collection::vec((prop::bool::weighted(0.8), tag()), usize::try_from(PERSONS).unwrap());
    let owner = || prop::sample::select(owners.to_vec());
    (
        persons,
        (table(14), table(8), table(8)),
        (owner(), owner(), owner()),
        prop::collection::vec(way(), 1..3),
        prop::sample::select(wheres.to_vec()),
        any::<bool>(),
    )
        .prop_map(|(persons, (a, b, c), (of_a, of_b, of_c), ways, condition, joined)| World {
            persons,
            tables: [a, b, c],
            owners: [of_a, of_b, of_c],
            ways,
            condition,
            joined,
        })
}

impl World {
    /// Its data map.
    pub fn map(&self) -> String {
        let mut map = "version = 1\n[controller]\nname = \"X\"\naddress = [\"Y\"]\nprivacy_contact = \"Z\"\nauthority = \"A\"\n\
             [persons.member]\ntitle = { fr = \"Membre\", en = \"Member\" }\ntable = \"person\"\nkey = [\"id\"]\n\
             only = { kind = \"member\" }\nname = \"{mail}\"\n"
            .to_owned();
        for (table, owner) in TABLES.iter().zip(self.owners) {
            let said = match owner {
                Owner::Linked => format!("link = [\"{table}.owner = person.id\"]\n"),
                Owner::Actor => format!("actors = {{ doer = \"{table}.owner = person.id\" }}\n"),
                Owner::Number | Owner::ForeignKey => continue,
            };
            let _ = write!(map, "[tables.{table}]\ntitle = {{ fr = \"T\", en = \"T\" }}\n{said}");
        }
        map.push_str(
            "[pages.rows]\ntitle = { fr = \"Lignes\", en = \"Rows\" }\npresentation = \"list\"\nfor = [\"member\"]\n\
             table = \"a\"\norder = [\"tag\", \"-id\"]\n",
        );
        let ways: Vec<String> = self.ways.iter().map(Way::written).collect();
        match &ways[..] {
            [one] => _ = writeln!(map, "link = {one}"),
            several => _ = writeln!(map, "link = {{ any = [{}] }}", several.join(", ")),
        }
        map.push_str(match self.condition {
            Where::Anything => "",
            Where::Tagged => "where = \"tag is not null\"\n",
            Where::NotU => "where = \"tag <> 'u'\"\n",
            Where::NumberAtLeastTwo => "where = \"m >= 2\"\n",
            Where::KeyIsOneOrThree => "where = \"a.k in (1, 3)\"\n",
        });
        let title = "title = { fr = \"C\", en = \"C\" }";
        let beside = if self.joined {
            map.push_str("join = [\"a.k = b.id as beside\"]\n");
            format!(", {{ column = \"beside.tag\", {title} }}")
        } else {
            String::new()
        };
        let _ = writeln!(
            map,
            "columns = [{{ column = \"id\", {title} }}, {{ column = \"tag\", {title} }}{beside}]"
        );
        map
    }
}

impl Way {
    fn written(&self) -> String {
        let stops = self.tables.iter().map(|table| TABLES[*table]).chain(["person"]).collect::<Vec<_>>();
        let hops = stops.windows(2).zip(&self.hops).map(|(pair, hop)| {
            let (from, to) = (pair[0], pair[1]);
            let (number, word) = if to == "person" { ("id", "mail") } else { ("m", "tag") };
            match hop {
                Hop::Key => format!("\"{from}.k = {to}.id\""),
                Hop::Number => format!("\"{from}.m = {to}.{number}\""),
                Hop::NumberIfTagged => format!("\"{from}.m = {to}.{number} and {from}.tag in ('u', 'v')\""),
                Hop::SameTag => format!("\"lower({from}.tag) = lower({to}.{word})\""),
                Hop::Built => format!("\"{from}.tag = 'u' || {to}.id\""),
                Hop::Owner => format!("\"{from}.owner = {to}.id\""),
            }
        });
        format!("[{}]", hops.collect::<Vec<_>>().join(", "))
    }
}
