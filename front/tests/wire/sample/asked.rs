//! What may be asked of the sample's pages, and what was.

use vantail_proto::portal;

fn choice(value: &str, label: &str, rows: u64) -> portal::Choice {
    portal::Choice { value: value.to_owned(), label: label.to_owned(), rows }
}

fn filter(title: &str, choices: Vec<portal::Choice>) -> portal::Filter {
    portal::Filter { title: title.to_owned(), dates: choices.is_empty(), choices, chosen: None }
}

/// Controls of rows: `sortable` columns, filters by state and date.
pub fn rows(sortable: &[u32], found: bool) -> portal::Controls {
    let states = vec![choice("T", "Terminé", 2), choice("O", "Ouvert", 2), choice("", "En cours", 1)];
    let mut filters = vec![filter("État", states), filter("Date", Vec::new())];
    if found {
        filters[0].chosen = Some(portal::Chosen { value: Some(String::new()), ..portal::Chosen::default() });
        filters[1].chosen =
            Some(portal::Chosen { from: "2026-01-01".to_owned(), ..portal::Chosen::default() });
    }
    portal::Controls {
        searchable: true,
        search: if found { "l’eau \"chaude\" <b>" } else { "" }.to_owned(),
        filters,
        sortable: sortable.to_vec(),
        sorted: if found { 2 } else { 0 },
        descending: found,
        handle: if found { "found" } else { "" }.to_owned(),
    }
}

/// Controls of documents: a category, a year.
pub fn documents(found: bool) -> portal::Controls {
    let kinds = vec![choice("Q", "Quittance", 1), choice("A", "Assemblée", 1), choice("D", "Diagnostic", 2)];
    let mut kind = filter("Catégorie", kinds);
    if found {
        kind.chosen = Some(portal::Chosen { value: Some("A".to_owned()), ..portal::Chosen::default() });
    }
    portal::Controls {
        searchable: true,
        filters: vec![kind, filter("Date", Vec::new())],
        handle: if found { "found" } else { "" }.to_owned(),
        ..portal::Controls::default()
    }
}
