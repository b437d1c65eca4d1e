//! The second lock on the SQL: another parser reads every statement.

use std::{collections::BTreeSet, ops::ControlFlow};

use sqlparser::{ast, dialect::SQLiteDialect, parser::Parser};

use super::{documents, rows, whom};
use crate::{
    business::testing::TestDatabase,
    map::{CheckedMap, Content},
    query::{Cursor, Part, Statement, Whom, count, document, exists, listing::Query, person},
};

const PERSON: &str = "4711' OR 1=1 --";

/// The statement is one SELECT, reads only tables of the map, binds every value, and binds the person.
fn prove(map: &CheckedMap, statement: &Statement, bound: bool) {
    let (sql, binds) = statement.parts();
    let parsed = Parser::parse_sql(&SQLiteDialect {}, sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
    let [ast::Statement::Query(_)] = parsed.as_slice() else { panic!("no single SELECT: {sql}") };
    let known: BTreeSet<String> = map.schema().tables.keys().map(|table| table.name.clone()).collect();
    let _ = ast::visit_relations(&parsed, |relation| {
        let [ast::ObjectNamePart::Identifier(name)] = relation.0.as_slice() else { panic!("{relation}") };
        let ours = name.quote_style.is_none() && name.value == "r";
        assert!(ours || (name.quote_style == Some('"') && known.contains(&name.value)), "{name}: {sql}");
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
        assert!(binds.iter().flatten().any(|value| value == PERSON), "{sql}");
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
    let map = whom.map;
    prove(map, &person(whom), true);
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
    for set in map.sets_of(whom.kind) {
        let own: Vec<String> = set.key.iter().map(|_| "1; DROP".to_owned()).collect();
        prove(map, &document(whom, set, &own).unwrap(), true);
        prove(map, &document(whom, set, &[]).unwrap(), true);
    }
}

#[tokio::test]
async fn every_statement_is_one_select_over_declared_tables_bound_to_its_person() {
    let map = TestDatabase::new().await.map().await;
    for kind in &map.kinds {
        all(whom(&map, kind, &[PERSON.to_owned()]));
    }
}
