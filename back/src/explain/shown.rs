//! What the portal shows.

use super::{Teller, speech::Speech};
use crate::map::{Audience, Content, Page, ShownColumn};

impl Teller<'_> {
    /// One sentence for each page of this kind.
    pub(super) fn shown(&self) -> Vec<String> {
        let pages: Vec<&Page> =
            self.map.pages.iter().filter(|page| page.is_for(self.map, self.kind)).collect();
        if pages.is_empty() {
            return vec![self.speech.own(
                "Rien : aucune page ne leur est destinée.".to_owned(),
                "Nothing: no page is for them.".to_owned(),
            )];
        }
        pages.into_iter().map(|page| self.page(page)).collect()
    }

    fn page(&self, page: &Page) -> String {
        let title = page.title.of(self.speech.0);
        let whom = match page.audience(self.map, self.kind) {
            Audience::Always => String::new(),
            Audience::Roles(roles) => {
                let roles: Vec<String> =
                    roles.iter().map(|role| Speech::within(role.title.of(self.speech.0))).collect();
                let roles = self.speech.list(&roles);
                self.speech.own(
                    format!(" Seulement pour qui est aujourd’hui : {roles}."),
                    format!(" Only for who is this today: {roles}."),
                )
            }
        };
        let what = self.content(page);
        self.speech.own(format!("« {title} » : {what}{whom}"), format!("“{title}”: {what}{whom}"))
    }

    fn content(&self, page: &Page) -> String {
        if let Content::Documents(_) = &page.content {
            return self.documents(page);
        }
        let Some(rows) = page.content.rows() else {
            return self.speech.own(
                "les documents attendus et leur âge.".to_owned(),
                "the documents that are due, and their age.".to_owned(),
            );
        };
        let mut columns = self.columns(&rows.columns);
        for column in self.columns(&rows.detail) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        let list = self.speech.list(&columns);
        let of = Speech::within(&self.title_of(&rows.source.table));
        match (page.content.ledger().is_some(), list.is_empty()) {
            (true, _) => self.speech.own(
                format!("les lignes de « {of} » avec leur montant et le solde : {list}."),
                format!("the rows of “{of}” with their amount and the balance: {list}."),
            ),
            (false, false) => self.speech.own(format!("de « {of} », {list}."), format!("of “{of}”, {list}.")),
            (false, true) => self.speech.own(format!("« {of} »."), format!("“{of}”.")),
        }
    }

    fn columns(&self, shown: &[ShownColumn]) -> Vec<String> {
        shown.iter().map(|shown| Speech::within(shown.title.of(self.speech.0))).collect()
    }

    fn documents(&self, page: &Page) -> String {
        let Content::Documents(ids) = &page.content else { return String::new() };
        let sets = ids.iter().filter_map(|id| self.map.set(&id.value));
        let titles: Vec<String> = sets.map(|set| Speech::within(&self.title_of(&set.source.table))).collect();
        let list = self.speech.list(&titles);
        self.speech.own(format!("des fichiers à lire : {list}."), format!("files to read: {list}."))
    }
}
