//! From the row of a document to where its bytes are.

use crate::{
    document::DocumentSource,
    map::DocumentSet,
    query::{DocumentRow, Written},
};

/// Where the bytes of the document with this key are; nothing when the row does not say.
pub(super) fn of(set: &DocumentSet, key: &[String], row: &DocumentRow) -> Option<DocumentSource> {
    let root = || Some(set.place.root()?.value.clone());
    Some(match row.written.clone()? {
        Written::File { path } => DocumentSource::File { root: root()?, path },
        Written::Member { path, member } => DocumentSource::Member { root: root()?, path, member },
        Written::Blob { media, name } => {
            DocumentSource::Blob { set: set.id.value.clone(), key: key.to_vec(), media, name }
        }
    })
}
