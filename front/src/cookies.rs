//! The one home of cookies: their names, their attributes, their form. One holds the session, or the sign-in under way;
//! another makes a browser a known one, so that strangers cannot keep its owner out by wrong tries; two more are there while
//! somebody signs in by a provider or a passkey: which way this browser has begun, and that it came back. Nothing else is
//! kept.

use http::{
    HeaderMap, HeaderValue,
    header::{COOKIE, InvalidHeaderValue},
};
use zeroize::Zeroizing;

/// `__Host-`: set over HTTPS, by this host alone, for all of it (RFC 6265bis, section 4.1.3.2).
const NAME: &str = "__Host-vantail";
/// The known browser's.
const BROWSER: &str = "__Host-vantail-browser";
/// That of whoever has begun with a provider or a passkey; the session, if there is one, goes on meanwhile.
const WAY: &str = "__Host-vantail-way";
/// That of whoever came back from a provider.
const RETURNED: &str = "__Host-vantail-returned";
const ATTRIBUTES: &str = "; Path=/; Secure; HttpOnly; SameSite=Lax";
/// Longest token that is passed on, in bytes.
const MAX_TOKEN: usize = 128;

/// The session token of a request, when it has the form of one.
pub fn token(headers: &HeaderMap) -> Option<Zeroizing<String>> {
    named(headers, NAME)
}

/// What makes the browser of a request a known one, when it has that form.
pub fn browser(headers: &HeaderMap) -> Option<Zeroizing<String>> {
    named(headers, BROWSER)
}

/// The way by a provider or a passkey that a browser has begun.
pub fn way(headers: &HeaderMap) -> Option<Zeroizing<String>> {
    named(headers, WAY)
}

/// What a browser got when it came back from a provider.
pub fn returned(headers: &HeaderMap) -> Option<Zeroizing<String>> {
    named(headers, RETURNED)
}

fn named(headers: &HeaderMap, wanted: &str) -> Option<Zeroizing<String>> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim_start().split_once('='))
        .find(|(name, value)| *name == wanted && is_token(value))
        .map(|(_, value)| Zeroizing::new(value.to_owned()))
}

fn is_token(value: &str) -> bool {
    let base64url = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    !value.is_empty() && value.len() <= MAX_TOKEN && value.bytes().all(base64url)
}

/// `Set-Cookie` for a new session. Without `Max-Age` it ends with the browser.
///
/// # Errors
/// The back gave a token that no header can carry.
pub fn set(token: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    secret(&Zeroizing::new(format!("{NAME}={token}{ATTRIBUTES}")))
}

/// `Set-Cookie` that makes this browser a known one, for a year.
///
/// # Errors
/// As [`set`].
pub fn set_browser(value: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    secret(&Zeroizing::new(format!("{BROWSER}={value}{ATTRIBUTES}; Max-Age=31536000")))
}

/// `Set-Cookie` for a way by a provider or a passkey: longer it does not last.
///
/// # Errors
/// As [`set`].
pub fn set_way(value: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    secret(&Zeroizing::new(format!("{WAY}={value}{ATTRIBUTES}; Max-Age=900")))
}

/// `Set-Cookie` that takes that away again.
pub fn clear_way() -> HeaderValue {
    HeaderValue::from_static("__Host-vantail-way=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// `Set-Cookie` for whoever came back from a provider: what follows does so at once.
///
/// # Errors
/// As [`set`].
pub fn set_returned(value: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    secret(&Zeroizing::new(format!("{RETURNED}={value}{ATTRIBUTES}; Max-Age=120")))
}

/// `Set-Cookie` that takes that away again.
pub fn clear_returned() -> HeaderValue {
    HeaderValue::from_static("__Host-vantail-returned=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

fn secret(text: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::from_str(text)?;
    value.set_sensitive(true);
    Ok(value)
}

/// `Set-Cookie` that takes the cookie away.
pub fn clear() -> HeaderValue {
    HeaderValue::from_static("__Host-vantail=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, HeaderValue::from_static(line));
        }
        token(&headers).map(|token| token.to_string())
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        assert_eq!(read(&["a=b; __Host-vantail=abc-_9; c=d"]).as_deref(), Some("abc-_9"));
        assert_eq!(read(&["a=b", "__Host-vantail=xyz"]).as_deref(), Some("xyz"));
        for none in
            ["", "a=b", "vantail=abc", "__Host-vantail=", "__Host-vantail=a b", "__Host-vantail=\"a\""]
        {
            assert_eq!(read(&[none]), None, "{none}");
        }
    }

    #[test]
    fn the_cookie_has_exactly_these_attributes() {
        let value = set("abc").unwrap();
        assert!(value.is_sensitive());
        assert_eq!(value.to_str().unwrap(), "__Host-vantail=abc; Path=/; Secure; HttpOnly; SameSite=Lax");
        assert!(set("a\nb").is_err());
        let value = set_browser("abc").unwrap();
        assert_eq!(
            value.to_str().unwrap(),
            "__Host-vantail-browser=abc; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000"
        );
        let value = set_returned("abc").unwrap();
        assert!(value.is_sensitive());
        assert_eq!(
            value.to_str().unwrap(),
            "__Host-vantail-returned=abc; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=120"
        );
        let value = set_way("abc").unwrap();
        assert!(value.to_str().unwrap().ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=900"));
        for (name, cleared) in [(NAME, clear()), (WAY, clear_way()), (RETURNED, clear_returned())] {
            let gone = format!("{name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
            assert_eq!(cleared.to_str().unwrap(), gone);
        }
    }
}
