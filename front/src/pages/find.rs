//! `POST /p/{page}` and `POST /search`: what people look for. The back keeps it in a handle, so that no address, no
//! history and no log ever holds it.

use axum::{
    Extension,
    extract::{Form, Path, State, rejection::FormRejection},
    response::{IntoResponse as _, Redirect},
};
use vantail_proto::portal::{Chosen, FindRequest};
use vantail_shared::failure::{Code, Failure};

use super::{
    Answer, form,
    page::{is_handle, is_key},
};
use crate::{error::to_sign_in, format::iso_day, site::Site, visit::Visit};

/// Fields of a form at the most.
const FIELDS: usize = 64;
/// Filters of a page at the most.
const FILTERS: usize = 16;
/// Longest words, in bytes: 100 characters fit in any script.
const WORDS: usize = 400;
/// Longest value of a filter, in bytes, with the sign before it.
const VALUE: usize = 401;
/// Most columns that rows can be ordered by.
const COLUMNS: u32 = 64;

type Fields = Vec<(String, String)>;

/// `POST /p/{page}`
pub async fn submit(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(page): Path<String>,
    form: Result<Form<Fields>, FormRejection>,
) -> Answer {
    if !is_key(&page) {
        return Err(Failure::new(Code::NotFound).into());
    }
    let back = format!("/p/{page}");
    find(&site, &visit, page, form, &back, &back).await
}

/// `POST /search`
pub async fn search(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<Fields>, FormRejection>,
) -> Answer {
    find(&site, &visit, String::new(), form, "/search", "/").await
}

/// To `found` with a handle, or to `nothing` when nothing was asked.
async fn find(
    site: &Site,
    visit: &Visit,
    page: String,
    form: Result<Form<Fields>, FormRejection>,
    found: &str,
    nothing: &str,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let Form(fields) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    let request = FindRequest { page, ..read(&fields).ok_or(Failure::new(Code::Invalid))? };
    if request.search.is_empty() && request.filters.is_empty() && request.sort == 0 {
        return Ok(Redirect::to(nothing).into_response());
    }
    let handle = site.back.find(&visit.call(), request).await?.handle;
    if handle.is_empty() || !is_handle(&handle) {
        return Err(Failure::internal("a handle that is none").into());
    }
    Ok(Redirect::to(&format!("{found}/{handle}")).into_response())
}

/// What a form asks; nothing when it is none of ours. Of two fields of one name the last counts: that of the button.
fn read(fields: &Fields) -> Option<FindRequest> {
    if fields.len() > FIELDS {
        return None;
    }
    let mut request = FindRequest::default();
    let (mut sorted, mut pressed) = ("", "");
    for (name, text) in fields {
        match name.as_str() {
            "q" if text.len() <= WORDS => {
                let words = text.replace(char::is_control, " ");
                words.trim().clone_into(&mut request.search);
            }
            "sorted" => sorted = text,
            "sort" => pressed = text,
            _ => filter(&mut request.filters, name, text)?,
        }
    }
    let sort = if pressed.is_empty() { sorted } else { pressed };
    if !sort.is_empty() {
        let (number, descending) = sort.strip_prefix('-').map_or((sort, false), |rest| (rest, true));
        request.sort = number.parse().ok().filter(|number| (1..=COLUMNS).contains(number))?;
        request.descending = descending;
    }
    while request.filters.last().is_some_and(|chosen| *chosen == Chosen::default()) {
        request.filters.pop();
    }
    Some(request)
}

/// `f2=…` for a choice, `f2-from=…` and `f2-until=…` for days.
fn filter(filters: &mut Vec<Chosen>, name: &str, text: &str) -> Option<()> {
    let (number, part) = name.strip_prefix('f')?.split_once('-').unwrap_or((&name[1..], ""));
    let number: usize = number.parse().ok().filter(|number| *number < FILTERS)?;
    if filters.len() <= number {
        filters.resize(number + 1, Chosen::default());
    }
    let chosen = &mut filters[number];
    let day = || if text.is_empty() { Some("") } else { iso_day(text).filter(|day| *day == text) };
    match part {
        // An empty field chooses nothing; a value, perhaps an empty one, stands behind the sign.
        "" if text.is_empty() => chosen.value = None,
        "" if text.len() <= VALUE => chosen.value = Some(text.strip_prefix('=')?.to_owned()),
        "from" => day()?.clone_into(&mut chosen.from),
        "until" => day()?.clone_into(&mut chosen.until),
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests;
