//! The connections that live just now, so that a revocation reaches them too.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio_util::sync::CancellationToken;

use super::identity::{CertificateId, Peer};

/// All living connections of one daemon.
#[derive(Debug, Clone, Default)]
pub(super) struct Living(Arc<Mutex<Connections>>);

#[derive(Debug, Default)]
struct Connections {
    next: u64,
    open: HashMap<u64, (Arc<Peer>, CancellationToken)>,
}

/// One connection's place in the list; it leaves the list when dropped.
#[derive(Debug)]
pub(super) struct Entry {
    living: Living,
    number: u64,
    /// Cancelled when the connection must end now.
    pub(super) cut: CancellationToken,
}

impl Living {
    pub(super) fn enter(&self, peer: Arc<Peer>) -> Entry {
        let cut = CancellationToken::new();
        let mut connections = self.lock();
        let number = connections.next;
        connections.next += 1;
        connections.open.insert(number, (peer, cut.clone()));
        Entry { living: self.clone(), number, cut }
    }

    /// Cuts every connection whose certificate is revoked; tells how many.
    pub(super) fn cut(&self, revoked: impl Fn(&CertificateId) -> bool) -> usize {
        let connections = self.lock();
        let gone = connections.open.values().filter(|(peer, _)| revoked(&peer.certificate));
        gone.map(|(_, cut)| cut.cancel()).count()
    }

    fn lock(&self) -> MutexGuard<'_, Connections> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.living.lock().open.remove(&self.number);
    }
}
