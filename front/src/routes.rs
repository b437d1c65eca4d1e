//! All routes of both kinds of front. Nothing registers itself elsewhere.

use axum::{
    Router,
    response::IntoResponse as _,
    routing::{get, post},
};
use http::StatusCode;
use vantail_shared::tls::FrontKind;

use crate::{assets, pages, site::Site};

/// The routes of this kind of front, without layers.
pub fn of(kind: FrontKind) -> Router<Site> {
    let both = Router::new()
        .route("/login", get(pages::login::show).post(pages::login::submit))
        .route("/logout", post(pages::logout::submit))
        .route("/account", get(pages::account::show))
        .route("/account/sessions", post(pages::account::end_session))
        .route("/language", post(pages::account::set_language))
        .route("/legal", get(pages::legal::show))
        .route("/static/{hash}/{name}", get(assets::show));
    let own = match kind {
        FrontKind::Public => both
            .route("/", get(pages::home::show))
            .route("/p/{page}", get(pages::page::show).post(pages::find::submit))
            .route("/p/{page}/csv", get(pages::export::show))
            .route("/p/{page}/{handle}", get(pages::page::show_part))
            .route("/p/{page}/{handle}/csv", get(pages::export::show_found))
            .route("/search", post(pages::find::search))
            .route("/search/{handle}", get(pages::search::show))
            .route("/d/{handle}", get(pages::document::show)),
        FrontKind::Staff => both
            .route("/", get(pages::overview::show))
            .route("/coverage", get(pages::coverage::show))
            .route("/coverage/{handle}", get(pages::coverage::show_part)),
    };
    own.fallback(async || StatusCode::NOT_FOUND.into_response())
}
