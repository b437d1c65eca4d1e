//! An object while it is read: one request for a whole part, its bytes pulled as they are wanted. A connection that
//! breaks is replaced by another that goes on at the same byte of the same object.

use bytes::{Buf as _, Bytes};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use tokio::time::timeout;
use vantail_shared::failure::{Code, Failure};

use super::{
    bucket::Bucket,
    connection::{Connection, away},
};
use crate::document::visits::PIECE;

/// Connections in a row that may bring nothing.
const ATTEMPTS: u32 = 2;

/// An object that was found.
#[derive(Debug)]
pub struct Object {
    bucket: Bucket,
    key: String,
    size: u64,
    etag: String,
    /// Where the part ends that is going to be read.
    end: u64,
    open: Option<Open>,
}

/// A part on its way.
#[derive(Debug)]
struct Open {
    position: u64,
    end: u64,
    /// Bytes that came and were not wanted yet.
    rest: Bytes,
    body: Incoming,
    connection: Connection,
}

impl Object {
    pub(super) fn new(bucket: Bucket, key: String, size: u64, etag: String) -> Self {
        Self { bucket, key, size, etag, end: 0, open: None }
    }

    /// Says where the reading will end, so that no byte beyond is asked of the store.
    pub(in crate::document) fn until(&mut self, end: u64) {
        self.end = end.min(self.size);
    }

    /// Reads behind `piece`.
    pub(in crate::document) async fn read(
        &mut self,
        offset: u64,
        length: usize,
        mut piece: Vec<u8>,
    ) -> Result<Bytes, Failure> {
        let wanted = piece.len() + length;
        let mut at = offset;
        let mut failed = 0;
        while piece.len() < wanted {
            match self.some(at, wanted - piece.len()).await {
                Ok(bytes) => {
                    at += bytes.len() as u64;
                    piece.extend_from_slice(&bytes);
                    failed = 0;
                }
                Err(failure) => {
                    self.open = None;
                    failed += 1;
                    if failure.code != Code::Unavailable || failed == ATTEMPTS {
                        return Err(failure);
                    }
                }
            }
        }
        Ok(piece.into())
    }

    /// At least one of the next bytes, at most `length`.
    async fn some(&mut self, offset: u64, length: usize) -> Result<Bytes, Failure> {
        let mut open = match self.open.take() {
            Some(open) if open.position == offset => open,
            _ => self.begin(offset, length).await?,
        };
        while open.rest.is_empty() {
            let frame = timeout(PIECE, open.body.frame()).await.map_err(|_| away("it stopped sending"))?;
            let frame = frame.ok_or_else(|| away("it sent less than it said"))?.map_err(away)?;
            open.rest = frame.into_data().unwrap_or_default();
        }
        let bytes = open.rest.split_to(length.min(open.rest.remaining()));
        open.position += bytes.len() as u64;
        if open.position < open.end {
            self.open = Some(open);
        } else if let Ok(None) = timeout(PIECE, open.body.frame()).await {
            self.bucket.keep(open.connection);
        }
        Ok(bytes)
    }

    async fn begin(&self, offset: u64, length: usize) -> Result<Open, Failure> {
        let end = self.end.max(offset.saturating_add(length as u64)).min(self.size);
        let (body, connection) = self.bucket.get(&self.key, &self.etag, (offset, end, self.size)).await?;
        Ok(Open { position: offset, end, rest: Bytes::new(), body, connection })
    }
}
