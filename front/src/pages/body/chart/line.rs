//! Values along time.

use std::fmt::Write as _;

use vantail_proto::portal;

use super::{number, scale::Scale, written};
use crate::{format, texts::Texts};

/// Where a month between the first and the last may be named, in thousandths of the width: on a telephone three names
/// have room side by side, and no more.
const BETWEEN: std::ops::RangeInclusive<f64> = 380.0..=620.0;
/// Points that are drawn at the most: the newest.
const POINTS: usize = 600;

pub(crate) struct Line {
    /// In words, for those who cannot see it.
    pub(crate) told: String,
    /// Paths in thousandths of the width and the height.
    pub(crate) course: String,
    pub(crate) area: String,
    pub(crate) marks: Vec<Mark>,
    pub(crate) months: Vec<Mark>,
    /// The newest point, in percent.
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) numbers: Vec<(String, String)>,
}

/// A mark of an axis.
pub(crate) struct Mark {
    /// In percent.
    pub(crate) at: String,
    pub(crate) text: String,
    /// For a mark of time: where its text stands; for one of amounts: whether it is nothing.
    pub(crate) class: &'static str,
}

/// A point: its time and its height.
struct Place<'a> {
    across: f64,
    value: f64,
    label: &'a str,
}

impl Line {
    pub(super) fn new(chart: &portal::Chart, t: &'static Texts) -> Self {
        let points = &chart.points[chart.points.len().saturating_sub(POINTS)..];
        let places = places(points);
        let scale = Scale::of(places.iter().map(|place| place.value));
        let (mut line, mut area) = (String::new(), String::new());
        for place in &places {
            let command = if line.is_empty() { 'M' } else { 'L' };
            // Writing to a String cannot fail.
            let _ = write!(line, "{command}{:.1} {:.1}", place.across, scale.down(place.value));
        }
        if let (Some(first), Some(last)) = (places.first(), places.last()) {
            let nothing = scale.down(0.0);
            let _ = write!(area, "{line}L{:.1} {nothing:.1}L{:.1} {nothing:.1}Z", last.across, first.across);
        }
        let end = places.last().map_or((500.0, 500.0), |last| (last.across, scale.down(last.value)));
        let mark = |value: f64| Mark {
            at: percent(scale.down(value)),
            text: format::short(value, &chart.currency, t.language),
            class: if value == 0.0 { "zero" } else { "" },
        };
        Self {
            told: told(points, &chart.currency, t),
            course: line,
            area,
            marks: scale.marks().into_iter().map(mark).collect(),
            months: months(&places, t),
            x: percent(end.0),
            y: percent(end.1),
            numbers: points
                .iter()
                .map(|point| (month(&point.label, t), written(&point.value, &chart.currency, t)))
                .collect(),
        }
    }
}

/// Each point at its month; evenly where the labels are no months.
fn places(points: &[portal::Point]) -> Vec<Place<'_>> {
    let months: Option<Vec<i64>> = points.iter().map(|point| format::month_number(&point.label)).collect();
    let rising = |months: &Vec<i64>| months.windows(2).all(|two| two[0] < two[1]);
    let times = months.filter(rising).unwrap_or_else(|| (0..).take(points.len()).collect());
    let (first, last) = (times.first().copied().unwrap_or(0), times.last().copied().unwrap_or(0));
    let share = |time: i64| match last - first {
        0 => 500.0,
        span => as_float(time - first) / as_float(span) * 1000.0,
    };
    times
        .iter()
        .zip(points)
        .map(|(time, point)| Place { across: share(*time), value: number(&point.value), label: &point.label })
        .collect()
}

/// Counts of months are small: years have four digits.
fn as_float(count: i64) -> f64 {
    f64::from(i32::try_from(count).unwrap_or(i32::MAX))
}

/// The first, the last, and the one nearest to the middle where it has room.
fn months(places: &[Place<'_>], t: &'static Texts) -> Vec<Mark> {
    let from_middle = |place: &&Place<'_>| (place.across - 500.0).abs();
    let between = places.iter().filter(|place| BETWEEN.contains(&place.across));
    let between = between.min_by(|a, b| from_middle(a).total_cmp(&from_middle(b)));
    let first = places.first().filter(|place| !BETWEEN.contains(&place.across));
    let last = places.last().filter(|place| !BETWEEN.contains(&place.across));
    let mark = |place: &Place<'_>| Mark {
        at: percent(place.across),
        text: format::short_month(place.label, t.language)
            .unwrap_or_else(|| place.label.chars().take(12).collect()),
        class: match place.across {
            across if across < 150.0 => "start",
            across if across > 850.0 => "end",
            _ => "middle",
        },
    };
    [first, between, last].into_iter().flatten().map(mark).collect()
}

fn month(label: &str, t: &Texts) -> String {
    format::month(label, t.language).unwrap_or_else(|| label.to_owned())
}

/// The first and the last, the least and the most.
fn told(points: &[portal::Point], currency: &str, t: &Texts) -> String {
    let by_value = |a: &&portal::Point, b: &&portal::Point| number(&a.value).total_cmp(&number(&b.value));
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let least = points.iter().min_by(by_value).unwrap_or(first);
    let most = points.iter().max_by(by_value).unwrap_or(last);
    let value = |point: &portal::Point| written(&point.value, currency, t);
    t.fill(
        "chart-told",
        &[
            ("first", &month(&first.label, t)),
            ("begin", &value(first)),
            ("last", &month(&last.label, t)),
            ("end", &value(last)),
            ("least", &value(least)),
            ("most", &value(most)),
        ],
    )
}

fn percent(thousandths: f64) -> String {
    format!("{:.2}%", thousandths / 10.0)
}
