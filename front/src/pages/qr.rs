//! The picture of a key, as the back drew it. It is the one piece of markup that a page takes from elsewhere: only plain
//! shapes pass.

/// Longest drawing, in bytes.
const LONGEST: usize = 64 * 1024;
const SHAPES: [&str; 4] = ["svg", "path", "rect", "g"];
const ATTRIBUTES: [&str; 15] = [
    "xmlns",
    "version",
    "width",
    "height",
    "viewBox",
    "shape-rendering",
    "d",
    "x",
    "y",
    "fill",
    "fill-rule",
    "stroke",
    "stroke-width",
    "transform",
    "preserveAspectRatio",
];

/// The drawing without the words before it, when it consists of plain shapes; nothing else.
pub fn plain(svg: &str) -> Option<&str> {
    let drawing = svg.get(svg.find("<svg")?..)?.trim_end();
    let is_sound = drawing.len() <= LONGEST
        && drawing.ends_with("</svg>")
        && drawing.split('<').skip(1).all(|part| is_plain_tag(part).is_some());
    is_sound.then_some(drawing)
}

/// One tag, with what follows it until the next: nothing but blanks.
fn is_plain_tag(part: &str) -> Option<()> {
    let (tag, after) = part.split_once('>')?;
    if !after.trim().is_empty() {
        return None;
    }
    if let Some(name) = tag.strip_prefix('/') {
        return SHAPES.contains(&name).then_some(());
    }
    let tag = tag.strip_suffix('/').unwrap_or(tag).trim_end();
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    if !SHAPES.contains(&name) {
        return None;
    }
    while !rest.trim_start().is_empty() {
        let (attribute, value) = rest.trim_start().split_once("=\"")?;
        let (value, next) = value.split_once('"')?;
        let in_value = |c: char| {
            c.is_ascii_alphanumeric()
                || matches!(c, ' ' | '\n' | '.' | ',' | '-' | '#' | ':' | '/' | '%' | '(' | ')')
        };
        if !ATTRIBUTES.contains(&attribute) || !value.chars().all(in_value) {
            return None;
        }
        rest = next;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "<?xml version=\"1.0\" standalone=\"yes\"?><svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" \
         width=\"290\" height=\"290\" viewBox=\"0 0 290 290\" shape-rendering=\"crispEdges\">\
         <rect x=\"0\" y=\"0\" width=\"290\" height=\"290\" fill=\"#ffffff\"/>\n<path fill=\"#000000\" d=\"M40 40h10v10h-10Z\" /></svg>\n";

    #[test]
    fn plain_shapes_pass_and_nothing_else_does() {
        assert!(plain(GOOD).is_some_and(|svg| svg.starts_with("<svg ") && svg.ends_with("</svg>")));
        for bad in [
            "",
            "<svg",
            "<svg></svg><script>",
            "<svg><script>alert(1)</script></svg>",
            "<svg onload=\"alert(1)\"></svg>",
            "<svg><path style=\"x\"/></svg>",
            "<svg>text</svg>",
            "<svg><path d='M0'/></svg>",
            "<svg><path d=\"M0\"onclick=\"x\"/></svg>",
            "<svg><image href=\"https://x\"/></svg>",
            "<svg><path d=\"&quot;\"/></svg>",
        ] {
            assert_eq!(plain(bad), None, "{bad}");
        }
    }
}
