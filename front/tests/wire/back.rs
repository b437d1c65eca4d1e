//! A back that answers by heart, over the real hop: what the front does with an answer is what is tested here.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use tokio::{
    net::TcpListener,
    runtime::{Builder, Runtime},
};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, transport::Server};
use vantail_proto::{
    files::{self, files_server::FilesServer},
    portal::{
        self, credentials_server::CredentialsServer, entry_server::EntryServer,
        factors_server::FactorsServer, portal_server::PortalServer, terms_server::TermsServer,
    },
    staff::{self, people_server::PeopleServer, staff_server::StaffServer},
};
use vantail_shared::{
    call::Call,
    failure::{Code, Failure},
    tls::{Limits, Peer, ServerTls, accept},
};

use super::sample;

// The showcase reads this file from elsewhere: nested paths are told.
#[path = "back/changes.rs"]
mod changes;
#[path = "back/entry.rs"]
pub mod entry;
#[path = "back/people.rs"]
mod people;

use entry::{BROWSER, Stage};

/// The token of the one open session.
pub const TOKEN: &str = "open-session-token";
/// The token of a session whose pages are shut until terms are answered.
pub const HELD: &str = "held-session-token";

/// How the back behaves beyond answering.
#[derive(Debug, Default)]
pub struct Mood {
    /// The next calls that fail as if the connection had broken.
    pub break_next: usize,
    /// Every call waits so long.
    pub delay: Duration,
    /// Document streams end after so many bytes, as if the back had died.
    pub cut_after: Option<usize>,
    /// Document streams stop after so many bytes and stay open.
    pub hold_after: Option<usize>,
    /// Every call fails with this.
    pub fail: Option<(Code, u32)>,
}

/// One back.
#[derive(Debug, Clone, Default)]
pub struct Back {
    pub mood: Arc<Mutex<Mood>>,
    calls: Arc<Mutex<HashMap<&'static str, usize>>>,
    pub open_streams: Arc<AtomicUsize>,
    /// The certificate of the front that made the last call.
    pub last_peer: Arc<Mutex<Option<Arc<Peer>>>>,
    /// What was looked for last.
    pub last_find: Arc<Mutex<Option<portal::FindRequest>>>,
    /// What was done last to a person's account.
    pub last_act: Arc<Mutex<String>>,
    /// What came with the last sign-in.
    pub last_client: Arc<Mutex<Option<String>>>,
    /// Sign-ins under way, by their tokens.
    entries: Arc<Mutex<HashMap<String, Stage>>>,
    /// What the person has changed.
    pub changed: Arc<Mutex<changes::Changed>>,
}

/// A running back.
#[derive(Debug)]
pub struct Running {
    pub back: Back,
    pub address: SocketAddr,
    /// Its own, so that it can die like a process: every connection is cut.
    runtime: Option<Runtime>,
}

impl Running {
    /// Ends it at once.
    pub fn kill(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Back {
    /// A back at `address`, which tells a connection to end when it is of this `age`.
    pub fn start(tls: ServerTls, address: &str, age: Duration) -> Running {
        let back = Self::default();
        let listener = std::net::TcpListener::bind(address).expect("a free port");
        listener.set_nonblocking(true).expect("a listener without waits");
        let address = listener.local_addr().expect("an address");
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let services = back.clone();
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).expect("a listener");
            let (health, serving) = tonic_health::server::health_reporter();
            health.set_service_status("", tonic_health::ServingStatus::Serving).await;
            Server::builder()
                .max_connection_age(age)
                .initial_stream_window_size(256 * 1024)
                .add_service(serving)
                .add_service(PortalServer::new(services.clone()))
                .add_service(FilesServer::new(services.clone()))
                .add_service(EntryServer::new(services.clone()))
                .add_service(CredentialsServer::new(services.clone()))
                .add_service(FactorsServer::new(services.clone()))
                .add_service(TermsServer::new(services.clone()))
                .add_service(StaffServer::new(services.clone()))
                .add_service(PeopleServer::new(services))
                .serve_with_incoming(accept(listener, tls, Limits::default(), CancellationToken::new()))
                .await
        });
        Running { back, address, runtime: Some(runtime) }
    }

    pub fn calls(&self, name: &str) -> usize {
        self.calls.lock().expect("a whole lock").get(name).copied().unwrap_or(0)
    }

    pub fn mood(&self, set: impl FnOnce(&mut Mood)) {
        set(&mut self.mood.lock().expect("a whole lock"));
    }

    /// What every call goes through. The session is asked for where `signed_in` says so.
    async fn enter<T>(
        &self,
        name: &'static str,
        request: &Request<T>,
        signed_in: bool,
    ) -> Result<Call, Status> {
        *self.calls.lock().expect("a whole lock").entry(name).or_default() += 1;
        let call = Call::read(request.metadata())?;
        *self.last_peer.lock().expect("a whole lock") = request.extensions().get::<Arc<Peer>>().cloned();
        let (delay, broken, fail) = {
            let mut mood = self.mood.lock().expect("a whole lock");
            let broken = mood.break_next > 0;
            mood.break_next = mood.break_next.saturating_sub(1);
            (mood.delay, broken, mood.fail)
        };
        if broken {
            return Err(Status::unavailable("the connection broke"));
        }
        tokio::time::sleep(delay).await;
        if let Some((code, seconds)) = fail {
            return Err(Failure::new(code).retry_after(seconds).to_status());
        }
        let token = call.token.as_ref().map_or("", |token| token.as_str());
        let open_to_held = ["account", "terms", "answer_terms", "set_language"].contains(&name);
        match token {
            _ if !signed_in => Ok(call),
            TOKEN => Ok(call),
            HELD if open_to_held => Ok(call),
            HELD => Err(Failure::new(Code::StepDue).to_status()),
            entry if entry.starts_with("entry-") => Err(Failure::new(Code::StepDue).to_status()),
            _ => Err(Failure::new(Code::SignedOut).to_status()),
        }
    }
}

#[tonic::async_trait]
impl portal::portal_server::Portal for Back {
    async fn sign_in(
        &self,
        request: Request<portal::SignInRequest>,
    ) -> Result<Response<portal::SignInReply>, Status> {
        let call = self.enter("sign_in", &request, false).await?;
        *self.last_client.lock().expect("a whole lock") = call.client.map(|client| client.to_string());
        let message = request.into_inner();
        let fail = |code, seconds| Err(Failure::new(code).retry_after(seconds).to_status());
        match (message.login.as_str(), message.password.as_str()) {
            ("throttled", _) => fail(Code::Throttled, 120),
            ("busy", _) => fail(Code::Busy, 2),
            ("marie", "right") => {
                let mut reply = portal::SignInReply::default();
                TOKEN.clone_into(&mut reply.token);
                reply.set_next(portal::Step::Done);
                Ok(Response::new(reply))
            }
            ("held", "right") => {
                let mut reply = portal::SignInReply::default();
                (reply.token, reply.browser) = (HELD.to_owned(), BROWSER.to_owned());
                reply.set_next(portal::Step::Done);
                reply.terms_due = true;
                Ok(Response::new(reply))
            }
            (login, "right") if Stage::of(login).is_some() => Ok(Response::new(self.begin(login))),
            _ => fail(Code::WrongCredentials, 0),
        }
    }

    async fn sign_out(
        &self,
        request: Request<portal::SignOutRequest>,
    ) -> Result<Response<portal::SignOutReply>, Status> {
        self.enter("sign_out", &request, false).await?;
        Ok(Response::new(portal::SignOutReply::default()))
    }

    async fn legal(
        &self,
        request: Request<portal::LegalRequest>,
    ) -> Result<Response<portal::LegalReply>, Status> {
        self.enter("legal", &request, false).await?;
        Ok(Response::new(sample::legal()))
    }

    async fn home(
        &self,
        request: Request<portal::HomeRequest>,
    ) -> Result<Response<portal::HomeReply>, Status> {
        let call = self.enter("home", &request, true).await?;
        let frame = sample::frame(call.language.code());
        let bodies = sample::pages::summaries();
        let summaries = frame.menu.iter().zip(bodies).map(|(entry, body)| portal::Summary {
            page: entry.page.clone(),
            title: entry.title.clone(),
            body: Some(body),
        });
        Ok(Response::new(portal::HomeReply { summaries: summaries.collect(), frame: Some(frame) }))
    }

    async fn page(
        &self,
        request: Request<portal::PageRequest>,
    ) -> Result<Response<portal::PageReply>, Status> {
        let call = self.enter("page", &request, true).await?;
        let message = request.into_inner();
        let reply = sample::pages::page(&message, call.language.code());
        reply.map(Response::new).ok_or_else(|| Failure::new(Code::NotFound).to_status())
    }

    async fn find(
        &self,
        request: Request<portal::FindRequest>,
    ) -> Result<Response<portal::FindReply>, Status> {
        self.enter("find", &request, true).await?;
        let message = request.into_inner();
        let handle = if message.search == "rien" { "nothing" } else { "found" };
        *self.last_find.lock().expect("a whole lock") = Some(message);
        Ok(Response::new(portal::FindReply { handle: handle.to_owned() }))
    }

    async fn search(
        &self,
        request: Request<portal::SearchRequest>,
    ) -> Result<Response<portal::SearchReply>, Status> {
        let call = self.enter("search", &request, true).await?;
        let reply = sample::pages::search(&request.into_inner().handle, call.language.code());
        reply.map(Response::new).ok_or_else(|| Failure::new(Code::NotFound).to_status())
    }

    async fn account(
        &self,
        request: Request<portal::AccountRequest>,
    ) -> Result<Response<portal::AccountReply>, Status> {
        let call = self.enter("account", &request, true).await?;
        let mut reply = sample::account(call.language.code());
        reply.confirmation = self.confirmation();
        if call.token.as_ref().is_some_and(|token| token.as_str() == HELD) {
            reply.frame = Some(sample::held_frame(call.language.code()));
        }
        let pending = self.changed.lock().expect("a whole lock").pending.clone();
        (reply.pending_seconds, reply.pending_email) = (if pending.is_empty() { 0 } else { 540 }, pending);
        Ok(Response::new(reply))
    }

    async fn end_session(
        &self,
        request: Request<portal::EndSessionRequest>,
    ) -> Result<Response<portal::EndSessionReply>, Status> {
        self.enter("end_session", &request, true).await?;
        Ok(Response::new(portal::EndSessionReply { ended: 1 }))
    }

    async fn set_language(
        &self,
        request: Request<portal::SetLanguageRequest>,
    ) -> Result<Response<portal::SetLanguageReply>, Status> {
        self.enter("set_language", &request, true).await?;
        Ok(Response::new(portal::SetLanguageReply {}))
    }
}

#[tonic::async_trait]
impl staff::staff_server::Staff for Back {
    async fn overview(
        &self,
        request: Request<staff::OverviewRequest>,
    ) -> Result<Response<staff::OverviewReply>, Status> {
        self.enter("overview", &request, true).await?;
        Ok(Response::new(sample::overview()))
    }

    async fn coverage(
        &self,
        request: Request<staff::CoverageRequest>,
    ) -> Result<Response<staff::CoverageReply>, Status> {
        self.enter("coverage", &request, true).await?;
        Ok(Response::new(sample::coverage()))
    }
}

/// The bytes of every document: those of a large one differ everywhere.
pub fn content(size: usize) -> Bytes {
    (0..size).map(|i| u8::try_from(i * 7 % 251).unwrap_or(0)).collect()
}

/// Bytes of the large document.
pub const LARGE: usize = 1_000_000;
/// Bytes of a document that fits into no buffer on the way.
pub const HUGE: usize = 16_000_000;
/// Bytes of the small document.
pub const SMALL: usize = 1000;
pub const ETAG: &str = "\"v1\"";

/// Counts a stream for as long as it lives.
struct Open(Arc<AtomicUsize>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tonic::async_trait]
impl files::files_server::Files for Back {
    async fn fetch(
        &self,
        request: Request<files::FetchRequest>,
    ) -> Result<Response<files::FetchReply>, Status> {
        use files::{Outcome, byte_range::Form};
        self.enter("fetch", &request, true).await?;
        let message = request.into_inner();
        let (size, media_type) = match message.handle.as_str() {
            "small" => (SMALL, "application/pdf"),
            "large" => (LARGE, "application/pdf"),
            "huge" => (HUGE, "application/pdf"),
            "page" => (SMALL, "text/html"),
            "picture" => (SMALL, "image/png"),
            _ => return Err(Failure::new(Code::NotFound).to_status()),
        };
        let whole = size as u64;
        let keep = message.if_range.is_empty() || message.if_range == ETAG;
        let range = message.range.filter(|_| keep).and_then(|range| range.form);
        let (outcome, offset, length) = match range {
            _ if message.if_none_match.iter().any(|tag| tag == ETAG || tag == "*") => {
                (Outcome::NotModified, 0, 0)
            }
            None => (Outcome::Whole, 0, whole),
            Some(Form::FromTo(range)) if range.first >= whole => (Outcome::Unsatisfiable, 0, 0),
            Some(Form::FromTo(range)) => {
                let last = range.last.unwrap_or(whole - 1).min(whole - 1);
                (Outcome::Part, range.first, last - range.first + 1)
            }
            Some(Form::Suffix(0)) => (Outcome::Unsatisfiable, 0, 0),
            Some(Form::Suffix(count)) => (Outcome::Part, whole - count.min(whole), count.min(whole)),
        };
        let small = length <= 65_536 && !message.head && length > 0;
        let part = |offset: u64, length: u64| {
            let offset = usize::try_from(offset).expect("an offset");
            content(size).slice(offset..offset + usize::try_from(length).expect("a length"))
        };
        Ok(Response::new(files::FetchReply {
            size: whole,
            etag: ETAG.to_owned(),
            media_type: media_type.to_owned(),
            file_name: "Relevé n° 3.pdf".to_owned(),
            inline: media_type != "text/html",
            outcome: outcome.into(),
            offset,
            length,
            body: small.then(|| part(offset, length)),
        }))
    }

    type ReadStream = tokio_stream::wrappers::ReceiverStream<Result<files::ReadReply, Status>>;

    async fn read(&self, request: Request<files::ReadRequest>) -> Result<Response<Self::ReadStream>, Status> {
        self.enter("read", &request, true).await?;
        let message = request.into_inner();
        let begin = usize::try_from(message.offset).expect("an offset");
        let size = if message.handle == "huge" { HUGE } else { LARGE };
        let bytes = content(size).slice(begin..begin + usize::try_from(message.length).expect("a length"));
        let (cut, hold) = {
            let mood = self.mood.lock().expect("a whole lock");
            (mood.cut_after, mood.hold_after)
        };
        let (sender, pieces) = tokio::sync::mpsc::channel(1);
        self.open_streams.fetch_add(1, Ordering::SeqCst);
        let open = Open(self.open_streams.clone());
        tokio::spawn(async move {
            let _open = open;
            let end = cut.or(hold).unwrap_or(bytes.len()).min(bytes.len());
            for begin in (0..end).step_by(256 * 1024) {
                let chunk = bytes.slice(begin..end.min(begin + 256 * 1024));
                if sender.send(Ok(files::ReadReply { chunk })).await.is_err() {
                    return;
                }
            }
            if hold.is_some() {
                sender.closed().await;
            }
            // A document that is cut at its very end fails all the same: its status does.
            if cut.is_some() {
                drop(sender.send(Err(Status::internal("the disk broke"))).await);
            }
        });
        Ok(Response::new(pieces.into()))
    }
}
