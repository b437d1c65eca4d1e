//! Texts made from columns: `{last_name}, {first_name}`.

use std::str::FromStr;

use vantail_shared::config::{Section, Spot};

use super::{ColumnName, Scope};

/// A text with places for columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Column(ColumnName),
}

impl FromStr for Template {
    type Err = ();

    /// Reads a template over one table.
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::parse_in(text, &Scope { tables: &[], own: None, joins: &[] }).ok_or(())
    }
}

impl Template {
    /// Reads a template whose columns may be of joined tables.
    pub(super) fn parse_in(text: &str, scope: &Scope<'_>) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let Some(open) = rest.find(['{', '}']) else {
                parts.push(Part::Text(rest.to_owned()));
                break;
            };
            if open > 0 {
                parts.push(Part::Text(rest[..open].to_owned()));
            }
            let inner = rest[open..].strip_prefix('{')?;
            let close = inner.find(['{', '}']).filter(|close| inner[*close..].starts_with('}'))?;
            parts.push(Part::Column(scope.column(&inner[..close])?));
            rest = &inner[close + 1..];
        }
        let any = parts.iter().any(|part| matches!(part, Part::Column(_)));
        any.then_some(Self(parts))
    }

    /// Reads a template, which must be there.
    pub(super) fn required(
        section: &Section<'_>,
        key: &str,
        example: &str,
        scope: &Scope<'_>,
    ) -> Option<Spot<Self>> {
        section.required_text(key, example)?;
        Self::read(section, key, scope)
    }

    /// Reads a template where it may be left out.
    pub(super) fn read(section: &Section<'_>, key: &str, scope: &Scope<'_>) -> Option<Spot<Self>> {
        let text = section.text(key)?;
        Self::of_text(section, key, text, scope)
    }

    pub(super) fn of_text(
        section: &Section<'_>,
        key: &str,
        text: Spot<String>,
        scope: &Scope<'_>,
    ) -> Option<Spot<Self>> {
        let template = Self::parse_in(&text, scope);
        if template.is_none() {
            let problem = format!("is {:?}", text.value);
            section.fault(&text.at, key, &problem, "write a text with at least one {column} in it");
        }
        template.map(|value| Spot { value, at: text.at })
    }

    /// The columns, in the order of their places; one that occurs twice is named twice.
    pub fn columns(&self) -> impl Iterator<Item = &ColumnName> {
        self.0.iter().filter_map(|part| match part {
            Part::Column(column) => Some(column),
            Part::Text(_) => None,
        })
    }

    /// Writes the text for people: a text between two places appears only between two values, a text at an end only
    /// beside its value; blanks around values are cut. `values` come in the order of [`Template::columns`].
    pub fn write(&self, values: &[Option<String>]) -> String {
        let mut values = values.iter();
        let mut written = String::new();
        let mut text_before: Option<&str> = None;
        let mut joined = false;
        for (index, part) in self.0.iter().enumerate() {
            match part {
                Part::Text(text) => text_before = Some(text),
                Part::Column(_) => {
                    let value = values.next().and_then(Option::as_deref).unwrap_or("").trim();
                    let leads = index <= 1;
                    joined = !value.is_empty() && (leads || !written.is_empty() || text_before.is_none());
                    if joined {
                        written.push_str(text_before.unwrap_or(""));
                    }
                    written.push_str(value);
                    text_before = None;
                }
            }
        }
        if joined {
            written.push_str(text_before.unwrap_or(""));
        }
        written
    }

    /// Writes the text as it is, when every place has a value: for paths, which must never be guessed.
    pub fn write_exactly(&self, values: &[Option<String>]) -> Option<String> {
        let mut values = values.iter();
        let mut written = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => written.push_str(text),
                Part::Column(_) => written.push_str(values.next()?.as_deref()?),
            }
        }
        Some(written)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn write(template: &str, values: &[&str]) -> String {
        let values: Vec<_> = values.iter().map(|v| (*v != "-").then(|| (*v).to_owned())).collect();
        template.parse::<Template>().unwrap().write(&values)
    }

    #[test]
    fn absent_values_leave_no_trace() {
        assert_eq!(write("{last}, {first}", &["Roux", "Zoé"]), "Roux, Zoé");
        assert_eq!(write("{last}, {first}", &["Roux", "-"]), "Roux");
        assert_eq!(write("{last}, {first}", &["-", " Zoé "]), "Zoé");
        assert_eq!(write("{a} {b} {c}", &["A", "", "C"]), "A C");
        assert_eq!(write("{a} ({b})", &["A", "B"]), "A (B)");
        assert_eq!(write("{a} ({b})", &["A", "-"]), "A");
        assert_eq!(write("{a} ({b})", &["-", "B"]), "B");
        assert_eq!(write("no. {n}", &["7"]), "no. 7");
        assert_eq!(write("no. {n}", &["-"]), "");
        assert_eq!(write("{a} {b}", &["-", "-"]), "");
    }

    #[test]
    fn a_path_is_whole_or_nothing() {
        let path: Template = "{year}/{no}.pdf".parse().unwrap();
        assert_eq!(path.write_exactly(&[Some("2026".into()), Some(" 1".into())]), Some("2026/ 1.pdf".into()));
        assert_eq!(path.write_exactly(&[Some("2026".into()), None]), None);
    }

    #[test]
    fn broken_templates_are_refused() {
        for text in ["", "plain", "{", "{}", "{a", "a}", "{a{b}}"] {
            assert_eq!(text.parse::<Template>(), Err(()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "[{}a ]{0,20}") {
            if let Ok(template) = text.parse::<Template>() {
                let values = vec![Some("v".to_owned()); template.columns().count()];
                template.write(&values);
            }
        }
    }
}
