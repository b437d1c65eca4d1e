//! Signing in at a provider (OpenID Connect, code flow with PKCE and `form_post`). The back speaks with the provider; the
//! front carries the browser there and back.
//!
//! An account belongs to a person there by issuer and subject, which never change hands.

mod address;
mod bind;
mod client;
mod id_token;
mod link;
mod metadata;
mod provider;
mod sign_out;
mod way;

use std::sync::Arc;

use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
    random::Random,
    tls::FrontKind,
};

pub(crate) use address::Address;
pub use link::Linked;
pub use provider::{Matching, ProviderSettings};
pub use way::Begun;

use super::Identity;
use crate::{seal::Seal, store::Store};
use provider::Provider;

/// The providers and the key of what is on its way.
#[derive(Debug, Clone)]
pub(super) struct Federation {
    providers: Arc<Vec<Provider>>,
    seal: Seal,
}

impl Federation {
    pub(super) async fn new(store: &Store, random: &dyn Random) -> Result<Self, Failure> {
        let seal = Seal::new(&*store.secret("federation", random).await?)?;
        Ok(Self { providers: Arc::default(), seal })
    }

    fn find(&self, id: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.settings.id == id)
    }
}

impl Identity {
    /// The same identity with these providers.
    #[must_use]
    pub fn with_providers(mut self, settings: Vec<ProviderSettings>) -> Self {
        let provider = |settings| Provider::new(settings, self.clock.clone());
        self.federation.providers = Arc::new(settings.into_iter().map(provider).collect());
        self
    }

    /// The providers that are offered at this kind of front: word and title.
    pub fn providers(&self, kind: FrontKind, language: Language) -> Vec<(String, String)> {
        let here = self.federation.providers.iter().filter(|provider| provider.settings.url(kind).is_some());
        here.map(|provider| (provider.settings.id.clone(), provider.settings.title.of(language).clone()))
            .collect()
    }

    /// Whether a provider is meant to be the only way in at this kind of front.
    pub(super) fn scrambles(&self, kind: FrontKind) -> bool {
        let mut settings = self.federation.providers.iter().map(|provider| &provider.settings);
        settings.any(|settings| settings.scramble && settings.url(kind).is_some())
    }

    /// The provider of this name, and where it sends browsers back to.
    fn provider(&self, kind: FrontKind, id: &str) -> Result<(&Provider, String), Failure> {
        let provider = self.federation.find(id);
        let found = provider.and_then(|provider| Some((provider, provider.settings.url(kind)?)));
        let (provider, url) = found.ok_or_else(|| Failure::new(Code::NotFound))?;
        Ok((provider, format!("{url}/login/return")))
    }
}
