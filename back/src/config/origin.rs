//! Addresses of portals, as browsers name them: scheme, host and port, nothing else.

/// An example.
pub(super) const ORIGIN: &str = "https://portal.example.org";

/// The origin as browsers write it, and its host; nothing for anything else than an https address without a path.
pub(super) fn read(text: &str) -> Option<(String, String)> {
    let text = text.trim_end_matches('/');
    let uri = text.parse::<http::Uri>().ok()?;
    let authority = uri.authority()?;
    let plain = uri.scheme_str() == Some("https")
        && uri.path() == "/"
        && uri.query().is_none()
        && !authority.as_str().contains('@')
        && !text.contains('#');
    if !plain {
        return None;
    }
    let host = authority.host().to_ascii_lowercase();
    let port = authority.port_u16().filter(|port| *port != 443);
    let origin = port.map_or_else(|| format!("https://{host}"), |port| format!("https://{host}:{port}"));
    Some((origin, host))
}
