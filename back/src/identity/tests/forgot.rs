//! The way back in, and that it tells nobody anything.

use std::fmt::Write as _;

use tokio::time::Instant;

use super::*;
use crate::store::testing::over_both_stores;

over_both_stores!(
    a_forgotten_password_is_replaced_by_mail,
    whoever_cannot_be_told_behaves_the_same,
    a_reset_ends_the_wait,
    nobody_is_flooded_with_mails,
    strangers_do_not_close_the_way_back_in,
    whoever_comes_from_a_list_makes_a_password_by_mail,
    without_mails_nothing_is_promised,
);

async fn a_forgotten_password_is_replaced_by_mail(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let (before, _) = world.session("known").await;
    let token = world.identity.forgot(&public(), " KNOWN ", "Safari").await.unwrap();
    assert_eq!(world.mails().await, ["recovery_code"]);
    let next = world.give(&token, &world.code()).await.unwrap();
    assert_eq!(next.next, Step::NewPassword(Reason::Forgotten));
    assert!(world.is_open(&before).await, "nothing has changed yet");
    let done = world.choose(&token, OTHER).await.unwrap();
    assert_eq!(done.next, Step::Done);
    assert!(!world.is_open(&before).await, "all other sessions ended");
    assert!(world.is_open(&done.token).await);
    assert_eq!(world.mails().await, ["recovery_code", "password_changed"]);
    assert_eq!(code(world.sign_in("known", RIGHT).await), Code::WrongCredentials);
    assert_eq!(world.sign_in("known", OTHER).await.unwrap().next, Step::Done);
}

async fn whoever_cannot_be_told_behaves_the_same(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    world.reachable("disabled").await;
    world.identity.disable_account("disabled").await.unwrap();
    let scrambled = world.reachable("scrambled").await;
    testing::scramble(&world.identity.store, scrambled).await.unwrap();
    world.invited("invited").await;
    world.tenant("unreachable").await;
    world.identity.create_staff_account("Ana Diaz", "ana", secret(RIGHT)).await.unwrap();
    let long = "x".repeat(300);
    let names =
        ["known", "unknown", "disabled", "scrambled", "invited", "unreachable", "ana", &long, "a\0b", ""];
    let mut answers = Vec::new();
    for login in names {
        let began = Instant::now();
        let token = world.identity.forgot(&public(), login, "").await.unwrap();
        assert!(
            began.elapsed() >= Duration::from_millis(250),
            "answers leave at multiples of a quarter of a second"
        );
        let mut answer = format!("{:?}", world.identity.current(&public(), Some(&token)).await.unwrap());
        for _ in 0..6 {
            let failure = world.give(&token, "2222-2222-2222").await.unwrap_err();
            write!(answer, " {:?} {}", failure.code, failure.tries_left).unwrap();
        }
        write!(answer, " {:?}", code(world.choose(&token, OTHER).await)).unwrap();
        let failure = world.identity.send_code(&public(), Some(&token)).await.unwrap_err();
        write!(answer, " {:?} {}", failure.code, failure.retry_after).unwrap();
        answers.push(answer);
    }
    for answer in &answers {
        assert_eq!(*answer, answers[0]);
    }
    assert_eq!(world.mails().await, ["recovery_code"; 2], "to the only ones who can be told");
    // A code that was drawn for nobody opens nothing.
    world.clock.advance(3600);
    let token = world.identity.forgot(&public(), "unknown", "").await.unwrap();
    assert_eq!(code(world.give(&token, &world.code()).await), Code::WrongCode);
}

async fn a_reset_ends_the_wait(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    for _ in 0..5 {
        assert_eq!(code(world.sign_in("known", WRONG).await), Code::WrongCredentials);
    }
    assert_eq!(code(world.sign_in("known", RIGHT).await), Code::Throttled);
    let token = world.identity.forgot(&public(), "known", "").await.unwrap();
    world.give(&token, &world.code()).await.unwrap();
    assert_eq!(code(world.sign_in("known", RIGHT).await), Code::Throttled, "not yet");
    world.choose(&token, OTHER).await.unwrap();
    assert_eq!(world.sign_in("known", OTHER).await.unwrap().next, Step::Done);
}

async fn nobody_is_flooded_with_mails(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    for _ in 0..20 {
        world.identity.forgot(&public(), "known", "").await.unwrap();
        world.clock.advance(20);
    }
    assert_eq!(world.mails().await.len(), 5, "one a minute, five an hour");
    for number in 0..40 {
        let elsewhere = door(FrontKind::Public, &format!("198.51.100.{number}"));
        world.identity.forgot(&elsewhere, "known", "").await.unwrap();
    }
    assert_eq!(world.mails().await.len(), 20, "twenty an hour from everywhere");
    world.clock.advance(60);
    let mut refused = 0;
    for _ in 0..31 {
        refused += usize::from(code(world.identity.forgot(&public(), "known", "").await) == Code::Throttled);
    }
    assert_eq!(refused, 1, "thirty a minute from one network");
}

async fn strangers_do_not_close_the_way_back_in(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let stranger = door(FrontKind::Public, "198.51.100.1");
    for _ in 0..10 {
        world.identity.forgot(&stranger, "known", "").await.unwrap();
        world.clock.advance(60);
    }
    assert_eq!(world.mails().await.len(), 5, "as many as one network may");
    let token = world.identity.forgot(&public(), "known", "").await.unwrap();
    assert_eq!(world.mails().await.len(), 6);
    let next = world.give(&token, &world.code()).await.unwrap();
    assert_eq!(next.next, Step::NewPassword(Reason::Forgotten));
}

/// A provider that is meant to be the only way in, or not.
fn provider(scramble: bool) -> ProviderSettings {
    let tls =
        rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
    ProviderSettings {
        id: "agency".to_owned(),
        title: crate::map::PerLanguage::same("Agency".to_owned()),
        issuer: "https://login.example.org".to_owned(),
        client_id: "vantail".to_owned(),
        client_secret: "secret".into(),
        tls: Arc::new(tls),
        public_url: Some("https://portal.example.org".to_owned()),
        staff_url: None,
        scramble,
        matching: None,
        acr: Vec::new(),
        amr: Vec::new(),
    }
}

async fn whoever_comes_from_a_list_makes_a_password_by_mail(place: Place) {
    let world = World::new(place).await;
    let listed = world.reachable("listed").await;
    testing::scramble(&world.identity.store, listed).await.unwrap();
    let bound = world.tenant("bound").await;
    testing::scramble(&world.identity.store, bound).await.unwrap();
    let mut connection = world.identity.store.writer().await.unwrap();
    account::set_email(&mut connection, bound, Some("bound@example.org")).await.unwrap();
    crate::store::federated::bind(&mut connection, "https://a.example", "s", bound, START).await.unwrap();
    connection.commit().await.unwrap();
    let mails = async || testing::mails(&world.identity.store).await.unwrap().len();

    // Where a provider is to be the only way in, and for whoever has one, nothing is sent.
    let only = world.identity.clone().with_providers(vec![provider(true)]);
    only.forgot(&public(), "listed", "").await.unwrap();
    world.identity.forgot(&public(), "bound", "").await.unwrap();
    let told = testing::mails(&world.identity.store).await.unwrap();
    assert!(told.iter().all(|(to, _)| to.is_none()), "{told:?}");
    let before = mails().await;
    world.clock.advance(60);
    let beside = world.identity.clone().with_providers(vec![provider(false)]);
    let token = beside.forgot(&public(), "listed", "").await.unwrap();
    assert_eq!((mails().await, world.mails().await.len()), (before + 1, 1));
    world.give(&token, &world.code()).await.unwrap();
    assert_eq!(world.choose(&token, OTHER).await.unwrap().next, Step::Done);
    assert_eq!(world.sign_in("listed", OTHER).await.unwrap().next, Step::Done);
}

async fn without_mails_nothing_is_promised(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let (store, clock) = (world.place.open().await, Arc::new(world.clock.clone()));
    let mute = Identity::new(store, world.passwords.clone(), Rules::default(), clock, world.tape.clone())
        .await
        .unwrap();
    assert!(world.identity.sends_mail() && !mute.sends_mail());
    let token = mute.forgot(&public(), "known", "").await.unwrap();
    assert_eq!(code(mute.give_code(&public(), Some(&token), &world.code()).await), Code::Unspecified);
    assert_eq!(world.mails().await, Vec::<String>::new());
}
