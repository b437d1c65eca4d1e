//! Helvetica, one of the fonts that every PDF reader has: its encoding and its widths.

/// Widths of the characters from space to tilde, in thousandths of the size (Adobe Font Metrics for Helvetica).
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// The text in Windows-1252, which PDF calls `WinAnsiEncoding`; what it does not have becomes a base letter or `?`.
pub(super) fn encode(text: &str) -> Vec<u8> {
    text.chars().map(byte).collect()
}

/// The width of `text` at `size`, in points. Bold is about a fifteenth wider, digits are not.
pub(super) fn width(text: &str, size: f32, bold: bool) -> f32 {
    let thousandths: f32 = encode(text).into_iter().map(|byte| advance(byte, bold)).sum();
    thousandths * size / 1000.0
}

fn byte(letter: char) -> u8 {
    match letter {
        ' '..='~' => u8::try_from(letter).unwrap_or(b'?'),
        // The same places as in Latin-1.
        '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(letter)).unwrap_or(b'?'),
        '\u{202f}' => 0xa0,
        '€' => 0x80,
        '…' => 0x85,
        'Œ' => 0x8c,
        '’' => 0x92,
        '•' => 0x95,
        '–' => 0x96,
        '—' => 0x97,
        'œ' => 0x9c,
        _ => b'?',
    }
}

fn advance(byte: u8, bold: bool) -> f32 {
    let base = match byte {
        0x80 | 0x96 => b'0',
        0x85 | 0x8c | 0x97 => b'W',
        0x92 => b'\'',
        0xa0 => b' ',
        0x9c => b'w',
        0xc0..=0xc6 => b'A',
        0xc7 => b'C',
        0xc8..=0xcb => b'E',
        0xcc..=0xcf => b'I',
        0xd2..=0xd6 => b'O',
        0xd9..=0xdc => b'U',
        0xec..=0xef => b'i',
        0xe7 => b'c',
        0x20..=0x7e => byte,
        _ => b'o',
    };
    let width = f32::from(WIDTHS[usize::from(base - b' ')]);
    if bold && base.is_ascii_alphabetic() { width * 1.07 } else { width }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_text_is_encoded_as_readers_expect() {
        assert_eq!(encode("Œuvre d’été : 5 €"), b"\x8cuvre d\x92\xe9t\xe9 : 5 \x80");
        assert_eq!(encode("漢\n"), b"??");
    }

    #[test]
    fn digits_are_all_as_wide() {
        assert!((width("1111", 10.0, false) - width("8888", 10.0, true)).abs() < 0.01);
        assert!((width("0", 1000.0, false) - 556.0).abs() < 0.01);
    }
}
