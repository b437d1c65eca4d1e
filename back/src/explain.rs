//! What a data map means, in sentences for those who answer for the data: per kind of person, what is shown to whom, what
//! is kept, for how long and why, what erasure does and what stands in its way.

mod erasure;
mod kept;
mod shown;
mod speech;

use std::fmt;

use vantail_shared::call::Language;

use crate::map::{DataMap, Kind, Link, Table, TableName};
use speech::{Speech, name_of_table};

/// What the map means for one kind of person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The kind, by its name in the map.
    pub kind: String,
    /// What such a person is called.
    pub title: String,
    /// Parts with a heading.
    pub parts: Vec<Part>,
}

/// Sentences under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The heading.
    pub title: String,
    /// The sentences.
    pub sentences: Vec<String>,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {}", self.title)?;
        for part in &self.parts {
            writeln!(f, "\n## {}\n", part.title)?;
            for sentence in &part.sentences {
                writeln!(f, "- {sentence}")?;
            }
        }
        Ok(())
    }
}

/// Explains the map for a kind of person.
pub fn explain(map: &DataMap, kind: &Kind, language: Language) -> Explanation {
    let teller = Teller { map, kind, speech: Speech(language) };
    let speech = teller.speech;
    let parts = [
        (speech.say("De qui il s’agit", "Who this is about"), teller.who()),
        (
            speech.say("Ce que le portail montre, et à qui", "What the portal shows, and to whom"),
            teller.shown(),
        ),
        (
            speech.say(
                "Ce qui est conservé, combien de temps et pourquoi",
                "What is kept, for how long and why",
            ),
            teller.kept(),
        ),
        (
            speech.say("Ce que devient une donnée à l’effacement", "What becomes of the data at erasure"),
            teller.erased(),
        ),
        (speech.say("Ce qui empêche l’effacement", "What stands in the way of erasure"), teller.blocked()),
        (speech.say("Les journaux", "Logs"), teller.logs()),
        (speech.say("Les autres personnes", "Other people"), teller.others()),
        (
            speech.say("Ce qui ne peut être rattaché à une personne", "What cannot be traced to a person"),
            teller.unreachable(),
        ),
    ];
    let parts = parts.into_iter().filter(|(_, sentences)| !sentences.is_empty());
    Explanation {
        kind: kind.id.value.clone(),
        title: kind.title.of(language).clone(),
        parts: parts
            .map(|(title, sentences)| Part {
                title: title.to_owned(),
                sentences: sentences.into_iter().map(|sentence| speech.spaced(sentence)).collect(),
            })
            .collect(),
    }
}

/// Who tells, of whom, in which language.
struct Teller<'m> {
    map: &'m DataMap,
    kind: &'m Kind,
    speech: Speech,
}

impl<'m> Teller<'m> {
    /// The table of the kind, and how it is told from others in it.
    fn who(&self) -> Vec<String> {
        let table = self.title_of(&self.kind.table);
        let conditions = self.kind.condition.as_ref().map_or(0, |conditions| conditions.0.len());
        let some = conditions > usize::from(self.kind.same_as.is_some()) || !self.kind.only.is_empty();
        let mut sentences = vec![if some {
            self.speech.own(
                format!("Les personnes de ce genre sont une partie des lignes de « {table} »."),
                format!("Persons of this kind are some of the rows of “{table}”."),
            )
        } else {
            self.speech.own(
                format!("Chaque ligne de « {table} » est une personne."),
                format!("Each row of “{table}” is one person."),
            )
        }];
        if self.kind.same_as.is_some() {
            sentences.push(self.speech.own(
                "Une ligne qui en désigne une autre est la même personne : elle n’a pas de compte, et ce qui s’y rattache est montré à l’autre."
                    .to_owned(),
                "A row that names another one is the same human: it has no account, and what belongs to it is shown to the other one."
                    .to_owned(),
            ));
        }
        if self.kind.erased.is_some() {
            sentences.push(self.speech.own(
                "Une personne marquée comme supprimée ne peut plus se connecter, mais ses données restent dans le champ des demandes."
                    .to_owned(),
                "A person marked as deleted can no longer sign in; their data stays within the reach of requests.".to_owned(),
            ));
        }
        for role in
            self.map.roles.iter().filter(|role| role.persons.iter().any(|id| id.value == self.kind.id.value))
        {
            let title = role.title.of(self.speech.0);
            let keep = self.speech.period(role.keep.value);
            sentences.push(self.speech.own(
                format!("Peut être « {title} » ; les données restent alors {keep} après la fin."),
                format!("May be “{title}”; the data then stays for {keep} after the end."),
            ));
        }
        sentences
    }

    /// The tables whose rows are about this kind of person, theirs first.
    fn tables(&self) -> Vec<&'m Table> {
        let own = self.map.tables.iter().filter(|table| table.name.value == self.kind.table.value);
        let about = self.map.tables.iter().filter(|table| self.is_about(table));
        own.chain(about).collect()
    }

    fn is_about(&self, table: &Table) -> bool {
        let Some(links) = &table.links else { return false };
        table.name.value != self.kind.table.value && !links.to(self.kind, &table.name).is_empty()
    }

    /// What the rows of a table are called: never its raw name.
    fn title_of(&self, table: &TableName) -> String {
        let declared = self.map.table(table).map(|table| table.title.of(self.speech.0).clone());
        declared.unwrap_or_else(|| name_of_table(self.speech.0, table))
    }

    /// Whether a way leads to this kind.
    fn leads_here(&self, link: &Link) -> bool {
        link.hops.last().is_some_and(|hop| hop.to == self.kind.table.value)
    }

    /// Tables that tell of persons whom no link finds: they are the same for every kind.
    fn unreachable(&self) -> Vec<String> {
        let tables = self.map.tables.iter().filter_map(|table| Some((table, table.unreachable.as_ref()?)));
        let told = tables.map(|(table, why)| {
            let (title, why) = (table.title.of(self.speech.0), why.of(self.speech.0).trim_end_matches('.'));
            self.speech.own(format!("« {title} » : {why}."), format!("“{title}”: {why}."))
        });
        told.collect()
    }

    /// Rows that name this person in another meaning.
    fn others(&self) -> Vec<String> {
        let acted =
            self.map.tables.iter().filter(|table| table.actors.iter().any(|(_, link)| self.leads_here(link)));
        let titles: Vec<String> = acted.map(|table| table.title.of(self.speech.0).clone()).collect();
        if titles.is_empty() {
            return Vec::new();
        }
        let list = self.speech.list(&titles);
        vec![self.speech.own(
            format!("Certaines lignes disent aussi quelle autre personne est intervenue, ce que le portail ne montre jamais : {list}."),
            format!("Some rows also say who else acted, which the portal never shows: {list}."),
        )]
    }
}

#[cfg(test)]
mod tests;
