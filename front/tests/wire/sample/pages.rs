//! The sample's pages by their keys and handles.

use vantail_proto::portal::{self, body::Content};

use super::{asked, balance, body, frame, record, rows, statement};

/// The body of a page; nothing for what there is not.
fn content(page: &str, handle: &str) -> Option<portal::Body> {
    let found = handle == "found";
    let mut whole = match (page, handle) {
        ("statement", "" | "found") => body(statement(6), "older"),
        ("statement", "older") => body(statement(6), ""),
        ("statement", "empty") => body(statement(0), ""),
        ("lease", "") | ("works" | "visits" | "events", "one") => return Some(body(record(), "")),
        ("works", "" | "found") => body(rows::works(), "older"),
        ("charges", "") => body(rows::charges(), ""),
        ("visits", "" | "found") => body(rows::cards(), "older"),
        ("events", "" | "found") => body(rows::timeline(), "older"),
        ("documents" | "minutes", "" | "found") => body(rows::documents(), "older"),
        ("works", "nothing") => body(Content::List(portal::List::default()), ""),
        ("minutes", "empty") => body(Content::Documents(portal::Documents::default()), ""),
        ("coverage", "") => body(Content::Coverage(portal::Coverage { groups: rows::covered() }), ""),
        ("long", _) => long(handle),
        // Its second part there is not.
        ("cut", "") => portal::Body { older: "gone".to_owned(), ..long("") },
        _ => return None,
    };
    whole.exportable = !matches!(page, "documents" | "minutes" | "coverage");
    whole.controls = match page {
        "works" => Some(asked::rows(&[0, 1, 3], found || handle == "nothing")),
        "visits" | "events" => Some(asked::rows(&[0, 2], found)),
        "statement" => Some(portal::Controls { searchable: true, ..portal::Controls::default() }),
        "documents" => Some(asked::documents(found)),
        _ => None,
    };
    whole.chart = match page {
        "statement" if handle.is_empty() => Some(balance()),
        "charges" => Some(rows::by_kind()),
        _ => None,
    };
    if page == "minutes" {
        "Le procès-verbal de chaque assemblée, dès qu’il est signé.".clone_into(&mut whole.empty);
    }
    Some(whole)
}

/// Parts without an end: what bounds a file is the front.
fn long(handle: &str) -> portal::Body {
    let number: u32 = handle.trim_start_matches('p').parse().unwrap_or(0);
    let row = |i: u32| portal::Row {
        cells: super::cells(&[&format!("=row {}", number * 500 + i), "1.5"]),
        ..portal::Row::default()
    };
    let list = portal::List {
        columns: vec![
            super::column("Ligne", portal::Format::Text),
            super::column("Nombre", portal::Format::Number),
        ],
        rows: (0..500).map(row).collect(),
        total_rows: 1_000_000,
        ..portal::List::default()
    };
    body(Content::List(list), &format!("p{}", number + 1))
}

pub fn page(request: &portal::PageRequest, language: &str) -> Option<portal::PageReply> {
    let body = content(&request.page, &request.handle)?;
    let frame = frame(language);
    let title = frame.menu.iter().find(|entry| entry.page == request.page).map(|entry| entry.title.clone());
    Some(portal::PageReply {
        frame: Some(frame),
        page: request.page.clone(),
        title: title.unwrap_or_else(|| "Très long".to_owned()),
        intro: "Une phrase de l’organisme.".to_owned(),
        body: Some(body),
        row: if request.handle == "one" { "Chauffe-eau" } else { "" }.to_owned(),
    })
}

/// The beginnings of the pages, in the order of the menu.
pub fn summaries() -> Vec<portal::Body> {
    let contents = [
        statement(3),
        record(),
        rows::works(),
        rows::documents(),
        rows::charges(),
        rows::cards(),
        rows::timeline(),
        Content::Documents(portal::Documents::default()),
        Content::Coverage(portal::Coverage { groups: rows::covered() }),
    ];
    contents.into_iter().map(|content| body(content, "")).collect()
}

pub fn search(handle: &str, language: &str) -> Option<portal::SearchReply> {
    let found = |page: &str, title: &str, content, total_rows| portal::Found {
        page: page.to_owned(),
        title: title.to_owned(),
        body: Some(body(content, "")),
        total_rows,
        handle: "found".to_owned(),
    };
    let found = match handle {
        "found" => vec![
            found("works", "Interventions", rows::works(), 12),
            found("documents", "Documents", rows::documents(), 1),
        ],
        "nothing" => Vec::new(),
        _ => return None,
    };
    let search = if handle == "found" { "l’eau \"chaude\" <b>" } else { "rien" }.to_owned();
    Some(portal::SearchReply { frame: Some(frame(language)), search, found })
}
