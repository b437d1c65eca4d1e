//! Documents: found through the data map, read from the store that holds them, sent in pieces.

mod blob;
mod conditional;
mod content;
mod folder;
mod media;
mod member;
#[cfg(feature = "s3")]
mod object;
#[cfg(not(feature = "s3"))]
#[path = "document/no_object.rs"]
mod object;
mod open;
mod reader;
mod source;
mod stores;
mod tag;
mod visits;

pub use blob::{Blob, Cell};
pub use conditional::{Asked, Outcome, decide};
pub use content::Content;
pub use folder::{Folder, RootError};
pub use media::MediaType;
pub use object::{Bucket, BucketAddress, BucketError};
#[cfg(feature = "s3")]
pub use object::{Endpoint, EndpointError};
pub use open::{Facts, OpenDocument, Part, Presence};
pub use reader::{Reader, StreamLimits};
pub use source::{DocumentSource, FoundDocument};
pub use stores::{Place, Root, Stores};
pub use tag::Tags;
