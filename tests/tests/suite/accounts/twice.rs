//! The same form sent twice, and people at two backs at once.

use futures_util::future::join_all;
use vantail_tests::{
    organisation::{ELEONORE, QUENTIN},
    pair::World,
    postgres::Cluster,
    processes::Trio,
    web::Visitor,
};

use super::pair;

const HERS: &str = "eleonore@exemple.test";
const NEW: &str = "brume-cobalt-verger-417";

/// Sends a form from one browser several times at once; where each answer leads in the end, over steps that are done.
async fn at_once(
    visitor: &Visitor,
    path: &str,
    form: &[(&str, &str)],
    times: usize,
) -> Vec<(Visitor, String)> {
    join_all((0..times).map(|_| async {
        let mut copy = visitor.clone();
        let answer = copy.post(path, form).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let mut to = answer.header("location").to_owned();
        loop {
            let next = copy.get(&to).await;
            if next.status == 200 {
                break (copy, to);
            }
            assert_eq!(next.status, 303, "{to}: {}", next.text());
            next.header("location").clone_into(&mut to);
        }
    }))
    .await
}

/// Walks through a forgotten password, sending each form twice at once.
async fn forgotten_in_a_hurry(mut visitor: Visitor, mut mails: vantail_tests::mails::Mails) {
    visitor.post("/forgot", &[("login", ELEONORE.login)]).await;
    let code = mails.code(HERS, "/forgot").await;
    for (_, to) in at_once(&visitor, "/login/code", &[("code", &code)], 2).await {
        assert_eq!(to, "/login/new-password");
    }
    let done = at_once(&visitor, "/login/new-password", &[("password", NEW), ("confirm", NEW)], 2).await;
    for (_, to) in &done {
        assert_eq!(to, "/");
    }
    // Whichever answer the browser kept, it is in; and it is in once.
    for (mut browser, _) in done {
        let home = browser.get("/").await;
        assert_eq!(home.status, 200, "{}", home.header("location"));
        let account = browser.get("/account").await;
        assert!(!account.text().contains("name=\"handle\""), "one session: {}", account.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_has_one_effect_and_leads_on() {
    let pair = pair().await;
    forgotten_in_a_hurry(pair.visitor(), pair.world.mails()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_backs_are_one_to_whoever_signs_in() {
    let cluster = Cluster::start().await;
    let world = World::build().await.with_mail();
    let trio = Trio::in_world(world, &cluster.url()).await;
    forgotten_in_a_hurry(trio.visitor(), trio.world.mails()).await;

    // Several right ones at once: each has a session of its own, at both backs.
    let signed_in = join_all((0..4).map(|_| async {
        let mut visitor = trio.visitor();
        assert_eq!(visitor.sign_in(QUENTIN.login, QUENTIN.password).await.status, 303);
        visitor
    }))
    .await;
    for mut visitor in signed_in {
        for _ in 0..4 {
            assert_eq!(visitor.get("/").await.status, 200);
        }
    }
    // Wrong ones at once count together, and the surplus is told to wait.
    let wrong = join_all((0..12).map(|_| async {
        let answer = trio.visitor().sign_in(ELEONORE.login, "une idée").await;
        (answer.status.as_u16(), answer.text().contains("Trop d’essais de suite. Réessayez dans"))
    }))
    .await;
    assert_eq!(wrong.iter().filter(|answer| **answer == (401, false)).count(), 5, "{wrong:?}");
    assert_eq!(wrong.iter().filter(|answer| **answer == (429, true)).count(), 7, "{wrong:?}");
}
