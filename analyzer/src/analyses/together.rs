//! What can hold together on one way: conditions, and which program runs.

use crate::condition::{Condition, Formula, Home, Logic, PROGRAM};
use ensue_grammar::graph::{Edge, Graph, Node, package_named};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the nodes and edges of a graph ask of the configuration, and of the process that they happen in.
///
/// A graph speaks of one configuration at a time, so the conditions of a whole way must hold together. A process is one
/// program: what happens in it must be linked into one. Work that waits as a ticket may be done by another program.
#[derive(Debug)]
pub(super) struct Together {
    logic: Mutex<Logic>,
    always: Formula,
    nodes: Vec<Formula>,
    edges: Vec<Formula>,
    crosses: Vec<bool>,
    /// The programs that matter, by name, each with that it runs.
    programs: Vec<(String, Formula)>,
    is_bounded: AtomicBool,
}

/// When programs matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Programs {
    /// Where none contains everything: enough to tell what can happen in one of them.
    WhereTheyDiffer,
    /// Always: to tell what cannot happen in one of them.
    Always,
}

impl Together {
    pub(super) fn of(graph: &Graph, matter: Programs) -> Together {
        let mut read = Read::default();
        let nodes: Vec<usize> =
            graph.nodes.iter().map(|node| read.condition(node.condition.as_deref(), written_in(node))).collect();
        let edges: Vec<usize> =
            graph.edges.iter().map(|edge| read.condition(edge.condition.as_deref(), home(edge, graph))).collect();
        let programs =
            if matter == Programs::Always || needs_programs(graph) { programs(graph) } else { BTreeSet::new() };
        let all: BTreeMap<&str, Condition> =
            programs.iter().copied().flatten().map(|it| (it.as_str(), runs(it))).collect();
        let mut logic = Logic::over(read.conditions.iter().chain(all.values()));
        let formulas: Vec<Formula> = read.conditions.iter().map(|condition| logic.formula(condition)).collect();
        let mut one_of = |names: &&[String]| {
            let mut any = logic.formula(&Condition::Never);
            for name in *names {
                let runs = logic.formula(&all[name.as_str()]);
                any = logic.either(any, runs);
            }
            any
        };
        let of_nodes: BTreeMap<&[String], Formula> = programs.iter().map(|names| (*names, one_of(names))).collect();
        let at = |(node, condition): (&Node, usize)| match of_nodes.get(node.programs.as_slice()) {
            Some(runs) => logic.both(formulas[condition], *runs),
            None => formulas[condition],
        };
        let nodes = graph.nodes.iter().zip(nodes).map(at).collect();
        let edges = edges.into_iter().map(|condition| formulas[condition]).collect();
        let crosses = graph.edges.iter().map(Edge::is_durable);
        let (crosses, always) = (crosses.collect(), logic.always());
        let programs = all.iter().map(|(name, runs)| ((*name).to_owned(), logic.formula(runs))).collect();
        let is_bounded = AtomicBool::new(false);
        Together { logic: Mutex::new(logic), always, nodes, edges, crosses, programs, is_bounded }
    }

    /// What a node asks.
    pub(super) fn at(&self, node: usize) -> Formula {
        self.nodes[node]
    }

    /// Whether a node or one of these edges asks anything.
    pub(super) fn asks_anything(&self, node: usize, edges: &[usize]) -> bool {
        self.nodes[node] != self.always || edges.iter().any(|edge| self.edges[*edge] != self.always)
    }

    /// What a way asks that goes on by an edge to a node, whichever end of the edge that is.
    pub(super) fn along(&self, way: Formula, edge: usize, to: usize) -> Formula {
        if [way, self.edges[edge], self.nodes[to]] == [self.always; 3] {
            return way;
        }
        let mut logic = self.logic();
        let mut way = logic.both(way, self.edges[edge]);
        if self.crosses[edge] {
            way = logic.in_any_program(way);
        }
        logic.both(way, self.nodes[to])
    }

    /// The programs of the tree that matter, sorted by name, each with that it runs.
    pub(super) fn programs(&self) -> &[(String, Formula)] {
        &self.programs
    }

    pub(super) fn both(&self, one: Formula, other: Formula) -> Formula {
        self.logic().both(one, other)
    }

    pub(super) fn implies(&self, one: Formula, other: Formula) -> bool {
        one == other || self.logic().implies(one, other)
    }

    pub(super) fn without(&self, one: Formula, other: Formula) -> Formula {
        self.logic().without(one, other)
    }

    pub(super) fn any(&self, ways: &[Formula]) -> Formula {
        let mut logic = self.logic();
        let never = logic.formula(&Condition::Never);
        ways.iter().fold(never, |any, way| logic.either(any, *way))
    }

    /// Notes that a search has followed fewer ways than there are, and taken more than all of them for possible.
    pub(super) fn give_up(&self) {
        self.is_bounded.store(true, Ordering::Relaxed);
    }

    /// Whether every answer so far is exact.
    pub(super) fn is_exact(&self) -> bool {
        !self.is_bounded.load(Ordering::Relaxed) && self.logic().is_exact()
    }

    fn logic(&self) -> MutexGuard<'_, Logic> {
        self.logic.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Conditions as graphs write them, each read once.
#[derive(Default)]
struct Read<'g> {
    conditions: Vec<Condition>,
    known: BTreeMap<(Option<&'g str>, Home<'g>), usize>,
}

impl<'g> Read<'g> {
    /// The position of a condition that is written there.
    fn condition(&mut self, text: Option<&'g str>, home: Home<'g>) -> usize {
        let key = (text, if text.is_some() { home } else { Home::default() });
        *self.known.entry(key).or_insert_with(|| {
            let condition = text.map_or(Condition::Always, |text| Condition::parse(text).from_home(home));
            self.conditions.push(condition);
            self.conditions.len() - 1
        })
    }
}

/// Where the condition of an edge is written.
fn home<'g>(edge: &Edge, graph: &'g Graph) -> Home<'g> {
    let home = edge.home();
    let first = graph.nodes.partition_point(|node| node.id.as_str() < home);
    graph.nodes.get(first).filter(|node| node.id == home).map_or(Home::default(), written_in)
}

fn written_in(node: &Node) -> Home<'_> {
    let package = node.package.as_deref().unwrap_or_else(|| package_named(&node.krate));
    Home { package, krate: &node.krate }
}

/// Which sets of programs nodes are in. A node that none of the programs contains is in none of these: it may be in one
/// that is not in the tree.
fn programs(graph: &Graph) -> BTreeSet<&[String]> {
    graph.nodes.iter().map(|node| node.programs.as_slice()).filter(|programs| !programs.is_empty()).collect()
}

/// That a program runs.
fn runs(name: &str) -> Condition {
    Condition::Is(format!("{PROGRAM} = {name:?}"))
}

/// Whether programs matter: not when one of them contains every node of which programs are known.
fn needs_programs(graph: &Graph) -> bool {
    let mut known = graph.nodes.iter().filter(|node| !node.programs.is_empty());
    let Some(first) = known.next() else { return false };
    let mut common: BTreeSet<&String> = first.programs.iter().collect();
    known.any(|node| {
        common.retain(|name| node.programs.contains(name));
        common.is_empty()
    })
}
