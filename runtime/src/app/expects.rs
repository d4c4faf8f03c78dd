//! What a snapshot says to be part of this program, against what is linked.

use super::problem::Problem;
use super::registry::Linked;
use crate::graph::{Graph, Node, NodeKind, Program};
use crate::snapshot::{as_linked, crate_of, is_linked, read};
use std::collections::BTreeSet;

/// The handlers, controllers and effect handlers that the snapshot has for this program and that are not linked.
///
/// Where the program is not known by its name, it is one of those that contain all that is linked; then only what all of
/// these contain is expected, so that nothing is reported wrongly.
pub(super) fn unlinked(snapshot: &str, program: Option<&str>, linked: &Linked) -> Vec<Problem> {
    let snapshot = match read(snapshot) {
        Ok(snapshot) => snapshot,
        Err(problem) => return vec![Problem::Snapshot { problem }],
    };
    let ids: BTreeSet<String> = linked.emitters().iter().map(|emitter| emitter.id()).collect();
    let crates: BTreeSet<&str> = ids.iter().map(|id| crate_of(id)).collect();
    let programs = match programs(&snapshot, program, &crates) {
        Ok(programs) => programs,
        Err(problem) => return vec![Problem::Snapshot { problem }],
    };
    let expected = snapshot.nodes.iter().filter(|node| is_emitter(node) && node.condition.is_none());
    let expected = expected
        .filter(|node| !programs.is_empty() && programs.iter().all(|program| program.crates.contains(&node.krate)));
    let unlinked = expected.filter(|node| !is_linked(&node.id, &ids, &crates));
    let problem = |node: &Node| Problem::NotLinked {
        id: node.id.clone(),
        missing_crate: Some(as_linked(&node.krate)).filter(|krate| !crates.contains(krate.as_str())),
    };
    unlinked.map(problem).collect()
}

/// The programs that this one can be.
fn programs<'a>(snapshot: &'a Graph, name: Option<&str>, crates: &BTreeSet<&str>) -> Result<Vec<&'a Program>, String> {
    let named = |name: &str| snapshot.programs.iter().find(|program| program.name == name);
    if let Some(name) = name {
        let found = named(name).ok_or_else(|| format!("it has no program `{name}`"))?;
        return Ok(vec![found]);
    }
    let executable = std::env::current_exe().ok();
    let executable = executable.as_ref().and_then(|path| path.file_stem()?.to_str());
    if let Some(program) = executable.and_then(named) {
        return Ok(vec![program]);
    }
    let known: BTreeSet<&str> = snapshot.nodes.iter().map(|node| node.krate.as_str()).collect();
    let linked: BTreeSet<&str> = crates.intersection(&known).copied().collect();
    let contains = |program: &&Program| linked.iter().all(|krate| program.crates.iter().any(|other| other == krate));
    Ok(snapshot.programs.iter().filter(contains).collect())
}

fn is_emitter(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Handler | NodeKind::Controller | NodeKind::EffectHandler)
}
