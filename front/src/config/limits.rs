//! What one front takes at once.

use vantail_shared::config::Section;

/// Bounds of the listeners towards browsers.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at once over all listeners, those in their handshake included.
    pub connections: usize,
    /// TLS handshakes at once.
    pub handshakes: usize,
    /// Requests at once over all connections; what comes beyond is told to come back.
    pub requests: usize,
    /// Seconds after which a connection is asked to end, so that none lives for ever.
    pub connection_age: u64,
    /// Seconds after which a reader who takes nothing of an answer is let go; a slow one may be as slow as it likes.
    pub stalled: u64,
    /// Seconds that a drain may take.
    pub drain: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            handshakes: 256,
            requests: 2048,
            connection_age: 3600,
            stalled: 60,
            drain: 30,
        }
    }
}

pub(super) fn read(section: Section<'_>) -> Limits {
    let defaults = Limits::default();
    let number = |key, highest| section.integer(key, 1..=highest).map(|number| number.value);
    let size = |value: Option<i64>, default| value.and_then(|n| usize::try_from(n).ok()).unwrap_or(default);
    let seconds = |value: Option<i64>, default| value.and_then(|n| u64::try_from(n).ok()).unwrap_or(default);
    let limits = Limits {
        connections: size(number("connections", 1_000_000), defaults.connections),
        handshakes: size(number("handshakes", 100_000), defaults.handshakes),
        requests: size(number("requests", 1_000_000), defaults.requests),
        connection_age: seconds(number("connection_age", 86_400), defaults.connection_age),
        stalled: seconds(number("stalled", 3600), defaults.stalled),
        drain: seconds(number("drain", 3600), defaults.drain),
    };
    section.close();
    limits
}
