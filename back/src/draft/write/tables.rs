//! Writes what a draft says of tables.

use super::{CHECK, Lines};
use crate::{
    draft::{
        Draft,
        column::{Column, Rule},
        page,
        table::{RowRule, Table},
        theme::Theme,
        toml,
        way::{Step, Way},
    },
    map::{DataCategory, TableName},
    words,
};

/// Why money stays, and why anything else does.
const REASONS: [(&str, &str); 2] = [
    ("Les pièces comptables se conservent dix ans.", "Accounting records are kept for ten years."),
    ("La base de données exige une valeur ici.", "The database wants a value here."),
];

pub(super) fn write(draft: &Draft, table: &Table, kinds: &[String], lines: &mut Lines) {
    let path = format!("tables.{}", toml::key(&toml::table(&table.name)));
    lines.blank();
    if table.count == Some(0) {
        lines.line("# Without rows today.");
    }
    lines.line(format_args!("[{path}]"));
    let mark = if table.title.sure { String::new() } else { format!(" {CHECK}") };
    let title = if table.kind.is_some() && !table.title.known {
        // An abbreviation that nobody knows is no word for people.
        toml::words("Personnes", "Persons")
    } else {
        toml::title(&table.title)
    };
    lines.line(format_args!("title = {title}{mark}"));
    links(table, kinds, lines);
    if table.is_about() {
        lines.line(format_args!("purpose = {}", toml::text(table.theme.purpose())));
    }
    if !table.open.is_empty() {
        let conditions: Vec<String> =
            table.open.iter().map(|open| format!("{} is null", toml::name(open))).collect();
        lines.line(format_args!("active = {} {CHECK}", toml::text(&conditions.join(" and "))));
        lines.line(format_args!(
            "active_reason = {}",
            toml::words("Quelque chose est encore en cours.", "Something is still going on.")
        ));
    }
    if let Some(rule) = table.rows {
        let rule = if rule == RowRule::Delete { "delete" } else { "keep" };
        lines.line(format_args!("erase = {} {CHECK}", toml::text(rule)));
        if table.rows == Some(RowRule::Keep) {
            lines.line(format_args!("reason = {}", toml::words(REASONS[0].0, REASONS[0].1)));
            if let Some(day) = &table.day {
                lines.line("keep = \"P10Y\"");
                lines.line(format_args!("keep_from = {}", toml::text(day)));
            }
        }
    }
    if let Some(base) = &table.after
        && draft.tables.iter().any(|other| other.name == *base)
    {
        lines.line(format_args!(
            "after = {} # it keeps old values of that table",
            toml::list([toml::table(base)])
        ));
    }
    actors(&path, table, lines);
    columns(draft, &path, table, lines);
}

fn links(table: &Table, kinds: &[String], lines: &mut Lines) {
    let mut subjects = table.leads.subjects.iter();
    let Some((first, ways)) = subjects.next() else { return };
    let guess =
        ways.iter().any(|way| way.len() > 1 || way.iter().any(|step| step.words.is_some() || step.loose));
    let mark = if guess || table.leads.is_forward { format!(" {CHECK}") } else { String::new() };
    if table.leads.subjects.len() == 1 {
        lines.line(format_args!("link = {}{mark}", any(ways)));
        return;
    }
    let each = std::iter::once((first, ways)).chain(subjects);
    let each: Vec<String> = each.map(|(kind, ways)| format!("{} = {}", kinds[*kind], any(ways))).collect();
    lines.line(format_args!("link = {{ {} }}{mark}", each.join(", ")));
}

fn any(ways: &[Way]) -> String {
    match ways {
        [only] => way(only),
        several => {
            let several: Vec<String> = several.iter().map(way).collect();
            format!("{{ any = [{}] }}", several.join(", "))
        }
    }
}

fn way(way: &Way) -> String {
    toml::list(way.iter().map(step))
}

/// A hop as the map writes it.
pub(super) fn step(step: &Step) -> String {
    let own = step.from == step.to;
    let target = if own { "other".to_owned() } else { toml::table(&step.to) };
    let mut conditions: Vec<String> = step
        .pairs
        .iter()
        .map(|(from, to)| {
            let (left, right) = (side(&toml::table(&step.from), from), side(&target, to));
            if step.loose { format!("trim({left}) = trim({right})") } else { format!("{left} = {right}") }
        })
        .collect();
    if own {
        // A hop of a table to itself: left of the sign stands the row, right of it the other one.
        conditions = step
            .pairs
            .iter()
            .map(|(from, to)| {
                format!("{} = {}", side(&toml::table(&step.from), from), side(&toml::table(&step.to), to))
            })
            .collect();
    }
    if let Some((column, words)) = &step.words {
        let words: Vec<String> = words.iter().map(|word| toml::word(word)).collect();
        conditions.push(format!("{} in ({})", side(&toml::table(&step.from), column), words.join(", ")));
    }
    conditions.join(" and ")
}

fn side(table: &str, column: &str) -> String {
    format!("{table}.{}", toml::name(column))
}

fn actors(path: &str, table: &Table, lines: &mut Lines) {
    if table.leads.actors.is_empty() {
        return;
    }
    lines.line(format_args!("[{path}.actors]"));
    for (name, hop) in &table.leads.actors {
        lines.line(format_args!("{} = {}", toml::key(name), toml::text(&step(hop))));
    }
}

fn columns(draft: &Draft, path: &str, table: &Table, lines: &mut Lines) {
    if table.columns.is_empty() {
        return;
    }
    lines.line(format_args!("[{path}.columns]"));
    for column in &table.columns {
        lines.line(format_args!("{} = {}", toml::key(&column.name), one(draft, table, column)));
    }
}

fn one(draft: &Draft, table: &Table, column: &Column) -> String {
    let category = toml::text(column.category.name());
    let bare = !column.shown && column.erase.is_none();
    if bare {
        return category;
    }
    let mut parts = Vec::new();
    let mut check = false;
    if column.shown {
        parts.push(format!("title = {}", toml::title(&column.title)));
        check |= !column.title.sure;
        if let Some(format) = column.format {
            parts.push(format!("format = {}", toml::text(format)));
        }
        if column.format == Some("money") {
            parts.push(format!("currency = \"EUR\", unit = {}", toml::text(page::unit(&column.name))));
            check = true;
        }
    }
    parts.push(format!("category = {category}"));
    if let Some(rule) = column.erase {
        parts.push(format!("erase = {}", toml::text(name(rule))));
        if rule == Rule::OwnIdentifiers {
            parts.push("at-least = 4".to_owned());
        }
        if rule == Rule::Keep {
            let reason = REASONS[usize::from(table.theme != Theme::Finance)];
            parts.push(format!("reason = {}", toml::words(reason.0, reason.1)));
            check = true;
        }
    }
    if column.shown
        && let Some(words) = value_words(draft, &table.name, &column.name)
    {
        parts.push(words);
        check = true;
    }
    let check =
        if check || column.category == DataCategory::Other { format!(" {CHECK}") } else { String::new() };
    format!("{{ {} }}{check}", parts.join(", "))
}

fn name(rule: Rule) -> &'static str {
    match rule {
        Rule::Null => "null",
        Rule::Blank => "blank",
        Rule::Pseudonym => "pseudonym",
        Rule::Keep => "keep",
        Rule::OwnIdentifiers => "own-identifiers",
    }
}

/// What the words of a column mean, when they are words.
fn value_words(draft: &Draft, table: &TableName, column: &str) -> Option<String> {
    let words = draft.words.get(&(table.clone(), column.to_owned()))?;
    // Alone with each other they answer a question; beside others they may be a blood group.
    let is_answer = words.iter().all(|word| matches!(word.as_str(), "Y" | "O" | "N"));
    let each = words.iter().map(|word| {
        let means = match word.as_str() {
            "Y" | "O" if is_answer => toml::words("Oui", "Yes"),
            "N" if is_answer => toml::words("Non", "No"),
            _ => toml::title(&words::of_column(word)),
        };
        format!("{} = {means}", toml::key(word))
    });
    Some(format!("words = {{ {} }}", each.collect::<Vec<_>>().join(", ")))
}
