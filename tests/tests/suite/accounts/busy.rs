//! More sign-ins at once than the machine can check: the surplus is told when to come again.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use vantail_tests::{
    organisation::{ELEONORE, QUENTIN},
    pair::{Pair, World},
    until::until,
};

use super::{VIEWS, is_sound, open, said};

/// One hash at a time, each long enough to be waited for, and room for one more.
const SLOW: &str = "[passwords]\nmemory_kib = 131072\npasses = 6\nthreads = 1\nqueue = 1\n";

#[tokio::test(flavor = "multi_thread")]
async fn in_a_storm_the_surplus_is_told_to_come_again_and_comes_in_then() {
    for view in VIEWS {
        let mut world = World::build().await;
        world.more.push_str(SLOW);
        let pair = Pair::with_accounts(world, "sqlite:store.db", &[ELEONORE, QUENTIN]).await;
        let browser = open(&pair, view).await;
        let over = Arc::new(AtomicBool::new(false));
        let storm: Vec<_> = (0..4)
            .map(|_| {
                let (mut visitor, over) = (pair.visitor(), Arc::clone(&over));
                tokio::spawn(async move {
                    while !over.load(Ordering::Relaxed) {
                        let answer = visitor.sign_in(QUENTIN.login, QUENTIN.password).await;
                        assert!([303, 503].contains(&answer.status.as_u16()), "{}", answer.status);
                    }
                })
            })
            .collect();
        let busy =
            said(view, "Beaucoup de personnes font la même demande", "Many people are asking for the same");
        // Whether she is in; she is told to come again otherwise.
        let comes_in = async || {
            browser.sign_in(ELEONORE.login, ELEONORE.password).await;
            until("an answer", async || {
                let is_in = browser.path().await == "/";
                (is_in || browser.shows(busy).await).then_some(is_in)
            })
            .await
        };
        until("somebody to be told", async || (!comes_in().await).then_some(())).await;
        browser.tells(said(view, "Réessayez dans", "Try again in")).await;
        is_sound(&browser).await;
        over.store(true, Ordering::Relaxed);
        for task in storm {
            task.await.unwrap();
        }
        // Where others take the whole machine, one hash may still be on its way.
        until("her to come in", async || comes_in().await.then_some(())).await;
        browser.close().await;
    }
}
