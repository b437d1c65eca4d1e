//! Links to providers that come with a source.

use super::{super::*, outbox};
use crate::{
    journal::Actor,
    provision::tests::world::{World, tenant},
    store::{
        account, federated, journal,
        testing::{Place, over_both_stores},
    },
};

const OPTIONS: Options = Options { enable_returners: false, max_loss: 20, force: false };
const ISSUER: &str = "https://login.example.org";

fn providers(scramble: bool) -> [Provider; 1] {
    [Provider { id: "agency".to_owned(), issuer: ISSUER.to_owned(), scramble }]
}

/// What was planned; how many accounts were made, changed, disabled, enabled; and how many were linked.
async fn import(world: &World, list: &str, scramble: bool) -> (Plan, [u64; 4], u64) {
    let entries = csv::read(list.as_bytes()).unwrap();
    let ledger = ErasedAccounts(world.provision.clone());
    let plan = world.provision.plan("csv: hr", entries, &ledger, &providers(scramble)).await.unwrap();
    let done = world.provision.apply(&outbox(world).await, "csv: hr", &plan, OPTIONS).await.unwrap().unwrap();
    let linked = world.provision.link("csv: hr", &plan).await.unwrap();
    (plan, done, linked)
}

fn told(plan: &Plan) -> Vec<(u64, Refused)> {
    plan.refused.iter().map(|refusal| (refusal.line, refusal.reason)).collect()
}

async fn account_of(world: &World, subject: &str) -> Option<i64> {
    federated::account(&mut world.reader().await, ISSUER, subject).await.unwrap()
}

async fn row(world: &World, login: &str) -> account::Account {
    account::by_login(&mut world.reader().await, login).await.unwrap().unwrap()
}

const TITLES: &str = "key,login,email,name,provider,subject\n";

async fn whoever_is_imported_with_a_subject_is_linked(place: Place) {
    let world = World::new(place, 1).await;
    let list = format!("{TITLES}a,ann,,Ann,agency,s-1\nb,bob,s-2@example.org,Bob,agency,\n");
    let (plan, done, linked) = import(&world, &list, false).await;
    assert_eq!((plan.link_count(), done, linked), (1, [2, 0, 0, 0], 1));
    let ann = row(&world, "ann").await;
    assert_eq!(account_of(&world, "s-1").await, Some(ann.id));
    assert_eq!(account_of(&world, "s-2@example.org").await, None, "never by an address");
    let lines = journal::of(&mut world.reader().await, ann.id, 9).await.unwrap();
    assert!(lines.iter().any(|line| line.kind == "linked" && line.actor_kind == "command"), "{lines:?}");

    // A subject that comes later links the account that is there; done twice it is done once.
    let list = list.replace("agency,\n", "agency,s-2\n");
    let (plan, _, linked) = import(&world, &list, false).await;
    assert_eq!((plan.changed_count(), plan.link_count(), linked), (0, 1, 1));
    assert_eq!(account_of(&world, "s-2").await, Some(row(&world, "bob").await.id));
    let (plan, done, linked) = import(&world, &list, false).await;
    assert_eq!((plan.link_count(), done, linked), (0, [0; 4], 0));
}

async fn nobody_takes_the_place_of_somebody_else(place: Place) {
    let world = World::new(place, 1).await;
    import(&world, &format!("{TITLES}a,ann,,Ann,agency,s-1\nb,bob,,Bob,agency,s-2\n"), false).await;
    let list = format!(
        "{TITLES}a,ann,,Ann,agency,s-9\nb,bob,,Bob,agency,s-2\nc,cat,,Cat,agency,s-2\nd,dan,,Dan,agency,s-1\n\
         e,eve,,Eve,nowhere,s-5\nf,fay,,Fay,,s-6\n"
    );
    let (plan, done, linked) = import(&world, &list, false).await;
    let refused = [
        (2, Refused::Linked),
        (4, Refused::Twice),
        (5, Refused::Linked),
        (6, Refused::Provider),
        (7, Refused::Provider),
    ];
    assert_eq!(told(&plan), refused);
    assert_eq!((plan.leavers.len(), done, linked), (0, [0; 4], 0));
}

async fn a_link_may_take_the_password_away(place: Place) {
    let world = World::new(place, 1).await;
    let person = "key,login,email,kind,person,provider,subject\na,ann,,tenant,1,agency,s-1\n";
    let id = world.provision.invite(Actor::Command, &tenant("1")).await.unwrap();
    let (_, done, linked) = import(&world, person, true).await;
    assert_eq!((done, linked), ([0, 1, 0, 0], 1));
    let ann = row(&world, "ann").await;
    assert_eq!((ann.id, ann.password_from), (id, account::PasswordFrom::Scrambled));
}

async fn a_long_source_is_held_against_everything_part_by_part(place: Place) {
    let world = World::new(place, 0).await;
    let line = |n: u32| format!("k{n},login{n},,Name {n},agency,s-{n}\n");
    let lines: Vec<String> = (0..1100).map(line).collect();
    let list = format!("{TITLES}{}", lines.concat());
    let (plan, done, linked) = import(&world, &list, false).await;
    assert_eq!((plan.link_count(), done, linked), (1100, [1100, 0, 0, 0], 1100));
    // The first of one part and the last of the next have changed their places.
    let swapped = list
        .replace("k0,login0,,Name 0,agency,s-0\n", "k0,login0,,Name 0,agency,s-999\n")
        .replace("k999,login999,,Name 999,agency,s-999\n", "k999,login999,,Name 999,agency,s-0\n");
    let (plan, done, linked) = import(&world, &swapped, false).await;
    assert_eq!(told(&plan), [(2, Refused::Linked), (1001, Refused::Linked)]);
    assert_eq!((plan.unchanged, plan.link_count(), done, linked), (1098, 0, [0; 4], 0));
}

over_both_stores!(
    a_long_source_is_held_against_everything_part_by_part,
    whoever_is_imported_with_a_subject_is_linked,
    nobody_takes_the_place_of_somebody_else,
    a_link_may_take_the_password_away,
);
