//! `vantail.files.v1.Files`

use std::pin::Pin;

use futures_util::{Stream, StreamExt as _};
use tonic::{Request, Response, Status, async_trait};
use vantail_proto::files::{self, FetchReply, FetchRequest, ReadReply, ReadRequest, files_server::Files};
use vantail_shared::failure::{Code, Failure};

use super::answer::Desk;
use crate::{
    document::{Asked, Folders, MediaType, OpenDocument, Outcome, Reader, StreamLimits, decide},
    identity::Identity,
    page::{DocumentFile, Pages},
};

/// A part up to this size travels in the reply itself, in bytes: one call instead of two, no stream.
const SMALL: u64 = 64 * 1024;

/// Documents of a signed-in person.
#[derive(Debug, Clone)]
pub struct FilesService {
    /// Receives the calls.
    pub desk: Desk,
    /// Knows who is calling.
    pub identity: Identity,
    /// Finds the documents of a person.
    pub pages: Pages,
    /// Opens them.
    pub folders: Folders,
    /// Bounds of the streams.
    pub limits: StreamLimits,
}

type Chunks = Pin<Box<dyn Stream<Item = Result<ReadReply, Status>> + Send>>;

#[async_trait]
impl Files for FilesService {
    type ReadStream = Chunks;

    async fn fetch(&self, request: Request<FetchRequest>) -> Result<Response<FetchReply>, Status> {
        let work = async |caller: super::answer::Caller, message: FetchRequest| {
            let session = self.identity.person(caller.kind, caller.token()).await?;
            let found = self.pages.document(&session, &message.handle).await?;
            let (root, path) = (found.root.clone(), found.path.clone());
            self.folders.open(&root, &path, move |document| describe(&found, &document, &message)).await
        };
        self.desk.answer("Fetch", request, work).await
    }

    async fn read(&self, request: Request<ReadRequest>) -> Result<Response<Chunks>, Status> {
        let work = async |caller: super::answer::Caller, message: ReadRequest| {
            let session = self.identity.person(caller.kind, caller.token()).await?;
            let found = self.pages.document(&session, &message.handle).await?;
            let limits = self.limits.clone();
            let begin = move |document: OpenDocument| begin(document, &message, &limits);
            let reader = self.folders.open(&found.root, &found.path, begin).await?;
            // The stream is work as well: a drain waits for it.
            let busy = self.desk.busy();
            let chunks = reader.into_stream().map(move |piece| {
                let _ = &busy;
                piece.map(|chunk| ReadReply { chunk })
            });
            Ok(Box::pin(chunks) as Chunks)
        };
        self.desk.answer("Read", request, work).await
    }
}

fn describe(
    found: &DocumentFile,
    document: &OpenDocument,
    message: &FetchRequest,
) -> Result<FetchReply, Failure> {
    let asked = Asked {
        range: message.range.as_ref(),
        if_range: &message.if_range,
        if_none_match: &message.if_none_match,
    };
    let media = MediaType::of(&found.path);
    let (outcome, offset, length) = match decide(&asked, document.size, &document.etag) {
        Outcome::Whole => (files::Outcome::Whole, 0, document.size),
        Outcome::Part { offset, length } => (files::Outcome::Part, offset, length),
        Outcome::NotModified => (files::Outcome::NotModified, 0, 0),
        Outcome::Unsatisfiable => (files::Outcome::Unsatisfiable, 0, 0),
    };
    let sent = matches!(outcome, files::Outcome::Whole | files::Outcome::Part);
    let body = (sent && !message.head && length <= SMALL).then(|| document.read_part(offset, length));
    Ok(FetchReply {
        size: document.size,
        etag: document.etag.clone(),
        media_type: media.name.to_owned(),
        file_name: format!("{}{}", found.title, media.ending),
        inline: media.inline,
        outcome: outcome.into(),
        offset,
        length,
        body: body.transpose()?,
    })
}

fn begin(document: OpenDocument, message: &ReadRequest, limits: &StreamLimits) -> Result<Reader, Failure> {
    if document.etag != message.etag {
        return Err(Failure::new(Code::Changed));
    }
    let end = message.offset.checked_add(message.length);
    if end.is_none_or(|end| end > document.size) {
        return Err(Failure::new(Code::Invalid));
    }
    Reader::begin(document.file, message.offset, message.length, limits)
}
