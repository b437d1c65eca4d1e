//! The letters' typefaces: Noto Sans, which has Latin, Greek and Cyrillic (SIL Open Font License, `back/fonts/OFL.txt`).

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider as _,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};
use vantail_shared::failure::Failure;

const REGULAR: &[u8] = include_bytes!("../../../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../fonts/NotoSans-Bold.ttf");
/// Stands for a sign that the typeface does not have.
const STAND_IN: char = '?';

/// A typeface: what it looks like, and how wide its signs are.
pub(super) struct Face {
    pub(super) font: Font,
    signs: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    per_em: f32,
}

/// Both weights.
pub(super) struct Faces {
    pub(super) regular: Face,
    pub(super) bold: Face,
}

impl Faces {
    pub(super) fn new() -> Result<Self, Failure> {
        Ok(Self { regular: Face::new(REGULAR)?, bold: Face::new(BOLD)? })
    }
}

impl Face {
    fn new(bytes: &'static [u8]) -> Result<Self, Failure> {
        let broken = || Failure::internal("a typeface cannot be read");
        let font = Font::new(bytes.into(), 0).ok_or_else(broken)?;
        let shapes = FontRef::new(bytes).map_err(Failure::internal)?;
        let per_em = font.units_per_em();
        let widths = shapes.glyph_metrics(Size::unscaled(), LocationRef::default());
        Ok(Self { signs: shapes.charmap(), widths, per_em, font })
    }

    /// Whether every sign of a text is there.
    pub(super) fn has(&self, text: &str) -> bool {
        text.chars().all(|c| self.signs.map(c).is_some())
    }

    /// The glyphs of a line, with `spacing` of an em between them.
    pub(super) fn glyphs(&self, text: &str, spacing: f32) -> Vec<KrillaGlyph> {
        let glyph = |(at, c): (usize, char)| {
            let (id, width) = self.glyph(c);
            KrillaGlyph {
                glyph_id: GlyphId::new(id),
                text_range: at..at + c.len_utf8(),
                x_advance: width + spacing,
                x_offset: 0.0,
                y_offset: 0.0,
                y_advance: 0.0,
                location: None,
            }
        };
        text.char_indices().map(glyph).collect()
    }

    /// The width of a line at a size, in points.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.glyph(c).1).sum::<f32>() * size
    }

    /// Cuts a text into lines that are no wider than `width`; a word that is wider by itself is cut.
    pub(super) fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let (mut lines, mut line) = (Vec::new(), String::new());
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, size) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for c in word.chars() {
                line.push(c);
                if self.width(&line, size) > width && line.chars().nth(1).is_some() {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, c.to_string()));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// The number of a sign's glyph, and its width in ems.
    fn glyph(&self, c: char) -> (u32, f32) {
        let id = self.signs.map(c).or_else(|| self.signs.map(STAND_IN)).unwrap_or_default();
        (id.to_u32(), self.widths.advance_width(id).unwrap_or_default() / self.per_em)
    }
}
