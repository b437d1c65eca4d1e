//! `/account/factors`: the app that makes codes, the recovery codes, and the list of passkeys.

use std::mem::take;

use askama::Template;
use axum::{
    Extension,
    extract::{Form, RawQuery, State, rejection::FormRejection},
    response::{IntoResponse as _, Redirect},
};
use vantail_proto::portal::{
    AccountRequest, BeginTotpRequest, ConfirmTotpRequest, ListFactorsReply, ListFactorsRequest,
    RemoveTotpRequest, RenewRecoveryCodesRequest,
};
use vantail_shared::failure::{Code as Failed, Failure};

use super::super::{
    Answer, Shell,
    form::{self, Code, Password},
    html, qr, scripted, texts,
    trouble::{Trouble, Words, Wrong},
};
use crate::{error::to_sign_in, site::Site, visit::Visit};

const WORDS: Words = Words::new("password-not-yours", "password-odd");

#[derive(Template)]
#[template(path = "account/factors.html")]
struct Page<'a> {
    shell: Shell<'a>,
    factors: &'a ListFactorsReply,
    /// How long ago the app was set up, in words.
    since: Option<String>,
    /// For typing, while the app waits for its first code.
    secret: &'a str,
    qr: Option<&'a str>,
    left: u64,
    passkeys: Vec<Passkey<'a>>,
    /// Providers that the account is linked to, and since when.
    linked: Vec<(&'a str, String)>,
    notice: Option<&'static str>,
    trouble: Option<&'a Trouble>,
}

struct Passkey<'a> {
    handle: &'a str,
    name: &'a str,
    created: String,
    used: Option<String>,
}

#[derive(Template)]
#[template(path = "account/recovery.html")]
struct RecoveryPage<'a> {
    shell: Shell<'a>,
    codes: &'a [String],
}

/// `GET /account/factors`
pub async fn show(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let notice = match query.as_deref() {
        Some("set") => Some("account-factor-set"),
        Some("removed") => Some("account-factor-removed"),
        // After a new password by mail: what else opens the account.
        Some("look") => Some("account-look"),
        _ => None,
    };
    page(&site, &visit, notice, None).await
}

/// `POST /account/factors/totp`
pub async fn begin(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<Password>, FormRejection>,
) -> Answer {
    let mut fields = match password(&site, &visit, form).await {
        Ok(fields) => fields,
        Err(answer) => return *answer,
    };
    let request = BeginTotpRequest { password: take(&mut *fields.password) };
    match site.back.begin_totp(&visit.call(), request).await {
        Ok(_) => Ok(Redirect::to("/account/factors").into_response()),
        Err(failure) => refused(&site, &visit, failure).await,
    }
}

/// `POST /account/factors/totp/code`
pub async fn confirm(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<Code>, FormRejection>,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let Form(mut fields) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    if let Some(problem) = fields.fault() {
        return page(&site, &visit, None, Some(Wrong::Field(problem))).await;
    }
    let request = ConfirmTotpRequest { code: take(&mut *fields.code) };
    match site.back.confirm_totp(&visit.call(), request).await {
        Ok(mut reply) => codes(&site, &visit, &take(&mut reply.recovery_codes)).await,
        Err(failure) => {
            let words = Words::new("code-wrong-plain", "code-odd");
            page(&site, &visit, None, Some(Wrong::of(failure, words)?)).await
        }
    }
}

/// `POST /account/factors/totp/remove`
pub async fn remove(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<Password>, FormRejection>,
) -> Answer {
    let mut fields = match password(&site, &visit, form).await {
        Ok(fields) => fields,
        Err(answer) => return *answer,
    };
    let request = RemoveTotpRequest { password: take(&mut *fields.password) };
    match site.back.remove_totp(&visit.call(), request).await {
        Ok(_) => Ok(Redirect::to("/account/factors?removed").into_response()),
        Err(failure) => refused(&site, &visit, failure).await,
    }
}

/// `POST /account/factors/recovery`
pub async fn renew(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<Password>, FormRejection>,
) -> Answer {
    let mut fields = match password(&site, &visit, form).await {
        Ok(fields) => fields,
        Err(answer) => return *answer,
    };
    let request = RenewRecoveryCodesRequest { password: take(&mut *fields.password) };
    match site.back.renew_recovery_codes(&visit.call(), request).await {
        Ok(mut reply) => codes(&site, &visit, &take(&mut reply.recovery_codes)).await,
        Err(failure) => refused(&site, &visit, failure).await,
    }
}

/// The password that a change asks for again; or the answer to whoever did not give it.
async fn password(
    site: &Site,
    visit: &Visit,
    form: Result<Form<Password>, FormRejection>,
) -> Result<Password, Box<Answer>> {
    if visit.token.is_none() {
        return Err(Box::new(Ok(to_sign_in())));
    }
    let Form(fields) = form.map_err(|rejection| Box::new(Ok(form::refuse(&rejection))))?;
    match fields.fault() {
        Some(problem) => Err(Box::new(page(site, visit, None, Some(Wrong::Field(problem))).await)),
        None => Ok(fields),
    }
}

/// The page with what the back refused.
pub(super) async fn refused(site: &Site, visit: &Visit, failure: Failure) -> Answer {
    let wrong = match failure.code {
        // Where a second factor is a duty, the last one stays.
        Failed::Forbidden => Wrong::Field("account-factor-duty"),
        _ => Wrong::of(failure, WORDS)?,
    };
    page(site, visit, None, Some(wrong)).await
}

/// Recovery codes, shown once; or the list when there are no new ones.
pub(super) async fn codes(site: &Site, visit: &Visit, codes: &[String]) -> Answer {
    if codes.is_empty() {
        return Ok(Redirect::to("/account/factors?set").into_response());
    }
    // They are shown whatever becomes of the call for what surrounds them.
    let frame = site
        .back
        .account(&visit.call(), AccountRequest {})
        .await
        .ok()
        .and_then(|mut reply| reply.frame.take());
    let frame = frame.unwrap_or_default();
    let t = texts(&frame.language, visit);
    let shell = Shell::signed_in(site, t, t.say("recovery-title"), (&frame).into(), "/account");
    html(&RecoveryPage { shell, codes })
}

/// The page itself.
pub(super) async fn page(
    site: &Site,
    visit: &Visit,
    notice: Option<&'static str>,
    wrong: Option<Wrong>,
) -> Answer {
    let mut factors = site.back.factors(&visit.call(), ListFactorsRequest {}).await?;
    let frame = factors.frame.take().unwrap_or_default();
    let t = texts(&frame.language, visit);
    let trouble = wrong.map(|wrong| wrong.told(t)).transpose()?;
    let mut shell = Shell::signed_in(site, t, t.say("account-factors"), (&frame).into(), "/account");
    shell.scripts = vec![site.assets.password(), site.assets.passkey()];
    let age = |seconds: u64| t.age(seconds / 86_400);
    let passkeys = factors.passkeys.iter().map(|one| Passkey {
        handle: &one.handle,
        name: if one.name.is_empty() { t.say("account-passkey-unnamed") } else { &one.name },
        created: age(one.created),
        used: one.used.map(age),
    });
    let linked = factors.providers.iter().filter_map(|one| Some((one.title.as_str(), age(one.since?))));
    let page = scripted(&Page {
        shell,
        linked: linked.collect(),
        since: factors.totp.map(age),
        secret: &factors.pending_secret,
        qr: qr::plain(&factors.pending_qr),
        left: u64::from(factors.recovery_codes),
        passkeys: passkeys.collect(),
        factors: &factors,
        notice,
        trouble: trouble.as_ref(),
    });
    Trouble::head_of(trouble.as_ref(), page)
}
