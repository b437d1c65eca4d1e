//! `/account/sessions`: ends other sessions.

use axum::{
    Extension,
    extract::State,
    response::{IntoResponse as _, Redirect},
};
use serde::Deserialize;
use vantail_proto::portal::EndSessionRequest;
use vantail_shared::failure::{Code, Failure};

use super::super::{Answer, form::Own, page::is_handle};
use crate::{site::Site, visit::Visit};

/// The form that ends one session, or all others with an empty handle.
#[derive(Debug, Deserialize)]
pub struct EndSession {
    #[serde(default)]
    handle: String,
}

/// `POST /account/sessions`
pub async fn end(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(EndSession { handle }): Own<EndSession>,
) -> Answer {
    if !is_handle(&handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    site.back.end_session(&visit.call(), EndSessionRequest { handle }).await?;
    Ok(Redirect::to("/account?ended").into_response())
}
