use super::{super::*, outbox};
use crate::{
    provision::tests::world::World,
    store::{
        account,
        testing::{Place, over_both_stores},
    },
};

pub(super) const OPTIONS: Options = Options { enable_returners: false, max_loss: 20, force: false };

/// Held against a ledger, then done.
async fn import_by(
    world: &World,
    list: &str,
    options: Options,
    ledger: &dyn Ledger,
) -> (Plan, Option<[u64; 4]>) {
    let entries = csv::read(list.as_bytes()).unwrap();
    let plan = world.provision.plan("csv: hr", entries, ledger, &[]).await.unwrap();
    let done = world.provision.apply(&outbox(world).await, "csv: hr", &plan, options).await.unwrap();
    (plan, done)
}

pub(super) async fn import(world: &World, list: &str, options: Options) -> (Plan, Option<[u64; 4]>) {
    import_by(world, list, options, &ErasedAccounts(world.provision.clone())).await
}

pub(super) fn told(plan: &Plan) -> Vec<(u64, Refused)> {
    plan.refused.iter().map(|refusal| (refusal.line, refusal.reason)).collect()
}

/// Staff from `first` to `last`.
fn staff(range: std::ops::RangeInclusive<u32>) -> String {
    let rows = range.map(|number| format!("k{number},login{number},m{number}@example.org,Name {number}\n"));
    std::iter::once("key,login,email,name\n".to_owned()).chain(rows).collect()
}

pub(super) async fn state(world: &World, login: &str) -> Option<State> {
    account::by_login(&mut world.reader().await, login).await.unwrap().map(|account| account.state)
}

async fn a_source_is_followed_and_done_twice_is_done_once(place: Place) {
    let world = World::new(place, 3).await;
    assert_eq!(import(&world, &staff(1..=10), OPTIONS).await.1, Some([10, 0, 0, 0]));
    let (plan, done) = import(&world, &staff(1..=10), OPTIONS).await;
    assert_eq!((plan.unchanged, done), (10, Some([0; 4])));

    let changed = staff(1..=9).replace("m3@example.org", "new3@example.org").replace("login4", "fourth");
    assert_eq!(import(&world, &changed, OPTIONS).await.1, Some([0, 2, 1, 0]));
    assert_eq!(state(&world, "login10").await, Some(State::Disabled), "a leaver is disabled, not deleted");
    assert_eq!((state(&world, "login4").await, state(&world, "fourth").await), (None, Some(State::Active)));

    let (plan, done) = import(&world, &staff(1..=10), OPTIONS).await;
    assert_eq!(
        (plan.returners.len(), done),
        (1, Some([0, 2, 0, 0])),
        "a returner stays out until somebody says so"
    );
    let (_, done) = import(&world, &staff(1..=10), Options { enable_returners: true, ..OPTIONS }).await;
    assert_eq!(done, Some([0, 0, 0, 1]));
    assert_eq!(state(&world, "login10").await, Some(State::Active));
}

async fn a_source_that_lost_its_people_is_refused(place: Place) {
    let world = World::new(place, 3).await;
    import(&world, &staff(1..=10), OPTIONS).await;
    let (plan, done) = import(&world, &staff(1..=7), OPTIONS).await;
    assert_eq!((plan.leavers.len(), done), (3, None));
    assert!(import(&world, "key,login,email,name\n", OPTIONS).await.1.is_none());
    assert_eq!(state(&world, "login9").await, Some(State::Active));
    let (_, done) = import(&world, &staff(1..=7), Options { force: true, ..OPTIONS }).await;
    assert_eq!(done, Some([0, 0, 3, 0]));
}

async fn nobody_knows_the_password_of_an_imported_account(place: Place) {
    let world = World::new(place, 1).await;
    import(&world, &staff(1..=1), OPTIONS).await;
    let found = account::by_login(&mut world.reader().await, "login1").await.unwrap().unwrap();
    assert_eq!(found.password_from, account::PasswordFrom::Scrambled);
    let hash = found.password.clone();
    let verdict = world.provision.verify(Zeroizing::new(String::new()), hash).await.unwrap();
    assert!(!verdict);
}

/// Knows of one erased person whom no account tells of.
#[derive(Debug)]
struct OneErased;

#[async_trait]
impl Ledger for OneErased {
    async fn erased(&self, kind: &str, keys: &[String]) -> Result<BTreeSet<String>, Failure> {
        let wanted = "[\"2\"]".to_owned();
        Ok(if kind == "tenant" && keys.contains(&wanted) { [wanted].into() } else { BTreeSet::new() })
    }
}

async fn persons_are_those_of_the_database_and_the_erased_are_never_made_again(place: Place) {
    let world = World::new(place, 3).await;
    let list = "key,login,email,kind,person\na,ann,,tenant,1\nb,bob,,tenant,2\nc,cat,,tenant,99\nd,dan,,nobody,1\n\
                e,eve,,tenant,1\n";
    let (plan, done) = import_by(&world, list, OPTIONS, &OneErased).await;
    assert_eq!(
        told(&plan),
        [(3, Refused::Erased), (4, Refused::Nobody), (5, Refused::Kind), (6, Refused::Twice)]
    );
    assert_eq!(done, Some([1, 0, 0, 0]));

    // What the store itself remembers.
    let mut connection = world.store.writer().await.unwrap();
    account::making::erase_for_tests(&mut connection, 1).await.unwrap();
    connection.commit().await.unwrap();
    let (plan, done) =
        import(&world, "key,login,email,kind,person\na,ann2,,tenant,1\nz,zoe,,tenant,1\n", OPTIONS).await;
    assert_eq!(told(&plan), [(2, Refused::Erased), (3, Refused::Twice)]);
    assert_eq!(done, Some([0; 4]));
    let (plan, _) = import(&world, "key,login,email,kind,person\nz,zoe,,tenant,1\n", OPTIONS).await;
    assert_eq!(told(&plan), [(2, Refused::Erased)], "under another key of the source as well");
}

async fn sign_in_names_and_accounts_of_others_are_left_alone(place: Place) {
    let world = World::new(place, 3).await;
    import(&world, "key,login,email,kind,person\na,ann,,tenant,1\n", OPTIONS).await;
    let entries =
        csv::read("key,login,email,kind,person\nx,ann,,tenant,2\ny,new,,tenant,1\n".as_bytes()).unwrap();
    let ledger = ErasedAccounts(world.provision.clone());
    let plan = world.provision.plan("ldap: main", entries, &ledger, &[]).await.unwrap();
    assert_eq!(told(&plan), [(2, Refused::Taken), (3, Refused::OtherSource)]);
    // One that was made with letters is taken over as it is.
    world
        .provision
        .invite(crate::journal::Actor::Command, &crate::provision::tests::world::tenant("3"))
        .await
        .unwrap();
    let (_, done) =
        import(&world, "key,login,email,kind,person\na,ann,,tenant,1\nc,cat,,tenant,3\n", OPTIONS).await;
    assert_eq!(done, Some([0, 1, 0, 0]));
    assert_eq!(state(&world, "cat").await, Some(State::Invited));
}

over_both_stores!(
    a_source_is_followed_and_done_twice_is_done_once,
    a_source_that_lost_its_people_is_refused,
    nobody_knows_the_password_of_an_imported_account,
    persons_are_those_of_the_database_and_the_erased_are_never_made_again,
    sign_in_names_and_accounts_of_others_are_left_alone,
);
