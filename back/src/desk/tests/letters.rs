use super::*;
use crate::store::{journal, roster};

over_both_stores!(
    an_account_is_made_and_its_password_is_printed_once,
    a_new_password_ends_everything_that_was_open,
    nobody_is_invited_who_is_gone_or_disabled,
    a_password_that_is_over_is_not_offered,
);

impl World {
    /// Which letters can be had: that with the name, that with the password.
    async fn letters(&self, handle: &str) -> (bool, bool) {
        let shown = self.desk.show(&self.clerk, Language::En, handle).await.unwrap();
        let account = shown.found.unwrap().account.unwrap();
        (account.login_letter, account.password_letter)
    }

    async fn letter(&self, handle: &str, password: bool) -> Result<Vec<u8>, Failure> {
        self.desk.letter(self.clerk(), handle, password).await
    }
}

async fn an_account_is_made_and_its_password_is_printed_once(place: Place) {
    let world = World::new(place).await;
    let handle = world.handle("léa").await;
    assert_eq!(world.letter(&handle, false).await.unwrap_err().code, Code::NotFound, "no account yet");
    world.desk.invite(world.clerk(), &handle).await.unwrap();
    assert_eq!(world.letters(&handle).await, (true, true));
    for _ in 0..2 {
        assert!(world.letter(&handle, false).await.unwrap().starts_with(b"%PDF-"));
    }
    assert!(world.letter(&handle, true).await.unwrap().starts_with(b"%PDF-"));
    assert_eq!(world.letter(&handle, true).await.unwrap_err().code, Code::Changed);
    assert_eq!(world.letters(&handle).await, (true, false));
    let (state, history) = world.stands(&handle).await;
    assert_eq!(state, State::Invited);
    assert_eq!(history[..3], [Kind::LetterPassword, Kind::LetterLogin, Kind::LetterLogin]);
    let mut connection = world.desk.store.reader().await.unwrap();
    let account = roster::of_person(&mut connection, "tenant", "[\"4\"]").await.unwrap().unwrap();
    let fronts = journal::fronts(&mut connection, account.id).await.unwrap();
    assert!(fronts.len() > 3 && fronts.iter().all(|front| front == "staff1"), "{fronts:?}");
    let shown = world.desk.show(&world.clerk, Language::En, &handle).await.unwrap();
    assert!(shown.history.iter().all(|act| act.by == "Paul Martin"), "{:?}", shown.history);
    assert!(shown.found.unwrap().account.unwrap().initial_ends.is_some_and(|ends| ends > 29 * 86_400));
}

async fn a_new_password_ends_everything_that_was_open(place: Place) {
    let world = World::new(place).await;
    world.account("tenant", "1", "one", AS_MADE).await;
    let handle = world.handle("zoé").await;
    let token = world.session("one").await;
    world.desk.invite(world.clerk(), &handle).await.unwrap();
    assert!(!world.is_open(&token).await);
    assert_eq!(world.letters(&handle).await, (true, true));
    assert_eq!(world.ask("one", "").await.people.len(), 1, "the sign-in name stays");
}

async fn nobody_is_invited_who_is_gone_or_disabled(place: Place) {
    let world = World::new(place).await;
    world.account("tenant", "1", "one", "UPDATE account SET state = 'disabled' WHERE login = 'one'").await;
    let handle = world.handle("zoé").await;
    assert_eq!(world.desk.invite(world.clerk(), &handle).await.unwrap_err().code, Code::Changed);
    assert_eq!(world.letter(&handle, false).await.unwrap_err().code, Code::Changed);
    assert_eq!(world.letters(&handle).await, (false, false));
    world.give("UPDATE account SET state = 'active', person_key = '[\"99\"]' WHERE login = 'one'").await;
    let gone = world.ask("one", "").await.people.remove(0).handle;
    assert_eq!(world.desk.invite(world.clerk(), &gone).await.unwrap_err().code, Code::Changed);
    assert_eq!(world.letters(&gone).await, (false, false));
}

async fn a_password_that_is_over_is_not_offered(place: Place) {
    let world = World::new(place).await;
    let handle = world.handle("léa").await;
    world.desk.invite(world.clerk(), &handle).await.unwrap();
    world.clock.advance(31 * 86_400);
    let handle = world.handle("léa").await;
    assert_eq!(world.letters(&handle).await, (true, false));
    assert_eq!(world.letter(&handle, true).await.unwrap_err().code, Code::Changed);
    assert!(world.letter(&handle, false).await.unwrap().starts_with(b"%PDF-"));
}
