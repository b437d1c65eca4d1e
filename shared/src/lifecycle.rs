//! Start, reload and the two steps of an orderly end.

use tokio::{
    signal::unix::{SignalKind, signal},
    sync::mpsc,
};
use tokio_util::sync::CancellationToken;
use tracing::info;

/// The two steps of an end. `stop` also ends whatever `drain` was waiting for.
#[derive(Debug, Clone, Default)]
pub struct Lifecycle {
    /// Take nothing new, finish what runs.
    pub drain: CancellationToken,
    /// End now.
    pub stop: CancellationToken,
}

/// Listens to the system's signals: SIGTERM and SIGINT drain, a second one stops, SIGHUP asks for a reload.
///
/// # Errors
/// The system refuses a signal handler.
pub fn signals() -> std::io::Result<(Lifecycle, mpsc::Receiver<()>)> {
    let lifecycle = Lifecycle::default();
    let (hangup, reloads) = mpsc::channel(1);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut reload = signal(SignalKind::hangup())?;
    let ends = lifecycle.clone();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = terminate.recv() => end(&ends),
                _ = interrupt.recv() => end(&ends),
                // One reload may wait; more of them would change nothing.
                _ = reload.recv() => drop(hangup.try_send(())),
            }
        }
    });
    Ok((lifecycle, reloads))
}

fn end(lifecycle: &Lifecycle) {
    if lifecycle.drain.is_cancelled() {
        info!("stopping now");
        lifecycle.stop.cancel();
    } else {
        info!("draining");
        lifecycle.drain.cancel();
    }
}
