//! Passwords of another system beside the persons: where they stand, and how they were kept.

use vantail_shared::config::{Section, Spot};

use super::{ColumnName, Scope};
use crate::identity::legacy::{SaltSide, Scheme};

/// Where sign-in names and passwords of another system stand.
#[derive(Debug, Clone)]
pub struct KeptPasswords {
    /// The column with the sign-in name.
    pub login: Spot<ColumnName>,
    /// The column with the password.
    pub password: Spot<ColumnName>,
    /// How it was kept.
    pub scheme: Spot<Scheme>,
    /// The column with the salt of a plain digest, and where it stands.
    pub salt: Option<(Spot<ColumnName>, SaltSide)>,
}

impl KeptPasswords {
    pub(super) fn read(section: Section<'_>, scope: &Scope<'_>) -> Option<Self> {
        const SCHEMES: &str = "\"clear\", \"md5\", \"sha1\", \"sha256\", \"bcrypt\" or \"phpass\"";
        section.required_text("login", "login = \"...\", the column with the sign-in name");
        section.required_text("password", "password = \"...\", the column with the password");
        if !section.has("scheme") {
            section.missing("scheme", &format!("scheme = {SCHEMES}"));
        }
        let [login, password, salt] = ["login", "password", "salt"].map(|key| scope.read(&section, key));
        let scheme = section.parsed::<Scheme>("scheme", SCHEMES);
        let side = section.parsed::<SaltSide>("salt-side", "\"before\" or \"after\" the password");
        let plain = scheme
            .as_ref()
            .is_none_or(|scheme| matches!(scheme.value, Scheme::Md5 | Scheme::Sha1 | Scheme::Sha256));
        if let Some(salt) = salt.as_ref().filter(|_| !plain) {
            let remedy = "remove it: only md5, sha1 and sha256 have a salt of their own";
            section.fault(&salt.at, "salt", "has no use here", remedy);
        }
        if let Some(side) = side.as_ref().filter(|_| salt.is_none()) {
            section.fault(&side.at, "salt-side", "has no use here", "write `salt` beside it, or remove it");
        }
        section.close();
        let side = side.map_or(SaltSide::Before, |side| side.value);
        let salt = salt.map(|salt| (salt, side));
        Some(Self { login: login?, password: password?, scheme: scheme?, salt })
    }

    /// Every column that it names.
    pub fn columns(&self) -> impl Iterator<Item = &Spot<ColumnName>> {
        [&self.login, &self.password].into_iter().chain(self.salt.iter().map(|(salt, _)| salt))
    }
}
