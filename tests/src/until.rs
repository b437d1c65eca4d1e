//! Waiting on conditions, never on time.

use std::{future::Future, time::Duration};

use tokio::time::{Instant, sleep};

/// Longest wait for anything: what never comes fails, however busy a machine is beside it.
const PATIENCE: Duration = Duration::from_mins(1);

/// Waits until `probe` gives something.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut probe: impl FnMut() -> F) -> T {
    until_within(PATIENCE, what, &mut probe).await
}

/// The same with a bound that is itself a promise.
pub async fn until_within<T, F: Future<Output = Option<T>>>(
    bound: Duration,
    what: &str,
    mut probe: impl FnMut() -> F,
) -> T {
    let end = Instant::now() + bound;
    loop {
        if let Some(found) = probe().await {
            return found;
        }
        assert!(Instant::now() < end, "waited {bound:?} for {what}");
        sleep(Duration::from_millis(10)).await;
    }
}
