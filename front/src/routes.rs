//! All routes of both kinds of front. Nothing registers itself elsewhere.

use axum::{
    Router,
    response::IntoResponse as _,
    routing::{get, post},
};
use http::StatusCode;
use vantail_shared::tls::FrontKind;

use crate::{
    assets,
    pages::{self, account, entry},
    site::Site,
};

/// The routes of this kind of front, without layers.
pub fn of(kind: FrontKind) -> Router<Site> {
    let both = Router::new()
        .route("/login", get(pages::login::show).post(pages::login::submit))
        .route("/login/code", get(entry::code::show).post(entry::code::submit))
        .route("/login/code/send", post(entry::code::send))
        .route("/login/code/passkey", post(entry::passkey::ask_second))
        .route("/login/code/passkey/answer", post(entry::passkey::answer_second))
        .route("/login/new-password", get(entry::new_password::show).post(entry::new_password::submit))
        .route("/login/enrol", get(entry::enrol::show).post(entry::enrol::submit))
        .route("/login/no-email", get(entry::no_email::show))
        .route("/login/passkey", post(entry::passkey::ask))
        .route("/login/passkey/answer", post(entry::passkey::answer))
        .route("/login/with/{provider}", post(pages::federation::begin))
        .route(pages::federation::RETURN, post(pages::federation::come_back))
        .route("/login/finish", get(pages::federation::finish))
        .route("/login/leave", post(entry::leave))
        .route("/forgot", get(pages::forgot::show).post(pages::forgot::submit))
        .route("/objection", get(pages::objection::show).post(pages::objection::submit))
        .route("/logout", post(pages::logout::submit))
        .route("/account", get(account::show))
        .route("/account/sessions", post(account::sessions::end))
        .route("/account/password", get(account::password::show).post(account::password::submit))
        .route("/account/email", get(account::email::show).post(account::email::change))
        .route("/account/email/code", post(account::email::confirm))
        .route("/account/email/cancel", post(account::email::cancel))
        .route("/account/providers", get(account::providers::show))
        .route("/account/providers/link", post(pages::federation::link))
        .route("/account/providers/unlink", post(pages::federation::unlink))
        .route("/account/factors", get(account::factors::show))
        .route("/account/factors/totp", post(account::factors::begin))
        .route("/account/factors/totp/code", post(account::factors::confirm))
        .route("/account/factors/totp/remove", post(account::factors::remove))
        .route("/account/factors/recovery", post(account::factors::renew))
        .route("/account/factors/passkeys", post(account::passkeys::begin))
        .route("/account/factors/passkeys/answer", post(account::passkeys::finish))
        .route("/account/factors/passkeys/remove", post(account::passkeys::remove))
        .route("/language", post(account::language::set))
        .route("/terms", get(pages::terms::show).post(pages::terms::answer))
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
            .route("/coverage/{handle}", get(pages::coverage::show_part))
            .route("/people", get(pages::people::show).post(pages::people::submit))
            .route("/people/found/{handle}", get(pages::people::show_found))
            .route("/people/{handle}", get(pages::people::person::show))
            .route("/people/{handle}/{act}", post(pages::people::acts::submit)),
    };
    own.fallback(async || StatusCode::NOT_FOUND.into_response())
}
