//! All layers, in order: the first sees a request first and its answer last.

mod access;
mod framing;
pub mod headers;
mod load;
mod origin;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{Next, from_fn_with_state},
};
use http::{Method, Response, StatusCode};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    csrf::{CsrfLayer, ProtectionError},
    limit::RequestBodyLimitLayer,
    timeout::{RequestBodyDeadlineLayer, TimeoutLayer},
};

use crate::{pages::federation, site::Site};

/// Largest body: our forms hold a few short fields. In bytes.
const BODY: usize = 16 * 1024;
/// Time for a browser to send a whole body.
const BODY_TIME: Duration = Duration::from_secs(10);
/// Time from the head of a request to the head of its answer: above every budget of the calls inside.
const ANSWER_TIME: Duration = Duration::from_secs(15);

/// Puts the layers around the routes.
pub fn apply(routes: Router<Site>, site: Site, requests: usize) -> Router {
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(site.clone(), access::record))
        .layer(CatchPanicLayer::custom(access::panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_TIME))
        // The answer of a provider comes from another site. It decides nothing, and no cookie comes with it.
        .layer(
            CsrfLayer::new()
                .with_insecure_bypass(|method, uri| {
                    method == Method::POST && uri.path() == federation::RETURN
                })
                .with_rejection_response(refused),
        )
        .layer(from_fn_with_state(load::Places::new(requests), admit))
        .layer(RequestBodyDeadlineLayer::new(BODY_TIME))
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(DefaultBodyLimit::disable());
    routes.layer(layers).with_state(site)
}

/// Looks at a request before anything works for it. Each layer costs a copy of all those inside: what refuses is one.
async fn admit(places: State<Arc<load::Places>>, request: Request, next: Next) -> Response<Body> {
    if let Some(refusal) = framing::refusal(&request).or_else(|| origin::refusal(&request)) {
        return refusal;
    }
    load::shed(places, request, next).await
}

fn refused(_: ProtectionError) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}
