//! The table `[letters]`.

use std::path::Path;

use vantail_shared::{config::Section, tls::FrontKind};

use super::{MailSettings, mail};
use crate::provision::letter::{Logo, Window};

/// Days that an initial password is good for (unless the file says otherwise).
const DAYS: i64 = 30;
/// Largest picture, in bytes.
const MAX_LOGO: u64 = 4 << 20;

/// What letters need beside the data map.
#[derive(Debug)]
pub struct Letters {
    /// The picture of the letterhead.
    pub logo: Option<Logo>,
    /// The side of the envelope's window.
    pub window: Window,
    /// Days that an initial password is good for.
    pub days: i64,
    public_url: Option<String>,
    staff_url: Option<String>,
}

impl Letters {
    /// The address of the fronts of this kind: the one for letters, else that of mails.
    pub fn url<'a>(&'a self, kind: FrontKind, mail: Option<&'a MailSettings>) -> Option<&'a str> {
        let own = match kind {
            FrontKind::Public => &self.public_url,
            FrontKind::Staff => &self.staff_url,
        };
        own.as_deref().or_else(|| mail.and_then(|mail| mail.url(kind)))
    }
}

/// Reads the table, which may be left out.
pub(super) fn read(root: &Section<'_>, base: &Path) -> Letters {
    let mut letters =
        Letters { logo: None, window: Window::default(), days: DAYS, public_url: None, staff_url: None };
    let Some(section) = root.section("letters") else { return letters };
    letters.logo = logo(&section, base);
    if let Some(word) = section.text("window") {
        match word.value.as_str() {
            "left" => letters.window = Window::Left,
            "right" => letters.window = Window::Right,
            other => {
                let remedy = "write \"left\" (DIN envelopes) or \"right\" (French ones)";
                section.fault(&word.at, "window", &format!("is {other:?}"), remedy);
            }
        }
    }
    if let Some(days) = section.integer("password_days", 1..=365) {
        letters.days = days.value;
    }
    let url = |key: &str| if section.has(key) { mail::url(&section, key) } else { None };
    (letters.public_url, letters.staff_url) = (url("public_url"), url("staff_url"));
    section.close();
    letters
}

fn logo(section: &Section<'_>, base: &Path) -> Option<Logo> {
    let file = section.text("logo")?;
    let path = base.join(&file.value);
    let read = match std::fs::metadata(&path) {
        Ok(facts) if facts.len() > MAX_LOGO => Err("it is larger than 4 MiB".to_owned()),
        Ok(_) => std::fs::read(&path).map_err(|error| error.to_string()).and_then(Logo::read),
        Err(error) => Err(error.to_string()),
    };
    read.map_err(|error| {
        let remedy = "name a PNG or JPEG file with sides of 4000 pixels at the most";
        section.fault(&file.at, "logo", &format!("cannot be used: {error}"), remedy);
    })
    .ok()
}
