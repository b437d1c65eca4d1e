//! Invented persons in every state of an account.

use vantail_proto::staff::{
    Account, Act, FoundPerson, SearchPeopleReply, ShowPersonReply, account::State, act::Kind,
};

use super::HOSTILE;

/// An account in this state, with what such an account has.
fn account(state: State) -> Account {
    let begun = matches!(state, State::Active | State::Disabled);
    Account {
        state: state.into(),
        login: "bodu-kavi-tema".to_owned(),
        email: if begun { "marie@courriel.example" } else { "" }.to_owned(),
        signed_in: begun.then_some(4 * 3600),
        created: 20 * 86_400,
        initial_ends: (state == State::Invited).then_some(10 * 86_400),
        totp: begun,
        passkeys: if begun { 2 } else { 0 },
        open_sessions: u32::from(state == State::Active),
        providers: if begun { vec!["Ville".to_owned()] } else { Vec::new() },
        source: if begun { "csv: rh" } else { "" }.to_owned(),
        login_letter: state == State::Invited,
        password_letter: state == State::Invited,
        undelivered: (state == State::Disabled).then_some(2 * 86_400),
    }
}

/// The person whom a handle of these tests names.
fn found(handle: &str, language: &str) -> Option<FoundPerson> {
    let (name, state) = match handle {
        "nobody" => ("Lucien Sans-Compte", None),
        "invited" => ("Nadège Invitée", Some(State::Invited)),
        "verifying" => ("Yves Àvérifier", Some(State::Verifying)),
        "active" | "changed" => ("Marie-Hélène d’Aubigné", Some(State::Active)),
        "disabled" => (HOSTILE, Some(State::Disabled)),
        "gone" => ("", Some(State::Active)),
        _ => return None,
    };
    Some(FoundPerson {
        handle: handle.to_owned(),
        name: name.to_owned(),
        kind: if language == "en" { "Tenant" } else { "Locataire" }.to_owned(),
        account: state.map(account),
    })
}

pub fn search(handle: &str, language: &str) -> Option<SearchPeopleReply> {
    let handles: &[&str] = match handle {
        "" => &["active", "invited"],
        "asked" => &["nobody", "invited", "verifying", "active", "disabled", "gone"],
        "nothing" => &[],
        _ => return None,
    };
    let asked = handle == "asked";
    Some(SearchPeopleReply {
        person: "Paul Martin".to_owned(),
        language: language.to_owned(),
        search: if asked { "d’Aubigné \"x\"" } else { "" }.to_owned(),
        state: if asked { "active" } else { "" }.to_owned(),
        people: handles.iter().filter_map(|handle| found(handle, language)).collect(),
        newer: String::new(),
        older: if asked { "older" } else { "" }.to_owned(),
    })
}

pub fn person(handle: &str, language: &str) -> Option<ShowPersonReply> {
    let act = |kind: Kind, when, by: &str| Act { kind: kind.into(), when, by: by.to_owned() };
    let found = found(handle, language)?;
    let history = vec![
        act(Kind::SignedIn, 4 * 3600, ""),
        act(Kind::EmailSettled, 3 * 86_400, "Paul Martin"),
        act(Kind::Created, 20 * 86_400, "command line"),
    ];
    Some(ShowPersonReply {
        person: "Paul Martin".to_owned(),
        language: language.to_owned(),
        history: if found.account.is_some() { history } else { Vec::new() },
        found: Some(found),
    })
}
