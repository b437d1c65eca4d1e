//! A bucket: which object a path names, and what the store answers.

use std::{path::PathBuf, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::{HeaderMap, Request, Response, StatusCode, header};
use http_body_util::Empty;
use hyper::body::Incoming;
use secrecy::SecretString;
use tokio::time::{Instant, timeout, timeout_at};
use vantail_shared::{
    clock::Clock,
    failure::{Code, Failure},
};

use super::{
    connection::{Connection, Connections, away},
    endpoint::Endpoint,
    reading::Object,
    signature::{NO_BODY, Signed, Signer, encoded, timestamp},
};
use crate::document::{
    content::Content,
    open::{Facts, OpenDocument, Part, Presence},
    tag::Tags,
    visits::{LISTING, OPENING},
};

mod trust;

pub use trust::BucketError;

/// Longest key, in bytes: a limit of S3.
const MAX_KEY: usize = 1024;
/// Objects that are looked at together for a list.
const TOGETHER: usize = 16;

/// Where a bucket is, and what opens it.
#[derive(Debug, Clone)]
pub struct BucketAddress {
    /// The store.
    pub endpoint: Endpoint,
    /// The bucket's name.
    pub bucket: String,
    /// The region that signatures name.
    pub region: String,
    /// What stands before every path; empty, or without a slash at either end.
    pub prefix: String,
    /// The name of the key.
    pub access_key: SecretString,
    /// The key.
    pub secret_key: SecretString,
    /// PEM: the CAs that the store is held against.
    pub ca: PathBuf,
}

/// A bucket with documents. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Bucket {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    host: String,
    bucket: String,
    prefix: String,
    signer: Signer,
    connections: Connections,
    clock: Arc<dyn Clock>,
    tags: Tags,
}

/// What the store says of an object.
#[derive(Debug)]
struct Head {
    size: u64,
    /// The store's own tag.
    etag: String,
    modified: String,
}

impl Bucket {
    /// Names a bucket; nothing is asked of the store before it is needed.
    ///
    /// # Errors
    /// The CA's file cannot be used.
    pub fn new(address: &BucketAddress, clock: Arc<dyn Clock>, tags: Tags) -> Result<Self, BucketError> {
        let tls = if address.endpoint.tls { Some(trust::connector(address)?) } else { None };
        let (access_key, secret_key) = (address.access_key.clone(), address.secret_key.clone());
        Ok(Self {
            inner: Arc::new(Inner {
                host: address.endpoint.to_string(),
                bucket: address.bucket.clone(),
                prefix: address.prefix.clone(),
                signer: Signer { access_key, secret_key, region: address.region.clone(), service: "s3" },
                connections: Connections::new(address.endpoint.clone(), tls),
                clock,
                tags,
            }),
        })
    }

    /// Asks whether the bucket is there and lets us in.
    ///
    /// # Errors
    /// `Unavailable` when the store is away, `Forbidden` or `NotFound` when it refuses.
    pub async fn probe(&self) -> Result<(), Failure> {
        let path = format!("/{}", encoded(&self.inner.bucket));
        let (answer, connection) = self.send("HEAD", &path, None, OPENING).await?;
        match answer.status() {
            StatusCode::OK => {
                self.inner.connections.keep(connection);
                Ok(())
            }
            StatusCode::FORBIDDEN => Err(Failure::new(Code::Forbidden)),
            StatusCode::NOT_FOUND | StatusCode::MOVED_PERMANENTLY => Err(Failure::new(Code::NotFound)),
            status => Err(away(format!("status {status}"))),
        }
    }

    /// Opens an object, and reads the part that `now` asks for.
    pub(in crate::document) async fn open(
        &self,
        path: &str,
        now: impl FnOnce(&Facts) -> Result<Option<Part>, Failure>,
    ) -> Result<OpenDocument, Failure> {
        let key = self.key(path).ok_or_else(|| Failure::new(Code::NotFound))?;
        let head = self.head(&key).await?;
        let tag = [head.size.to_string(), head.etag.clone(), head.modified];
        let etag = self.inner.tags.tag(&[tag[0].as_bytes(), tag[1].as_bytes(), tag[2].as_bytes()]);
        let facts = Facts { size: head.size, etag };
        let mut object = Object::new(self.clone(), key, head.size, head.etag);
        let read = match now(&facts)? {
            Some(part) => {
                let reading = object.read(part.offset, part.length, Vec::new());
                let hangs = |_| away("it does not send");
                Some(timeout(OPENING, reading).await.map_err(hangs)??)
            }
            None => None,
        };
        Ok(OpenDocument { facts, read, content: Content::Object(Box::new(object)) })
    }

    /// What is there of each object; those that were not told in time are unknown.
    pub(in crate::document) async fn presences(&self, paths: Vec<String>) -> Vec<Presence> {
        let end = Instant::now() + LISTING;
        let look = |path: String| async move {
            let Some(key) = self.key(&path) else { return Presence::Missing };
            let head =
                timeout_at(end, self.head(&key)).await.unwrap_or_else(|_| Err(away("it does not answer")));
            Presence::of(head.map(|head| head.size))
        };
        stream::iter(paths).map(look).buffered(TOGETHER).collect().await
    }

    /// The path of an object in requests. Nothing leads out of the prefix: a store may keep its objects as files.
    fn key(&self, path: &str) -> Option<String> {
        let plain = |segment: &str| !matches!(segment, "" | "." | "..");
        let sound = path.split('/').all(plain) && !path.chars().any(|c| c.is_control() || c == '\\');
        let key = if self.inner.prefix.is_empty() {
            path.to_owned()
        } else {
            format!("{}/{path}", self.inner.prefix)
        };
        (sound && key.len() <= MAX_KEY).then(|| encoded(&format!("/{}/{key}", self.inner.bucket)))
    }

    async fn head(&self, key: &str) -> Result<Head, Failure> {
        let (answer, connection) = self.send("HEAD", key, None, OPENING).await?;
        if answer.status() != StatusCode::OK {
            return Err(refusal(answer.status()));
        }
        self.inner.connections.keep(connection);
        let field = |name| text(answer.headers(), &name).map(str::to_owned);
        let size = field(header::CONTENT_LENGTH).and_then(|size| size.parse().ok());
        let (size, etag) =
            size.zip(field(header::ETAG)).ok_or_else(|| away("an object without size or tag"))?;
        Ok(Head { size, etag, modified: field(header::LAST_MODIFIED).unwrap_or_default() })
    }

    /// Begins to read the bytes from `offset` to before `end` of the object that still has this tag.
    pub(super) async fn get(
        &self,
        key: &str,
        etag: &str,
        (offset, end, size): (u64, u64, u64),
    ) -> Result<(Incoming, Connection), Failure> {
        let last = end.saturating_sub(1);
        let asked = (format!("bytes={offset}-{last}"), etag.to_owned());
        let (answer, connection) = self.send("GET", key, Some(asked), OPENING).await?;
        if answer.status() != StatusCode::PARTIAL_CONTENT {
            return Err(refusal(answer.status()));
        }
        let wanted = format!("bytes {offset}-{last}/{size}");
        if text(answer.headers(), &header::CONTENT_RANGE) != Some(&wanted)
            || text(answer.headers(), &header::ETAG) != Some(etag)
        {
            return Err(Failure::because(Code::Changed, "an object changed"));
        }
        Ok((answer.into_body(), connection))
    }

    /// Gives a connection back whose answer was read to its end.
    pub(super) fn keep(&self, connection: Connection) {
        self.inner.connections.keep(connection);
    }

    async fn send(
        &self,
        method: &'static str,
        path: &str,
        part: Option<(String, String)>,
        patience: Duration,
    ) -> Result<(Response<Incoming>, Connection), Failure> {
        let moment = timestamp(self.inner.clock.now());
        let mut headers = vec![("host", self.inner.host.clone())];
        if let Some((range, etag)) = part {
            headers.extend([("if-match", etag), ("range", range)]);
        }
        headers.extend([("x-amz-content-sha256", NO_BODY.to_owned()), ("x-amz-date", moment.clone())]);
        let authorization =
            self.inner.signer.authorization(&moment, &Signed { method, path, headers: &headers });
        let mut request =
            Request::builder().method(method).uri(path).header(header::AUTHORIZATION, authorization);
        for (name, value) in &headers {
            request = request.header(*name, value);
        }
        let request = request.body(Empty::<Bytes>::new()).map_err(Failure::internal)?;
        let sent = timeout(patience, self.inner.connections.send(&request)).await;
        sent.unwrap_or_else(|_| Err(away("it does not answer")))
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// What a status other than success means.
fn refusal(status: StatusCode) -> Failure {
    match status {
        StatusCode::NOT_FOUND => Failure::because(Code::NotFound, "no such object"),
        StatusCode::PRECONDITION_FAILED | StatusCode::RANGE_NOT_SATISFIABLE => {
            Failure::because(Code::Changed, "an object changed")
        }
        StatusCode::FORBIDDEN => {
            away("it refuses our key (a key without the right to list is refused for what is missing)")
        }
        other => away(format!("status {other}")),
    }
}

#[cfg(test)]
mod tests;
