//! What a statement gave: rows of cells, each a text or absent.
//!
//! All texts stand in one piece of memory. A page has hundreds of them, most are short, and few are kept.

use std::{fmt, slice};

use zeroize::Zeroize as _;

/// Longest value that is taken from a cell, in characters. A longer one is cut and ends in an ellipsis.
pub(super) const MAX_CELL: usize = 8192;
/// Most bytes of an answer. A page has 50 rows: more than this means columns that nobody can read.
const MAX_ANSWER: usize = 16 << 20;

/// The rows that a statement gave.
#[derive(Clone, Default)]
pub struct Answer {
    text: String,
    cells: Vec<Option<Span>>,
    /// Cells of a row.
    width: usize,
}

/// Where a cell's text begins and ends.
#[derive(Debug, Clone, Copy)]
struct Span {
    begin: u32,
    end: u32,
}

/// One row, as its cells in their order.
#[derive(Clone)]
pub struct Row<'a> {
    text: &'a str,
    cells: slice::Iter<'a, Option<Span>>,
}

/// The database gave more than a page can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer is larger than a page can be")]
pub(super) struct TooLarge;

impl Answer {
    /// An answer without rows yet, which will have so many cells each.
    pub(super) fn of_width(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// Adds the next cell. Bytes, not text: a database may hold texts that are no UTF-8, which must not fail a page.
    pub(super) fn add(&mut self, cell: Option<&[u8]>) -> Result<(), TooLarge> {
        let Some(bytes) = cell else {
            self.cells.push(None);
            return Ok(());
        };
        let begin = self.text.len();
        match str::from_utf8(bytes) {
            Ok(text) => self.text.push_str(text),
            Err(_) => self.text.push_str(&String::from_utf8_lossy(bytes)),
        }
        // Most are short: only of long ones are the characters counted.
        if self.text.len() - begin > MAX_CELL
            && let Some((end, _)) = self.text[begin..].char_indices().nth(MAX_CELL)
        {
            self.text.truncate(begin + end);
            self.text.push('…');
        }
        self.end(begin)
    }

    /// Adds what is written as the next cell: a short text.
    pub(super) fn write(&mut self, value: impl FnOnce(&mut String)) -> Result<(), TooLarge> {
        let begin = self.text.len();
        value(&mut self.text);
        self.end(begin)
    }

    /// Adds the cell that stands above the next one once more.
    pub(super) fn repeat(&mut self) {
        let above = self.cells.len().checked_sub(self.width).and_then(|above| self.cells.get(above));
        self.cells.push(above.copied().flatten());
    }

    fn end(&mut self, begin: usize) -> Result<(), TooLarge> {
        if self.text.len() > MAX_ANSWER {
            return Err(TooLarge);
        }
        let place = |at: usize| u32::try_from(at).map_err(|_| TooLarge);
        self.cells.push(Some(Span { begin: place(begin)?, end: place(self.text.len())? }));
        Ok(())
    }

    /// Its rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let rows = self.cells.chunks(self.width.max(1));
        rows.map(|cells| Row { text: &self.text, cells: cells.iter() })
    }

    /// The first of its rows.
    pub(crate) fn first(&self) -> Option<Row<'_>> {
        self.rows().next()
    }

    /// Whether there is no row.
    pub(crate) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Overwrites all texts, and leaves none.
    pub(super) fn wipe(&mut self) {
        self.cells.clear();
        self.text.zeroize();
    }

    /// Everything, to be looked at.
    #[cfg(test)]
    pub(crate) fn to_vec(&self) -> Vec<Vec<Option<String>>> {
        self.rows().map(|row| row.map(|cell| cell.map(str::to_owned)).collect()).collect()
    }
}

/// What it holds is people's: only its size is told.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("cells", &self.cells.len()).finish_non_exhaustive()
    }
}

impl<'a> Row<'a> {
    /// The text of the next cell, where there is one.
    pub(crate) fn text(&mut self) -> Option<&'a str> {
        self.next().flatten()
    }

    /// The texts of the next cells.
    pub(super) fn texts(&mut self, count: usize) -> Vec<Option<String>> {
        self.take(count).map(|cell| cell.map(str::to_owned)).collect()
    }

    /// The texts of all cells that are left.
    pub(super) fn rest(self) -> Vec<Option<String>> {
        self.map(|cell| cell.map(str::to_owned)).collect()
    }

    /// The row without its next cells.
    pub(super) fn after(mut self, count: usize) -> Self {
        self.cells = self.cells.as_slice().get(count..).unwrap_or_default().iter();
        self
    }
}

impl<'a> Iterator for Row<'a> {
    type Item = Option<&'a str>;

    fn next(&mut self) -> Option<Option<&'a str>> {
        let text = self.text;
        let cell = self.cells.next()?;
        Some(cell.and_then(|Span { begin, end }| text.get(begin as usize..end as usize)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.cells.size_hint()
    }
}

impl ExactSizeIterator for Row<'_> {}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").field("cells", &self.cells.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_goes_in_comes_out(width in 1..5usize, cells: Vec<Option<String>>) {
            let cells = &cells[..cells.len() - cells.len() % width];
            let mut answer = Answer::of_width(width);
            for cell in cells {
                answer.add(cell.as_deref().map(str::as_bytes)).unwrap();
            }
            let rows: Vec<Vec<Option<String>>> = cells.chunks(width).map(<[_]>::to_vec).collect();
            prop_assert_eq!(answer.to_vec(), rows);
        }
    }

    #[test]
    fn what_is_no_text_or_too_long_fails_no_page() {
        let mut answer = Answer::of_width(3);
        answer.add(Some(b"a\xffb")).unwrap();
        answer.add(Some("é".repeat(MAX_CELL + 1).as_bytes())).unwrap();
        answer.add(None).unwrap();
        let mut row = answer.first().unwrap();
        assert_eq!((row.len(), row.text()), (3, Some("a\u{fffd}b")));
        let cut = row.text().unwrap();
        assert!(cut.ends_with("é…") && cut.chars().count() == MAX_CELL + 1);
        assert_eq!((row.clone().rest(), row.after(1).len()), (vec![None], 0));
    }

    #[test]
    fn an_answer_has_a_bound() {
        let mut answer = Answer::of_width(1);
        let long = vec![b'x'; MAX_CELL];
        let room = MAX_ANSWER / MAX_CELL;
        assert!((0..room).all(|_| answer.add(Some(&long)).is_ok()));
        assert_eq!(answer.add(Some(&long)), Err(TooLarge));
    }
}
