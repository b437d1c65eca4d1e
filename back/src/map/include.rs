//! Files that a map includes, laid under the file that names them.

use std::path::{Path, PathBuf};

use vantail_shared::config::{At, Document, Faults, Node, Spot, Table, Value, read_file};

/// Files of one map at the most.
const MAX_FILES: usize = 32;

/// Reads the files that `document` includes and lays `document` over them.
pub(super) fn resolve(path: &Path, document: Document, faults: &Faults) -> Document {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(first) = includes(&document.root).next() else { return document };
    let root = match folder.canonicalize() {
        Ok(root) => root,
        Err(error) => {
            faults.note(
                &first.at,
                format!("the folder of the map cannot be read: {error}"),
                "name a map on this machine",
            );
            return document;
        }
    };
    let mut reader = Reader { root, open: vec![path.canonicalize().unwrap_or_default()], files: 1, faults };
    let at = document.at.clone();
    Document { root: reader.complete(document.root, folder), at }
}

struct Reader<'f> {
    /// The folder that no file may be outside of.
    root: PathBuf,
    /// The files that are being read, each included by the one before it.
    open: Vec<PathBuf>,
    files: usize,
    faults: &'f Faults,
}

impl Reader<'_> {
    /// A table with everything that it includes under it. `folder` is where its file is.
    fn complete(&mut self, table: Table, folder: &Path) -> Table {
        let mut whole = Table::default();
        for name in includes(&table) {
            if let Some(below) = self.include(&name, folder) {
                whole.lay_over(below);
            }
        }
        let rest = table.0.into_iter().filter(|(key, node)| key.value != INCLUDE || !is_list_of_texts(node));
        whole.lay_over(Table(rest.collect()));
        whole
    }

    fn include(&mut self, name: &Spot<String>, folder: &Path) -> Option<Table> {
        let path = folder.join(&name.value);
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) => {
                let problem = format!("{:?} cannot be included: {error}", name.value);
                self.fault(
                    &name.at,
                    problem,
                    "name a file of the map's folder, from the file that includes it",
                );
                return None;
            }
        };
        if !real.starts_with(&self.root) {
            let problem = format!("{:?} is outside of the map's folder", name.value);
            self.fault(&name.at, problem, "keep every file of a map in the folder of the map or below it");
            return None;
        }
        if self.open.contains(&real) {
            let problem = format!("{:?} includes itself, at once or through another file", name.value);
            self.fault(&name.at, problem, "remove one of the two");
            return None;
        }
        self.files += 1;
        if self.files > MAX_FILES {
            let problem = format!("the map has more than {MAX_FILES} files");
            self.fault(&name.at, problem, "join some of them");
            return None;
        }
        let text = read_file(&path, self.faults)?;
        let document = Document::parse(&path, &text, self.faults)?;
        self.open.push(real);
        let below = path.parent().map(Path::to_owned).unwrap_or_default();
        let whole = self.complete(document.root, &below);
        self.open.pop();
        Some(whole)
    }

    fn fault(&self, at: &At, problem: String, remedy: &str) {
        self.faults.note(at, problem, remedy);
    }
}

/// The key that names files.
const INCLUDE: &str = "include";

/// The names of files; what is no list of texts is told by the reader of the root.
fn includes(table: &Table) -> impl Iterator<Item = Spot<String>> + use<> {
    let node = table.0.iter().find(|(key, _)| key.value == INCLUDE).map(|(_, node)| node);
    let items = match node.map(|node| &node.value) {
        Some(Value::List(items)) => items.as_slice(),
        Some(Value::Text(_)) => node.map(std::slice::from_ref).unwrap_or_default(),
        _ => &[],
    };
    let texts: Vec<Spot<String>> = items
        .iter()
        .filter_map(|item| match &item.value {
            Value::Text(text) => Some(Spot { value: text.clone(), at: item.at.clone() }),
            _ => None,
        })
        .collect();
    texts.into_iter()
}

fn is_list_of_texts(node: &Node) -> bool {
    match &node.value {
        Value::Text(_) => true,
        Value::List(items) => items.iter().all(|item| matches!(item.value, Value::Text(_))),
        _ => false,
    }
}
