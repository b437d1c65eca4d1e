//! Pictures of numbers. A place in them is a share of the whole: what is drawn fits any width, and the letters keep
//! their size.

mod bars;
mod line;
mod scale;

use vantail_proto::portal;

pub(crate) use self::{bars::Bar, line::Line};
use crate::{format, texts::Texts};

pub(crate) struct Chart<'a> {
    pub(crate) title: &'a str,
    pub(crate) picture: Picture<'a>,
}

pub(crate) enum Picture<'a> {
    Line(Line),
    Bars(Vec<Bar<'a>>),
}

impl<'a> Chart<'a> {
    /// Nothing when there is nothing to draw.
    pub(super) fn new(chart: &'a portal::Chart, t: &'static Texts) -> Option<Self> {
        if chart.points.is_empty() {
            return None;
        }
        let picture = match chart.picture() {
            portal::Picture::Line => Picture::Line(Line::new(chart, t)),
            portal::Picture::Bars | portal::Picture::Unspecified => Picture::Bars(bars::bars(chart, t)),
        };
        Some(Self { title: &chart.title, picture })
    }

    /// A line that goes by the name of its page says what it shows instead.
    pub(crate) fn on_page(&mut self, title: &str, t: &'static Texts) {
        if self.title == title && matches!(self.picture, Picture::Line(_)) {
            self.title = t.say("chart-balance");
        }
    }
}

/// A number for drawing alone: it is written from the text.
fn number(text: &str) -> f64 {
    // Beyond this a sum of two could be infinite, and no picture tells such numbers apart.
    text.trim().parse::<f64>().ok().filter(|value| !value.is_nan()).unwrap_or(0.0).clamp(-1e18, 1e18)
}

/// An amount, or a number where there is no currency.
fn written(text: &str, currency: &str, t: &Texts) -> String {
    if currency.is_empty() {
        format::decimal(text, t.language)
    } else {
        format::money(text, currency, t.language)
    }
}

#[cfg(test)]
mod tests;
