//! `/people/{handle}`: one person with the account, what can be done now, and what was done before.

use askama::Template;
use axum::{
    Extension,
    extract::{Path, RawQuery, State},
};
use vantail_proto::staff::{Account, FoundPerson, ShowPersonRequest, account::State as Stage};
use vantail_shared::failure::{Code, Failure};

use super::{
    super::{Answer, Person, Shell, html, page::is_handle, texts},
    words,
};
use crate::{error::to_sign_in, site::Site, texts::Texts, visit::Visit};

#[derive(Template)]
#[template(path = "person.html")]
struct Page<'a> {
    shell: Shell<'a>,
    handle: &'a str,
    name: &'a str,
    kind: &'a str,
    /// The state in a word or two.
    state: &'static str,
    /// What that means and what comes next.
    sentence: String,
    account: Option<&'a Account>,
    can: Vec<Deed>,
    history: Vec<Line>,
    notice: Option<&'static str>,
    problem: Option<&'static str>,
    /// The address that was typed and refused.
    typed: &'a str,
}

/// A line of the history.
struct Line {
    what: String,
    when: u64,
}

/// What can be done to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Invite,
    Settle,
    /// The identity still waits to be proved and no code can do it.
    Vouch,
    Reset,
    Disable,
    Enable,
}

/// What went wrong with an act, told above the page.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    pub(super) problem: Option<&'static str>,
    pub(super) typed: String,
}

/// `GET /people/{handle}`
pub async fn show(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(handle): Path<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    if handle.is_empty() || !is_handle(&handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    let notice = match query.as_deref() {
        Some("invited") => Some("person-invited"),
        Some("disabled") => Some("person-disabled"),
        Some("enabled") => Some("person-enabled"),
        Some("email") => Some("person-email-settled"),
        Some("checked") => Some("person-checked"),
        Some("factors") => Some("person-factors-reset"),
        _ => None,
    };
    page(&site, &visit, handle, notice, &Trouble::default()).await
}

/// The page as it is now.
pub(super) async fn page(
    site: &Site,
    visit: &Visit,
    handle: String,
    notice: Option<&'static str>,
    trouble: &Trouble,
) -> Answer {
    let request = ShowPersonRequest { handle: handle.clone() };
    let reply = site.back.show_person(&visit.call(), request).await?;
    let t = texts(&reply.language, visit);
    let found = reply.found.unwrap_or_default();
    let stage = stage(&found);
    let history = reply.history.iter().map(|act| Line { what: words::act(act, t), when: act.when });
    let person = Person::of_staff(&reply.person);
    html(&Page {
        // Titles stand in the browser's history: the name stays out of it.
        shell: Shell::signed_in(site, t, t.say("person-title"), person, "/people"),
        handle: &handle,
        name: if found.name.is_empty() { t.say("person-gone") } else { &found.name },
        kind: &found.kind,
        state: t.say(words::stage(stage)),
        sentence: sentence(&found, t),
        account: found.account.as_ref(),
        can: deeds(&found),
        history: history.collect(),
        notice,
        problem: trouble.problem,
        typed: &trouble.typed,
    })
}

fn stage(found: &FoundPerson) -> Option<Stage> {
    found.account.as_ref().map(|account| Stage::try_from(account.state).unwrap_or_default())
}

/// What the state means, and what comes next.
fn sentence(found: &FoundPerson, t: &'static Texts) -> String {
    let account = found.account.as_ref();
    let ends = account.and_then(|account| account.initial_ends);
    let has_email = account.is_some_and(|account| !account.email.is_empty());
    match stage(found) {
        None | Some(Stage::Unspecified) => t.say("person-none-text").to_owned(),
        Some(Stage::Invited) => match ends {
            Some(0) => t.say("person-invited-over").to_owned(),
            Some(ends) => t.with("person-invited-text", &t.duration(&ends)),
            None => t.say("person-invited-elsewhere").to_owned(),
        },
        Some(Stage::Verifying) if has_email => t.say("person-verifying-text").to_owned(),
        Some(Stage::Verifying) => t.say("person-verifying-no-email").to_owned(),
        Some(Stage::Active) if has_email => t.say("person-active-text").to_owned(),
        Some(Stage::Active) => t.say("person-active-no-email").to_owned(),
        Some(Stage::Disabled) => t.say("person-disabled-text").to_owned(),
        Some(Stage::Erased) => t.say("person-erased-text").to_owned(),
    }
}

/// What can be done now.
fn deeds(found: &FoundPerson) -> Vec<Deed> {
    let stage = stage(found);
    let open = matches!(stage, Some(Stage::Invited | Stage::Verifying | Stage::Active));
    let account = found.account.as_ref();
    let is_unknown = account.is_some_and(|account| account.email.is_empty());
    // Who is kept in step by a list has no other way in than the provider.
    let has_link = |account: &Account| !account.providers.is_empty() && account.source.is_empty();
    let has_more = account.is_some_and(|account| account.totp || account.passkeys > 0 || has_link(account));
    let all = [
        // A person who is gone gets no letters.
        (Deed::Invite, !found.name.is_empty() && (stage.is_none() || open)),
        (Deed::Settle, open),
        (Deed::Vouch, stage == Some(Stage::Verifying) && is_unknown),
        (Deed::Reset, open && has_more),
        (Deed::Disable, open),
        (Deed::Enable, stage == Some(Stage::Disabled)),
    ];
    all.into_iter().filter_map(|(deed, possible)| possible.then_some(deed)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(state: Stage, email: &str) -> FoundPerson {
        let account =
            Account { state: state.into(), email: email.to_owned(), totp: true, ..Account::default() };
        FoundPerson { name: "Marie".to_owned(), account: Some(account), ..FoundPerson::default() }
    }

    #[test]
    fn each_state_offers_what_makes_sense_in_it() {
        let nobody = FoundPerson { name: "Marie".to_owned(), ..FoundPerson::default() };
        assert_eq!(deeds(&nobody), [Deed::Invite]);
        let open = [Deed::Invite, Deed::Settle, Deed::Reset, Deed::Disable];
        assert_eq!(deeds(&found(Stage::Active, "")), open);
        assert_eq!(deeds(&found(Stage::Invited, "")), open);
        assert_eq!(deeds(&found(Stage::Verifying, "a@b.example")), open);
        let vouched = [Deed::Invite, Deed::Settle, Deed::Vouch, Deed::Reset, Deed::Disable];
        assert_eq!(deeds(&found(Stage::Verifying, "")), vouched);
        assert_eq!(deeds(&found(Stage::Disabled, "")), [Deed::Enable]);
        assert_eq!(deeds(&found(Stage::Erased, "")), []);
        let gone = FoundPerson { name: String::new(), ..found(Stage::Active, "") };
        assert_eq!(deeds(&gone), open[1..]);
    }
}
