//! Letters as PDF: one with the sign-in name, one with the initial password, never both. Tagged after PDF/UA-1.

mod face;
mod layout;
mod sheet;
mod words;

use std::fmt;

use krilla::{
    Document, SerializeSettings,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::Point,
    image::Image,
    metadata::Metadata,
    outline::{Outline, OutlineNode},
    tagging::TagTree,
};
use time::Date;
use vantail_shared::{call::Language, failure::Failure, tls::FrontKind};
use zeroize::Zeroizing;

use crate::map::Controller;
use face::Faces;
use layout::Layout;

/// A letter that is to be written.
pub struct Letter {
    /// The name of the addressee; may be empty.
    pub name: String,
    /// The lines of the postal address.
    pub postal: Vec<String>,
    /// The language.
    pub language: Language,
    /// Which portal the account is for.
    pub front: FrontKind,
    /// What the letter is about.
    pub secret: Secret,
}

/// The one thing that a letter tells.
pub enum Secret {
    /// The sign-in name.
    Login(String),
    /// The initial password, and the last day on which it serves.
    Password(Zeroizing<String>, Date),
}

impl fmt::Debug for Letter {
    /// Without the addressee and the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter")
            .field("language", &self.language)
            .field("front", &self.front)
            .finish_non_exhaustive()
    }
}

/// On which side the window of the envelope is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Window {
    /// Left: DIN 5008 form B, envelopes DL and C6/5.
    #[default]
    Left,
    /// Right: French envelopes DL with a window of 35 by 100 mm.
    Right,
}

/// What all letters of an organisation have in common.
#[derive(Debug, Clone)]
pub struct Letterhead {
    /// Who writes.
    pub controller: Controller,
    /// A picture beside the name.
    pub logo: Option<Logo>,
    /// On which side the window of the envelope is.
    pub window: Window,
    /// The address of the portal as people type it, `https://portal.example.org`.
    pub public_url: String,
    /// The same of the staff's, where there is one.
    pub staff_url: Option<String>,
}

impl Letterhead {
    /// The address of the portal for whoever signs in at fronts of this kind.
    pub(super) fn url(&self, kind: FrontKind) -> Option<&str> {
        match kind {
            FrontKind::Public => Some(&self.public_url),
            FrontKind::Staff => self.staff_url.as_deref(),
        }
    }
}

/// A picture of the organisation.
#[derive(Debug, Clone)]
pub struct Logo(Image);

impl Logo {
    /// Reads a PNG or JPEG file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(bytes: Vec<u8>) -> Result<Self, String> {
        let image = if bytes.starts_with(b"\x89PNG") {
            Image::from_png(bytes.into(), true)
        } else if bytes.starts_with(&[0xff, 0xd8]) {
            Image::from_jpeg(bytes.into(), true)
        } else {
            Err("it is neither PNG nor JPEG".to_owned())
        };
        let image = image?;
        let (width, height) = image.size();
        if width == 0 || height == 0 || width.max(height) > 4000 {
            return Err("it has no side or one of more than 4000 pixels".to_owned());
        }
        Ok(Self(image))
    }
}

/// The letters as one document of a page each, and how many of them have signs that the typeface does not have.
pub(crate) struct Written {
    pub(crate) pdf: Zeroizing<Vec<u8>>,
    pub(crate) odd_signs: usize,
}

/// Writes letters, dated.
///
/// # Errors
/// `Internal` when the document cannot be made.
pub(crate) fn write(head: &Letterhead, letters: &[Letter], today: Date) -> Result<Written, Failure> {
    if letters.iter().any(|letter| head.url(letter.front).is_none()) {
        return Err(Failure::internal("no address of the staff's portal is configured for letters"));
    }
    let faces = Faces::new()?;
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| Failure::internal(format!("{error:?}")))?;
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let language = letters.first().map_or(Language::Fr, |letter| letter.language);
    let mut meaning = TagTree::new().with_lang(Some(language.code().to_owned()));
    let (mut outline, mut odd_signs) = (Outline::new(), 0);
    for (page, letter) in letters.iter().enumerate() {
        let place = XyzDestination::new(page, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(words::title(letter), place));
        let layout = Layout { head, faces: &faces, letter, today };
        odd_signs += usize::from(!layout.has_all_signs());
        meaning.push(sheet::write(&mut document, letter.language.code(), |sheet| layout.draw(sheet))?);
    }
    document.set_outline(outline);
    document.set_tag_tree(meaning);
    let title = letters.first().map_or_else(String::new, words::title);
    document.set_metadata(
        Metadata::new()
            .title(title)
            .language(language.code().to_owned())
            .authors(vec![head.controller.name.clone()]),
    );
    let pdf = document
        .finish()
        .map_err(|error| Failure::internal(format!("a letter cannot be written: {error:?}")))?;
    Ok(Written { pdf: Zeroizing::new(pdf), odd_signs })
}

#[cfg(test)]
mod tests;
