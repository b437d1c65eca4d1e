//! Names of columns without what their author put before or behind all of them: `ADH_NOM`, `nom_adherent`.

use std::collections::BTreeMap;

use super::reference::tables;
use crate::{
    map::{Schema, TableName, TableShape},
    words,
};

/// Columns that must begin alike, at least: out of every four, three.
const FEWEST: usize = 2;
/// Columns that must end alike, at least: one of every two.
const FEWEST_ENDINGS: usize = 3;
/// Tables that must begin alike, at least.
const FEWEST_TABLES: usize = 4;

/// The words of a column without a short word that most columns of its table begin or end with and that means nothing,
/// such as `cli` of `cli_nom` and `adh` of `nom_adh`.
pub fn of(shape: &TableShape, column: &str) -> String {
    let said = words::split(column);
    let (mut from, mut to) = (0, said.len());
    if said.len() > 1 && prefix(shape).as_ref() == said.first() {
        from += 1;
    }
    if to - from > 1 && suffix(shape).as_ref() == said.last() {
        to -= 1;
    }
    said[from..to].join(" ")
}

/// The same, also without the words of its table's own name at either end: `nom_adherent` of `adherents`.
pub fn within(name: &TableName, shape: &TableShape, column: &str) -> String {
    let said: Vec<String> = of(shape, column).split(' ').map(str::to_owned).collect();
    let own: Vec<String> = words::of_name(&name.name).iter().map(|word| words::singular(word)).collect();
    let is_own = |word: &String| own.contains(&words::singular(word));
    let first = said.iter().position(|word| !is_own(word)).unwrap_or(0);
    let last = said.iter().rposition(|word| !is_own(word)).map_or(said.len(), |at| at + 1);
    said[first..last].join(" ")
}

/// The word that most tables of a database begin with, such as the name of its software: `llx` of `llx_adherent`.
pub fn of_all_tables(schema: &Schema) -> Option<String> {
    let names: Vec<Vec<String>> = tables(schema).map(|(name, _)| words::of_name(&name.name)).collect();
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for name in names.iter().filter(|name| name.len() > 1) {
        *counts.entry(&name[0]).or_default() += 1;
    }
    let (word, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= FEWEST_TABLES && is_most(word, count, names.len())).then(|| word.clone())
}

/// Whether so many of all that begin with a word begin so by rule: a word that means something is left out only where
/// hardly a name does without it.
fn is_most(word: &str, count: usize, all: usize) -> bool {
    if words::is_known(word) { count * 10 >= all * 9 } else { count * 4 >= all * 3 }
}

fn prefix(shape: &TableShape) -> Option<String> {
    let mut first: Option<String> = None;
    let mut alike = 0;
    // Keys may begin otherwise; what begins most columns begins one of the first three.
    for candidate in shape.columns.iter().take(3) {
        let begin = words::split(&candidate.name).into_iter().next()?;
        let count = shape.columns.iter().filter(|column| begins(&column.name, &begin)).count();
        if count > alike {
            (first, alike) = (Some(begin), count);
        }
    }
    let numbered = |word: &String| {
        shape.columns.iter().any(|column| {
            let said = words::split(&column.name);
            said.len() == 2 && said[0] == *word && said[1].chars().all(char::is_numeric)
        })
    };
    first.filter(|word| alike >= FEWEST && is_most(word, alike, shape.columns.len()) && !numbered(word))
}

/// The word without a meaning that half of the columns end with.
fn suffix(shape: &TableShape) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for column in &shape.columns {
        let said = words::split(&column.name);
        if let Some(last) = said.last().filter(|_| said.len() > 1) {
            *counts.entry(last.clone()).or_default() += 1;
        }
    }
    let (word, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let means_nothing = !words::is_known(&word) && !word.chars().all(char::is_numeric);
    (count >= FEWEST_ENDINGS && count * 2 >= shape.columns.len() && means_nothing).then_some(word)
}

fn begins(column: &str, word: &str) -> bool {
    let said = words::split(column);
    said.len() > 1 && said[0] == word
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{Class, ColumnShape};

    fn shape(names: &[&str]) -> TableShape {
        let columns = names.iter().map(|name| ColumnShape::plain(name, Class::Text, true)).collect();
        TableShape { columns, ..TableShape::default() }
    }

    #[test]
    fn what_all_columns_begin_with_is_left_out() {
        let table = shape(&["ZK_ID", "ZK_NOM", "ZK_PRENOM", "zk_mail"]);
        assert_eq!(of(&table, "ZK_NOM"), "nom");
        let mixed = shape(&["id", "zk_nom", "prenom", "mail"]);
        assert_eq!(of(&mixed, "zk_nom"), "zk nom", "one column alone begins so");
        let known = shape(&["id", "date_debut", "date_fin", "date_note"]);
        assert_eq!(of(&known, "date_fin"), "date fin", "a word that means something stays");
        let all = shape(&["prof_id", "prof_nom", "prof_mail"]);
        assert_eq!(of(&all, "prof_nom"), "nom");
        let numbered = shape(&["adr_1", "adr_2", "adr_ville"]);
        assert_eq!(of(&numbered, "adr_ville"), "adr ville");
    }

    #[test]
    fn what_most_columns_end_with_is_left_out() {
        let table = shape(&["id_adh", "nom_adh", "date_crea_adh", "pref_lang", "parent_id"]);
        assert_eq!(of(&table, "date_crea_adh"), "date crea");
        assert_eq!(of(&table, "parent_id"), "parent id");
        let known = shape(&["start_date", "end_date", "due_date", "note"]);
        assert_eq!(of(&known, "due_date"), "due date", "a word that means something stays");
        let numbered = shape(&["custom_200", "custom_201", "other_200", "more_200"]);
        assert_eq!(of(&numbered, "other_200"), "other 200");
    }

    #[test]
    fn what_all_tables_begin_with_is_found() {
        let schema = |names: &[&str]| {
            let tables = names.iter().map(|name| (TableName::plain(name), shape(&["id"])));
            Schema { tables: tables.collect(), ..Schema::default() }
        };
        let all = schema(&["llx_adherent", "llx_cotisation", "llx_facture", "llx_user", "rates"]);
        assert_eq!(of_all_tables(&all).as_deref(), Some("llx"));
        let few = schema(&["student", "student_grade", "student_file", "course", "room", "student_x"]);
        assert_eq!(of_all_tables(&few), None);
    }

    #[test]
    fn the_words_of_the_table_are_left_out() {
        let table = shape(&["id_eleve", "nom_eleve", "eleve"]);
        let name = TableName::plain("eleves");
        assert_eq!(within(&name, &table, "nom_eleve"), "nom");
        assert_eq!(within(&name, &table, "eleve"), "eleve");
    }
}
