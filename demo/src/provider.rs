//! A small OpenID provider on this machine, so that "Sign in with ..." can be walked by hand without anybody's help. It
//! asks who one wants to be, and believes it: for invented people only.
//!
//! OpenID Connect Core 1.0 as far as the back uses it: code flow with PKCE, `form_post`, ID tokens signed with ES256.

mod authorize;
mod pages;
pub mod people;
mod signer;
mod token;

use std::{
    collections::HashMap,
    net::Ipv4Addr,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context as _, Result};
use axum::{
    Router,
    body::Body,
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use data_encoding::HEXLOWER;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};
use vantail_shared::{
    clock::{Clock, SystemClock},
    random::{SystemRandom, bytes},
};

use self::{authorize::Granted, people::Known, signer::Signer};
use crate::{folder::Folder, ports::Ports};

/// The back's name there.
pub const CLIENT: &str = "vantail";
/// The file with the back's secret there.
pub const SECRET_FILE: &str = "provider.secret";
/// The claim that holds a person's number in the business database.
pub const CLAIM: &str = "number";

/// The provider's address, which is its name as well.
pub fn issuer(ports: &Ports) -> String {
    format!("http://127.0.0.1:{}", ports.provider)
}

/// Draws the back's secret anew and writes it.
///
/// # Errors
/// The file cannot be written.
pub fn write_secret(folder: &Folder) -> Result<String> {
    let secret = HEXLOWER.encode(&bytes::<32>(&SystemRandom));
    folder.write(SECRET_FILE, &secret)?;
    Ok(secret)
}

/// The running provider; it ends with the value.
#[derive(Debug)]
pub struct Provider(JoinHandle<()>);

impl Drop for Provider {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What all requests share.
#[derive(Debug)]
struct Desk {
    issuer: String,
    /// The addresses of the portals.
    portals: [String; 2],
    secret: String,
    people: Vec<Known>,
    signer: Signer,
    granted: Mutex<HashMap<String, Granted>>,
    clock: SystemClock,
}

impl Provider {
    /// Starts it on its port of loopback.
    ///
    /// # Errors
    /// The port is taken, or no key can be made.
    pub async fn start(ports: &Ports, secret: &str, people: &[Known]) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, ports.provider));
        let listener = listener.await.context("starting the provider of sign-ins")?;
        let desk = Arc::new(Desk {
            issuer: issuer(ports),
            portals: [ports.public, ports.staff].map(|port| format!("https://localhost:{port}")),
            secret: secret.to_owned(),
            people: people.to_vec(),
            signer: Signer::generate()?,
            granted: Mutex::default(),
            clock: SystemClock,
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize::ask))
            .route("/choose", post(authorize::choose))
            .route("/token", post(token::give))
            .route("/end", get(end))
            .with_state(desk);
        Ok(Self(tokio::spawn(async move {
            // It ends with the demo; a failure to accept ends it alone.
            axum::serve(listener, router).await.ok();
        })))
    }
}

impl Desk {
    fn now(&self) -> i64 {
        self.clock.now()
    }

    fn codes<T>(&self, work: impl FnOnce(&mut HashMap<String, Granted>) -> T) -> T {
        work(&mut self.granted.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether a sign-in may end at this address.
    fn is_return(&self, address: &str) -> bool {
        self.portals.iter().any(|portal| address.strip_prefix(portal.as_str()) == Some("/login/return"))
    }
}

async fn metadata(State(desk): State<Arc<Desk>>) -> Response {
    let at = |path: &str| format!("{}{path}", desk.issuer);
    answer(&json!({
        "issuer": desk.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "end_session_endpoint": at("/end"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["form_post"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn keys(State(desk): State<Arc<Desk>>) -> Response {
    answer(&desk.signer.public())
}

#[derive(Deserialize)]
struct Ending {
    #[serde(default)]
    post_logout_redirect_uri: String,
}

/// There is no session to end: nobody is remembered. The browser goes back where it came from.
async fn end(State(desk): State<Arc<Desk>>, Query(ending): Query<Ending>) -> Response {
    let back = ending.post_logout_redirect_uri;
    if desk.portals.iter().any(|portal| back.strip_prefix(portal.as_str()) == Some("/login")) {
        return Redirect::to(&back).into_response();
    }
    pages::told("Vous êtes déconnecté.", "You are signed out.")
}

/// An answer for programs.
fn answer(value: &Value) -> Response {
    let mut response = Response::new(Body::from(value.to_string()));
    let json = axum::http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(axum::http::header::CONTENT_TYPE, json);
    response
}
