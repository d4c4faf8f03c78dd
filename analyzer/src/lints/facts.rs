//! What lints look at: the graph, with questions about it answered once.

use super::{Part, Place, Rule};
use crate::analyses::{Index, NodeIx};
use crate::model::{Allow, Analysis, Idle, Stale};
use ensue_grammar::graph::{Diagnostic, Edge, Graph, Node, NodeKind, Program, Transition};
use std::collections::BTreeMap;

/// An analysis, ready for lints.
#[derive(Debug)]
pub struct Facts<'g> {
    /// What was derived.
    pub graph: &'g Graph,
    /// What follows from what.
    pub index: Index<'g>,
    /// The programs of the project.
    pub programs: &'g [Program],
    /// What the code itself allows.
    pub allows: &'g [Allow],
    /// What methods of archivers and helpers list and never do.
    pub idle: &'g [Idle],
    /// Entries that can be removed.
    pub stale: &'g [Stale],
    /// What the team demands.
    pub rules: &'g [Rule],
    by_id: BTreeMap<&'g str, Vec<NodeIx>>,
}

impl<'g> Facts<'g> {
    /// About what an analysis found.
    #[must_use]
    pub fn new(Analysis { graph, programs, allows, idle, stale, .. }: &'g Analysis) -> Facts<'g> {
        let mut by_id: BTreeMap<&str, Vec<NodeIx>> = BTreeMap::new();
        for (at, node) in graph.nodes.iter().enumerate() {
            by_id.entry(&node.id).or_default().push(at);
        }
        Facts { graph, index: Index::new(graph), programs, allows, idle, stale, rules: &[], by_id }
    }

    /// The same under rules of a team.
    #[must_use]
    pub fn under(self, rules: &'g [Rule]) -> Facts<'g> {
        Facts { rules, ..self }
    }

    /// The nodes of an edge, when both are there.
    #[must_use]
    pub fn ends(&self, edge: &Edge) -> Option<(&'g Node, &'g Node)> {
        let at = self.graph.edges.binary_search_by(|other| other.key().cmp(&edge.key())).ok()?;
        let (from, to) = self.index.ends(at)?;
        Some((self.index.node(from), self.index.node(to)))
    }

    /// The edges from one id to another.
    pub fn between(&self, from: &str, to: &str) -> impl Iterator<Item = &'g Edge> + use<'g> {
        let edges = &self.graph.edges;
        let first = edges.partition_point(|edge| (edge.from.as_str(), edge.to.as_str()) < (from, to));
        let (from, to) = (from.to_owned(), to.to_owned());
        edges[first..].iter().take_while(move |edge| edge.from == from && edge.to == to)
    }

    /// The first node with this id.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&'g Node> {
        self.by_id.get(id)?.first().map(|&at| &self.graph.nodes[at])
    }

    /// The positions of the nodes with this id.
    #[must_use]
    pub fn positions(&self, id: &str) -> &[NodeIx] {
        self.by_id.get(id).map_or(&[], Vec::as_slice)
    }

    /// The position of the node of this kind with this id.
    #[must_use]
    pub fn position(&self, id: &str, kind: NodeKind) -> Option<NodeIx> {
        self.positions(id).iter().copied().find(|at| self.graph.nodes[*at].kind == kind)
    }

    /// The nodes of a kind that are defined in the tree, each with its position.
    pub fn nodes(&self, kind: NodeKind) -> impl Iterator<Item = (NodeIx, &'g Node)> + use<'g> {
        let nodes = self.graph.nodes.iter().enumerate();
        nodes.filter(move |(_, node)| node.kind == kind && node.defined)
    }

    /// Where an edge is done, else where it is declared.
    #[must_use]
    pub fn done(&self, edge: &Edge) -> Option<Place> {
        let Some(site) = edge.sites.first() else { return self.declared(edge) };
        // Where it is not named it is done by what is called.
        let called = edge.through.iter().filter_map(|id| id.rsplit("::").next());
        let words = std::iter::once(self.name(&edge.to)).chain(called).map(str::to_owned).collect();
        Some(Place { file: site.file.clone(), line: Some(site.line), part: Part::Words(words) })
    }

    /// Where an edge is declared.
    #[must_use]
    pub fn declared(&self, edge: &Edge) -> Option<Place> {
        let far = if edge.home() == edge.from { &edge.to } else { &edge.from };
        let site = edge.declared_at.as_ref()?;
        Some(Place::word(&site.file, site.line, self.name(far)))
    }

    /// The methods of archivers that emit or schedule each event, with their archivers.
    #[must_use]
    pub fn emitting(&self) -> BTreeMap<&'g str, Vec<(&'g Node, &'g Transition)>> {
        let mut by_event: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for (_, archiver) in self.nodes(NodeKind::Archiver) {
            for method in archiver.transitions.iter().flatten() {
                for event in method.emits.iter().chain(&method.schedules) {
                    by_event.entry(event).or_default().push((archiver, method));
                }
            }
        }
        by_event
    }

    /// The archiver that a method belongs to.
    #[must_use]
    pub fn archiver_of(&self, method: &str) -> Option<&'g Node> {
        let (owner, _) = method.rsplit_once("::")?;
        let nodes = self.by_id.get(owner)?.iter().map(|&at| &self.graph.nodes[at]);
        nodes.into_iter().find(|node| node.kind == NodeKind::Archiver)
    }

    /// Why what was not found may be there all the same.
    #[must_use]
    pub fn unseen(&self) -> Option<String> {
        let places = match self.graph.holes.len() {
            0 => return None,
            1 => "one place".to_owned(),
            many => format!("{many} places"),
        };
        Some(format!("{places} of the project cannot be seen, so it may stand there"))
    }

    fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.node(id).map_or(id, |node| &node.name)
    }
}

/// Where a node is defined.
pub(super) fn of_node(node: &Node) -> Option<Place> {
    Some(Place::word(node.file.as_ref()?, node.line?, &node.name))
}

/// Where a diagnostic is: the tokens to change, or the name in question, if it says one.
pub(super) fn of_diagnostic(diagnostic: &Diagnostic) -> Option<Place> {
    let name = if diagnostic.about.len() > 1 { diagnostic.about.last() } else { None };
    let part = match (&diagnostic.written, name) {
        (Some(written), _) => Part::Text(written.clone(), diagnostic.column.unwrap_or(1)),
        (None, Some(name)) => Part::Word(name.clone()),
        (None, None) => Part::Line,
    };
    Some(Place { file: diagnostic.file.clone()?, line: diagnostic.line, part })
}
