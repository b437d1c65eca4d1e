//! The columns that SQL gives, and what they hold as far as it shows.

use std::collections::BTreeMap;

use sqlparser::ast::{
    self, BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Select, SelectItem, SetExpr,
    TableFactor, TableWithJoins, UnaryOperator, Value,
};
use vantail_shared::config::Spot;

use super::{Objection, folded, parts, table_read};
use crate::map::{Class, ColumnShape, Dialect, Nature, Schema, TableName};

/// The columns of a SELECT, or of the first of several that are united: what the others disagree in is left open.
pub(super) fn columns(
    schema: &Schema,
    reads: &[Spot<TableName>],
    body: &SetExpr,
) -> Result<Vec<ColumnShape>, Vec<Objection>> {
    match body {
        SetExpr::Query(query) => columns(schema, reads, &query.body),
        SetExpr::SetOperation { left, right, .. } => {
            let (mut left, right) = (columns(schema, reads, left)?, columns(schema, reads, right)?);
            if left.len() != right.len() {
                let problem = format!("the SQL unites {} columns with {}", left.len(), right.len());
                return Err(vec![(problem, "give every SELECT the same columns".to_owned())]);
            }
            for (one, other) in left.iter_mut().zip(right) {
                one.nullable |= other.nullable;
                if (one.class, one.nature, &one.sql_type) != (other.class, other.nature, &other.sql_type) {
                    *one = common(schema.dialect, one, &other);
                }
            }
            Ok(left)
        }
        SetExpr::Select(select) => projection(schema, reads, select),
        _ => Err(vec![("the SQL holds more than SELECT".to_owned(), "write SELECT alone".to_owned())]),
    }
}

/// What two united columns have in common.
fn common(dialect: Dialect, one: &ColumnShape, other: &ColumnShape) -> ColumnShape {
    let number = |nature| matches!(nature, Nature::Integer | Nature::Decimal(_));
    let text = |nature| matches!(nature, Nature::Text | Nature::Enum);
    let kind = if number(one.nature) && number(other.nature) {
        Kind::Decimal
    } else if text(one.nature) && text(other.nature) {
        Kind::Text
    } else {
        Kind::Open
    };
    ColumnShape { nullable: one.nullable, ..kind.shape(dialect, &one.name) }
}

fn projection(
    schema: &Schema,
    reads: &[Spot<TableName>],
    select: &Select,
) -> Result<Vec<ColumnShape>, Vec<Objection>> {
    let from = From::of(schema, reads, &select.from);
    let mut columns = Vec::with_capacity(select.projection.len());
    for item in &select.projection {
        let (expression, name) = match item {
            SelectItem::UnnamedExpr(expression) => (expression, own_name(schema.dialect, expression)),
            SelectItem::ExprWithAlias { expr, alias } => (expr, folded(schema.dialect, alias)),
            _ => {
                let problem = "the SQL gives columns by *".to_owned();
                return Err(vec![(problem, "name every column: what is added later stays out".to_owned())]);
            }
        };
        let shape = from.shape(expression);
        // An outer join makes any column absent.
        columns.push(ColumnShape { name, nullable: true, generated: false, ..shape });
    }
    Ok(columns)
}

fn own_name(dialect: Dialect, expression: &Expr) -> String {
    match expression {
        Expr::Identifier(ident) => folded(dialect, ident),
        Expr::CompoundIdentifier(path) => path.last().map(|ident| folded(dialect, ident)).unwrap_or_default(),
        _ => String::new(),
    }
}

/// What an expression gives, when it is no plain column.
#[derive(Clone, Copy)]
enum Kind {
    Whole,
    Decimal,
    Text,
    Open,
}

impl Kind {
    fn shape(self, dialect: Dialect, name: &str) -> ColumnShape {
        let (class, nature, types) = match self {
            Self::Whole => (Class::Number, Nature::Integer, ["INTEGER", "bigint", "bigint(21)"]),
            Self::Decimal => (Class::Number, Nature::Decimal(None), ["NUMERIC", "numeric", "decimal(65,30)"]),
            Self::Text => (Class::Text, Nature::Text, ["TEXT", "text", "longtext"]),
            Self::Open => (Class::Untyped, Nature::Other, ["", "", ""]),
        };
        let sql_type = types[match dialect {
            Dialect::Sqlite => 0,
            Dialect::Postgres => 1,
            Dialect::MariaDb => 2,
        }];
        ColumnShape { nature, sql_type: sql_type.to_owned(), ..ColumnShape::plain(name, class, true) }
    }
}

/// The tables of a FROM by the names that its columns are called with.
struct From<'a> {
    dialect: Dialect,
    tables: BTreeMap<String, &'a [ColumnShape]>,
    /// Whether every table is known: else a bare name may be of one that is not.
    whole: bool,
}

impl<'a> From<'a> {
    fn of(schema: &'a Schema, reads: &[Spot<TableName>], from: &[TableWithJoins]) -> Self {
        let mut found = Self { dialect: schema.dialect, tables: BTreeMap::new(), whole: true };
        for tables in from {
            found.add(schema, reads, &tables.relation);
            tables.joins.iter().for_each(|join| found.add(schema, reads, &join.relation));
        }
        found
    }

    fn add(&mut self, schema: &'a Schema, reads: &[Spot<TableName>], factor: &TableFactor) {
        let TableFactor::Table { name, alias, .. } = factor else {
            self.whole = false;
            return;
        };
        let shape = table_read(schema, reads, name).and_then(|table| schema.table(table));
        let called = match alias {
            Some(alias) => Some(folded(self.dialect, &alias.name)),
            None => parts(self.dialect, name).and_then(|mut parts| parts.pop()),
        };
        match shape.zip(called) {
            Some((shape, called)) => {
                self.tables.insert(called, &shape.columns);
            }
            None => self.whole = false,
        }
    }

    fn column(&self, table: Option<&ast::Ident>, column: &ast::Ident) -> Option<&'a ColumnShape> {
        let name = folded(self.dialect, column);
        let find = |columns: &&'a [ColumnShape]| {
            let alike = |column: &&ColumnShape| match self.dialect {
                Dialect::Postgres => column.name == name,
                _ => column.name.eq_ignore_ascii_case(&name),
            };
            columns.iter().find(alike)
        };
        match table {
            Some(table) => find(self.tables.get(&folded(self.dialect, table))?),
            None if self.whole => self.tables.values().find_map(find),
            None => None,
        }
    }

    fn shape(&self, expression: &Expr) -> ColumnShape {
        self.known(expression).unwrap_or_else(|| Kind::Open.shape(self.dialect, ""))
    }

    fn known(&self, expression: &Expr) -> Option<ColumnShape> {
        let is = |kind: Kind| Some(kind.shape(self.dialect, ""));
        match expression {
            Expr::Identifier(column) => self.column(None, column).cloned(),
            Expr::CompoundIdentifier(path) => match path.as_slice() {
                [.., table, column] => self.column(Some(table), column).cloned(),
                _ => None,
            },
            Expr::Nested(inner) => self.known(inner),
            Expr::UnaryOp { op: UnaryOperator::Minus | UnaryOperator::Plus, expr } => self.known(expr),
            Expr::BinaryOp { op: BinaryOperator::StringConcat, .. } if self.dialect != Dialect::MariaDb => {
                is(Kind::Text)
            }
            Expr::Value(value) => match &value.value {
                Value::SingleQuotedString(_) => is(Kind::Text),
                Value::Number(text, _) if text.bytes().all(|byte| byte.is_ascii_digit()) => is(Kind::Whole),
                Value::Number(..) => is(Kind::Decimal),
                _ => None,
            },
            Expr::Function(function) => self.called(function),
            _ => None,
        }
    }

    fn called(&self, function: &ast::Function) -> Option<ColumnShape> {
        let name = function.name.to_string().to_lowercase();
        let inner = || self.known(first_argument(function)?);
        let is = |kind: Kind| Some(kind.shape(self.dialect, ""));
        match name.as_str() {
            "count" => is(Kind::Whole),
            "min" | "max" | "coalesce" | "ifnull" => inner(),
            "sum" => match inner()?.nature {
                // Whole numbers stay whole in SQLite; a server widens them.
                Nature::Integer if self.dialect == Dialect::Sqlite => is(Kind::Whole),
                Nature::Integer | Nature::Decimal(_) => is(Kind::Decimal),
                _ => None,
            },
            "lower" | "upper" | "trim" | "concat" | "concat_ws" | "replace" | "string_agg"
            | "group_concat" => is(Kind::Text),
            _ => None,
        }
    }
}

fn first_argument(function: &ast::Function) -> Option<&Expr> {
    let FunctionArguments::List(list) = &function.args else { return None };
    match list.args.first()? {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => Some(expression),
        _ => None,
    }
}
