//! What erasure does, what stands in its way, and what becomes of logs.

use super::{Teller, kept::sentence, speech::Speech};
use crate::map::{EraseRule, RowRule, Table, TableColumn};

impl Teller<'_> {
    /// For each table, what becomes of its rows and columns.
    pub(super) fn erased(&self) -> Vec<String> {
        let mut sentences: Vec<String> =
            self.tables().into_iter().flat_map(|table| self.fate(table)).collect();
        let archived = self.map.documents.iter().filter(|set| {
            set.archive.is_some() && !set.source.links.to(self.kind, &set.source.table.value).is_empty()
        });
        for set in archived {
            let title = self.title_of(&set.source.table);
            sentences.push(self.speech.own(
                format!("« {title} » : les fichiers vont dans l’archive, hors du portail."),
                format!("“{title}”: the files go to the archive, out of the portal."),
            ));
        }
        sentences
    }

    fn fate(&self, table: &Table) -> Vec<String> {
        let language = self.speech.0;
        let title = table.title.of(language);
        let because = table
            .reason
            .as_ref()
            .map_or_else(String::new, |reason| format!(" {}", sentence(reason.of(language))));
        match table.erase {
            RowRule::Delete => {
                return vec![self.speech.own(
                    format!("« {title} » : les lignes sont supprimées.{because}"),
                    format!("“{title}”: the rows are deleted.{because}"),
                )];
            }
            RowRule::Keep => {
                return vec![self.speech.own(
                    format!("« {title} » : les lignes restent.{because}"),
                    format!("“{title}”: the rows stay.{because}"),
                )];
            }
            RowRule::ByColumn => {}
        }
        let mut parts = Vec::new();
        for rule in RULES {
            let columns: Vec<&TableColumn> = table
                .columns
                .iter()
                .filter(|column| column.erase.as_ref().is_some_and(|erase| rule.is(erase)))
                .collect();
            if columns.is_empty() {
                continue;
            }
            let names: Vec<String> = columns
                .iter()
                .map(|column| Speech::within(&self.heading(table, &column.column.value)))
                .collect();
            let mut reasons: Vec<String> = columns
                .iter()
                .filter_map(|column| column.reason.as_ref())
                .map(|reason| sentence(reason.of(language)))
                .collect();
            reasons.dedup();
            let (fr, en) = rule.words(columns.len() > 1);
            let list = self.speech.list(&names);
            let mut part = format!("{list} {}", self.speech.say(fr, en));
            if !reasons.is_empty() {
                part = format!("{part} ({})", reasons.join(" ").trim_end_matches('.'));
            }
            parts.push(part);
        }
        let told = if parts.is_empty() {
            self.speech.own(
                format!("« {title} » : aucune règle n’est déclarée, les lignes restent telles quelles."),
                format!("“{title}”: no rule is declared, the rows stay as they are."),
            )
        } else {
            let parts = parts.join(self.speech.say(" ; ", "; "));
            self.speech.own(format!("« {title} » : {parts}."), format!("“{title}”: {parts}."))
        };
        vec![told]
    }

    /// Active rows and blocks.
    pub(super) fn blocked(&self) -> Vec<String> {
        let language = self.speech.0;
        let active = self.tables().into_iter().filter(|table| table.active.is_some()).map(|table| {
            let title = table.title.of(language);
            match &table.active_reason {
                Some(reason) => {
                    let reason = sentence(reason.of(language));
                    self.speech.own(format!("« {title} » : {reason}"), format!("“{title}”: {reason}"))
                }
                None => self.speech.own(
                    format!("« {title} » : tant qu’une ligne est en cours."),
                    format!("“{title}”: as long as a row is active."),
                ),
            }
        });
        let blocks = self
            .map
            .blocks
            .iter()
            .filter(|block| block.persons.iter().any(|id| id.value == self.kind.id.value));
        active.chain(blocks.map(|block| sentence(block.title.of(language)))).collect()
    }

    /// Tables of traces.
    pub(super) fn logs(&self) -> Vec<String> {
        let about = self
            .map
            .logs
            .iter()
            .filter(|log| !log.source.links.to(self.kind, &log.source.table.value).is_empty());
        about
            .map(|log| {
                let title = log.title.as_ref().map_or_else(|| self.title_of(&log.source.table), |title| title.of(self.speech.0).clone());
                let delete = self.speech.period(log.delete.value);
                match &log.pseudonymise {
                    Some(after) => {
                        let after = self.speech.period(after.value);
                        self.speech.own(
                            format!("« {title} » : les noms sont remplacés après {after}, les lignes supprimées après {delete}."),
                            format!("“{title}”: names are replaced after {after}, rows deleted after {delete}."),
                        )
                    }
                    None => self.speech.own(
                        format!("« {title} » : les lignes sont supprimées après {delete}."),
                        format!("“{title}”: rows are deleted after {delete}."),
                    ),
                }
            })
            .collect()
    }
}

/// The rules, in the order in which they are told.
const RULES: [Told; 7] = [
    Told("pseudonym"),
    Told("null"),
    Told("mask"),
    Told("constant"),
    Told("own-identifiers"),
    Told("delete"),
    Told("keep"),
];

/// A rule, by its name in the map.
struct Told(&'static str);

impl Told {
    fn is(&self, rule: &EraseRule) -> bool {
        // To people an absent value and an empty one are the same.
        let name = if matches!(rule, EraseRule::Blank) { "null" } else { rule.name() };
        name == self.0
    }

    /// What happens, to one column or to several.
    fn words(&self, many: bool) -> (&'static str, &'static str) {
        match (self.0, many) {
            ("pseudonym", false) => ("devient un pseudonyme", "becomes a pseudonym"),
            ("pseudonym", true) => ("deviennent un pseudonyme", "become a pseudonym"),
            ("null", false) => ("disparaît", "is removed"),
            ("null", true) => ("disparaissent", "are removed"),
            ("mask", false) => ("est masqué", "is masked"),
            ("mask", true) => ("sont masqués", "are masked"),
            ("constant", false) => ("est remplacé par une valeur fixe", "is replaced by a fixed value"),
            ("constant", true) => ("sont remplacés par une valeur fixe", "are replaced by a fixed value"),
            ("own-identifiers", false) => (
                "perd les noms et coordonnées de la personne",
                "loses the names and contact details of the person",
            ),
            ("own-identifiers", true) => (
                "perdent les noms et coordonnées de la personne",
                "lose the names and contact details of the person",
            ),
            ("delete", _) => ("font supprimer la ligne", "have their row deleted"),
            (_, false) => ("reste", "stays"),
            (_, true) => ("restent", "stay"),
        }
    }
}
