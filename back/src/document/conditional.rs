//! Which part of a document is sent: conditional requests and ranges (RFC 9110, sections 13 and 14).

use vantail_proto::files::{ByteRange, byte_range::Form};

/// What the browser asked for.
#[derive(Debug, Default)]
pub struct Asked<'a> {
    /// The asked part; the whole when absent.
    pub range: Option<&'a ByteRange>,
    /// The range counts only while the document has this tag; empty when not asked.
    pub if_range: &'a str,
    /// Nothing is sent when the document has one of these tags.
    pub if_none_match: &'a [String],
}

/// What is sent. Offsets and lengths are in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All of it.
    Whole,
    /// A part.
    Part {
        /// The first byte.
        offset: u64,
        /// How many.
        length: u64,
    },
    /// The browser has it already.
    NotModified,
    /// No byte of the asked part exists.
    Unsatisfiable,
}

/// Decides for a document of `size` bytes with the tag `etag`.
pub fn decide(asked: &Asked<'_>, size: u64, etag: &str) -> Outcome {
    // If-None-Match compares weakly (section 13.1.2), If-Range strongly (section 13.1.5).
    let opaque = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    let weakly = |tag: &String| tag == "*" || opaque(tag) == opaque(etag);
    if asked.if_none_match.iter().any(weakly) {
        return Outcome::NotModified;
    }
    if !asked.if_range.is_empty() && (asked.if_range != etag || etag.starts_with("W/")) {
        return Outcome::Whole;
    }
    match asked.range.and_then(|range| range.form) {
        None => Outcome::Whole,
        Some(Form::Suffix(0)) => Outcome::Unsatisfiable,
        Some(Form::Suffix(count)) => part(size.saturating_sub(count), size),
        Some(Form::FromTo(bounds)) => {
            let end = bounds.last.map_or(size, |last| last.saturating_add(1).min(size));
            // A last byte before the first makes the whole field invalid: it is ignored (section 14.1.1).
            if bounds.last.is_some_and(|last| last < bounds.first) {
                return Outcome::Whole;
            }
            part(bounds.first, end)
        }
    }
}

fn part(offset: u64, end: u64) -> Outcome {
    if offset < end { Outcome::Part { offset, length: end - offset } } else { Outcome::Unsatisfiable }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vantail_proto::files::FromTo;

    use super::*;

    fn from_to(first: u64, last: Option<u64>) -> ByteRange {
        ByteRange { form: Some(Form::FromTo(FromTo { first, last })) }
    }

    fn suffix(count: u64) -> ByteRange {
        ByteRange { form: Some(Form::Suffix(count)) }
    }

    fn of_ten(range: &ByteRange) -> Outcome {
        decide(&Asked { range: Some(range), ..Asked::default() }, 10, "\"t\"")
    }

    #[test]
    fn ranges_are_cut_to_the_document() {
        assert_eq!(of_ten(&from_to(0, Some(0))), Outcome::Part { offset: 0, length: 1 });
        assert_eq!(of_ten(&from_to(3, None)), Outcome::Part { offset: 3, length: 7 });
        assert_eq!(of_ten(&from_to(3, Some(99))), Outcome::Part { offset: 3, length: 7 });
        assert_eq!(of_ten(&from_to(10, None)), Outcome::Unsatisfiable);
        assert_eq!(of_ten(&from_to(5, Some(4))), Outcome::Whole);
        assert_eq!(of_ten(&suffix(4)), Outcome::Part { offset: 6, length: 4 });
        assert_eq!(of_ten(&suffix(99)), Outcome::Part { offset: 0, length: 10 });
        assert_eq!(of_ten(&suffix(0)), Outcome::Unsatisfiable);
        let empty = Asked { range: Some(&suffix(5)), ..Asked::default() };
        assert_eq!(decide(&empty, 0, "\"t\""), Outcome::Unsatisfiable);
    }

    #[test]
    fn tags_decide_first() {
        let range = from_to(1, Some(2));
        let decide_for = |if_range: &str, if_none_match: &[String]| {
            decide(&Asked { range: Some(&range), if_range, if_none_match }, 10, "\"t\"")
        };
        assert_eq!(decide_for("\"t\"", &[]), Outcome::Part { offset: 1, length: 2 });
        assert_eq!(decide_for("\"old\"", &[]), Outcome::Whole);
        assert_eq!(decide_for("W/\"t\"", &[]), Outcome::Whole);
        for tag in ["\"t\"", "W/\"t\"", "*"] {
            let tags = [tag.to_owned()];
            assert_eq!(decide_for("", &tags), Outcome::NotModified);
        }
        let other = ["\"x\"".to_owned()];
        assert_ne!(decide_for("", &other), Outcome::NotModified);
        let weak = |if_range, if_none_match: &[String]| {
            decide(&Asked { range: Some(&range), if_range, if_none_match }, 10, "W/\"t\"")
        };
        assert_eq!(weak("W/\"t\"", &[]), Outcome::Whole, "a weak tag proves no byte");
        assert_eq!(weak("", &["\"t\"".to_owned()]), Outcome::NotModified);
    }

    proptest! {
        #[test]
        fn a_part_lies_within_the_document(first: u64, last: Option<u64>, size: u64, count: u64, tail: bool) {
            let range = if tail { suffix(count) } else { from_to(first, last) };
            if let Outcome::Part { offset, length } =
                decide(&Asked { range: Some(&range), ..Asked::default() }, size, "\"t\"")
            {
                prop_assert!(length > 0);
                prop_assert!(offset.checked_add(length).is_some_and(|end| end <= size));
            }
        }
    }
}
