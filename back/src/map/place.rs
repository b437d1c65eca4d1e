//! Where the file of a document is: below a root, in a zip file below a root, or in a column of the database.

use vantail_shared::config::{At, Section, Spot};

use super::{ColumnName, Scope, Template};

/// Where the file of a document is.
#[derive(Debug, Clone)]
pub enum Place {
    /// A file.
    File {
        /// The name of the root, as the back's configuration has it.
        root: Spot<String>,
        /// How the path below the root is written.
        file: Spot<Template>,
    },
    /// A member of a zip file.
    Member {
        /// The name of the root.
        root: Spot<String>,
        /// How the path of the zip file below the root is written.
        file: Spot<Template>,
        /// How the member's name is written.
        member: Spot<Template>,
    },
    /// A column of bytes.
    Blob {
        /// The column of the set's own table.
        column: Spot<String>,
        /// What the bytes are; told from the name when absent.
        media: Option<Media>,
        /// How the name of the file is written; the title when absent.
        name: Option<Spot<Template>>,
    },
}

/// What the bytes of a column are, as a media type.
#[derive(Debug, Clone)]
pub enum Media {
    /// The same for all.
    Fixed(String),
    /// Written from columns.
    Written(Spot<Template>),
}

impl Place {
    pub(super) fn read(section: &Section<'_>, scope: &Scope<'_>) -> Option<Self> {
        if section.has("blob") {
            return Self::blob(section, scope);
        }
        for key in ["media", "name"] {
            if let Some(node) = section.node(key) {
                section.fault(&node.at, key, "has no use here", "write it beside `blob`, or remove it");
            }
        }
        let example = "file = \"{...}\", the path below the root, or blob = \"...\", a column of bytes";
        let file = Template::required(section, "file", example, scope);
        let root = section.required_text("root", "root = \"...\", a root of the back's configuration");
        if !section.has("member") {
            return Some(Self::File { root: root?, file: file? });
        }
        let member = Template::read(section, "member", scope);
        Some(Self::Member { root: root?, file: file?, member: member? })
    }

    fn blob(section: &Section<'_>, scope: &Scope<'_>) -> Option<Self> {
        for key in ["root", "file", "member"] {
            if let Some(node) = section.node(key) {
                section.fault(&node.at, key, "stands beside `blob`", "keep one of them: a file or a column");
            }
        }
        let column = section.required_text("blob", "blob = \"...\", a column of bytes");
        let media = section.text("media").and_then(|text| {
            if text.contains(['{', '}']) {
                return Template::of_text(section, "media", text, scope).map(Media::Written);
            }
            let is_media = text.split('/').filter(|part| !part.is_empty()).count() == 2;
            if !is_media {
                let problem = format!("is {:?}", text.value);
                section.fault(&text.at, "media", &problem, "write a media type such as \"application/pdf\"");
            }
            is_media.then_some(Media::Fixed(text.value))
        });
        let name = Template::read(section, "name", scope);
        Some(Self::Blob { column: column?, media, name })
    }

    /// The name of the root that it needs.
    pub fn root(&self) -> Option<&Spot<String>> {
        match self {
            Self::File { root, .. } | Self::Member { root, .. } => Some(root),
            Self::Blob { .. } => None,
        }
    }

    /// The templates that it is written by, in the order of their columns in [`Place::columns`].
    pub fn templates(&self) -> Vec<&Spot<Template>> {
        match self {
            Self::File { file, .. } => vec![file],
            Self::Member { file, member, .. } => vec![file, member],
            Self::Blob { media, name, .. } => {
                let media = match media {
                    Some(Media::Written(template)) => Some(template),
                    _ => None,
                };
                media.into_iter().chain(name).collect()
            }
        }
    }

    /// Every column that its templates read, with its place in the map; the column of bytes itself is none of them.
    pub fn columns(&self) -> Vec<(&ColumnName, &At)> {
        let templates = self.templates().into_iter();
        templates.flat_map(|template| template.columns().map(|column| (column, &template.at))).collect()
    }
}
