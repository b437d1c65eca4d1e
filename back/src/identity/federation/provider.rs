//! One provider: its settings, what it says about itself, and the exchange of a code for the name of a person.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use jsonwebtoken::decode_header;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tokio::sync::Mutex;
use vantail_shared::{
    clock::Clock,
    failure::{Code, Failure},
    tls::FrontKind,
};
use zeroize::Zeroizing;

use super::{
    address::{Address, form, percent},
    client::{Client, away},
    id_token::{Claims, Expected, Unfit, check},
    metadata::{Keys, Metadata},
};
use crate::map::PerLanguage;

/// How long what a provider says about itself is believed, in seconds.
const METADATA: i64 = 3600;
/// How long its keys are, in seconds.
const KEYS: i64 = 600;
/// A key that is not among them is asked for at most this often, in seconds.
const KEYS_AGAIN: i64 = 60;
/// After a failure nobody waits for the provider for so long, in seconds.
const PAUSE: i64 = 3;

/// A provider as it is configured.
#[derive(Debug, Clone)]
pub struct ProviderSettings {
    /// A word: part of addresses.
    pub id: String,
    /// For people.
    pub title: PerLanguage<String>,
    /// As the provider names itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: SecretString,
    /// Whose certificates are trusted.
    pub tls: Arc<rustls::ClientConfig>,
    /// The address of the public front, where the provider is offered there.
    pub public_url: Option<String>,
    /// The address of the staff front, where it is offered there.
    pub staff_url: Option<String>,
    /// Whether an account that is bound has no password of its own any more.
    pub scramble: bool,
    /// How the account of a person is found who is not bound yet.
    pub matching: Option<Matching>,
    /// Classes of authentication that count as a second factor.
    pub acr: Vec<String>,
    /// Methods of authentication that count as a second factor.
    pub amr: Vec<String>,
}

/// How an account is found by a claim. Never by an e-mail address: those change hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matching {
    /// The claim is the account's key in the source that keeps it in step.
    Source {
        /// The name of the claim.
        claim: String,
        /// `csv: hr`.
        source: String,
    },
    /// The claim is the key of a person of the data map.
    Person {
        /// The name of the claim.
        claim: String,
        /// The kind in the data map.
        kind: String,
    },
}

impl ProviderSettings {
    /// The address of the front of this kind, where the provider is offered there.
    pub fn url(&self, kind: FrontKind) -> Option<&str> {
        match kind {
            FrontKind::Public => self.public_url.as_deref(),
            FrontKind::Staff => self.staff_url.as_deref(),
        }
    }
}

/// A provider that can be spoken with.
#[derive(Debug)]
pub(super) struct Provider {
    pub(super) settings: ProviderSettings,
    client: Client,
    clock: Arc<dyn Clock>,
    metadata: Mutex<Known<Metadata>>,
    keys: Mutex<Known<Keys>>,
}

/// What was learnt, and when.
#[derive(Debug)]
struct Known<T> {
    value: Option<(i64, Arc<T>)>,
    failed_at: Option<i64>,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { value: None, failed_at: None }
    }
}

impl<T> Known<T> {
    /// What is known and not older than that; a clock that went back makes it old.
    fn fresh(&self, now: i64, age: i64) -> Option<Arc<T>> {
        let (at, value) = self.value.as_ref()?;
        (0..age).contains(&now.saturating_sub(*at)).then(|| value.clone())
    }

    fn rests(&self, now: i64) -> bool {
        self.failed_at.is_some_and(|at| (0..PAUSE).contains(&now.saturating_sub(at)))
    }

    fn learn(&mut self, now: i64, learnt: Result<T, Failure>) -> Result<Arc<T>, Failure> {
        match learnt {
            Ok(value) => {
                let value = Arc::new(value);
                (self.value, self.failed_at) = (Some((now, value.clone())), None);
                Ok(value)
            }
            Err(failure) => {
                self.failed_at = Some(now);
                Err(failure)
            }
        }
    }
}

/// Secrets of one way.
pub(super) struct Secrets {
    pub(super) nonce: Zeroizing<String>,
    pub(super) verifier: Zeroizing<String>,
}

#[derive(Deserialize)]
struct TokenReply {
    id_token: Option<String>,
}

impl Provider {
    pub(super) fn new(settings: ProviderSettings, clock: Arc<dyn Clock>) -> Self {
        let client = Client::new(settings.tls.clone());
        Self { settings, client, clock, metadata: Mutex::default(), keys: Mutex::default() }
    }

    /// What the provider says about itself.
    ///
    /// # Errors
    /// `Unavailable` while it is away.
    pub(super) async fn metadata(&self) -> Result<Arc<Metadata>, Failure> {
        let mut known = self.metadata.lock().await;
        let now = self.clock.now();
        if let Some(metadata) = known.fresh(now, METADATA) {
            return Ok(metadata);
        }
        if known.rests(now) {
            return Err(away("it failed just now"));
        }
        let learnt = self.ask_metadata().await;
        known.learn(now, learnt)
    }

    async fn ask_metadata(&self) -> Result<Metadata, Failure> {
        let issuer = &self.settings.issuer;
        let at = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let at = Address::read(&at).ok_or_else(|| Failure::internal("an issuer without an address"))?;
        Metadata::read(&self.client.get(&at).await?, issuer).map_err(away)
    }

    async fn keys(&self, metadata: &Metadata, age: i64) -> Result<Arc<Keys>, Failure> {
        let mut known = self.keys.lock().await;
        let now = self.clock.now();
        if let Some(keys) = known.fresh(now, age) {
            return Ok(keys);
        }
        if known.rests(now) {
            return Err(away("it failed just now"));
        }
        let learnt = match self.client.get(&metadata.keys).await {
            Ok(bytes) => Keys::read(&bytes).map_err(away),
            Err(failure) => Err(failure),
        };
        known.learn(now, learnt)
    }

    /// Where the browser goes to sign in.
    pub(super) fn authorization(
        &self,
        metadata: &Metadata,
        back: &str,
        state: &str,
        secrets: &Secrets,
    ) -> String {
        let challenge = BASE64URL_NOPAD.encode(digest(&SHA256, secrets.verifier.as_bytes()).as_ref());
        let classes = self.settings.acr.join(" ");
        let mut parameters = vec![
            ("response_type", "code"),
            ("response_mode", "form_post"),
            ("client_id", self.settings.client_id.as_str()),
            ("redirect_uri", back),
            ("scope", "openid"),
            ("state", state),
            ("nonce", secrets.nonce.as_str()),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        if !classes.is_empty() {
            parameters.push(("acr_values", &classes));
        }
        metadata.authorization.with(&parameters)
    }

    /// Exchanges a code: who it was, and the token that says so.
    ///
    /// # Errors
    /// `Unavailable` while the provider is away; `WrongCredentials` when it does not take the code or says something that
    /// does not hold.
    pub(super) async fn exchange(
        &self,
        code: &str,
        back: &str,
        secrets: &Secrets,
    ) -> Result<(Claims, Zeroizing<String>), Failure> {
        let metadata = self.metadata().await?;
        let secret = self.settings.client_secret.expose_secret();
        let client = self.settings.client_id.as_str();
        let mut parameters = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("code_verifier", secrets.verifier.as_str()),
        ];
        // RFC 6749, section 2.3.1.
        let basic = Zeroizing::new(format!("{}:{}", percent(client), percent(secret)));
        let basic = Zeroizing::new(format!("Basic {}", BASE64.encode(basic.as_bytes())));
        if metadata.secret_in_form {
            parameters.extend([("client_id", client), ("client_secret", secret)]);
        }
        let authorization = (!metadata.secret_in_form).then_some(basic.as_str());
        let (status, body) = self.client.post(&metadata.token, authorization, form(&parameters)).await?;
        if !status.is_success() {
            return Err(refused(format!("the provider answers {status} to a code")));
        }
        let reply: TokenReply =
            serde_json::from_slice(&body).map_err(|_| refused("its answer cannot be read"))?;
        let token = Zeroizing::new(reply.id_token.ok_or_else(|| refused("it gives no ID token"))?);
        let claims = self.check(&metadata, &token, &secrets.nonce).await?;
        Ok((claims, token))
    }

    async fn check(&self, metadata: &Metadata, token: &str, nonce: &str) -> Result<Claims, Failure> {
        let (issuer, client) = (self.settings.issuer.as_str(), self.settings.client_id.as_str());
        let expected = Expected { issuer, client, nonce, now: self.clock.now() };
        let keys = self.keys(metadata, KEYS).await?;
        match check(token, &keys, &expected) {
            Err(Unfit::Key) if decode_header(token).is_ok() => {
                let keys = self.keys(metadata, KEYS_AGAIN).await?;
                check(token, &keys, &expected).map_err(refused)
            }
            checked => checked.map_err(refused),
        }
    }

    /// Where the browser signs out at the provider, when that offers it.
    pub(super) async fn end(&self, id_token: &str, kind: FrontKind) -> Option<String> {
        let metadata = self.metadata().await.ok()?;
        let back = format!("{}/login", self.settings.url(kind)?);
        let end = metadata.end_session.as_ref()?;
        Some(end.with(&[
            ("id_token_hint", id_token),
            ("client_id", &self.settings.client_id),
            ("post_logout_redirect_uri", &back),
        ]))
    }

    /// Whether the person gave the provider a second factor that counts here.
    pub(super) fn verified_twice(&self, claims: &Claims) -> bool {
        let class = claims.acr.as_ref().is_some_and(|class| self.settings.acr.contains(class));
        class || claims.amr.iter().any(|method| self.settings.amr.contains(method))
    }
}

pub(super) fn refused(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
    Failure::because(Code::WrongCredentials, cause)
}
