//! The runtime of both daemons, and their allocator.

use std::{io, num::NonZero, thread, time::Duration};

use mimalloc::MiMalloc;
use tokio::{
    runtime::{Builder, Runtime},
    time::interval,
};

/// A page is a thousand short texts: that of the system takes a quarter of the whole work for them.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// A runtime with half as many workers as the machine has cores: the other half is for the threads of databases and
/// password hashes and for the kernel's share of the network, and workers that look for work in vain cost more than
/// they bring. tokio's own variable `TOKIO_WORKER_THREADS` says otherwise.
///
/// # Errors
/// The system refuses a thread or a poller.
pub fn build() -> io::Result<Runtime> {
    let mut builder = Builder::new_multi_thread();
    builder.enable_all();
    if std::env::var_os("TOKIO_WORKER_THREADS").is_none() {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        builder.worker_threads(cores.div_ceil(2));
    }
    let runtime = builder.build()?;
    runtime.spawn(beat());
    Ok(runtime)
}

/// Sooner than the deadline of any call.
const BEAT: Duration = Duration::from_secs(1);

/// A timer that always ends soon: one that ends before all others has to wake whoever waits for the network, and with
/// this one no deadline of a call ever does.
async fn beat() {
    let mut beats = interval(BEAT);
    loop {
        beats.tick().await;
    }
}
