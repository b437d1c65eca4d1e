//! What the back of these tests answers: one tenant, invented, with a value in every format.

use vantail_proto::{
    portal::{self, Format, Presentation, body::Content},
    staff,
};

// The showcase reads this file from elsewhere: nested paths are told.
#[path = "sample/accounts.rs"]
pub mod accounts;
#[path = "sample/asked.rs"]
pub mod asked;
#[path = "sample/pages.rs"]
pub mod pages;
#[path = "sample/people.rs"]
pub mod people;
#[path = "sample/rows.rs"]
pub mod rows;

pub use accounts::account;

/// A name that is markup, to be shown as text.
pub const HOSTILE: &str = "<script>alert(\"1\")</script> & 'x' \u{202e}";

/// As the back makes it for those whom terms hold.
pub fn held_frame(language: &str) -> portal::Frame {
    portal::Frame { menu: Vec::new(), searchable: false, held: true, ..frame(language) }
}

pub fn frame(language: &str) -> portal::Frame {
    let english = language == "en";
    let entry = |page: &str, french: &str, in_english: &str, presentation: Presentation| portal::MenuEntry {
        page: page.to_owned(),
        title: if english { in_english } else { french }.to_owned(),
        presentation: presentation.into(),
    };
    portal::Frame {
        person: "Marie-Hélène d’Aubigné".to_owned(),
        kind: if english { "Tenant" } else { "Locataire" }.to_owned(),
        menu: vec![
            entry("statement", "Relevé de compte", "Account statement", Presentation::Statement),
            entry("lease", "Mon bail", "My lease", Presentation::Record),
            entry("works", "Interventions", "Repairs", Presentation::List),
            entry("documents", "Documents", "Documents", Presentation::Documents),
            entry("charges", "Mes charges", "My charges", Presentation::List),
            entry("visits", "Visites", "Visits", Presentation::Cards),
            entry("events", "Historique", "History", Presentation::Timeline),
            entry("minutes", "Procès-verbaux", "Minutes", Presentation::Documents),
            entry("coverage", "Documents du syndic", "Manager’s documents", Presentation::Coverage),
        ],
        language: language.to_owned(),
        searchable: true,
        held: false,
    }
}

pub fn column(title: &str, format: Format) -> portal::Column {
    portal::Column {
        title: title.to_owned(),
        format: format.into(),
        currency: "EUR".to_owned(),
        decimals: None,
    }
}

pub fn cells(texts: &[&str]) -> Vec<portal::Cell> {
    let text = |text: &&str| (*text != "NULL").then(|| (*text).to_owned());
    texts.iter().map(|cell| portal::Cell { text: text(cell) }).collect()
}

pub fn statement(lines: usize) -> Content {
    let all = [
        ("2026-11-03", "Quittance de novembre, loyer et charges", "842.50", "842.50"),
        ("2026-10-06", "Virement reçu, merci", "-842.50", "0.00"),
        ("2026-10-01", "Quittance d’octobre", "842.50", "842.50"),
        ("2026-09-28", "Régularisation annuelle des charges 2025", "-1234.56", "0.00"),
        ("2026-09-04", "Remplacement du chauffe-eau, quote-part du locataire", "1234.56", "1234.56"),
        ("2026-09-01", HOSTILE, "0.00", "-0.00"),
    ];
    let row = |(date, label, amount, balance): &(&str, &str, &str, &str)| portal::StatementRow {
        cells: cells(&[date, label]),
        amount: (*amount).to_owned(),
        balance: (*balance).to_owned(),
    };
    Content::Statement(portal::Statement {
        columns: vec![column("Date", Format::Date), column("Libellé", Format::Text)],
        rows: all.iter().take(lines).map(row).collect(),
        currency: "EUR".to_owned(),
        balance: "842.50".to_owned(),
        sense: portal::Sense::PositiveIsDue.into(),
        total_rows: Some(61),
    })
}

pub fn record() -> Content {
    Content::Record(portal::Record {
        fields: vec![
            column("Adresse", Format::Lines),
            column("Surface", Format::Number),
            column("Loyer", Format::Money),
            column("Début", Format::Date),
            column("Meublé", Format::YesNo),
            column("Gardien", Format::Phone),
            column("Remarque", Format::Text),
        ],
        rows: vec![portal::Row {
            cells: cells(&[
                "12, rue de l’Église\n69003 Lyon",
                "54.2",
                "742.50",
                "2021-03-01",
                "0",
                "04 78 00 00 00",
                "NULL",
            ]),
            ..portal::Row::default()
        }],
    })
}

/// An account that goes up and down for two years.
pub fn balance() -> portal::Chart {
    let value = |i: i64| (i * 137 % 11 - 3) * 12_150 + i * 731;
    let point = |i: i64| portal::Point {
        label: format!("{}-{:02}", 2024 + (i + 11) / 12, (i + 11) % 12 + 1),
        value: format!("{}.{:02}", value(i) / 100, value(i).abs() % 100),
    };
    let mut points: Vec<_> = (0..23).map(point).collect();
    points.push(portal::Point { label: "2026-11".to_owned(), value: "842.50".to_owned() });
    portal::Chart {
        title: "Relevé de compte".to_owned(),
        picture: portal::Picture::Line.into(),
        currency: "EUR".to_owned(),
        points,
    }
}

pub fn body(content: Content, older: &str) -> portal::Body {
    portal::Body {
        content: Some(content),
        newer: String::new(),
        older: older.to_owned(),
        ..portal::Body::default()
    }
}

pub fn legal() -> portal::LegalReply {
    portal::LegalReply {
        controller: Some(portal::Controller {
            name: "Cabinet Exemple".to_owned(),
            address: vec!["1, place de la République".to_owned(), "69002 Lyon".to_owned()],
            email: "contact@cabinet.example".to_owned(),
            phone: "+33 4 78 00 00 00".to_owned(),
            website: "https://cabinet.example".to_owned(),
            privacy_contact: "dpo@cabinet.example".to_owned(),
            authority: "CNIL".to_owned(),
            authority_website: "javascript:alert(1)".to_owned(),
        }),
        texts: vec![portal::LegalText {
            title: "Hébergement".to_owned(),
            paragraphs: vec!["Ce portail est hébergé par l’organisme lui-même.".to_owned()],
        }],
    }
}

pub fn coverage() -> staff::CoverageReply {
    let groups = |title: &str| {
        let mut groups = rows::covered();
        for (number, group) in groups.iter_mut().enumerate() {
            group.title = format!("{title} {}", number + 1);
        }
        groups
    };
    let kind =
        |title: &str, total_rows, groups| staff::CoveredKind { title: title.to_owned(), total_rows, groups };
    staff::CoverageReply {
        person: "Paul Martin".to_owned(),
        language: String::new(),
        kinds: vec![kind("Immeubles", 1240, groups("Résidence")), kind("Contrats", 3, groups("Contrat"))],
        newer: String::new(),
        older: "older".to_owned(),
    }
}

pub fn overview() -> staff::OverviewReply {
    let kind = |title: &str, persons, accounts, disabled| staff::KindCount {
        title: title.to_owned(),
        persons,
        accounts,
        disabled,
    };
    staff::OverviewReply {
        person: "Paul Martin".to_owned(),
        language: String::new(),
        kinds: vec![kind("Locataires", 1180, 1002, 3), kind("Copropriétaires", 640, 512, 0)],
        open_sessions: 14,
        undelivered: 3,
    }
}
