//! What a person may see, found by following the map by hand.

use vantail_tests::portal::Cells;

use super::world::{Hop, Owner, Row, Way, Where, World};

/// The rows of a member; nothing when there is no such member.
pub fn rows(world: &World, person: i64) -> Option<Vec<Cells>> {
    collect(world, person, true)
}

/// Whether somebody would see more if owners on the way did not count.
pub fn guards(world: &World) -> bool {
    (1..=super::PERSONS).any(|person| collect(world, person, true) != collect(world, person, false))
}

fn collect(world: &World, person: i64, guarded: bool) -> Option<Vec<Cells>> {
    let at = usize::try_from(person - 1).unwrap();
    if !world.persons[at].0 {
        return None;
    }
    let seen = Eyes { world, person, mail: world.persons[at].1.as_deref(), guarded };
    let mut rows: Vec<Cells> = numbered(&world.tables[0])
        .filter(|(_, row)| {
            passes(world.condition, row) && world.ways.iter().any(|way| seen.leads(way, 0, row))
        })
        .map(|(id, row)| {
            let mut cells = vec![Some(id.to_string()), row.tag.clone()];
            if world.joined {
                cells.push(seen.beside(row));
            }
            cells
        })
        .collect();
    rows.sort();
    Some(rows)
}

struct Eyes<'w> {
    world: &'w World,
    person: i64,
    mail: Option<&'w str>,
    guarded: bool,
}

impl Eyes<'_> {
    /// Whether a row at a stop of a way leads to the person.
    fn leads(&self, way: &Way, stop: usize, row: &Row) -> bool {
        let (table, hop) = (way.tables[stop], way.hops[stop]);
        if !self.may(table, row, self.is_used(table, way)) {
            return false;
        }
        let Some(next) = way.tables.get(stop + 1) else {
            return meets(hop, row, self.person, Some(self.person), self.mail);
        };
        numbered(&self.world.tables[*next]).any(|(number, to)| {
            meets(hop, row, number, to.m, to.tag.as_deref()) && self.leads(way, stop + 1, to)
        })
    }

    /// Whether a way leads from a table by its column `owner`: then the map itself says whom that names. Ways of one hop
    /// say so for each other: a message is its sender's and its receiver's.
    fn is_used(&self, table: usize, way: &Way) -> bool {
        let by_owner = |way: &Way| way.hops.last() == Some(&Hop::Owner) && way.tables.last() == Some(&table);
        let short = |way: &Way| way.tables.len() == 1;
        by_owner(way) || short(way) && self.world.ways.iter().any(|other| short(other) && by_owner(other))
    }

    /// Whether a row's own person, where it has one that the way does not use, is this one.
    fn may(&self, table: usize, row: &Row, used: bool) -> bool {
        let owned = matches!(self.world.owners[table], Owner::ForeignKey | Owner::Linked);
        !self.guarded || !owned || used || row.owner.is_none_or(|owner| owner == self.person)
    }

    fn beside(&self, row: &Row) -> Option<String> {
        let (_, beside) = numbered(&self.world.tables[1]).find(|(id, _)| row.k == Some(*id))?;
        self.may(1, beside, false).then(|| beside.tag.clone())?
    }
}

fn numbered(rows: &[Row]) -> impl Iterator<Item = (i64, &Row)> {
    (1..).zip(rows)
}

/// Whether a row and the next one belong together.
fn meets(hop: Hop, row: &Row, id: i64, number: Option<i64>, word: Option<&str>) -> bool {
    let equal = |left: Option<i64>, right: Option<i64>| left.is_some() && left == right;
    match hop {
        Hop::Key => equal(row.k, Some(id)),
        Hop::Number => equal(row.m, number),
        Hop::NumberIfTagged => equal(row.m, number) && matches!(row.tag.as_deref(), Some("u" | "v")),
        Hop::SameTag => match (row.tag.as_deref(), word) {
            // An empty text says nothing, whatever normal form it has.
            (Some(left), Some(right)) => !left.is_empty() && left.eq_ignore_ascii_case(right),
            _ => false,
        },
        Hop::Built => row.tag.as_deref() == Some(format!("u{id}").as_str()),
        Hop::Owner => equal(row.owner, Some(id)),
    }
}

fn passes(condition: Where, row: &Row) -> bool {
    match condition {
        Where::Anything => true,
        Where::Tagged => row.tag.is_some(),
        Where::NotU => row.tag.as_deref().is_some_and(|tag| tag != "u"),
        Where::NumberAtLeastTwo => row.m.is_some_and(|m| m >= 2),
        Where::KeyIsOneOrThree => matches!(row.k, Some(1 | 3)),
    }
}
