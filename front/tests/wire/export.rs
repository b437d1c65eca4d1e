//! Rows as files.

use super::{
    client::{ask, get},
    world::World,
};

#[tokio::test]
async fn rows_are_taken_away_in_the_form_of_each_language() {
    let world = World::start().await;
    let answer = get(&world, "/p/charges/csv", "fr").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"Mes charges.csv\""));
    let lines = "\u{feff}Nature;Exercice;Montant (EUR)\r\nChauffage;2025;612,40\r\nEau froide;2025;188,05\r\n\
                 Entretien de l’ascenseur;2025;143,77\r\nRégularisation;2025;-95,10\r\n";
    assert_eq!(answer.text(), lines);
    let english = get(&world, "/p/charges/csv", "en").await.text();
    assert!(english.contains("\r\nChauffage,2025,612.40\r\n"), "{english}");
    // Part after part: the sample's account goes on once.
    let statement = get(&world, "/p/statement/older/csv", "fr").await;
    assert!(statement.text().starts_with("\u{feff}Date;Libellé;Montant (EUR);Solde (EUR)\r\n2026-11-03;"));
    assert!(statement.text().contains("2026-10-06;Virement reçu, merci;-842,50;0,00\r\n"));
}

#[tokio::test]
async fn a_file_is_bounded_and_says_so() {
    let world = World::start().await;
    let answer = get(&world, "/p/long/csv", "en").await;
    let text = answer.text();
    let lines: Vec<_> = text.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 1 + 20_000 + 1);
    assert_eq!(lines[20_000], "'=row 19999,1.5");
    assert!(lines[20_001].contains("a file holds 20,000 rows at the most"), "{}", lines[20_001]);
    assert_eq!(world.backs[0].back.calls("page"), 40);
}

#[tokio::test]
async fn a_file_that_cannot_be_finished_breaks_off() {
    let world = World::start().await;
    let answer = get(&world, "/p/cut/csv", "fr").await;
    assert_eq!(answer.status, 200);
    assert!(!answer.whole, "the end is not that of a whole file");
}

#[tokio::test]
async fn only_rows_are_taken_away_and_only_from_here() {
    let world = World::start().await;
    for path in ["/p/documents/csv", "/p/lease/csv", "/p/nowhere/csv", "/p/charges/stale/csv"] {
        let answer = get(&world, path, "fr").await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (404, "text/html; charset=utf-8"),
            "{path}"
        );
    }
    let answer = ask(&world, "GET", "/p/charges/csv", &[], "").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/login"));
    let answer = ask(&world, "GET", "/p/charges/csv", &[("sec-fetch-site", "cross-site")], "").await;
    assert_eq!(answer.status, 403);
    assert!(!get(&world, "/p/documents", "fr").await.text().contains("/csv"));
}
