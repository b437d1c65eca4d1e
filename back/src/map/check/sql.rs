//! SQL of the map, read by a parser: one SELECT that reads the tables it names and no other, calls only functions that
//! are known to change nothing, and holds nothing that would change its meaning inside of a statement of ours.

mod functions;
mod shape;

use std::ops::ControlFlow;

use sqlparser::{
    ast::{
        self, Expr, ObjectName, ObjectNamePart, Query, Select, SetExpr, Statement, TableFactor, Visit as _,
        Visitor,
    },
    dialect::{self, Dialect as Grammar},
    parser::Parser,
    tokenizer::{Token, Tokenizer, Whitespace},
};
use vantail_shared::config::Spot;

use crate::map::{ColumnShape, Dialect, Schema, TableName};

/// Longest SQL, in parts of its grammar: what is longer is a view of the database.
const MAX_TOKENS: usize = 2000;

/// What is wrong with SQL, and what to do about it.
pub(super) type Objection = (String, String);

/// Proves SQL and tells the columns that it gives. A column without a name of its own has an empty one.
pub(super) fn prove(
    schema: &Schema,
    sql: &str,
    reads: &[Spot<TableName>],
) -> Result<Vec<ColumnShape>, Vec<Objection>> {
    let grammar = grammar(schema.dialect);
    tokens(&*grammar, schema.dialect, sql).map_err(|objection| vec![objection])?;
    let statements = Parser::parse_sql(&*grammar, sql).map_err(|error| {
        vec![no_select(&format!("it cannot be read: {}", first_line(&error.to_string())))]
    })?;
    let [Statement::Query(query)] = statements.as_slice() else {
        return Err(vec![no_select("it is something else")]);
    };
    let mut walk = Walk { schema, reads, local: Vec::new(), objections: Vec::new() };
    let _ = query.visit(&mut walk);
    if !walk.objections.is_empty() {
        walk.objections.sort();
        walk.objections.dedup();
        return Err(walk.objections);
    }
    shape::columns(schema, reads, &query.body)
}

pub(super) fn grammar(dialect: Dialect) -> Box<dyn Grammar> {
    match dialect {
        Dialect::Sqlite => Box::new(dialect::SQLiteDialect {}),
        Dialect::Postgres => Box::new(dialect::PostgreSqlDialect {}),
        Dialect::MariaDb => Box::new(dialect::MySqlDialect {}),
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn no_select(why: &str) -> Objection {
    (format!("the SQL is no single SELECT: {why}"), "write one SELECT".to_owned())
}

/// Signs that have no place in SQL which becomes a part of another statement.
fn tokens(grammar: &dyn Grammar, dialect: Dialect, sql: &str) -> Result<(), Objection> {
    let tokens = Tokenizer::new(grammar, sql)
        .tokenize()
        .map_err(|error| no_select(&format!("it cannot be read: {}", first_line(&error.to_string()))))?;
    if tokens.len() > MAX_TOKENS {
        return Err((
            "the SQL is too long".into(),
            "make a view of it in the database, and name that".into(),
        ));
    }
    for token in &tokens {
        let what = match token {
            Token::Whitespace(Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_)) => {
                "a comment"
            }
            Token::SemiColon => "a semicolon",
            Token::Placeholder(_) => "a place for a value",
            Token::Colon | Token::AtSign => "a variable",
            Token::Word(word) if word.quote_style.is_none() && word.value.starts_with('@') => "a variable",
            Token::DoubleQuotedString(_) if dialect == Dialect::MariaDb => "double quotes",
            _ => continue,
        };
        let remedy = match what {
            "double quotes" => "write names in backquotes and texts in single quotes",
            "a comment" => "write comments in TOML, before the key",
            _ => "remove it",
        };
        return Err((format!("the SQL holds {what}"), remedy.into()));
    }
    Ok(())
}

/// A name as the database folds it.
fn folded(dialect: Dialect, ident: &ast::Ident) -> String {
    match dialect {
        Dialect::Postgres if ident.quote_style.is_none() => ident.value.to_lowercase(),
        _ => ident.value.clone(),
    }
}

fn parts(dialect: Dialect, name: &ObjectName) -> Option<Vec<String>> {
    let part = |part: &ObjectNamePart| match part {
        ObjectNamePart::Identifier(ident) => Some(folded(dialect, ident)),
        ObjectNamePart::Function(_) => None,
    };
    name.0.iter().map(part).collect()
}

/// The table of `reads` that a name in SQL means.
fn table_read<'r>(schema: &Schema, reads: &'r [Spot<TableName>], name: &ObjectName) -> Option<&'r TableName> {
    let mut parts = parts(schema.dialect, name)?;
    let own = parts.pop()?;
    let outer = parts.pop().or_else(|| schema.default_schema.clone());
    let alike = |one: &str, other: &str| match schema.dialect {
        Dialect::Sqlite => one.eq_ignore_ascii_case(other),
        _ => one == other,
    };
    let found = reads.iter().find(|read| {
        let place = read.schema.as_ref().or(schema.default_schema.as_ref());
        alike(&read.name, &own) && place == outer.as_ref() && parts.is_empty()
    });
    found.map(|read| &read.value)
}

struct Walk<'a> {
    schema: &'a Schema,
    reads: &'a [Spot<TableName>],
    /// The names that WITH gives.
    local: Vec<String>,
    objections: Vec<Objection>,
}

impl Walk<'_> {
    fn object(&mut self, problem: impl Into<String>, remedy: impl Into<String>) {
        self.objections.push((problem.into(), remedy.into()));
    }

    fn body(&mut self, body: &SetExpr) {
        match body {
            SetExpr::Select(_) | SetExpr::Query(_) => {}
            SetExpr::SetOperation { left, right, .. } => {
                self.body(left);
                self.body(right);
            }
            _ => self.object(
                "the SQL holds more than SELECT",
                "write SELECT alone, with UNION where it takes several",
            ),
        }
    }
}

impl Visitor for Walk<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            let name = folded(self.schema.dialect, &cte.alias.name);
            let hides = self.schema.tables.keys().any(|table| table.name.eq_ignore_ascii_case(&name));
            if hides {
                self.object(
                    format!("WITH gives the name {name:?}, which is a table"),
                    "give it a name of its own",
                );
            }
            self.local.push(name);
        }
        self.body(&query.body);
        if !query.locks.is_empty() {
            self.object("the SQL locks rows", "remove FOR UPDATE and its like");
        }
        let odd = query.for_clause.is_some() || query.settings.is_some() || query.format_clause.is_some();
        if odd || !query.pipe_operators.is_empty() {
            self.object("the SQL holds more than SELECT", "write it in standard SQL");
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        if select.into.is_some() {
            self.object("the SQL writes: SELECT ... INTO", "remove INTO");
        }
        if select.select_modifiers.is_some() {
            self.object("the SQL holds modifiers of SELECT", "remove them");
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        match factor {
            TableFactor::Table { args: None, version: None, json_path: None, .. }
            | TableFactor::Derived { .. }
            | TableFactor::NestedJoin { .. } => {}
            _ => self.object(
                "the SQL reads from something that is no table",
                "name tables, or sub-selects of them",
            ),
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<()> {
        let local = match parts(self.schema.dialect, relation).as_deref() {
            Some([name]) => self.local.iter().any(|known| known.eq_ignore_ascii_case(name)),
            _ => false,
        };
        if !local && table_read(self.schema, self.reads, relation).is_none() {
            let problem = format!("the SQL reads {relation}, which `reads` does not name");
            self.object(problem, format!("add it to `reads`, if it may be read: {relation}"));
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        if let Expr::Function(function) = expression {
            let known = match parts(Dialect::Postgres, &function.name).as_deref() {
                Some([name]) => functions::is_harmless(name),
                Some([schema, name]) => schema == "pg_catalog" && functions::is_harmless(name),
                _ => false,
            };
            if !known {
                let problem =
                    format!("the SQL calls {}, of which nobody knows here what it does", function.name);
                self.object(
                    problem,
                    "do without it, or make a view of the SQL in the database, and name that",
                );
            }
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests;
