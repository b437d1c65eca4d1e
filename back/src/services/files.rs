//! `vantail.files.v1.Files`, on the wire itself: `Fetch` through tonic's codec, `Read` framed by hand.

mod framing;

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use tonic::{Request, Response, Status, body::Body, codegen::Service, server::Grpc, server::NamedService};
use tonic_prost::ProstCodec;
use vantail_proto::files::{self, FetchReply, FetchRequest, ReadRequest};
use vantail_shared::failure::{Code, Failure};

use super::answer::{Caller, answer};
use crate::{
    document::{Asked, Folders, MediaType, OpenDocument, Outcome, Reader, StreamLimits, decide},
    identity::Identity,
    page::{DocumentFile, Pages},
};

/// A part up to this size travels in the reply itself, in bytes: one call instead of two, no stream. Three documents of
/// four are smaller (median 62 kB).
const SMALL: u64 = 256 * 1024;
/// Largest request, in bytes.
const LARGEST_REQUEST: usize = 16 * 1024;

/// Documents of a signed-in person.
#[derive(Debug, Clone)]
pub struct FilesService {
    /// Knows who is calling.
    pub identity: Identity,
    /// Finds the documents of a person.
    pub pages: Pages,
    /// Opens them.
    pub folders: Folders,
    /// Bounds of the streams.
    pub limits: StreamLimits,
}

impl NamedService for FilesService {
    const NAME: &'static str = files::files_server::SERVICE_NAME;
}

impl Service<http::Request<Body>> for FilesService {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let service = self.clone();
        Box::pin(async move {
            Ok(match request.uri().path() {
                "/vantail.files.v1.Files/Fetch" => {
                    let codec = ProstCodec::<FetchReply, FetchRequest>::default();
                    let mut grpc = Grpc::new(codec).max_decoding_message_size(LARGEST_REQUEST);
                    let fetch = tower::service_fn(move |request| {
                        let service = service.clone();
                        async move { service.fetch(request).await }
                    });
                    grpc.unary(fetch, request).await
                }
                "/vantail.files.v1.Files/Read" => {
                    service.read(request).await.unwrap_or_else(Status::into_http)
                }
                _ => Status::unimplemented("").into_http(),
            })
        })
    }
}

impl FilesService {
    async fn fetch(&self, request: Request<FetchRequest>) -> Result<Response<FetchReply>, Status> {
        let work = async |caller: Caller, message: FetchRequest| {
            let session = self.identity.person(caller.kind, caller.token()).await?;
            let found = self.pages.document(&session, &message.handle).await?;
            let (root, path) = (found.root.clone(), found.path.clone());
            self.folders.open(&root, &path, move |document| describe(&found, &document, &message)).await
        };
        answer("Fetch", request, work).await
    }

    async fn read(&self, request: http::Request<Body>) -> Result<http::Response<Body>, Status> {
        let request = framing::one_message::<ReadRequest>(request, LARGEST_REQUEST).await?;
        let work = async |caller: Caller, message: ReadRequest| {
            let session = self.identity.person(caller.kind, caller.token()).await?;
            let found = self.pages.document(&session, &message.handle).await?;
            let limits = self.limits.clone();
            let begin = move |document: OpenDocument| begin(document, &message, &limits);
            self.folders.open(&found.root, &found.path, begin).await
        };
        let reader = answer("Read", request, work).await?.into_inner();
        Ok(framing::respond(reader.into_stream(framing::head)))
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
