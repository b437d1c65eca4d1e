use proptest::prelude::*;

use super::*;

fn row(format: Format, texts: &[&str], language: Language) -> String {
    let mut lines = Lines::new(language);
    let column = Column { format: format.into(), ..Column::default() };
    for text in texts {
        lines.cell(&column, &Cell { text: Some((*text).to_owned()) }, Texts::of(language));
    }
    lines.end();
    lines.take()
}

/// Reads one row back by the rules of RFC 4180.
fn read(line: &str, separator: char) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut signs = line.strip_suffix("\r\n").unwrap_or(line).chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                fields.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            _ if sign == separator && !quoted => fields.push(String::new()),
            _ => fields.last_mut().unwrap().push(sign),
        }
    }
    fields
}

#[test]
fn numbers_are_the_languages_own_and_never_texts() {
    assert_eq!(row(Format::Money, &["-1234.50", "7"], Language::Fr), "-1234,50;7\r\n");
    assert_eq!(row(Format::Number, &["-1234.50", "+1e3"], Language::En), "-1234.50,'+1e3\r\n");
    assert_eq!(row(Format::YesNo, &["1", "0"], Language::Fr), "Oui;Non\r\n");
    assert_eq!(row(Format::Date, &["2026-11-03"], Language::Fr), "2026-11-03\r\n");
    let mut lines = Lines::new(Language::Fr);
    lines.title(&Column {
        title: "Montant".to_owned(),
        format: Format::Money.into(),
        currency: "EUR".to_owned(),
        ..Column::default()
    });
    lines.cell(&Column::default(), &Cell { text: None }, Texts::of(Language::Fr));
    lines.end();
    assert_eq!(lines.take(), "Montant (EUR);\r\n");
}

#[test]
fn no_text_is_a_formula() {
    for text in ["=1+1", "+33 4 78", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"] {
        let line = row(Format::Text, &[text], Language::En);
        assert!(read(&line, ',')[0].starts_with('\''), "{line}");
    }
    assert_eq!(row(Format::Text, &["a=b", "l’été; l’hiver"], Language::Fr), "a=b;\"l’été; l’hiver\"\r\n");
}

proptest! {
    #[test]
    fn every_text_comes_back(texts in prop::collection::vec("[a\"; ,\r\n=é-]{0,8}", 1..5)) {
        for (language, separator) in [(Language::Fr, ';'), (Language::En, ',')] {
            let borrowed: Vec<_> = texts.iter().map(String::as_str).collect();
            let fields = read(&row(Format::Text, &borrowed, language), separator);
            prop_assert_eq!(fields.len(), texts.len());
            for (field, text) in fields.iter().zip(&texts) {
                prop_assert!(field == text || field == &format!("'{text}"), "{field:?} {text:?}");
            }
        }
    }
}
