//! What every call has around it: its context, its line in the log, its metric, and its failure told once.

use std::{future::Future, sync::Arc, time::Instant};

use metrics::{counter, histogram};
use tonic::{Request, Response, Status};
use tracing::{debug, error, info};
use vantail_proto::portal;
use vantail_shared::{
    call::{Call, Language, RequestId},
    failure::{Code, Failure},
    tls::{FrontKind, Peer, Role},
};

use crate::identity::Confirmation;

/// Who calls, through which front.
#[derive(Debug)]
pub struct Caller {
    /// The call's context.
    pub call: Call,
    /// The kind of front, from its certificate.
    pub kind: FrontKind,
    /// The front's name, from its certificate.
    pub front: String,
}

impl Caller {
    /// The session token, if there is one.
    pub fn token(&self) -> Option<&str> {
        self.call.token.as_ref().map(|token| token.as_str())
    }
}

/// The language to answer in: what was kept with the account, before what the browser asks for.
pub(super) fn language_of(kept: Option<Language>, caller: &Caller) -> Language {
    kept.unwrap_or(caller.call.language)
}

/// What confirms a change of the account, as it crosses the wire.
pub(super) fn confirmation(confirmation: Confirmation) -> portal::Confirmation {
    match confirmation {
        Confirmation::Password => portal::Confirmation::Password,
        Confirmation::SignIn => portal::Confirmation::SignIn,
        Confirmation::Renewal => portal::Confirmation::Renewal,
    }
}

/// Answers one call with `work`. The log line names the method, the front and the request, never the person.
pub(super) async fn answer<M, R, F>(
    method: &'static str,
    request: Request<M>,
    work: impl FnOnce(Caller, M) -> F,
) -> Result<Response<R>, Status>
where
    F: Future<Output = Result<R, Failure>>,
{
    let began = Instant::now();
    let peer = request.extensions().get::<Arc<Peer>>().cloned();
    let Some((peer, Role::Front(kind))) = peer.map(|peer| (peer.clone(), peer.role)) else {
        return Err(Failure::new(Code::Forbidden).to_status());
    };
    let call = Call::read(request.metadata());
    let request_id = call.as_ref().ok().map(|call| call.request_id.clone());
    let result = match call {
        Ok(call) => {
            let front = peer.name.clone();
            work(Caller { call, kind, front }, request.into_inner()).await
        }
        Err(status) => Err(Failure::from_status(&status)),
    };
    let elapsed = began.elapsed();
    let code = result.as_ref().map_or_else(|failure| failure.code.as_str_name(), |_| "OK");
    counter!("vantail_calls_total", "method" => method, "code" => code).increment(1);
    histogram!("vantail_call_seconds", "method" => method).record(elapsed.as_secs_f64());
    let ms = elapsed.as_millis();
    let (request_id, front) = (request_id.as_ref().map_or("-", RequestId::as_str), peer.name.as_str());
    match &result {
        Err(failure) if matches!(failure.code, Code::Internal | Code::Unavailable) => {
            error!(method, code, ms, front, request_id, cause = failure.explain(), "call failed");
        }
        Err(failure) => debug!(cause = failure.explain(), request_id, "call refused"),
        Ok(_) => {}
    }
    info!(method, code, ms, front, request_id, "call");
    result.map(Response::new).map_err(|failure| failure.to_status())
}
