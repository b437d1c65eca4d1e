//! Decimal numbers, amounts of money and sizes of files.

use vantail_shared::call::Language;

/// French groups digits with a narrow space that does not break (U+202F), and puts one before a unit (U+00A0).
const NARROW: char = '\u{202f}';
const SPACE: char = '\u{a0}';
/// The minus sign: as wide as the digits, and read aloud.
const MINUS: char = '\u{2212}';

/// Which side of nothing a number is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Below nothing.
    Negative,
    /// Nothing.
    Zero,
    /// Above nothing.
    Positive,
}

mod rounding;

pub use rounding::rounded;

/// A decimal number in parts: `-1234.50`.
struct Decimal<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let only_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !only_digits(whole) || !only_digits(fraction) {
            return None;
        }
        let trimmed = whole.trim_start_matches('0');
        let whole = if trimmed.is_empty() { "0" } else { trimmed };
        let zero = whole == "0" && fraction.bytes().all(|b| b == b'0');
        Some(Self { negative: negative && !zero, whole, fraction })
    }

    fn is_zero(&self) -> bool {
        self.whole == "0" && self.fraction.bytes().all(|b| b == b'0')
    }

    /// Writes the digits without the sign.
    fn write(&self, digits: usize, language: Language, text: &mut String) {
        let (group, point) = match language {
            Language::Fr => (NARROW, ','),
            Language::En => (',', '.'),
        };
        for (i, digit) in self.whole.chars().enumerate() {
            if i > 0 && (self.whole.len() - i).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        // Never rounded: digits beyond the currency's own stay, unless they say nothing.
        let surplus = self.fraction.get(digits..).unwrap_or("");
        let fraction = if surplus.bytes().all(|b| b == b'0') {
            &self.fraction[..digits.min(self.fraction.len())]
        } else {
            self.fraction
        };
        if fraction.len().max(digits) > 0 {
            text.push(point);
            text.push_str(fraction);
            text.extend(std::iter::repeat_n('0', digits.saturating_sub(fraction.len())));
        }
    }
}

/// An amount of money in the main unit of its currency, as it came: `-1234.5`.
pub struct Amount<'a> {
    text: &'a str,
    number: Option<Decimal<'a>>,
}

impl<'a> Amount<'a> {
    /// Any text; one that is no number is shown as it is.
    pub fn of(text: &'a str) -> Self {
        Self { text, number: Decimal::parse(text) }
    }

    /// On which side of nothing it is; `Zero` when it is no number.
    pub fn sign(&self) -> Sign {
        match &self.number {
            Some(number) if number.negative => Sign::Negative,
            Some(number) if !number.is_zero() => Sign::Positive,
            _ => Sign::Zero,
        }
    }

    /// The same without its sign.
    pub fn unsigned(self) -> Self {
        let number = self.number.map(|number| Decimal { negative: false, ..number });
        Self { number, ..self }
    }

    /// With the sign or the code of `currency` (ISO 4217).
    pub fn money(&self, currency: &str, language: Language) -> String {
        self.written(currency, minor_digits(currency), language)
    }

    fn written(&self, currency: &str, digits: usize, language: Language) -> String {
        let Some(number) = &self.number else { return self.text.to_owned() };
        let symbol = symbol(currency);
        // Room for the groups and the signs as well: this is written for every line of a statement.
        let mut shown = String::with_capacity(self.text.len() * 2 + currency.len() + 16);
        if number.negative {
            shown.push(MINUS);
        }
        match (language, symbol) {
            (_, None) if currency.is_empty() => number.write(digits, language, &mut shown),
            (Language::Fr, symbol) => {
                number.write(digits, language, &mut shown);
                shown.push(SPACE);
                shown.push_str(symbol.unwrap_or(currency));
            }
            (Language::En, Some(symbol)) => {
                shown.push_str(symbol);
                number.write(digits, language, &mut shown);
            }
            (Language::En, None) => {
                shown.push_str(currency);
                shown.push(SPACE);
                number.write(digits, language, &mut shown);
            }
        }
        shown
    }
}

/// A number: `-1234.5` as `−1 234,5`.
pub fn decimal(text: &str, language: Language) -> String {
    let Some(number) = Decimal::parse(text) else { return text.to_owned() };
    let mut shown = String::with_capacity(text.len() * 2 + 4);
    if number.negative {
        shown.push(MINUS);
    }
    number.write(number.fraction.len(), language, &mut shown);
    shown
}

/// Whether `text` is a decimal number.
pub fn is_decimal(text: &str) -> bool {
    Decimal::parse(text).is_some()
}

/// A number for a file: no groups, a plain minus, the language's own point.
pub fn plain(text: &str, language: Language) -> String {
    let Some(number) = Decimal::parse(text) else { return text.to_owned() };
    let minus = if number.negative { "-" } else { "" };
    let point = match language {
        _ if number.fraction.is_empty() => "",
        Language::Fr => ",",
        Language::En => ".",
    };
    format!("{minus}{}{point}{}", number.whole, number.fraction)
}

/// An amount in the main unit of `currency` (ISO 4217): `-1234.5` as `−1 234,50 €`, or `−€1,234.50`.
pub fn money(text: &str, currency: &str, language: Language) -> String {
    Amount::of(text).money(currency, language)
}

/// The same with so many digits after the point.
pub fn money_to(text: &str, currency: &str, places: u32, language: Language) -> String {
    Amount::of(&rounded(text, places)).written(currency, usize::try_from(places).unwrap_or(0), language)
}

/// Digits of the minor unit (ISO 4217, list one).
fn minor_digits(currency: &str) -> usize {
    match currency {
        "JPY" | "KRW" | "XAF" | "XOF" | "XPF" | "VND" | "CLP" | "ISK" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// The sign of a currency that people know by its sign.
pub(super) fn symbol(currency: &str) -> Option<&'static str> {
    match currency {
        "EUR" => Some("€"),
        "USD" => Some("$"),
        "GBP" => Some("£"),
        "JPY" => Some("¥"),
        _ => None,
    }
}

/// The size of a file: `1,4 Mo`, `1.4 MB`.
pub fn size(bytes: u64, language: Language) -> String {
    let units = match language {
        Language::Fr => ["octets", "Ko", "Mo", "Go"],
        Language::En => ["bytes", "KB", "MB", "GB"],
    };
    let (mut tenths, mut unit) = (bytes.saturating_mul(10), 0);
    while tenths >= 10_000 && unit < 3 {
        tenths = tenths.div_ceil(1000);
        unit += 1;
    }
    let text = if unit == 0 || tenths >= 100 {
        tenths.div_ceil(10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    format!("{}{SPACE}{}", decimal(&text, language), units[unit])
}

#[cfg(test)]
mod tests;
