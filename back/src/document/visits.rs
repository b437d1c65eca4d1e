//! Visits to a store whose calls block: off the asynchronous threads, few at once, and waited for within bounds. A
//! network folder that hangs holds its own places and nothing else.

use std::{sync::Arc, time::Duration};

use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};
use vantail_shared::failure::{Code, Failure};

/// Visits to one root at once.
const PLACES: usize = 32;
/// How long a document may take to open: a front gives up an attempt after 2 seconds.
pub(super) const OPENING: Duration = Duration::from_millis(1800);
/// How long a list waits to learn what is there.
#[cfg(feature = "s3")]
pub(super) const LISTING: Duration = Duration::from_secs(1);
/// How long a piece of a running download may take: a disk may have to spin up.
pub(super) const PIECE: Duration = Duration::from_secs(20);

/// The places of one root.
#[derive(Debug, Clone)]
pub struct Visits(Arc<Semaphore>);

impl Default for Visits {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(PLACES)))
    }
}

impl Visits {
    /// Does `work` in a blocking thread. A visit that is no longer waited for keeps its place until it ends.
    ///
    /// # Errors
    /// `Unavailable` when it takes longer than `patience`, the wait for a place included, and what `work` returns.
    pub(super) async fn visit<T: Send + 'static>(
        &self,
        patience: Duration,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let visit = async {
            let place = self.0.clone().acquire_owned().await.map_err(Failure::internal)?;
            let working = spawn_blocking(move || {
                let result = work();
                drop(place);
                result
            });
            working.await.map_err(Failure::internal)?
        };
        let hangs = "a folder with documents does not answer";
        timeout(patience, visit).await.unwrap_or_else(|_| Err(Failure::because(Code::Unavailable, hangs)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn a_root_that_hangs_takes_its_own_places_and_no_more() {
        let (hanging, other) = (Visits::default(), Visits::default());
        let (release, held) = mpsc::channel::<()>();
        let held = Arc::new(std::sync::Mutex::new(held));
        let soon = Duration::from_millis(20);
        for _ in 0..PLACES + 8 {
            let held = held.clone();
            // The guard is kept over the wait, so that all the others hang on the lock.
            let work = move || {
                let held = held.lock().unwrap();
                let _ = held.recv();
                Ok(())
            };
            assert_eq!(hanging.visit(soon, work).await.unwrap_err().code, Code::Unavailable);
        }
        assert_eq!(hanging.0.available_permits(), 0);
        assert_eq!(other.visit(PIECE, || Ok(7)).await.unwrap(), 7);
        drop(release);
        assert_eq!(hanging.visit(PIECE, || Ok(8)).await.unwrap(), 8, "the places come back");
    }
}
