//! Rows in every form.

use vantail_proto::portal::{self, Format, Layout, body::Content};

use super::{HOSTILE, cells, column};

fn row(texts: &[&str], title: &str, day: &str, handle: &str) -> portal::Row {
    portal::Row {
        cells: cells(texts),
        title: title.to_owned(),
        day: day.to_owned(),
        handle: handle.to_owned(),
    }
}

/// A table whose rows open, with a sum.
pub fn works() -> Content {
    Content::List(portal::List {
        columns: vec![
            column("Objet", Format::Text),
            column("Date", Format::Date),
            column("État", Format::Text),
            portal::Column { decimals: Some(2), ..column("Coût", Format::Money) },
        ],
        rows: vec![
            row(&["Chauffe-eau", "2026-09-04", "Terminé", "1234.5649"], "Chauffe-eau", "", "one"),
            row(
                &["Porte du parking", "2026-02-11 14:30:00", "En cours", "NULL"],
                "Porte du parking",
                "",
                "one",
            ),
            row(&[HOSTILE, "2025-02-11", "Terminé", "80.00"], HOSTILE, "", "one"),
            row(&["דוד לוי – שער", "0000-00-00", "Ouvert", "-15"], "דוד", "", "one"),
            row(&["Rez-de-chaussée".repeat(12).as_str(), "9999-12-31", "Ouvert", "12"], "Long", "", "one"),
        ],
        total_rows: 5,
        layout: Layout::Table.into(),
        totals: cells(&["NULL", "NULL", "NULL", "1311.56"]),
    })
}

/// A plain table.
pub fn charges() -> Content {
    let lines = [
        ("Chauffage", "612.40", "2025"),
        ("Eau froide", "188.05", "2025"),
        ("Entretien de l’ascenseur", "143.77", "2025"),
        ("Régularisation", "-95.10", "2025"),
    ];
    Content::List(portal::List {
        columns: vec![
            column("Nature", Format::Text),
            column("Exercice", Format::Text),
            column("Montant", Format::Money),
        ],
        rows: lines.iter().map(|(kind, amount, year)| row(&[kind, year, amount], "", "", "")).collect(),
        total_rows: 4,
        layout: Layout::Table.into(),
        totals: cells(&["NULL", "NULL", "849.12"]),
    })
}

/// The same by kind.
pub fn by_kind() -> portal::Chart {
    let point = |label: &str, value: &str| portal::Point { label: label.to_owned(), value: value.to_owned() };
    portal::Chart {
        title: "Charges par nature".to_owned(),
        picture: portal::Picture::Bars.into(),
        currency: "EUR".to_owned(),
        points: vec![
            point("Chauffage", "612.40"),
            point("Eau froide", "188.05"),
            point("Entretien de l’ascenseur et des portes automatiques du sous-sol", "143.77"),
            point("Régularisation", "-95.10"),
        ],
    }
}

pub fn cards() -> Content {
    let columns = vec![
        column("Logement", Format::Text),
        column("Date", Format::Date),
        column("Loyer", Format::Money),
        column("Contact", Format::Phone),
        column("Remarque", Format::Lines),
    ];
    let visit = |home: &str, date: &str, rent: &str, note: &str, handle: &str| {
        row(&[home, date, rent, "04 78 00 00 00", note], home, "", handle)
    };
    Content::List(portal::List {
        columns,
        rows: vec![
            visit("Appartement T2, Croix-Rousse", "2026-10-03 10:30:00", "742.50", "NULL", "one"),
            visit(
                "Studio, Guillotière",
                "2026-09-21",
                "489.00",
                "Au fond de la cour.\nSonner deux fois.",
                "one",
            ),
            visit(HOSTILE, "2026-09-02", "1250", "NULL", ""),
        ],
        total_rows: 3,
        layout: Layout::Cards.into(),
        totals: Vec::new(),
    })
}

pub fn timeline() -> Content {
    let moment = |title: &str, day: &str, kind: &str, amount: &str, handle: &str| {
        row(&[day, kind, amount], title, day, handle)
    };
    Content::List(portal::List {
        columns: vec![
            column("Date", Format::Date),
            column("Nature", Format::Text),
            column("Montant", Format::Money),
        ],
        rows: vec![
            moment("Loyer de novembre reçu", "2026-11-06", "Virement", "842.50", "one"),
            moment("Entrée du nouveau gardien", "2026-11-02 09:15:00", "Immeuble", "NULL", ""),
            moment("Chauffe-eau remplacé", "2026-09-04", "Intervention", "1234.56", "one"),
            moment(HOSTILE, "2026-09-01", "Immeuble", "NULL", ""),
            moment("Signature du bail", "", "Contrat", "NULL", ""),
        ],
        total_rows: 5,
        layout: Layout::Timeline.into(),
        totals: cells(&["NULL", "NULL", "2077.06"]),
    })
}

fn document(handle: &str, title: &str, category: &str, date: &str, size: Option<u64>) -> portal::Document {
    portal::Document {
        handle: handle.to_owned(),
        title: title.to_owned(),
        category: category.to_owned(),
        date: date.to_owned(),
        size,
        media_type: "application/pdf".to_owned(),
        unread: date > "2026-11",
        store_away: false,
    }
}

pub fn documents() -> Content {
    Content::Documents(portal::Documents {
        documents: vec![
            document("small", "Quittance de novembre 2026", "Quittance", "2026-11-03", Some(24_310)),
            document(
                "large",
                "Procès-verbal de l’assemblée générale",
                "Assemblée",
                "2026-06-18",
                Some(5_300_000),
            ),
            document("missing", "Diagnostic de performance énergétique", "Diagnostic", "2021-02-12", None),
            document("small", HOSTILE, "Diagnostic", "", Some(512)),
        ],
        total_rows: 4,
    })
}

pub fn covered() -> Vec<portal::Covered> {
    use portal::Presence::{Missing, Present, Stale};
    let expected = |title: &str, basis: &str, presence: portal::Presence, newest: &str, count, needed| {
        let (title, basis, newest) = (title.to_owned(), basis.to_owned(), newest.to_owned());
        portal::Expected { title, basis, presence: presence.into(), newest, count, needed }
    };
    let law = "Décret n° 2019-502 du 23 mai 2019, art. 1";
    vec![
        portal::Covered {
            title: "Résidence Les Tilleuls".to_owned(),
            expected: vec![
                expected("Règlement de copropriété", law, Present, "2009-04-02", 1, 1),
                expected("Procès-verbaux d’assemblée", law, Present, "2026-06-18", 3, 3),
                expected("Assurance de l’immeuble", law, Stale, "2025-01-04", 1, 1),
                expected("Carnet d’entretien", "", Missing, "", 0, 1),
                expected("Diagnostics des parties communes", law, Missing, "2026-11-21", 1, 2),
            ],
        },
        portal::Covered {
            title: HOSTILE.to_owned(),
            expected: vec![expected("Règlement de copropriété", "", Present, "2026-11-22", 1, 1)],
        },
    ]
}
