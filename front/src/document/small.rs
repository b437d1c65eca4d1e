//! A small document that is whole in memory already: handed on in slices, and counted against a budget until its last
//! byte has left, since a browser that takes nothing holds it.

use std::{convert::Infallible, sync::Arc};

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use vantail_shared::failure::{Code, Failure};

/// Bytes of one slice: what a connection takes over before it has sent it.
const SLICE: usize = 32 * 1024;
/// Bytes of one unit of the budget.
const UNIT: usize = 1024;

/// Memory for small documents on their way, over all browsers.
#[derive(Debug, Clone)]
pub struct Budget(Arc<Semaphore>);

impl Budget {
    /// A budget of `bytes`.
    pub fn new(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes / UNIT)))
    }

    /// A body of these bytes.
    ///
    /// # Errors
    /// `Busy` when the budget is used up.
    pub fn body(&self, bytes: Bytes) -> Result<Body, Failure> {
        let units = u32::try_from(bytes.len().div_ceil(UNIT)).map_err(Failure::internal)?;
        let place = self.0.clone().try_acquire_many_owned(units);
        let place = place.map_err(|_| Failure::new(Code::Busy).retry_after(5))?;
        Ok(Body::from_stream(stream::unfold((bytes, place), next)))
    }
}

type Rest = (Bytes, OwnedSemaphorePermit);

async fn next((mut rest, place): Rest) -> Option<(Result<Bytes, Infallible>, Rest)> {
    let slice = rest.split_to(rest.len().min(SLICE));
    (!slice.is_empty()).then_some((Ok(slice), (rest, place)))
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test]
    async fn what_is_on_its_way_counts_until_it_has_left() {
        let budget = Budget::new(100 * UNIT);
        let bytes: Bytes = (0..80 * UNIT).map(|i| u8::try_from(i % 251).unwrap()).collect();
        let mut held = budget.body(bytes.clone()).unwrap();
        assert_eq!(held.frame().await.unwrap().unwrap().into_data().unwrap().len(), SLICE);
        assert_eq!(budget.body(bytes.clone()).unwrap_err().code, Code::Busy);
        drop(held);
        assert_eq!(budget.body(bytes.clone()).unwrap().collect().await.unwrap().to_bytes(), bytes);
        assert!(budget.body(bytes).is_ok());
    }
}
