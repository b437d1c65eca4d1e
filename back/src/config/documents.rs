//! `[documents]`: the roots of documents, each a folder or a bucket.

#[cfg(feature = "s3")]
mod bucket;

use std::path::{Path, PathBuf};

use vantail_shared::config::{Section, Spot, Value};

/// Where the files of a root are.
#[derive(Debug, Clone)]
pub enum DocumentRoot {
    /// A folder.
    Folder(PathBuf),
    /// A bucket of an S3-compatible store.
    Bucket(crate::document::BucketAddress),
}

pub(super) fn read(root: &Section<'_>, base: &Path) -> Vec<(String, Spot<DocumentRoot>)> {
    let Some(section) = root.section("documents") else { return Vec::new() };
    let entries: Vec<_> = section.entries().collect();
    let roots = entries.into_iter().filter_map(|(name, node)| {
        let value = match node.value {
            Value::Table(_) => bucket(&section, &name.value, base)?,
            _ => folder(&section, &name.value, base)?,
        };
        Some((name.value.clone(), Spot { value, at: node.at.clone() }))
    });
    roots.collect()
}

fn folder(section: &Section<'_>, name: &str, base: &Path) -> Option<DocumentRoot> {
    let path = section.required_text(name, "the path of a folder")?;
    Some(DocumentRoot::Folder(base.join(&path.value)))
}

#[cfg(feature = "s3")]
fn bucket(section: &Section<'_>, name: &str, base: &Path) -> Option<DocumentRoot> {
    bucket::read(section.section(name)?, base).map(DocumentRoot::Bucket)
}

#[cfg(not(feature = "s3"))]
fn bucket(section: &Section<'_>, name: &str, _: &Path) -> Option<DocumentRoot> {
    let node = section.node(name)?;
    let problem = "is an object store, and this vantail-back was built without them";
    section.fault(&node.at, name, problem, "build it with `--features s3`, or name a folder");
    None
}
