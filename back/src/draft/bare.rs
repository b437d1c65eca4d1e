//! Names of columns without what their author put before or behind all of them: `ADH_NOM`, `nom_adherent`.

use crate::{
    map::{TableName, TableShape},
    words,
};

/// Columns that must begin alike, at least: out of every four, three.
const FEWEST: usize = 2;

/// The words of a column without a short word that most columns of its table begin with and that means nothing, such as
/// `cli` of `cli_nom`.
pub fn of(shape: &TableShape, column: &str) -> String {
    let said = words::split(column);
    match (said.split_first(), prefix(shape)) {
        (Some((first, rest)), Some(prefix)) if *first == prefix && !rest.is_empty() => rest.join(" "),
        _ => said.join(" "),
    }
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
    first.filter(|word| {
        // A word that means something is left out only where hardly a column does without it.
        let enough = if words::is_known(word) {
            alike * 10 >= shape.columns.len() * 9
        } else {
            alike * 4 >= shape.columns.len() * 3
        };
        alike >= FEWEST && enough && !numbered(word)
    })
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
    fn the_words_of_the_table_are_left_out() {
        let table = shape(&["id_eleve", "nom_eleve", "eleve"]);
        let name = TableName::plain("eleves");
        assert_eq!(within(&name, &table, "nom_eleve"), "nom");
        assert_eq!(within(&name, &table, "eleve"), "eleve");
    }
}
