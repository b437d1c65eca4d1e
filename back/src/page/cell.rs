//! A document in a column of the business database, as one person may read it.

use std::sync::Arc;

use bytes::Bytes;
use tonic::async_trait;
use vantail_shared::failure::{Code, Failure};

use super::{Pages, no_way};
use crate::{
    document::Cell,
    identity::{Person, PersonSession},
    query::{self, Whom},
};

/// Largest document that is read from a database, in bytes. `SQLite` takes the whole of it into memory for each piece.
const MAX_SIZE: u64 = 256 * 1024 * 1024;

/// One document of one person.
#[derive(Debug)]
struct OwnCell {
    pages: Pages,
    person: Person,
    set: String,
    key: Vec<String>,
}

impl Pages {
    /// A document of a set that is in a column. Nothing is read yet; whether it is the person's is asked with every piece.
    pub fn cell(&self, session: &PersonSession, set: &str, key: &[String]) -> Arc<dyn Cell> {
        let (person, set) = (session.person().clone(), set.to_owned());
        Arc::new(OwnCell { pages: self.clone(), person, set, key: key.to_vec() })
    }
}

#[async_trait]
impl Cell for OwnCell {
    async fn piece(&self, offset: u64, length: usize) -> Result<(u64, Bytes), Failure> {
        let map = &self.pages.map;
        let not_found = || Failure::new(Code::NotFound);
        let kind = map.kind(&self.person.kind).ok_or_else(not_found)?;
        let set = map.set(&self.set).ok_or_else(not_found)?;
        let whom = Whom::new(map, kind, &self.person.key, self.pages.today());
        let statement = query::piece(whom, set, &self.key, offset, length).ok_or_else(no_way)?;
        let (answer, bytes) = self.pages.business.read_piece(statement).await?;
        let size = query::size_of(&answer).ok_or_else(not_found)?;
        if size > MAX_SIZE {
            let cause = format!("a document of {size} bytes in a column: at most {MAX_SIZE} are served");
            return Err(Failure::because(Code::Unavailable, cause));
        }
        Ok((size, bytes))
    }
}
