//! Documents: found through the data map, read from a store that keeps to its root, sent in pieces.

mod conditional;
mod folder;
mod media;
mod reader;

pub use conditional::{Asked, Outcome, decide};
pub use folder::{Folders, OpenDocument, RootError};
pub use media::MediaType;
pub use reader::{Reader, StreamLimits};
