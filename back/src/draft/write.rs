//! Writes a draft as the map that it is.

mod pages;
mod shared;
mod tables;

use std::{collections::BTreeSet, fmt::Write as _};

use super::{Draft, page, theme::Theme, toml};
use crate::{
    map::UNSAID,
    words::{self, Title},
};

/// Marks what somebody should look at.
const CHECK: &str = "# to check";

/// A text that grows line by line.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, text: impl std::fmt::Display) {
        // Writing to a text never fails.
        let _ = writeln!(self.0, "{text}");
    }

    fn blank(&mut self) {
        self.0.push('\n');
    }

    fn heading(&mut self, text: &str) {
        self.blank();
        self.line(format_args!("# ---- {text}"));
    }
}

impl Draft {
    /// The whole map.
    pub fn to_toml(&self) -> String {
        let mut lines = Lines::default();
        let kinds = self.kind_ids();
        Self::head(&mut lines);
        self.persons(&mut lines, &kinds);
        self.role_lines(&mut lines, &kinds);
        self.purposes(&mut lines);
        lines.heading("What the tables hold, and how their rows lead to their person");
        for table in &self.tables {
            tables::write(self, table, &kinds, &mut lines);
        }
        lines.heading("The pages, in the order of the menu");
        for page in &self.pages {
            pages::page(self, page, &kinds, &mut lines);
        }
        pages::documents(self, &kinds, &mut lines);
        shared::groups(self, &kinds, &mut lines);
        shared::blocks(self, &kinds, &mut lines);
        shared::logs(self, &mut lines);
        self.foot(&mut lines);
        lines.0
    }

    /// The ids of the kinds.
    pub fn kind_ids(&self) -> Vec<String> {
        let mut taken = BTreeSet::new();
        let title = |kind: &super::Candidate| words::of_column(&kind.called).en;
        self.kinds
            .iter()
            .map(|kind| page::id(&words::singular(&title(kind).to_lowercase()), "kind", &mut taken))
            .collect()
    }

    fn head(lines: &mut Lines) {
        lines.line("# A first data map, drafted from the live database. It passes `map check` as it is; it is not yet true.");
        lines.line("# Read it from top to bottom: mend every line marked \"to check\", throw out pages that nobody needs.");
        lines.line("version = 1");
        lines.line("strict = true # a column that looks personal and that nobody declared is a mistake");
        lines.blank();
        lines.line("[controller]");
        lines.line(format_args!("name = {} {CHECK}", toml::text(UNSAID.name)));
        lines.line(format_args!("address = {} {CHECK}", toml::list(UNSAID.address)));
        lines.line(format_args!("email = {} {CHECK}", toml::text(UNSAID.email)));
        lines.line(format_args!("privacy_contact = {} {CHECK}", toml::text(UNSAID.privacy_contact)));
        lines.line("authority = \"CNIL\"");
        lines.line("authority_website = \"https://www.cnil.fr\"");
    }

    fn persons(&self, lines: &mut Lines, ids: &[String]) {
        lines.heading("The kinds of person");
        for (kind, id) in self.kinds.iter().zip(ids) {
            lines.blank();
            lines.line(format_args!("[persons.{id}]"));
            lines.line(format_args!("title = {} {CHECK}", toml::title(&kind_title(kind))));
            lines.line(format_args!("table = {}", toml::text(&toml::table(&kind.table))));
            lines.line(format_args!("key = {}", toml::list(&kind.key)));
            lines.line(format_args!("name = {}", toml::text(&kind.name)));
            for (key, column) in [
                ("email", &kind.email),
                ("phone", &kind.phone),
                ("birth", &kind.birth),
                ("language", &kind.language),
            ] {
                if let Some(column) = column {
                    lines.line(format_args!("{key} = {}", toml::text(column)));
                }
            }
            if let Some(column) = &kind.same_as {
                lines.line(format_args!("same_as = {} {CHECK}", toml::text(column)));
            }
            if !kind.postal.joins.is_empty() {
                lines.line(format_args!("join = {}", toml::list(kind.postal.joins.iter().map(pages::hop))));
            }
            if !kind.postal.lines.is_empty() {
                lines.line(format_args!("postal = {} {CHECK}", toml::list(&kind.postal.lines)));
            }
            for (is_missing, key, means) in [
                (
                    kind.email.is_none(),
                    "email",
                    "nobody gets a code by mail, and first sign-ins end at staff",
                ),
                (kind.postal.lines.is_empty(), "postal", "letters bear the name alone"),
            ] {
                if is_missing {
                    lines.line(format_args!("# Without `{key}` {means}. {CHECK}"));
                }
            }
        }
        if self.kinds.is_empty() {
            lines.line("# No table of persons was found: name it with `map draft --persons TABLE`.");
        }
        if !self.others.is_empty() {
            let names: Vec<String> = self.others.iter().map(|other| other.table.to_string()).collect();
            lines.line(format_args!("# Persons too, perhaps: {}.", names.join(", ")));
        }
    }

    fn role_lines(&self, lines: &mut Lines, kinds: &[String]) {
        if self.roles.is_empty() {
            return;
        }
        lines.heading("What persons are to the organisation, and how long their data stays after the end");
        for role in &self.roles {
            lines.blank();
            lines.line(format_args!("[roles.{}]", role.id));
            lines.line(format_args!("title = {} {CHECK}", toml::title(&role.title)));
            lines.line(format_args!("persons = {}", toml::list(role.kinds.iter().map(|kind| &kinds[*kind]))));
            lines.line(format_args!("table = {}", toml::text(&toml::table(&self.tables[role.table].name))));
            lines.line(format_args!("since = {}", toml::text(&role.since)));
            lines.line(format_args!("until = {}", toml::text(&role.until)));
            lines.line(format_args!("keep = \"P5Y\" {CHECK}"));
        }
    }

    fn purposes(&self, lines: &mut Lines) {
        lines.heading("What the data is processed for");
        let used: BTreeSet<&str> =
            self.tables.iter().filter(|table| table.is_about()).map(|table| table.theme.purpose()).collect();
        for theme in [Theme::Person, Theme::Finance, Theme::Traces, Theme::Worker] {
            let id = theme.purpose();
            if !used.contains(id) {
                continue;
            }
            let (title, description, basis, keep) = purpose(theme);
            lines.blank();
            lines.line(format_args!("[purposes.{id}]"));
            lines.line(format_args!("title = {}", toml::words(title.0, title.1)));
            lines.line(format_args!("description = {} {CHECK}", toml::words(description.0, description.1)));
            lines.line(format_args!("basis = {} {CHECK}", toml::text(basis)));
            lines.line(format_args!("keep = {} {CHECK}", toml::text(keep)));
        }
    }

    fn foot(&self, lines: &mut Lines) {
        if self.views.is_empty() {
            return;
        }
        let names: Vec<String> = self.views.iter().take(100).map(ToString::to_string).collect();
        lines.heading("Views show the same rows once more and are left out");
        for names in names.chunks(8) {
            lines.line(format_args!("# {}", names.join(", ")));
        }
    }
}

/// What a kind is called: an abbreviation that nobody knows is no word for somebody.
fn kind_title(kind: &super::Candidate) -> Title {
    let title = words::of_column(&kind.called);
    if title.known {
        return title;
    }
    Title { fr: "Personne".to_owned(), en: "Person".to_owned(), known: false, sure: false }
}

type Both = (&'static str, &'static str);

/// The skeleton of a purpose: its title, what it is, its basis and how long it keeps.
fn purpose(theme: Theme) -> (Both, Both, &'static str, &'static str) {
    match theme {
        Theme::Finance => (
            ("Comptabilité", "Accounting"),
            ("Tenir les comptes et prouver ce qui a été payé.", "To keep accounts and prove what was paid."),
            "legal-obligation",
            "P10Y",
        ),
        Theme::Traces => (
            ("Suivi et sécurité", "Follow-up and security"),
            ("Savoir ce qui a été envoyé et qui a fait quoi.", "To know what was sent and who did what."),
            "legitimate-interests",
            "P1Y",
        ),
        Theme::Worker => (
            ("Gestion du personnel", "Staff administration"),
            ("Tenir la liste du personnel.", "To keep the list of staff."),
            "contract",
            "P5Y",
        ),
        _ => (
            ("Service rendu", "The service"),
            ("Rendre le service demandé.", "To render the service that was asked for."),
            "contract",
            "P5Y",
        ),
    }
}
