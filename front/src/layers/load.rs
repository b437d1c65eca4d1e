//! A bound on the requests at once: beyond it the answer is "try again", at once, and never a queue. Requests with a
//! body have a share of their own: whoever sends forms slowly cannot take the places of those who read.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::Method;
use metrics::counter;
use tokio::sync::Semaphore;
use vantail_shared::failure::{Code, Failure};

use crate::error::Refusal;

/// One place in so many is for requests with a body.
const SHARE: usize = 8;

/// The places of one front.
#[derive(Debug)]
pub struct Places {
    reading: Semaphore,
    sending: Semaphore,
}

impl Places {
    /// `requests` places in all.
    pub fn new(requests: usize) -> Arc<Self> {
        let sending = requests.div_ceil(SHARE);
        let reading = requests.saturating_sub(sending).max(1);
        Arc::new(Self { reading: Semaphore::new(reading), sending: Semaphore::new(sending) })
    }
}

/// Takes a place for the time until the answer's head.
pub async fn shed(State(places): State<Arc<Places>>, request: Request, next: Next) -> Response {
    let share = if request.method() == Method::POST { &places.sending } else { &places.reading };
    let Ok(_place) = share.try_acquire() else {
        counter!("vantail_front_requests_shed_total").increment(1);
        return Refusal(Failure::new(Code::Busy).retry_after(2)).into_response();
    };
    next.run(request).await
}
