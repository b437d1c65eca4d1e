//! How often codes are sent by mail: from one browser or network, and for one name.

use std::net::IpAddr;

use super::{
    super::{
        sign_in::Door,
        throttle::{Failures, Limits},
    },
    Guard, front, keep_if_back, network, seconds,
};
use crate::store::{Connection, StoreError, throttle};

/// Bytes of one key.
const MARK: usize = 32;

impl Guard {
    /// What codes by mail for a name count under. A browser that is known has its own allowance here as well; all others
    /// have that of their network, and one of the name beside it, so that no mailbox is flooded from many networks.
    pub(in crate::identity) fn mail(&self, door: &Door, login: &str, known: bool) -> Vec<u8> {
        let (kind, login) = (front(door.kind), login.as_bytes());
        if let Some(browser) = door.browser.as_ref().filter(|_| known) {
            return self.tag(b'c', &[kind, browser.as_bytes(), login]).as_ref().to_vec();
        }
        let network = door.client.map_or([0; 9], padded);
        let (near, all) = (self.tag(b'm', &[kind, &network, login]), self.tag(b'w', &[kind, login]));
        [near.as_ref(), all.as_ref()].concat()
    }

    /// Counts a code by mail under a mark of [`Guard::mail`], within the caller's transaction: the time to wait when there
    /// were too many, in seconds; then nothing was counted. The transaction is to be committed then too, see
    /// [`keep_if_back`].
    pub(in crate::identity) async fn allow_mail(
        &self,
        connection: &mut Connection,
        mark: &[u8],
    ) -> Result<Option<u32>, StoreError> {
        // Locked before they are looked at.
        self.hold_mail(connection, mark).await?;
        let (now, mut wait) = (self.clock.now(), 0);
        for (key, limits) in mail_limits(mark) {
            let failures = Failures::at(now, limits, throttle::read(connection, key).await?);
            wait = wait.max(failures.wait(now, limits));
            keep_if_back(connection, key, limits, &failures).await?;
        }
        if wait > 0 {
            return Ok(Some(seconds(wait)));
        }
        for (key, limits) in mail_limits(mark) {
            self.allow(connection, key, limits).await?;
        }
        Ok(None)
    }

    /// Locks what codes by mail count under, in one order, within the caller's transaction.
    pub(in crate::identity) async fn hold_mail(
        &self,
        connection: &mut Connection,
        mark: &[u8],
    ) -> Result<(), StoreError> {
        for (key, _) in mail_limits(mark) {
            throttle::lock(connection, key).await?;
        }
        Ok(())
    }

    /// How long to wait before the next code by mail, in seconds.
    pub(in crate::identity) async fn mail_wait(
        &self,
        connection: &mut Connection,
        mark: &[u8],
    ) -> Result<u32, StoreError> {
        let (now, mut wait) = (self.clock.now(), 0);
        for (key, limits) in mail_limits(mark) {
            let failures = Failures::at(now, limits, throttle::read(connection, key).await?);
            wait = wait.max(failures.wait(now, limits));
        }
        Ok(seconds(wait))
    }
}

/// The keys of a mark of [`Guard::mail`]: that of a browser or a network, and that of the name.
fn mail_limits(mark: &[u8]) -> impl Iterator<Item = (&[u8], Limits)> {
    mark.chunks(MARK).zip([Limits::MAIL, Limits::ALL_MAIL])
}

/// A network in one length: what follows it cannot be taken for a part of it.
fn padded(address: IpAddr) -> [u8; 9] {
    let network = network(address);
    let mut padded = [0; 9];
    padded[0] = u8::try_from(network.len()).unwrap_or(0);
    padded[1..=network.len()].copy_from_slice(&network);
    padded
}
