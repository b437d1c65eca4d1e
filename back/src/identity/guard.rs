//! The slow-down of guessing, applied: the machine's state in the store, under keyed hashes of names and networks.
//!
//! Tries from a browser in which the owner has signed in before count for themselves alone: strangers cannot make the
//! owner wait.

mod mail;

use std::{net::IpAddr, sync::Arc};

use aws_lc_rs::hmac;
use vantail_shared::{
    clock::Clock,
    failure::{Code, Failure},
    tls::FrontKind,
};

use super::{
    browser::Browser,
    sign_in::Door,
    throttle::{Failures, Limits},
};
use crate::store::{Connection, Store, StoreError, known_browser, throttle};

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
    /// What the browser is known by, and what its own tries count under.
    browser: Option<(hmac::Tag, hmac::Tag)>,
}

/// A try that was counted.
#[derive(Debug)]
pub(super) struct Charged {
    parts: Vec<(hmac::Tag, Limits)>,
    /// When the owner was last seen in this browser.
    pub(super) seen_at: Option<i64>,
}

impl Guard {
    pub(super) fn new(store: Store, secret: &[u8; 32], clock: Arc<dyn Clock>) -> Self {
        Self { store, key: Arc::new(hmac::Key::new(hmac::HMAC_SHA256, secret)), clock }
    }

    /// The keys of a try, whether or not the name exists. Each kind of front counts for itself: strangers at the public
    /// one must not make a member of staff wait at the other.
    pub(super) fn keys(&self, door: &Door, login: &str) -> Keys {
        Keys {
            account: self.account(door.kind, login),
            network: door.client.map(|address| self.tag(b'n', &[&network(address)])),
            browser: door.browser.as_ref().map(|browser| {
                let tries = self.tag(b'k', &[front(door.kind), browser.as_bytes(), login.as_bytes()]);
                (self.browser(door.kind, login, browser), tries)
            }),
        }
    }

    /// What a browser is known by: another mark for each sign-in name, so that the store does not tell who shares one.
    pub(super) fn browser(&self, kind: FrontKind, login: &str, browser: &Browser) -> hmac::Tag {
        self.tag(b'b', &[front(kind), browser.as_bytes(), login.as_bytes()])
    }

    /// What tries from browsers that are not known count under.
    pub(super) fn account(&self, kind: FrontKind, login: &str) -> hmac::Tag {
        let kind = match kind {
            FrontKind::Public => b'a',
            FrontKind::Staff => b's',
        };
        self.tag(kind, &[login.as_bytes()])
    }

    /// The keys of a try at the second factor of an account: the owner's known browser has its own here as well, so that
    /// whoever has the password alone cannot make it wait.
    pub(super) fn factor_keys(&self, door: &Door, account: i64, login: &str) -> Keys {
        let account = account.to_be_bytes();
        Keys {
            account: self.tag(b'f', &[&account]),
            network: door.client.map(|address| self.tag(b'n', &[&network(address)])),
            browser: door.browser.as_ref().map(|browser| {
                let tries = self.tag(b'g', &[browser.as_bytes(), &account]);
                (self.browser(door.kind, login, browser), tries)
            }),
        }
    }

    /// The keys of a try by whoever is signed in already: strangers cannot make them wait, nor can strangers of their own
    /// network, whose failures count under another key.
    pub(super) fn own_keys(&self, account: i64, client: Option<IpAddr>) -> Keys {
        Keys {
            account: self.tag(b'o', &[&account.to_be_bytes()]),
            network: client.map(|address| self.tag(b'q', &[&network(address)])),
            browser: None,
        }
    }

    /// What codes by mail to whoever is signed in count under.
    pub(super) fn own_mail(&self, account: i64) -> hmac::Tag {
        self.tag(b'e', &[&account.to_be_bytes()])
    }

    fn tag(&self, kind: u8, values: &[&[u8]]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&self.key);
        context.update(&[kind]);
        for value in values {
            context.update(value);
        }
        context.sign()
    }

    /// Counts a try as a failure before it is made, so that many at once are not one; success takes it back.
    ///
    /// # Errors
    /// `Throttled` with the time to wait: then nothing was counted.
    pub(super) async fn charge(&self, keys: &Keys) -> Result<Charged, Failure> {
        let now = self.clock.now();
        let mut connection = self.store.writer().await?;
        let (mut parts, mut seen_at) = (Vec::new(), None);
        if let Some((mark, tries)) = keys.browser {
            seen_at = known_browser::seen(&mut connection, mark.as_ref()).await?;
            if seen_at.is_some() {
                parts.push((tries, Limits::ACCOUNT));
            }
        }
        if seen_at.is_none() {
            // The network first, always: whoever locks in one order cannot deadlock.
            parts.extend(keys.network.map(|key| (key, Limits::NETWORK)));
            parts.push((keys.account, Limits::ACCOUNT));
        }
        let (mut wait, mut counted) = (0, Vec::new());
        for (key, limits) in &parts {
            let stored = throttle::lock(&mut connection, key.as_ref()).await?;
            let failures = Failures::at(now, *limits, stored);
            wait = wait.max(failures.wait(now, *limits));
            counted.push((*key, *limits, failures));
        }
        if wait > 0 {
            // Nothing is counted.
            for (key, limits, failures) in counted {
                keep_if_back(&mut connection, key.as_ref(), limits, &failures).await?;
            }
            connection.commit().await?;
            return Err(Failure::new(Code::Throttled).retry_after(seconds(wait)));
        }
        for (key, limits, mut failures) in counted {
            failures.add(now);
            let (times, ends_at) = failures.to_store(limits);
            throttle::write(&mut connection, key.as_ref(), times, ends_at).await?;
        }
        connection.commit().await?;
        Ok(Charged { parts, seen_at })
    }

    /// Counts a call that needs no password against its network; tells when the owner of this name was last seen in the
    /// browser of the call, whose own allowance it then is.
    ///
    /// # Errors
    /// `Throttled` with the time to wait: then nothing was counted.
    pub(super) async fn charge_network(&self, door: &Door, login: &str) -> Result<Option<i64>, Failure> {
        let mut connection = self.store.writer().await?;
        let keys = self.keys(door, login);
        let seen_at = match keys.browser {
            Some((mark, _)) => known_browser::seen(&mut connection, mark.as_ref()).await?,
            None => None,
        };
        if let (None, Some(network)) = (seen_at, keys.network)
            && let Some(wait) = self.allow(&mut connection, network.as_ref(), Limits::NETWORK).await?
        {
            connection.commit().await?;
            return Err(Failure::new(Code::Throttled).retry_after(wait));
        }
        connection.commit().await?;
        Ok(seen_at)
    }

    /// Counts a call that needs no name and keeps something in the store against its network.
    ///
    /// # Errors
    /// `Throttled` with the time to wait: then nothing was counted.
    pub(super) async fn charge_beginning(&self, door: &Door) -> Result<(), Failure> {
        let Some(address) = door.client else { return Ok(()) };
        let key = self.tag(b'i', &[&network(address)]);
        let mut connection = self.store.writer().await?;
        let wait = self.allow(&mut connection, key.as_ref(), Limits::BEGINNING).await?;
        let done = wait.map_or(Ok(()), |wait| Err(Failure::new(Code::Throttled).retry_after(wait)));
        connection.settle(done).await
    }

    /// Locks what a try was counted under, within the caller's transaction, before it locks an account: whoever locks in
    /// one order cannot deadlock.
    pub(super) async fn hold(
        &self,
        connection: &mut Connection,
        charged: &Charged,
    ) -> Result<(), StoreError> {
        for (key, _) in &charged.parts {
            throttle::lock(connection, key.as_ref()).await?;
        }
        Ok(())
    }

    /// Counts something that may be done so often under `key`, within the caller's transaction: the time to wait when
    /// it was too often, in seconds. The transaction is to be committed then too, see [`keep_if_back`].
    pub(super) async fn allow(
        &self,
        connection: &mut Connection,
        key: &[u8],
        limits: Limits,
    ) -> Result<Option<u32>, StoreError> {
        let now = self.clock.now();
        let mut failures = Failures::at(now, limits, throttle::lock(connection, key).await?);
        let wait = failures.wait(now, limits);
        if wait > 0 {
            keep_if_back(connection, key, limits, &failures).await?;
            return Ok(Some(seconds(wait)));
        }
        failures.add(now);
        let (times, ends_at) = failures.to_store(limits);
        throttle::write(connection, key, times, ends_at).await?;
        Ok(None)
    }

    /// Takes a charge back: the try came to nothing for a reason of ours.
    pub(super) async fn refund(&self, charged: &Charged) -> Result<(), Failure> {
        let mut connection = self.store.writer().await?;
        for (key, limits) in &charged.parts {
            self.take_back(&mut connection, key.as_ref(), *limits).await?;
        }
        Ok(connection.commit().await?)
    }

    /// The try was right: takes its charge back and forgets the failures of its name or browser, within the caller's
    /// transaction.
    pub(super) async fn succeeded(
        &self,
        connection: &mut Connection,
        charged: &Charged,
    ) -> Result<(), StoreError> {
        for (key, limits) in &charged.parts {
            if *limits == Limits::NETWORK {
                self.take_back(connection, key.as_ref(), *limits).await?;
            } else {
                throttle::delete(connection, key.as_ref()).await?;
            }
        }
        Ok(())
    }

    /// Ends the wait of strangers for this name, within the caller's transaction: there is another password now.
    pub(super) async fn forgive(
        &self,
        connection: &mut Connection,
        kind: FrontKind,
        login: &str,
    ) -> Result<(), StoreError> {
        throttle::delete(connection, self.account(kind, login).as_ref()).await
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

/// Stores what is known now where the clock went back and nothing is added: the wait that is told would begin anew at each
/// asking otherwise, and never end as told.
async fn keep_if_back(
    connection: &mut Connection,
    key: &[u8],
    limits: Limits,
    failures: &Failures,
) -> Result<(), StoreError> {
    if !failures.clock_went_back() {
        return Ok(());
    }
    let (times, ends_at) = failures.to_store(limits);
    throttle::write(connection, key, times, ends_at).await
}

fn front(kind: FrontKind) -> &'static [u8] {
    match kind {
        FrontKind::Public => b"p",
        FrontKind::Staff => b"s",
    }
}

fn seconds(wait: i64) -> u32 {
    u32::try_from(wait.max(0)).unwrap_or(u32::MAX)
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
