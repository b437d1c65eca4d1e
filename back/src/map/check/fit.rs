//! Formats and types: whether what a column holds can be shown as the map says.

use vantail_shared::config::{At, Spot};

use super::Check;
use crate::map::{ColumnName, ColumnShape, Dialect, Format, Hop, Money, Nature, TableName, Unit};

/// What a column holds, in words.
pub(super) fn holds(nature: Nature) -> &'static str {
    match nature {
        Nature::Integer => "whole numbers",
        Nature::Decimal(_) => "decimals",
        Nature::Float => "floating-point numbers",
        Nature::Text => "texts",
        Nature::Enum => "words of a list",
        Nature::Truth => "truth values",
        Nature::Date => "days",
        Nature::Moment => "moments",
        Nature::Json => "JSON",
        Nature::Bytes => "bytes",
        Nature::Other => "values of a type of their own",
    }
}

impl Check<'_> {
    /// A column can be shown in its format.
    pub(super) fn format(&self, at: &At, name: &str, column: &ColumnShape, format: Format) {
        let nature = column.nature;
        let number = matches!(nature, Nature::Integer | Nature::Decimal(_) | Nature::Float);
        let fits = match format {
            Format::Money(money) => {
                let name = Spot { value: ColumnName::own(name), at: at.clone() };
                return self.is_money(&name, Some(column), money);
            }
            Format::Text => true,
            Format::Date | Format::DateTime => {
                matches!(nature, Nature::Date | Nature::Moment | Nature::Text | Nature::Other)
            }
            // Only PostgreSQL tells truth values from small numbers.
            Format::Number if nature == Nature::Truth => self.schema.dialect != Dialect::Postgres,
            Format::Number => !matches!(nature, Nature::Date | Nature::Moment | Nature::Json | Nature::Bytes),
            Format::YesNo => !matches!(
                nature,
                Nature::Date | Nature::Moment | Nature::Json | Nature::Bytes | Nature::Float
            ),
            Format::Email => {
                !number && !matches!(nature, Nature::Date | Nature::Moment | Nature::Truth | Nature::Bytes)
            }
            Format::Phone => !matches!(
                nature,
                Nature::Date | Nature::Moment | Nature::Truth | Nature::Bytes | Nature::Float
            ),
            Format::Lines => nature != Nature::Bytes,
        };
        if !fits {
            self.misfit(at, name, nature, format_name(format));
        }
    }

    /// A column that amounts are read from.
    pub(super) fn is_money(&self, name: &Spot<ColumnName>, column: Option<&ColumnShape>, money: Money) {
        let Some(column) = column else { return };
        let fits = match column.nature {
            Nature::Integer | Nature::Other => true,
            Nature::Decimal(_) | Nature::Float => {
                money.unit == Unit::Main || column.nature == Nature::Decimal(Some(0))
            }
            // SQLite keeps decimals as texts where their author wanted them exact.
            Nature::Text => self.schema.dialect == Dialect::Sqlite,
            _ => false,
        };
        let decimals = matches!(column.nature, Nature::Decimal(_) | Nature::Float);
        if !fits && decimals {
            // A numeric without places may well hold whole numbers of cents; a double or one with places does not.
            let known = matches!(column.nature, Nature::Decimal(Some(_)) | Nature::Float);
            if known && self.schema.dialect != Dialect::Sqlite {
                let problem =
                    format!("column {:?} holds {}, no whole cents", column.name, holds(column.nature));
                self.fault(&name.at, problem, "write unit = \"main\"");
            }
        } else if !fits {
            self.misfit(&name.at, &name.column, column.nature, "money");
        }
    }

    /// A column that says when.
    pub(super) fn is_time(&self, own: &TableName, joins: &[Spot<Hop>], column: (&ColumnName, &At)) {
        let (name, at) = column;
        if let Some(shape) = self.shape_of(own, joins, name, at)
            && !matches!(shape.nature, Nature::Date | Nature::Moment | Nature::Text | Nature::Other)
        {
            self.misfit(at, &name.column, shape.nature, "date");
        }
    }

    /// A column that files stand in.
    pub(super) fn is_bytes(&self, table: &TableName, column: &Spot<String>) {
        let shape = self.schema.table(table).and_then(|shape| self.column(table, shape, column, &column.at));
        if let Some(shape) = shape
            && !matches!(shape.nature, Nature::Bytes | Nature::Text | Nature::Other)
        {
            self.misfit(&column.at, column, shape.nature, "a file");
        }
    }

    fn misfit(&self, at: &At, name: &str, nature: Nature, format: &str) {
        let problem = format!("column {name:?} holds {}, which cannot be read as {format}", holds(nature));
        self.fault(at, problem, "take another format or another column");
    }
}

fn format_name(format: Format) -> &'static str {
    match format {
        Format::Text => "text",
        Format::Date => "date",
        Format::DateTime => "date-time",
        Format::Money(_) => "money",
        Format::Number => "number",
        Format::YesNo => "yes-no",
        Format::Email => "email",
        Format::Phone => "phone",
        Format::Lines => "lines",
    }
}
