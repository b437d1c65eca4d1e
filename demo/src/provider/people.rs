//! Whom the provider knows.

use std::fs;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::{folder::Folder, sample::cast, users::Candidate};

/// The file of the folder that names them.
const FILE: &str = "provider.json";
/// Of the cast: one of each kind that the portal knows as an individual.
const CAST: [i64; 4] = [cast::ELODIE, cast::NOEL, cast::HELENE, cast::FRANCOISE];

/// Somebody at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The subject: what never changes.
    pub sub: String,
    /// The number in the business database; none for members of staff.
    pub number: Option<i64>,
    /// The name.
    pub name: String,
    /// What happens, in French and in English.
    pub says: [String; 2],
}

/// Writes whom the provider knows: some who have an account, those of the list for an import, staff, and a stranger.
///
/// # Errors
/// The file cannot be written.
pub fn write(folder: &Folder, accounts: &[Candidate], listed: &[(Candidate, String)]) -> Result<()> {
    let says = |french: &str, english: &str| [french.to_owned(), english.to_owned()];
    let person = |candidate: &Candidate, says: [String; 2]| Known {
        sub: format!("person-{}", candidate.id),
        number: Some(candidate.id),
        name: candidate.name.clone(),
        says,
    };
    let mut known = Vec::new();
    for candidate in accounts.iter().filter(|one| one.owner == Some("individual") && CAST.contains(&one.id)) {
        known.push(person(
            candidate,
            says("a un compte : entre aussitôt", "has an account: comes in at once"),
        ));
    }
    for (candidate, _) in listed {
        let says =
            says("entre dès que la liste people.csv est importée", "comes in once people.csv is imported");
        known.push(person(candidate, says));
    }
    for (place, candidate) in accounts.iter().filter(|one| one.owner.is_none()).enumerate() {
        let says = says(
            "espace de gestion : lie d’abord son compte, sur la page « Mon compte »",
            "staff: binds the account first, on the page “My account”",
        );
        let sub = format!("staff-{}", place + 1);
        known.push(Known { sub, number: None, name: candidate.name.clone(), says });
    }
    known.push(Known {
        sub: "stranger".to_owned(),
        number: Some(0),
        name: "Alix Personne".to_owned(),
        says: says("n’a aucun compte ici", "has no account here"),
    });
    folder.write(FILE, &serde_json::to_string_pretty(&known)?)
}

/// What [`write()`] wrote.
///
/// # Errors
/// The file cannot be read.
pub fn read(folder: &Folder) -> Result<Vec<Known>> {
    let path = folder.join(FILE);
    let text = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("reading {}", path.display()))
}
