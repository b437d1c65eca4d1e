//! The organisation's name, logo and colours.

use std::{fs, path::Path};

use vantail_shared::config::Section;

use super::colour::Colour;

/// Largest logo, in bytes.
const MAX_LOGO: usize = 64 * 1024;
/// Longest name, in characters.
const MAX_NAME: usize = 80;
/// Lowest contrast of text (WCAG 2.2, success criterion 1.4.3).
const AA: f64 = 4.5;

/// The accent when the organisation names none.
const ACCENT: &str = "#1f5f5b";
/// The same on dark surfaces.
const ACCENT_DARK: &str = "#7cc4bd";

/// The surfaces of `static/app.css` that the accent stands on, light and dark: page, card, tint.
pub(crate) const LIGHT: [&str; 3] = ["#ffffff", "#f7f6f3", "#efede8"];
pub(crate) const DARK: [&str; 3] = ["#14171a", "#1c2024", "#262b30"];

/// How the portal looks for this organisation.
#[derive(Debug, Clone)]
pub struct Brand {
    /// The organisation's name.
    pub name: String,
    /// Its logo, read at start.
    pub logo: Option<Logo>,
    /// The accent on light surfaces, as `#rrggbb`.
    pub accent: String,
    /// The accent on dark surfaces, as `#rrggbb`.
    pub accent_dark: String,
}

/// A logo as it is served.
#[derive(Debug, Clone)]
pub struct Logo {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// `image/svg+xml` or `image/png`.
    pub media_type: &'static str,
}

pub(super) fn read(section: Section<'_>, base: &Path) -> Option<Brand> {
    let name = section.required_text("name", "name = \"your organisation\"").filter(|name| {
        let short = name.chars().count() <= MAX_NAME;
        if !short {
            section.fault(&name.at, "name", "is too long", format!("use at most {MAX_NAME} characters"));
        }
        short
    });
    let logo = section.has("logo").then(|| logo(&section, base));
    let accent = accent(&section, "accent", ACCENT, &LIGHT);
    let accent_dark = self::accent(&section, "accent_dark", ACCENT_DARK, &DARK);
    section.close();
    Some(Brand { name: name?.value, logo: logo.flatten(), accent: accent?, accent_dark: accent_dark? })
}

/// An accent that can be read on all of our surfaces.
fn accent(section: &Section<'_>, key: &str, default: &str, surfaces: &[&str]) -> Option<String> {
    if !section.has(key) {
        return Some(default.to_owned());
    }
    let accent = section.parsed::<Colour>(key, "a colour as \"#rrggbb\"")?;
    let lowest = surfaces
        .iter()
        .filter_map(|surface| Some((accent.value.contrast(surface.parse().ok()?), surface)))
        .min_by(|a, b| a.0.total_cmp(&b.0))?;
    if lowest.0 < AA {
        let problem = format!("has a contrast of {:.1} on {}", lowest.0, lowest.1);
        let direction = if key == "accent" { "darker" } else { "lighter" };
        let remedy = format!("take a {direction} colour: people need {AA} (WCAG 2.2, 1.4.3)");
        section.fault(&accent.at, key, &problem, remedy);
        return None;
    }
    Some(accent.value.to_string())
}

fn logo(section: &Section<'_>, base: &Path) -> Option<Logo> {
    let text = section.text("logo")?;
    let path = base.join(&text.value);
    let media_type = match path.extension().and_then(|extension| extension.to_str()) {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => {
            section.fault(&text.at, "logo", "is neither .svg nor .png", "name an SVG or PNG file");
            return None;
        }
    };
    match fs::read(&path) {
        Ok(bytes) if bytes.len() <= MAX_LOGO => Some(Logo { bytes, media_type }),
        Ok(_) => {
            section.fault(&text.at, "logo", "is larger than 64 KiB", "name a smaller file");
            None
        }
        Err(error) => {
            let problem = format!("names {}, which cannot be read: {error}", path.display());
            section.fault(&text.at, "logo", &problem, "name a readable file");
            None
        }
    }
}
