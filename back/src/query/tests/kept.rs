//! Statements whose balance the database keeps: it is shown as it stands, on every part and both ways.

use std::collections::BTreeMap;

use vantail_shared::failure::Code;

use super::{anywhere::Tables, *};

pub(super) const TABLES: Tables = Tables {
    sqlite: include_str!("kept/schema.sql"),
    postgres: include_str!("kept/schema.sql"),
    mariadb: include_str!("kept/schema.sql"),
    drop: "DROP TABLE IF EXISTS person, account, line, cash",
};
pub(super) const MAP: &str = include_str!("kept/map.toml");

const PERSONS: i64 = 3;
const LABELS: [&str; 3] = ["rent", "repair", "void"];

/// account, day, label, debit, credit, balance
type Entry = (Option<usize>, Option<u8>, usize, Option<i32>, Option<i32>, Option<i64>);
/// person, day, amount, balance
type Cash = (Option<i64>, u8, Option<i32>, i32);

/// What a line shows: its key, its amount, its balance.
type Shown = (i64, i128, Option<i128>);

fn text(value: Option<impl ToString>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn day(day: u8) -> String {
    format!("2026-01-{day:02}")
}

/// Cents as a decimal number.
fn main_unit(cents: i32) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

async fn fill(
    dialect: Dialect,
    name: &'static str,
    owners: &[Option<i64>],
    entries: &[Entry],
    cash: &[Cash],
) -> Anywhere {
    let mut database = Anywhere::with(dialect, name, &TABLES).await;
    insert(&mut database, owners, entries, cash).await;
    database
}

async fn insert(database: &mut Anywhere, owners: &[Option<i64>], entries: &[Entry], cash: &[Cash]) {
    database.insert_all("person", (0..PERSONS).map(|person| vec![some(person), some("P")])).await;
    let accounts = owners.iter().enumerate();
    let accounts = accounts.map(|(id, owner)| vec![some(id), some(format!("A{id}")), text(*owner)]);
    database.insert_all("account", accounts).await;
    let lines = entries.iter().enumerate().map(|(id, (account, on, label, debit, credit, balance))| {
        let account = account.map(|account| format!("A{account}"));
        let (debit, credit) = (text(*debit), text(*credit));
        vec![some(id), account, on.map(day), some(LABELS[*label]), debit, credit, text(*balance)]
    });
    database.insert_all("line", lines).await;
    let cash = cash.iter().enumerate().map(|(id, (person, on, amount, balance))| {
        vec![some(id), text(*person), some(day(*on)), amount.map(main_unit), some(main_unit(*balance))]
    });
    database.insert_all("cash", cash).await;
}

/// The newest first; an absent day is the oldest.
fn newest_first<D: Ord>(mut lines: Vec<(D, Shown)>) -> Vec<Shown> {
    lines.sort_by(|(a, (first, ..)), (b, (other, ..))| (b, other).cmp(&(a, first)));
    lines.into_iter().map(|(_, shown)| shown).collect()
}

async fn check(business: &Business, query: &Query<'_>, limit: usize, wanted: &[Shown], balance: i128) {
    let parts = walk(business, query, limit).await;
    let lines = parts.iter().flat_map(|part| &part.lines);
    let shown: Vec<Shown> = lines
        .map(|line| (line.place[1].clone().unwrap().parse().unwrap(), line.amount, line.balance))
        .collect();
    assert_eq!(shown, wanted);
    assert!(parts.iter().all(|part| part.balance == balance), "{balance} {parts:?}");
}

async fn check_person(
    database: &Anywhere,
    person: i64,
    data: &(Vec<Option<i64>>, Vec<Entry>, Vec<Cash>),
    limit: usize,
) {
    let (owners, entries, cash) = data;
    let map = database.map_of(MAP);
    let (key, business) = ([person.to_string()], &database.business);
    let whom = whom(&map, map.kind("client").unwrap(), &key);
    let mine =
        |entry: &Entry| entry.0.and_then(|account| owners.get(account).copied().flatten()) == Some(person);
    let lines = |label: Option<usize>| {
        let lines = (0i64..).zip(entries).filter(|(_, entry)| {
            mine(entry) && LABELS[entry.2] != "void" && label.is_none_or(|label| label == entry.2)
        });
        newest_first(
            lines
                .map(|(id, (_, on, _, debit, credit, balance))| {
                    let amount = i128::from(debit.unwrap_or(0)) - i128::from(credit.unwrap_or(0));
                    (*on, (id, amount, balance.map(i128::from)))
                })
                .collect(),
        )
    };
    let all = lines(None);
    let newest = all.iter().find_map(|(.., balance)| *balance).unwrap_or(0);
    let through = PageRows::new(whom, map.page("through").unwrap()).unwrap();
    check(business, &through.list(&Asked::default()), limit, &all, newest).await;
    // Of the lines that are found each keeps its own, and the balance is still that of all.
    let asked = Asked { search: "rep".to_owned(), ..Asked::default() };
    let (found, query) = (lines(Some(1)), through.list(&asked));
    check(business, &query, limit, &found, newest).await;
    assert_eq!(part(business, &query, limit, None).await.total_rows, Some(found.len() as u64));

    let mine = (0i64..).zip(cash).filter(|(_, (owner, ..))| *owner == Some(person));
    let cash = newest_first(
        mine.map(|(id, (_, on, amount, balance))| {
            (*on, (id, i128::from(amount.unwrap_or(0)), Some(i128::from(*balance))))
        })
        .collect(),
    );
    let newest = cash.first().and_then(|(.., balance)| *balance).unwrap_or(0);
    check(business, &rows(whom, map.page("direct").unwrap()).unwrap(), limit, &cash, newest).await;
}

fn a_balance_that_is_kept_is_shown_as_it_stands(dialect: Dialect) {
    let amount = || maybe(any::<i32>());
    let entry =
        (maybe(0usize..4), maybe(1u8..4), 0usize..3, amount(), amount(), maybe(-1_000_000i64..1_000_000));
    let cash = (maybe(0..PERSONS), 1u8..4, maybe(-100_000i32..100_000), -100_000i32..100_000);
    let data = (owners(), prop::collection::vec(entry, 0..30), prop::collection::vec(cash, 0..12));
    property(dialect, 24, &(data, 1usize..6), async |(data, limit)| {
        let database = fill(dialect, "kept", &data.0, &data.1, &data.2).await;
        for person in 0..PERSONS {
            check_person(&database, person, &data, limit).await;
        }
    });
}

/// What the map promises is gone: rather no page than one that mixes accounts.
#[tokio::test]
async fn two_accounts_where_one_was_promised_are_no_statement() {
    let owners = [Some(0), Some(1), Some(1)];
    let lines = [0, 1, 2].map(|account| (Some(account), Some(1), 0, Some(5), None, Some(5)));
    let mut database = Anywhere::with(Dialect::Postgres, "two accounts", &TABLES).await;
    let map = database.map_of(MAP);
    database.execute("ALTER TABLE account DROP CONSTRAINT account_person_id_key").await;
    insert(&mut database, &owners, &lines, &[]).await;
    for (person, told) in [("0", Ok(1)), ("1", Err(Code::Unavailable)), ("2", Ok(0))] {
        let key = [person.to_owned()];
        let query =
            rows(whom(&map, map.kind("client").unwrap(), &key), map.page("through").unwrap()).unwrap();
        let part = Part { limit: 50, from: None };
        let answer = database.business.read_one(query.statement(&part)).await;
        let lines = answer.map(|answer| query.read(&part, &answer).unwrap().unwrap().lines.len());
        assert_eq!(lines.map_err(|failure| failure.code), told, "{person}");
    }
}

/// A column that became something else meanwhile: the page is not available, which the log tells.
#[tokio::test]
async fn a_type_that_has_changed_is_told() {
    let cash = [(Some(0), 1, Some(5), 5)];
    let mut database = Anywhere::with(Dialect::Postgres, "changed", &TABLES).await;
    insert(&mut database, &[], &[], &cash).await;
    let map = database.map_of(MAP);
    let key = ["0".to_owned()];
    let query = rows(whom(&map, map.kind("client").unwrap(), &key), map.page("direct").unwrap()).unwrap();
    let part = Part { limit: 50, from: None };
    for (change, told) in [
        ("ALTER TABLE cash ALTER id TYPE bigint", Ok(())),
        ("ALTER TABLE cash ALTER day TYPE text", Ok(())),
        ("UPDATE cash SET day = 'today or so'", Err(Code::Unavailable)),
    ] {
        database.execute(change).await;
        let answer = database.business.read_one(query.statement(&part)).await;
        assert_eq!(answer.map(drop).map_err(|failure| failure.code), told, "{change}");
    }
}

/// Accounts, of which nobody has two.
fn owners() -> impl Strategy<Value = Vec<Option<i64>>> {
    prop::collection::vec(maybe(0..PERSONS), 0..4).prop_map(|mut owners| {
        for at in 1..owners.len() {
            owners[at] = owners[at].filter(|owner| !owners[..at].contains(&Some(*owner)));
        }
        owners
    })
}

/// Gives each line the balance of its account after it: what good bookkeeping writes.
fn keep_balances(entries: &mut [Entry]) {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|at| (entries[*at].1, *at));
    let mut balances: BTreeMap<usize, i64> = BTreeMap::new();
    for at in order {
        let (account, _, label, debit, credit, kept) = &mut entries[at];
        *kept = account.filter(|_| LABELS[*label] != "void").map(|account| {
            let balance = balances.entry(account).or_default();
            *balance += i64::from(debit.unwrap_or(0)) - i64::from(credit.unwrap_or(0));
            *balance
        });
    }
}

fn balances_that_are_kept_well_are_plain_sums(dialect: Dialect) {
    let amount = || maybe(any::<i32>());
    let entry = (maybe(0usize..4), maybe(1u8..4), 0usize..3, amount(), amount(), Just(None));
    let data = (owners(), prop::collection::vec(entry, 0..30));
    property(dialect, 24, &(data, 1usize..6), async |((owners, mut entries), limit)| {
        keep_balances(&mut entries);
        let database = fill(dialect, "kept well", &owners, &entries, &[]).await;
        let map = database.map_of(MAP);
        for person in 0..PERSONS {
            let key = [person.to_string()];
            let whom = whom(&map, map.kind("client").unwrap(), &key);
            for search in ["", "rep"] {
                let asked = Asked { search: search.to_owned(), ..Asked::default() };
                let mut shown = Vec::new();
                for page in ["through", "summed"] {
                    let query = PageRows::new(whom, map.page(page).unwrap()).unwrap().list(&asked);
                    let parts = walk(&database.business, &query, limit).await;
                    shown.push(parts.into_iter().map(|part| (part.balance, part.lines)).collect::<Vec<_>>());
                }
                assert_eq!(shown[0], shown[1], "{person} {search:?}");
            }
        }
    });
}

over_every_dialect!(a_balance_that_is_kept_is_shown_as_it_stands, balances_that_are_kept_well_are_plain_sums);
