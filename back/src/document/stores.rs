//! The roots of the configuration, and every other place where a document can be.

use std::sync::Arc;

use futures_util::future;
use tonic::async_trait;
use vantail_shared::failure::Failure;

use super::{
    blob::{Blob, Cell},
    folder::Folder,
    open::{Facts, OpenDocument, Part, Presence},
    source::DocumentSource,
    tag::Tags,
};
use crate::page::FileFacts;

/// Where the files of a root are.
#[derive(Debug, Clone)]
pub enum Root {
    /// A folder.
    Folder(Folder),
    /// A bucket of an S3-compatible store.
    Bucket(super::object::Bucket),
}

/// The named roots of the configuration. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Stores {
    roots: Arc<Vec<(String, Root)>>,
    tags: Tags,
}

/// A document that is about to be opened.
#[derive(Debug, Clone)]
pub enum Place {
    /// A file, or the member of one, below a root.
    Root {
        /// The root's name.
        root: String,
        /// The path below it.
        path: String,
        /// The member of a zip file.
        member: Option<String>,
    },
    /// A cell of the business database.
    Cell(Arc<dyn Cell>),
}

impl Stores {
    /// The roots by their names; `tags` makes the tags of what is in none of them.
    pub fn new(roots: Vec<(String, Root)>, tags: Tags) -> Self {
        Self { roots: Arc::new(roots), tags }
    }

    /// Opens a document, and reads at once the part that `now` asks for.
    ///
    /// # Errors
    /// `NotFound` when there is none, `Unavailable` when its store is away, and what `now` returns.
    pub async fn open(
        &self,
        place: &Place,
        now: impl FnOnce(&Facts) -> Result<Option<Part>, Failure> + Send + 'static,
    ) -> Result<OpenDocument, Failure> {
        match place {
            Place::Cell(cell) => Blob::open(cell.clone(), &self.tags, now).await,
            Place::Root { root, path, member } => match self.root(root)? {
                Root::Folder(folder) => folder.open(path, member.as_deref(), now).await,
                Root::Bucket(bucket) if member.is_none() => bucket.open(path, now).await,
                Root::Bucket(_) => Err(Failure::internal("a member of a zip file in a bucket")),
            },
        }
    }

    fn root(&self, name: &str) -> Result<&Root, Failure> {
        let root = self.roots.iter().find(|(known, _)| known == name).map(|(_, root)| root);
        root.ok_or_else(|| Failure::internal("a root that is not configured"))
    }

    /// What is there of these files of one root.
    async fn presences_of(&self, root: &str, wanted: Vec<(String, Option<String>)>) -> Vec<Presence> {
        match self.root(root) {
            Ok(Root::Folder(folder)) => folder.presences(wanted).await,
            Ok(Root::Bucket(bucket)) => {
                bucket.presences(wanted.into_iter().map(|(path, _)| path).collect()).await
            }
            Err(_) => vec![Presence::Unknown; wanted.len()],
        }
    }
}

#[async_trait]
impl FileFacts for Stores {
    async fn presences(&self, sources: &[DocumentSource]) -> Vec<Presence> {
        let mut presences = vec![Presence::Unknown; sources.len()];
        let of_root = self.roots.iter().map(|(name, _)| {
            let (places, wanted): (Vec<usize>, Vec<_>) = sources
                .iter()
                .enumerate()
                .filter_map(|(at, source)| match source {
                    DocumentSource::File { root, path } if root == name => Some((at, (path.clone(), None))),
                    DocumentSource::Member { root, path, member } if root == name => {
                        Some((at, (path.clone(), Some(member.clone()))))
                    }
                    _ => None,
                })
                .unzip();
            async move {
                let seen = if wanted.is_empty() { Vec::new() } else { self.presences_of(name, wanted).await };
                places.into_iter().zip(seen)
            }
        });
        for (at, seen) in future::join_all(of_root).await.into_iter().flatten() {
            presences[at] = seen;
        }
        presences
    }
}
