use super::*;
use crate::{business::testing::TestDatabase, map::CheckedMap};

/// account, date, amount
type Entry = (Option<i64>, Option<u8>, Option<i64>);

const PERSONS: i64 = 4;

fn kind(person: i64) -> &'static str {
    if person % 2 == 0 { "tenant" } else { "owner" }
}

async fn fill(owners: &[Option<i64>], entries: &[Entry]) -> TestDatabase {
    let mut database = TestDatabase::new().await;
    let writer = &mut database.writer;
    sqlx::query("BEGIN").execute(&mut *writer).await.unwrap();
    for person in 0..PERSONS {
        let insert = sqlx::query("INSERT INTO person (id, kind, first_name) VALUES (?, ?, 'P')");
        insert.bind(person).bind(kind(person)).execute(&mut *writer).await.unwrap();
    }
    for (id, owner) in (0i64..).zip(owners) {
        let insert = sqlx::query("INSERT INTO account (id, person_id) VALUES (?, ?)");
        insert.bind(id).bind(owner).execute(&mut *writer).await.unwrap();
    }
    for (id, (account, day, amount)) in (0i64..).zip(entries) {
        sqlx::query("INSERT INTO statement_line VALUES (?, ?, ?, 'x', ?)")
            .bind(id)
            .bind(account)
            .bind(day.map(|day| format!("2026-01-{day:02}")))
            .bind(amount)
            .execute(&mut *writer)
            .await
            .unwrap();
    }
    sqlx::query("COMMIT").execute(&mut *writer).await.unwrap();
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
            assert_eq!((line.amount, line.balance), (i128::from(*amount), balance));
            balance -= i128::from(*amount);
        }
        for part in &parts {
            assert_eq!((part.total_rows, part.balance), (mine.len() as u64, total));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_statement_holds_exactly_the_lines_of_its_person_and_balances(
        owners in prop::collection::vec(maybe(0..PERSONS), 0..6),
        entries in prop::collection::vec(
            (maybe(0i64..6), maybe(1u8..5), maybe(-1_000_000_000_000i64..1_000_000_000_000)), 0..40),
        limit in 1usize..7,
    ) {
        run(async {
            let database = fill(&owners, &entries).await;
            check(&database.map().await, &database.business(), &owners, &entries, limit).await;
        });
    }
}

#[tokio::test]
async fn a_person_of_another_kind_sees_nothing() {
    let database = fill(&[Some(0)], &[(Some(0), Some(1), Some(5))]).await;
    let (map, business) = (database.map().await, database.business());
    let page = map.page("account").unwrap();
    let key = ["0".to_owned()];
    // Person 0 is a tenant: as an owner there is no such person.
    let query = rows(whom(&map, map.kind("owner").unwrap(), &key), page).unwrap();
    let part = Part { limit: 5, from: None };
    let answer = business.read_one(query.statement(&part)).await.unwrap();
    assert!(query.read(&part, answer).unwrap().is_none());
}
