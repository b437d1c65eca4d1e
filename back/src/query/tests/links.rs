//! Whose rows they are: every way of writing a link, held against plain Rust.

mod data;
mod plans;
mod world;

use super::*;
use crate::query::{Cache, PersonRow, Roll};
use data::{Data, PERSONS, data};
use world::World;

const PAGES: [&str; 13] = [
    "tickets", "papers", "receipts", "visits", "logs", "loans", "cards", "built", "messages", "wards",
    "house", "busy", "both",
];

async fn check(world: &World, data: &Data) {
    let kind = world.map.kind("member").unwrap();
    check_rolls(world, data).await;
    for me in 0..PERSONS {
        let key = [me.to_string()];
        let whom = whom(&world.map, kind, &key);
        let row = PersonRow::read(
            whom,
            &world.database.business.read_one(Cache::default().person(whom)).await.unwrap(),
        );
        assert_eq!(row.is_some(), data.is_there(me), "person {me}");
        if let Some(row) = row {
            assert_eq!(row.email, data.mail(me), "the guardian of {me}");
            assert_eq!(row.roles == ["council"], data.sits_today(me), "the roles of {me}: {:?}", row.roles);
        }
        for page in PAGES {
            let query = rows(whom, world.map.page(page).unwrap()).unwrap();
            let part = Part { limit: 100, from: None };
            let answer = world.database.business.read_one(query.statement(&part)).await.unwrap();
            let listing = query.read(&part, &answer).unwrap();
            let Some(listing) = listing.filter(|_| data.is_there(me)) else {
                assert!(!data.is_there(me), "{page} of {me} has no person");
                continue;
            };
            let shown: Vec<i64> =
                listing.lines.iter().map(|line| line.cells[0].as_ref().unwrap().parse().unwrap()).collect();
            assert_eq!(shown, data.rows(world.database.dialect, page, me), "{page} of {me}");
            if page == "receipts" {
                for (line, id) in listing.lines.iter().zip(shown) {
                    assert_eq!(line.cells[1..], data.joined(id, me), "receipt {id} of {me}");
                }
            }
        }
    }
}

/// Lists of persons, each with their own role and guardian, in parts of two.
async fn check_rolls(world: &World, data: &Data) {
    let today = time::macros::date!(2026 - 11 - 22);
    let all = Roll::all(&world.map, world.map.kind("member").unwrap(), today, 2);
    // Every other person, by SQL of the map.
    let listed = Roll { list: world.map.list("even"), limit: 100, ..all };
    let found = listed.read(&world.database.business.read_one(listed.statement()).await.unwrap());
    let wanted: Vec<_> = (0..PERSONS).filter(|me| data.is_there(*me) && me % 2 == 0).collect();
    assert_eq!(found.iter().map(|entry| entry.key[0].parse().unwrap()).collect::<Vec<i64>>(), wanted);
    let count = world.database.business.read_one(listed.count()).await.unwrap();
    assert_eq!(super::super::read_count(&count).unwrap(), wanted.len() as u64);
    for role in [None, world.map.role("council")] {
        let (mut listed, mut after) = (Vec::new(), None::<Vec<String>>);
        loop {
            let roll = Roll { role, after: after.as_deref(), ..all };
            let part = roll.read(&world.database.business.read_one(roll.statement()).await.unwrap());
            let Some(last) = part.last() else { break };
            after = Some(last.key.clone());
            listed.extend(part.into_iter().map(|entry| (entry.key[0].parse().unwrap(), entry.email)));
        }
        let wanted = (0..PERSONS).filter(|me| data.is_there(*me) && (role.is_none() || data.sits_today(*me)));
        let wanted: Vec<(i64, String)> = wanted.map(|me| (me, data.mail(me))).collect();
        assert_eq!(listed, wanted, "{:?}", role.map(|role| &role.id.value));
    }
}

fn rows_are_those_of_their_person(dialect: Dialect) {
    property(dialect, 48, &data(), async |data| {
        check(&World::open(dialect, &data).await, &data).await;
    });
}

over_every_dialect!(rows_are_those_of_their_person);
