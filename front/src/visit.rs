//! One request of a browser: who asks, in which language, under which id.

use std::{net::IpAddr, sync::Arc};

use http::{HeaderMap, header, request::Parts};
use vantail_shared::call::{Call, Language, RequestId};
use zeroize::Zeroizing;

use crate::{cookies, site::Inner, texts::Texts};

/// The address of the other end of the connection, put beside each request by the accept loop.
#[derive(Debug, Clone, Copy)]
pub struct Remote(pub IpAddr);

/// What is known of a request before any handler runs.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Ties the logs of both daemons together.
    pub request_id: RequestId,
    /// The language of the page as far as the browser tells.
    pub language: Language,
    /// Whether the address itself names the language: links keep it then.
    pub chosen: bool,
    /// The session token, as the cookie holds it.
    pub token: Option<Arc<Zeroizing<String>>>,
    /// What makes this browser a known one, as its own cookie holds it.
    pub browser: Option<Arc<Zeroizing<String>>>,
    /// The browser's address.
    pub client: Option<IpAddr>,
}

impl Visit {
    /// Reads what a request tells.
    pub fn of(parts: &Parts, site: &Inner) -> Self {
        let query = parts.uri.query().unwrap_or("");
        let chosen = query.split('&').find_map(|pair| pair.strip_prefix("lang=")?.parse::<Language>().ok());
        Self {
            request_id: RequestId::random(site.random.as_ref()),
            language: chosen.unwrap_or_else(|| accepted(&parts.headers)),
            chosen: chosen.is_some(),
            token: cookies::token(&parts.headers).map(Arc::new),
            browser: cookies::browser(&parts.headers).map(Arc::new),
            client: parts
                .extensions
                .get::<Remote>()
                .map(|remote| client(remote.0, &parts.headers, &site.proxies)),
        }
    }

    /// `?lang=fr` for links between pages before sign-in, when the address named the language.
    pub fn lang_query(&self) -> &'static str {
        match (self.chosen, self.language) {
            (false, _) => "",
            (true, Language::Fr) => "?lang=fr",
            (true, Language::En) => "?lang=en",
        }
    }

    /// A path before sign-in with the language that the address named and a word for the page: "/login?lang=fr&over".
    pub fn address(&self, path: &str, word: &str) -> String {
        let joint = if self.chosen { "&" } else { "?" };
        format!("{path}{}{joint}{word}", self.lang_query())
    }

    /// The sentences for this request.
    pub fn texts(&self) -> &'static Texts {
        Texts::of(self.language)
    }

    /// The context of a call that this request leads to.
    pub fn call(&self) -> Call {
        Call {
            token: self.token.as_deref().cloned(),
            browser: self.browser.as_deref().cloned(),
            language: self.language,
            request_id: self.request_id.clone(),
            client: self.client,
        }
    }
}

/// The first of our languages by the weights of `Accept-Language` (RFC 9110, section 12.5.4); else French.
fn accepted(headers: &HeaderMap) -> Language {
    let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut best = (0, Language::Fr);
    for item in header.split(',').take(16) {
        let (range, parameters) = item.trim().split_once(';').unwrap_or((item.trim(), "q=1"));
        let primary = range.split('-').next().unwrap_or("").to_ascii_lowercase();
        let weight = weight(parameters.trim().strip_prefix("q=").unwrap_or("0"));
        if let Ok(language) = primary.parse()
            && weight > best.0
        {
            best = (weight, language);
        }
    }
    best.1
}

/// A weight in thousandths.
fn weight(text: &str) -> u32 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let thousandths = format!("{fraction:0<3}").get(..3).and_then(|digits| digits.parse::<u32>().ok());
    whole.parse::<u32>().unwrap_or(0).min(1) * 1000 + thousandths.unwrap_or(0)
}

/// Walks back through the proxies that we trust to the first address that we do not.
fn client(remote: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut address = remote.to_canonical();
    let forwarded = headers.get_all("x-forwarded-for");
    let mut hops =
        forwarded.iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')).rev();
    while trusted.contains(&address) {
        match hops.next().and_then(|hop| hop.trim().parse::<IpAddr>().ok()) {
            Some(hop) => address = hop.to_canonical(),
            None => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        [(HeaderName::from_static(name), HeaderValue::from_static(value))].into_iter().collect()
    }

    #[test]
    fn the_language_is_the_one_with_the_greatest_weight() {
        for (header, language) in [
            ("en-GB,en;q=0.9,fr;q=0.8", Language::En),
            ("de, fr;q=0.5, en;q=0.7", Language::En),
            ("fr-CA", Language::Fr),
            ("en;q=0, fr;q=0.1", Language::Fr),
            ("de", Language::Fr),
            (";;,,q=,en;q=x", Language::Fr),
        ] {
            assert_eq!(accepted(&headers("accept-language", header)), language, "{header}");
        }
    }

    #[test]
    fn only_a_trusted_proxy_names_another_address() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let forwarded = headers("x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.0.0.2");
        let proxies = [address("10.0.0.1"), address("10.0.0.2")];
        assert_eq!(client(address("198.51.100.1"), &forwarded, &proxies), address("198.51.100.1"));
        assert_eq!(client(address("10.0.0.1"), &forwarded, &proxies), address("203.0.113.9"));
        assert_eq!(client(address("::ffff:10.0.0.1"), &HeaderMap::new(), &proxies), address("10.0.0.1"));
        assert_eq!(
            client(address("10.0.0.1"), &headers("x-forwarded-for", "bad"), &proxies),
            address("10.0.0.1")
        );
    }
}
