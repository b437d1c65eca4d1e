//! CHECK constraints of the database: whether a value that erasing writes would break one.

use sqlparser::{
    ast::{
        BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator, Value,
    },
    parser::Parser,
};

use super::sql;
use crate::map::Dialect;

/// What a part of a constraint is worth, as far as one column's new value decides.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Worth {
    /// Other columns decide, or what is written here is not understood.
    Open,
    Null,
    Text(String),
    Number(f64),
    Truth(bool),
}

/// What becomes of a constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It does not speak of the column, or lets the value pass.
    Passes,
    /// It refuses the value.
    Breaks,
    /// Nobody can say from here.
    Open,
}

/// Holds `value` in `column` against a constraint as the database writes it.
pub(super) fn verdict(dialect: Dialect, check: &str, column: &str, value: &Worth) -> Verdict {
    let grammar = sql::grammar(dialect);
    let parsed = Parser::new(grammar.as_ref()).try_with_sql(check).and_then(|mut parser| parser.parse_expr());
    let Ok(expr) = parsed else {
        return if check.contains(column) { Verdict::Open } else { Verdict::Passes };
    };
    let row = Row { dialect, column, value };
    if !row.names(&expr) {
        return Verdict::Passes;
    }
    match row.worth(&expr) {
        Worth::Truth(false) => Verdict::Breaks,
        Worth::Open | Worth::Text(_) | Worth::Number(_) => Verdict::Open,
        // What is neither true nor false lets a row pass.
        Worth::Null | Worth::Truth(true) => Verdict::Passes,
    }
}

struct Row<'a> {
    dialect: Dialect,
    column: &'a str,
    value: &'a Worth,
}

impl Row<'_> {
    fn is_column(&self, name: &str) -> bool {
        if self.dialect == Dialect::Postgres {
            name == self.column
        } else {
            name.eq_ignore_ascii_case(self.column)
        }
    }

    fn names(&self, expr: &Expr) -> bool {
        let mut found = false;
        let _ = sqlparser::ast::visit_expressions(expr, |expr| {
            found |= match expr {
                Expr::Identifier(name) => self.is_column(&name.value),
                Expr::CompoundIdentifier(names) => {
                    names.last().is_some_and(|name| self.is_column(&name.value))
                }
                _ => false,
            };
            std::ops::ControlFlow::<()>::Continue(())
        });
        found
    }

    fn worth(&self, expr: &Expr) -> Worth {
        match expr {
            // `MySQL` names the characters of each text before it.
            Expr::Nested(inner)
            | Expr::Cast { expr: inner, .. }
            | Expr::Collate { expr: inner, .. }
            | Expr::Prefixed { value: inner, .. } => self.worth(inner),
            Expr::Identifier(name) if self.is_column(&name.value) => self.value.clone(),
            Expr::Value(value) => literal(&value.value),
            Expr::IsNull(inner) => known(&self.worth(inner), |worth| *worth == Worth::Null),
            Expr::IsNotNull(inner) => known(&self.worth(inner), |worth| *worth != Worth::Null),
            Expr::UnaryOp { op: UnaryOperator::Not, expr } => not(self.worth(expr)),
            Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match self.worth(expr) {
                Worth::Number(number) => Worth::Number(-number),
                _ => Worth::Open,
            },
            Expr::InList { expr, list, negated } => self.among(expr, list, *negated),
            Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, .. } => match plain(right) {
                Expr::Array(array) => self.among(left, &array.elem, false),
                _ => Worth::Open,
            },
            Expr::Between { expr, negated, low, high } => {
                let value = self.worth(expr);
                let from = compare(&BinaryOperator::GtEq, &value, &self.worth(low));
                let inside = and(&from, &compare(&BinaryOperator::LtEq, &value, &self.worth(high)));
                if *negated { not(inside) } else { inside }
            }
            Expr::Like { negated, expr, pattern, escape_char: None, .. } => {
                let exact = self.dialect == Dialect::Postgres;
                self.like(expr, pattern, exact, *negated)
            }
            Expr::ILike { negated, expr, pattern, escape_char: None, .. } => {
                self.like(expr, pattern, false, *negated)
            }
            Expr::BinaryOp { left, op, right } => match op {
                BinaryOperator::And => and(&self.worth(left), &self.worth(right)),
                BinaryOperator::Or => not(and(&not(self.worth(left)), &not(self.worth(right)))),
                BinaryOperator::PGLikeMatch => self.like(left, right, true, false),
                BinaryOperator::PGNotLikeMatch => self.like(left, right, true, true),
                BinaryOperator::PGILikeMatch => self.like(left, right, false, false),
                op => compare(op, &self.worth(left), &self.worth(right)),
            },
            Expr::Function(function) => self.function(function),
            _ => Worth::Open,
        }
    }

    fn among(&self, expr: &Expr, list: &[Expr], negated: bool) -> Worth {
        let value = self.worth(expr);
        let any = list.iter().fold(Worth::Truth(false), |any, one| {
            let same = compare(&BinaryOperator::Eq, &value, &self.worth(one));
            not(and(&not(any), &not(same)))
        });
        if negated { not(any) } else { any }
    }

    fn like(&self, expr: &Expr, pattern: &Expr, exact: bool, negated: bool) -> Worth {
        let matched = match (self.worth(expr), self.worth(pattern)) {
            (Worth::Null, _) => Worth::Null,
            (Worth::Text(text), Worth::Text(pattern)) if !pattern.contains('\\') => {
                let fold = |text: String| if exact { text } else { text.to_lowercase() };
                let (text, pattern) = (fold(text), fold(pattern));
                Worth::Truth(is_like(&text.chars().collect::<Vec<_>>(), &pattern.chars().collect::<Vec<_>>()))
            }
            _ => Worth::Open,
        };
        if negated { not(matched) } else { matched }
    }

    /// Lengths and cases of letters.
    fn function(&self, function: &Function) -> Worth {
        let FunctionArguments::List(list) = &function.args else { return Worth::Open };
        let [FunctionArg::Unnamed(FunctionArgExpr::Expr(only))] = list.args.as_slice() else {
            return Worth::Open;
        };
        let given = self.worth(only);
        let name = function.name.to_string().to_ascii_lowercase();
        #[expect(clippy::cast_precision_loss, reason = "no text is so long")]
        let number = |length: usize| Worth::Number(length as f64);
        match (name.trim_matches(['"', '`']), given) {
            (_, Worth::Null) => Worth::Null,
            ("length", Worth::Text(text)) if self.dialect == Dialect::MariaDb => number(text.len()),
            ("length" | "char_length" | "character_length", Worth::Text(text)) => {
                number(text.chars().count())
            }
            ("octet_length", Worth::Text(text)) => number(text.len()),
            ("lower", Worth::Text(text)) => Worth::Text(text.to_lowercase()),
            ("upper", Worth::Text(text)) => Worth::Text(text.to_uppercase()),
            ("trim" | "btrim", Worth::Text(text)) => Worth::Text(text.trim_matches(' ').to_owned()),
            _ => Worth::Open,
        }
    }
}

/// Without the brackets and casts around it.
fn plain(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => plain(inner),
        other => other,
    }
}

fn literal(value: &Value) -> Worth {
    match value {
        Value::Null => Worth::Null,
        Value::Boolean(truth) => Worth::Truth(*truth),
        Value::Number(number, _) => number.parse().map_or(Worth::Open, Worth::Number),
        Value::SingleQuotedString(text)
        | Value::EscapedStringLiteral(text)
        | Value::DoubleQuotedString(text) => Worth::Text(text.clone()),
        _ => Worth::Open,
    }
}

fn known(worth: &Worth, is: impl FnOnce(&Worth) -> bool) -> Worth {
    if *worth == Worth::Open { Worth::Open } else { Worth::Truth(is(worth)) }
}

fn not(worth: Worth) -> Worth {
    match worth {
        Worth::Truth(truth) => Worth::Truth(!truth),
        other => other,
    }
}

fn and(left: &Worth, right: &Worth) -> Worth {
    match (left, right) {
        (Worth::Truth(false), _) | (_, Worth::Truth(false)) => Worth::Truth(false),
        (Worth::Truth(true), Worth::Truth(true)) => Worth::Truth(true),
        (Worth::Null, Worth::Null | Worth::Truth(_)) | (Worth::Truth(_), Worth::Null) => Worth::Null,
        _ => Worth::Open,
    }
}

fn compare(op: &BinaryOperator, left: &Worth, right: &Worth) -> Worth {
    let order = match (left, right) {
        (Worth::Open, _) | (_, Worth::Open) => return Worth::Open,
        (Worth::Null, _) | (_, Worth::Null) => return Worth::Null,
        (Worth::Number(left), Worth::Number(right)) => left.partial_cmp(right),
        // A constant of the map is a text, whatever the column holds.
        (Worth::Text(text), Worth::Number(number)) => {
            text.parse::<f64>().ok().and_then(|text| text.partial_cmp(number))
        }
        (Worth::Number(number), Worth::Text(text)) => {
            text.parse::<f64>().ok().and_then(|text| number.partial_cmp(&text))
        }
        // Under which collation a text is less than another is not for us to say.
        (Worth::Text(left), Worth::Text(right)) => match op {
            BinaryOperator::Eq | BinaryOperator::NotEq => Some(left.cmp(right)),
            _ => None,
        },
        _ => None,
    };
    let Some(order) = order else { return Worth::Open };
    match op {
        BinaryOperator::Eq => Worth::Truth(order.is_eq()),
        BinaryOperator::NotEq => Worth::Truth(order.is_ne()),
        BinaryOperator::Lt => Worth::Truth(order.is_lt()),
        BinaryOperator::LtEq => Worth::Truth(order.is_le()),
        BinaryOperator::Gt => Worth::Truth(order.is_gt()),
        BinaryOperator::GtEq => Worth::Truth(order.is_ge()),
        _ => Worth::Open,
    }
}

fn is_like(text: &[char], pattern: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('%', rest)) => (0..=text.len()).any(|skip| is_like(text.get(skip..).unwrap_or_default(), rest)),
        Some((letter, rest)) => match text.split_first() {
            Some((first, others)) => (*letter == '_' || letter == first) && is_like(others, rest),
            None => false,
        },
    }
}

#[cfg(test)]
mod tests;
