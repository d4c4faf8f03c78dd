//! What a snapshot and a program say of each other, as lines to read.

use super::Asked;
use super::names::{as_linked, crate_of, spelled};
use crate::graph::{Edge, EdgeKey, Graph, Listed, Node, NodeKey, NodeKind, Transition, json_line, package_named};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What both say of a node, besides its identity and an archiver's methods.
const FACTS: &[&str] = &[
    "stable_name",
    "version",
    "route",
    "schedule",
    "resumes",
    "resource",
    "performed_by",
    "exclusive",
    "precondition",
    "loops",
    "moved",
    "tags",
];

/// The program that runs the test.
pub(super) struct Program<'a> {
    /// What is linked.
    pub(super) graph: Graph,
    /// Where things are defined, by id: file as rustc names it, and line.
    pub(super) places: BTreeMap<String, (&'static str, u32)>,
    pub(super) asked: Asked<'a>,
}

/// All that one has and the other does not.
pub(super) fn differences(kept: Graph, program: &Program<'_>) -> Result<Vec<String>, String> {
    let wanted = wanted(&kept, &program.asked)?;
    let ignored = program.ignored(&kept);
    let linked = Side::of(&program.graph, &ignored);
    let crates: BTreeSet<&str> = linked.nodes.values().map(|node| crate_of(&node.id)).collect();
    let kept = respelled(kept, &crates);
    let mut told = Vec::new();
    for krate in wanted.iter().map(|krate| as_linked(krate)).filter(|krate| !crates.contains(krate.as_str())) {
        told.push(format!("nothing of the crate `{krate}` is linked: add `use {krate} as _;` here"));
    }
    let known = Side::of(&kept, &BTreeSet::new());
    let holds = known.holds(&linked);
    let part = known.part(&crates, &holds);
    for node in part.nodes.values().filter(|node| !linked.nodes.contains_key(&node.key())) {
        told.push(format!("{} is in the snapshot, and not linked", named(node)));
    }
    for edge in part.edges.values().filter(|edge| !linked.edges.contains_key(&edge.key())) {
        told.push(format!("{} is in the snapshot, and not linked", drawn(edge)));
    }
    for node in linked.nodes.values() {
        let place = program.places.get(&node.id).map_or_else(String::new, |(file, line)| format!(" ({file}:{line})"));
        match known.nodes.get(&node.key()) {
            Some(kept) => told.extend(facts(kept, node, &holds)),
            None => told.push(format!("{}{place} is linked, and not in the snapshot", named(node))),
        }
    }
    for edge in linked.edges.values().filter(|edge| !known.edges.contains_key(&edge.key())) {
        told.push(format!("{} is linked, and not in the snapshot", drawn(edge)));
    }
    Ok(told)
}

/// The crates of which something must be linked: those of the program that is named, and the library of the test's own package.
fn wanted(kept: &Graph, asked: &Asked<'_>) -> Result<BTreeSet<String>, String> {
    let is_binary = |krate: &str| {
        let program = kept.programs.iter().find(|program| program.name.replace('-', "_") == krate);
        krate.ends_with(')') || program.is_some_and(|it| !it.crates.contains(&format!("{krate}(bin)")))
    };
    let package = asked.package.replace('-', "_");
    let is_own = |node: &Node| node.package.as_deref().unwrap_or_else(|| package_named(&node.krate)) == package;
    let named = match asked.program {
        None => None,
        Some(name) => {
            let found = kept.programs.iter().find(|program| program.name == name);
            Some(&found.ok_or_else(|| format!("it has no program `{name}`"))?.crates)
        }
    };
    // A test beside a binary cannot link it, and a test in it links it by itself.
    let always = kept.nodes.iter().filter(|it| it.condition.is_none() && it.defined && !is_binary(&it.krate));
    let wanted = always.filter(|node| is_own(node) || named.is_some_and(|crates| crates.contains(&node.krate)));
    Ok(wanted.map(|node| node.krate.clone()).filter(|krate| !krate.is_empty()).collect())
}

impl Program<'_> {
    /// Ids of what the snapshot need not know: what the test defines itself, and what comes from outside of the workspace, which is
    /// compiled by its whole path.
    fn ignored(&self, kept: &Graph) -> BTreeSet<&str> {
        let is_within = |module: &str, dir: &str| {
            as_linked(module).strip_prefix(dir).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let module = self.asked.module;
        let is_test = !kept.nodes.iter().any(|node| is_within(&node.module, module));
        let defined = kept.nodes.iter().filter(|node| node.defined).map(|node| node.krate.as_str());
        let in_programs = kept.programs.iter().flat_map(|program| &program.crates).map(String::as_str);
        let known: BTreeSet<String> = defined.chain(in_programs).map(as_linked).collect();
        let relative = self.places.iter().filter(|(_, (file, _))| !std::path::Path::new(file).is_absolute());
        let own: BTreeSet<&str> = relative.map(|(id, _)| crate_of(id)).collect();
        let is_outside = |krate: &str| !known.contains(&as_linked(krate)) && !own.contains(krate);
        let nodes = self.graph.nodes.iter().filter(|node| node.kind != NodeKind::External);
        let ignored = nodes.filter(|node| is_outside(crate_of(&node.id)) || is_test && is_within(&node.module, module));
        ignored.map(|node| node.id.as_str()).collect()
    }
}

/// What is known of conditions: that one is the same for all that have it in one crate.
#[derive(Default)]
struct Holds<'g>(BTreeSet<(&'g str, &'g str)>);

impl<'g> Holds<'g> {
    fn add(&mut self, home: &'g str, condition: Option<&'g str>) {
        self.0.extend(condition.map(|condition| (crate_of(home), condition)));
    }

    /// Whether what has this condition is certainly compiled.
    fn exists(&self, home: &str, condition: Option<&str>) -> bool {
        condition.is_none_or(|condition| self.0.contains(&(crate_of(home), condition)))
    }
}

/// Nodes and edges by identity.
#[derive(Default)]
struct Side<'g> {
    nodes: BTreeMap<NodeKey<'g>, &'g Node>,
    edges: BTreeMap<EdgeKey<'g>, &'g Edge>,
}

impl<'g> Side<'g> {
    /// All but what has these ids, and what is said by them or leads there.
    fn of(graph: &'g Graph, ignored: &BTreeSet<&str>) -> Side<'g> {
        let keeps = |id: &String| !ignored.contains(id.as_str());
        let nodes = graph.nodes.iter().filter(|node| keeps(&node.id)).map(|node| (node.key(), node));
        let edges = graph.edges.iter().filter(|edge| keeps(&edge.from) && keeps(&edge.to));
        Side { nodes: nodes.collect(), edges: edges.map(|edge| (edge.key(), edge)).collect() }
    }

    /// The conditions of a snapshot that hold here, each with its crate: something that has it is linked.
    fn holds(&self, linked: &Side<'_>) -> Holds<'g> {
        let mut holds = Holds::default();
        for node in self.nodes.values() {
            let Some(there) = linked.nodes.get(&node.key()) else { continue };
            holds.add(&node.id, node.condition.as_deref());
            // Of variants of a method that say the same, either may be there.
            let methods = node.transitions.as_deref().unwrap_or_default();
            for method in there.transitions.iter().flatten() {
                let mut same = methods.iter().filter(|it| is_same(it, method));
                if let (Some(only), None) = (same.next(), same.next()) {
                    holds.add(&node.id, only.condition.as_deref());
                }
            }
        }
        for edge in self.edges.values().filter(|edge| linked.edges.contains_key(&edge.key())) {
            holds.add(edge.home(), edge.condition.as_deref());
        }
        holds
    }

    /// What of a snapshot must be linked where these crates are.
    fn part(&self, crates: &BTreeSet<&str>, holds: &Holds<'_>) -> Side<'g> {
        let exists = |home: &str, condition: &Option<String>| holds.exists(home, condition.as_deref());
        let mut part = Side::default();
        let own = self
            .nodes
            .values()
            .filter(|node| node.defined && crates.contains(crate_of(&node.id)) && exists(&node.id, &node.condition));
        part.nodes.extend(own.map(|node| (node.key(), *node)));
        let outside: BTreeSet<&str> = part.nodes.values().filter_map(|node| node.performed_by.as_deref()).collect();
        let external = self.nodes.values().filter(|it| it.kind == NodeKind::External && outside.contains(&*it.name));
        part.nodes.extend(external.map(|node| (node.key(), *node)));
        let ids: BTreeSet<&str> = part.nodes.values().map(|node| node.id.as_str()).collect();
        let is_there = |id: &String| ids.contains(id.as_str());
        let edges = self
            .edges
            .values()
            .filter(|edge| is_there(&edge.from) && is_there(&edge.to) && exists(edge.home(), &edge.condition));
        part.edges.extend(edges.map(|edge| (edge.key(), *edge)));
        part
    }
}

/// A snapshot with ids as the program writes them.
fn respelled(mut kept: Graph, crates: &BTreeSet<&str>) -> Graph {
    let spell = |id: &mut String| *id = spelled(id, crates);
    for node in kept.nodes.iter_mut().filter(|node| node.kind != NodeKind::External) {
        spell(&mut node.id);
        node.resumes.iter_mut().chain(&mut node.resource).for_each(spell);
        for method in node.transitions.iter_mut().flatten() {
            spell(&mut method.method);
            let lists = [&mut method.emits, &mut method.schedules, &mut method.requests];
            lists.into_iter().flatten().for_each(spell);
            method.conditional.iter_mut().for_each(|entry| spell(&mut entry.id));
        }
    }
    for edge in &mut kept.edges {
        [&mut edge.from, &mut edge.to].into_iter().filter(|id| !id.starts_with("external:")).for_each(spell);
    }
    kept
}

/// What the two say differently of one node. Of variants under conditions the snapshot may know several of one method.
fn facts(kept: &Node, linked: &Node, holds: &Holds<'_>) -> Vec<String> {
    if !kept.defined {
        return Vec::new();
    }
    let json = |node: &Node| serde_json::to_value(node).unwrap_or_default();
    let (there, here) = (json(kept), json(linked));
    let shown = |value: &Value| if value.is_null() { "nothing".to_owned() } else { format!("`{}`", json_line(value)) };
    // Which of several variants is compiled nothing here tells.
    let is_told = |fact: &&&str| !kept.varies.iter().any(|it| it == **fact);
    let differs = FACTS.iter().filter(is_told).filter(|fact| there[**fact] != here[**fact]).map(|fact| {
        let (there, here) = (shown(&there[*fact]), shown(&here[*fact]));
        format!("{}: `{fact}` is {there} in the snapshot, and {here} here", named(kept))
    });
    let [known, here] = [kept, linked].map(|it| it.transitions.as_deref().unwrap_or_default());
    let of = |methods: &[Transition], name: &str| methods.iter().any(|method| method.method == name);
    let added = here.iter().filter(|method| !known.iter().any(|it| is_same(it, method))).map(
        |Transition { method, .. }| {
            let how =
                if of(known, method) { "is not as the snapshot says" } else { "is linked, and not in the snapshot" };
            format!("`{method}` {how}")
        },
    );
    let must = known.iter().filter(|method| holds.exists(&kept.id, method.condition.as_deref()));
    let mut gone: Vec<&str> = must.map(|it| it.method.as_str()).filter(|method| !of(here, method)).collect();
    gone.dedup();
    let gone = gone.into_iter().map(|method| format!("`{method}` is in the snapshot, and not linked"));
    differs.chain(added).chain(gone).collect()
}

/// Whether what a snapshot knows of a method is what is linked, conditions aside: a program knows none. What an entry of a list
/// asks for may hold here or not.
fn is_same(known: &Transition, here: &Transition) -> bool {
    let lists = [
        (Listed::Emits, &known.emits, &here.emits),
        (Listed::Schedules, &known.schedules, &here.schedules),
        (Listed::Requests, &known.requests, &here.requests),
    ];
    let fits = |(list, known_ids, ids): (Listed, &Vec<String>, &Vec<String>)| {
        let may_lack = |id: &String| known.conditional.iter().any(|it| it.list == list && it.id == *id);
        ids.iter().all(|id| known_ids.contains(id)) && known_ids.iter().all(|id| ids.contains(id) || may_lack(id))
    };
    (&known.method, &known.from, &known.to) == (&here.method, &here.from, &here.to) && lists.into_iter().all(fits)
}

fn named(node: &Node) -> String {
    format!("{} `{}`", word(&node.kind), node.id)
}

fn drawn(edge: &Edge) -> String {
    format!("`{}` -> `{}` ({}, {})", edge.from, edge.to, word(&edge.kind), word(&edge.timing))
}

/// A word of the snapshot, to be read.
fn word(of: &impl serde::Serialize) -> String {
    json_line(of).trim_matches('"').replace('_', " ")
}
