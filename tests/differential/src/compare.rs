//! What is read from source, beside what is linked.

use crate::source::Place;
use ensue_analyzer::condition::{Condition, predicate};
use ensue_analyzer::model::{self, Analysis};
use ensue_analyzer::rules::Rules;
use ensue_analyzer::source::{Flags, Memory, load_by};
use ensue_grammar::graph::{Conditional, Edge, EdgeKind, Graph, Listed, Node, NodeKind, Transition, package_named};
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
    /// The features of each package that are on, as cargo says.
    pub features: BTreeMap<String, BTreeSet<String>>,
    /// What `--cfg` set.
    pub set: Vec<String>,
}

/// The analysis of a workspace in memory, as far as flags fix it.
///
/// # Errors
/// When there is no project in its root, or the flags do not fit it.
pub fn read(files: &BTreeMap<String, String>, flags: &Flags) -> Result<Analysis, String> {
    read_by(files, flags, Rules::default())
}

/// As [`read`], by these rules.
///
/// # Errors
/// As [`read`].
pub fn read_by(files: &BTreeMap<String, String>, flags: &Flags, rules: Rules) -> Result<Analysis, String> {
    let tree = Memory::new(files.iter().map(|(path, text)| (path.clone(), text.clone())));
    let project = load_by(&tree, "", rules).map_err(|error| error.to_string())?;
    let project = project.configured(flags).map_err(|error| error.to_string())?;
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
        // What no program links is not built.
        match (built.labels.contains(&node.krate), node.programs.is_empty()) {
            (true, true) => told.push(format!("in no program: {:?} {}", node.kind, node.id)),
            (false, false) => told.push(format!("no crate is called `{}`: {}", node.krate, node.id)),
            _ => {}
        }
    }
    told.extend(linked_otherwise(&built.held(&analysis.graph), built, ""));
    told
}

/// The differences of an analysis that no flag fixes: what of it holds under the flags of a build, in the crates that these
/// link as told by `fixed`, must be what was linked. The holes of all configurations are not known.
#[must_use]
pub fn open_differences(open: &Analysis, fixed: &Analysis, built: &Built) -> Vec<String> {
    let mut graph = built.held(&open.graph);
    for node in &mut graph.nodes {
        let of = label(&node.krate).to_owned();
        node.programs.retain(|name| {
            let program = fixed.programs.iter().find(|it| it.name == *name);
            program.is_some_and(|it| it.crates.iter().any(|krate| label(krate) == of))
        });
    }
    linked_otherwise(&graph, built, "of all configurations ")
}

/// What of a graph each program registers otherwise.
fn linked_otherwise(graph: &Graph, built: &Built, side: &str) -> Vec<String> {
    let mut told = Vec::new();
    for program in &built.programs {
        let read = lines(&part(graph, &program.name));
        let linked = lines(&program.linked);
        told.extend(read.difference(&linked).map(|it| format!("{}: {side}only read: {it}", program.name)));
        told.extend(linked.difference(&read).map(|it| format!("{}: {side}only linked: {it}", program.name)));
        told.extend(moved_otherwise(graph, program).map(|it| format!("{}: {side}{it}", program.name)));
    }
    told
}

/// The methods of archivers that differ.
fn moved_otherwise<'a>(graph: &Graph, program: &'a Program) -> impl Iterator<Item = String> + 'a {
    let read = moves(&part(graph, &program.name));
    let linked = moves(&program.linked);
    let methods: BTreeSet<String> = read.keys().chain(linked.keys()).cloned().collect();
    methods.into_iter().filter_map(move |method| {
        let (read, linked) = (read.get(&method), linked.get(&method));
        (read != linked).then(|| format!("only read: {method} with {read:?}, only linked: with {linked:?}"))
    })
}

impl Built {
    /// How many methods of archivers are linked.
    #[must_use]
    pub fn methods(&self) -> usize {
        self.programs.iter().map(|program| moves(&program.linked).len()).sum()
    }

    /// What of a graph was compiled, by its conditions.
    fn held(&self, graph: &Graph) -> Graph {
        let package = |node: &Node| {
            let named = node.package.as_deref().unwrap_or_else(|| package_named(&node.krate));
            named.replace('-', "_")
        };
        let packages: BTreeMap<&str, String> = graph.nodes.iter().map(|it| (it.id.as_str(), package(it))).collect();
        let holds = |condition: Option<&str>, home: &str| {
            condition.is_none_or(|it| self.holds(&Condition::parse(it), packages.get(home).map_or("", |it| it)))
        };
        let mut nodes: Vec<Node> =
            graph.nodes.iter().filter(|it| holds(it.condition.as_deref(), &it.id)).cloned().collect();
        for node in &mut nodes {
            let id = node.id.clone();
            node.transitions.iter_mut().for_each(|it| it.retain(|it| holds(it.condition.as_deref(), &id)));
            for transition in node.transitions.iter_mut().flatten() {
                let Transition { emits, schedules, requests, conditional, .. } = transition;
                for Conditional { list, id: listed, .. } in
                    conditional.iter().filter(|it| !holds(Some(&it.condition), &id))
                {
                    let list = match list {
                        Listed::Emits => &mut *emits,
                        Listed::Schedules => &mut *schedules,
                        Listed::Requests => &mut *requests,
                    };
                    list.retain(|it| it != listed);
                }
            }
        }
        let edges: Vec<Edge> =
            graph.edges.iter().filter(|it| holds(it.condition.as_deref(), it.home())).cloned().collect();
        for node in &mut nodes {
            // The node names one of several events that resume it under conditions; the edges tell which does when.
            let resumes = |it: &&Edge| it.kind == EdgeKind::Resumes && it.to == node.id;
            if graph.edges.iter().filter(resumes).count() > 1 {
                node.resumes = edges.iter().find(resumes).map(|it| it.from.clone());
            }
        }
        Graph { nodes, edges, ..Graph::default() }
    }

    fn holds(&self, condition: &Condition, home: &str) -> bool {
        let truth = |text: &str| {
            let (package, text) = text.split_once('/').unwrap_or((home, text));
            let is_true = match predicate(text) {
                ("unix", None) => cfg!(unix),
                ("windows", None) => cfg!(windows),
                ("feature", Some(name)) => self.features.get(package).is_some_and(|on| on.contains(&name)),
                _ => self.set.iter().any(|set| set.replace('=', " = ") == text),
            };
            Some(if is_true { Condition::Always } else { Condition::Never })
        };
        condition.settled(&truth) == Condition::Always
    }
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
        let Node { kind, stable_name, version, route, schedule, performed_by, .. } = it;
        let (id, resumes) = (plain(&it.id), it.resumes.as_deref().map(plain));
        let resource = it.resource.as_deref().map(plain);
        format!(
            "{kind:?} {id} {stable_name:?} {version:?} {route:?} {schedule:?} {resumes:?} {performed_by:?} {resource:?}"
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
    format!("{}::{rest}", label(krate))
}

/// How code calls a crate.
fn label(krate: &str) -> &str {
    let krate = krate.rsplit('/').next().unwrap_or(krate);
    krate.split('(').next().unwrap_or(krate)
}

/// What the methods of archivers emit, schedule and request, ids as code says them.
fn moves(graph: &Graph) -> BTreeMap<String, BTreeSet<String>> {
    let archivers = graph.nodes.iter().filter(|it| it.kind == NodeKind::Archiver);
    let all = archivers.flat_map(|it| it.transitions.iter().flatten()).map(|it| {
        let Transition { method, from, to, emits, schedules, requests, .. } = it;
        let lists = [("emits", emits), ("schedules", schedules), ("requests", requests)];
        let plainly = lists.iter().flat_map(|(word, ids)| ids.iter().map(move |id| format!("{word} {}", plain(id))));
        (format!("{} {from:?} {to:?}", plain(method)), plainly.collect())
    });
    all.collect()
}
