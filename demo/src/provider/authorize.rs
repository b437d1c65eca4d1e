//! The question who one is, and the code that answers it.

use std::sync::Arc;

use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use vantail_shared::random::{SystemRandom, bytes};

use super::{CLIENT, Desk, pages, people::Known};

/// A code ends at this age, in seconds.
pub(super) const CODE_LIFE: i64 = 60;
/// Codes that are kept at once.
const MOST: usize = 1000;

/// What the portal asks (OpenID Connect Core 1.0, section 3.1.2.1), and the answer of whoever sits there.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    client_id: String,
    redirect_uri: String,
    response_type: String,
    response_mode: String,
    scope: String,
    state: String,
    nonce: String,
    code_challenge: String,
    code_challenge_method: String,
    sub: String,
}

/// What a code stands for.
#[derive(Debug, Clone)]
pub(super) struct Granted {
    pub(super) person: Known,
    pub(super) redirect_uri: String,
    pub(super) nonce: String,
    pub(super) challenge: String,
    /// In seconds since 1970-01-01 UTC.
    pub(super) at: i64,
}

impl Asked {
    fn fields(&self) -> [(&'static str, &str); 9] {
        [
            ("client_id", &self.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("response_type", &self.response_type),
            ("response_mode", &self.response_mode),
            ("scope", &self.scope),
            ("state", &self.state),
            ("nonce", &self.nonce),
            ("code_challenge", &self.code_challenge),
            ("code_challenge_method", &self.code_challenge_method),
        ]
    }

    /// Whether the portal of the demo asks, and asks what there is.
    fn is_ours(&self, desk: &Desk) -> bool {
        self.client_id == CLIENT
            && desk.is_return(&self.redirect_uri)
            && self.response_type == "code"
            && self.response_mode == "form_post"
            && self.scope.split(' ').any(|scope| scope == "openid")
            && self.code_challenge_method == "S256"
            && !self.code_challenge.is_empty()
    }
}

/// `GET /authorize`
pub(super) async fn ask(State(desk): State<Arc<Desk>>, Query(asked): Query<Asked>) -> Response {
    if !asked.is_ours(&desk) {
        return refused();
    }
    let choices: Vec<_> = desk
        .people
        .iter()
        .map(|one| (one.sub.as_str(), one.name.as_str(), one.says[0].as_str(), one.says[1].as_str()))
        .collect();
    pages::choice(&asked.fields(), &choices)
}

/// `POST /choose`
pub(super) async fn choose(State(desk): State<Arc<Desk>>, Form(asked): Form<Asked>) -> Response {
    if !asked.is_ours(&desk) {
        return refused();
    }
    let person = desk.people.iter().find(|one| one.sub == asked.sub);
    let code = person.map(|person| grant(&desk, person, &asked));
    let told = match &code {
        Some(code) => ("code", code.as_str()),
        None => ("error", "access_denied"),
    };
    let fields = [told, ("state", &asked.state), ("iss", &desk.issuer)];
    pages::post(&asked.redirect_uri, &fields, &drawn())
}

fn grant(desk: &Desk, person: &Known, asked: &Asked) -> String {
    let (code, now) = (drawn(), desk.now());
    let granted = Granted {
        person: person.clone(),
        redirect_uri: asked.redirect_uri.clone(),
        nonce: asked.nonce.clone(),
        challenge: asked.code_challenge.clone(),
        at: now,
    };
    desk.codes(|codes| {
        codes.retain(|_, granted| now - granted.at < CODE_LIFE);
        if codes.len() < MOST {
            codes.insert(code.clone(), granted);
        }
    });
    code
}

fn refused() -> Response {
    let page = pages::told("Ce n’est pas une question de ce portail.", "This is no question of this portal.");
    (StatusCode::BAD_REQUEST, page).into_response()
}

/// Something that nobody guesses.
pub(super) fn drawn() -> String {
    BASE64URL_NOPAD.encode(&bytes::<24>(&SystemRandom))
}
