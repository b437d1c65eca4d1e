//! What the intranet of old kept of its users: sign-in names and digests of passwords, which are taken over at the start.

use std::fs;

use anyhow::{Context as _, Result};
use aws_lc_rs::digest::{SHA256, digest as sha256};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::{
    folder::Folder,
    sample::{scale::Scale, staff},
};

/// Employees who used it: the first ones.
const USERS: usize = 12;
/// The file of the folder that names one of them.
const FILE: &str = "old-portal.json";
/// Passwords as people had them, with a number behind: the rules of today ask for others.
const PASSWORD: &str = "soleil200";

/// Somebody who can still sign in with a password of old.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The name of the person.
    pub person: String,
    /// The sign-in name of old.
    pub login: String,
    /// The password of old.
    pub password: String,
}

/// The sign-in name of the `number`th employee, of those who used it.
pub fn login(number: usize) -> Option<String> {
    (number < USERS).then(|| format!("agent{:02}", number + 1))
}

/// The digest of the password of the `number`th employee, as the intranet kept it.
pub fn digest(number: usize) -> Option<String> {
    let password = password(number)?;
    Some(HEXLOWER.encode(sha256(&SHA256, password.as_bytes()).as_ref()))
}

fn password(number: usize) -> Option<String> {
    (number < USERS).then(|| format!("{PASSWORD}{number}"))
}

/// Notes whom to print: the first who is still there and has no account yet.
///
/// # Errors
/// The file cannot be written.
pub fn write(folder: &Folder, scale: Scale) -> Result<()> {
    // The head of the first office has an account of the sample's.
    let user = (1..USERS).find_map(|number| {
        let employee = staff::employee(scale, number);
        let person = format!("{} {} {}", employee.civility, employee.first, employee.last);
        employee.left.is_none().then_some(User { person, login: login(number)?, password: password(number)? })
    });
    folder.write(FILE, &serde_json::to_string_pretty(&user)?)
}

/// What [`write()`] noted.
///
/// # Errors
/// The file cannot be read.
pub fn read(folder: &Folder) -> Result<Option<User>> {
    let path = folder.join(FILE);
    let text = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("reading {}", path.display()))
}
