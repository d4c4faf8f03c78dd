//! `snapshot`: the graph as a file to keep.

use crate::cli::args::{Global, SnapshotArgs};
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::project::{Opened, SNAPSHOT, tell_holes};
use crate::cli::screen::{Screen, answer};

pub(in crate::cli) fn run(global: &Global, args: &SnapshotArgs, screen: &Screen) -> Result<(), Failure> {
    let opened = Opened::new(global, args.project.dir.as_deref())?;
    let analysis = opened.analyze()?;
    let path = opened.manifest_dir().join(SNAPSHOT);
    let snapshot = analysis.graph.clone().to_snapshot(analysis.programs);
    output::write_file(&path, snapshot.to_json().as_bytes(), &opened.workspace_root())?;
    answer(format!("{}\n", path.display()).as_bytes())?;
    tell_holes(&analysis.graph, screen);
    Ok(())
}
