//! Whatever a database holds comes back as text.

use askama::Template;
use proptest::prelude::*;
use vantail_proto::portal::{
    Body, Cell, Chart, Choice, Chosen, Column, Controls, Coverage, Covered, Document, Documents, Expected,
    Filter, Format, Layout, List, Point, Record, Row, Sense, Statement, StatementRow, body::Content,
};
use vantail_shared::call::Language;

use super::{
    body::{Field, Picture, Place, Show, View},
    *,
};

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    shell: Shell<'a>,
    intro: &'a str,
    row: &'a str,
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

fn columns(text: &str) -> Vec<Column> {
    let column = |format: &Format| Column {
        title: text.to_owned(),
        format: (*format).into(),
        currency: text.to_owned(),
        decimals: Some(2),
    };
    FORMATS.iter().map(column).collect()
}

/// Every presentation with the same text in every field and every format.
fn contents(text: &str) -> Vec<Content> {
    let cells: Vec<_> = FORMATS.iter().map(|_| Cell { text: Some(text.to_owned()) }).collect();
    let row =
        Row { cells: cells.clone(), title: format!("{text}!"), day: text.to_owned(), handle: "h".to_owned() };
    let list = |layout: Layout| {
        Content::List(List {
            columns: columns(text),
            rows: vec![row.clone()],
            total_rows: 1,
            layout: layout.into(),
            totals: cells.clone(),
        })
    };
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
    let expected = Expected {
        title: text.to_owned(),
        basis: text.to_owned(),
        presence: 2,
        newest: text.to_owned(),
        count: 1,
        needed: 2,
    };
    vec![
        Content::Record(Record { fields: columns(text), rows: vec![row.clone()] }),
        list(Layout::Table),
        list(Layout::Cards),
        list(Layout::Timeline),
        Content::Statement(Statement {
            columns: columns(text),
            rows: vec![StatementRow { cells, amount: text.to_owned(), balance: text.to_owned() }],
            currency: text.to_owned(),
            balance: text.to_owned(),
            sense: Sense::PositiveIsCredit.into(),
            total_rows: Some(1),
        }),
        Content::Documents(Documents { documents: vec![document], total_rows: 1 }),
        Content::Coverage(Coverage {
            groups: vec![Covered { title: text.to_owned(), expected: vec![expected] }],
        }),
    ]
}

fn controls(text: &str) -> Controls {
    let choice = |value: &str| Choice { value: value.to_owned(), label: text.to_owned(), rows: 1 };
    let chosen = Chosen { value: Some(text.to_owned()), from: text.to_owned(), until: text.to_owned() };
    let choices = Filter {
        title: text.to_owned(),
        dates: false,
        choices: vec![choice(text), choice("other")],
        chosen: Some(chosen.clone()),
    };
    let days = Filter { dates: true, choices: Vec::new(), ..choices.clone() };
    Controls {
        searchable: true,
        search: text.to_owned(),
        filters: vec![choices, days],
        sortable: vec![0, 99],
        sorted: 1,
        descending: true,
        handle: "h".to_owned(),
    }
}

fn render(text: &str, content: Content, picture: i32, language: Language) -> String {
    let t = Texts::of(language);
    let point = |value: &str| Point { label: text.to_owned(), value: value.to_owned() };
    let chart = Chart {
        title: text.to_owned(),
        picture,
        currency: text.to_owned(),
        points: vec![point("1"), point(text)],
    };
    let body = Body {
        content: Some(content),
        newer: "n".to_owned(),
        controls: Some(controls(text)),
        chart: Some(chart),
        empty: text.to_owned(),
        exportable: true,
        ..Body::default()
    };
    let shell = Shell {
        t,
        title: text,
        name: text,
        style: "/s",
        icon: "/i",
        logo: None,
        staff: false,
        person: Some(Person { name: text, kind: text, menu: &[], searchable: false, held: false }),
        lang_query: "",
        scripts: Vec::new(),
        here: "/",
        today: String::new(),
    };
    let body = View::new(&body, "page", Place::Page, 0, t);
    Page { shell, intro: text, row: text, body }.render().expect("a page")
}

#[test]
fn a_long_menu_is_folded() {
    let entry = |number: usize| MenuEntry { page: format!("p{number}"), ..MenuEntry::default() };
    let menu: Vec<MenuEntry> = (0..19).map(entry).collect();
    let person = |count: usize| Person { menu: &menu[..count], ..Person::of_staff("x") };
    let all = person(19);
    assert_eq!((all.bar().len(), all.folded().len()), (7, 12));
    assert!(all.is_folded("p18") && !all.is_folded("p0"));
    assert!(person(9).folded().is_empty() && person(0).bar().is_empty());
}

/// The tags of a page, in order: what a text may not change.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split([' ', '>']).next()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_becomes_markup(text in "\\PC{0,12}[<>\"'&]{0,4}(<script>|</td>|\" onx=\"|&lt;|--)?\\PC{0,12}") {
        // A letter in front, so that the text is neither empty nor a number nor a day.
        let text = format!("x{text}");
        for language in Language::ALL {
            for (hostile, plain) in contents(&text).into_iter().zip(contents("x")) {
                for picture in [1, 2] {
                    let page = render(&text, hostile.clone(), picture, language);
                    let harmless = render("x", plain.clone(), picture, language);
                    prop_assert_eq!(tags(&page), tags(&harmless));
                    prop_assert_eq!(page.matches('"').count(), harmless.matches('"').count());
                }
            }
        }
    }
}
