//! What RFC 9112 asks of requests and the HTTP library lets pass, and the bounds of a head.

use axum::{
    extract::Request,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, Method, StatusCode, Version, header};

/// Longest path with query, in bytes.
const URL: usize = 4096;

/// The answer to what is out of form.
pub fn refusal(request: &Request) -> Option<Response> {
    let status = verdict(request).err()?;
    let mut response = status.into_response();
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
    }
    Some(response)
}

fn verdict<B>(request: &http::Request<B>) -> Result<(), StatusCode> {
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::POST) {
        return Err(StatusCode::METHOD_NOT_ALLOWED);
    }
    if request.uri().path_and_query().is_some_and(|path| path.as_str().len() > URL) {
        return Err(StatusCode::URI_TOO_LONG);
    }
    // RFC 9112, section 3.2: exactly one Host. With HTTP/2 the authority stands in the target, and a Host beside it
    // must say the same (RFC 9113, section 8.3.1).
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (host, second) = (hosts.next(), hosts.next());
    let authority = request.uri().authority().filter(|_| request.version() >= Version::HTTP_2);
    let one_host = match (host, authority) {
        (Some(host), Some(authority)) => host.as_bytes().eq_ignore_ascii_case(authority.as_str().as_bytes()),
        (Some(host), None) => !host.is_empty(),
        (None, authority) => authority.is_some(),
    };
    // RFC 9112, section 6.1: a body with both lengths is an attack, or an error that looks like one.
    let two_lengths = request.headers().contains_key(header::TRANSFER_ENCODING)
        && (request.headers().contains_key(header::CONTENT_LENGTH)
            || request.headers().get_all(header::TRANSFER_ENCODING).iter().count() > 1);
    if one_host && second.is_none() && !two_lengths { Ok(()) } else { Err(StatusCode::BAD_REQUEST) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(version: Version, method: &str, url: &str, headers: &[(&str, &str)]) -> u16 {
        let mut request = http::Request::builder().version(version).method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        verdict(&request.body(()).unwrap()).map_or_else(|status| status.as_u16(), |()| 200)
    }

    #[test]
    fn one_host_is_asked_for() {
        let h1 = |headers: &[(&str, &str)]| told(Version::HTTP_11, "GET", "/", headers);
        assert_eq!(h1(&[("host", "a")]), 200);
        assert_eq!(h1(&[]), 400);
        assert_eq!(h1(&[("host", "")]), 400);
        assert_eq!(h1(&[("host", "a"), ("host", "a")]), 400);
        assert_eq!(h1(&[("host", "a"), ("transfer-encoding", "chunked"), ("content-length", "1")]), 400);
        let h2 = |headers: &[(&str, &str)]| told(Version::HTTP_2, "GET", "https://a/", headers);
        assert_eq!(h2(&[]), 200);
        assert_eq!(h2(&[("host", "A")]), 200);
        assert_eq!(h2(&[("host", "b")]), 400);
    }

    #[test]
    fn methods_and_urls_are_bounded() {
        for (method, status) in [("GET", 200), ("HEAD", 200), ("POST", 200), ("PUT", 405), ("TRACE", 405)] {
            assert_eq!(told(Version::HTTP_11, method, "/", &[("host", "a")]), status);
        }
        let long = format!("/{}", "a".repeat(URL));
        assert_eq!(told(Version::HTTP_11, "GET", &long, &[("host", "a")]), 414);
    }
}
