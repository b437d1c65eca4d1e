//! Passwords of another system, taken over in bulk.

use crate::{
    identity::legacy::form,
    provision::tests::world::World,
    store::{
        account,
        testing::{Place, over_both_stores},
    },
};
use zeroize::Zeroizing;

async fn kept_passwords_become_argon2id_at_once_and_once(place: Place) {
    // md5("p1"), md5("p2"), nothing, and the same sign-in name twice.
    let rows = "UPDATE person SET secret = CASE id WHEN 1 THEN 'ec6ef230f1828039ee794566b9c58adc' \
        WHEN 2 THEN '1D665B9B1467944C128A5575119D1CFD' WHEN 3 THEN '' ELSE 'ec6ef230f1828039ee794566b9c58adc' END, \
        last_name = CASE id WHEN 5 THEN 'no1' ELSE 'No' || id END";
    let legacy =
        "\n[persons.tenant.legacy]\nlogin = \"last_name\"\npassword = \"secret\"\nscheme = \"md5\"\n";
    let world = World::with(place, 5, legacy, rows).await;
    let dry = world.provision.take_over("tenant", true, &|_, _| {}).await.unwrap();
    assert_eq!((dry.made, dry.had), (3, 0));
    let report = world.provision.take_over("tenant", false, &|_, _| {}).await.unwrap();
    assert_eq!((report.made, report.had), (3, 0));
    assert_eq!(report.refused.values().sum::<u64>(), 2, "{:?}", report.refused);
    assert_eq!(dry, report, "what is done is what was said");
    for (login, password) in [("no1", "p1"), ("no2", "p2")] {
        let found = account::by_login(&mut world.reader().await, login).await.unwrap().unwrap();
        assert_eq!((found.password_form.as_deref(), found.state), (Some("md5"), account::State::Verifying));
        assert!(found.password.starts_with("$argon2id$"));
        let brought = form("md5", password).unwrap();
        assert!(world.provision.verify(brought, found.password.clone()).await.unwrap());
        let typed = Zeroizing::new(password.to_owned());
        assert!(!world.provision.verify(typed, found.password.clone()).await.unwrap());
    }
    let again = world.provision.take_over("tenant", false, &|_, _| {}).await.unwrap();
    assert_eq!((again.made, again.had), (0, 3));
    let dry = world.provision.take_over("tenant", true, &|_, _| {}).await.unwrap();
    assert_eq!(dry, again);
}

over_both_stores!(kept_passwords_become_argon2id_at_once_and_once);
