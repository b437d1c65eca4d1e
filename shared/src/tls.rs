//! The one home of TLS: the hop between front and back, and the side of the front that browsers see.
//!
//! The hop is mutual TLS 1.3 with hybrid post-quantum key exchange and without resumption: a resumed session would
//! skip the check of a certificate that was revoked since. Whoever is at the other end is a [`Peer`], read once per
//! connection from the URI in the certificate (SPIFFE ID specification, section 2), never from its common name.

mod accept;
mod browser;
mod client;
mod connection;
mod ending;
mod gathered;
mod identity;
mod living;
mod material;
mod server;

pub use accept::{Limits, accept};
pub use browser::BrowserTls;
pub use client::ClientTls;
pub use connection::Connection;
pub use ending::Ending;
pub use identity::{FrontKind, IdentityError, Peer, Role};
pub use material::{Files, LoadError};
pub use server::ServerTls;

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, aws_lc_rs};
use socket2::SockRef;

/// HTTP/2 only, on the hop.
const ALPN_H2: &[u8] = b"h2";

/// Takes pacing off a socket of the hop, before it listens or connects (afterwards the pacing stays). Where the
/// system's congestion control is one that paces (BBR), its timers cost a short private path more processor time than
/// the bytes themselves; browsers' connections keep the system's choice.
fn without_pacing<'s>(socket: impl Into<SockRef<'s>>) {
    // A system without it keeps its own rule.
    let _ = socket.into().set_tcp_congestion(b"cubic");
}

/// What the hop offers: TLS 1.3 suites, the hybrid of X25519 and ML-KEM-768 first.
fn hop_provider() -> Arc<CryptoProvider> {
    use aws_lc_rs::{cipher_suite, kx_group};
    Arc::new(CryptoProvider {
        cipher_suites: vec![
            cipher_suite::TLS13_AES_128_GCM_SHA256,
            cipher_suite::TLS13_AES_256_GCM_SHA384,
            cipher_suite::TLS13_CHACHA20_POLY1305_SHA256,
        ],
        kx_groups: vec![kx_group::X25519MLKEM768, kx_group::X25519, kx_group::SECP256R1],
        ..aws_lc_rs::default_provider()
    })
}
