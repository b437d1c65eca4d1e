//! A bound on the requests at once: beyond it the answer is "try again", at once, and never a queue. Requests with a
//! body have a share of their own: whoever sends forms slowly cannot take the places of those who read. And nobody has more
//! than a part of that share, so that others can still sign in.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::Method;
use metrics::counter;
use tokio::sync::{Semaphore, SemaphorePermit};
use vantail_shared::failure::{Code, Failure};

use crate::{error::Refusal, visit::Visit};

/// One place in so many is for requests with a body.
const SHARE: usize = 8;
/// One of those in so many is for one network.
const OF_ONE: usize = 4;
/// Bits of an IPv6 address that one household or office has for itself.
const IPV6_PREFIX: u32 = 64;

/// The places of one front.
#[derive(Debug)]
pub struct Places {
    reading: Semaphore,
    sending: Semaphore,
    of_one: usize,
    /// How many places each network has now that has any.
    taken: Mutex<HashMap<IpAddr, usize>>,
}

/// A place for a request with a body, until it is dropped.
struct Sending<'a> {
    places: &'a Places,
    network: Option<IpAddr>,
    _place: SemaphorePermit<'a>,
}

impl Places {
    /// `requests` places in all.
    pub fn new(requests: usize) -> Arc<Self> {
        let sending = requests.div_ceil(SHARE);
        let reading = requests.saturating_sub(sending).max(1);
        Arc::new(Self {
            reading: Semaphore::new(reading),
            sending: Semaphore::new(sending),
            of_one: sending.div_ceil(OF_ONE),
            taken: Mutex::default(),
        })
    }

    fn send(&self, client: Option<IpAddr>) -> Option<Sending<'_>> {
        let network = client.map(network);
        let place = self.sending.try_acquire().ok()?;
        if let Some(network) = network {
            let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            let own = taken.entry(network).or_default();
            if *own >= self.of_one {
                return None;
            }
            *own += 1;
        }
        Some(Sending { places: self, network, _place: place })
    }
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        let Some(network) = self.network else { return };
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&network) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&network);
            }
        }
    }
}

/// The network that stands for an address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - IPV6_PREFIX))).into()
        }
    }
}

/// Takes a place for the time until the answer's head.
pub async fn shed(State(places): State<Arc<Places>>, request: Request, next: Next) -> Response {
    let refused = || {
        counter!("vantail_front_requests_shed_total").increment(1);
        Refusal(Failure::new(Code::Busy).retry_after(2)).into_response()
    };
    if request.method() == Method::POST {
        let client = request.extensions().get::<Visit>().and_then(|visit| visit.client);
        let Some(_place) = places.send(client) else { return refused() };
        return next.run(request).await;
    }
    let Ok(_place) = places.reading.try_acquire() else { return refused() };
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_cannot_take_all_places_for_forms() {
        let places = Places::new(512);
        let client = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        let own: Vec<_> = (0..100).map_while(|_| places.send(client("2001:db8::1"))).collect();
        assert_eq!(own.len(), 16, "a quarter of an eighth");
        assert!(places.send(client("2001:db8::ffff")).is_none(), "the same network");
        assert!(
            places.send(client("2001:db8:0:1::1")).is_some() && places.send(client("192.0.2.1")).is_some()
        );
        drop(own);
        assert!(places.send(client("2001:db8::1")).is_some());
        assert!(places.taken.lock().unwrap().is_empty(), "nothing is remembered of who is gone");
        let all: Vec<_> =
            (0..100u8).map_while(|last| places.send(client(&format!("192.0.2.{last}")))).collect();
        assert_eq!(all.len(), 64, "an eighth of all");
    }
}
