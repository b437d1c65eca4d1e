//! What went wrong with a form, in words for its page: every failure that a person can mend has a sentence of its own.

use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};
use vantail_proto::portal::Rule;
use vantail_shared::failure::{Code, Failure};

use super::Answer;
use crate::{
    error::{Finished, status},
    texts::Texts,
};

/// A sentence above a form, with what the answer's head says of it.
#[derive(Debug)]
pub struct Trouble {
    /// For people.
    pub told: String,
    /// Rules that a password does not meet.
    pub unmet: Vec<Rule>,
    status: StatusCode,
    retry_after: u32,
}

/// The sentences that differ from form to form, by their keys.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// A password, or a name and a password, that are not right.
    pub wrong: &'static str,
    /// A field out of its form.
    pub invalid: &'static str,
    /// A code, or what stands in its place, that is not right and cannot be tried a number of times.
    pub code: &'static str,
    /// A code or a question that is over.
    pub over: &'static str,
    /// What somebody else has, or has changed; without a sentence it has a page of its own.
    pub changed: Option<&'static str>,
    /// What is not allowed, likewise.
    pub forbidden: Option<&'static str>,
}

impl Words {
    /// Those of a form without anything of its own to say about codes.
    pub const fn new(wrong: &'static str, invalid: &'static str) -> Self {
        let (code, over) = ("code-wrong-plain", "code-over");
        Self { wrong, invalid, code, over, changed: None, forbidden: None }
    }
}

/// What is wrong, before the language of the page is known.
#[derive(Debug)]
pub enum Wrong {
    /// A field, by the key of its sentence.
    Field(&'static str),
    /// What the back refuses and the person can mend.
    Refused(Failure, Words),
}

impl Wrong {
    /// What the back refuses.
    ///
    /// # Errors
    /// All failures that have pages of their own come back.
    pub fn of(failure: Failure, words: Words) -> Result<Self, Failure> {
        match failure.code {
            Code::WrongCredentials
            | Code::Invalid
            | Code::WrongCode
            | Code::CodeOver
            | Code::WeakPassword
            | Code::SignInDue
            | Code::Throttled
            | Code::Busy => Ok(Self::Refused(failure, words)),
            Code::Changed if words.changed.is_some() => Ok(Self::Refused(failure, words)),
            Code::Forbidden if words.forbidden.is_some() => Ok(Self::Refused(failure, words)),
            _ => Err(failure),
        }
    }

    /// In the language of the page.
    ///
    /// # Errors
    /// As [`Wrong::of`].
    pub fn told(self, t: &Texts) -> Result<Trouble, Failure> {
        match self {
            Self::Field(key) => Ok(Trouble::of_fields(t, key)),
            Self::Refused(failure, words) => Trouble::of(failure, t, words),
        }
    }
}

impl Trouble {
    /// What is wrong with the fields before anybody is asked.
    pub fn of_fields(t: &Texts, key: &str) -> Self {
        Self {
            told: t.say(key).to_owned(),
            unmet: Vec::new(),
            status: StatusCode::UNPROCESSABLE_ENTITY,
            retry_after: 0,
        }
    }

    /// What the back refuses and the person can mend.
    ///
    /// # Errors
    /// All other failures come back: they have pages of their own.
    pub fn of(failure: Failure, t: &Texts, words: Words) -> Result<Self, Failure> {
        let wait = u64::from(failure.retry_after);
        let waiting = |key: &str| match wait {
            0 => t.say(key).to_owned(),
            seconds => format!("{} {}", t.say(key), t.with("try-again-in", &t.duration(&seconds))),
        };
        let told = match failure.code {
            Code::WrongCredentials => t.say(words.wrong).to_owned(),
            Code::Invalid => t.say(words.invalid).to_owned(),
            Code::WrongCode if failure.tries_left > 0 => {
                t.count("code-wrong", &u64::from(failure.tries_left))
            }
            Code::WrongCode => t.say(words.code).to_owned(),
            Code::CodeOver => t.say(words.over).to_owned(),
            Code::WeakPassword => t.say("password-weak").to_owned(),
            Code::SignInDue => t.say("confirm-renewal").to_owned(),
            Code::Throttled => waiting("trouble-throttled"),
            Code::Busy => waiting("trouble-busy"),
            code => {
                let key = match code {
                    Code::Changed => words.changed,
                    Code::Forbidden => words.forbidden,
                    _ => None,
                };
                match key {
                    Some(key) => t.say(key).to_owned(),
                    None => return Err(failure),
                }
            }
        };
        let status = status(failure.code);
        Ok(Self { told, unmet: failure.unmet, status, retry_after: failure.retry_after })
    }

    /// The page of a form, with the head that belongs to the trouble if there is any.
    ///
    /// # Errors
    /// As the page's.
    pub fn head_of(trouble: Option<&Self>, page: Answer) -> Answer {
        match trouble {
            Some(trouble) => page.map(|page| trouble.head(page)),
            None => page,
        }
    }

    /// The sentence alone, for a script.
    pub fn alone(&self) -> Response {
        self.head(self.told.clone().into_response())
    }

    fn head(&self, mut response: Response) -> Response {
        *response.status_mut() = self.status;
        if self.retry_after > 0 {
            response.headers_mut().insert(header::RETRY_AFTER, self.retry_after.into());
        }
        response.extensions_mut().insert(Finished);
        response
    }
}
