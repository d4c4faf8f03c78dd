//! What is read from source, beside what is linked.

use crate::source::Place;
use ensue_analyzer::model::{self, Analysis};
use ensue_analyzer::rules::Rules;
use ensue_analyzer::source::{Memory, load_by};
use ensue_grammar::graph::{EdgeKind, Graph, Node, NodeKind, Transition};
use std::collections::{BTreeMap, BTreeSet};

/// A program that was built and run.
#[derive(Debug, Clone)]
pub struct Program {
    /// As the analysis should call it.
    pub name: String,
    /// What it registers.
    pub linked: Graph,
}

/// What cargo made of a workspace.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// Every program, once.
    pub programs: Vec<Program>,
    /// How the ids of each crate should begin.
    pub labels: BTreeSet<String>,
}

/// The analysis of a workspace in memory.
///
/// # Errors
/// When there is no project in its root.
pub fn read(files: &BTreeMap<String, String>) -> Result<Analysis, String> {
    read_by(files, Rules::default())
}

/// As [`read`], by these rules.
///
/// # Errors
/// As [`read`].
pub fn read_by(files: &BTreeMap<String, String>, rules: Rules) -> Result<Analysis, String> {
    let tree = Memory::new(files.iter().map(|(path, text)| (path.clone(), text.clone())));
    let project = load_by(&tree, "", rules).map_err(|error| error.to_string())?;
    Ok(model::analyze(&tree, &project))
}

/// The holes of an analysis, without their words.
#[must_use]
pub fn holes(analysis: &Analysis) -> Vec<Place> {
    let mut holes: Vec<Place> =
        analysis.graph.holes.iter().map(|hole| (hole.reason, hole.file.clone(), hole.line)).collect();
    holes.sort();
    holes.dedup();
    holes
}

/// All differences between the two sides, a line each; none when they agree.
#[must_use]
pub fn differences(analysis: &Analysis, expected: &[Place], built: &Built) -> Vec<String> {
    let mut told = Vec::new();
    let found: BTreeSet<Place> = holes(analysis).into_iter().collect();
    let expected: BTreeSet<Place> = expected.iter().cloned().collect();
    for hole in found.symmetric_difference(&expected) {
        let side = if expected.contains(hole) { "a hole is expected" } else { "no hole is expected" };
        let words = analysis.graph.holes.iter().find(|it| (it.reason, it.file.clone(), it.line) == *hole);
        told.push(format!("{side}: {hole:?} {}", words.map_or("", |it| &it.detail)));
    }
    let theirs: BTreeSet<&str> = built.programs.iter().map(|program| program.name.as_str()).collect();
    let ours: BTreeSet<&str> = analysis.programs.iter().map(|program| program.name.as_str()).collect();
    if ours != theirs {
        told.push(format!("the programs are {theirs:?}, and read as {ours:?}"));
    }
    for node in analysis.graph.nodes.iter().filter(|node| node.kind != NodeKind::External) {
        if node.programs.is_empty() {
            told.push(format!("in no program: {:?} {}", node.kind, node.id));
        }
        if !built.labels.contains(&node.krate) {
            told.push(format!("no crate is called `{}`: {}", node.krate, node.id));
        }
    }
    for program in &built.programs {
        let read = lines(&part(&analysis.graph, &program.name));
        let linked = lines(&program.linked);
        told.extend(read.difference(&linked).map(|it| format!("{}: only read: {it}", program.name)));
        told.extend(linked.difference(&read).map(|it| format!("{}: only linked: {it}", program.name)));
    }
    told
}

/// What of a graph is in a program.
fn part(graph: &Graph, program: &str) -> Graph {
    let is_in = |node: &Node| node.programs.iter().any(|it| it == program);
    let inside: BTreeMap<&str, bool> = graph.nodes.iter().map(|node| (node.id.as_str(), is_in(node))).collect();
    let has = |id: &str| inside.get(id).copied().unwrap_or(false);
    // An external is in a program with the effects that it performs.
    let performs = graph.edges.iter().filter(|edge| edge.kind == EdgeKind::Performs && has(&edge.from));
    let reached: BTreeSet<&str> = performs.map(|edge| edge.to.as_str()).collect();
    let has = |id: &str| has(id) || (id.starts_with("external:") && reached.contains(id));
    Graph {
        nodes: graph.nodes.iter().filter(|node| has(&node.id)).cloned().collect(),
        edges: graph.edges.iter().filter(|edge| has(&edge.from) && has(&edge.to)).cloned().collect(),
        ..Graph::default()
    }
}

/// All that both sides can know, a line each, ids as `module_path!` says them.
fn lines(graph: &Graph) -> BTreeSet<String> {
    let nodes = graph.nodes.iter().map(|it| {
        let transitions = if it.kind == NodeKind::Archiver { said(it.transitions.as_deref()) } else { String::new() };
        let Node { kind, stable_name, version, route, schedule, performed_by, .. } = it;
        let (id, resumes) = (plain(&it.id), it.resumes.as_deref().map(plain));
        let resource = it.resource.as_deref().map(plain);
        format!(
            "{kind:?} {id} {stable_name:?} {version:?} {route:?} {schedule:?} {resumes:?} {performed_by:?} {resource:?} {transitions}"
        )
    });
    let edges = graph.edges.iter().map(|it| {
        let because = it.because.as_deref().map(plain);
        format!("{} -> {} {:?} {:?} {because:?}", plain(&it.from), plain(&it.to), it.kind, it.timing)
    });
    nodes.chain(edges).collect()
}

/// An id as code says it: without the package, and without the kind of its target.
fn plain(id: &str) -> String {
    let (krate, rest) = id.split_once("::").unwrap_or((id, ""));
    if krate == "external:" || id.starts_with("external:") {
        return id.to_owned();
    }
    let krate = krate.rsplit('/').next().unwrap_or(krate);
    let krate = krate.split('(').next().unwrap_or(krate);
    format!("{krate}::{rest}")
}

/// What methods do, ids as code says them: the order of those follows from how they are said.
fn said(transitions: Option<&[Transition]>) -> String {
    let plainly = |ids: &[String]| ids.iter().map(|id| plain(id)).collect::<BTreeSet<_>>();
    let all = transitions.unwrap_or_default().iter().map(|it| {
        let Transition { method, from, to, emits, schedules, requests } = it;
        let (method, emits) = (plain(method), plainly(emits));
        let (schedules, requests) = (plainly(schedules), plainly(requests));
        format!("{method} {from:?} {to:?} {emits:?} {schedules:?} {requests:?}")
    });
    all.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
}
