//! Currencies.

use std::str::FromStr;

/// A currency of ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currency([u8; 3]);

/// ISO 4217 currencies without a minor unit.
const WHOLE: [&[u8; 3]; 16] = [
    b"BIF", b"CLP", b"DJF", b"GNF", b"ISK", b"JPY", b"KMF", b"KRW", b"PYG", b"RWF", b"UGX", b"VND", b"VUV",
    b"XAF", b"XOF", b"XPF",
];
/// ISO 4217 currencies whose minor unit is a thousandth.
const THOUSANDTHS: [&[u8; 3]; 7] = [b"BHD", b"IQD", b"JOD", b"KWD", b"LYD", b"OMR", b"TND"];

impl Currency {
    /// The code: `EUR`.
    pub fn code(&self) -> String {
        self.0.iter().copied().map(char::from).collect()
    }

    /// How many decimals the minor unit has.
    pub fn decimals(self) -> u32 {
        if WHOLE.contains(&&self.0) {
            0
        } else if THOUSANDTHS.contains(&&self.0) {
            3
        } else {
            2
        }
    }

    /// An amount of minor units as decimal text in the main unit: `-1234.50`.
    pub fn decimal(self, minor: i128) -> String {
        let decimals = self.decimals() as usize;
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(minor.unsigned_abs());
        // Written once for each line of a statement, in one piece.
        let mut text = String::with_capacity(digits.len() + decimals + 3);
        if minor < 0 {
            text.push('-');
        }
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(decimals));
        text.push_str(if whole.is_empty() { "0" } else { whole });
        if decimals > 0 {
            text.push('.');
            text.extend(std::iter::repeat_n('0', decimals - fraction.len()));
            text.push_str(fraction);
        }
        text
    }
}

impl FromStr for Currency {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        let bytes: [u8; 3] = code.as_bytes().try_into().map_err(|_| ())?;
        if bytes.iter().all(u8::is_ascii_uppercase) { Ok(Self(bytes)) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_exactly() {
        let write = |code: &str, minor| code.parse::<Currency>().unwrap().decimal(minor);
        assert_eq!(write("EUR", 0), "0.00");
        assert_eq!(write("EUR", -5), "-0.05");
        assert_eq!(write("EUR", -123_450), "-1234.50");
        assert_eq!(write("JPY", -70), "-70");
        assert_eq!(write("TND", 1), "0.001");
        assert_eq!(write("EUR", i128::from(i64::MAX)), "92233720368547758.07");
        assert_eq!(write("JPY", 0), "0");
        assert_eq!(write("TND", i128::MIN), "-170141183460469231731687303715884105.728");
    }
}
