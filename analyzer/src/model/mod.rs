//! From resolved names to the graph: nodes from annotations, edges from what they declare, the ways between from bodies.

mod allows;
mod annotated;
mod collect;
mod edges;
mod follow;
mod hidden;
mod idle;
mod made;
mod methods;
mod nodes;
mod owners;
mod problems;
mod programs;
mod reach;
mod routines;
mod statement;
mod states;
mod stretches;
mod targets;
mod transitions;
mod ways;
mod written;

pub use self::allows::Allow;
pub use self::idle::Idle;
pub use self::written::{Listing, Stale};
pub use crate::resolve::Effort;
use crate::resolve::{Names, Reader};
use crate::source::{Project, Tree};
use ensue_grammar::graph::{Graph, Program};
use std::mem;
use stretches::Workers;

/// What an analysis finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Sorted, with its statement, holes and diagnostics.
    pub graph: Graph,
    /// The binaries, and what each links: for the snapshot.
    pub programs: Vec<Program>,
    /// What the code itself says of lints, sorted.
    pub allows: Vec<Allow>,
    /// Where lists of what may be done are written, sorted.
    pub listings: Vec<Listing>,
    /// What methods of archivers and helpers list and certainly never do, sorted.
    pub idle: Vec<Idle>,
    /// The entries of such lists that certainly nothing keeps, sorted.
    pub stale: Vec<Stale>,
}

/// The code of diagnostics about work in one process of nodes that no program contains together.
pub const NO_COMMON_PROGRAM: &str = "no_common_program";

/// The code of diagnostics about names in transitions that are no states.
pub const UNKNOWN_STATE: &str = "unknown_state";

/// Derives the graph of a project. It never fails: what cannot be seen is a hole.
#[must_use]
pub fn analyze(tree: &dyn Tree, project: &Project) -> Analysis {
    analyze_with(tree, project, Effort::Needed)
}

/// As [`analyze`], with more effort than it needs: the graph is the same.
#[must_use]
pub fn analyze_with(tree: &dyn Tree, project: &Project, effort: Effort) -> Analysis {
    analyzed(tree, project, effort).0
}

/// As [`analyze`], for a process that ends with its answer. What the stages made stays in memory: to give back millions of
/// small pieces would take as long as a stage does, and the end of the process gives back all of them at once.
#[must_use]
pub fn analyze_once(tree: &dyn Tree, project: &Project) -> Analysis {
    let (analysis, reader, names) = analyzed(tree, project, Effort::Needed);
    mem::forget((reader, names));
    analysis
}

fn analyzed<'a>(tree: &'a dyn Tree, project: &'a Project, effort: Effort) -> (Analysis, Reader<'a>, Names) {
    let mut reader = Reader::new(tree, project, effort);
    loop {
        let names = reader.names();
        let mut analysis = derive(tree, project, &names, Workers::Many);
        if names.is_entangled() {
            // Which names are too many depends on who asks first.
            names.forget_meanings();
            analysis = derive(tree, project, &names, Workers::InTurn);
        }
        if !reader.read_asked(&names) {
            return (analysis, reader, names);
        }
    }
}

fn derive(tree: &dyn Tree, project: &Project, names: &Names, workers: Workers) -> Analysis {
    let mut problems = problems::Problems::new(project, names);
    let annotated::Found { roles: annotated, allows } = annotated::find(tree, names, workers, &mut problems);
    let allows = allows::allows(names, project, &allows);
    hidden::procedural_macros(tree, project, &mut problems);
    let programs = statement::programs(names, project);
    let mut targets = targets::Targets::new(names, &annotated);
    let routines = collect::collect(names, &annotated, &targets, workers);
    let mut nodes = nodes::nodes(names, project, &annotated, &mut targets, &programs, &mut problems);
    let done = edges::done(names, &annotated, &targets, &routines, workers);
    let edges = edges::edges(names, project, &annotated, &mut targets, &done, &mut problems);
    methods::complete(&mut nodes, names, project, &annotated, &routines, &done);
    let listings = written::listings(names, project, &annotated);
    let idle = idle::idle(names, project, &annotated, &targets, &routines, &done, workers);
    let stale = written::stale(names, project, &annotated, &mut targets, &edges, &idle);
    nodes.extend(targets.outside(&mut problems));
    problems.entangled();
    let mut graph = Graph {
        statement: Some(statement::statement(names, project)),
        nodes,
        edges,
        holes: problems.holes,
        diagnostics: problems.diagnostics,
        ..Graph::default()
    };
    made::relocate(&mut graph, names, project);
    owners::tell(tree, project, &mut graph.nodes);
    graph.diagnostics.extend(programs::never_together(&graph));
    graph.sort();
    graph.holes.dedup();
    graph.diagnostics.dedup();
    Analysis { graph, programs: statement::linked(&programs), allows, listings, idle, stale }
}
