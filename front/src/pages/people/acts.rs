//! `POST /people/{handle}/…`: what members of staff do to an account. Each form stands behind a fold that says what it
//! brings about, so that nothing happens at one press.

use axum::{
    Extension,
    body::Body,
    extract::{Form, Path, State, rejection::FormRejection},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use vantail_proto::staff::{
    DisableRequest, InviteRequest, LetterRequest, ResetFactorsRequest, SettleEmailRequest,
};
use vantail_shared::failure::{Code, Failure};

use super::{
    super::{Answer, form, page::is_handle},
    person::{self, Trouble},
};
use crate::{
    document::disposition,
    error::{Finished, status, to_sign_in},
    site::Site,
    visit::Visit,
};

/// Longest address of mail, in bytes.
const EMAIL: usize = 254;

/// What the forms send beside the act.
#[derive(Debug, Default, Deserialize)]
pub struct Fields {
    #[serde(default)]
    email: String,
    #[serde(default)]
    which: String,
}

/// `POST /people/{handle}/{act}`
pub async fn submit(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path((handle, act)): Path<(String, String)>,
    form: Result<Form<Fields>, FormRejection>,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let Form(fields) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    if handle.is_empty() || !is_handle(&handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    match perform(&site, &visit, &handle, &act, &fields).await {
        Ok(response) => Ok(response),
        Err(failure) => match problem(failure.code, &act) {
            Some(problem) => again(&site, &visit, handle, problem, fields, failure.code).await,
            None => Err(failure.into()),
        },
    }
}

async fn perform(
    site: &Site,
    visit: &Visit,
    handle: &str,
    act: &str,
    fields: &Fields,
) -> Result<Response, Failure> {
    let (call, named) = (visit.call(), handle.to_owned());
    let done = match act {
        "invite" => {
            site.back.invite(&call, InviteRequest { handle: named }).await?;
            "invited"
        }
        "letter" => return letter(site, visit, named, &fields.which).await,
        "disable" => {
            site.back.disable(&call, DisableRequest { handle: named, enable: false }).await?;
            "disabled"
        }
        "enable" => {
            site.back.disable(&call, DisableRequest { handle: named, enable: true }).await?;
            "enabled"
        }
        "email" => {
            let email = fields.email.trim();
            // An empty address is another act: a slip must not become it.
            if email.is_empty() || email.len() > EMAIL {
                return Err(Failure::new(Code::Invalid));
            }
            let request = SettleEmailRequest { handle: named, email: email.to_owned() };
            site.back.settle_email(&call, request).await?;
            "email"
        }
        "vouch" => {
            let request = SettleEmailRequest { handle: named, email: String::new() };
            site.back.settle_email(&call, request).await?;
            "checked"
        }
        "factors" => {
            site.back.reset_factors(&call, ResetFactorsRequest { handle: named }).await?;
            "factors"
        }
        _ => return Err(Failure::new(Code::NotFound)),
    };
    Ok(Redirect::to(&format!("/people/{handle}?{done}")).into_response())
}

/// A letter, to be kept nowhere but where the member of staff puts it.
async fn letter(site: &Site, visit: &Visit, handle: String, which: &str) -> Result<Response, Failure> {
    let password = match which {
        "login" => false,
        "password" => true,
        _ => return Err(Failure::new(Code::Invalid)),
    };
    let pdf = site.back.letter(&visit.call(), LetterRequest { handle, password }).await?.pdf;
    let name = visit.texts().say(if password { "letter-password-file" } else { "letter-login-file" });
    let mut response = Response::new(Body::from(pdf));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CONTENT_DISPOSITION, disposition::header(false, name));
    Ok(response)
}

/// The sentence for a failure after which the person's page is shown again.
fn problem(code: Code, act: &str) -> Option<&'static str> {
    match (code, act) {
        (Code::Invalid, "email") => Some("person-email-wrong"),
        (Code::Changed, "letter") => Some("person-letter-gone"),
        (Code::Changed, _) => Some("person-changed"),
        _ => None,
    }
}

async fn again(
    site: &Site,
    visit: &Visit,
    handle: String,
    problem: &'static str,
    fields: Fields,
    code: Code,
) -> Answer {
    let typed = if fields.email.len() <= EMAIL { fields.email } else { String::new() };
    let trouble = Trouble { problem: Some(problem), typed };
    let mut response = person::page(site, visit, handle, None, &trouble).await?;
    // A form that is shown again was understood.
    *response.status_mut() = match code {
        Code::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        code => status(code),
    };
    response.extensions_mut().insert(Finished);
    Ok(response)
}
