use super::*;

over_both_stores!(
    persons_are_found_by_name_address_and_sign_in_name,
    states_are_asked_for_alone_and_with_words,
    long_lists_come_in_parts_without_gaps,
    every_part_leads_back_to_the_one_before,
    mails_that_did_not_arrive_are_looked_for,
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

/// The persons of every part, forwards to the end and then back to the beginning.
async fn there_and_back(world: &World, first: SearchPeopleReply) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
    let told = |reply: &SearchPeopleReply| -> Vec<String> {
        let login = |account: &vantail_proto::staff::Account| account.login.clone();
        let people = reply.people.iter();
        people.map(|found| found.account.as_ref().map_or(found.name.clone(), login)).collect()
    };
    let go = async |handle: &str| world.desk.search(&world.clerk, Language::En, handle).await.unwrap();
    assert!(first.newer.is_empty());
    let mut reply = first;
    let mut there = vec![told(&reply)];
    while !reply.older.is_empty() {
        assert!(reply.older.len() < 4096);
        reply = go(&reply.older).await;
        there.push(told(&reply));
    }
    let mut back = vec![told(&reply)];
    while !reply.newer.is_empty() {
        reply = go(&reply.newer).await;
        back.push(told(&reply));
    }
    back.reverse();
    (there, back)
}

async fn every_part_leads_back_to_the_one_before(place: Place) {
    let mut world = World::new(place).await;
    for number in 0..60 {
        let person = person("tenant", &format!("9{number}"));
        world.desk.identity.create_person_account(person, &format!("login{number}"), secret()).await.unwrap();
    }
    let (there, back) = there_and_back(&world, world.ask("", "active").await).await;
    assert_eq!((there.len(), &there), (3, &back));
    let many = "INSERT INTO person (id, kind, first_name, last_name) WITH RECURSIVE n(i) AS \
        (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 3200) SELECT i, 'tenant', 'Nom', 'No' || i FROM n";
    sqlx::raw_sql(many).execute(&mut world.database.writer).await.unwrap();
    let (there, back) = there_and_back(&world, world.ask("nom", "").await).await;
    // So long a way back is not remembered to its end: it leads to the beginning sooner.
    assert_eq!(there.len(), 125);
    assert!((60..125).contains(&back.len()), "{}", back.len());
    assert_eq!(back[0], there[0]);
    assert_eq!(back[1..], there[there.len() - back.len() + 1..]);
}

async fn mails_that_did_not_arrive_are_looked_for(place: Place) {
    let world = World::new(place).await;
    world.account("tenant", "1", "one", AS_MADE).await;
    world.account("tenant", "2", "two", AS_MADE).await;
    let count = async || world.desk.identity.counts().await.unwrap().undelivered;
    assert_eq!((count().await, world.ask("", "undelivered").await.people.len()), (0, 0));
    let failed = "INSERT INTO outbox (cause, account, language, front_kind, message, state, created_at, due_at, settled_at) \
        SELECT 'a', id, 'fr', 'public', 'terms_due', 'failed', 1, 1, 1795348740 FROM account WHERE login = 'one'";
    world.give(failed).await;
    for (words, found) in [("", 1), ("roux", 1), ("ONE", 1), ("petit", 0)] {
        let reply = world.ask(words, "undelivered").await;
        assert_eq!(reply.people.len(), found, "{words}");
        for person in reply.people {
            assert_eq!(person.account.unwrap().undelivered, Some(60));
        }
    }
    assert_eq!(count().await, 1);
    assert_eq!(world.ask("petit", "").await.people[0].account.as_ref().unwrap().undelivered, None);
    // One that was written later and left before says nothing; the next one that leaves settles the matter.
    let sent = "INSERT INTO outbox (cause, account, language, front_kind, message, state, created_at, due_at, settled_at) \
        SELECT 'b', id, 'fr', 'public', 'terms_due', 'sent', 2, 2, 1795348739 FROM account WHERE login = 'one'";
    world.give(sent).await;
    assert_eq!(count().await, 1);
    world.give("UPDATE outbox SET settled_at = 1795348741 WHERE cause = 'b'").await;
    assert_eq!((count().await, world.ask("", "undelivered").await.people.len()), (0, 0));
    // The address of before, to which a notice could not go, is nobody's concern any more.
    world.give("UPDATE account SET email = 'new@exemple.test' WHERE login = 'two'").await;
    let refused = "INSERT INTO outbox (cause, account, recipient, language, front_kind, message, state, created_at, due_at, settled_at) \
        SELECT 'c', id, 'old@exemple.test', 'fr', 'public', 'email_changed', 'failed', 3, 3, 1795348742 FROM account WHERE login = 'two'";
    world.give(refused).await;
    assert_eq!(count().await, 0);
    world.give("UPDATE outbox SET recipient = 'new@exemple.test' WHERE cause = 'c'").await;
    assert_eq!(count().await, 1);
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
