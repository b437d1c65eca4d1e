//! Every presentation, as the browser gets it.

use super::{client::get, world::World};

#[tokio::test]
async fn every_presentation_is_shown_in_both_languages() {
    let world = World::start().await;
    let cases = [
        ("/p/works", "5 éléments", "5 items"),
        ("/p/works", "1\u{202f}234,56\u{a0}€", "€1,234.56"),
        ("/p/works", "11\u{a0}février 2026 à 14:30", "11\u{a0}February 2026, 14:30"),
        ("/p/works", ">0000-00-00<", ">0000-00-00<"),
        ("/p/works", "1\u{202f}311,56\u{a0}€", "€1,311.56"),
        ("/p/works/one", "<a href=\"/p/works\">Interventions</a>", "<a href=\"/p/works\">Repairs</a>"),
        ("/p/visits", "Au fond de la cour.", "Au fond de la cour."),
        ("/p/visits", "l’ordre habituel", "the usual order"),
        ("/p/events", "<p class=\"month\">novembre 2026</p>", "<p class=\"month\">November 2026</p>"),
        ("/p/events", "Sans date", "Without a date"),
        ("/p/events", "2\u{202f}077,06\u{a0}€", "€2,077.06"),
        ("/p/documents", "<h2 class=\"year\">2021</h2>", "<h2 class=\"year\">2021</h2>"),
        ("/p/documents", ">Nouveau<", ">New<"),
        ("/p/minutes/empty", "dès qu’il est signé", "dès qu’il est signé"),
        ("/p/statement", "Les chiffres du graphique", "The numbers of the chart"),
        ("/p/statement", "<figcaption>Le solde, mois par mois<", "<figcaption>Relevé de compte<"),
        ("/p/statement", "1\u{202f}000\u{a0}€</text>", "€1,000</text>"),
        ("/p/statement", ">nov.\u{a0}2026</text>", ">Nov\u{a0}2026</text>"),
        ("/p/charges", "612,40\u{a0}€<svg", "€612.40<svg"),
        ("/p/coverage", "Présents\u{a0}: 2 sur 5", "2 of 5 there"),
        ("/p/coverage", "3 sur 3", "3 of 3"),
        ("/p/coverage", "Trop ancien", "Too old"),
        ("/p/coverage", "Décret n° 2019-502", "Décret n° 2019-502"),
    ];
    for (path, french, english) in cases {
        for (language, told) in [("fr", french), ("en", english)] {
            let answer = get(&world, path, language).await;
            let text = answer.text();
            assert_eq!(answer.status, 200, "{path}");
            assert!(text.contains(told), "{path} {told}\n{text}");
            assert_eq!(text.matches("<h1>").count(), 1, "{path}");
            assert!(!text.contains("<script") && !text.contains("style=\""), "{path}");
        }
    }
}

#[tokio::test]
async fn a_row_by_itself_keeps_its_heading_out_of_the_title() {
    let world = World::start().await;
    let page = get(&world, "/p/works/one", "fr").await.text();
    assert!(page.contains("<h1><bdi>Chauffe-eau</bdi></h1>"), "{page}");
    assert!(page.contains("<title>Interventions – "), "{page}");
}

#[tokio::test]
async fn staff_see_what_is_covered_everywhere() {
    let world = World::with("staff", 1, "").await;
    let page = get(&world, "/coverage", "fr").await.text();
    for told in [
        "href=\"/coverage\" aria-current=\"page\"",
        "1\u{202f}240",
        "Résidence 1",
        "href=\"/coverage/older\"",
        "Manquant",
    ] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    assert_eq!(get(&world, "/coverage/older", "en").await.status, 200);
    assert_eq!(get(&world, "/coverage/%22", "en").await.status, 404);
    for path in ["/search/found", "/p/works/csv"] {
        assert_eq!(get(&world, path, "fr").await.status, 404, "{path}");
    }
    let public = World::start().await;
    assert_eq!(get(&public, "/coverage", "fr").await.status, 404);
}
