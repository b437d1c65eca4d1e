//! Addresses that a source tells, and those that were settled since.

use super::sources::{OPTIONS, import};
use crate::{
    provision::tests::world::World,
    store::{
        account, email_change, journal, known_browser, outbox,
        testing::{Place, give, over_both_stores},
    },
};

over_both_stores!(
    an_address_of_the_source_is_settled_as_staff_settle_one,
    an_address_of_ones_own_stays_until_the_source_tells_another,
    an_address_that_was_there_first_stays,
);

async fn account(world: &World) -> account::Account {
    account::by_login(&mut world.reader().await, "ann").await.unwrap().unwrap()
}

/// What the list says of Ann.
fn list(email: &str) -> String {
    format!("key,login,email,kind,person\na,ann,{email},tenant,1\n")
}

async fn an_address_of_the_source_is_settled_as_staff_settle_one(place: Place) {
    let world = World::new(place, 1).await;
    import(&world, &list("one@example.org"), OPTIONS).await;
    let id = account(&world).await.id;
    let pending =
        email_change::Pending { address: "x@example.org".into(), code: vec![1], tries: 5, ends_at: i64::MAX };
    let change = email_change::Change { account: id, before: None, changed_at: 1, ends_at: i64::MAX };
    let mut connection = world.store.writer().await.unwrap();
    email_change::propose(&mut connection, id, &pending).await.unwrap();
    email_change::note(&mut connection, b"code", &change).await.unwrap();
    known_browser::note(&mut connection, b"browser", id, 1).await.unwrap();
    connection.commit().await.unwrap();

    assert_eq!(import(&world, &list("two@example.org"), OPTIONS).await.1, Some([0, 1, 0, 0]));
    assert_eq!(account(&world).await.email.as_deref(), Some("two@example.org"));
    let mut connection = world.reader().await;
    assert!(
        email_change::pending(&mut connection, id).await.unwrap().is_none(),
        "what was begun before is over"
    );
    assert!(email_change::by_code(&mut connection, b"code").await.unwrap().is_none());
    assert!(known_browser::seen(&mut connection, b"browser").await.unwrap().is_none());
    let told: Vec<Option<String>> =
        outbox::kept(&mut connection).await.unwrap().into_iter().map(|(to, _)| to).collect();
    assert_eq!(told, [Some("one@example.org".to_owned()), Some("two@example.org".to_owned())]);
    let lines = journal::of(&mut connection, id, 2).await.unwrap();
    assert_eq!(
        lines.iter().map(|line| line.kind.as_str()).collect::<Vec<_>>(),
        ["imported", "email_settled"]
    );
}

async fn an_address_of_ones_own_stays_until_the_source_tells_another(place: Place) {
    let world = World::new(place, 1).await;
    import(&world, &list("source@example.org"), OPTIONS).await;
    give(&world.store, "UPDATE account SET email = 'own@example.org' WHERE login = 'ann'").await.unwrap();
    // Night after night; whether the source goes silent meanwhile makes no difference.
    for told in ["source@example.org", "source@example.org", "", "source@example.org"] {
        let (plan, done) = import(&world, &list(told), OPTIONS).await;
        assert_eq!((plan.unchanged, done), (1, Some([0; 4])));
        assert_eq!(account(&world).await.email.as_deref(), Some("own@example.org"));
    }
    import(&world, &list("another@example.org"), OPTIONS).await;
    assert_eq!(account(&world).await.email.as_deref(), Some("another@example.org"));
}

async fn an_address_that_was_there_first_stays(place: Place) {
    let world = World::new(place, 1).await;
    world
        .provision
        .invite(crate::journal::Actor::Command, &crate::provision::tests::world::tenant("1"))
        .await
        .unwrap();
    give(&world.store, "UPDATE account SET email = 'own@example.org'").await.unwrap();
    assert_eq!(import(&world, &list("source@example.org"), OPTIONS).await.1, Some([0, 1, 0, 0]));
    assert_eq!(account(&world).await.email.as_deref(), Some("own@example.org"));
    assert_eq!(import(&world, &list("source@example.org"), OPTIONS).await.0.unchanged, 1);
    let told = outbox::kept(&mut world.reader().await).await.unwrap();
    assert!(told.is_empty(), "nobody is told of what did not happen");

    // Where nothing was settled the address of the business database counted: that one hears of it.
    give(&world.store, "UPDATE account SET email = NULL, source_email = NULL").await.unwrap();
    import(&world, &list("source@example.org"), OPTIONS).await;
    assert_eq!(account(&world).await.email.as_deref(), Some("source@example.org"));
    let told: Vec<Option<String>> =
        outbox::kept(&mut world.reader().await).await.unwrap().into_iter().map(|(to, _)| to).collect();
    assert_eq!(told, [Some("1@example.org".to_owned()), Some("source@example.org".to_owned())]);
}
