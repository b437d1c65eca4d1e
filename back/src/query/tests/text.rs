//! The second lock on the SQL: another parser reads every statement.

use std::{collections::BTreeSet, ops::ControlFlow};

use sqlparser::{
    ast,
    dialect::{Dialect as Grammar, MySqlDialect, PostgreSqlDialect, SQLiteDialect},
    parser::Parser,
};

use super::*;
use crate::{
    map::{CheckedMap, Content, Place, samples},
    query::{Cache, Cursor, Inquiry, Statement, Subject, count, exists, piece},
};

/// A key that a text column could hold, and one that every column could.
const PERSONS: [&str; 2] = ["4711' OR 1=1 --", "4711"];

fn grammar(dialect: Dialect) -> &'static dyn Grammar {
    match dialect {
        Dialect::Sqlite => &SQLiteDialect {},
        Dialect::Postgres => &PostgreSqlDialect {},
        Dialect::MariaDb => &MySqlDialect {},
    }
}

/// The statement is one SELECT, reads only tables of the map, binds every value, and binds the person.
fn prove(map: &CheckedMap, statement: &Statement, bound: bool) {
    // The parser goes one step down for each function around another, and sorting texts takes many.
    const STACK: usize = 64 * 1024 * 1024;
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK);
        reader.spawn_scoped(scope, || read(map, statement, bound)).unwrap().join().unwrap();
    });
}

fn read(map: &CheckedMap, statement: &Statement, bound: bool) {
    let (sql, binds) = statement.parts();
    let schema = map.schema();
    let parsed =
        Parser::parse_sql(grammar(schema.dialect), sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
    let [ast::Statement::Query(_)] = parsed.as_slice() else { panic!("no single SELECT: {sql}") };
    let known: BTreeSet<String> = schema.tables.keys().map(|table| table.name.clone()).collect();
    let sign = if schema.dialect == Dialect::MariaDb { '`' } else { '"' };
    let _ = ast::visit_relations(&parsed, |relation| {
        let names: Vec<_> = relation.0.iter().filter_map(ast::ObjectNamePart::as_ident).collect();
        let quoted = names.iter().all(|name| name.quote_style == Some(sign));
        let whole = match names.as_slice() {
            [ours] if ours.quote_style.is_none() => ours.value == "r",
            [table] => schema.default_schema.is_none() && quoted && known.contains(&table.value),
            [place, table] => {
                quoted && known.contains(&table.value) && schema.default_schema.as_ref() == Some(&place.value)
            }
            _ => false,
        };
        assert!(whole, "{relation}: {sql}");
        ControlFlow::<()>::Continue(())
    });
    let mut places = 0;
    let _ = ast::visit_expressions(&parsed, |expression| {
        if let ast::Expr::Value(value) = expression
            && matches!(value.value, ast::Value::Placeholder(_))
        {
            places += 1;
        }
        ControlFlow::<()>::Continue(())
    });
    assert_eq!(places, binds.len(), "{sql}");
    assert!(!sql.contains("4711"), "{sql}");
    assert!(!sql.contains("secret"), "a column that the map does not name: {sql}");
    if bound {
        assert!(binds.iter().flatten().any(|value| PERSONS.contains(&value.as_str())), "{sql}");
    }
}

fn all_parts(map: &CheckedMap, query: &Query<'_>) {
    prove(map, &query.statement(&Part { limit: 50, from: None }), true);
    let terms = query.terms.len();
    // Every combination of present and absent values, in both directions.
    for absent in 0..(1usize << terms) {
        for backward in [false, true] {
            let values =
                (0..terms).map(|at| (absent >> at & 1 == 0).then(|| "'; DROP --".to_owned())).collect();
            prove(map, &query.statement(&Part { limit: 50, from: Some(Cursor { backward, values }) }), true);
        }
    }
}

fn all(whom: Whom<'_>) {
    let (map, cache) = (whom.map, Cache::default());
    prove(map, &cache.person(whom), true);
    prove(map, &exists(whom), true);
    prove(map, &count(map, whom.kind, whom.today), false);
    for page in map.pages_of(whom.kind) {
        let query = match &page.content {
            Content::Coverage(_) => continue,
            Content::Documents(_) => documents(whom, page),
            _ => rows(whom, page),
        };
        all_parts(map, &query.unwrap());
    }
    let part = Part { limit: 3, from: None };
    let inquiries: Vec<_> = map
        .pages_of(whom.kind)
        .filter_map(|page| Subject::of(whom, page))
        .map(|subject| Inquiry::whole(subject, Asked::default(), part.clone()))
        .collect();
    prove(map, &cache.pages(&inquiries).unwrap(), true);
    for set in map.sets_of(whom.kind) {
        let own: Vec<String> = set.key.iter().map(|_| "1; DROP".to_owned()).collect();
        prove(map, &cache.document(whom, set, &own), true);
        prove(map, &cache.document(whom, set, &[]), true);
        assert_eq!(piece(whom, set, &own, 7, 9).is_some(), matches!(set.place, Place::Blob { .. }));
        for asked in [&own[..], &[]].map(|key| piece(whom, set, key, 7, 9)).iter().flatten() {
            prove(map, asked, true);
        }
    }
}

fn every_statement_is_one_select_over_declared_tables_bound_to_its_person(dialect: Dialect) {
    run(async {
        let database = Anywhere::open(dialect, "text").await;
        let person = if dialect == Dialect::Sqlite { PERSONS[0] } else { PERSONS[1] };
        for map in [database.map(), database.map_of(&samples::scans())] {
            for kind in &map.kinds {
                all(whom(&map, kind, &[person.to_owned()]));
            }
        }
        let database = Anywhere::with(dialect, "text of kept balances", &super::kept::TABLES).await;
        let map = database.map_of(super::kept::MAP);
        for kind in &map.kinds {
            all(whom(&map, kind, &[person.to_owned()]));
        }
    });
}

over_every_dialect!(every_statement_is_one_select_over_declared_tables_bound_to_its_person);
