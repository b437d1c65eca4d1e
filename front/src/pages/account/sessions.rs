//! `/account/sessions`: ends other sessions.

use axum::{
    Extension,
    extract::{Form, State, rejection::FormRejection},
    response::{IntoResponse as _, Redirect},
};
use serde::Deserialize;
use vantail_proto::portal::EndSessionRequest;
use vantail_shared::failure::{Code, Failure};

use super::super::{Answer, form, page::is_handle};
use crate::{error::to_sign_in, site::Site, visit::Visit};

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
    form: Result<Form<EndSession>, FormRejection>,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let Form(EndSession { handle }) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    if !is_handle(&handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    site.back.end_session(&visit.call(), EndSessionRequest { handle }).await?;
    Ok(Redirect::to("/account?ended").into_response())
}
