//! A document in a column of the business database, as one person may read it.

use std::sync::Arc;

use bytes::Bytes;
use tonic::async_trait;
use vantail_shared::failure::{Code, Failure};

use super::{Pages, no_way};
use crate::{
    document::Cell,
    identity::{Person, PersonSession},
    map::DocumentSet,
    query::{self, Whom},
};

/// Largest document that is read from a database, in bytes: what a statement can walk through in its time.
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

impl OwnCell {
    /// The person as statements name one, and the set; `NotFound` when the map no longer has one of them.
    fn named(&self) -> Result<(Whom<'_>, &DocumentSet), Failure> {
        let map = &self.pages.map;
        let not_found = || Failure::new(Code::NotFound);
        let kind = map.kind(&self.person.kind).ok_or_else(not_found)?;
        let set = map.set(&self.set).ok_or_else(not_found)?;
        Ok((Whom::new(map, kind, &self.person.key, self.pages.today()), set))
    }

    async fn read(&self, offset: u64, length: usize) -> Result<(u64, Bytes), Failure> {
        let (whom, set) = self.named()?;
        if let Some(located) = query::located(whom, set, &self.key)
            && let Some(found) = self.pages.business.read_located(located, offset, length).await?
        {
            return Ok(found);
        }
        let statement = query::piece(whom, set, &self.key, offset, length).ok_or_else(no_way)?;
        let (answer, bytes) = self.pages.business.read_piece(statement).await?;
        Ok((query::size_of(&answer).ok_or_else(|| Failure::new(Code::NotFound))?, bytes))
    }
}

#[async_trait]
impl Cell for OwnCell {
    async fn piece(&self, offset: u64, length: usize) -> Result<(u64, Bytes), Failure> {
        let (size, bytes) = self.read(offset, length).await?;
        if size > MAX_SIZE {
            let cause = format!("a document of {size} bytes in a column: at most {MAX_SIZE} are served");
            return Err(Failure::because(Code::Unavailable, cause));
        }
        Ok((size, bytes))
    }

    async fn digest(&self) -> Result<Option<String>, Failure> {
        let (whom, set) = self.named()?;
        let business = &self.pages.business;
        let digest = match query::digest(whom, set, &self.key) {
            Some(statement) => business.read_first(statement).await.map(|answer| query::digest_of(&answer)),
            None => match query::located(whom, set, &self.key) {
                Some(located) => business.digest_located(located).await,
                None => Ok(None),
            },
        };
        match digest {
            // More than can be read in the time of a statement.
            Err(failure) if failure.code == Code::Timeout => Ok(None),
            other => other,
        }
    }
}
