//! The slow-down of guessing, applied: the machine's state in the store, under keyed hashes of names and networks.

use std::{net::IpAddr, sync::Arc};

use aws_lc_rs::hmac;
use vantail_shared::{
    clock::Clock,
    failure::{Code, Failure},
    tls::FrontKind,
};

use super::throttle::{Failures, Limits};
use crate::store::{Connection, Store, StoreError, throttle};

/// Counts failures in the store, so that every back over it sees them all.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    store: Store,
    key: Arc<hmac::Key>,
    clock: Arc<dyn Clock>,
}

/// What one try is counted under.
#[derive(Debug)]
pub(super) struct Keys {
    account: hmac::Tag,
    network: Option<hmac::Tag>,
}

impl Guard {
    pub(super) fn new(store: Store, secret: &[u8; 32], clock: Arc<dyn Clock>) -> Self {
        Self { store, key: Arc::new(hmac::Key::new(hmac::HMAC_SHA256, secret)), clock }
    }

    /// The keys of a try, whether or not the name exists. Each kind of front counts for itself: strangers at the public
    /// one must not make a member of staff wait at the other.
    pub(super) fn keys(&self, front: FrontKind, login: &str, client: Option<IpAddr>) -> Keys {
        let tag = |kind: u8, value: &[u8]| {
            let mut context = hmac::Context::with_key(&self.key);
            context.update(&[kind]);
            context.update(value);
            context.sign()
        };
        let account = match front {
            FrontKind::Public => b'a',
            FrontKind::Staff => b's',
        };
        Keys {
            account: tag(account, login.as_bytes()),
            network: client.map(|address| tag(b'n', &network(address))),
        }
    }

    /// The keys of a try at the second factor of an account.
    pub(super) fn factor_keys(&self, account: i64, client: Option<IpAddr>) -> Keys {
        let tag = |kind: u8, value: &[u8]| {
            let mut context = hmac::Context::with_key(&self.key);
            context.update(&[kind]);
            context.update(value);
            context.sign()
        };
        Keys {
            account: tag(b'f', &account.to_be_bytes()),
            network: client.map(|address| tag(b'n', &network(address))),
        }
    }

    /// Counts a try as a failure before it is made, so that many at once are not one; success takes it back.
    ///
    /// # Errors
    /// `Throttled` with the time to wait: then nothing was counted.
    pub(super) async fn charge(&self, keys: &Keys) -> Result<(), Failure> {
        let now = self.clock.now();
        let mut connection = self.store.writer().await?;
        // The network first, always: whoever locks in one order cannot deadlock.
        let mut wait = 0;
        let mut charged = Vec::new();
        for (key, limits) in keys.parts() {
            let mut failures = Failures::at(now, limits, throttle::lock(&mut connection, key).await?);
            wait = wait.max(failures.wait(now, limits));
            failures.add(now);
            charged.push((key, limits, failures));
        }
        if wait > 0 {
            connection.roll_back().await?;
            return Err(Failure::new(Code::Throttled).retry_after(u32::try_from(wait).unwrap_or(u32::MAX)));
        }
        for (key, limits, failures) in charged {
            let (times, ends_at) = failures.to_store(limits);
            throttle::write(&mut connection, key, times, ends_at).await?;
        }
        Ok(connection.commit().await?)
    }

    /// Takes a charge back: the try came to nothing for a reason of ours.
    pub(super) async fn refund(&self, keys: &Keys) -> Result<(), Failure> {
        let mut connection = self.store.writer().await?;
        for (key, limits) in keys.parts() {
            self.take_back(&mut connection, key, limits).await?;
        }
        Ok(connection.commit().await?)
    }

    /// The try was right: takes its charge back and forgets the account's failures, within the caller's transaction.
    pub(super) async fn succeeded(&self, connection: &mut Connection, keys: &Keys) -> Result<(), StoreError> {
        if let Some(network) = &keys.network {
            self.take_back(connection, network.as_ref(), Limits::NETWORK).await?;
        }
        throttle::delete(connection, keys.account.as_ref()).await
    }

    async fn take_back(
        &self,
        connection: &mut Connection,
        key: &[u8],
        limits: Limits,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut failures = Failures::at(now, limits, throttle::lock(connection, key).await?);
        failures.take_back();
        let (times, ends_at) = failures.to_store(limits);
        if times.is_empty() {
            return throttle::delete(connection, key).await;
        }
        throttle::write(connection, key, times, ends_at).await
    }
}

impl Keys {
    fn parts(&self) -> impl Iterator<Item = (&[u8], Limits)> {
        let network = self.network.as_ref().map(|key| (key.as_ref(), Limits::NETWORK));
        network.into_iter().chain([(self.account.as_ref(), Limits::ACCOUNT)])
    }
}

/// What one subscriber has: a whole address of IPv4, the first 64 bits of one of IPv6.
fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets()[..8].to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_subscriber_is_one_network() {
        let of = |address: &str| network(address.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
