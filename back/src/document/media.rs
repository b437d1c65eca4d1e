//! The media type of a document, by the ending of its name, and whether browsers may show it in place.

use super::DocumentSource;

/// A media type (RFC 6838).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaType {
    /// `application/pdf`
    pub name: &'static str,
    /// The ending that a saved file gets, with its dot.
    pub ending: &'static str,
    /// Shown in place by browsers without running anything of ours: PDF and raster images.
    pub inline: bool,
}

const fn shown(ending: &'static str, name: &'static str) -> MediaType {
    MediaType { name, ending, inline: true }
}

const fn saved(ending: &'static str, name: &'static str) -> MediaType {
    MediaType { name, ending, inline: false }
}

/// SVG and HTML are not shown in place: they can hold scripts.
const KNOWN: &[MediaType] = &[
    shown(".pdf", "application/pdf"),
    shown(".png", "image/png"),
    shown(".jpg", "image/jpeg"),
    shown(".jpeg", "image/jpeg"),
    shown(".gif", "image/gif"),
    shown(".webp", "image/webp"),
    saved(".txt", "text/plain; charset=utf-8"),
    saved(".csv", "text/csv; charset=utf-8"),
    saved(".xml", "application/xml"),
    saved(".zip", "application/zip"),
    saved(".eml", "message/rfc822"),
    saved(".tif", "image/tiff"),
    saved(".tiff", "image/tiff"),
    saved(".doc", "application/msword"),
    saved(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    saved(".xls", "application/vnd.ms-excel"),
    saved(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    saved(".odt", "application/vnd.oasis.opendocument.text"),
    saved(".ods", "application/vnd.oasis.opendocument.spreadsheet"),
];

const UNKNOWN: MediaType = saved("", "application/octet-stream");

impl MediaType {
    /// The type of a file by its name, letters of either case.
    pub fn of(file_name: &str) -> Self {
        let lower = file_name.to_ascii_lowercase();
        KNOWN.iter().copied().find(|known| lower.ends_with(known.ending)).unwrap_or(UNKNOWN)
    }

    /// The type that somebody declared, with or without parameters. One that is not known here is saved as bytes: it
    /// could be one that runs scripts.
    pub fn declared(text: &str) -> Self {
        let essence = |text: &str| text.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        let wanted = essence(text);
        KNOWN.iter().copied().find(|known| essence(known.name) == wanted).unwrap_or(UNKNOWN)
    }

    /// The type of a document: what is declared for a column, and else what the name says.
    pub fn of_document(source: &DocumentSource) -> Self {
        match source {
            DocumentSource::File { path, .. } => Self::of(path),
            DocumentSource::Member { member, .. } => Self::of(member),
            DocumentSource::Blob { media: Some(media), .. } => Self::declared(media),
            DocumentSource::Blob { name, .. } => name.as_deref().map_or(UNKNOWN, Self::of),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells() {
        assert_eq!(MediaType::of("2024/Appel.PDF").name, "application/pdf");
        assert!(MediaType::of("photo.jpeg").inline);
        assert!(!MediaType::of("plan.svg").inline);
        assert_eq!(MediaType::of("pdf").name, "application/octet-stream");
        assert_eq!(MediaType::of("a.pdf.exe").name, "application/octet-stream");
    }

    #[test]
    fn a_declared_type_is_one_of_the_known() {
        assert_eq!(MediaType::declared("Application/PDF").ending, ".pdf");
        assert_eq!(MediaType::declared("text/plain").name, "text/plain; charset=utf-8");
        assert_eq!(MediaType::declared("text/csv; header=present").ending, ".csv");
        for other in ["text/html", "image/svg+xml", "", "pdf"] {
            assert_eq!(MediaType::declared(other), UNKNOWN, "{other}");
        }
        let blob = |media: Option<&str>, name: Option<&str>| {
            let own = |text: Option<&str>| text.map(str::to_owned);
            let (set, key) = ("own".to_owned(), Vec::new());
            MediaType::of_document(&DocumentSource::Blob { set, key, media: own(media), name: own(name) })
        };
        assert_eq!(blob(None, Some("Bail.PDF")).name, "application/pdf");
        assert_eq!(blob(Some("image/png"), Some("Bail.pdf")).name, "image/png");
        assert_eq!(blob(None, None), UNKNOWN);
    }
}
