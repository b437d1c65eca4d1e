//! What every handler needs: made once at start, shared by all requests.

use std::{net::IpAddr, sync::Arc};

use vantail_shared::{clock::Clock, random::Random, tls::FrontKind};

use crate::{assets::Assets, back::Back, document::small::Budget, doors::Doors};

/// The shared state; cheap to clone.
pub type Site = Arc<Inner>;

/// See [`Site`].
#[derive(Debug)]
pub struct Inner {
    /// What this front is.
    pub kind: FrontKind,
    /// The organisation's name.
    pub name: String,
    /// Files that are served.
    pub assets: Assets,
    /// The way to the backs.
    pub back: Back,
    /// The ways in, as the back told them last.
    pub doors: Doors,
    /// Memory for small documents on their way.
    pub small: Budget,
    /// Ages and days of printing are counted by it.
    pub clock: Arc<dyn Clock>,
    /// Where request ids come from.
    pub random: Arc<dyn Random>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
}
