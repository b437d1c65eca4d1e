//! The change of CA: a second beside the first, both trusted until the first has nothing left to answer for.

use super::Authority;
use crate::{Error, crl, files, index::Farewell, profile};

impl Authority {
    /// Makes a second CA. `ca.pem` then holds both; everything issued from now on comes from the new one.
    ///
    /// # Errors
    /// A change is already under way.
    pub fn new_ca(&mut self, now: i64) -> Result<(), Error> {
        if self.index.authorities.len() > 1 {
            return Err(Error::Refused("a change of CA is under way: end it first with `retire-ca`".into()));
        }
        let next = self.newest()?.generation + 1;
        self.add_signer(next, now)
    }

    /// Drops the old CA and destroys its key, after it has revoked all that it issued. With `force`, also when subjects
    /// still hang on it: those are refused as soon as the daemons have read the new `ca.pem` and `crl.pem`.
    ///
    /// # Errors
    /// There is no second CA, or valid certificates of the old one are in use.
    pub fn retire_ca(&mut self, force: bool, now: i64) -> Result<(), Error> {
        let [old, _] = self.index.authorities.as_slice() else {
            return Err(Error::Refused("there is one CA only: make the next with `new-ca` first".into()));
        };
        let hanging: Vec<String> = self
            .index
            .current()
            .into_iter()
            .filter(|entry| entry.generation == old.generation && entry.is_valid(now))
            .map(|entry| entry.subject.to_string())
            .collect();
        if !hanging.is_empty() && !force {
            return Err(Error::Refused(format!(
                "still on the old CA: {}. Renew them (`renew --all`), reload the daemons, then try again",
                hanging.join(", ")
            )));
        }
        let (generation, key, issuer) = (old.generation, old.key_file(), self.issuer(old)?);
        let mut until = now;
        for entry in self.index.issued.iter_mut().filter(|entry| entry.generation == generation) {
            entry.revoked.get_or_insert(now);
            until = until.max(entry.not_after);
        }
        self.index.crl_number += 1;
        let list = crl::revocation_list(&self.index, generation, &issuer, now)?;
        self.index.farewells.push(Farewell { list, until });
        self.index.authorities.remove(0);
        self.index.issued.retain(|entry| entry.generation != generation);
        self.publish(now)?;
        self.remove_file(&key)
    }

    pub(super) fn add_signer(&mut self, generation: u32, now: i64) -> Result<(), Error> {
        let (signer, key) = profile::authority(&self.index.trust_domain, generation, now)?;
        let key = zeroize::Zeroizing::new(key);
        // The key first: an index that names a CA without a key would be of no use.
        files::write(&self.folder.join(signer.key_file()), &key, files::SECRET)?;
        self.index.authorities.push(signer);
        self.publish(now)
    }
}
