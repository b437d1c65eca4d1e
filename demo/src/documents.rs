//! Writes the files of documents, on all processors.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context as _, Result, anyhow};

use crate::{
    paper,
    sample::{
        papers::{self, Paper},
        unit::Unit,
    },
};

/// A folder of documents that is being filled.
#[derive(Debug)]
pub struct Documents {
    root: PathBuf,
    /// How many files it holds.
    pub files: usize,
}

impl Documents {
    /// Fills the folder `root`.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), files: 0 }
    }

    /// Writes the files that stand for all others in a large organisation.
    pub fn write_shared(&mut self) -> Result<()> {
        for shared in papers::shared() {
            self.write(&shared.path, &paper::render_shared(&shared))?;
            self.files += 1;
        }
        Ok(())
    }

    /// Writes the files of a unit's papers; returns their sizes in bytes, none where a file is lost.
    pub fn write_own(&mut self, unit: &Unit, papers: &[Paper]) -> Result<Vec<Option<i64>>> {
        let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let share = papers.len().div_ceil(workers).max(1);
        let here = &*self;
        let parts: Vec<Result<Vec<Option<i64>>>> = thread::scope(|scope| {
            let work = |some: &[Paper]| some.iter().map(|paper| here.write_one(unit, paper)).collect();
            let handles: Vec<_> = papers.chunks(share).map(|some| scope.spawn(move || work(some))).collect();
            let join = |handle: thread::ScopedJoinHandle<'_, _>| {
                handle.join().unwrap_or_else(|_| Err(anyhow!("a worker fell")))
            };
            handles.into_iter().map(join).collect()
        });
        let sizes = parts.into_iter().collect::<Result<Vec<_>>>()?.concat();
        self.files += sizes.iter().flatten().count();
        Ok(sizes)
    }

    fn write_one(&self, unit: &Unit, paper: &Paper) -> Result<Option<i64>> {
        if paper.lost {
            return Ok(None);
        }
        let bytes = paper::render(unit, paper);
        self.write(&paper.path, &bytes)?;
        Ok(i64::try_from(bytes.len()).ok())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let path = self.root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        }
        fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))
    }
}
