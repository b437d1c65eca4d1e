//! What confirms a change of the account: the password; where there is none, a sign-in of just now.

use std::{future::Future, mem::take};

use vantail_proto::portal::Confirmation;
use vantail_shared::failure::Failure;
use zeroize::Zeroizing;

use super::super::{
    form,
    trouble::{Words, Wrong},
};

/// What the forms of a page show of it.
#[derive(Debug, Clone, Copy)]
pub struct Confirm(pub(super) Confirmation);

impl Confirm {
    /// Whether the forms ask for the password.
    pub fn asks(self) -> bool {
        !matches!(self.0, Confirmation::SignIn | Confirmation::Renewal)
    }

    /// Whether another sign-in comes first: there are no forms.
    pub fn is_over(self) -> bool {
        self.0 == Confirmation::Renewal
    }
}

/// Makes a change with the password that was typed; or tells what is wrong. Whether a password is missing the back knows.
///
/// # Errors
/// Failures that have pages of their own.
pub async fn confirmed<T, F: Future<Output = Result<T, Failure>>>(
    mut password: Zeroizing<String>,
    words: Words,
    call: impl FnOnce(String) -> F,
) -> Result<Result<T, Wrong>, Failure> {
    let missing = password.is_empty();
    if let Some(problem) = form::fault(&password).filter(|_| !missing) {
        return Ok(Err(Wrong::Field(problem)));
    }
    let words = if missing { Words { wrong: "password-empty", ..words } } else { words };
    match call(take(&mut *password)).await {
        Ok(done) => Ok(Ok(done)),
        Err(failure) => Wrong::of(failure, words).map(Err),
    }
}
