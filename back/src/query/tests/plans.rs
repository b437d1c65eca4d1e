//! What the databases themselves say of the statements that are really run.

use super::Anywhere;
use crate::{map::Dialect, query::Statement};

/// How a database answers a statement.
pub(super) struct Plan {
    /// Its own words.
    pub(super) lines: Vec<String>,
    /// The rows of ours that it reads from beginning to end, as the statement calls them.
    pub(super) whole: Vec<String>,
}

/// The rows of our statements: `t0` is the page's own, see `Alias`; `PostgreSQL` numbers those of one name: `t0_1`.
fn is_ours(alias: &str) -> bool {
    let mut letters = alias.chars();
    letters.next().is_some_and(|letter| "tjhuw".contains(letter))
        && letters.as_str().split('_').all(|number| number.parse::<u8>().is_ok())
}

pub(super) async fn plan(database: &Anywhere, statement: &Statement) -> Plan {
    let begin = match database.dialect {
        Dialect::Sqlite => "EXPLAIN QUERY PLAN ",
        Dialect::Postgres => "EXPLAIN ",
        Dialect::MariaDb => "EXPLAIN FORMAT=TRADITIONAL ",
    };
    let answer = database.business.read_one(statement.after(begin)).await.unwrap();
    let rows: Vec<Vec<String>> = answer
        .to_vec()
        .into_iter()
        .map(|row| row.into_iter().map(Option::unwrap_or_default).collect())
        .collect();
    let whole = rows.iter().filter_map(|row| match database.dialect {
        Dialect::Sqlite => {
            let mut words = row[3].split(' ');
            (words.next() == Some("SCAN")).then(|| words.next().unwrap_or_default().to_owned())
        }
        Dialect::Postgres => {
            let (_, scanned) = row[0].split_once("Seq Scan on ")?;
            scanned.split(' ').nth(1).map(str::to_owned)
        }
        // MySQL tells of partitions before it tells how a table is read.
        Dialect::MariaDb => {
            row[3..5].iter().any(|how| matches!(how.as_str(), "ALL" | "index")).then(|| row[2].clone())
        }
    });
    let whole = whole.filter(|alias| is_ours(alias)).collect();
    Plan { lines: rows.iter().map(|row| row.join(" ")).collect(), whole }
}
