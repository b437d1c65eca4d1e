//! The provider's pages, in both languages at once: it knows nobody's.

use std::fmt::Write as _;

use axum::{
    http::{HeaderValue, header},
    response::{Html, IntoResponse as _, Response},
};

const STYLE: &str = "body{font:1.1rem/1.5 sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}\
    button{display:block;width:100%;margin:.5rem 0;padding:.7rem 1rem;font:inherit;text-align:left;border:1px solid #666;\
    border-radius:.5rem;background:#f4f6f5;color:#111}small{display:block}h1{font-size:1.4rem}";

/// A whole page; nothing of it is kept, and no script runs but the one with this mark.
fn page(title: &str, body: &str, script: Option<(&str, &str)>) -> Response {
    let (mark, text) = script.unwrap_or_default();
    let script = script.map(|_| format!("<script nonce=\"{mark}\">{text}</script>")).unwrap_or_default();
    let html = format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main>{body}</main>{script}</body></html>"
    );
    let mut response = Html(html).into_response();
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-{mark}'; frame-ancestors 'none'"
    );
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// A sentence in both languages.
pub(super) fn told(french: &str, english: &str) -> Response {
    page(french, &format!("<h1>{french}</h1><p lang=\"en\">{english}</p>"), None)
}

/// Asks who one wants to be; `hidden` are the fields of the question.
pub(super) fn choice(hidden: &[(&str, &str)], choices: &[(&str, &str, &str, &str)]) -> Response {
    let mut body = "<h1>Qui êtes-vous ? <span lang=\"en\">Who are you?</span></h1>\
        <p>Ce fournisseur d’identité fait partie de la démonstration : il vous croit sur parole.<br>\
        <span lang=\"en\">This identity provider is a part of the demo: it takes your word for it.</span></p>\
        <form method=\"post\" action=\"/choose\">"
        .to_owned();
    body += &fields(hidden);
    for (sub, name, french, english) in choices {
        let [sub, name, french, english] = [sub, name, french, english].map(|text| escaped(text));
        let _ = write!(
            body,
            "<button name=\"sub\" value=\"{sub}\">{name}<small>{french}</small><small lang=\"en\">{english}</small></button>"
        );
    }
    body += "<button name=\"sub\" value=\"\">Personne d’entre eux <span lang=\"en\">/ None of them</span></button></form>";
    page("Fournisseur d’identité", &body, None)
}

/// Posts fields to the portal: by itself, or by a press where no script runs.
pub(super) fn post(action: &str, hidden: &[(&str, &str)], mark: &str) -> Response {
    let body = format!(
        "<form method=\"post\" action=\"{}\">{}<button>Continuer <span lang=\"en\">/ Continue</span></button></form>",
        escaped(action),
        fields(hidden)
    );
    page("Fournisseur d’identité", &body, Some((mark, "document.forms[0].submit()")))
}

fn fields(hidden: &[(&str, &str)]) -> String {
    let field = |(name, value): &(&str, &str)| {
        format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escaped(name), escaped(value))
    };
    hidden.iter().map(field).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_stays_text() {
        assert_eq!(
            fields(&[("state", "\"><b>&")]),
            "<input type=\"hidden\" name=\"state\" value=\"&quot;&gt;&lt;b&gt;&amp;\">"
        );
    }
}
