//! The HTML side of a mail: one column, no image, nothing from elsewhere, readable in the dark.

use super::{Frame, Letter, Words};

const PARAGRAPH: &str = "margin:0 0 16px";
const CODE: &str = "margin:0 0 16px;padding:16px;border-radius:8px;border:1px solid #7a7f87;text-align:center;\
                    font:600 24px/1.2 ui-monospace,Consolas,Menlo,monospace;letter-spacing:2px";

pub(super) fn page(letter: &Letter<'_>, words: &Words, frame: &Frame, organisation: &str) -> String {
    let paragraph = |text: &str| format!("<p style=\"{PARAGRAPH}\">{}</p>\n", escape(text));
    let code =
        letter.code.map(|code| format!("<p style=\"{CODE}\">{}</p>\n", escape(code))).unwrap_or_default();
    let url = escape(&letter.page(words));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{subject}</title>\n</head>\n\
         <body style=\"margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif\">\n\
         <div style=\"max-width:560px;margin:0 auto\">\n\
         <h1 style=\"margin:0 0 24px;font-size:20px;line-height:1.3\">{subject}</h1>\n\
         {greeting}{lead}{code}{action}{otherwise}\
         <p style=\"{PARAGRAPH}\">{address}<br><a href=\"{url}\">{url}</a></p>\n\
         {organisation}\
         <p style=\"margin:24px 0 0;padding-top:16px;border-top:1px solid #7a7f87;font-size:14px\">{closing}</p>\n\
         </div>\n</body>\n</html>\n",
        language = letter.language.code(),
        subject = escape(words.subject),
        greeting = paragraph(frame.greeting),
        lead = paragraph(words.lead),
        action = paragraph(words.action),
        otherwise = paragraph(words.otherwise),
        address = escape(frame.address),
        organisation = paragraph(organisation),
        closing = escape(frame.closing),
    )
}

/// Text as HTML, also within quotation marks.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
