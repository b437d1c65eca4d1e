//! `vantail.files.v1.Files`, on the wire itself: `Fetch` through tonic's codec, `Read` framed by hand.

mod framing;

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tonic::{Request, Response, Status, body::Body, codegen::Service, server::Grpc, server::NamedService};
use tonic_prost::ProstCodec;
use vantail_proto::files::{self, FetchReply, FetchRequest, ReadRequest};
use vantail_shared::failure::{Code, Failure};

use super::answer::{Caller, answer};
use crate::{
    document::{
        Asked, DocumentSource, Facts, FoundDocument, MediaType, OpenDocument, Outcome, Part, Place, Reader,
        Stores, StreamLimits, decide,
    },
    identity::{Identity, PersonSession},
    page::Pages,
};

/// A part up to this size travels in the reply itself, in bytes: one call instead of two, no stream. Three documents of
/// four are smaller (median 62 kB).
const SMALL: usize = 256 * 1024;
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
    pub stores: Stores,
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
            let place = self.place(&session, &found);
            let message = Arc::new(message);
            let asked = message.clone();
            let document = self.stores.open(&place, move |facts| Ok(at_once(facts, &asked))).await?;
            let reply = describe(&found, document, &message);
            if !message.head && matches!(reply.outcome(), files::Outcome::Whole | files::Outcome::Part) {
                self.pages.note_opened(&session, &found);
            }
            Ok(reply)
        };
        answer("Fetch", request, work).await
    }

    async fn read(&self, request: http::Request<Body>) -> Result<http::Response<Body>, Status> {
        let request = framing::one_message::<ReadRequest>(request, LARGEST_REQUEST).await?;
        let work = async |caller: Caller, message: ReadRequest| {
            let session = self.identity.person(caller.kind, caller.token()).await?;
            let found = self.pages.document(&session, &message.handle).await?;
            let place = self.place(&session, &found);
            let (offset, length) = (message.offset, message.length);
            let document = self.stores.open(&place, move |facts| still_there(facts, &message)).await?;
            Reader::begin(document.content, offset, length, &self.limits)
        };
        let reader = answer("Read", request, work).await?.into_inner();
        Ok(framing::respond(reader.into_stream(framing::head)))
    }

    /// Where the bytes are; those of the database through a cell that is bound to the person.
    fn place(&self, session: &PersonSession, found: &FoundDocument) -> Place {
        let below = |root: &String, path: &String, member: Option<&String>| Place::Root {
            root: root.clone(),
            path: path.clone(),
            member: member.cloned(),
        };
        match &found.source {
            DocumentSource::File { root, path } => below(root, path, None),
            DocumentSource::Member { root, path, member } => below(root, path, Some(member)),
            DocumentSource::Blob { set, key, .. } => Place::Cell(self.pages.cell(session, set, key)),
        }
    }
}

fn outcome(facts: &Facts, message: &FetchRequest) -> Outcome {
    let asked = Asked {
        range: message.range.as_ref(),
        if_range: &message.if_range,
        if_none_match: &message.if_none_match,
    };
    decide(&asked, facts.size, &facts.etag)
}

/// The first byte and the length of what is sent, if anything is.
fn sent(outcome: Outcome, facts: &Facts) -> Option<(u64, u64)> {
    match outcome {
        Outcome::Whole => Some((0, facts.size)),
        Outcome::Part { offset, length } => Some((offset, length)),
        Outcome::NotModified | Outcome::Unsatisfiable => None,
    }
}

/// The part that travels in the reply itself.
fn at_once(facts: &Facts, message: &FetchRequest) -> Option<Part> {
    let (offset, length) = sent(outcome(facts, message), facts)?;
    let length = usize::try_from(length).ok().filter(|length| *length <= SMALL && !message.head)?;
    Some(Part { offset, length })
}

fn describe(found: &FoundDocument, document: OpenDocument, message: &FetchRequest) -> FetchReply {
    let decided = outcome(&document.facts, message);
    let (offset, length) = sent(decided, &document.facts).unwrap_or_default();
    let outcome = match decided {
        Outcome::Whole => files::Outcome::Whole,
        Outcome::Part { .. } => files::Outcome::Part,
        Outcome::NotModified => files::Outcome::NotModified,
        Outcome::Unsatisfiable => files::Outcome::Unsatisfiable,
    };
    let media = MediaType::of_document(&found.source);
    FetchReply {
        size: document.facts.size,
        etag: document.facts.etag,
        media_type: media.name.to_owned(),
        file_name: file_name(found, media),
        inline: media.inline,
        outcome: outcome.into(),
        offset,
        length,
        body: document.read,
    }
}

/// The name that the row gives the file, or one made from the title.
fn file_name(found: &FoundDocument, media: MediaType) -> String {
    match &found.source {
        DocumentSource::Blob { name: Some(name), .. } => name.clone(),
        _ => format!("{}{}", found.title, media.ending),
    }
}

/// Whether the document is the one that `Fetch` spoke of, and the asked part lies within it.
fn still_there(facts: &Facts, message: &ReadRequest) -> Result<Option<Part>, Failure> {
    if facts.etag != message.etag {
        return Err(Failure::new(Code::Changed));
    }
    let end = message.offset.checked_add(message.length);
    if end.is_none_or(|end| end > facts.size) {
        return Err(Failure::new(Code::Invalid));
    }
    Ok(None)
}
