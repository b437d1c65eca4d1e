use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use time::macros::date;

use super::*;

const LOGIN: &str = "bako-time-mosu";
const PASSWORD: &str = "hk4w-xr7a-dm3e-yt6c-pf4n";

fn head(window: Window) -> Letterhead {
    let controller = Controller {
        name: "Cabinet Morel, administrateur de biens".to_owned(),
        address: vec!["18 rue de la République".to_owned(), "69002 Lyon".to_owned()],
        email: "contact@cabinet-morel.example".to_owned(),
        phone: "04 72 00 00 00".to_owned(),
        website: "https://cabinet-morel.example".to_owned(),
        privacy_contact: "dpo@cabinet-morel.example".to_owned(),
        authority: "CNIL".to_owned(),
        authority_website: String::new(),
        officer: String::new(),
        representative: String::new(),
        supervisor: String::new(),
        texts: Vec::new(),
    };
    let public_url = "https://portail.cabinet-morel.example".to_owned();
    Letterhead {
        controller,
        logo: None,
        window,
        public_url,
        staff_url: Some("https://staff.example".to_owned()),
    }
}

fn letter(language: Language, secret: Secret) -> Letter {
    let postal = ["Résidence Les Érables, bât. C", "12 allée des Tilleuls", "69100 Villeurbanne"];
    Letter {
        name: "Mme Zoé Œuvrard-Łukasiewicz".to_owned(),
        postal: postal.map(str::to_owned).into(),
        language,
        front: FrontKind::Public,
        secret,
    }
}

fn both() -> [Secret; 2] {
    let password = Zeroizing::new(PASSWORD.to_owned());
    [Secret::Login(LOGIN.to_owned()), Secret::Password(password, date!(2026 - 12 - 22))]
}

#[test]
fn an_address_that_begins_with_the_name_holds_it_once() {
    let own = letter(Language::Fr, Secret::Login(LOGIN.to_owned()));
    let postal = std::iter::once(own.name.clone()).chain(own.postal.clone()).collect();
    let written = write(&head(Window::Left), &[Letter { postal, ..own }], date!(2026 - 11 - 22)).unwrap();
    assert_eq!(text(&written.pdf).concat().matches("Œuvrard").count(), 1);
}

/// What a reader finds, page by page.
fn text(pdf: &[u8]) -> Vec<String> {
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut into = reader.stdin.take().unwrap();
    let bytes = pdf.to_vec();
    let writer = std::thread::spawn(move || into.write_all(&bytes).unwrap());
    let output = reader.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\u{c}').map(str::to_owned).collect()
}

#[test]
fn a_letter_tells_one_secret_and_can_be_read_by_a_program() {
    for language in Language::ALL {
        for (secret, at) in both().into_iter().zip(0..) {
            let written =
                write(&head(Window::Left), &[letter(language, secret)], date!(2026 - 11 - 22)).unwrap();
            let pages = text(&written.pdf);
            assert_eq!(pages.len(), 1, "one sheet");
            let page = pages[0].replace('\u{a0}', " ");
            assert_eq!((page.contains(LOGIN), page.contains(PASSWORD)), (at == 0, at == 1), "{page}");
            for wanted in [
                "Mme Zoé Œuvrard-Łukasiewicz",
                "12 allée des Tilleuls",
                "69100 Villeurbanne",
                "https://portail.cabinet-morel.example",
                "04 72 00 00 00",
                if language == Language::Fr { "22 novembre 2026" } else { "22 November 2026" },
            ] {
                assert!(page.contains(wanted), "{wanted} in {page}");
            }
            let until = if language == Language::Fr { "22 décembre 2026" } else { "22 December 2026" };
            assert_eq!(page.contains(until), at == 1);
            assert_eq!(written.odd_signs, 0);
        }
    }
}

#[test]
fn whatever_a_name_holds_the_letter_is_one_page() {
    let names =
        ["", "Γιώργος Παπαδόπουλος", "Ольга Щербакова", "李小龍", "e\u{301}\u{0}\u{7}x", "🏠", "مريم"];
    for name in names.into_iter().map(str::to_owned).chain(["W".repeat(400), "a b ".repeat(300)]) {
        let [secret, _] = both();
        let odd = name.contains(['李', '🏠', 'م']);
        let letter =
            Letter { name: name.clone(), postal: vec![name.clone(); 12], ..letter(Language::Fr, secret) };
        let written = write(&head(Window::Right), &[letter], date!(2026 - 11 - 22)).unwrap();
        assert_eq!(written.odd_signs, usize::from(odd), "{name}");
        let pages = text(&written.pdf);
        assert!(pages.len() == 1 && pages[0].contains(LOGIN), "{name}");
    }
}

#[test]
fn a_batch_is_one_document_with_a_page_for_each() {
    let letters: Vec<Letter> = (0..40)
        .map(|number| Letter {
            name: format!("Person {number}"),
            ..letter(Language::ALL[number % 2], Secret::Login(format!("name-{number}-end")))
        })
        .collect();
    let pages = text(&write(&head(Window::Left), &letters, date!(2026 - 11 - 22)).unwrap().pdf);
    assert_eq!(pages.len(), letters.len());
    for (number, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("Person {number}\n")) && page.contains(&format!("name-{number}-end")));
    }
}

#[test]
fn a_logo_is_a_picture_of_reasonable_size() {
    // One grey pixel.
    let png = data_encoding::BASE64
        .decode(
            b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
        )
        .unwrap();
    let logo = Logo::read(png).unwrap();
    let head = Letterhead { logo: Some(logo), ..head(Window::Left) };
    let [secret, _] = both();
    let written = write(&head, &[letter(Language::En, secret)], date!(2026 - 11 - 22)).unwrap();
    assert!(text(&written.pdf)[0].contains(LOGIN));
    assert!(Logo::read(b"GIF89a".to_vec()).is_err() && Logo::read(b"\x89PNG".to_vec()).is_err());
}
