//! Entries of lists: which go, and in which order the others stand.

use super::row::{self, Refusal};
use crate::parse::{Entry, List, Written};
use std::ops::Range;

/// The stretch of the text that goes with an entry. With the last entry of a list its whole argument goes, since the grammar knows
/// no empty list.
pub(super) fn removed(text: &str, written: &[Written], entry: &Entry) -> Result<Range<usize>, Refusal> {
    let found = written.iter().filter(|it| it.method == entry.method).find_map(|it| {
        let list = it.lists.iter().find(|list| list.position(entry).is_some())?;
        Some((it, list, list.position(entry)?))
    });
    let (written, list, at) = found.ok_or("its list is not written plainly")?;
    match (&list.row, list.argument) {
        (Some(row), _) if row.cells.len() > 1 => row::without(text, row, at),
        (row, Some(argument)) => {
            if let Some(row) = row {
                row::without(text, row, at)?;
            }
            row::without(text, &written.arguments, argument)
        }
        (_, None) => Err("nothing would be left of the annotation"),
    }
}

/// Where a list of several entries is not in order, and what stands there then; in the order of the text.
pub(super) fn sorted(text: &str, written: &[Written]) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    for list in written.iter().flat_map(|it| &it.lists) {
        let Some(row) = &list.row else { continue };
        let mut order: Vec<usize> = (0..list.entries.len()).collect();
        order.sort_by(|a, b| key(&list.entries[*a]).cmp(&key(&list.entries[*b])));
        if order.is_sorted() {
            continue;
        }
        if let Ok(by) = row::ordered(text, row, &order) {
            found.push((row.open + 1..row.close, by));
        }
    }
    found
}

/// What is emitted comes first, then what is scheduled, then what is requested; each by its path as it is written.
fn key(Entry { does, path, .. }: &Entry) -> impl Ord + '_ {
    (*does, &path.segments, path.absolute)
}

impl List {
    fn position(&self, entry: &Entry) -> Option<usize> {
        self.entries.iter().position(|it| key(it) == key(entry))
    }
}
