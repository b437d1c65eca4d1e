//! What people change about their accounts, over a back that answers by heart.

use vantail_proto::portal::Confirmation;

use super::{
    back::{TOKEN, entry::CODE},
    client::{Answer, ask, get, post},
    world::World,
};

fn leads(answer: &Answer, to: &str) {
    assert_eq!((answer.status, answer.header("location")), (303, to), "{}", answer.text());
}

async fn told(world: &World, path: &str, parts: &[&str]) {
    let page = get(world, path, "fr").await.text();
    for part in parts {
        assert!(page.contains(part), "{path}: {part}\n{page}");
    }
}

#[tokio::test]
async fn the_account_tells_what_there_is_and_leads_to_what_can_be_changed() {
    let world = World::start().await;
    let parts = [
        "choisi il y a 40 jours",
        "En place",
        "FranceConnect",
        "href=\"/account/password\"",
        "href=\"/account/email\"",
        "href=\"/account/factors\"",
        "href=\"/account/providers\"",
        "href=\"/terms\"",
        "n’a pas pu",
    ];
    told(&world, "/account", &parts).await;
    for path in ["/account/password", "/account/email", "/account/factors", "/account/providers", "/terms"] {
        for (language, back) in [("fr", "Mon compte"), ("en", "My account")] {
            let page = get(&world, path, language).await;
            assert_eq!(page.status, 200, "{path}");
            let text = page.text();
            assert!(text.contains(back) && text.contains(&format!("<html lang=\"{language}\">")), "{path}");
            assert_eq!(text.matches("<h1>").count(), 1, "{path}");
            assert!(!text.contains("<script>"), "{path}");
        }
        leads(&ask(&world, "GET", path, &[], "").await, "/login");
        leads(&ask(&world, "GET", path, &[("cookie", "__Host-vantail=old")], "").await, "/login?ended");
    }
    for path in [
        "/account/password",
        "/account/email",
        "/account/email/code",
        "/account/email/cancel",
        "/account/factors/totp",
        "/account/factors/totp/code",
        "/account/factors/totp/remove",
        "/account/factors/recovery",
        "/account/factors/passkeys/answer",
        "/account/factors/passkeys/remove",
        "/terms",
    ] {
        let ours = [("sec-fetch-site", "same-origin")];
        leads(&ask(&world, "POST", path, &ours, "").await, "/login");
        let (name, value) = super::client::cookie();
        let foreign = [(name, value.as_str()), ("sec-fetch-site", "cross-site")];
        assert_eq!(ask(&world, "POST", path, &foreign, "").await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn a_password_is_changed_with_the_present_one() {
    let world = World::start().await;
    for (body, status, sentence) in [
        ("current=&password=a&confirm=a", 422, "Type the password"),
        ("current=wrong&password=lanterne&confirm=lanterne", 401, "This is not your current password"),
        ("current=throttled&password=lanterne&confirm=lanterne", 429, "Try again in 2 minutes"),
        ("current=right&password=weak&confirm=weak", 422, "does not meet all the rules"),
        ("current=right&password=one&confirm=two", 422, "The two are not the same"),
    ] {
        let (name, value) = super::client::cookie();
        let headers = [(name, value.as_str()), ("sec-fetch-site", "same-origin"), ("accept-language", "en")];
        let answer = ask(&world, "POST", "/account/password", &headers, body).await;
        assert_eq!(answer.status, status, "{body}");
        assert!(answer.text().contains(sentence), "{body}\n{}", answer.text());
        assert!(!answer.text().contains("lanterne"), "{body}");
    }
    let answer = post(&world, "/account/password", "current=right&password=lanterne&confirm=lanterne").await;
    leads(&answer, "/account?password");
    assert!(answer.header("set-cookie").starts_with(&format!("__Host-vantail={TOKEN}; ")));
    told(&world, "/account?password", &["votre mot de passe est changé"]).await;
}

#[tokio::test]
async fn an_address_is_changed_by_its_code() {
    let world = World::start().await;
    for (body, status, sentence) in [
        ("email=nowhere&password=right", 422, "Ce n’est pas une adresse électronique"),
        ("email=a+b%40c&password=right", 422, "value=\"a b@c\""),
        ("email=a%40b.example&password=", 401, "Indiquez le mot de passe"),
        ("email=a%40b.example&password=wrong", 401, "value=\"a@b.example\""),
    ] {
        let answer = post(&world, "/account/email", body).await;
        assert_eq!(answer.status, status, "{body}");
        assert!(answer.text().contains(sentence), "{body}\n{}", answer.text());
    }
    leads(&post(&world, "/account/email", "email=+a%40b.example+&password=right").await, "/account/email");
    told(&world, "/account", &["attend son code", "a@b.example"]).await;
    told(&world, "/account/email", &["one-time-code", "a@b.example", "Abandonner ce changement"]).await;
    let answer = post(&world, "/account/email/code", "code=nope").await;
    assert!(answer.text().contains("Il vous reste 4 essais"));
    leads(&post(&world, "/account/email/code", &format!("code={CODE}")).await, "/account?email");
    leads(&post(&world, "/account/email", "email=a%40b.example&password=right").await, "/account/email");
    leads(&post(&world, "/account/email/cancel", "").await, "/account?email-cancelled");
    told(&world, "/account/email", &["Nouvelle adresse électronique"]).await;
}

#[tokio::test]
async fn factors_are_set_up_and_removed_with_the_password() {
    let world = World::start().await;
    told(
        &world,
        "/account/factors",
        &["Installée il y a 40 jours", "Il vous reste 7 codes", "&#60;script&#62;"],
    )
    .await;
    let duty = post(&world, "/account/factors/totp/remove", "password=duty").await;
    assert!(duty.status == 403 && duty.text().contains("c’est votre dernier second facteur"));
    leads(&post(&world, "/account/factors/totp/remove", "password=right").await, "/account/factors?removed");
    told(&world, "/account/factors?removed", &["il est retiré", "Installer"]).await;
    let wrong = post(&world, "/account/factors/totp", "password=wrong").await;
    assert_eq!(wrong.status, 401);
    leads(&post(&world, "/account/factors/totp", "password=right").await, "/account/factors");
    told(&world, "/account/factors", &["<svg xmlns=", "JBSW Y3DP", "totp/code"]).await;
    let wrong = post(&world, "/account/factors/totp/code", "code=000000").await;
    assert!(wrong.text().contains("Il vous reste 4 essais"));
    let codes = post(&world, "/account/factors/totp/code", "code=123456").await;
    assert!(codes.status == 200 && codes.text().contains("ABCD-0002-EFGH"));
    let codes = post(&world, "/account/factors/recovery", "password=right").await;
    assert!(codes.text().contains("ABCD-0011-EFGH"));
}

#[tokio::test]
async fn passkeys_are_added_by_the_script_and_removed_by_a_form() {
    let world = World::start().await;
    let question = post(&world, "/account/factors/passkeys", "password=right").await;
    assert_eq!((question.status, question.header("content-type")), (200, "application/json"));
    let wrong = post(&world, "/account/factors/passkeys", "password=wrong").await;
    assert_eq!((wrong.status, wrong.header("content-type")), (401, "text/plain; charset=utf-8"));
    assert_eq!(wrong.text(), "Ce n’est pas votre mot de passe actuel.");
    let right = "credential=%7B%22id%22%3A%22right%22%7D&name=Ma+cl%C3%A9";
    leads(&post(&world, "/account/factors/passkeys/answer", right).await, "/account/factors?set");
    for body in ["credential=", "credential=x", &format!("credential=x&name={}", "n".repeat(300))] {
        let answer = post(&world, "/account/factors/passkeys/answer", body).await;
        assert!(answer.text().contains("n’a pas répondu"), "{body}");
    }
    // Everything that can be wrong has its own sentence, and none speaks of a code.
    for (id, status, sentence) in [
        ("known", 409, "déjà installée"),
        ("late", 422, "a trop duré"),
        ("bad", 422, "n’a pas répondu comme il faut"),
    ] {
        let body = format!("credential=%7B%22id%22%3A%22{id}%22%7D");
        let answer = post(&world, "/account/factors/passkeys/answer", &body).await;
        assert_eq!(answer.status, status, "{id}");
        assert!(answer.text().contains(sentence) && answer.text().contains("/account/factors"), "{id}");
    }
    world.backs[0].back.mood(|mood| mood.fail = Some((vantail_shared::failure::Code::Forbidden, 0)));
    let many = post(&world, "/account/factors/passkeys", "password=right").await;
    assert_eq!((many.status, many.header("content-type")), (403, "text/plain; charset=utf-8"));
    assert!(many.text().contains("Aucune autre clé d’accès"), "{}", many.text());
    world.backs[0].back.mood(|mood| mood.fail = None);
    let remove = "/account/factors/passkeys/remove";
    assert_eq!(post(&world, remove, "handle=%22&password=right").await.status, 404);
    assert_eq!(post(&world, remove, "handle=key-one&password=wrong").await.status, 401);
    leads(&post(&world, remove, "handle=key-one&password=right").await, "/account/factors?removed");
}

#[tokio::test]
async fn without_a_password_a_new_sign_in_confirms_and_an_old_one_asks_for_another() {
    let world = World::start().await;
    let becomes = |confirmation| {
        world.backs[0].back.changed.lock().unwrap().confirmation = Some(confirmation);
    };
    becomes(Confirmation::SignIn);
    for path in ["/account/email", "/account/factors", "/account/providers"] {
        let page = get(&world, path, "fr").await.text();
        assert!(
            !page.contains("type=\"password\"") && !page.contains("action=\"/logout\"><button class"),
            "{path}"
        );
        assert!(page.contains(&format!("action=\"{path}")), "{path}: {page}");
    }
    leads(&post(&world, "/account/factors/totp/remove", "").await, "/account/factors?removed");
    leads(&post(&world, "/account/email", "email=a%40b.example").await, "/account/email");
    leads(&post(&world, "/account/email/cancel", "").await, "/account?email-cancelled");
    assert_eq!(post(&world, "/account/factors/passkeys", "").await.status, 200);

    becomes(Confirmation::Renewal);
    for (path, language, sentence) in [
        ("/account/email", "fr", "Déconnectez-vous, puis connectez-vous de nouveau"),
        ("/account/factors", "en", "Sign out and sign in again"),
        ("/account/providers", "fr", "pendant les dix minutes qui suivent"),
    ] {
        let page = get(&world, path, language).await.text();
        assert!(page.contains(sentence), "{path}: {page}");
        assert!(!page.contains("type=\"password\"") && !page.contains(&format!("action=\"{path}")), "{path}");
        assert_eq!(page.matches("action=\"/logout\"").count(), 2, "{path}");
    }
    let late = post(&world, "/account/factors/totp/remove", "").await;
    assert!(late.status == 403 && late.text().contains("Déconnectez-vous"), "{}", late.text());
    let late = post(&world, "/account/factors/passkeys", "").await;
    assert!(late.status == 403 && late.text().starts_with("Votre compte n’a pas de mot de passe"));
}
