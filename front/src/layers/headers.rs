//! The headers of every answer, errors, redirects and files included.

use axum::response::Response;
use http::{HeaderName, HeaderValue};

/// From nothing up: our own style, pictures and forms. No script at all, but on the few pages that are [`Scripted`].
pub const CSP: &str = "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The same for a page with a script of ours, which may ask nobody but us.
const SCRIPTED_CSP: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const PERMISSIONS: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), \
    gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-create=(), \
    publickey-credentials-get=(), usb=()";
/// The same for a page that may ask for a passkey.
const SCRIPTED_PERMISSIONS: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), \
    geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    publickey-credentials-create=(self), publickey-credentials-get=(self), usb=()";

const HEADERS: [(&str, &str); 11] = [
    ("content-security-policy", CSP),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // `no-referrer` would make browsers send `Origin: null` with our own forms.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("permissions-policy", PERMISSIONS),
    ("x-permitted-cross-domain-policies", "none"),
    ("cache-control", "no-store"),
];

/// Marks an answer as a page with a script of ours: passkeys, and passwords while they are typed.
#[derive(Debug, Clone, Copy)]
pub struct Scripted;

/// Adds them; a handler that has set one of its own keeps it.
pub fn secure(mut response: Response) -> Response {
    let scripted = response.extensions().get::<Scripted>().is_some();
    let headers = response.headers_mut();
    if scripted {
        headers.insert("content-security-policy", HeaderValue::from_static(SCRIPTED_CSP));
        headers.insert("permissions-policy", HeaderValue::from_static(SCRIPTED_PERMISSIONS));
    }
    for (name, value) in HEADERS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    response
}
