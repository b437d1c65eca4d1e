//! Entity tags (RFC 9110, section 8.8.3), keyed so that they tell nothing about what they are made of.

use std::sync::Arc;

use aws_lc_rs::hmac;
use data_encoding::HEXLOWER;

/// Makes entity tags.
#[derive(Debug, Clone)]
pub struct Tags(Arc<hmac::Key>);

impl Tags {
    /// `secret` is the same for all backs over one store, so that a document has one tag on all of them.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(Arc::new(hmac::Key::new(hmac::HMAC_SHA256, secret)))
    }

    /// A tag with its quotation marks: another one whenever one of the facts is another.
    pub(super) fn tag(&self, facts: &[&[u8]]) -> String {
        let mut context = hmac::Context::with_key(&self.0);
        for fact in facts {
            context.update(&(fact.len() as u64).to_be_bytes());
            context.update(fact);
        }
        format!("\"{}\"", HEXLOWER.encode(&context.sign().as_ref()[..16]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_counts_where_it_ends() {
        let tags = Tags::new(&[3; 32]);
        let all: [&[&[u8]]; 4] = [&[b"ab", b"c"], &[b"a", b"bc"], &[b"abc"], &[b"abc", b""]];
        for (at, facts) in all.iter().enumerate() {
            assert_eq!(tags.tag(facts), tags.tag(facts));
            assert!(all[..at].iter().all(|other| tags.tag(other) != tags.tag(facts)));
        }
        assert_ne!(tags.tag(all[0]), Tags::new(&[4; 32]).tag(all[0]));
    }
}
