//! A bound on the requests at once: beyond it the answer is "try again", at once, and never a queue.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use metrics::counter;
use tokio::sync::Semaphore;
use vantail_shared::failure::{Code, Failure};

use crate::error::Refusal;

/// Takes a place for the time until the answer's head.
pub async fn shed(State(places): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let Ok(_place) = places.try_acquire() else {
        counter!("vantail_front_requests_shed_total").increment(1);
        return Refusal(Failure::new(Code::Busy).retry_after(2)).into_response();
    };
    next.run(request).await
}
