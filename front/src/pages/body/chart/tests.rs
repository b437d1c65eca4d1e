use proptest::prelude::*;
use vantail_shared::call::Language;

use super::*;

fn chart(picture: portal::Picture, points: &[(String, String)]) -> portal::Chart {
    let point =
        |(label, value): &(String, String)| portal::Point { label: label.clone(), value: value.clone() };
    portal::Chart {
        title: "Solde".to_owned(),
        picture: picture.into(),
        currency: "EUR".to_owned(),
        points: points.iter().map(point).collect(),
    }
}

fn months(values: &[&str]) -> Vec<(String, String)> {
    values.iter().enumerate().map(|(i, value)| (format!("2026-{:02}", i + 1), (*value).to_owned())).collect()
}

fn line(values: &[&str]) -> Line {
    Line::new(&chart(portal::Picture::Line, &months(values)), Texts::of(Language::En))
}

/// Every number of a path or a place.
fn numbers(text: &str) -> Vec<f64> {
    text.split(['M', 'L', 'Z', ' ', '%'])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().unwrap())
        .collect()
}

#[test]
fn a_balance_is_drawn_on_round_marks_and_told_in_words() {
    let line = line(&["0.00", "842.50", "-120"]);
    let marks: Vec<_> = line.marks.iter().map(|mark| mark.text.as_str()).collect();
    assert_eq!(marks, ["€1,000", "€500", "€0", "−€500"]);
    assert_eq!(line.course, "M0.0 666.7L500.0 105.0L1000.0 746.7");
    assert!(line.area.ends_with("L1000.0 666.7L0.0 666.7Z"));
    assert_eq!((line.x.as_str(), line.y.as_str()), ("100.00%", "74.67%"));
    assert!(line.told.contains("January 2026 (€0.00)") && line.told.contains("−€120.00"), "{}", line.told);
    assert_eq!(line.numbers[1], ("February 2026".to_owned(), "€842.50".to_owned()));
}

#[test]
fn months_stand_where_they_are_in_time() {
    let line = |labels: &[&str]| {
        let points: Vec<_> = labels.iter().map(|label| ((*label).to_owned(), "1".to_owned())).collect();
        Line::new(&chart(portal::Picture::Line, &points), Texts::of(Language::Fr))
    };
    let named = |labels: &[&str]| line(labels).months.into_iter().map(|mark| mark.at).collect::<Vec<_>>();
    assert_eq!(named(&["2025-01", "2025-02", "2025-07", "2026-01"]), ["0.00%", "50.00%", "100.00%"]);
    assert_eq!(
        named(&["2025-01", "2025-02", "2026-01"]),
        ["0.00%", "100.00%"],
        "no name stands over another"
    );
    assert_eq!(named(&["2025-01"]), ["50.00%"]);
    assert_eq!(line(&["2025-01", "2026-01"]).months[1].text, "janv.\u{a0}2026");
}

#[test]
fn bars_share_one_line_of_nothing() {
    let points = months(&["30", "-10", "0"]);
    let chart = chart(portal::Picture::Bars, &points);
    let bars = bars::bars(&chart, Texts::of(Language::En));
    let drawn: Vec<_> = bars.iter().map(|bar| (bar.x.as_str(), bar.width.as_str(), bar.negative)).collect();
    assert_eq!(drawn, [("25.00%", "75.00%", false), ("0.00%", "25.00%", true), ("25.00%", "0.00%", false)]);
    assert!(Chart::new(&portal::Chart::default(), Texts::of(Language::En)).is_none());
}

fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?[0-9]{1,9}\\.[0-9]{2}",
        "-?[0-9]{1,400}",
        Just("0".to_owned()),
        Just("0.00000000001".to_owned()),
        Just("1e400".to_owned()),
        Just("-inf".to_owned()),
        Just("NaN".to_owned()),
        "\\PC{0,6}",
    ]
}

proptest! {
    #[test]
    fn all_that_is_drawn_is_within_the_picture(
        values in prop::collection::vec(any_value(), 1..40),
        labelled: bool,
    ) {
        let points: Vec<_> = values.iter().enumerate().map(|(i, value)| {
            let label = if labelled { format!("{:04}-{:02}", 2020 + i / 12, i % 12 + 1) } else { format!("x{i}") };
            (label, value.clone())
        }).collect();
        for language in Language::ALL {
            let t = Texts::of(language);
            let line = Line::new(&chart(portal::Picture::Line, &points), t);
            for number in numbers(&line.course).into_iter().chain(numbers(&line.area)) {
                prop_assert!((0.0..=1000.0).contains(&number), "{number} in {}", line.course);
            }
            let marks = line.marks.iter().chain(&line.months).map(|mark| mark.at.as_str());
            for at in marks.chain([line.x.as_str(), line.y.as_str()]) {
                prop_assert!((0.0..=100.0).contains(&numbers(at)[0]), "{at}");
            }
            prop_assert!((2..=8).contains(&line.marks.len()), "{}", line.marks.len());
            let chart = chart(portal::Picture::Bars, &points);
            for bar in bars::bars(&chart, t) {
                let (x, width) = (numbers(&bar.x)[0], numbers(&bar.width)[0]);
                prop_assert!(x >= 0.0 && width >= 0.0 && x + width <= 100.02, "{x} {width}");
            }
        }
    }
}
