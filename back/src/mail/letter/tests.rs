use proptest::prelude::*;

use super::*;

fn letter<'a>(organisation: &'a str, from: &'a Mailbox, text: Text, language: Language) -> Letter<'a> {
    Letter {
        from,
        to: "reader@example.net".parse().unwrap(),
        organisation,
        url: "https://portal.example.org",
        id: "0123456789abcdef",
        written_at: 1_800_000_000,
        text,
        language,
        code: matches!(text, Text::RecoveryCode | Text::EmailChanged).then_some("7KQM-2345-WXYZ"),
    }
}

fn sender() -> Mailbox {
    "Cabinet Morel <portal@example.org>".parse().unwrap()
}

/// The lines of the header, with those that continue another taken back.
fn headers(mail: &Message) -> Vec<String> {
    let mail = String::from_utf8(mail.formatted()).unwrap();
    let (header, _) = mail.split_once("\r\n\r\n").unwrap();
    header.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_mail_says_who_writes_and_that_nobody_answers() {
    let from = sender();
    let mail = letter("Cabinet Morel", &from, Text::RecoveryCode, Language::En).build().unwrap();
    let headers = headers(&mail);
    for wanted in [
        "From: \"Cabinet Morel\" <portal@example.org>",
        "To: reader@example.net",
        "Message-ID: <0123456789abcdef@example.org>",
        "Date: Fri, 15 Jan 2027 08:00:00 +0000",
        "Auto-Submitted: auto-generated",
        "Content-Language: en",
        "MIME-Version: 1.0",
    ] {
        assert!(headers.iter().any(|line| line == wanted), "{wanted} in {headers:#?}");
    }
    assert!(headers.iter().any(|line| line.starts_with("Content-Type: multipart/alternative;")));
    let plain = letter("Cabinet Morel", &from, Text::RecoveryCode, Language::En);
    let (words, frame) = (texts::words(plain.text, plain.language), texts::frame(plain.language));
    let plain = plain.plain(&words, &frame, "Cabinet Morel");
    assert_eq!(
        plain,
        "Hello,\n\nSomebody has asked for a new password for your account. Here is the code for it.\n\n\
         \x20   7KQM-2345-WXYZ\n\nType it into the page that asks for it, in the same browser. It is good for 10 minutes.\n\n\
         If it was not you, you need do nothing: without this code your password stays as it is. Do not pass it on to \
         anybody.\n\nThe address of the portal is always the same; type it yourself if in doubt:\n\
         https://portal.example.org/forgot\n\nCabinet Morel\n\n-- \nThis message was sent automatically. It contains \
         nothing personal, and we never ask for a password by mail.\n"
    );
}

#[test]
fn every_text_is_there_in_both_languages_and_both_forms() {
    let from = sender();
    let mut subjects = std::collections::BTreeSet::new();
    for text in Text::ALL {
        assert_eq!(Text::named(text.name()), Some(text));
        for language in Language::ALL {
            let letter = letter("Cabinet Morel & fils", &from, text, language);
            let (words, frame) = (texts::words(text, language), texts::frame(language));
            assert!(subjects.insert(words.subject), "{}", words.subject);
            let html = html::page(&letter, &words, &frame, "Cabinet Morel & fils");
            assert!(html.contains("Cabinet Morel &amp; fils") && html.contains(&letter.page(&words)));
            assert!(!html.contains("<img") && !html.contains("<script") && !html.contains("url("), "{html}");
            assert_eq!(html.matches("http").count(), 2, "one link, with its own address as its text");
            // The address leads to a page and tells nothing.
            assert!(words.page.starts_with('/') && !words.page.contains(['?', '#']));
            if language == Language::Fr {
                for part in [words.subject, words.lead, words.action, words.otherwise, frame.address] {
                    assert!(!part.contains('\'') && !part.contains(" :") && !part.contains(" ;"), "{part}");
                }
            }
            letter.build().unwrap();
        }
    }
}

proptest! {
    #[test]
    fn no_name_adds_a_header(organisation in "[ -~\r\n\té]{0,200}", name in "[ -~é]{0,80}") {
        let from = Mailbox::new(Some(name), "portal@example.org".parse().unwrap());
        let letter = letter(&organisation, &from, Text::TermsDue, Language::Fr);
        let mail = letter.build().unwrap();
        let names: Vec<String> = headers(&mail)
            .iter()
            .map(|line| line.split_once(':').expect("a header").0.to_owned())
            .collect();
        let known = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
            "Content-Language", "MIME-Version", "Content-Type"];
        prop_assert_eq!(names.len(), known.len(), "{:?}", names);
        prop_assert!(names.iter().all(|name| known.contains(&name.as_str())), "{:?}", names);
    }

    #[test]
    fn whatever_is_an_address_can_be_written_to(text in "[a-zA-Z0-9.\"<>()\\[\\]:;, é+_-]{1,12}@[a-zA-Z0-9.\\[\\]:é-]{1,12}") {
        if super::super::is_address(&text) {
            let from = sender();
            let to = text.parse().unwrap();
            let letter = Letter { to, ..letter("Cabinet Morel", &from, Text::TermsDue, Language::Fr) };
            let mail = letter.build().unwrap();
            let to: Vec<String> = mail.envelope().to().iter().map(ToString::to_string).collect();
            prop_assert_eq!(to, [text]);
        }
    }

    #[test]
    fn what_breaks_a_header_is_no_address(local in "[ -~\r\n\0é]{1,30}", rest in "[\r\n\0 ]") {
        let text = format!("{local}{rest}@example.org");
        prop_assert!(!super::super::is_address(&text), "{:?}", text);
    }
}
