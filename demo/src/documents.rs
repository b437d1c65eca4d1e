//! Writes the files of the sample's documents, on all processors, and tells the rows that name them.

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use anyhow::{Context as _, Result, anyhow};
use serde_json::{Value, json};

use crate::{
    paper::{self, Holder},
    sample::{
        Organisation,
        ledger::Ledger,
        papers::{self, Paper},
    },
};

/// The rows of the tables of documents.
#[derive(Debug, Default)]
pub struct Written {
    /// Person, category, title, day, path, size.
    pub of_persons: Vec<Row>,
    /// Building, category, title, day, path, size.
    pub of_buildings: Vec<Row>,
}

/// A row that names a document.
#[derive(Debug, Clone)]
pub struct Row {
    /// The person's or the building's number.
    pub holder: usize,
    /// The document.
    pub paper: Paper,
    /// Bytes of its file; unknown where the file is another row's, or lost.
    pub size: Option<usize>,
}

impl From<&Row> for Value {
    fn from(row: &Row) -> Self {
        let Row { holder, paper, size } = row;
        json!([holder, paper.category, paper.title, paper.on.to_string(), paper.path, size])
    }
}

/// Writes all files below `root`.
pub fn write(root: &Path, sample: &Organisation, ledger: &Ledger<'_>) -> Result<Written> {
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let parts: Vec<Result<Written>> = thread::scope(|scope| {
        let start = |_| scope.spawn(|| work(root, sample, ledger, &next));
        let handles: Vec<_> = (0..workers).map(start).collect();
        let join = |handle: thread::ScopedJoinHandle<'_, _>| {
            handle.join().unwrap_or_else(|_| Err(anyhow!("a worker fell")))
        };
        handles.into_iter().map(join).collect()
    });
    let mut all = Written::default();
    for part in parts {
        let part = part?;
        all.of_persons.extend(part.of_persons);
        all.of_buildings.extend(part.of_buildings);
    }
    // Who wrote what depends on chance; the database must not.
    all.of_persons
        .sort_by(|a, b| (a.holder, b.paper.on, &a.paper.path).cmp(&(b.holder, a.paper.on, &b.paper.path)));
    all.of_buildings
        .sort_by(|a, b| (a.holder, b.paper.on, &a.paper.path).cmp(&(b.holder, a.paper.on, &b.paper.path)));
    Ok(all)
}

/// Takes buildings, then persons, until none is left.
fn work(root: &Path, sample: &Organisation, ledger: &Ledger<'_>, next: &AtomicUsize) -> Result<Written> {
    let mut written = Written::default();
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        if let Some(index) = at.checked_sub(sample.buildings.len()) {
            if index >= sample.persons.len() {
                return Ok(written);
            }
            for paper in papers::of_person(ledger, sample, index) {
                let size = write_one(root, sample, ledger, Holder::Person(index), &paper)?;
                written.of_persons.push(Row { holder: index + 1, paper, size });
            }
        } else {
            for paper in papers::of_building(sample, at) {
                let size = write_one(root, sample, ledger, Holder::Building(at), &paper)?;
                written.of_buildings.push(Row { holder: at + 1, paper, size });
            }
            for notice in papers::notices(sample, at) {
                write_one(root, sample, ledger, Holder::Building(at), &notice)?;
            }
        }
    }
}

fn write_one(
    root: &Path,
    sample: &Organisation,
    ledger: &Ledger<'_>,
    holder: Holder,
    paper: &Paper,
) -> Result<Option<usize>> {
    if paper.lost || !paper.own {
        return Ok(None);
    }
    let path = root.join(&paper.path);
    let bytes = paper::render(sample, ledger, holder, paper);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::write(&path, &bytes).with_context(|| format!("writing {}", path.display()))?;
    Ok(Some(bytes.len()))
}
