//! What others do between a plan and its doing.

use super::{super::*, outbox, sources::OPTIONS};
use crate::{
    provision::tests::world::World,
    store::{
        account,
        testing::{Place, give, over_both_stores},
    },
};

over_both_stores!(
    a_sign_in_name_that_somebody_took_refuses_one_entry_alone,
    what_was_erased_or_is_another_sources_by_now_is_left_alone,
);

const LIST: &str = "key,login,email,name\n1,ann,,Ann\n2,bob,,Bob\n3,cat,,Cat\n4,dan,,Dan\n";

async fn plan(world: &World, list: &str) -> Plan {
    let (entries, ledger) = (csv::read(list.as_bytes()).unwrap(), ErasedAccounts(world.provision.clone()));
    world.provision.plan("csv: hr", entries, &ledger, &[]).await.unwrap()
}

async fn apply(world: &World, plan: &Plan) -> [u64; 4] {
    let outbox = outbox(world).await;
    world.provision.apply(&outbox, "csv: hr", plan, OPTIONS).await.unwrap().unwrap()
}

async fn login(world: &World, id: i64) -> (String, Option<String>) {
    let account = account::by_id(&mut world.reader().await, id).await.unwrap().unwrap();
    (account.login, account.email)
}

async fn a_sign_in_name_that_somebody_took_refuses_one_entry_alone(place: Place) {
    let world = World::new(place, 1).await;
    let first = plan(&world, LIST).await;
    assert_eq!(apply(&world, &first).await, [4, 0, 0, 0]);
    let renamed = LIST.replace(",bob,", ",taken,").replace(",cat,,", ",kate,k@example.org,");
    let news = plan(&world, &renamed).await;
    assert_eq!((news.changed_count(), news.refused.len()), (2, 0));
    give(&world.store, "UPDATE account SET login = 'taken' WHERE source_key = '4'").await.unwrap();
    assert_eq!(apply(&world, &news).await, [0, 1, 0, 0]);
    assert_eq!(login(&world, 2).await, ("bob".to_owned(), None));
    assert_eq!(login(&world, 3).await, ("kate".to_owned(), Some("k@example.org".to_owned())));
}

async fn what_was_erased_or_is_another_sources_by_now_is_left_alone(place: Place) {
    let world = World::new(place, 1).await;
    let first = plan(&world, LIST).await;
    apply(&world, &first).await;
    let renamed = LIST.replace(",ann,,", ",anna,a@example.org,").replace(",bob,,", ",bobby,b@example.org,");
    let news = plan(&world, &renamed).await;
    assert_eq!(news.changed_count(), 2);
    give(&world.store, "UPDATE account SET state = 'erased' WHERE source_key = '1'").await.unwrap();
    give(&world.store, "UPDATE account SET source = 'csv: payroll' WHERE source_key = '2'").await.unwrap();
    assert_eq!(apply(&world, &news).await, [0; 4]);
    assert_eq!(login(&world, 1).await, ("ann".to_owned(), None));
    assert_eq!(login(&world, 2).await, ("bob".to_owned(), None));
}
