//! What is wrong, where, and what to do about it.

use std::{cell::RefCell, fmt, path::Path, sync::Arc};

/// A place in a file. Lines and columns count from 1; line 0 is the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The file as it was named, or the name of an environment variable.
    pub file: Arc<Path>,
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

impl At {
    /// The file as a whole.
    pub fn file(path: &Path) -> Self {
        Self { file: path.into(), line: 0, column: 0 }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        Ok(())
    }
}

/// A value together with the place where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub at: At,
}

impl<T> std::ops::Deref for Spot<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where.
    pub at: At,
    /// What is wrong, in words of the file: a key, a value.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n    {}", self.at, self.problem, self.remedy)
    }
}

/// All mistakes of one run, and what is no mistake but deserves a look.
#[derive(Debug, Default)]
pub struct Faults {
    faults: RefCell<Vec<Fault>>,
    warnings: RefCell<Vec<Fault>>,
}

impl Faults {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a mistake.
    pub fn note(&self, at: &At, problem: impl Into<String>, remedy: impl Into<String>) {
        let fault = Fault { at: at.clone(), problem: problem.into(), remedy: remedy.into() };
        self.faults.borrow_mut().push(fault);
    }

    /// Adds what deserves a look and keeps nothing from going on.
    pub fn warn(&self, at: &At, problem: impl Into<String>, remedy: impl Into<String>) {
        let warning = Fault { at: at.clone(), problem: problem.into(), remedy: remedy.into() };
        self.warnings.borrow_mut().push(warning);
    }

    /// Takes in everything that another run found.
    pub fn absorb(&self, other: Self) {
        self.faults.borrow_mut().extend(other.faults.into_inner());
        self.warnings.borrow_mut().extend(other.warnings.into_inner());
    }

    /// Whether there are no mistakes.
    pub fn is_empty(&self) -> bool {
        self.faults.borrow().is_empty()
    }

    /// How many mistakes there are.
    pub fn len(&self) -> usize {
        self.faults.borrow().len()
    }

    /// The mistakes by file and line, each once.
    pub fn into_sorted(self) -> Vec<Fault> {
        self.into_lists().0
    }

    /// The mistakes and the warnings by file and line, each once.
    pub fn into_lists(self) -> (Vec<Fault>, Vec<Fault>) {
        let sorted = |list: RefCell<Vec<Fault>>| {
            let mut list = list.into_inner();
            list.sort();
            list.dedup();
            list
        };
        (sorted(self.faults), sorted(self.warnings))
    }
}
