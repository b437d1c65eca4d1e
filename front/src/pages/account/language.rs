//! `/language`: the language that is kept with the account.

use axum::{
    Extension,
    extract::State,
    response::{IntoResponse as _, Redirect},
};
use serde::Deserialize;
use vantail_proto::portal::SetLanguageRequest;
use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
};

use super::super::{Answer, form::Own};
use crate::{site::Site, visit::Visit};

/// The form that chooses a language.
#[derive(Debug, Deserialize)]
pub struct ChooseLanguage {
    #[serde(default)]
    language: String,
}

/// `POST /language`
pub async fn set(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(ChooseLanguage { language }): Own<ChooseLanguage>,
) -> Answer {
    let Ok(language) = language.parse::<Language>() else {
        return Err(Failure::new(Code::Invalid).into());
    };
    let request = SetLanguageRequest { language: language.code().to_owned() };
    site.back.set_language(&visit.call(), request).await?;
    Ok(Redirect::to("/account?language").into_response())
}
