//! The runtime of both daemons.

use std::{io, num::NonZero, thread};

use tokio::runtime::{Builder, Runtime};

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
    builder.build()
}
