//! `/account/factors`: the app that makes codes, the recovery codes, and the list of passkeys.

use std::mem::take;

use askama::Template;
use axum::{
    Extension,
    extract::{RawQuery, State},
    response::{IntoResponse as _, Redirect},
};
use vantail_proto::portal::{
    AccountRequest, BeginTotpRequest, ConfirmTotpRequest, ListFactorsReply, ListFactorsRequest,
    RemoveTotpRequest, RenewRecoveryCodesRequest,
};

use super::{
    super::{
        Answer, Shell,
        form::{Code, Own, Password},
        html, qr, scripted, texts,
        trouble::{Trouble, Words, Wrong},
    },
    confirm::{Confirm, confirmed},
};
use crate::{error::to_sign_in, site::Site, visit::Visit};

pub(super) const WORDS: Words = Words {
    // Where a second factor is a duty the last one stays, and so does the only way in.
    forbidden: Some("account-factor-last"),
    ..Words::new("password-not-yours", "password-odd")
};

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
    confirm: Confirm,
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
    Own(fields): Own<Password>,
) -> Answer {
    let call = async |password| site.back.begin_totp(&visit.call(), BeginTotpRequest { password }).await;
    match confirmed(fields.password, WORDS, call).await? {
        Ok(_) => Ok(Redirect::to("/account/factors").into_response()),
        Err(wrong) => page(&site, &visit, None, Some(wrong)).await,
    }
}

/// `POST /account/factors/totp/code`
pub async fn confirm(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(mut fields): Own<Code>,
) -> Answer {
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
    Own(fields): Own<Password>,
) -> Answer {
    let call = async |password| site.back.remove_totp(&visit.call(), RemoveTotpRequest { password }).await;
    match confirmed(fields.password, WORDS, call).await? {
        Ok(_) => Ok(Redirect::to("/account/factors?removed").into_response()),
        Err(wrong) => page(&site, &visit, None, Some(wrong)).await,
    }
}

/// `POST /account/factors/recovery`
pub async fn renew(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(fields): Own<Password>,
) -> Answer {
    let call = async |password| {
        site.back.renew_recovery_codes(&visit.call(), RenewRecoveryCodesRequest { password }).await
    };
    match confirmed(fields.password, WORDS, call).await? {
        Ok(mut reply) => codes(&site, &visit, &take(&mut reply.recovery_codes)).await,
        Err(wrong) => page(&site, &visit, None, Some(wrong)).await,
    }
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
        confirm: Confirm(factors.confirmation()),
        factors: &factors,
        notice,
        trouble: trouble.as_ref(),
    });
    Trouble::head_of(trouble.as_ref(), page)
}
