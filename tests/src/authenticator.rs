//! An authenticator within the browser, as `WebDriver` makes one (Web Authentication, section 11).

use fantoccini::{Client, wd::WebDriverCompatibleCommand};
use http::Method;
use serde_json::json;

/// Adds an authenticator that keeps passkeys and knows its user.
#[derive(Debug, Clone, Copy)]
struct Add;

impl WebDriverCompatibleCommand for Add {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/webauthn/authenticator", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        let authenticator = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserConsenting": true, "isUserVerified": true,
        });
        (Method::POST, Some(authenticator.to_string()))
    }
}

/// Gives the browser one.
pub async fn add(client: &Client) {
    client.issue_cmd(Add).await.unwrap();
}
