//! Where the bytes of a document are, as the data map says it for one row.

use crate::opened::Fingerprint;

/// Where the bytes of a document are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentSource {
    /// A file of a root.
    File {
        /// The name of the root.
        root: String,
        /// The path below it, as the database has it: not yet proven to stay there.
        path: String,
    },
    /// A member of a zip file of a root.
    Member {
        /// The name of the root.
        root: String,
        /// The zip file's path below it: not yet proven to stay there.
        path: String,
        /// The member's name in the zip file, exactly.
        member: String,
    },
    /// A column of the business database.
    Blob {
        /// The set of documents that it belongs to.
        set: String,
        /// The values that name the row.
        key: Vec<String>,
        /// The media type that the map or the row declares.
        media: Option<String>,
        /// The name that the row gives the file.
        name: Option<String>,
    },
}

/// A document that was found to be a person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDocument {
    /// The document's title.
    pub title: String,
    /// Where its bytes are.
    pub source: DocumentSource,
    /// What it is known by among those that were opened.
    pub mark: Fingerprint,
}
