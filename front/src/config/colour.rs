//! Colours and the contrast between them (WCAG 2.2, "relative luminance" and "contrast ratio").

use std::str::FromStr;

/// A colour of the sRGB space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl FromStr for Colour {
    type Err = ();

    /// Takes `#rrggbb`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii()).ok_or(())?;
        let part = |i: usize| u8::from_str_radix(&digits[i..i + 2], 16).map_err(|_| ());
        Ok(Self([part(0)?, part(2)?, part(4)?]))
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl Colour {
    fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast ratio, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let colour = |text: &str| text.parse::<Colour>().unwrap();
        assert!((colour("#000000").contrast(colour("#ffffff")) - 21.0).abs() < 0.01);
        assert!((colour("#767676").contrast(colour("#ffffff")) - 4.54).abs() < 0.01);
        assert_eq!(colour("#1F5f5b").to_string(), "#1f5f5b");
        for bad in ["", "#fff", "1f5f5b", "#1f5f5g", "#1f5f5b0", "#é5f5b"] {
            assert!(bad.parse::<Colour>().is_err(), "{bad}");
        }
    }
}
