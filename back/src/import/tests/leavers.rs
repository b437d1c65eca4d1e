//! Whose account goes, and whose does not.

use super::{
    super::*,
    outbox,
    sources::{OPTIONS, import, state, told},
};
use crate::{
    provision::tests::world::World,
    store::{
        account, journal as lines,
        testing::{Place, give, over_both_stores},
    },
};

const PERSONS: &str = "key,login,email,kind,person\n";

over_both_stores!(
    a_key_that_another_person_got_changes_nobody,
    a_refused_line_makes_nobody_a_leaver,
    a_line_that_nobody_can_read_disables_nobody,
    a_key_that_changed_makes_nobody_a_leaver,
    a_leaver_keeps_the_sign_in_name_and_the_report_says_so,
    members_of_staff_who_were_erased_are_never_made_again,
    imports_by_hand_have_one_actor,
    too_many_leavers_are_refused_by_what_does_it,
);

async fn account(world: &World, login: &str) -> account::Account {
    account::by_login(&mut world.reader().await, login).await.unwrap().unwrap()
}

async fn a_key_that_another_person_got_changes_nobody(place: Place) {
    let world = World::new(place, 3).await;
    let ann = format!("{PERSONS}k1,ann,ann@example.org,tenant,1\n");
    import(&world, &ann, OPTIONS).await;
    let bob = format!("{PERSONS}k1,bob,bob@example.org,tenant,2\n");
    let (plan, done) = import(&world, &bob, OPTIONS).await;
    assert_eq!((told(&plan), done), (vec![(2, Refused::OtherPerson)], Some([0; 4])));
    let kept = account(&world, "ann").await;
    assert_eq!((kept.email.as_deref(), kept.state), (Some("ann@example.org"), State::Active));

    // Neither does a person become a member of staff, nor the other way round.
    let (plan, done) = import(&world, "key,login,email,name\nk1,ann,x@example.org,Ann\n", OPTIONS).await;
    assert_eq!((told(&plan), done), (vec![(2, Refused::OtherPerson)], Some([0; 4])));
    let staff = "key,login,email,name\ns1,odile,odile@example.org,Odile\n";
    import(&world, staff, Options { force: true, ..OPTIONS }).await;
    let (plan, _) = import(&world, &format!("{PERSONS}s1,odile,,tenant,3\n"), OPTIONS).await;
    assert_eq!(told(&plan), [(2, Refused::OtherPerson)]);
}

async fn a_refused_line_makes_nobody_a_leaver(place: Place) {
    let world = World::new(place, 1).await;
    let titles = "key,login,email,name\n";
    let list = format!("{titles}1,a,a@example.org,Ann\n2,b,b@example.org,Bob\n3,c,,Zoe\n4,d,,Dan\n");
    import(&world, &list, OPTIONS).await;
    let broken = [titles.as_bytes(), b"1,a,nowhere,Ann\n2,b,b@example.org\n3,c,,Zo\xe9\n4,c,,Dan\n"].concat();
    let entries = csv::read(broken.as_slice()).unwrap();
    let plan = world
        .provision
        .plan("csv: hr", entries, &ErasedAccounts(world.provision.clone()), &[])
        .await
        .unwrap();
    let reasons: Vec<Refused> = plan.refused.iter().map(|refusal| refusal.reason).collect();
    assert_eq!(
        (reasons.as_slice(), plan.leavers.as_slice(), plan.withheld.as_slice()),
        (&[Refused::Address, Refused::Unreadable, Refused::Unreadable, Refused::Taken][..], &[][..], &[][..])
    );
}

async fn a_line_that_nobody_can_read_disables_nobody(place: Place) {
    let world = World::new(place, 1).await;
    let titles = "key,login,email,name\n";
    import(&world, &format!("{titles}1,a,,Ann\n2,b,,Bob\n3,c,,Cat\n"), OPTIONS).await;
    for line in [",b,,Bob", "2,b,,\"Bob\n3,c,,Cat"] {
        let (plan, done) = import(&world, &format!("{titles}1,a,,Ann\n{line}\n"), OPTIONS).await;
        assert_eq!((plan.leavers.len(), plan.withheld.len(), done), (0, 2, Some([0; 4])), "{line}");
        assert!(plan.refused.iter().all(|refusal| refusal.keyless));
    }
    let (_, done) = import(&world, &format!("{titles}1,a,,Ann\n2,b,,Bob\n"), OPTIONS).await;
    assert_eq!(done, Some([0, 0, 1, 0]), "once all can be read, the leaver leaves");
}

async fn a_key_that_changed_makes_nobody_a_leaver(place: Place) {
    let world = World::new(place, 2).await;
    import(&world, &format!("{PERSONS}k1,ann,,tenant,1\nk2,bob,,tenant,2\n"), OPTIONS).await;
    let (plan, done) =
        import(&world, &format!("{PERSONS}new1,ann,,tenant,1\nk2,bob,,tenant,2\n"), OPTIONS).await;
    assert_eq!((plan.leavers.len(), done), (0, Some([0, 1, 0, 0])));
    assert_eq!(state(&world, "ann").await, Some(State::Active));
    let (plan, _) =
        import(&world, &format!("{PERSONS}new1,ann,,tenant,1\nk2,bob,,tenant,2\n"), OPTIONS).await;
    assert_eq!(plan.unchanged, 2);
}

async fn a_leaver_keeps_the_sign_in_name_and_the_report_says_so(place: Place) {
    let world = World::new(place, 1).await;
    let list = "key,login,name\n1,garnier,Ann Garnier\n2,bob,Bob\n";
    import(&world, list, OPTIONS).await;
    let newcomer = list.replace("1,garnier,Ann", "9,garnier,Odile");
    for done in [[0, 0, 1, 0], [0; 4]] {
        let (plan, report) = import(&world, &newcomer, OPTIONS).await;
        assert_eq!((told(&plan), report), (vec![(2, Refused::TakenByLeaver)], Some(done)));
    }
    // The remedy that is documented.
    give(
        &world.store,
        "UPDATE account SET login = 'left-' || id WHERE login = 'garnier' AND state = 'disabled'",
    )
    .await
    .unwrap();
    assert_eq!(import(&world, &newcomer, OPTIONS).await.1, Some([1, 0, 0, 0]));
}

async fn members_of_staff_who_were_erased_are_never_made_again(place: Place) {
    let world = World::new(place, 1).await;
    import(&world, "key,login,name\n1,ann,Ann\n", OPTIONS).await;
    give(&world.store, "UPDATE account SET state = 'erased', login = 'erased-1' WHERE login = 'ann'")
        .await
        .unwrap();
    let (plan, done) = import(&world, "key,login,name\n1,ann,Ann\n", OPTIONS).await;
    assert_eq!((told(&plan), done), (vec![(2, Refused::Erased)], Some([0; 4])));
}

async fn imports_by_hand_have_one_actor(place: Place) {
    let world = World::new(place, 1).await;
    let list = "key,login,name\n1,ann,Ann\n2,bob,Bob\n";
    import(&world, list, OPTIONS).await;
    import(&world, &list.replace("Ann", "Anna").replace("2,bob,Bob\n", ""), OPTIONS).await;
    import(&world, list, Options { enable_returners: true, ..OPTIONS }).await;
    for login in ["ann", "bob"] {
        let row = account(&world, login).await.id;
        let lines = lines::of(&mut world.reader().await, row, 9).await.unwrap();
        assert!(lines.len() > 2 && lines.iter().all(|line| line.actor_kind == "command"), "{lines:?}");
    }
}

async fn too_many_leavers_are_refused_by_what_does_it(place: Place) {
    let world = World::new(place, 1).await;
    import(&world, "key,login,name\n1,ann,Ann\n2,bob,Bob\n3,cat,Cat\n", OPTIONS).await;
    let entries = csv::read("key,login,name\n1,ann,Ann\n4,dan,Dan\n".as_bytes()).unwrap();
    let ledger = ErasedAccounts(world.provision.clone());
    let plan = world.provision.plan("csv: hr", entries, &ledger, &[]).await.unwrap();
    assert_eq!(world.provision.apply(&outbox(&world).await, "csv: hr", &plan, OPTIONS).await.unwrap(), None);
    assert_eq!(state(&world, "dan").await, None, "nothing at all is done");
    let forced = Options { force: true, ..OPTIONS };
    let done = world.provision.apply(&outbox(&world).await, "csv: hr", &plan, forced).await.unwrap();
    assert_eq!(done, Some([1, 0, 2, 0]));
}
