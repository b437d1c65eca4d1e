//! Knowing a claim that somebody dropped from one that is held, without trusting anybody's clock: one that was there all the
//! time that a claim can take.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use tokio::time::Instant;

/// The claims of others, and since when each was seen.
#[derive(Debug, Default)]
pub(super) struct Watch(HashMap<String, Instant>);

impl Watch {
    /// Which of the claims that stand now were dropped: those that are not ours and that have stood for as long as `lease`.
    pub(super) fn dropped(
        &mut self,
        now: Instant,
        lease: Duration,
        claims: Vec<String>,
        ours: &HashSet<&str>,
    ) -> Vec<String> {
        let seen = std::mem::take(&mut self.0);
        for claim in claims.into_iter().filter(|claim| !ours.contains(claim.as_str())) {
            let since = seen.get(&claim).copied().unwrap_or(now);
            self.0.insert(claim, since);
        }
        let old = self.0.iter().filter(|(_, since)| now.duration_since(**since) >= lease);
        old.map(|(claim, _)| claim.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_dropped_once_it_stood_for_too_long() {
        let (begin, lease) = (Instant::now(), Duration::from_secs(100));
        let mut watch = Watch::default();
        let mut dropped = |after: u64, claims: &[&str]| {
            let claims = claims.iter().map(|claim| (*claim).to_owned()).collect();
            let mut dropped =
                watch.dropped(begin + Duration::from_secs(after), lease, claims, &HashSet::from(["ours"]));
            dropped.sort();
            dropped
        };
        assert!(dropped(0, &["ours", "a"]).is_empty());
        assert!(dropped(60, &["ours", "a", "b"]).is_empty());
        assert_eq!(dropped(100, &["ours", "a", "b"]), ["a"]);
        // Settled meanwhile, and claimed anew by the same word, which no back does.
        assert!(dropped(110, &["ours", "b"]).is_empty());
        assert_eq!(dropped(170, &["ours", "a", "b"]), ["b"], "ours never, whatever the time");
    }
}
