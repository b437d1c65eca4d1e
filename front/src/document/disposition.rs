//! `Content-Disposition` (RFC 6266): the name under which a browser saves a document.

use data_encoding::HEXUPPER;
use http::HeaderValue;

/// Longest name, in characters.
const NAME: usize = 120;

/// The header for a document. The name goes twice: plain for old programs, and in UTF-8 (RFC 8187) for all others.
pub fn header(inline: bool, name: &str) -> HeaderValue {
    let name: String = name.chars().map(safe).take(NAME).collect();
    let name = name.trim_matches(['.', ' ']);
    let name = if name.is_empty() { "document" } else { name };
    let plain: String = name.chars().map(|c| if c.is_ascii() { c } else { plain_letter(c) }).collect();
    let kind = if inline { "inline" } else { "attachment" };
    let text = format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{}", percent(name));
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

/// No path, no quotation mark, nothing invisible: what file systems and parsers stumble over.
fn safe(c: char) -> char {
    let bad = c.is_control()
        || "/\\\"<>:|?*%;".contains(c)
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
    if bad { '_' } else { c }
}

fn plain_letter(c: char) -> char {
    match c {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'À' | 'Â' => 'A',
        'É' | 'È' | 'Ê' => 'E',
        'Ç' => 'C',
        '’' => '\'',
        '\u{a0}' | '\u{202f}' => ' ',
        '–' | '—' => '-',
        _ => '_',
    }
}

/// The characters that RFC 8187, section 3.2.1 lets stand; all others as bytes.
fn percent(name: &str) -> String {
    let mut text = String::with_capacity(name.len() * 2);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.push_str(&HEXUPPER.encode(&[byte]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_written_in_both_forms() {
        assert_eq!(
            header(true, "Relevé d’août 2026.pdf").to_str().unwrap(),
            "inline; filename=\"Releve d'aout 2026.pdf\"; filename*=UTF-8''Relev%C3%A9%20d%E2%80%99ao%C3%BBt%202026.pdf"
        );
        assert_eq!(
            header(false, "../../etc/pass\"wd\r\n").to_str().unwrap(),
            "attachment; filename=\"_.._etc_pass_wd__\"; filename*=UTF-8''_.._etc_pass_wd__"
        );
        assert!(header(false, "...").to_str().unwrap().contains("\"document\""));
    }

    proptest! {
        /// Whatever the title holds, the header stays one header with one name.
        #[test]
        fn no_name_breaks_out(name in any::<String>()) {
            let value = header(false, &name);
            let text = value.to_str().unwrap();
            prop_assert_eq!(text.matches('"').count(), 2);
            prop_assert_eq!(text.matches(';').count(), 2);
            prop_assert!(!text.contains(['/', '\\', '\r', '\n']));
        }
    }
}
