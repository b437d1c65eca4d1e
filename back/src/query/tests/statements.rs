use super::*;
use crate::map::CheckedMap;

/// account, date, amount
type Entry = (Option<i64>, Option<u8>, Option<i64>);

const PERSONS: i64 = 4;

fn kind(person: i64) -> &'static str {
    if person % 2 == 0 { "tenant" } else { "owner" }
}

async fn fill(dialect: Dialect, owners: &[Option<i64>], entries: &[Entry]) -> Anywhere {
    let mut database = Anywhere::open(dialect, "statements").await;
    let persons =
        (0..PERSONS).map(|person| vec![some(person), some(kind(person)), some("P"), None, None, None, None]);
    database.insert_all("person", persons).await;
    let accounts =
        (0i64..).zip(owners).map(|(id, owner)| vec![some(id), owner.map(|owner| owner.to_string())]);
    database.insert_all("account", accounts).await;
    let lines = (0i64..).zip(entries).map(|(id, (account, day, amount))| {
        let day = day.map(|day| format!("2026-01-{day:02}"));
        let text = |number: &Option<i64>| number.map(|number| number.to_string());
        vec![some(id), text(account), day, some("x"), text(amount)]
    });
    database.insert_all("statement_line", lines).await;
    database
}

async fn check(
    map: &CheckedMap,
    business: &Business,
    owners: &[Option<i64>],
    entries: &[Entry],
    limit: usize,
) {
    let page = map.page("account").unwrap();
    for person in 0..PERSONS {
        let mut mine: Vec<(Option<u8>, i64, i64)> = (0i64..)
            .zip(entries)
            .filter(|(_, (account, ..))| {
                account.and_then(|account| owners.get(usize::try_from(account).unwrap()))
                    == Some(&Some(person))
            })
            .map(|(id, (_, day, amount))| (*day, id, amount.unwrap_or(0)))
            .collect();
        mine.sort_by(|a, b| b.cmp(a));
        let key = [person.to_string()];
        let query = rows(whom(map, map.kind(kind(person)).unwrap(), &key), page).unwrap();
        let parts = walk(business, &query, limit).await;
        let lines: Vec<_> = parts.iter().flat_map(|part| &part.lines).collect();
        let ids: Vec<_> = lines.iter().map(|line| line.place[1].clone().unwrap()).collect();
        assert_eq!(ids, mine.iter().map(|(_, id, _)| id.to_string()).collect::<Vec<_>>());
        let total: i128 = mine.iter().map(|(.., amount)| i128::from(*amount)).sum();
        let mut balance = total;
        for (line, (.., amount)) in lines.iter().zip(&mine) {
            assert_eq!((line.amount, line.balance), (i128::from(*amount), Some(balance)));
            balance -= i128::from(*amount);
        }
        for part in &parts {
            assert_eq!((part.total_rows, part.balance), (Some(mine.len() as u64), total));
        }
    }
}

fn a_statement_holds_exactly_the_lines_of_its_person_and_balances(dialect: Dialect) {
    let amounts = -1_000_000_000_000i64..1_000_000_000_000;
    let strategy = (
        prop::collection::vec(maybe(0..PERSONS), 0..6),
        prop::collection::vec((maybe(0i64..6), maybe(1u8..5), maybe(amounts)), 0..40),
        1usize..7,
    );
    property(dialect, 24, &strategy, async |(owners, entries, limit)| {
        let database = fill(dialect, &owners, &entries).await;
        check(&database.map(), &database.business, &owners, &entries, limit).await;
    });
}

fn a_person_of_another_kind_sees_nothing(dialect: Dialect) {
    run(async {
        let mut database = Anywhere::open(dialect, "another kind").await;
        database.insert("person", vec![some(0), some(kind(0)), None, None, None, None, None]).await;
        let (map, business) = (database.map(), &database.business);
        let page = map.page("account").unwrap();
        // Person 0 is a tenant: as an owner there is no such person; and no key of another form is one.
        for (of, key, there) in
            [("tenant", "0", true), ("owner", "0", false), ("tenant", "0x", false), ("tenant", "", false)]
        {
            let key = [key.to_owned()];
            let query = rows(whom(&map, map.kind(of).unwrap(), &key), page).unwrap();
            let part = Part { limit: 5, from: None };
            let answer = business.read_one(query.statement(&part)).await.unwrap();
            assert_eq!(query.read(&part, &answer).unwrap().is_some(), there, "{of} {key:?}");
        }
    });
}

over_every_dialect!(
    a_statement_holds_exactly_the_lines_of_its_person_and_balances,
    a_person_of_another_kind_sees_nothing,
);
