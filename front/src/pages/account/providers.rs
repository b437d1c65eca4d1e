//! `/account/providers`: the persons at providers that the account is bound to. The forms lead to `pages::federation`.

use askama::Template;
use axum::{Extension, extract::State};
use vantail_proto::portal::{AccountReply, AccountRequest};

use super::{
    super::{
        Answer, Shell, scripted, texts,
        trouble::{Trouble, Wrong},
    },
    confirm::Confirm,
};
use crate::{error::to_sign_in, site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "account/providers.html")]
struct Page<'a> {
    shell: Shell<'a>,
    account: &'a AccountReply,
    confirm: Confirm,
    trouble: Option<&'a Trouble>,
}

/// `GET /account/providers`
pub async fn show(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    page(&site, &visit, None).await
}

/// The page, with what was wrong with a form of it.
pub(in crate::pages) async fn page(site: &Site, visit: &Visit, wrong: Option<Wrong>) -> Answer {
    let mut account = site.back.account(&visit.call(), AccountRequest {}).await?;
    let frame = account.frame.take().unwrap_or_default();
    let t = texts(&frame.language, visit);
    let trouble = wrong.map(|wrong| wrong.told(t)).transpose()?;
    let mut shell = Shell::signed_in(site, t, t.say("account-providers"), (&frame).into(), "/account");
    shell.scripts = vec![site.assets.password()];
    let confirm = Confirm(account.confirmation());
    let page = scripted(&Page { shell, account: &account, confirm, trouble: trouble.as_ref() });
    Trouble::head_of(trouble.as_ref(), page)
}
