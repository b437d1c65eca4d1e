//! The style sheet, the scripts, the logo and the icon, made once at start and served under names that change with their content.

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use data_encoding::HEXLOWER;
use http::{HeaderValue, header};
use vantail_shared::failure::{Code, Failure};

use crate::{config::Brand, error::Refusal, site::Site};

const STYLE: &str = include_str!("../static/app.css");
const PASSKEY: &str = include_str!("../static/passkey.js");
const PASSWORD: &str = include_str!("../static/password.js");
const SCRIPT: &str = "text/javascript; charset=utf-8";
/// A year: the name changes with the content (RFC 8246).
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// One file that is served.
#[derive(Debug)]
struct Asset {
    path: String,
    media_type: HeaderValue,
    bytes: Bytes,
}

/// All files that are served.
#[derive(Debug)]
pub struct Assets {
    style: Asset,
    icon: Asset,
    passkey: Asset,
    password: Asset,
    logo: Option<Asset>,
}

impl Asset {
    fn new(name: &str, media_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let hash = HEXLOWER.encode(&digest(&SHA256, &bytes).as_ref()[..8]);
        let media_type = HeaderValue::from_static(media_type);
        Self { path: format!("/static/{hash}/{name}"), media_type, bytes }
    }
}

impl Assets {
    /// Those for this organisation.
    pub fn new(brand: &Brand) -> Self {
        let style = STYLE.replace("#1f5f5b", &brand.accent).replace("#7cc4bd", &brand.accent_dark);
        let logo = brand.logo.as_ref().map(|logo| {
            let name = if logo.media_type == "image/png" { "logo.png" } else { "logo.svg" };
            Asset::new(name, logo.media_type, logo.bytes.clone())
        });
        Self {
            style: Asset::new("app.css", "text/css; charset=utf-8", style),
            icon: Asset::new("icon.svg", "image/svg+xml", icon(brand)),
            passkey: Asset::new("passkey.js", SCRIPT, PASSKEY),
            password: Asset::new("password.js", SCRIPT, PASSWORD),
            logo,
        }
    }

    /// The path of the style sheet.
    pub fn style(&self) -> &str {
        &self.style.path
    }

    /// The path of the icon.
    pub fn icon(&self) -> &str {
        &self.icon.path
    }

    /// The path of the script that speaks with authenticators: nothing else can.
    pub fn passkey(&self) -> &str {
        &self.passkey.path
    }

    /// The path of the script that shows passwords and tells which rules they meet while they are typed.
    pub fn password(&self) -> &str {
        &self.password.path
    }

    /// The path of the organisation's logo.
    pub fn logo(&self) -> Option<&str> {
        self.logo.as_ref().map(|logo| logo.path.as_str())
    }

    fn find(&self, path: &str) -> Option<&Asset> {
        let always = [&self.style, &self.icon, &self.passkey, &self.password];
        always.into_iter().chain(&self.logo).find(|asset| asset.path == path)
    }
}

/// The organisation's initial on its colour.
fn icon(brand: &Brand) -> String {
    let initial = brand.name.chars().find(|c| c.is_alphanumeric()).unwrap_or('·').to_uppercase();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\"><rect width=\"64\" height=\"64\" rx=\"14\" \
         fill=\"{}\"/><text x=\"32\" y=\"44\" font-family=\"system-ui,sans-serif\" font-size=\"36\" \
         font-weight=\"600\" text-anchor=\"middle\" fill=\"#fff\">{initial}</text></svg>",
        brand.accent
    )
}

/// `GET /static/{hash}/{name}`
pub async fn show(State(site): State<Site>, Path((hash, name)): Path<(String, String)>) -> Response {
    match site.assets.find(&format!("/static/{hash}/{name}")) {
        Some(asset) => {
            let headers =
                [(header::CONTENT_TYPE, asset.media_type.clone()), (header::CACHE_CONTROL, FOR_EVER)];
            (headers, asset.bytes.clone()).into_response()
        }
        None => Refusal(Failure::new(Code::NotFound)).into_response(),
    }
}
