//! Lays a letter out on A4 pages and writes the PDF.

use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};

use super::{
    drawing::Picture,
    font,
    letter::{Align, Letter},
};
use crate::{french, sample::CABINET};

const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
const LEFT: f32 = 55.0;
const RIGHT: f32 = 540.0;
const BOTTOM: f32 = 75.0;
const ROW: f32 = 17.0;
const LINE: f32 = 14.5;
const ACCENT: [f32; 3] = [0.12, 0.37, 0.36];
const INK: [f32; 3] = [0.13, 0.15, 0.17];
const GREY: [f32; 3] = [0.42, 0.45, 0.48];
const REGULAR: Name<'static> = Name(b"F1");
const BOLD: Name<'static> = Name(b"F2");

/// The letter as a PDF; each picture gets a page of its own at the end.
pub(super) fn render(letter: &Letter, pictures: &[Picture]) -> Vec<u8> {
    let mut sheets = Sheets { done: Vec::new(), now: Content::new(), y: 0.0 };
    sheets.head(letter);
    letter.before.iter().for_each(|text| sheets.paragraph(text));
    sheets.table(letter);
    letter.after.iter().for_each(|text| sheets.paragraph(text));
    sheets.write(&letter.title, pictures)
}

/// Finished pages, the one being filled, and how far down it is filled.
struct Sheets {
    done: Vec<Content>,
    now: Content,
    y: f32,
}

impl Sheets {
    fn text(&mut self, x: f32, text: &str, size: f32, bold: bool, colour: [f32; 3]) {
        let y = self.y;
        put(&mut self.now, [x, y], text, size, bold, colour);
    }

    fn rule(&mut self, y: f32, height: f32, colour: [f32; 3]) {
        let [r, g, b] = colour;
        self.now.set_fill_rgb(r, g, b).rect(LEFT, y, RIGHT - LEFT, height).fill_nonzero();
    }

    fn head(&mut self, letter: &Letter) {
        self.y = HEIGHT - 62.0;
        self.text(LEFT, CABINET, 15.0, true, ACCENT);
        self.y -= 15.0;
        self.text(LEFT, "Administrateur de biens – 14 quai des Étroits, 69005 Lyon", 8.5, false, GREY);
        self.y -= 9.0;
        let y = self.y;
        self.rule(y, 1.2, ACCENT);
        self.y -= 42.0;
        for line in &letter.recipient {
            self.text(330.0, line, 10.5, false, INK);
            self.y -= LINE;
        }
        if let Some(on) = letter.on {
            self.y -= LINE;
            self.text(330.0, &format!("Lyon, le {}", french::date(on)), 10.0, false, GREY);
        }
        self.y -= 44.0;
        self.text(LEFT, &letter.title, 17.0, true, INK);
        if !letter.subtitle.is_empty() {
            self.y -= 17.0;
            self.text(LEFT, &letter.subtitle, 10.5, false, GREY);
        }
        self.y -= 28.0;
    }

    fn paragraph(&mut self, text: &str) {
        let (text, size, bold) =
            text.strip_prefix("# ").map_or((text, 10.0, false), |title| (title, 11.5, true));
        if bold {
            self.y -= 8.0;
        }
        let mut line = String::new();
        for word in text.split(' ') {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if font::width(&longer, size, bold) > RIGHT - LEFT && !line.is_empty() {
                self.line(&line, size, bold);
                word.clone_into(&mut line);
            } else {
                line = longer;
            }
        }
        self.line(&line, size, bold);
        self.y -= 6.0;
    }

    fn line(&mut self, text: &str, size: f32, bold: bool) {
        self.room(LINE);
        self.text(LEFT, text, size, bold, INK);
        self.y -= LINE;
    }

    fn table(&mut self, letter: &Letter) {
        if letter.columns.is_empty() {
            return;
        }
        let titles: Vec<String> = letter.columns.iter().map(|column| column.title.to_owned()).collect();
        self.y -= 6.0;
        self.heading(letter, &titles);
        for (at, row) in letter.rows.iter().enumerate() {
            if self.room(ROW) {
                self.heading(letter, &titles);
            }
            if at % 2 == 1 {
                let y = self.y;
                self.rule(y - 5.0, ROW, [0.955, 0.965, 0.965]);
            }
            self.row(letter, row, false, INK);
        }
        if let Some(total) = &letter.total {
            self.room(ROW + 8.0);
            let y = self.y;
            self.rule(y + 11.0, 0.8, ACCENT);
            self.y -= 3.0;
            self.row(letter, total, true, INK);
        }
        self.y -= 14.0;
    }

    fn heading(&mut self, letter: &Letter, titles: &[String]) {
        let y = self.y;
        self.rule(y - 5.5, ROW + 1.0, ACCENT);
        self.row(letter, titles, true, [1.0, 1.0, 1.0]);
        self.y -= 1.0;
    }

    fn row(&mut self, letter: &Letter, cells: &[String], bold: bool, colour: [f32; 3]) {
        let mut x = LEFT;
        for (column, cell) in letter.columns.iter().zip(cells) {
            let start = match column.align {
                Align::Left => x + 6.0,
                Align::Right => x + column.width - 6.0 - font::width(cell, 9.5, bold),
            };
            self.text(start, cell, 9.5, bold, colour);
            x += column.width;
        }
        self.y -= ROW;
    }

    /// Begins a page where `height` does not fit; tells whether it did.
    fn room(&mut self, height: f32) -> bool {
        let full = self.y - height < BOTTOM;
        if full {
            self.done.push(std::mem::replace(&mut self.now, Content::new()));
            self.y = HEIGHT - 70.0;
        }
        full
    }

    fn write(mut self, title: &str, pictures: &[Picture]) -> Vec<u8> {
        self.done.push(self.now);
        for picture in pictures {
            let mut content = Content::new();
            put(&mut content, [LEFT, HEIGHT - 62.0], picture.caption, 12.0, true, INK);
            let height = (RIGHT - LEFT) * picture.height_share();
            content.save_state().transform([RIGHT - LEFT, 0.0, 0.0, height, LEFT, HEIGHT - 90.0 - height]);
            content.x_object(Name(b"I1")).restore_state();
            self.done.push(content);
        }
        assemble(title, self.done, pictures)
    }
}

/// Puts the pages, with a foot on each, into one file.
fn assemble(title: &str, pages: Vec<Content>, pictures: &[Picture]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let (catalog, tree, regular, bold, info) =
        (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4), Ref::new(5));
    let total = pages.len();
    let mut next = Ref::new(6);
    pdf.catalog(catalog).pages(tree).lang(TextStr("fr-FR")).viewer_preferences().display_doc_title(true);
    pdf.document_info(info).title(TextStr(title)).author(TextStr(CABINET));
    let mut kids = Vec::new();
    for (at, mut content) in pages.into_iter().enumerate() {
        let (page, stream) = (next.bump(), next.bump());
        let picture = (at + pictures.len()).checked_sub(total).and_then(|at| pictures.get(at));
        let image = picture.map(|picture| (picture, next.bump()));
        kids.push(page);
        let foot = format!("{CABINET} – document d’exemple – page {} sur {total}", at + 1);
        put(&mut content, [LEFT, 42.0], &foot, 8.0, false, GREY);
        let mut writer = pdf.page(page);
        writer.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(stream);
        let mut resources = writer.resources();
        resources.fonts().pair(REGULAR, regular).pair(BOLD, bold);
        if let Some((_, image)) = image {
            resources.x_objects().pair(Name(b"I1"), image);
        }
        resources.finish();
        writer.finish();
        pdf.stream(stream, &content.finish());
        if let Some((picture, image)) = image {
            let mut writer = pdf.image_xobject(image, &picture.samples);
            writer
                .width(picture.width)
                .height(picture.height)
                .bits_per_component(8)
                .color_space()
                .device_rgb();
        }
    }
    let count = i32::try_from(total).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(kids).count(count);
    for (font, name) in [(regular, Name(b"Helvetica")), (bold, Name(b"Helvetica-Bold"))] {
        pdf.type1_font(font).base_font(name).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    pdf.finish()
}

fn put(content: &mut Content, at: [f32; 2], text: &str, size: f32, bold: bool, colour: [f32; 3]) {
    let [r, g, b] = colour;
    content.begin_text().set_font(if bold { BOLD } else { REGULAR }, size).set_fill_rgb(r, g, b);
    content.next_line(at[0], at[1]).show(Str(&font::encode(text))).end_text();
}
