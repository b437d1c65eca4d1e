//! Forms that cannot be read.

use std::{error::Error, iter::successors};

use axum::{
    extract::rejection::FormRejection,
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use tower_http::timeout::TimeoutError;

/// The answer to a form that could not be read: its page is made from the status.
pub(super) fn refuse(rejection: &FormRejection) -> Response {
    status(rejection).into_response()
}

/// RFC 9110, section 15.5.9: a body that did not come in time is no fault of its form.
fn status(rejection: &FormRejection) -> StatusCode {
    let late = successors(rejection.source(), |error| (*error).source()).any(<dyn Error>::is::<TimeoutError>);
    if late { StatusCode::REQUEST_TIMEOUT } else { rejection.status() }
}
