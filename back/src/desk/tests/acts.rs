use super::*;

over_both_stores!(
    a_disabled_account_is_dead_at_once_and_comes_back_where_it_stood,
    an_address_is_settled_by_staff_and_proved_by_a_code,
    staff_vouch_for_who_has_no_address,
    factors_are_taken_away_with_all_sessions,
    links_to_providers_are_taken_away_where_there_is_another_way_in,
    what_cannot_be_done_leaves_no_trace,
);

impl World {
    pub(super) async fn session(&self, login: &str) -> Zeroizing<String> {
        let (kind, name) = (FrontKind::Public, "front1".to_owned());
        let door = Door { kind, name, client: None, browser: None, language: Language::Fr, left: None };
        self.desk.identity.sign_in(&door, login, secret(), "Firefox").await.unwrap().token
    }

    pub(super) async fn is_open(&self, token: &str) -> bool {
        self.desk.identity.person(FrontKind::Public, Some(token)).await.is_ok()
    }
}

async fn a_disabled_account_is_dead_at_once_and_comes_back_where_it_stood(place: Place) {
    let world = World::new(place).await;
    let verified = "UPDATE account SET verified_at = 5 WHERE login = 'one'";
    world.account("tenant", "1", "one", verified).await;
    let handle = world.handle("zoé").await;
    let token = world.session("one").await;
    let shown = world.desk.show(&world.clerk, Language::En, &handle).await.unwrap();
    assert_eq!(shown.found.unwrap().account.unwrap().open_sessions, 1);

    // Pressed twice: one act.
    world.desk.disable(world.clerk(), &handle, false).await.unwrap();
    world.desk.disable(world.clerk(), &handle, false).await.unwrap();
    assert!(!world.is_open(&token).await);
    let history = [Kind::Disabled, Kind::SignedIn, Kind::Created];
    assert_eq!(world.stands(&handle).await, (State::Disabled, history.to_vec()));

    world.clock.advance(60);
    world.desk.disable(world.clerk(), &handle, true).await.unwrap();
    let shown = world.desk.show(&world.clerk, Language::En, &handle).await.unwrap();
    let [enabled, disabled, _, created] = &shown.history[..] else { panic!("{:?}", shown.history) };
    assert_eq!((enabled.kind(), enabled.when, enabled.by.as_str()), (Kind::Enabled, 0, "Paul Martin"));
    assert_eq!((disabled.when, created.by.as_str()), (60, "command line"));
    assert!(!world.is_open(&token).await, "what ended stays so");
    assert!(world.is_open(&world.session("one").await).await);

    for (statement, state) in [
        (
            "UPDATE account SET verified_at = NULL, password_from = 'initial' WHERE login = 'one'",
            State::Invited,
        ),
        ("UPDATE account SET password_from = 'chosen' WHERE login = 'one'", State::Verifying),
        ("UPDATE account SET password_from = 'scrambled' WHERE login = 'one'", State::Active),
    ] {
        world.desk.disable(world.clerk(), &handle, false).await.unwrap();
        world.give(statement).await;
        world.desk.disable(world.clerk(), &handle, true).await.unwrap();
        assert_eq!(world.stands(&handle).await.0, state);
    }
}

async fn an_address_is_settled_by_staff_and_proved_by_a_code(place: Place) {
    let world = World::new(place).await;
    world.account("tenant", "2", "two", AS_MADE).await;
    let handle = world.handle("noé").await;
    let token = world.session("two").await;
    world.give("UPDATE account SET state = 'verifying', verified_at = NULL WHERE login = 'two'").await;
    for wrong in
        ["noe", "a@b@c", "a@b.example\r\nBcc: x@y.example", &format!("{}@b.example", "a".repeat(260))]
    {
        let refused = world.desk.settle_email(world.clerk(), &handle, wrong).await.unwrap_err();
        assert_eq!(refused.code, Code::Invalid, "{wrong}");
    }
    world.desk.settle_email(world.clerk(), &handle, " noe@example.org ").await.unwrap();
    // Pressed twice: one act, one notice.
    world.clock.advance(2);
    world.desk.settle_email(world.clerk(), &handle, "noe@example.org").await.unwrap();
    let acts = world.stands(&handle).await.1;
    assert_eq!(acts.iter().filter(|act| **act == Kind::EmailSettled).count(), 1);
    // Nor does a change count that is done, or over.
    for pending in [
        "INSERT INTO email_pending (account, address, code, tries, ends_at) \
         SELECT a.id, 'noe@example.org', s.value, -1, 9000000000 FROM account a, secret s \
         WHERE a.login = 'two' AND s.name = 'mail'",
        "UPDATE email_pending SET address = 'other@example.org', tries = 5, ends_at = 5",
    ] {
        world.give(pending).await;
        world.desk.settle_email(world.clerk(), &handle, "noe@example.org").await.unwrap();
        assert_eq!(world.stands(&handle).await.1.len(), acts.len());
    }
    world.give("UPDATE email_pending SET ends_at = 9000000000").await;
    world.desk.settle_email(world.clerk(), &handle, "noe@example.org").await.unwrap();
    assert_eq!(world.stands(&handle).await.1.len(), acts.len() + 1, "staff say no to another address");
    let account = world.ask("two", "").await.people.remove(0).account.unwrap();
    assert_eq!((account.state(), account.email.as_str()), (State::Verifying, "noe@example.org"));
    assert_eq!(world.stands(&handle).await.1[0], Kind::EmailSettled);
    world.give("UPDATE account SET state = 'active' WHERE login = 'two'").await;
    assert!(!world.is_open(&token).await);
}

async fn staff_vouch_for_who_has_no_address(place: Place) {
    let world = World::new(place).await;
    world.account("tenant", "2", "two", "UPDATE account SET state = 'verifying' WHERE login = 'two'").await;
    world.account("tenant", "1", "one", "UPDATE account SET state = 'verifying' WHERE login = 'one'").await;
    let (noe, zoe) = (world.handle("noé").await, world.handle("zoé").await);
    for _ in 0..2 {
        world.desk.settle_email(world.clerk(), &noe, "").await.unwrap();
    }
    assert_eq!(world.stands(&noe).await, (State::Active, vec![Kind::EmailSettled, Kind::Created]));
    let known = world.desk.settle_email(world.clerk(), &zoe, "").await.unwrap_err();
    assert_eq!(known.code, Code::Invalid, "her address is known: a code can prove who she is");
    assert_eq!(world.stands(&zoe).await.0, State::Verifying);
}

async fn factors_are_taken_away_with_all_sessions(place: Place) {
    let world = World::new(place).await;
    world.account("tenant", "1", "one", AS_MADE).await;
    let handle = world.handle("zoé").await;
    let token = world.session("one").await;
    world.desk.reset_factors(world.clerk(), &handle).await.unwrap();
    assert!(world.is_open(&token).await, "there was nothing to take away");
    let shown = async || {
        let shown = world.desk.show(&world.clerk, Language::En, &handle).await.unwrap();
        shown.found.unwrap().account.unwrap()
    };
    let row = world.desk.identity.any(FrontKind::Public, Some(&token)).await.unwrap().account();
    world.desk.identity.import_totp(row, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").await.unwrap();
    assert!(shown().await.totp);
    world.desk.reset_factors(world.clerk(), &handle).await.unwrap();
    assert!(!shown().await.totp);
    assert!(!world.is_open(&token).await);
    assert_eq!(world.stands(&handle).await.1, [Kind::FactorsReset, Kind::SignedIn, Kind::Created]);
}

async fn links_to_providers_are_taken_away_where_there_is_another_way_in(place: Place) {
    let world = World::new(place).await;
    world.account("tenant", "1", "one", AS_MADE).await;
    let only = "UPDATE account SET password_from = 'scrambled' WHERE login = 'two'";
    world.account("tenant", "2", "two", only).await;
    let links = async |login: &str, subject: Option<&str>| {
        let mut connection = world.desk.store.writer().await.unwrap();
        let id = crate::store::account::by_login(&mut connection, login).await.unwrap().unwrap().id;
        if let Some(subject) = subject {
            assert!(
                crate::store::federated::bind(&mut connection, "https://id.example", subject, id, 1)
                    .await
                    .unwrap()
            );
        }
        let links = crate::store::federated::issuers(&mut connection, id).await.unwrap().len();
        connection.commit().await.unwrap();
        links
    };
    assert_eq!((links("one", Some("a")).await, links("two", Some("b")).await), (1, 1));
    for who in ["zoé", "noé"] {
        let handle = world.handle(who).await;
        world.desk.reset_factors(world.clerk(), &handle).await.unwrap();
    }
    assert_eq!((links("one", None).await, links("two", None).await), (0, 1));
}

async fn what_cannot_be_done_leaves_no_trace(place: Place) {
    let world = World::new(place).await;
    let nobody = world.handle("léa").await;
    for enable in [false, true] {
        let refused = world.desk.disable(world.clerk(), &nobody, enable).await.unwrap_err();
        assert_eq!(refused.code, Code::NotFound);
    }
    world.account("tenant", "2", "two", "UPDATE account SET state = 'disabled' WHERE login = 'two'").await;
    let noe = world.handle("noé").await;
    let refused = world.desk.settle_email(world.clerk(), &noe, "noe@example.org").await.unwrap_err();
    assert_eq!(refused.code, Code::Changed);
    world.desk.disable(world.clerk(), &noe, false).await.unwrap();
    assert_eq!(world.stands(&noe).await, (State::Disabled, vec![Kind::Created]));
    let shown = world.desk.show(&world.clerk, Language::En, &nobody).await.unwrap();
    assert_eq!((shown.found.unwrap().account, shown.history), (None, vec![]));
}
