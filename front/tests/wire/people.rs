//! The staff's pages about the accounts of persons.

use super::{
    back::TOKEN,
    client::{ask, get, post},
    world::World,
};

async fn staff() -> World {
    World::with("staff", 1, "").await
}

fn last_act(world: &World) -> String {
    world.backs[0].back.last_act.lock().expect("a whole lock").clone()
}

#[tokio::test]
async fn a_search_becomes_a_handle_and_stands_in_no_address() {
    let world = staff().await;
    let answer = post(&world, "/people", "q=+d%E2%80%99Aubign%C3%A9%00&state=active").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/people/found/asked"));
    assert_eq!(last_act(&world), "find d’Aubigné active");
    let answer = post(&world, "/people", "state=undelivered").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/people/found/asked"));
    let answer = post(&world, "/people", "q=+&state=").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/people"));
    let long = format!("q={}", "a".repeat(500));
    for form in [long.as_str(), "q=a&state=other"] {
        assert_eq!(post(&world, "/people", form).await.status, 400);
    }
    assert_eq!(world.backs[0].back.calls("find_people"), 2);
}

#[tokio::test]
async fn people_and_their_accounts_are_told_in_both_languages() {
    let world = staff().await;
    let cases = [
        ("/people", "Derniers actes", "Newest acts"),
        ("/people/found/asked", "Sans compte", "No account"),
        ("/people/found/asked", "Identité à vérifier", "Identity to be checked"),
        (
            "/people/found/asked",
            "<option value=\"active\" selected>Actif",
            "<option value=\"active\" selected>Active",
        ),
        ("/people/found/asked", "value=\"d’Aubigné &#34;x&#34;\"", "value=\"d’Aubigné &#34;x&#34;\""),
        ("/people/found/asked", "n’est plus dans la base métier", "no longer in the business database"),
        ("/people/found/nothing", "Personne ne correspond", "Nobody matches"),
        ("/people/nobody", "pas encore de compte", "has no account yet"),
        ("/people/nobody", "Rien pour le moment", "Nothing yet"),
        ("/people/invited", "vaut encore 10 jours", "good for 10 days more"),
        ("/people/invited", "(PDF, une seule fois)", "(PDF, once only)"),
        ("/people/verifying", "aucune adresse électronique n’est connue", "no e-mail address is known"),
        ("/people/verifying", "ouvrir le compte", "open the account"),
        ("/people/active", "2 clés d’accès", "2 passkeys"),
        ("/people/active", "enregistrée, par Paul Martin", "recorded, by Paul Martin"),
        ("/people/active", "Compte créé, par un administrateur", "Account made, by an administrator"),
        ("/people/disabled", "Réactiver le compte", "Enable the account"),
        ("/people/active?disabled", "C’est fait", "Done"),
        ("/people/disabled", "n’a pas pu être remis il y a 2 jours", "could not be delivered 2 days ago"),
        (
            "/people",
            "<option value=\"undelivered\">Courriels non remis",
            "<option value=\"undelivered\">Mail not delivered",
        ),
        ("/", "n’ont pas pu être remis à 3 personnes", "Mail to 3 persons could not be delivered"),
    ];
    for (path, french, english) in cases {
        for (language, told) in [("fr", french), ("en", english)] {
            let answer = get(&world, path, language).await;
            let text = answer.text();
            assert_eq!(answer.status, 200, "{path}");
            assert!(text.contains(told), "{path} {told}\n{text}");
            assert_eq!(text.matches("<h1>").count(), 1, "{path}");
            assert!(!text.contains("<script"), "{path}");
        }
    }
    let active = get(&world, "/people/active", "en").await.text();
    assert!(active.contains("<title>A person’s account – "), "no name in the browser's history");
    assert!(!active.contains("open the account") && !active.contains("name=\"which\""));
    let gone = get(&world, "/people/gone", "en").await.text();
    assert!(!gone.contains("/invite\""), "a person who is gone gets no letters");
    for path in ["/people/found/stale", "/people/stale", "/people/%22"] {
        assert_eq!(get(&world, path, "en").await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn every_act_is_a_form_and_ends_on_the_persons_page() {
    let world = staff().await;
    for (act, form, told, place) in [
        ("invite", "", "invite active", "?invited"),
        ("disable", "", "disable active false", "?disabled"),
        ("enable", "", "disable active true", "?enabled"),
        ("email", "email=+a%40b.example+", "email active a@b.example", "?email"),
        ("vouch", "email=ignored", "email active ", "?checked"),
        ("factors", "", "factors active", "?factors"),
    ] {
        let path = format!("/people/active/{act}");
        let answer = post(&world, &path, form).await;
        assert_eq!((answer.status, answer.header("location")), (303, &*format!("/people/active{place}")));
        assert_eq!(last_act(&world), told);
        assert_eq!(get(&world, &path, "fr").await.status, 405, "{act}");
    }
    assert_eq!(post(&world, "/people/active/other", "").await.status, 404);
    assert_eq!(post(&world, "/people/%22/disable", "").await.status, 404);
}

#[tokio::test]
async fn letters_are_downloads_that_nobody_keeps() {
    let world = staff().await;
    for (which, name) in [("login", "courrier-identifiant.pdf"), ("password", "courrier-mot-de-passe.pdf")] {
        let answer = post(&world, "/people/invited/letter", &format!("which={which}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"));
        assert_eq!(answer.header("cache-control"), "no-store");
        let disposition = answer.header("content-disposition");
        assert!(disposition.starts_with("attachment; ") && disposition.contains(name), "{disposition}");
        assert_eq!(answer.body, b"%PDF-1.7 a letter");
        assert_eq!(last_act(&world), format!("letter invited {}", which == "password"));
    }
    assert_eq!(post(&world, "/people/invited/letter", "which=both").await.status, 400);
    let again = post(&world, "/people/changed/letter", "which=password").await;
    assert_eq!(again.status, 409);
    assert!(again.text().contains("ne peut plus être produit"), "{}", again.text());
}

#[tokio::test]
async fn what_was_refused_is_told_on_the_persons_page() {
    let world = staff().await;
    let refused = post(&world, "/people/active/email", "email=nowhere").await;
    assert_eq!(refused.status, 422);
    let text = refused.text();
    assert!(text.contains("n’en est pas une") && text.contains("value=\"nowhere\""), "{text}");
    assert_eq!(post(&world, "/people/active/email", "email=").await.status, 422);
    assert_eq!(world.backs[0].back.calls("settle_email"), 0);
    let changed = post(&world, "/people/changed/disable", "").await;
    assert_eq!(changed.status, 409);
    assert!(changed.text().contains("a changé entre-temps"));
}

#[tokio::test]
async fn nobody_acts_from_elsewhere_without_a_session_or_on_the_public_front() {
    let world = staff().await;
    let cookie = format!("__Host-vantail={TOKEN}");
    for path in ["/people", "/people/active/disable", "/people/invited/letter"] {
        let foreign = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")];
        assert_eq!(ask(&world, "POST", path, &foreign, "q=a").await.status, 403, "{path}");
        let stranger = ask(&world, "POST", path, &[("sec-fetch-site", "same-origin")], "q=a").await;
        assert_eq!((stranger.status, stranger.header("location")), (303, "/login"), "{path}");
    }
    for path in ["/people", "/people/active", "/people/found/asked"] {
        let stranger = ask(&world, "GET", path, &[], "").await;
        assert_eq!((stranger.status, stranger.header("location")), (303, "/login"), "{path}");
    }
    assert_eq!(last_act(&world), "");
    let public = World::start().await;
    assert_eq!(get(&public, "/people", "fr").await.status, 404);
    assert_eq!(post(&public, "/people/active/disable", "").await.status, 404);
}
