//! What follows from a node, or leads to it, as a tree.

use super::line::{Line, Role, with_places};
use super::words::{Names, details, on_line, place};
use crate::analyses::{Direction, EdgeIx, Index, Mark, NodeIx, Row, RowKind};
use std::collections::BTreeMap;

/// Draws the rows that [`analyses::tree`](crate::analyses::tree) found in this direction.
#[must_use]
pub fn tree(index: &Index<'_>, rows: &[Row], direction: Direction, width: Option<usize>) -> String {
    let names = Names::new(index.graph());
    let drawing = Drawing { index, names, direction, shown: shown(rows) };
    // Whether more rows follow under each parent on the way from the root, which decides about its guide.
    let mut goes_on: Vec<bool> = Vec::new();
    let mut lines = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let mut line = Line::new();
        if row.level > 0 {
            goes_on.truncate(row.level - 1);
            let guides: String = goes_on.iter().map(|&goes_on| if goes_on { "│  " } else { "   " }).collect();
            line.push(Role::Faint, &guides);
            line.push(Role::Faint, if row.last { "└─ " } else { "├─ " });
            goes_on.push(!row.last);
        }
        lines.push(drawing.row(line, at, &row.kind));
    }
    with_places(lines, width)
}

struct Drawing<'i, 'g> {
    index: &'i Index<'g>,
    names: Names<'g>,
    direction: Direction,
    /// The row that has the branches of a node.
    shown: BTreeMap<NodeIx, usize>,
}

impl Drawing<'_, '_> {
    fn row(&self, mut line: Line, at: usize, kind: &RowKind) -> (Line, String) {
        match *kind {
            RowKind::Root(node) => {
                line.append(self.names.piece(node));
                line.push(Role::Faint, &format!("  {}", self.names.kind(node)));
                (line, place(self.index.node(node)))
            }
            RowKind::Node(edge, node, mark) => {
                line.push(Role::Faint, &self.timing(edge));
                line.append(self.names.piece(node));
                let details = details(self.index.edge(edge)).replacen(' ', ", ", 1);
                line.push(Role::Faint, &format!("  {}{details}", self.word(at, node, mark)));
                (line, if mark == Mark::Here { place(self.index.node(node)) } else { String::new() })
            }
            RowKind::More(nodes) => (line.with(Role::Faint, &format!("+{nodes} more")), String::new()),
        }
    }

    /// `┄deferred┄> `, pointing to the consequence.
    fn timing(&self, edge: EdgeIx) -> String {
        match (on_line(self.index.edge(edge)), self.direction) {
            ("", _) => String::new(),
            (word, Direction::After) => format!("┄{word}┄> "),
            (word, Direction::Before) => format!("<┄{word}┄ "),
        }
    }

    /// What a node is; or, when its branches are in another row, where.
    fn word(&self, at: usize, node: NodeIx, mark: Mark) -> String {
        match mark {
            Mark::Loop => "closes a loop".to_owned(),
            // What has no branches has nothing to refer to.
            Mark::Elsewhere if self.index.steps(node, self.direction).next().is_some() => {
                let is_above = self.shown.get(&node).is_some_and(|&shown| shown < at);
                format!("see {}", if is_above { "above" } else { "below" })
            }
            Mark::Here | Mark::Elsewhere => self.names.kind(node),
        }
    }
}

fn shown(rows: &[Row]) -> BTreeMap<NodeIx, usize> {
    let own = |(at, row): (usize, &Row)| match row.kind {
        RowKind::Root(node) | RowKind::Node(_, node, Mark::Here) => Some((node, at)),
        _ => None,
    };
    rows.iter().enumerate().filter_map(own).collect()
}
