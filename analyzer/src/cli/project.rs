//! From what the user names to an analysis.

use super::args::Global;
use super::failure::Failure;
use crate::model::{Analysis, analyze};
use crate::source::{self, Project, WorkTree};
use std::path::{Path, PathBuf};

/// A project that can be analysed.
pub(super) struct Opened {
    tree: WorkTree,
    project: Project,
}

impl Opened {
    /// Opens the project of a directory on disk.
    pub(super) fn work_tree(global: &Global, dir: Option<&Path>) -> Result<Opened, Failure> {
        let dir = place(global, dir);
        let tree = WorkTree::around(&dir, &[])?;
        let project = source::load(&tree, tree.dir())?;
        Ok(Opened { tree, project })
    }

    /// Derives the graph.
    pub(super) fn analyze(&self) -> Analysis {
        analyze(&self.tree, &self.project)
    }
}

/// Where a path of the command line is meant: relative to `-C DIR`.
pub(super) fn place(global: &Global, path: Option<&Path>) -> PathBuf {
    let base = global.directory.as_deref().unwrap_or(Path::new("."));
    path.map_or_else(|| base.to_owned(), |path| base.join(path))
}
