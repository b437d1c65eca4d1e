//! Searching, filtering and ordering: by forms alone, and never in an address.

use super::{
    back::TOKEN,
    client::{ask, get, post},
    world::World,
};

#[tokio::test]
async fn what_is_asked_becomes_a_handle_and_stands_in_no_address() {
    let world = World::start().await;
    let form = "sorted=1&q=Mme+Dupont&f0=%3DO&f1-from=2026-01-01&f1-until=&sort=-3";
    let answer = post(&world, "/p/works", form).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/p/works/found"));
    let asked = world.backs[0].back.last_find.lock().unwrap().take().unwrap();
    assert_eq!((asked.page.as_str(), asked.search.as_str()), ("works", "Mme Dupont"));
    assert_eq!((asked.sort, asked.descending), (3, true));
    assert_eq!(asked.filters[0].value.as_deref(), Some("O"));
    assert_eq!(asked.filters[1].from, "2026-01-01");

    let answer = post(&world, "/search", "q=Mme+Dupont").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/search/found"));
    assert_eq!(world.backs[0].back.last_find.lock().unwrap().take().unwrap().page, "");
}

#[tokio::test]
async fn an_empty_form_leads_back_and_asks_nobody() {
    let world = World::start().await;
    for (path, form, back) in [
        ("/p/works", "q=+&sorted=&f0=&f1-from=&f1-until=", "/p/works"),
        ("/p/works", "", "/p/works"),
        ("/search", "q=", "/"),
    ] {
        let answer = post(&world, path, form).await;
        assert_eq!((answer.status, answer.header("location")), (303, back), "{path}");
    }
    assert_eq!(world.backs[0].back.calls("find"), 0);
}

#[tokio::test]
async fn forms_of_strangers_and_forms_out_of_bounds_are_refused() {
    let world = World::start().await;
    let cookie = format!("__Host-vantail={TOKEN}");
    for path in ["/p/works", "/search"] {
        let foreign = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")];
        assert_eq!(ask(&world, "POST", path, &foreign, "q=a").await.status, 403, "{path}");
        assert_eq!(ask(&world, "POST", path, &[("cookie", &cookie)], "q=a").await.status, 403, "{path}");
        let stranger = ask(&world, "POST", path, &[("sec-fetch-site", "same-origin")], "q=a").await;
        assert_eq!((stranger.status, stranger.header("location")), (303, "/login"), "{path}");
        let long = format!("q={}", "a".repeat(500));
        let many = "q=a&".repeat(65);
        for form in
            [long.as_str(), many.trim_end_matches('&'), "f99=%3Da", "other=1", "sort=x", "f0-from=soon"]
        {
            assert_eq!(post(&world, path, form).await.status, 400, "{path}");
        }
        assert_eq!(post(&world, path, &"q=a&".repeat(5000)).await.status, 413, "{path}");
    }
    assert_eq!(post(&world, "/p/%22", "q=a").await.status, 404);
    assert_eq!(world.backs[0].back.calls("find"), 0);
}

#[tokio::test]
async fn what_is_in_force_is_seen_and_can_be_taken_away() {
    let world = World::start().await;
    let page = get(&world, "/p/works/found", "en").await.text();
    for told in [
        "value=\"l’eau &#34;chaude&#34; &#60;b&#62;\"",
        "<option value=\"=\" selected>En cours (1)</option>",
        "type=\"date\" value=\"2026-01-01\"",
        "name=\"sorted\" value=\"-2\"",
        "aria-sort=\"descending\"><button class=\"sort\" form=\"asked\" name=\"sort\" value=\"2\">Date</button>",
        "5 items found",
        "<a href=\"/p/works\">Clear all</a>",
        "href=\"/p/works/found/csv\"",
    ] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    let nothing = get(&world, "/p/works/nothing", "fr").await.text();
    assert!(nothing.contains("Rien ne correspond") && nothing.contains("name=\"q\""), "{nothing}");
    let documents = get(&world, "/p/documents/found", "fr").await.text();
    assert!(documents.contains("value=\"=A\" aria-pressed=\"true\">Assemblée (1)</button>"), "{documents}");
    let cards = get(&world, "/p/visits/found", "fr").await.text();
    assert!(cards.contains("<option value=\"-2\" selected>Loyer, décroissant</option>"), "{cards}");
}

#[tokio::test]
async fn everything_is_searched_at_once() {
    let world = World::start().await;
    let page = get(&world, "/search/found", "fr").await.text();
    for told in [
        "13 éléments trouvés",
        "Voir les 12 résultats",
        "href=\"/p/works/found\"",
        "Chauffe-eau",
        "<title>Recherche – ",
    ] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    let nothing = get(&world, "/search/nothing", "en").await.text();
    assert!(nothing.contains("Nothing matches") && nothing.contains("No item found"));
    assert_eq!(get(&world, "/search/stale", "en").await.status, 404);
    assert_eq!(get(&world, "/search", "en").await.status, 405);
}
