//! Searching, filtering, ordering, one row, files of rows: as the browser gets them.

use vantail_tests::{
    organisation::{ELEONORE, QUENTIN},
    pair::Pair,
    web::{Answer, Visitor},
};

/// Sends a form and follows it; the address tells nothing of what was asked.
async fn ask(visitor: &mut Visitor, path: &str, form: &[(&str, &str)]) -> Answer {
    let answer = visitor.post(path, form).await;
    let location = answer.header("location").to_owned();
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(location.starts_with(path), "{location}");
    for (_, asked) in form.iter().filter(|(_, asked)| asked.len() > 3) {
        assert!(!location.contains(asked.trim_start_matches('=')), "{location}");
    }
    let page = visitor.get(&location).await;
    assert_eq!(page.status, 200);
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_found_filtered_and_ordered() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let page = ask(&mut visitor, "/p/orders", &[("q", "BOITE")]).await;
    assert!(page.text().contains("Boîte aux lettres") && page.text().contains("1 élément trouvé"));
    assert!(!page.text().contains("Peinture") && page.text().contains("value=\"BOITE\""));

    let page = ask(&mut visitor, "/p/orders", &[("f0", "=ouvert"), ("f1-from", "2026-01-01")]).await;
    assert!(page.text().contains("Remboursement serrurier") && !page.text().contains("Boîte"));
    assert!(page.text().contains("<option value=\"=ouvert\" selected>"), "{}", page.text());

    let page = ask(&mut visitor, "/p/orders", &[("sort", "-1")]).await;
    let place = |text: &str| page.text().find(text).unwrap();
    assert!(place("Remboursement") < place("Peinture") && place("Peinture") < place("Boîte"));

    let page = ask(&mut visitor, "/p/orders", &[("q", "zzz")]).await;
    assert!(page.text().contains("Rien ne correspond"), "{}", page.text());
    let back = visitor.post("/p/orders", &[("q", " ")]).await;
    assert_eq!((back.status.as_u16(), back.header("location")), (303, "/p/orders"));
    // What the page does not offer is no question.
    for form in [[("sort", "9")], [("f1-from", "hier")]] {
        assert_eq!(visitor.post("/p/orders", &form).await.status, 400, "{form:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_opens_by_itself_and_for_its_person_alone() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let list = visitor.get("/p/orders").await;
    let link = list.links("/p/orders/").into_iter().find(|link| !link.ends_with("/csv")).unwrap();
    let row = visitor.get(&link).await;
    assert!(row.text().contains("<h1><bdi>Peinture de l&#39;entrée</bdi></h1>"), "{}", row.text());
    assert!(row.text().contains("<title>Mes demandes – "), "{}", row.text());
    let found = visitor.post("/p/orders", &[("q", "a")]).await.header("location").to_owned();
    let mut other = pair.signed_in(QUENTIN).await;
    for stolen in [link, found.clone(), format!("{found}/csv")] {
        assert_eq!(other.get(&stolen).await.status, 404, "{stolen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_pages_are_searched_at_once() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let page = ask(&mut visitor, "/search", &[("q", "lettres")]).await;
    assert!(page.text().contains("Boîte aux lettres") && page.text().contains("Mes demandes"));
    let all = page.links("/p/orders/").pop().unwrap();
    assert!(visitor.get(&all).await.text().contains("1 élément trouvé"));
    let page = ask(&mut visitor, "/search", &[("q", "Fuite")]).await;
    assert!(page.text().contains("Rien ne correspond"), "somebody else has it: {}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_taken_away_whole_and_adds_up() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let page = visitor.get("/p/statement").await;
    assert!(page.text().contains("<svg class=\"plot\" role=\"img\""), "{}", page.text());
    let file = visitor.get_with("/p/statement/csv", &[("accept-language", "en")]).await;
    assert_eq!((file.status.as_u16(), file.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert!(file.header("content-disposition").contains("My account.csv"));
    let lines: Vec<_> = file.text().trim_start_matches('\u{feff}').trim_end().split("\r\n").collect();
    assert_eq!(lines[0], "Date,Label,Amount (EUR),Balance (EUR)");
    assert_eq!(lines.len(), 1 + 120);
    let amount = |line: &&str| line.split(',').nth(2).unwrap().replace('.', "").parse::<i64>().unwrap();
    assert_eq!(lines[1..].iter().map(amount).sum::<i64>(), 3000);
    assert!(lines[1].ends_with(",30.00"), "{}", lines[1]);
    assert_eq!(visitor.get("/p/documents/csv").await.status, 404);
}
