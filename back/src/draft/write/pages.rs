//! Writes the pages and the sets of documents of a draft.

use super::{CHECK, Lines};
use crate::{
    draft::{
        Draft,
        chart::{self, Chart},
        document::{Place, Set},
        page::{self, Cell, Page, Presentation},
        reference::Reference,
        toml,
    },
    words::Title,
};

pub(super) fn page(draft: &Draft, page: &Page, kinds: &[String], lines: &mut Lines) {
    lines.blank();
    lines.line(format_args!("[pages.{}]", page.id));
    let mark = if page.title.sure { String::new() } else { format!(" {CHECK}") };
    let title = if page.presentation == Presentation::Record {
        Title { fr: "Mes coordonnées".to_owned(), en: "My details".to_owned(), known: true, sure: true }
    } else {
        page.title.clone()
    };
    lines.line(format_args!("title = {}{mark}", toml::title(&title)));
    let presentation = match page.presentation {
        Presentation::Record => "record",
        Presentation::List => "list",
        Presentation::Statement(..) => "statement",
    };
    lines.line(format_args!("presentation = {}", toml::text(presentation)));
    lines.line(format_args!("for = {}", toml::list(page.kinds.iter().map(|kind| &kinds[*kind]))));
    lines.line(format_args!("table = {}", toml::text(&toml::table(&draft.tables[page.table].name))));
    if !page.joins.is_empty() {
        lines.line(format_args!("join = {}", toml::list(page.joins.iter().map(hop))));
    }
    lines.line(format_args!("order = {}", toml::list(&page.order)));
    if let Presentation::Statement(amounts, balance) = &page.presentation {
        let unit = page::unit(&amounts[0]);
        let amount = match amounts.as_slice() {
            [debit, credit] => format!("debit = {}, credit = {}", toml::text(debit), toml::text(credit)),
            several => format!("column = {}", toml::text(&several[0])),
        };
        let kept = balance.as_ref().map(|balance| format!(", balance = {}", toml::text(balance)));
        let kept = kept.unwrap_or_default();
        lines.line(format_args!(
            "amount = {{ {amount}{kept}, currency = \"EUR\", unit = {} }} {CHECK}",
            toml::text(unit)
        ));
        lines.line(format_args!("sense = \"positive-is-due\" {CHECK}"));
    }
    cells("columns", &page.columns, lines);
    if !page.detail.is_empty() {
        cells("detail", &page.detail, lines);
    }
    match chart::of(draft, page) {
        Some(Chart::Balance) => lines.line("chart = { kind = \"balance\" }"),
        Some(Chart::Bars { by, sum, title }) => lines.line(format_args!(
            "chart = {{ kind = \"bars\", by = {}, sum = {}, title = {} }} {CHECK}",
            toml::text(&by),
            toml::text(&sum),
            toml::title(&title)
        )),
        None => {}
    }
    for (key, columns) in [("search", &page.search), ("filter", &page.filter), ("totals", &page.totals)] {
        if !columns.is_empty() {
            lines.line(format_args!("{key} = {}", toml::list(columns)));
        }
    }
}

/// A table beside, as the map writes it.
pub(super) fn hop(reference: &Reference) -> String {
    let (from, to) = (toml::table(&reference.from), toml::table(&reference.to));
    let pairs = reference.columns.iter().zip(&reference.target);
    let pairs = pairs.map(|(own, other)| format!("{from}.{} = {to}.{}", toml::name(own), toml::name(other)));
    pairs.collect::<Vec<_>>().join(" and ")
}

fn cells(key: &str, cells: &[Cell], lines: &mut Lines) {
    lines.line(format_args!("{key} = ["));
    for cell in cells {
        match cell {
            Cell::Own(column) => lines.line(format_args!("  {},", toml::text(column))),
            Cell::Joined(column, title) => {
                let mark = if title.sure { String::new() } else { format!(" {CHECK}") };
                lines.line(format_args!(
                    "  {{ column = {}, title = {} }},{mark}",
                    toml::text(column),
                    toml::title(title)
                ));
            }
        }
    }
    lines.line("]");
}

pub(super) fn documents(draft: &Draft, kinds: &[String], lines: &mut Lines) {
    let (blobs, paths): (Vec<&Set>, Vec<&Set>) =
        draft.documents.iter().partition(|set| matches!(set.place, Place::Blob(_)));
    if !blobs.is_empty() {
        let mut of: Vec<usize> =
            blobs.iter().flat_map(|set| draft.tables[set.table].leads.subjects.keys().copied()).collect();
        of.sort_unstable();
        of.dedup();
        for kind in of {
            let sets: Vec<&&Set> = blobs
                .iter()
                .filter(|set| draft.tables[set.table].leads.subjects.contains_key(&kind))
                .collect();
            lines.blank();
            let id = if draft.pages.iter().any(|page| page.id == "papers") { "my-papers" } else { "papers" };
            let id = if kind == 0 { id.to_owned() } else { format!("{id}-{}", kinds[kind]) };
            lines.line(format_args!("[pages.{id}]"));
            lines.line(format_args!("title = {}", toml::words("Mes documents", "My documents")));
            lines.line("presentation = \"documents\"");
            lines.line(format_args!("for = {}", toml::list([&kinds[kind]])));
            lines.line(format_args!("documents = {}", toml::list(sets.iter().map(|set| &set.id))));
        }
        lines.heading("Documents");
        for set in blobs {
            write_set(draft, set, "", lines);
        }
    }
    if !paths.is_empty() {
        lines.heading(
            "Documents below a folder: name the root in the back's configuration, then take away the signs",
        );
        for set in paths {
            write_set(draft, set, "# ", lines);
        }
    }
}

fn write_set(draft: &Draft, set: &Set, sign: &str, lines: &mut Lines) {
    lines.blank();
    lines.line(format_args!("{sign}[documents.{}]", set.id));
    lines.line(format_args!("{sign}table = {}", toml::text(&toml::table(&draft.tables[set.table].name))));
    lines.line(format_args!("{sign}key = {}", toml::list(&set.key)));
    let of_key = set.key.iter().map(|column| format!("{{{column}}}")).collect::<Vec<_>>().join(" ");
    let name = set.name.as_ref().map_or_else(|| of_key.clone(), |name| format!("{{{name}}}"));
    lines.line(format_args!("{sign}title = {}", toml::text(&name)));
    lines.line(format_args!("{sign}category = {} {CHECK}", toml::title(&set.title)));
    if let Some(day) = &set.day {
        lines.line(format_args!("{sign}date = {}", toml::text(day)));
    }
    match &set.place {
        Place::Blob(column) => {
            lines.line(format_args!("{sign}blob = {}", toml::text(column)));
            let (media, name) = match (&set.media, &set.ending) {
                (Some(media), _) => (Some(format!("{{{media}}}")), name),
                // The ending of the name tells what it is.
                (None, Some(ending)) => (None, format!("{name}.{{{ending}}}")),
                (None, None) => (Some("application/pdf".to_owned()), name),
            };
            if let Some(media) = media {
                lines.line(format_args!("{sign}media = {} {CHECK}", toml::text(&media)));
            }
            lines.line(format_args!("{sign}name = {}", toml::text(&name)));
        }
        Place::Path(column) => {
            lines.line(format_args!("{sign}root = \"main\" {CHECK}"));
            lines.line(format_args!("{sign}file = {}", toml::text(&format!("{{{column}}}"))));
        }
    }
}
