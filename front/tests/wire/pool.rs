//! Backs that die, freeze and come back.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use vantail_shared::failure::Code;

use super::{
    client::{ask, get},
    world::World,
};

#[tokio::test]
async fn a_lost_call_is_made_again_when_it_only_reads() {
    let world = World::start().await;
    world.backs[0].back.mood(|mood| mood.break_next = 1);
    assert_eq!(get(&world, "/", "fr").await.status, 200);
    assert_eq!(world.backs[0].back.calls("home"), 2);
    world.backs[0].back.mood(|mood| mood.break_next = 1);
    let ours = [("sec-fetch-site", "same-origin")];
    assert_eq!(ask(&world, "POST", "/login", &ours, "login=marie&password=right").await.status, 503);
    assert_eq!(world.backs[0].back.calls("sign_in"), 1);
    // What the back itself says is final.
    world.backs[0].back.mood(|mood| mood.fail = Some((Code::Unavailable, 7)));
    let answer = get(&world, "/", "en").await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, "7"));
    assert!(answer.text().contains("Try again in 7 seconds"));
    assert_eq!(world.backs[0].back.calls("home"), 3);
}

#[tokio::test]
async fn no_page_fails_while_one_of_two_backs_dies_and_comes_back() {
    let mut world = World::with("public", 2, "").await;
    for round in 0..60 {
        if round == 20 {
            world.backs[0].kill();
        }
        if round == 40 {
            world.revive(0);
        }
        assert_eq!(get(&world, "/p/statement", "fr").await.status, 200, "round {round}");
        assert!(get(&world, "/d/large", "fr").await.whole, "round {round}");
    }
    let before = world.backs[0].back.calls("home");
    world
        .until(async |world| {
            get(world, "/", "fr").await;
            world.backs[0].back.calls("home") > before
        })
        .await;
}

/// Every connection grows old at once, under calls that change something, too, and those are never made twice.
#[tokio::test]
async fn no_call_fails_when_connections_grow_old() {
    let world = World::over("public", 2, "", Duration::from_millis(30)).await;
    let ours = [("sec-fetch-site", "same-origin")];
    let (rounds, visitors) = (50, 6);
    for _ in 0..rounds {
        let visits = (0..visitors).map(async |_| {
            assert_eq!(get(&world, "/p/statement", "fr").await.status, 200);
            assert!(get(&world, "/d/large", "fr").await.whole);
            assert_eq!(ask(&world, "POST", "/login", &ours, "login=marie&password=right").await.status, 303);
        });
        join_all(visits).await;
    }
    let sign_ins: usize = world.backs.iter().map(|back| back.back.calls("sign_in")).sum();
    assert_eq!(sign_ins, rounds * visitors);
}

#[tokio::test]
async fn a_frozen_back_costs_one_deadline_and_no_page() {
    let world = World::with("public", 2, "").await;
    world.backs[0].back.mood(|mood| mood.delay = Duration::from_mins(1));
    for _ in 0..4 {
        let begin = Instant::now();
        assert_eq!(get(&world, "/", "fr").await.status, 200);
        assert!(begin.elapsed() < Duration::from_secs(4));
    }
}

#[tokio::test]
async fn without_a_back_the_answer_is_quick_and_recovery_needs_nobody() {
    let mut world = World::start().await;
    world.backs[0].kill();
    world.until(async |world| world.ready().await == 503).await;
    for path in ["/", "/p/statement", "/d/small", "/legal"] {
        let begin = Instant::now();
        let answer = get(&world, path, "en").await;
        assert_eq!(answer.status, 503, "{path}");
        assert!(begin.elapsed() < Duration::from_secs(1), "{path}");
        assert!(answer.text().contains(answer.header("x-request-id")));
        assert!(!answer.header("retry-after").is_empty());
    }
    assert_eq!(ask(&world, "GET", "/login", &[], "").await.status, 200);
    world.revive(0);
    world.until(async |world| world.ready().await == 200).await;
    assert_eq!(get(&world, "/", "fr").await.status, 200);
}

#[tokio::test]
async fn what_one_back_lacks_another_may_have() {
    let world = World::with("public", 2, "").await;
    world.backs[0].back.mood(|mood| mood.fail = Some((Code::Unavailable, 7)));
    for _ in 0..6 {
        assert_eq!(get(&world, "/", "fr").await.status, 200);
        assert!(get(&world, "/d/large", "fr").await.whole);
    }
    let ours = [("sec-fetch-site", "same-origin")];
    world.backs[1].back.mood(|mood| mood.fail = Some((Code::Unavailable, 7)));
    assert_eq!(get(&world, "/", "fr").await.status, 503);
    let before = [0, 1].map(|back| world.backs[back].back.calls("sign_in"));
    assert_eq!(ask(&world, "POST", "/login", &ours, "login=marie&password=right").await.status, 503);
    let after = [0, 1].map(|back| world.backs[back].back.calls("sign_in"));
    assert_eq!(after[0] + after[1], before[0] + before[1] + 1, "what changes something is tried once");
}
