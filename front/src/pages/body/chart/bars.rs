//! One bar for each label. Its number stands beside it, so that the picture is the table too.

use vantail_proto::portal;

use super::{number, written};
use crate::texts::Texts;

/// Bars at the most: more would be no picture.
const BARS: usize = 40;

pub(crate) struct Bar<'a> {
    pub(crate) label: &'a str,
    pub(crate) value: String,
    /// Where it begins and how long it is, in percent.
    pub(crate) x: String,
    pub(crate) width: String,
    pub(crate) negative: bool,
}

pub(super) fn bars<'a>(chart: &'a portal::Chart, t: &'static Texts) -> Vec<Bar<'a>> {
    let points = &chart.points[..chart.points.len().min(BARS)];
    let numbers = points.iter().map(|point| number(&point.value));
    let (low, high) =
        numbers.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let range = if high - low > 0.0 { high - low } else { 1.0 };
    let share = |value: f64| (value / range * 100.0).clamp(0.0, 100.0);
    points
        .iter()
        .map(|point| {
            let value = number(&point.value);
            Bar {
                label: if point.label.is_empty() { "–" } else { &point.label },
                value: written(&point.value, &chart.currency, t),
                x: format!("{:.2}%", share(value.min(0.0) - low)),
                width: format!("{:.2}%", share(value.abs())),
                negative: value < 0.0,
            }
        })
        .collect()
}
