//! Waiting on conditions, never on time.

use std::{future::Future, time::Duration};

use tokio::time::{Instant, sleep};

/// Longest wait for anything: what never comes fails, however busy a machine is beside it.
const PATIENCE: Duration = Duration::from_mins(1);

/// Waits until `probe` gives something.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, probe: impl FnMut() -> F) -> T {
    until_within(PATIENCE, what, probe).await
}

/// The same with a bound that is itself a promise.
pub async fn until_within<T, F: Future<Output = Option<T>>>(
    bound: Duration,
    what: &str,
    probe: impl FnMut() -> F,
) -> T {
    found_within(bound, probe).await.unwrap_or_else(|| panic!("waited {bound:?} for {what}"))
}

/// What `probe` gives, for whoever can tell more of its absence.
pub async fn found<T, F: Future<Output = Option<T>>>(probe: impl FnMut() -> F) -> Option<T> {
    found_within(PATIENCE, probe).await
}

async fn found_within<T, F: Future<Output = Option<T>>>(
    bound: Duration,
    mut probe: impl FnMut() -> F,
) -> Option<T> {
    let end = Instant::now() + bound;
    loop {
        if let Some(found) = probe().await {
            return Some(found);
        }
        if Instant::now() >= end {
            return None;
        }
        sleep(Duration::from_millis(10)).await;
    }
}
