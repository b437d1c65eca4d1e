//! One human in several rows: what belongs to each of them is shown to the one that counts, and to nobody else.

use super::*;
use anywhere::Tables;

const TABLES: Tables = Tables {
    sqlite: "CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT NOT NULL, merged_into INTEGER REFERENCES member (id));
        CREATE TABLE contract (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member (id));
        CREATE TABLE payment (id INTEGER PRIMARY KEY, contract_id INTEGER NOT NULL REFERENCES contract (id), \
          payer_id INTEGER REFERENCES member (id));",
    postgres: "CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT NOT NULL, merged_into INTEGER REFERENCES member (id));
        CREATE TABLE contract (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member (id));
        CREATE TABLE payment (id INTEGER PRIMARY KEY, contract_id INTEGER NOT NULL REFERENCES contract (id), \
          payer_id INTEGER REFERENCES member (id));",
    mariadb: "CREATE TABLE member (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL, merged_into INTEGER REFERENCES member (id));
        CREATE TABLE contract (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES member (id));
        CREATE TABLE payment (id INTEGER PRIMARY KEY, contract_id INTEGER NOT NULL REFERENCES contract (id), \
          payer_id INTEGER REFERENCES member (id));",
    drop: "DROP TABLE IF EXISTS payment, contract, member",
};

const MAP: &str = r#"
version = 1
[controller]
name = "Club"
address = ["1 rue"]
privacy_contact = "dpo@example.org"
authority = "CNIL"
[persons.member]
title = { fr = "Membre", en = "Member" }
table = "member"
key = ["id"]
name = "{name}"
same_as = "merged_into"
[tables.contract]
title = { fr = "Contrats", en = "Contracts" }
link = ["contract.member_id = member.id"]
[tables.payment]
title = { fr = "Paiements", en = "Payments" }
link = ["payment.contract_id = contract.id", "contract.member_id = member.id"]
[pages.contracts]
title = { fr = "Contrats", en = "Contracts" }
presentation = "list"
for = ["member"]
table = "contract"
order = ["id"]
columns = [{ column = "id", title = { fr = "Numéro", en = "Number" } }]
[pages.payments]
title = { fr = "Paiements", en = "Payments" }
presentation = "list"
for = ["member"]
table = "payment"
order = ["id"]
columns = [{ column = "id", title = { fr = "Numéro", en = "Number" } }]
"#;

/// Members, each with the one that they are the same as; contracts by their member; payments by their contract and payer.
type Club = (Vec<Option<usize>>, Vec<usize>, Vec<(usize, Option<usize>)>);

const MEMBERS: usize = 6;

fn club() -> impl Strategy<Value = Club> {
    let member = || 0..MEMBERS;
    // A row names one before it, which must be there.
    let same = prop::collection::vec(prop::option::weighted(0.5, member()), MEMBERS);
    let same = same.prop_map(|same| {
        let earlier = |(me, same): (usize, Option<usize>)| same.filter(|_| me > 0).map(|same| same % me);
        same.into_iter().enumerate().map(earlier).collect::<Vec<_>>()
    });
    let contracts = prop::collection::vec(member(), 1..8);
    let payments =
        prop::collection::vec((any::<prop::sample::Index>(), prop::option::weighted(0.5, member())), 0..12);
    (same, contracts, payments).prop_map(|(same, contracts, payments)| {
        let of = |at: prop::sample::Index| at.index(contracts.len());
        let payments = payments.into_iter().map(|(at, payer)| (of(at), payer)).collect();
        (same, contracts.clone(), payments)
    })
}

fn rows_of_the_same_human_are_shown_together(dialect: Dialect) {
    property(dialect, 24, &club(), async |(same, contracts, payments): Club| {
        let mut database = Anywhere::with(dialect, "same", &TABLES).await;
        let map = database.map_of(MAP);
        for (me, same) in same.iter().enumerate() {
            database
                .insert("member", vec![some(me), some("Camille"), same.map(|same| same.to_string())])
                .await;
        }
        let rows = contracts.iter().enumerate().map(|(id, who)| vec![some(id), some(who)]);
        database.insert_all("contract", rows).await;
        let rows = payments.iter().enumerate();
        let rows = rows.map(|(id, (contract, payer))| {
            vec![some(id), some(contract), payer.map(|payer| payer.to_string())]
        });
        database.insert_all("payment", rows).await;
        for me in 0..MEMBERS {
            let (kind, key) = (map.kind("member").unwrap(), [me.to_string()]);
            let whom = whom(&map, kind, &key);
            let counts = same[me].is_none();
            let mine = |who: usize| who == me || same[who] == Some(me);
            for (page, wanted) in [
                ("contracts", of(&contracts, |who| mine(*who))),
                // A payment that names somebody else as its payer is not shown, whoever has the contract.
                (
                    "payments",
                    of(&payments, |(at, payer)| {
                        mine(contracts[*at]) && payer.is_none_or(|payer| payer == me)
                    }),
                ),
            ] {
                let query = rows_of(whom, &map, page);
                let part = Part { limit: 100, from: None };
                let answer = database.business.read_one(query.statement(&part)).await.unwrap();
                let listing = query.read(&part, &answer).unwrap();
                assert_eq!(listing.is_some(), counts, "{me} has an account only where they count");
                let Some(listing) = listing else { continue };
                let shown: Vec<usize> = listing
                    .lines
                    .iter()
                    .map(|line| line.cells[0].as_ref().unwrap().parse().unwrap())
                    .collect();
                assert_eq!(shown, wanted, "{page} of {me}: {same:?} {contracts:?} {payments:?}");
            }
        }
    });
}

fn rows_of<'a>(whom: Whom<'a>, map: &'a CheckedMap, page: &str) -> Query<'a> {
    rows(whom, map.page(page).unwrap()).unwrap()
}

fn of<T>(rows: &[T], is: impl Fn(&T) -> bool) -> Vec<usize> {
    rows.iter().enumerate().filter(|(_, row)| is(row)).map(|(id, _)| id).collect()
}

/// Without the key that would forbid a 0.
const LOOSE: &str =
    "CREATE TABLE member (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL, merged_into INTEGER);";
const LOOSE_TABLES: Tables = Tables {
    sqlite: LOOSE,
    postgres: LOOSE,
    mariadb: LOOSE,
    drop: "DROP TABLE IF EXISTS payment, contract, member",
};

/// Where a program writes 0 or the row's own key in place of nothing, the check can tell.
fn what_stands_in_place_of_nothing_is_counted(dialect: Dialect) {
    let cases = vec![
        ([None, Some(1)], ["0", "0"]),
        ([Some(1), Some(1)], ["1", "0"]),
        ([Some(0), None], ["0", "1"]),
        ([None, None], ["0", "0"]),
    ];
    property(dialect, 8, &prop::sample::select(cases), async |(same, counts)| {
        let mut database = Anywhere::with(dialect, "own", &LOOSE_TABLES).await;
        let map = database.map_of(MAP.split("[tables.contract]").next().unwrap());
        let rows = same.iter().enumerate();
        let rows =
            rows.map(|(at, same)| vec![some(at + 1), some("Camille"), same.map(|same: u8| same.to_string())]);
        database.insert_all("member", rows).await;
        let statement = crate::query::named_same(&map, map.kind("member").unwrap()).unwrap();
        let answer = database.business.read_one(statement).await.unwrap();
        let mut row = answer.first().unwrap();
        assert_eq!([row.text().unwrap(), row.text().unwrap()], counts, "{same:?}");
    });
}

over_every_dialect!(rows_of_the_same_human_are_shown_together, what_stands_in_place_of_nothing_is_counted);
