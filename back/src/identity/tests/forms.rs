//! One password, however it is hashed and however its letters are composed.

use super::*;
use crate::{
    identity::legacy::{self, Scheme},
    store::testing::over_both_stores,
};

over_both_stores!(
    a_password_of_another_system_is_taken_everywhere,
    two_right_sign_ins_at_once_on_an_old_hash_are_both_right,
    letters_are_the_same_however_they_are_composed,
);

/// The SHA-256 of the right password, hashed.
async fn kept(world: &World, account: i64) {
    use aws_lc_rs::digest::{SHA256, digest};
    let stored = data_encoding::HEXLOWER.encode(digest(&SHA256, RIGHT.as_bytes()).as_ref());
    let kept = legacy::take(Scheme::Sha256, &stored, None).unwrap();
    let hash = world.passwords.hash(kept.brought, &SystemRandom).await.unwrap();
    testing::bring(&world.identity.store, account, &hash, &kept.form.unwrap()).await.unwrap();
}

async fn a_password_of_another_system_is_taken_everywhere(place: Place) {
    let world = World::new(place).await;
    let account = world.reachable("known").await;
    let (_, session) = world.session("known").await;
    kept(&world, account).await;
    let client = public().client;
    world.identity.confirm(&session, secret(RIGHT), client).await.unwrap();
    assert_eq!(code(world.identity.confirm(&session, secret(WRONG), client).await), Code::WrongCredentials);
    // It is known as the one before also where another is chosen.
    let token = world.identity.forgot(&public(), "known", "").await.unwrap();
    world.give(&token, &world.code()).await.unwrap();
    assert_eq!(code(world.choose(&token, RIGHT).await), Code::WeakPassword);
    assert_eq!(world.choose(&token, OTHER).await.unwrap().next, Step::Done);
}

async fn two_right_sign_ins_at_once_on_an_old_hash_are_both_right(place: Place) {
    let world = World::new(place).await;
    let account = world.tenant("known").await;
    let backs = [world.identity.clone(), world.second().await];
    for _ in 0..6 {
        kept(&world, account).await;
        let at_once = (0..4).map(|number| {
            let identity = backs[number % 2].clone();
            tokio::spawn(async move { identity.sign_in(&public(), "known", secret(RIGHT), "").await })
        });
        for opened in futures_util::future::join_all(at_once).await {
            assert_eq!(code(opened.unwrap()), Code::Unspecified);
        }
    }
    // Nothing was charged: five failures are still free.
    for _ in 0..5 {
        assert_eq!(code(world.sign_in("known", WRONG).await), Code::WrongCredentials);
    }
}

async fn letters_are_the_same_however_they_are_composed(place: Place) {
    let world = World::new(place).await;
    let composed = "une longue phrase secr\u{e8}te";
    let apart = "une longue phrase secre\u{300}te";
    world.identity.create_person_account(tenant("1"), "known", secret(apart)).await.unwrap();
    for typed in [composed, apart] {
        assert_eq!(world.sign_in("known", typed).await.unwrap().next, Step::Done);
    }
    let opened = world.sign_in("known", composed).await.unwrap();
    let session = world.identity.any(FrontKind::Public, Some(&opened.token)).await.unwrap();
    let same = world.identity.change_password(&session, &public(), secret(composed), secret(apart)).await;
    assert_eq!(code(same), Code::WeakPassword, "it is the one before");
}
