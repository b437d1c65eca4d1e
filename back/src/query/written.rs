//! What a row says of where its document is.

use crate::map::{Media, Place};

/// What the templates of a place give for one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Written {
    /// A file below the set's root.
    File {
        /// Its path.
        path: String,
    },
    /// A member of a zip file below the set's root.
    Member {
        /// The zip file's path.
        path: String,
        /// The member's name.
        member: String,
    },
    /// Bytes in the row itself.
    Blob {
        /// What they are, as a media type.
        media: Option<String>,
        /// The name of the file.
        name: Option<String>,
    },
}

impl Written {
    /// Writes the templates of a place, from the values of its columns in their order; nothing when a part of a path is
    /// absent.
    pub(super) fn of(place: &Place, values: &[Option<String>]) -> Option<Self> {
        let mut rest = values;
        let mut written = place.templates().into_iter().map(|template| {
            let (own, after) = rest.split_at(template.columns().count().min(rest.len()));
            rest = after;
            template.write_exactly(own)
        });
        match place {
            Place::File { .. } => Some(Self::File { path: written.next()?? }),
            Place::Member { .. } => Some(Self::Member { path: written.next()??, member: written.next()?? }),
            Place::Blob { media, name, .. } => {
                let media = match media {
                    Some(Media::Fixed(media)) => Some(media.clone()),
                    Some(Media::Written(_)) => written.next().flatten(),
                    None => None,
                };
                let name = name.as_ref().and_then(|_| written.next().flatten());
                Some(Self::Blob { media, name })
            }
        }
    }
}
