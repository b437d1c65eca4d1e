//! The `Range` header (RFC 9110, section 14.2) and the lists of entity tags.

use vantail_proto::files::{ByteRange, FromTo, byte_range::Form};

/// Most tags of `If-None-Match` that are looked at.
const TAGS: usize = 16;

/// The one range that is asked for; nothing when the header is out of form or asks for several: the whole is an
/// allowed answer to both.
pub fn parse(header: &str) -> Option<ByteRange> {
    let (first, last) = header.trim().strip_prefix("bytes=")?.split_once('-')?;
    let form = match (number(first.trim()), number(last.trim())) {
        (Some(first), Some(last)) if first <= last => Form::FromTo(FromTo { first, last: Some(last) }),
        (Some(first), None) if last.trim().is_empty() => Form::FromTo(FromTo { first, last: None }),
        (None, Some(suffix)) if first.trim().is_empty() => Form::Suffix(suffix),
        _ => return None,
    };
    Some(ByteRange { form: Some(form) })
}

fn number(text: &str) -> Option<u64> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The tags of `If-None-Match`, without the mark of weak ones: that comparison is weak (section 13.1.2).
pub fn tags(header: &str) -> Vec<String> {
    let tag = |tag: &str| tag.trim().strip_prefix("W/").unwrap_or(tag.trim()).to_owned();
    header.split(',').map(tag).filter(|tag| !tag.is_empty()).take(TAGS).collect()
}

/// The tag of `If-Range`. A date, a weak tag or nonsense match no document, which is what the empty tag says.
pub fn if_range(header: &str) -> String {
    let tag = header.trim();
    if tag.len() > 2 && tag.starts_with('"') && tag.ends_with('"') {
        tag.to_owned()
    } else {
        "\"\"".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_range_of_each_form_is_taken() {
        let from_to = |first, last| Some(ByteRange { form: Some(Form::FromTo(FromTo { first, last })) });
        assert_eq!(parse("bytes=0-99"), from_to(0, Some(99)));
        assert_eq!(parse("bytes=5-"), from_to(5, None));
        assert_eq!(parse("bytes=-7"), Some(ByteRange { form: Some(Form::Suffix(7)) }));
        for other in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=9-1",
            "bytes=0-1,4-5",
            "bytes=a-",
            "items=0-1",
            "bytes=+1-2",
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    #[test]
    fn tags_are_compared_weakly_and_strongly_where_the_rule_says_so() {
        assert_eq!(tags("W/\"a\", \"b\" ,*"), ["\"a\"", "\"b\"", "*"]);
        assert_eq!(if_range("\"a\""), "\"a\"");
        assert_eq!(if_range("W/\"a\""), "\"\"");
        assert_eq!(if_range("Sun, 22 Nov 2026 00:00:00 GMT"), "\"\"");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(first in 0..u64::MAX, length in 0..1000u64) {
            let last = first.saturating_add(length);
            let form = Form::FromTo(FromTo { first, last: Some(last) });
            prop_assert_eq!(parse(&format!("bytes={first}-{last}")), Some(ByteRange { form: Some(form) }));
        }

        #[test]
        fn nothing_panics(text in any::<String>()) {
            parse(&text);
            tags(&text);
            if_range(&text);
        }
    }
}
