//! The roots of documents: looked at before anything is served, and opened.

use std::sync::Arc;

use tracing::warn;
use vantail_shared::{
    clock::Clock,
    config::{At, Faults},
    failure::Code,
};

use crate::{
    config::{Config, DocumentRoot},
    document::{Bucket, BucketAddress, Folder, Root, Stores, Tags},
    map::{DataMap, Place},
};

/// Looks whether each root can be one.
pub(super) async fn check(config: &Config, clock: &Arc<dyn Clock>, faults: &Faults) {
    for (name, root) in &config.documents {
        match &root.value {
            DocumentRoot::Folder(path) => {
                if let Err(error) = Folder::check_root(path) {
                    note(faults, &root.at, name, &error.to_string(), "name a folder that the back may read");
                }
            }
            DocumentRoot::Bucket(address) => {
                // Nothing is opened with these tags.
                let tags = Tags::new(&[0; 32]);
                if let Some(bucket) = bucket(name, address, &root.at, clock, tags, faults) {
                    probe(name, &bucket, &root.at, faults).await;
                }
            }
        }
    }
}

/// Holds what the map says of roots against the configuration.
pub(super) fn fit(map: &DataMap, config: &Config, faults: &Faults) {
    for set in &map.documents {
        let Some(named) = set.place.root() else { continue };
        let root =
            config.documents.iter().find(|(name, _)| *name == named.value).map(|(_, root)| &root.value);
        match (root, &set.place) {
            (None, _) => {
                let problem = format!("`root` is {:?}, which the configuration does not name", named.value);
                let remedy =
                    format!("add {} = \"/a/folder\" to [documents] of the configuration", named.value);
                faults.note(&named.at, problem, remedy);
            }
            (Some(DocumentRoot::Bucket(_)), Place::Member { member, .. }) => {
                let problem = format!("`member` is read from {:?}, which is a bucket", named.value);
                let remedy = "keep zip files in a folder, or their members in the bucket";
                faults.note(&member.at, problem, remedy);
            }
            _ => {}
        }
    }
}

/// Opens the roots.
pub(super) fn open(config: &Config, clock: &Arc<dyn Clock>, tags: Tags, faults: &Faults) -> Option<Stores> {
    let mut roots = Vec::with_capacity(config.documents.len());
    for (name, root) in &config.documents {
        let opened = match &root.value {
            DocumentRoot::Folder(path) => Root::Folder(Folder::new(path, tags.clone())),
            DocumentRoot::Bucket(address) => {
                Root::Bucket(bucket(name, address, &root.at, clock, tags.clone(), faults)?)
            }
        };
        roots.push((name.clone(), opened));
    }
    Some(Stores::new(roots, tags))
}

fn bucket(
    name: &str,
    address: &BucketAddress,
    at: &At,
    clock: &Arc<dyn Clock>,
    tags: Tags,
    faults: &Faults,
) -> Option<Bucket> {
    let opened = Bucket::new(address, clock.clone(), tags);
    let remedy = "name with `ca_file` the PEM file of the CAs that the store is held against";
    opened.map_err(|error| note(faults, at, name, &error.to_string(), remedy)).ok()
}

/// Asks the store whether it lets us in. While it is away, everything else is served all the same.
async fn probe(name: &str, bucket: &Bucket, at: &At, faults: &Faults) {
    let Err(failure) = bucket.probe().await else { return };
    match failure.code {
        Code::Forbidden => {
            let remedy =
                "mend the two keys and the region, and let the key list the bucket and read its objects";
            note(faults, at, name, "the store refuses our key", remedy);
        }
        Code::NotFound => {
            note(faults, at, name, "the store has no such bucket", "mend `s3`, `bucket` or `region`");
        }
        _ => warn!(root = name, cause = failure.explain(), "documents are not available"),
    }
}

fn note(faults: &Faults, at: &At, name: &str, problem: &str, remedy: &str) {
    faults.note(at, format!("`documents.{name}`: {problem}"), remedy);
}
