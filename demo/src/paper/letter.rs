//! A letter before it is laid out.

use time::Date;

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column of the table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// In points; all together fit 485.
    pub width: f32,
    /// Where its text stands.
    pub align: Align,
}

/// A letter: each part may be empty.
#[derive(Debug, Default)]
pub struct Letter {
    /// The heading, and the title in the file's properties.
    pub title: String,
    /// A line below the heading.
    pub subtitle: String,
    /// Name and address.
    pub recipient: Vec<String>,
    /// The day it is dated.
    pub on: Option<Date>,
    /// Paragraphs above the table.
    pub before: Vec<String>,
    /// The table's columns.
    pub columns: Vec<Column>,
    /// The table's rows, as many cells as columns.
    pub rows: Vec<Vec<String>>,
    /// The last row, which stands out.
    pub total: Option<Vec<String>>,
    /// Paragraphs below the table; one that begins with `# ` is a heading.
    pub after: Vec<String>,
}

impl Letter {
    /// Date, label, amount: what most tables hold.
    pub fn dated_amounts() -> Vec<Column> {
        vec![
            Column { title: "Date", width: 75.0, align: Align::Left },
            Column { title: "Libellé", width: 310.0, align: Align::Left },
            Column { title: "Montant", width: 100.0, align: Align::Right },
        ]
    }

    /// Label and amount.
    pub fn amounts() -> Vec<Column> {
        vec![
            Column { title: "Désignation", width: 375.0, align: Align::Left },
            Column { title: "Montant", width: 110.0, align: Align::Right },
        ]
    }
}
