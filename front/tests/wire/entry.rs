//! Sign-in, step by step, over a back that answers by heart.

use super::{
    back::{
        HELD, TOKEN,
        entry::{BROWSER, CODE},
    },
    client::{Answer, ask, post},
    world::World,
};

const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");
const PASSWORD: &str = "password=lanterne+bleue&confirm=lanterne+bleue";

/// Somebody in the middle of a sign-in.
struct Way<'a> {
    world: &'a World,
    cookie: String,
}

impl<'a> Way<'a> {
    async fn begin(world: &'a World, login: &str) -> (Self, Answer) {
        let answer = ask(world, "POST", "/login", &[OURS], &format!("login={login}&password=right")).await;
        (Self { world, cookie: format!("__Host-vantail=entry-{login}") }, answer)
    }

    async fn get(&self, path: &str, language: &str) -> Answer {
        ask(self.world, "GET", path, &[("cookie", &self.cookie), ("accept-language", language)], "").await
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str()), OURS, ("accept-language", "fr")];
        ask(self.world, "POST", path, &headers, body).await
    }
}

fn leads(answer: &Answer, to: &str) {
    assert_eq!((answer.status, answer.header("location")), (303, to), "{}", answer.text());
}

#[tokio::test]
async fn the_first_sign_in_asks_for_a_password_then_a_code_then_opens() {
    let world = World::start().await;
    let (way, answer) = Way::begin(&world, "new").await;
    leads(&answer, "/login/new-password");
    assert!(answer.header("set-cookie").starts_with("__Host-vantail=entry-new; "));
    for (language, told) in [("fr", "Celui de la lettre ne sert qu’une fois"), ("en", "works only once")] {
        let page = way.get("/login/new-password", language).await.text();
        assert!(page.contains(told), "{page}");
        for part in [
            "autocomplete=\"username\"",
            "autocomplete=\"new-password\"",
            "data-kind=\"bits\" data-number=\"50\"",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
    }
    for (body, sentence) in [
        ("password=weak-word&confirm=weak-word", "ne respecte pas toutes les règles"),
        ("password=one&confirm=other", "Les deux saisies sont différentes"),
        ("password=&confirm=", "Indiquez le mot de passe"),
        (&format!("password={0}&confirm={0}", "x".repeat(600)), "trop long"),
    ] {
        let answer = way.post("/login/new-password", body).await;
        assert_eq!(answer.status, 422, "{body}");
        assert!(
            answer.text().contains(sentence) && !answer.text().contains("weak-word"),
            "{}",
            answer.text()
        );
    }
    let refused = way.post("/login/new-password", "password=weak&confirm=weak").await.text();
    // A rule that was not told before stands there too once it was not met.
    for part in
        [">au moins 12 caractères<span class=\"state\"> – pas encore", ">pas le même que le précédent<span"]
    {
        assert!(refused.contains(part), "{part}\n{refused}");
    }
    leads(&way.post("/login/new-password", PASSWORD).await, "/login/code");
    // The form of another tab, or the back button: to the step that it is.
    leads(&way.post("/login/new-password", PASSWORD).await, "/login/code");
    leads(&way.get("/login/new-password", "fr").await, "/login/code");
    let page = way.get("/login/code", "fr").await.text();
    for part in ["m•••@c•••.example", "autocomplete=\"one-time-code\"", "10 minutes", "45 secondes"]
    {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let opened = way.post("/login/code", &format!("code={CODE}")).await;
    leads(&opened, "/");
    let cookies = opened.header("set-cookie");
    assert!(cookies.contains(&format!("__Host-vantail={TOKEN}; ")), "{cookies}");
    assert!(cookies.contains(&format!("__Host-vantail-browser={BROWSER}; ")), "{cookies}");
    // The entry is gone; in the browser that has the session now, an old form leads to the first page.
    leads(&way.post("/login/code", &format!("code={CODE}")).await, "/login?over");
    leads(&post(&world, "/login/code", "code=x").await, "/login/code");
    let over = ask(&world, "GET", "/login?over", &[("accept-language", "en")], "").await.text();
    assert!(over.contains("was not finished in time"));
}

#[tokio::test]
async fn every_failure_of_a_code_has_its_sentence_and_no_code_comes_back() {
    let world = World::start().await;
    let answer = ask(&world, "POST", "/forgot", &[OURS], "login=+anna+").await;
    leads(&answer, "/login/code");
    let way = Way { world: &world, cookie: "__Host-vantail=entry-forgot".to_owned() };
    let page = way.get("/login/code", "en").await.text();
    assert!(page.contains("If this sign-in name exists") && !page.contains("mhaubigne"));
    for (code, status, sentence) in [
        ("w0rd", 422, "Il vous reste 4 essais"),
        ("last", 422, "Il vous reste un essai"),
        ("over", 422, "n’est plus valable"),
        ("throttled", 429, "Réessayez dans 2 minutes"),
        ("busy", 503, "Réessayez dans 2 secondes"),
        ("", 422, "Recopiez le code"),
        (&"2".repeat(65), 422, "Ce n’est pas un code"),
    ] {
        let answer = way.post("/login/code", &format!("code={code}")).await;
        assert_eq!(answer.status, status, "{code}");
        let text = answer.text();
        assert!(text.contains(sentence), "{code}\n{text}");
        assert!(!text.contains("value=\""), "{code}\n{text}");
        assert_eq!(answer.header("retry-after").is_empty(), !matches!(status, 429 | 503), "{code}");
    }
    leads(&way.post("/login/code/send", "").await, "/login/code?sent");
    assert!(way.get("/login/code?sent", "fr").await.text().contains("Un autre code est parti"));
    leads(&way.post("/login/code?lang=en", &format!("code={CODE}")).await, "/login/new-password?lang=en");
    assert!(way.get("/login/new-password", "en").await.text().contains("All your open sessions will end"));
    let left = way.post("/login/leave", "").await;
    leads(&left, "/login");
    assert!(left.header("set-cookie").contains("Max-Age=0"));
    leads(&way.get("/login/code", "fr").await, "/login?over");
    leads(&ask(&world, "GET", "/login/code", &[], "").await, "/login");
}

#[tokio::test]
async fn where_no_code_was_sent_the_page_says_so() {
    let world = World::start().await;
    let (way, _) = Way::begin(&world, "unsent").await;
    for (language, told, wait) in [
        ("fr", "Aucun code n’a encore été envoyé", "pourra partir dans 45 secondes"),
        ("en", "No code was sent yet", "can be sent in 45 seconds"),
    ] {
        let page = way.get("/login/code", language).await.text();
        assert!(page.contains(told) && page.contains(wait), "{page}");
        assert!(!page.contains("name=\"code\"") && page.contains("action=\"/login/code/send"), "{page}");
    }
}

#[tokio::test]
async fn whoever_comes_back_in_by_mail_sees_what_else_opens_the_account() {
    let world = World::start().await;
    ask(&world, "POST", "/forgot", &[OURS], "login=anna").await;
    let way = Way { world: &world, cookie: "__Host-vantail=entry-forgot".to_owned() };
    way.post("/login/code", &format!("code={CODE}")).await;
    let new = "password=brume-cobalt-verger-417&confirm=brume-cobalt-verger-417";
    leads(&way.post("/login/new-password?lang=en", new).await, "/account/factors?look");
    let way = Way { world: &world, cookie: format!("__Host-vantail={TOKEN}") };
    for (language, told, since) in [
        ("fr", "Voici ce qui ouvre encore votre compte", "lié il y a 3 jours"),
        ("en", "This is what else opens your account", "linked 3 days ago"),
    ] {
        let page = way.get("/account/factors?look", language).await.text();
        assert!(page.contains(told) && page.contains(since) && page.contains("FranceConnect"), "{page}");
        assert!(!page.contains("Annuaire"), "not linked");
    }
}

#[tokio::test]
async fn a_forgotten_password_is_asked_for_by_name_alone() {
    let world = World::start().await;
    let long = "x".repeat(300);
    for (login, status, sentence, kept) in [
        ("", 422, "Indiquez votre identifiant", "value=\"\""),
        ("an%00na", 422, "Ce n’est pas un identifiant", "an"),
        (long.as_str(), 422, "Ce n’est pas un identifiant", "value=\"\""),
        ("throttled", 429, "Réessayez dans 2 minutes", "value=\"throttled\""),
    ] {
        let headers = [OURS, ("accept-language", "fr")];
        let answer = ask(&world, "POST", "/forgot", &headers, &format!("login={login}")).await;
        assert_eq!(answer.status, status, "{login}");
        assert!(answer.text().contains(sentence) && answer.text().contains(kept), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_second_factor_is_given_by_app_recovery_code_or_passkey() {
    let world = World::start().await;
    let (way, answer) = Way::begin(&world, "passkey").await;
    leads(&answer, "/login/code");
    let page = way.get("/login/code", "fr").await.text();
    for part in [
        "inputmode=\"numeric\"",
        "Utiliser un code de secours",
        "data-ask=\"/login/code/passkey\"",
        "passkey.js",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let question = way.post("/login/code/passkey", "").await;
    assert_eq!((question.status, question.header("content-type")), (200, "application/json"));
    let wrong = way.post("/login/code/passkey/answer", "credential=%7B%22id%22%3A%22wrong%22%7D").await;
    assert_eq!(wrong.status, 401);
    assert!(wrong.text().contains("n’est pas connue ici"));
    leads(&way.post("/login/code/passkey/answer", "credential=%7B%22id%22%3A%22right%22%7D").await, "/");

    let (way, _) = Way::begin(&world, "factor").await;
    assert!(!way.get("/login/code", "fr").await.text().contains("<script"));
    leads(&way.post("/login/code", "code=123456").await, "/");
}

#[tokio::test]
async fn a_passkey_opens_without_a_name() {
    let world = World::start().await;
    let question = ask(&world, "POST", "/login/passkey", &[OURS], "").await;
    assert!(question.header("set-cookie").starts_with("__Host-vantail-way=entry-passkey; "));
    // A session that there is goes on until somebody else has come in.
    let cookie = format!("__Host-vantail={TOKEN}; __Host-vantail-way=entry-passkey");
    let way = Way { world: &world, cookie };
    let answer = way.post("/login/passkey/answer", "credential=").await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("La clé d’accès n’a pas répondu"));
    leads(&way.post("/login/passkey/answer", "credential=%7B%22id%22%3A%22right%22%7D").await, "/");
    world.backs[0].back.mood(|mood| mood.fail = Some((vantail_shared::failure::Code::Busy, 3)));
    let busy = ask(&world, "POST", "/login/passkey?lang=fr", &[OURS], "").await;
    assert_eq!((busy.status, busy.header("content-type")), (503, "text/plain; charset=utf-8"));
    assert!(busy.text().contains("Réessayez dans 3 secondes"));
}

#[tokio::test]
async fn setting_up_a_second_factor_shows_the_key_and_then_the_recovery_codes() {
    let world = World::with("staff", 1, "").await;
    let (way, answer) = Way::begin(&world, "enrol").await;
    leads(&answer, "/login/enrol");
    let page = way.get("/login/enrol", "fr").await.text();
    for part in ["<svg xmlns=", "JBSW Y3DP", "role=\"img\" aria-label=\"Code QR"] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(way.post("/login/enrol", "code=1").await.text().contains("Il vous reste 4 essais"));
    let codes = way.post("/login/enrol", "code=123456").await;
    assert_eq!(codes.status, 200);
    assert!(codes.text().contains("ABCD-0002-EFGH") && codes.text().contains("href=\"/\""));
    assert!(codes.header("set-cookie").contains(TOKEN));
    assert_eq!(codes.header("cache-control"), "no-store");
}

#[tokio::test]
async fn without_an_address_the_page_says_whom_to_ask() {
    let world = World::start().await;
    let (way, answer) = Way::begin(&world, "nomail").await;
    leads(&answer, "/login/no-email");
    for (language, told) in [("fr", "pas votre adresse électronique"), ("en", "no e-mail address for you")] {
        let page = way.get("/login/no-email", language).await.text();
        assert!(page.contains(told) && page.contains("mailto:contact@cabinet.example"), "{page}");
    }
    leads(&way.get("/login/code", "fr").await, "/login/no-email");
    // A page of somebody who is signed in leads to the step that is due.
    leads(&way.get("/account", "fr").await, "/terms");
    leads(&way.get("/terms", "fr").await, "/login/code");
}

#[tokio::test]
async fn whoever_did_not_change_the_address_objects_without_signing_in() {
    let world = World::start().await;
    for (code, status, sentence) in [
        ("no", 422, "Il vous reste 4 essais"),
        ("over", 422, "Ce code n’annule plus rien"),
        ("", 422, "Recopiez le code"),
    ] {
        let headers = [OURS, ("accept-language", "fr")];
        let answer = ask(&world, "POST", "/objection", &headers, &format!("code={code}")).await;
        assert_eq!(answer.status, status);
        assert!(answer.text().contains(sentence), "{}", answer.text());
    }
    let body = format!("code={CODE}");
    leads(&ask(&world, "POST", "/objection?lang=en", &[OURS], &body).await, "/objection?lang=en&done");
    let done = ask(&world, "GET", "/objection?lang=en&done", &[], "").await.text();
    assert!(done.contains("the old address is back") && done.contains("href=\"/forgot?lang=en\""));
}

#[tokio::test]
async fn terms_that_are_due_come_first_and_leave_what_is_everybodys_right_open() {
    let world = World::start().await;
    let answer = ask(&world, "POST", "/login", &[OURS], "login=held&password=right").await;
    leads(&answer, "/terms");
    let way = Way { world: &world, cookie: format!("__Host-vantail={HELD}") };
    leads(&way.get("/", "fr").await, "/terms");
    let page = way.get("/terms", "fr").await.text();
    for part in [
        "Une réponse est attendue",
        "31\u{a0}décembre 2026",
        "J’accepte",
        "Accepté le 2\u{a0}octobre 2026",
        "href=\"/account\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(page.contains("en vigueur à partir du 1er\u{a0}mars 2027"), "{page}");
    for path in ["/terms", "/account"] {
        // The way to the terms is named above them; nothing else leads to a page that only leads back.
        let page = way.get(path, "fr").await.text();
        let menu = page.split("<nav").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap();
        assert_eq!(menu.matches("href=").count(), 1, "{path}: {menu}");
        assert!(menu.contains("href=\"/account\"") && !page.contains("role=\"search\""), "{path}: {page}");
    }
    assert_eq!(way.get("/legal", "fr").await.status, 200);
    leads(&way.post("/terms", "id=use&version=2026-1&answer=refuse").await, "/terms?refused");
    assert!(way.get("/terms?refused", "fr").await.text().contains("Votre refus est noté"));
    leads(&way.post("/terms", "id=use&version=2026-1&answer=accept").await, "/");
    let answered = world.backs[0].back.changed.lock().unwrap().answered.take().unwrap();
    assert_eq!((answered.id.as_str(), answered.version.as_str(), answered.accept), ("use", "2026-1", true));
    for body in [
        "",
        "id=use&version=1&answer=maybe",
        "id=&version=1&answer=accept",
        "id=a%00&version=1&answer=accept",
    ] {
        assert_eq!(way.post("/terms", body).await.status, 400, "{body}");
    }
}

#[tokio::test]
async fn the_door_opens_even_while_no_back_answers() {
    let mut world = World::start().await;
    let page = ask(&world, "GET", "/login", &[("accept-language", "fr")], "").await.text();
    for part in [
        "href=\"/forgot\"",
        "action=\"/login/with/fc\"",
        "Annuaire &#60;interne&#62;",
        "data-ask=\"/login/passkey\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    for _ in 0..3 {
        ask(&world, "GET", "/login", &[("accept-language", "fr")], "").await;
    }
    assert_eq!(world.backs[0].back.calls("doors"), 1, "what was told is kept for a while");
    world.backs[0].kill();
    let english = ask(&world, "GET", "/login?lang=en", &[], "").await;
    assert_eq!(english.status, 200);
    assert!(english.text().contains("Sign in") && !english.text().contains("/login/with/"));
}
