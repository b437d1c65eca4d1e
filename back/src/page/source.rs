//! From the row of a document to where its bytes are.

use crate::{document::DocumentSource, map::DocumentSet, query::DocumentRow};

/// Where the bytes of a document are; nothing when the row does not say.
pub(super) fn of(set: &DocumentSet, row: &DocumentRow) -> Option<DocumentSource> {
    Some(DocumentSource::File { root: set.place.root()?.value.clone(), path: row.path.clone()? })
}
