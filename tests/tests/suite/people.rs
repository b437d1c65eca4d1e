//! The staff's work on accounts of persons, over the wire: found, helped, and out of reach of everybody else.

use vantail_proto::staff::{
    Act, DisableRequest, FindPeopleRequest, InviteRequest, LetterRequest, ResetFactorsRequest,
    SearchPeopleRequest, SettleEmailRequest, ShowPersonRequest, account::State, act::Kind,
};
use vantail_shared::failure::Code;
use vantail_tests::{
    organisation::ELEONORE,
    pair::Pair,
    wire::{Wire, code, with},
};

/// The handle of the one person whom these words find.
async fn handle(wire: &Wire, clerk: &str, words: &str) -> String {
    let search = FindPeopleRequest { search: words.to_owned(), state: String::new() };
    let handle = wire.people().find(with(Some(clerk), search)).await.unwrap().into_inner().handle;
    let found = wire.people().search(with(Some(clerk), SearchPeopleRequest { handle })).await.unwrap();
    let people = found.into_inner().people;
    assert_eq!(people.len(), 1, "{words}: {people:?}");
    people.into_iter().next().unwrap().handle
}

/// The code of each method that names a person, with this handle.
async fn every(wire: &Wire, token: &str, handle: &str) -> Vec<Code> {
    let (mut people, handle) = (wire.people(), handle.to_owned());
    let token = Some(token);
    vec![
        code(people.search(with(token, SearchPeopleRequest { handle: handle.clone() })).await),
        code(people.show(with(token, ShowPersonRequest { handle: handle.clone() })).await),
        code(people.invite(with(token, InviteRequest { handle: handle.clone() })).await),
        code(people.letter(with(token, LetterRequest { handle: handle.clone(), password: true })).await),
        code(people.disable(with(token, DisableRequest { handle: handle.clone(), enable: false })).await),
        code(people.reset_factors(with(token, ResetFactorsRequest { handle: handle.clone() })).await),
        code(
            people
                .settle_email(with(token, SettleEmailRequest { handle, email: "a@b.example".to_owned() }))
                .await,
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handle_of_a_colleague_names_nobody() {
    let pair = Pair::start().await;
    let (clerk, colleague) = (pair.staff_token().await, pair.staff_token().await);
    let wire = pair.wire("staff-s1").await;
    let person = handle(&wire, &clerk, ELEONORE.login).await;
    for named in [person.as_str(), "AAAA", "not a handle"] {
        assert_eq!(every(&wire, &colleague, named).await, [Code::NotFound; 7], "{named}");
    }
    // Nothing has happened.
    let shown = wire.people().show(with(Some(&clerk), ShowPersonRequest { handle: person })).await.unwrap();
    let kinds: Vec<Kind> = shown.into_inner().history.iter().map(Act::kind).collect();
    assert_eq!(kinds, [Kind::Created]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_person_is_out_at_once_at_every_front() {
    let pair = Pair::start().await;
    let (clerk, person) = (pair.staff_token().await, pair.token(ELEONORE).await);
    let wire = pair.wire("staff-s1").await;
    let handle = handle(&wire, &clerk, ELEONORE.login).await;
    let mut portal = pair.wire("public-f1").await.portal();
    let home = || with(Some(person.as_str()), vantail_proto::portal::HomeRequest {});
    assert!(portal.home(home()).await.is_ok());
    let disable = DisableRequest { handle: handle.clone(), enable: false };
    wire.people().disable(with(Some(&clerk), disable)).await.unwrap();
    assert_eq!(code(portal.home(home()).await), Code::SignedOut);
    let shown = wire.people().show(with(Some(&clerk), ShowPersonRequest { handle })).await.unwrap();
    let account = shown.into_inner().found.unwrap().account.unwrap();
    assert_eq!((account.state(), account.open_sessions), (State::Disabled, 0));
}
