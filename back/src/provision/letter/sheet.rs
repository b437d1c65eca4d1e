//! One sheet of A4: text and lines at places in millimetres from its upper left corner, each piece with its meaning for
//! those who have the letter read to them.

use std::num::NonZeroU16;

use krilla::{
    Document,
    color::rgb,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    image::Image,
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, Tag, TagGroup},
};
use vantail_shared::failure::Failure;

use super::face::Face;

/// Points of a millimetre.
const POINTS: f32 = 72.0 / 25.4;
/// A4, in millimetres (ISO 216).
const WIDTH: f32 = 210.0;
const HEIGHT: f32 = 297.0;

/// Dark enough for print and copies.
pub(super) const BLACK: (u8, u8, u8) = (20, 24, 31);
pub(super) const GREY: (u8, u8, u8) = (90, 97, 108);
const LINE: (u8, u8, u8) = (160, 166, 175);
const SHADE: (u8, u8, u8) = (241, 243, 246);

/// A line of text and how it looks.
#[derive(Clone, Copy)]
pub(super) struct Style<'a> {
    pub(super) face: &'a Face,
    /// In points.
    pub(super) size: f32,
    pub(super) colour: (u8, u8, u8),
    /// Between signs, in ems.
    pub(super) spacing: f32,
}

/// A sheet that is being written, and what it means so far.
pub(super) struct Sheet<'a> {
    surface: Surface<'a>,
    pub(super) meaning: TagGroup,
}

impl<'a> Style<'a> {
    pub(super) fn new(face: &'a Face, size: f32) -> Self {
        Self { face, size, colour: BLACK, spacing: 0.0 }
    }

    pub(super) fn grey(self) -> Self {
        Self { colour: GREY, ..self }
    }

    /// From one base line to the next, in millimetres.
    pub(super) fn leading(self) -> f32 {
        self.size * 1.38 / POINTS
    }

    /// The width of a line, in millimetres.
    pub(super) fn width(self, text: &str) -> f32 {
        let count = f32::from(u16::try_from(text.chars().count()).unwrap_or(u16::MAX));
        (self.face.width(text, self.size) + self.spacing * self.size * (count - 1.0).max(0.0)) / POINTS
    }

    /// Lines no wider than `width` millimetres.
    pub(super) fn lines(self, text: &str, width: f32) -> Vec<String> {
        self.face.lines(text, self.size, width * POINTS)
    }
}

/// Writes a sheet of a document; tells what it means.
pub(super) fn write(
    document: &mut Document,
    language: &str,
    content: impl FnOnce(&mut Sheet<'_>),
) -> Result<TagGroup, Failure> {
    let settings = PageSettings::from_wh(WIDTH * POINTS, HEIGHT * POINTS)
        .ok_or_else(|| Failure::internal("a sheet has no size"))?;
    let mut page = document.start_page_with(settings);
    let meaning = TagGroup::new(Tag::Section.with_lang(Some(language.to_owned())));
    let meaning = {
        let mut sheet = Sheet { surface: page.surface(), meaning };
        content(&mut sheet);
        sheet.surface.finish();
        sheet.meaning
    };
    page.finish();
    Ok(meaning)
}

impl Sheet<'_> {
    /// One line with its base line at `y`.
    pub(super) fn line(&mut self, style: Style<'_>, x: f32, y: f32, text: &str) -> Identifier {
        let identifier = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        self.draw(style, x, y, text);
        self.surface.end_tagged();
        identifier
    }

    /// Lines one below the other, from a base line on, as one paragraph; tells the base line of the next.
    pub(super) fn paragraph(&mut self, style: Style<'_>, x: f32, y: f32, lines: &[String]) -> f32 {
        let (group, y) = self.lines(style, x, y, lines, TagGroup::new(Tag::P));
        self.meaning.push(group);
        y
    }

    /// A heading of the first or second level.
    pub(super) fn heading(&mut self, level: u16, style: Style<'_>, x: f32, y: f32, lines: &[String]) -> f32 {
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        let (group, y) = self.lines(style, x, y, lines, TagGroup::new(Tag::Hn(level, Some(lines.join(" ")))));
        self.meaning.push(group);
        y
    }

    /// Numbered steps with a hanging indent; tells the base line of what follows.
    pub(super) fn steps(
        &mut self,
        style: Style<'_>,
        x: f32,
        y: f32,
        indent: f32,
        width: f32,
        steps: &[String],
    ) -> f32 {
        let mut list = TagGroup::new(Tag::L(ListNumbering::Decimal));
        let mut y = y;
        for (at, step) in steps.iter().enumerate() {
            let label = self.line(style, x, y, &format!("{}.", at + 1));
            let lines = style.lines(step, width - indent);
            let (body, next) = self.lines(style, x + indent, y, &lines, TagGroup::new(Tag::LBody));
            let mut item = TagGroup::new(Tag::LI);
            item.push(TagGroup::with_children(Tag::Lbl, vec![label.into()]));
            item.push(body);
            list.push(item);
            y = next + style.leading() * 0.25;
        }
        self.meaning.push(list);
        y
    }

    fn lines(
        &mut self,
        style: Style<'_>,
        x: f32,
        y: f32,
        lines: &[String],
        mut group: TagGroup,
    ) -> (TagGroup, f32) {
        let mut y = y;
        for (at, line) in lines.iter().enumerate() {
            // A blank at the end of a line, so that its last word and the next one stay two when they are read.
            let text = if at + 1 < lines.len() { format!("{line} ") } else { line.clone() };
            group.push(self.line(style, x, y, &text));
            y += style.leading();
        }
        (group, y)
    }

    /// A shaded frame, which means nothing by itself.
    pub(super) fn frame(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.decoration(|surface| {
            let path = rounded(x * POINTS, y * POINTS, width * POINTS, height * POINTS, 2.2 * POINTS);
            let Some(path) = path else { return };
            surface.set_fill(Some(fill(SHADE)));
            surface.set_stroke(Some(stroke(LINE, 0.8)));
            surface.draw_path(&path);
            surface.set_stroke(None);
        });
    }

    /// A thin level line.
    pub(super) fn rule(&mut self, x: f32, y: f32, width: f32) {
        self.decoration(|surface| {
            let mut path = PathBuilder::new();
            path.move_to(x * POINTS, y * POINTS);
            path.line_to((x + width) * POINTS, y * POINTS);
            let Some(path) = path.finish() else { return };
            surface.set_fill(None);
            surface.set_stroke(Some(stroke(LINE, 0.5)));
            surface.draw_path(&path);
            surface.set_stroke(None);
        });
    }

    /// A picture of a width in millimetres.
    pub(super) fn picture(&mut self, image: &Image, x: f32, y: f32, width: f32, height: f32, says: &str) {
        let Some(size) = Size::from_wh(width * POINTS, height * POINTS) else { return };
        let identifier = self.surface.start_tagged(ContentTag::Other);
        self.surface.push_transform(&Transform::from_translate(x * POINTS, y * POINTS));
        self.surface.draw_image(image.clone(), size);
        self.surface.pop();
        self.surface.end_tagged();
        let figure = Tag::Figure(Some(says.to_owned()));
        self.meaning.push(TagGroup::with_children(figure, vec![identifier.into()]));
    }

    fn draw(&mut self, style: Style<'_>, x: f32, y: f32, text: &str) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill(style.colour)));
        let glyphs = style.face.glyphs(text, style.spacing);
        let start = Point::from_xy(x * POINTS, y * POINTS);
        self.surface.draw_glyphs(start, &glyphs, style.face.font.clone(), text, style.size, false);
    }

    fn decoration(&mut self, draw: impl FnOnce(&mut Surface<'_>)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        draw(&mut self.surface);
        self.surface.end_tagged();
    }
}

fn fill((red, green, blue): (u8, u8, u8)) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}

fn stroke((red, green, blue): (u8, u8, u8), width: f32) -> Stroke {
    Stroke { paint: rgb::Color::new(red, green, blue).into(), width, ..Stroke::default() }
}

/// A rectangle with round corners.
fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Option<krilla::geom::Path> {
    Rect::from_xywh(x, y, width, height)?;
    // How far the handles of a quarter of a circle reach.
    let reach = radius * 0.5523;
    let (right, bottom) = (x + width, y + height);
    let mut path = PathBuilder::new();
    path.move_to(x + radius, y);
    path.line_to(right - radius, y);
    path.cubic_to(right - radius + reach, y, right, y + radius - reach, right, y + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - radius + reach, right - radius + reach, bottom, right - radius, bottom);
    path.line_to(x + radius, bottom);
    path.cubic_to(x + radius - reach, bottom, x, bottom - radius + reach, x, bottom - radius);
    path.line_to(x, y + radius);
    path.cubic_to(x, y + radius - reach, x + radius - reach, y, x + radius, y);
    path.close();
    path.finish()
}
