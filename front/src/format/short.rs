//! Amounts where there is little room: the marks of an axis.

use vantail_shared::call::Language;

use super::{
    decimal,
    number::{money_to, symbol},
};

/// `12 k€`, `€1.5M`; whole below ten thousand.
pub fn short(value: f64, currency: &str, language: Language) -> String {
    let size = value.abs();
    let (unit, word) = match language {
        _ if size < 1e4 => (1.0, ""),
        _ if size < 1e6 => (1e3, "k"),
        _ if size < 1e9 => (1e6, "M"),
        Language::Fr => (1e9, "Md"),
        Language::En => (1e9, "bn"),
    };
    let text = format!("{:.2}", value / unit);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let places = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    if word.is_empty() {
        return money_to(text, currency, u32::try_from(places).unwrap_or(0), language);
    }
    let digits = decimal(text, language);
    let (minus, digits) = match digits.strip_prefix('\u{2212}') {
        Some(rest) => ("\u{2212}", rest),
        None => ("", digits.as_str()),
    };
    match (language, symbol(currency)) {
        (Language::Fr, Some(symbol)) => format!("{minus}{digits}\u{a0}{word}{symbol}"),
        (Language::Fr, None) => format!("{minus}{digits}\u{a0}{word}\u{a0}{currency}").trim_end().to_owned(),
        (Language::En, Some(symbol)) => format!("{minus}{symbol}{digits}{word}"),
        (Language::En, None) => format!("{minus}{currency}\u{a0}{digits}{word}").trim_start().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use vantail_shared::call::Language::{En, Fr};

    use super::*;

    #[test]
    fn amounts_are_short_in_both_languages() {
        for (value, french, english) in [
            (0.0, "0\u{a0}€", "€0"),
            (2500.0, "2\u{202f}500\u{a0}€", "€2,500"),
            (-12_500.0, "\u{2212}12,5\u{a0}k€", "\u{2212}€12.5k"),
            (1_500_000.0, "1,5\u{a0}M€", "€1.5M"),
            (3e9, "3\u{a0}Md€", "€3bn"),
            (0.25, "0,25\u{a0}€", "€0.25"),
        ] {
            assert_eq!(short(value, "EUR", Fr), french);
            assert_eq!(short(value, "EUR", En), english);
        }
        assert_eq!(short(20_000.0, "", En), "20k");
        assert_eq!(short(20_000.0, "", Fr), "20\u{a0}k");
        assert_eq!(short(20_000.0, "CHF", Fr), "20\u{a0}k\u{a0}CHF");
    }
}
