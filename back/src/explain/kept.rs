//! What is kept, for how long and why.

use std::collections::BTreeSet;

use super::{Teller, speech::Speech};
use crate::map::{DataCategory, Purpose, Table};

impl Teller<'_> {
    /// Each purpose, then what each table holds.
    pub(super) fn kept(&self) -> Vec<String> {
        let tables = self.tables();
        let mut sentences: Vec<String> = Vec::new();
        let used: BTreeSet<&str> =
            tables.iter().filter_map(|table| table.purpose.as_ref()).map(|id| id.value.as_str()).collect();
        for purpose in self.map.purposes.iter().filter(|purpose| used.contains(purpose.id.value.as_str())) {
            sentences.push(self.purpose(purpose));
        }
        sentences.extend(tables.iter().map(|table| self.held(table)));
        sentences
    }

    fn purpose(&self, purpose: &Purpose) -> String {
        let language = self.speech.0;
        let (title, basis) = (purpose.title.of(language), self.speech.basis(purpose.basis));
        let mut text = self.speech.own(
            format!(
                "Finalité « {title} » : {} Elle repose sur {basis}",
                sentence(purpose.description.of(language))
            ),
            format!("Purpose “{title}”: {} It rests on {basis}", sentence(purpose.description.of(language))),
        );
        if let Some(legal) = &purpose.legal {
            text = format!("{text} ({})", legal.of(language));
        }
        text.push('.');
        if let Some(keep) = &purpose.keep {
            let keep = self.speech.period(keep.value);
            text.push_str(&self.speech.own(format!(" Durée : {keep}."), format!(" Time: {keep}.")));
        }
        if !purpose.recipients.is_empty() {
            let to: Vec<String> =
                purpose.recipients.iter().map(|one| Speech::within(one.of(language))).collect();
            let to = self.speech.list(&to);
            text.push_str(&self.speech.own(format!(" Destinataires : {to}."), format!(" Recipients: {to}.")));
        }
        if let Some(transfers) = &purpose.transfers {
            let to = sentence(transfers.of(language));
            text.push_str(&self.speech.own(
                format!(" Transferts hors de l’Union : {to}"),
                format!(" Transfers out of the Union: {to}"),
            ));
        }
        text
    }

    fn held(&self, table: &Table) -> String {
        let language = self.speech.0;
        let title = table.title.of(language);
        let categories: BTreeSet<DataCategory> = table
            .columns
            .iter()
            .map(|column| column.category)
            .filter(|category| category.is_personal())
            .collect();
        let categories: Vec<&str> =
            categories.into_iter().map(|category| self.speech.category(category)).collect();
        let mut text = if categories.is_empty() {
            self.speech.own(
                format!("« {title} » : aucune donnée personnelle déclarée hors du lien avec la personne"),
                format!("“{title}”: no personal data declared beside the link to the person"),
            )
        } else {
            let list = self.speech.list(&categories);
            self.speech.own(format!("« {title} » : {list}"), format!("“{title}”: {list}"))
        };
        let purpose = table
            .purpose
            .as_ref()
            .and_then(|id| self.map.purposes.iter().find(|one| one.id.value == id.value));
        match purpose {
            Some(purpose) => {
                let title = purpose.title.of(language);
                text.push_str(&self.speech.own(format!(", pour « {title} »"), format!(", for “{title}”")));
            }
            None => {
                text.push_str(self.speech.say(", sans finalité déclarée", ", without a declared purpose"));
            }
        }
        if let Some(keep) = &table.keep {
            let keep = self.speech.period(keep.value);
            let from =
                table.keep_from.as_ref().map(|column| Speech::within(&self.heading(table, &column.value)));
            text.push_str(&match from {
                Some(from) => self.speech.own(
                    format!(", {keep} à compter de « {from} »"),
                    format!(", for {keep} from “{from}” on"),
                ),
                None => self.speech.own(format!(", {keep}"), format!(", for {keep}")),
            });
        }
        text.push('.');
        if let Some(reason) = &table.reason {
            text.push(' ');
            text.push_str(&sentence(reason.of(language)));
        }
        text
    }

    /// What a column is called for people.
    pub(super) fn heading(&self, table: &Table, column: &str) -> String {
        let title = table.column(column).and_then(|column| column.title.as_ref());
        title.map_or_else(|| self.speech.column(column), |title| title.of(self.speech.0).clone())
    }
}

/// A text with a full stop.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}
