//! The pictures of a page, and which of their parts each finding is about.

use super::modules::Modules;
use super::picture::{Frame, picture};
use super::union::{At, Union};
use super::views::{self, View};
use crate::diff::{Diff, EdgeId};
use crate::render::picture::Picture;
use std::collections::{BTreeMap, BTreeSet};

/// What is shown of a difference beside its findings.
pub(super) struct Stage<'u, 'd> {
    union: &'u Union<'d>,
    shown: Shown<'d>,
    /// Of each finding, the parts of a picture that it is about, by the ends of their ids.
    parts: Vec<Vec<String>>,
    /// Of each part, the first finding about it.
    finding_of: BTreeMap<String, usize>,
}

enum Shown<'d> {
    Views(Vec<View>),
    /// Too much for one picture.
    Modules(Modules<'d>),
}

impl<'u, 'd> Stage<'u, 'd> {
    /// Findings are ids of nodes and the edges of a way each.
    pub(super) fn new<'f>(
        diff: &Diff,
        union: &'u Union<'d>,
        findings: impl Iterator<Item = (&'f [String], &'f [EdgeId])>,
    ) -> Stage<'u, 'd> {
        let views = views::of(diff, union);
        let is_too_much = views.is_empty() && union.nodes.iter().any(|node| !node.is_archiver());
        let shown = if is_too_much { Shown::Modules(Modules::new(union)) } else { Shown::Views(views) };
        let mut stage = Stage { union, shown, parts: Vec::new(), finding_of: BTreeMap::new() };
        for (at, (about, witness)) in findings.enumerate() {
            let parts = stage.parts_of(about, witness);
            for part in &parts {
                stage.finding_of.entry(part.clone()).or_insert(at);
            }
            stage.parts.push(parts);
        }
        stage
    }

    /// The parts that a finding is about.
    pub(super) fn parts(&self, finding: usize) -> &[String] {
        &self.parts[finding]
    }

    /// Where a finding leads: to its first card in the first picture, or to the picture.
    pub(super) fn href(&self, finding: usize) -> String {
        let has = |part: &&String| match &self.shown {
            Shown::Views(views) => {
                let node = part.strip_prefix('n').and_then(|at| at.parse().ok());
                views.first().zip(node).is_some_and(|(near, node)| near.nodes.contains(&node))
            }
            Shown::Modules(_) => part.starts_with('m'),
        };
        self.parts[finding].iter().find(has).map_or("#picture".to_owned(), |part| format!("#near-{part}"))
    }

    /// The picture of the first view by itself.
    pub(super) fn nearest(&self) -> Picture {
        match &self.shown {
            Shown::Views(views) => views.first().map_or_else(Picture::default, |view| {
                let frame = Frame { caption: Self::caption(view), href: &|_| None, prefix: None };
                picture(self.union, &view.nodes, frame)
            }),
            Shown::Modules(modules) => modules.picture(&|_| None, &|_| None),
        }
    }

    /// Name, label and picture of each view.
    pub(super) fn pictures(&self) -> Vec<(&'static str, String, Picture)> {
        let href = |part: String| self.finding_of.get(&part).map(|at| format!("#f{}", at + 1));
        match &self.shown {
            Shown::Views(views) => views
                .iter()
                .map(|view| {
                    let node = |at: At| href(format!("n{at}"));
                    let frame = Frame { caption: Self::caption(view), href: &node, prefix: Some(view.name) };
                    (view.name, view.label.to_owned(), picture(self.union, &view.nodes, frame))
                })
                .collect(),
            Shown::Modules(modules) => {
                let anchor = |card| Some(format!("near-m{card}"));
                let picture = modules.picture(&|card| href(format!("m{card}")), &anchor);
                vec![("near", "By module".to_owned(), picture)]
            }
        }
    }

    fn caption(view: &View) -> String {
        let number = if view.nodes.len() == 1 { "1 node".to_owned() } else { format!("{} nodes", view.nodes.len()) };
        format!("{} ({number})", view.shows)
    }

    fn parts_of(&self, about: &[String], witness: &[EdgeId]) -> Vec<String> {
        let edges = self.union.edges_of(witness.iter());
        let named = about.iter().flat_map(|id| self.union.nodes_of(id));
        let ends = edges.iter().flat_map(|&edge| [self.union.edges[edge].from, self.union.edges[edge].to]);
        let mut seen = BTreeSet::new();
        let nodes: Vec<At> =
            named.chain(ends).filter(|&node| !self.union.nodes[node].is_archiver() && seen.insert(node)).collect();
        match &self.shown {
            Shown::Views(_) => {
                let nodes = nodes.into_iter().map(|node| format!("n{node}"));
                nodes.chain(edges.into_iter().map(|edge| format!("e{edge}"))).collect()
            }
            Shown::Modules(modules) => {
                let cards: BTreeSet<usize> = nodes.into_iter().filter_map(|node| modules.card(node)).collect();
                cards.into_iter().map(|card| format!("m{card}")).collect()
            }
        }
    }
}
