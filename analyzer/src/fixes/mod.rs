//! Changes of the source that do what findings ask for, and nothing else: as data, for messages and for whoever writes them.

mod lists;
mod row;

use crate::lints::{Judged, Part};
use crate::model::{Analysis, Listing, Stale};
use crate::parse;
use ensue_grammar::graph::{Edge, EdgeKey, EdgeKind, Graph, Timing};
use lists::{removed, sorted};
use std::collections::{BTreeMap, BTreeSet};

/// Puts the exact change into each finding that has one; where there is none, a note says why.
pub fn offer(judged: &mut [Judged], read: &dyn Fn(&str) -> Option<Vec<u8>>) {
    for finding in judged.iter_mut().map(|it| &mut it.finding) {
        for remedy in &mut finding.remedies {
            let Some(edit) = &mut remedy.edit else { continue };
            let Part::Entry(spot, entry) = &edit.place.part else { continue };
            let bytes = read(&edit.place.file);
            let text = bytes.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
            let found = text.map(|text| {
                let written = parse::written(text.as_bytes(), &[*spot]).concat();
                removed(text, &written, entry).map(|range| (line_of(text, range.start), range))
            });
            match found {
                Some(Ok((line, range))) => {
                    edit.place.line = Some(line);
                    edit.place.part = Part::Stretch(range.start, range.end);
                }
                Some(Err(why)) => {
                    finding.notes.push(format!("the entry is not removed by `--fix`, since {why}"));
                    remedy.edit = None;
                }
                None => remedy.edit = None,
            }
        }
    }
}

fn line_of(text: &str, at: usize) -> u32 {
    u32::try_from(text[..at].matches('\n').count() + 1).unwrap_or(u32::MAX)
}

/// What is to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The new bytes of each file that changes, by its path relative to the workspace root.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Edges that the code does not declare any more, sorted.
    pub removed: Vec<Stale>,
    /// How many lists are put in order.
    pub sorted: usize,
}

/// The changes that the findings which are shown ask for; and lists of what may be done are put in order.
#[must_use]
pub fn plan(judged: &[Judged], analysis: &Analysis, read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Plan {
    // Only what somebody is told is changed: it may be allowed, or accepted.
    let asked = |stale: &&Stale| {
        let is_about = |edit: &crate::lints::Edit| match &edit.place.part {
            Part::Entry(spot, entry) => {
                (edit.place.file.as_str(), *spot, entry) == (&*stale.at.file, stale.at.spot, &stale.entry)
            }
            _ => false,
        };
        let edits = judged.iter().flat_map(|it| &it.finding.remedies).filter_map(|remedy| remedy.edit.as_ref());
        edits.into_iter().any(is_about)
    };
    let mut stale: BTreeMap<&Listing, Vec<&Stale>> = BTreeMap::new();
    for it in analysis.stale.iter().filter(asked) {
        stale.entry(&it.at).or_default().push(it);
    }
    let mut by_file: BTreeMap<&str, Vec<&Listing>> = BTreeMap::new();
    for listing in &analysis.listings {
        by_file.entry(&listing.file).or_default().push(listing);
    }
    let mut plan = Plan::default();
    for (file, listings) in by_file {
        if let Some(bytes) = read(file) {
            plan.file(file, bytes, &listings, &stale);
        }
    }
    plan.removed.sort();
    plan
}

impl Plan {
    /// From the end of the file to its start, so that no place moves before its turn.
    fn file(&mut self, file: &str, bytes: Vec<u8>, listings: &[&Listing], stale: &BTreeMap<&Listing, Vec<&Stale>>) {
        let Ok(mut text) = String::from_utf8(bytes) else { return };
        let before = text.clone();
        let spots: Vec<_> = listings.iter().map(|listing| listing.spot).collect();
        let written = parse::written(text.as_bytes(), &spots);
        for (listing, mut written) in listings.iter().zip(written).rev() {
            for stale in stale.get(listing).into_iter().flatten() {
                if let Ok(range) = removed(&text, &written, &stale.entry) {
                    text.replace_range(range, "");
                    written = parse::written(text.as_bytes(), &[listing.spot]).concat();
                    self.removed.push((*stale).clone());
                }
            }
            // From the last list of the annotation to the first.
            for (range, by) in sorted(&text, &written).into_iter().rev() {
                text.replace_range(range, &by);
                self.sorted += 1;
            }
        }
        if text != before {
            self.files.insert(file.to_owned(), text.into_bytes());
        }
    }

    /// A graph in which methods of archivers list nothing that is removed from their lists.
    fn without_methods(&self, mut graph: Graph) -> Graph {
        for method in graph.nodes.iter_mut().flat_map(|node| node.transitions.iter_mut().flatten()) {
            for Stale { to, kind, timing, .. } in self.removed.iter().filter(|it| it.from == method.method) {
                let list = match (kind, timing) {
                    (EdgeKind::Requests, _) => &mut method.requests,
                    (_, Timing::Scheduled) => &mut method.schedules,
                    _ => &mut method.emits,
                };
                list.retain(|id| id != to);
            }
        }
        graph
    }

    /// Whether one graph is another without edges that are removed, and without what only they lead to: what is not in the tree.
    #[must_use]
    pub fn leads_to(&self, before: &Graph, after: &Graph) -> bool {
        let removed: BTreeSet<EdgeKey<'_>> =
            self.removed.iter().map(|it| (&*it.from, &*it.to, it.kind, it.timing)).collect();
        let methods = |graph: &Graph| self.without_methods(graph.clone().to_snapshot(Vec::new()));
        let (before, after) = (methods(before), methods(after));
        // What a method of an archiver does not emit any more is no change of its resource either.
        let events: BTreeSet<&str> = removed.iter().map(|key| key.1).collect();
        let is_change = |edge: &Edge| edge.because.is_some() && events.contains(edge.from.as_str());
        let is_kept = |edge: &&Edge| !removed.contains(&edge.key()) && !is_change(edge);
        let nodes = before.nodes.iter().filter(|node| node.defined).eq(after.nodes.iter().filter(|node| node.defined));
        nodes
            && before.edges.iter().filter(is_kept).eq(after.edges.iter().filter(is_kept))
            && after.edges.iter().all(|edge| before.edges.contains(edge))
            && after.nodes.iter().all(|node| before.nodes.contains(node))
            && after.holes.iter().all(|hole| before.holes.contains(hole))
    }
}
