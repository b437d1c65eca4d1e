//! Where everything stands: address and fold after DIN 5008 form B, or the address where French envelopes have their
//! window. Places are millimetres.

use time::Date;
use unicode_normalization::UnicodeNormalization as _;

use super::{
    Letter, Letterhead, Secret, Window,
    face::Faces,
    sheet::{Sheet, Style},
    words,
};

/// The margins.
const LEFT: f32 = 25.0;
const RIGHT: f32 = 190.0;
/// The width of running text.
const COLUMN: f32 = 158.0;
/// Most lines of an address, its name among them.
const ADDRESS_LINES: usize = 7;

pub(super) struct Layout<'a> {
    pub(super) head: &'a Letterhead,
    pub(super) faces: &'a Faces,
    pub(super) letter: &'a Letter,
    pub(super) today: Date,
}

impl Layout<'_> {
    /// Whether the typeface has every sign of the address.
    pub(super) fn has_all_signs(&self) -> bool {
        self.address().iter().all(|line| self.faces.regular.has(line))
    }

    pub(super) fn draw(&self, sheet: &mut Sheet<'_>) {
        self.letterhead(sheet);
        self.addressee(sheet);
        folds(sheet);
        let below = self.message(sheet);
        self.help(sheet, below);
        self.foot(sheet);
    }

    /// Logo and name above, on the side where the address is not.
    fn letterhead(&self, sheet: &mut Sheet<'_>) {
        let controller = &self.head.controller;
        let name = Style::new(&self.faces.bold, 13.0);
        let small = Style::new(&self.faces.regular, 8.5).grey();
        let x = match self.head.window {
            Window::Left => 125.0,
            Window::Right => LEFT,
        };
        let mut y = 20.0;
        if let Some(logo) = &self.head.logo {
            let (width, height) = logo.0.size();
            let (width, height) = (f64::from(width), f64::from(height));
            let scale = (60.0 / width).min(18.0 / height);
            #[expect(clippy::cast_possible_truncation, reason = "sides of a few millimetres")]
            let (width, height) = ((width * scale) as f32, (height * scale) as f32);
            sheet.picture(&logo.0, x, 12.0, width, height, &controller.name);
            y = 12.0 + height + 7.0;
        }
        y = sheet.paragraph(name, x, y, &name.lines(&controller.name, RIGHT - x));
        let reached = [&controller.phone, &controller.email, &controller.website];
        let lines = controller.address.iter().chain(reached).filter(|line| !line.is_empty());
        let lines: Vec<String> = lines.flat_map(|line| small.lines(line, RIGHT - x)).collect();
        sheet.paragraph(small, x, y, &lines);
    }

    fn addressee(&self, sheet: &mut Sheet<'_>) {
        let (x, top) = match self.head.window {
            Window::Left => (LEFT, 59.0),
            Window::Right => (112.0, 54.0),
        };
        let tiny = Style::new(&self.faces.regular, 6.5).grey();
        let controller = &self.head.controller;
        let back = std::iter::once(&controller.name).chain(&controller.address);
        let back = back.map(String::as_str).collect::<Vec<_>>().join(" · ");
        let back = tiny.lines(&back, 78.0).into_iter().take(1).collect::<Vec<_>>();
        sheet.paragraph(tiny, x, top, &back);
        sheet.rule(x, top + 1.2, 78.0);
        let style = Style::new(&self.faces.regular, 10.5);
        sheet.paragraph(style, x, top + 7.0, &self.address());
    }

    fn address(&self) -> Vec<String> {
        let style = Style::new(&self.faces.regular, 10.5);
        // Most data maps begin the postal address with the name: once is enough.
        let begins = self.letter.postal.first() == Some(&self.letter.name);
        let name = (!begins).then_some(&self.letter.name);
        let lines = name.into_iter().chain(&self.letter.postal).flat_map(|line| {
            // One form for signs with accents, and no sign that moves the pen.
            let line: String = line.nfc().map(|c| if c.is_control() { ' ' } else { c }).collect();
            style.lines(&line, 78.0)
        });
        lines.take(ADDRESS_LINES).collect()
    }

    /// Date, title, what it is about, the secret, the steps; tells where it ends.
    fn message(&self, sheet: &mut Sheet<'_>) -> f32 {
        let language = self.letter.language;
        let text = Style::new(&self.faces.regular, 10.0);
        let date = words::date(language, self.today);
        let place = if self.head.window == Window::Right { LEFT } else { RIGHT - text.width(&date) };
        sheet.paragraph(text, place, 98.0, &[date]);
        let title = Style::new(&self.faces.bold, 14.0);
        let mut y = sheet.heading(1, title, LEFT, 112.0, &title.lines(&words::title(self.letter), COLUMN));
        y += 2.0;
        for paragraph in words::opening(self.letter, &self.head.controller.name, self.url()) {
            y = sheet.paragraph(text, LEFT, y, &text.lines(&paragraph, COLUMN)) + 1.6;
        }
        y = self.secret(sheet, y + 1.5) + 9.5;
        let small_title = Style::new(&self.faces.bold, 10.5);
        y = sheet.heading(2, small_title, LEFT, y, &[words::steps_title(language)]) + 0.8;
        y = sheet.steps(text, LEFT, y, 6.5, COLUMN, &words::steps(self.letter, self.url()));
        y + 3.0
    }

    /// The frame with the secret; tells where it ends.
    fn secret(&self, sheet: &mut Sheet<'_>, y: f32) -> f32 {
        const HEIGHT: f32 = 23.0;
        let label = Style::new(&self.faces.regular, 9.0).grey();
        let (value, size) = match &self.letter.secret {
            Secret::Login(login) => (login.as_str(), 22.0),
            Secret::Password(password, _) => (password.as_str(), 22.0),
        };
        let mut style = Style { spacing: 0.06, ..Style::new(&self.faces.bold, size) };
        // A name that was not made by us may be long.
        while style.width(value) > COLUMN - 12.0 && style.size > 9.0 {
            style.size -= 1.0;
        }
        sheet.frame(LEFT, y, COLUMN, HEIGHT);
        sheet.paragraph(label, LEFT + 6.0, y + 7.5, &[words::label(self.letter)]);
        sheet.paragraph(style, LEFT + 6.0, y + 17.3, &[value.to_owned()]);
        y + HEIGHT
    }

    fn help(&self, sheet: &mut Sheet<'_>, y: f32) {
        let language = self.letter.language;
        let title = Style::new(&self.faces.bold, 10.5);
        let text = Style::new(&self.faces.regular, 10.0);
        let mut y = sheet.heading(2, title, LEFT, y, &[words::help_title(language)]) + 0.8;
        for paragraph in words::help(self.letter, &self.head.controller) {
            y = sheet.paragraph(text, LEFT, y, &text.lines(&paragraph, COLUMN)) + 1.2;
        }
        let name = text.lines(&self.head.controller.name, COLUMN);
        sheet.paragraph(text, LEFT, y + 3.0, &name);
    }

    fn foot(&self, sheet: &mut Sheet<'_>) {
        let small = Style::new(&self.faces.regular, 7.5).grey();
        sheet.rule(LEFT, 281.0, COLUMN + 7.0);
        let controller = &self.head.controller;
        let text = words::foot(self.letter.language, &controller.privacy_contact);
        sheet.paragraph(small, LEFT, 285.0, &small.lines(&text, COLUMN + 7.0));
    }

    /// Letters without one are not written, see [`super::write`].
    fn url(&self) -> &str {
        self.head.url(self.letter.front).unwrap_or_default()
    }
}

/// Where the sheet is folded for the envelope.
fn folds(sheet: &mut Sheet<'_>) {
    for y in [105.0, 210.0] {
        sheet.rule(4.0, y, 4.0);
    }
}
