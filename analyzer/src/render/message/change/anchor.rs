//! Where in head a finding is shown: of what is gone, at what survives and is nearest to it.

use crate::diff::{Diff, EdgeId, Finding, Partial};
use ensue_grammar::graph::{Edge, Graph, Node};
use std::collections::BTreeMap;

/// A place in head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Relative to the root of the repository, as far as it is known.
    pub(super) file: String,
    /// From 1; nothing where only the file is known.
    pub(super) line: Option<u32>,
}

/// Both sides of a difference, by the ids of their nodes.
pub(super) struct Places<'d> {
    root: &'d str,
    base: &'d Graph,
    head: &'d Graph,
    in_base: BTreeMap<&'d str, &'d Node>,
    in_head: BTreeMap<&'d str, &'d Node>,
    /// The ids in head of nodes of base that have another one there.
    moved: BTreeMap<&'d str, &'d str>,
}

impl<'d> Places<'d> {
    pub(super) fn new(diff: &'d Diff, sides: &'d Partial) -> Places<'d> {
        let by_id = |graph: &'d Graph| graph.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
        let moved = diff.nodes.moved.iter().map(|it| (it.from.as_str(), it.to.as_str())).collect();
        Places {
            root: &diff.root,
            base: &sides.base,
            head: &sides.head,
            in_base: by_id(&sides.base),
            in_head: by_id(&sides.head),
            moved,
        }
    }

    /// Where a finding is shown: at its own place; else at what it is about, as far as it survives; else at the last of its way
    /// that does; else at what an edge joined with what is gone; else beside it in its file.
    pub(super) fn of(&self, finding: &'d Finding) -> Option<Place> {
        Some(self.in_repository(&self.in_workspace(finding)?))
    }

    fn in_workspace(&self, finding: &'d Finding) -> Option<Place> {
        if let Some(file) = &finding.file {
            return Some(Place { file: file.clone(), line: finding.line });
        }
        let about = || finding.about.iter().map(String::as_str);
        let way = finding.witness.iter().rev().flat_map(|edge| [edge.to.as_str(), &edge.from]);
        let joined = about().flat_map(|id| self.joined(id));
        let mut named = about().chain(way).chain(joined);
        named.find_map(|id| self.node(id)).or_else(|| about().find_map(|id| self.beside(id)))
    }

    /// A place as the readers of the repository know it.
    fn in_repository(&self, place: &Place) -> Place {
        Place { file: joined(self.root, &place.file), line: place.line }
    }

    /// Where a node of either side is now.
    fn node(&self, id: &str) -> Option<Place> {
        let now = self.moved.get(id).copied().unwrap_or(id);
        let node = self.in_head.get(now)?;
        Some(Place { file: node.file.clone()?, line: node.line })
    }

    /// What edges of base joined a node with: what led to it first.
    fn joined(&self, id: &'d str) -> impl Iterator<Item = &'d str> {
        let before = self.base.edges.iter().filter(move |edge| edge.to == id).map(|edge| edge.from.as_str());
        let after = self.base.edges.iter().filter(move |edge| edge.from == id).map(|edge| edge.to.as_str());
        before.chain(after)
    }

    /// What of head is nearest to a node of base in the file where it was.
    fn beside(&self, id: &str) -> Option<Place> {
        let gone = self.in_base.get(id)?;
        let in_file = self.head.nodes.iter().filter(|node| node.file.is_some() && node.file == gone.file);
        let nearest = in_file.min_by_key(|node| node.line.unwrap_or(0).abs_diff(gone.line.unwrap_or(0)))?;
        Some(Place { file: nearest.file.clone()?, line: nearest.line })
    }

    /// What a step of a way says, and where that is done now; nothing where it cannot be pointed at.
    pub(super) fn step(&self, id: &EdgeId) -> (String, Option<Place>) {
        let find = |graph: &'d Graph| {
            let at = graph.edges.binary_search_by(|edge| edge.key().cmp(&id.key())).ok()?;
            Some(&graph.edges[at])
        };
        let now = find(self.head);
        let site = |edge: &Edge| {
            let site = edge.sites.first().or(edge.declared_at.as_ref())?;
            Some(Place { file: site.file.clone(), line: Some(site.line) })
        };
        let place = now.and_then(site).or_else(|| self.node(&id.from)).or_else(|| self.node(&id.to));
        let place = place.map(|place| self.in_repository(&place));
        (format!("{} → {}{}", id.from, id.to, if now.is_none() { " (gone)" } else { "" }), place)
    }
}

/// A path that is relative to a directory, as one that is relative to where that directory's path begins.
fn joined(root: &str, file: &str) -> String {
    let mut names: Vec<&str> = root.split('/').filter(|name| !name.is_empty()).collect();
    let mut rest = file;
    while let (Some(above), false) = (rest.strip_prefix("../"), names.is_empty()) {
        names.pop();
        rest = above;
    }
    names.push(rest);
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_path_is_told_from_the_root_of_the_repository() {
        for (root, file, expected) in [
            ("", "src/lib.rs", "src/lib.rs"),
            ("code/shop", "src/lib.rs", "code/shop/src/lib.rs"),
            ("code/shop", "../core/src/lib.rs", "code/core/src/lib.rs"),
            ("shop", "../../elsewhere.rs", "../elsewhere.rs"),
        ] {
            assert_eq!(joined(root, file), expected);
        }
    }
}
