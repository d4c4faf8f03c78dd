//! Takes cells out of a row, and puts them in order, without touching anything else.
//!
//! A comment belongs to an entry when it stands behind it on its line, or on lines of its own above it while no other entry
//! follows before the next comment, an empty line or the end; and then it goes where its entry goes. Of any other comment it is
//! not certain what it is about, and the row is left as it is.

use crate::parse::Row;
use std::ops::Range;

/// Why a row is left as it is: continues "because ..".
pub(super) type Refusal = &'static str;

const COMMENT: Refusal = "it is not certain to which entry a comment in the list belongs";

/// A cell with the comments that belong to it.
#[derive(Debug, Clone)]
struct Unit {
    cell: Range<usize>,
    /// The lines of comments above it, each with its line break; empty at the start of the cell's line when there are none.
    above: Range<usize>,
    /// From the comma, or the cell, to the end of the comment behind it.
    behind: Option<Range<usize>>,
}

/// The stretch of the text that goes when a cell is taken out; of the only cell that is the whole row with its brackets.
pub(super) fn without(text: &str, row: &Row, at: usize) -> Result<Range<usize>, Refusal> {
    let units = units(text, row)?;
    let unit = &units[at];
    if units.len() == 1 {
        return Ok(row.open..row.close + 1);
    }
    let end = unit.behind.as_ref().map_or_else(|| row.end(at), |behind| behind.end);
    let line = line_start(text, unit.cell.start)..text[end..].find('\n').map_or(text.len(), |found| end + found + 1);
    let is_alone = text[line.start..unit.cell.start].trim().is_empty() && text[end..line.end].trim().is_empty();
    if is_alone {
        return Ok(unit.above.start.min(line.start)..line.end);
    }
    if unit.has_comment() || at.checked_sub(1).is_some_and(|before| units[before].has_comment()) {
        return Err(COMMENT);
    }
    let follows = |next: &Unit| !text[end..next.cell.start].contains('\n');
    if at == 0 || units.get(at + 1).is_some_and(follows) {
        return Ok(unit.cell.start..units[at + 1].cell.start);
    }
    Ok(units[at - 1].cell.end..unit.cell.end)
}

/// What to write between the brackets so that the cells stand in this order: each where another one stood, with its comments.
pub(super) fn ordered(text: &str, row: &Row, order: &[usize]) -> Result<String, Refusal> {
    let units = units(text, row)?;
    let begins_line = |unit: &Unit| text[line_start(text, unit.cell.start)..unit.cell.start].trim().is_empty();
    let last = units.last().map_or(row.open, |last| last.cell.end);
    let is_one_a_line = units.iter().all(begins_line) && text[last..row.close].contains('\n');
    if !is_one_a_line && units.iter().any(Unit::has_comment) {
        return Err(COMMENT);
    }
    let mut out = String::new();
    let mut done = row.open + 1;
    for (slot, &from) in order.iter().enumerate() {
        let (here, other) = (&units[slot], &units[from]);
        out.push_str(&text[done..here.above.start]);
        out.push_str(&text[other.above.clone()]);
        out.push_str(&text[here.above.end..here.cell.start]);
        out.push_str(&text[other.cell.clone()]);
        out.push_str(&text[here.cell.end..row.end(slot)]);
        out.push_str(other.behind.as_ref().map_or("", |behind| &text[row.end(from)..behind.end]));
        done = here.behind.as_ref().map_or_else(|| row.end(slot), |behind| behind.end);
    }
    out.push_str(&text[done..row.close]);
    Ok(out)
}

impl Unit {
    fn has_comment(&self) -> bool {
        self.behind.is_some() || !self.above.is_empty()
    }
}

impl Row {
    /// Where a cell ends with its comma.
    fn end(&self, at: usize) -> usize {
        self.commas.get(at).map_or(self.cells[at].end, |comma| comma + 1)
    }
}

/// The cells of a row with their comments.
fn units(text: &str, row: &Row) -> Result<Vec<Unit>, Refusal> {
    let mut units: Vec<Unit> = Vec::new();
    let mut end = row.open + 1;
    for (at, cell) in row.cells.iter().enumerate() {
        let gap = gap(text, end..cell.start)?;
        if let Some(behind) = gap.behind {
            give(text, units.last_mut(), end, behind)?;
        }
        units.push(Unit { cell: cell.clone(), above: gap.above, behind: None });
        if !text[cell.end..row.end(at)].trim_end_matches(',').trim().is_empty() {
            return Err(COMMENT);
        }
        end = row.end(at);
    }
    let last = gap(text, end..row.close)?;
    if let Some(behind) = last.behind {
        give(text, units.last_mut(), end, behind)?;
    }
    // A comment above several is a heading, or not.
    let is_heading = |pair: &[Unit]| {
        let between = &text[pair[0].cell.end..pair[1].above.start];
        !pair[0].above.is_empty() && pair[1].above.is_empty() && !is_parted(between)
    };
    if !last.above.is_empty() || units.windows(2).any(is_heading) {
        return Err(COMMENT);
    }
    Ok(units)
}

/// Gives a cell the comment behind it, when it is the only one on its line.
fn give(text: &str, unit: Option<&mut Unit>, end: usize, behind: Range<usize>) -> Result<(), Refusal> {
    let unit = unit.ok_or(COMMENT)?;
    if !text[line_start(text, unit.cell.start)..unit.cell.start].trim().is_empty() {
        return Err(COMMENT);
    }
    unit.behind = Some(end..behind.end);
    Ok(())
}

/// What stands between two cells.
struct Gap {
    /// A comment on the line of the cell before.
    behind: Option<Range<usize>>,
    /// Lines of comments directly above the next cell.
    above: Range<usize>,
}

fn gap(text: &str, of: Range<usize>) -> Result<Gap, Refusal> {
    let mut lines = Vec::new();
    let mut start = of.start;
    for line in text[of.clone()].split_inclusive('\n') {
        lines.push(start..start + line.len());
        start += line.len();
    }
    // What stands on the line of the next cell, which has no line break yet.
    let ends_open = !text[of.clone()].ends_with('\n');
    let open = if ends_open { lines.pop() } else { None };
    let open = open.unwrap_or(of.end..of.end);
    if !text[open.clone()].trim().is_empty() {
        return Err(COMMENT);
    }
    let mut behind = None;
    let mut above: Option<Range<usize>> = None;
    for (at, line) in lines.into_iter().enumerate() {
        let said = text[line.clone()].trim();
        match (at, said.is_empty(), said.starts_with("//")) {
            (0, true, _) => {}
            (0, _, true) => behind = Some(line.start..line.start + text[line].trim_end().len()),
            // An empty line parts a comment from what comes below it.
            (_, true, _) if above.is_some() => return Err(COMMENT),
            (_, true, _) => {}
            (_, _, true) => above = Some(above.map_or(line.start, |above| above.start)..line.end),
            _ => return Err(COMMENT),
        }
    }
    Ok(Gap { behind, above: above.unwrap_or(open.start..open.start) })
}

/// Whether an empty line stands in it.
fn is_parted(text: &str) -> bool {
    text.split('\n').skip(1).filter(|line| line.trim().is_empty()).count() > 1
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |found| found + 1)
}
