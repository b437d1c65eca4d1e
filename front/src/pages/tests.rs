//! Whatever a database holds comes back as text.

use askama::Template;
use proptest::prelude::*;
use vantail_proto::portal::{
    Body, Cell, Column, Document, Documents, Format, List, Record, Row, Sense, Statement, StatementRow,
    body::Content,
};
use vantail_shared::call::Language;

use super::{body::View, *};
use crate::pages::body::Show;

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    shell: Shell<'a>,
    intro: &'a str,
    body: View<'a>,
}

const FORMATS: [Format; 8] = [
    Format::Text,
    Format::Date,
    Format::Money,
    Format::Number,
    Format::YesNo,
    Format::Email,
    Format::Phone,
    Format::Lines,
];

/// Every presentation with the same text in every field and every format.
fn contents(text: &str) -> [Content; 4] {
    let columns: Vec<_> = FORMATS
        .iter()
        .map(|format| Column {
            title: text.to_owned(),
            format: (*format).into(),
            currency: text.to_owned(),
            decimals: None,
        })
        .collect();
    let cells: Vec<_> = FORMATS.iter().map(|_| Cell { text: Some(text.to_owned()) }).collect();
    let row = Row { cells: cells.clone(), title: text.to_owned(), ..Row::default() };
    let line = StatementRow { cells, amount: text.to_owned(), balance: text.to_owned() };
    let document = Document {
        handle: "h".to_owned(),
        title: text.to_owned(),
        category: text.to_owned(),
        date: text.to_owned(),
        size: Some(1),
        media_type: text.to_owned(),
        unread: true,
        store_away: false,
    };
    [
        Content::Record(Record { fields: columns.clone(), rows: vec![row.clone()] }),
        Content::List(List { columns: columns.clone(), rows: vec![row], total_rows: 1, ..List::default() }),
        Content::Statement(Statement {
            columns,
            rows: vec![line],
            currency: text.to_owned(),
            balance: text.to_owned(),
            sense: Sense::PositiveIsCredit.into(),
            total_rows: 1,
        }),
        Content::Documents(Documents { documents: vec![document], total_rows: 1 }),
    ]
}

fn render(text: &str, content: Content, language: Language) -> String {
    let t = Texts::of(language);
    let body =
        Body { content: Some(content), newer: "n".to_owned(), older: String::new(), ..Body::default() };
    let shell = Shell {
        t,
        title: text,
        name: text,
        style: "/s",
        icon: "/i",
        logo: None,
        staff: false,
        person: Some(Person { name: text, kind: text, menu: &[] }),
        lang_query: "",
        here: "/",
    };
    Page { shell, intro: text, body: View::new(Some(&body), "page", t) }.render().expect("a page")
}

/// The tags of a page, in order: what a text may not change.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split([' ', '>']).next()).collect()
}

proptest! {
    #[test]
    fn no_text_becomes_markup(text in "\\PC{0,12}[<>\"'&]{0,4}(<script>|</td>|\" onx=\"|&lt;|--)?\\PC{0,12}") {
        // A letter in front, so that the text is neither empty nor a number nor a day.
        let text = format!("x{text}");
        for language in Language::ALL {
            for (hostile, plain) in contents(&text).into_iter().zip(contents("x")) {
                let page = render(&text, hostile, language);
                let harmless = render("x", plain, language);
                prop_assert_eq!(tags(&page), tags(&harmless));
                prop_assert_eq!(page.matches('"').count(), harmless.matches('"').count());
            }
        }
    }
}
