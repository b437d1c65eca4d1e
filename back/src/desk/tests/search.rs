use super::*;

over_both_stores!(
    persons_are_found_by_name_address_and_sign_in_name,
    states_are_asked_for_alone_and_with_words,
    long_lists_come_in_parts_without_gaps,
    the_newest_acts_come_first,
    handles_are_of_one_session_and_of_one_use,
);

fn names(reply: &SearchPeopleReply) -> Vec<&str> {
    reply.people.iter().map(|found| found.name.as_str()).collect()
}

async fn persons_are_found_by_name_address_and_sign_in_name(place: Place) {
    let world = World::new(place).await;
    world.account("tenant", "1", "bodu-kavi", AS_MADE).await;
    assert_eq!(names(&world.ask("roux", "").await), ["Zoé Roux", "Roux, Ann"]);
    assert_eq!(names(&world.ask("ZOE@example", "").await), ["Zoé Roux"]);
    let by_login = world.ask("BODU-K", "").await;
    assert_eq!(names(&by_login), ["Zoé Roux"]);
    let account = by_login.people[0].account.as_ref().unwrap();
    assert_eq!((account.login.as_str(), account.email.as_str()), ("bodu-kavi", "zoe@example.org"));
    assert_eq!(by_login.people[0].kind, "Tenant");
    assert!(world.ask("ann", "").await.people[0].account.is_none());
    // What stands for anything in a pattern is meant as it stands here.
    for words in ["bodu_kavi", "%", "_", "\\", "paul"] {
        assert!(world.ask(words, "").await.people.is_empty(), "{words}");
    }
    for (words, state) in [("", ""), (&*"a".repeat(101), ""), ("a\nb", ""), ("a", "erased"), ("", "x")] {
        let refused = world.desk.find(&world.clerk, words, state).unwrap_err();
        assert_eq!(refused.code, Code::Invalid, "{words} {state}");
    }
}

async fn states_are_asked_for_alone_and_with_words(place: Place) {
    let world = World::new(place).await;
    world.account("tenant", "1", "one", AS_MADE).await;
    world.account("owner", "3", "three", "UPDATE account SET state = 'disabled' WHERE login = 'three'").await;
    assert_eq!(names(&world.ask("", "disabled").await), ["Roux, Ann"]);
    assert_eq!(names(&world.ask("roux", "active").await), ["Zoé Roux"]);
    assert_eq!(names(&world.ask("roux", "disabled").await), ["Roux, Ann"]);
    assert!(world.ask("petit", "active").await.people.is_empty());
    // An account outlives its person: it is found, without a name.
    world.give("UPDATE account SET person_key = '[\"99\"]' WHERE login = 'three'").await;
    assert_eq!(names(&world.ask("", "disabled").await), [""]);
    world.give("UPDATE account SET state = 'erased' WHERE login = 'three'").await;
    assert!(world.ask("three", "").await.people.is_empty());
}

async fn long_lists_come_in_parts_without_gaps(place: Place) {
    let world = World::new(place).await;
    for number in 0..60 {
        let person = person("tenant", &format!("9{number}"));
        world.desk.identity.create_person_account(person, &format!("login{number}"), secret()).await.unwrap();
    }
    let mut reply = world.ask("", "active").await;
    let mut seen: Vec<String> = Vec::new();
    let mut parts = 0;
    loop {
        parts += 1;
        let logins = reply.people.iter().filter_map(|found| found.account.as_ref());
        seen.extend(logins.map(|account| account.login.clone()));
        if reply.older.is_empty() {
            break;
        }
        reply = world.desk.search(&world.clerk, Language::En, &reply.older).await.unwrap();
        assert_eq!(reply.state, "active");
    }
    seen.sort();
    seen.dedup();
    assert_eq!((parts, seen.len()), (3, 60));
}

async fn the_newest_acts_come_first(place: Place) {
    let world = World::new(place).await;
    world.account("tenant", "1", "one", AS_MADE).await;
    world.account("tenant", "2", "two", AS_MADE).await;
    let newest = async || {
        let reply = world.desk.search(&world.clerk, Language::Fr, "").await.unwrap();
        reply.people.into_iter().map(|found| found.name).collect::<Vec<_>>()
    };
    assert_eq!(newest().await, ["Noé Petit", "Zoé Roux"], "staff are not among them");
    let handle = world.handle("zoé").await;
    world.desk.disable(world.clerk(), &handle, false).await.unwrap();
    assert_eq!(newest().await, ["Zoé Roux", "Noé Petit"]);
}

async fn handles_are_of_one_session_and_of_one_use(place: Place) {
    let world = World::new(place).await;
    world.account("tenant", "1", "one", AS_MADE).await;
    let other = StaffSession::for_tests(world.clerk.account(), 2);
    let person = world.handle("zoé").await;
    let question = world.desk.find(&world.clerk, "zoé", "").unwrap();
    for (session, handle) in [
        (&other, &person),
        (&world.clerk, &question),
        (&world.clerk, &"x".repeat(5000)),
        (&other, &String::new()),
    ] {
        let refused = world.desk.show(session, Language::En, handle).await.unwrap_err();
        assert_eq!(refused.code, Code::NotFound);
        let clerk = Clerk { session, front: "staff1" };
        assert_eq!(world.desk.disable(clerk, handle, false).await.unwrap_err().code, Code::NotFound);
        let settled = world.desk.settle_email(clerk, handle, "a@b.example").await;
        assert_eq!(settled.unwrap_err().code, Code::NotFound);
    }
    for (session, handle) in [(&other, &question), (&world.clerk, &person)] {
        let refused = world.desk.search(session, Language::En, handle).await.unwrap_err();
        assert_eq!(refused.code, Code::NotFound);
    }
    assert_eq!(world.stands(&person).await.1, [Kind::Created]);
}
