use proptest::prelude::*;

use super::*;

fn asked(fields: &[(&str, &str)]) -> Option<FindRequest> {
    read(&fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}

#[test]
fn words_filters_and_orders_are_read() {
    let request = asked(&[
        ("q", " pump\u{0}\tlift "),
        ("f0", "="),
        ("f1", ""),
        ("f2-from", "2026-01-01"),
        ("f2-until", ""),
        ("sorted", "1"),
        ("sort", "-3"),
    ])
    .unwrap();
    assert_eq!(request.search, "pump  lift");
    assert_eq!((request.sort, request.descending), (3, true));
    let [open, all, days] = request.filters.as_slice() else { panic!("{:?}", request.filters) };
    assert_eq!((open.value.as_deref(), all.value.as_deref()), (Some(""), None));
    assert_eq!((days.from.as_str(), days.until.as_str()), ("2026-01-01", ""));
}

#[test]
fn the_order_in_force_and_the_pressed_chip_count() {
    let request = asked(&[("sorted", "-2"), ("f0", "=PV"), ("f0", "=AG")]).unwrap();
    assert_eq!((request.sort, request.descending), (2, true));
    assert_eq!(request.filters[0].value.as_deref(), Some("AG"));
    assert_eq!(
        asked(&[("q", "  "), ("f0", "=a"), ("f0", ""), ("f3-from", "")]),
        Some(FindRequest::default())
    );
}

#[test]
fn what_no_form_of_ours_sends_is_refused() {
    let long = "x".repeat(5000);
    let many = vec![("q", ""); FIELDS + 1];
    for fields in [
        vec![("q", long.as_str())],
        vec![("f0", long.as_str())],
        vec![("f0", "without a sign")],
        vec![("f16", "=a")],
        vec![("f-1", "=a")],
        vec![("f", "=a")],
        vec![("f0-from", "01/02/2026")],
        vec![("f0-from", "2026-02-30")],
        vec![("f0-to", "2026-02-03")],
        vec![("sort", "0")],
        vec![("sort", "99")],
        vec![("sort", "--1")],
        vec![("é", "1")],
        vec![("other", "1")],
        many,
    ] {
        assert_eq!(asked(&fields), None, "{:?}", fields[0].0);
    }
}

proptest! {
    #[test]
    fn nothing_panics_and_everything_is_bounded(fields in prop::collection::vec(("f?[0-9-]{0,3}(from|until)?|q|sort|\\PC{0,3}", "\\PC{0,9}"), 0..9)) {
        if let Some(request) = read(&fields) {
            prop_assert!(request.filters.len() <= FILTERS && request.search.len() <= WORDS);
        }
    }
}
