//! One program of several.

use crate::condition::{Condition, Home, unit_tests};
use ensue_grammar::graph::{Edge, Graph, Node, NodeKind, Program};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How many names a message lists.
const LISTED: usize = 20;

/// A name that no program has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownProgram {
    /// As it was asked for.
    pub name: String,
    /// The program with a name most like it, if any is.
    pub nearest: Option<String>,
    /// All there are, sorted.
    pub known: Vec<String>,
}

/// The part of a graph that one program does, and the tickets that it leaves to others.
///
/// Its nodes, and the edges between them. Where work waits as a ticket, whoever does it may be another program: what such
/// an edge of this program leads to stays, without what follows from there; and so do externals, and events and effects
/// that are not defined in the tree. What others leave to this program begins here.
///
/// # Errors
/// When neither `programs` nor a node knows the name.
pub fn only_program(graph: &Graph, programs: &[Program], name: &str) -> Result<Graph, UnknownProgram> {
    let named = programs.iter().chain(&graph.programs).map(|program| &program.name);
    let known: BTreeSet<&String> = named.chain(graph.nodes.iter().flat_map(|node| &node.programs)).collect();
    if !known.contains(&name.to_owned()) {
        return Err(unknown(name, &known));
    }
    let is_in = |node: &Node| node.programs.iter().any(|program| program == name);
    let own: BTreeSet<&str> = graph.nodes.iter().filter(|node| is_in(node)).map(|node| node.id.as_str()).collect();
    let is_foreign = |node: &&Node| !is_in(node) && node.defined && node.kind != NodeKind::External;
    let foreign: BTreeSet<&str> = graph.nodes.iter().filter(is_foreign).map(|node| node.id.as_str()).collect();
    let crates: BTreeMap<&str, &str> = graph.nodes.iter().map(|it| (it.id.as_str(), it.krate.as_str())).collect();
    // An edge may be there in the unit tests of a crate alone.
    let is_compiled = |edge: &Edge| {
        let home = Home { package: "", krate: crates.get(edge.home()).copied().unwrap_or_default() };
        let condition = edge.condition.as_deref().map_or(Condition::Always, Condition::parse);
        condition.from_home(home).with_tests_of(|krate| unit_tests(krate) == name) != Condition::Never
    };
    let mut kept = own.clone();
    let mut part = Graph { nodes: Vec::new(), edges: Vec::new(), ..graph.clone() };
    for edge in &graph.edges {
        let (from, to) = (edge.from.as_str(), edge.to.as_str());
        let leads_on = own.contains(to) || edge.is_durable() || !foreign.contains(to);
        let is_own = if from.starts_with("external:") { own.contains(to) } else { own.contains(from) && leads_on };
        if is_own && is_compiled(edge) {
            kept.extend([from, to]);
            part.edges.push(edge.clone());
        }
    }
    part.nodes.extend(graph.nodes.iter().filter(|node| kept.contains(node.id.as_str())).cloned());
    part.programs.retain(|program| program.name == name);
    if let Some(statement) = &mut part.statement {
        let flag = format!("--bin {name}");
        statement.cfg = if statement.cfg == "any" { flag } else { format!("{} {flag}", statement.cfg) };
    }
    Ok(part)
}

fn unknown(name: &str, known: &BTreeSet<&String>) -> UnknownProgram {
    let alike = |it: &&&String| strsim::damerau_levenshtein(name, it) <= name.chars().count().div_ceil(3).max(1);
    let nearest = known.iter().filter(alike).min_by_key(|it| strsim::damerau_levenshtein(name, it));
    UnknownProgram {
        name: name.to_owned(),
        nearest: nearest.map(|it| (*it).clone()),
        known: known.iter().map(|it| (*it).clone()).collect(),
    }
}

impl fmt::Display for UnknownProgram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the project has no program `{}`", self.name)?;
        if let Some(nearest) = &self.nearest {
            write!(f, "; did you mean `{nearest}`?")?;
        }
        match self.known.len() {
            0 => f.write_str(": it has neither binaries nor examples"),
            count => {
                write!(f, "{} it has", if self.nearest.is_some() { "" } else { ":" })?;
                for (at, name) in self.known.iter().take(LISTED).enumerate() {
                    write!(f, "{} `{name}`", if at == 0 { "" } else { "," })?;
                }
                if count > LISTED { write!(f, " and {} more", count - LISTED) } else { Ok(()) }
            }
        }
    }
}

impl std::error::Error for UnknownProgram {}
