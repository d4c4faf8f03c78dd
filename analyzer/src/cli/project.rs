//! From what the user names to an analysis of files on disk.

use super::args::Global;
use super::failure::Failure;
use super::progress::Progress;
use super::said::{self, Said, acceptance_file};
use super::screen::Screen;
use super::state;
use crate::analyses::{Index, NodeIx, find, only_program};
use crate::configuration::Configuration;
use crate::lints::{Accepted, Judged, Snapshot};
use crate::model::{Analysis, NO_COMMON_PROGRAM, analyze, analyze_once};
use crate::render::message::{self, Sources};
use crate::render::text;
use crate::source::{self, Package, Project, Tree, WorkTree, path};
use ensue_grammar::graph::{Diagnostic, Graph, NodeKind};
use std::path::{Path, PathBuf};

/// The name of the file that `snapshot` writes.
pub(super) const SNAPSHOT: &str = "ensue.json";

/// A project on disk.
pub(super) struct Opened {
    tree: WorkTree,
    project: Project,
    bin: Option<String>,
    is_quiet: bool,
}

impl Opened {
    /// Opens the project of a directory, which is relative to `-C DIR`.
    pub(super) fn new(global: &Global, dir: Option<&Path>) -> Result<Opened, Failure> {
        let tree = WorkTree::around(&place(global, dir), &allow_read(global))?;
        let project = source::load(&tree, tree.dir())?.configured(&global.configuration.flags())?;
        Ok(Opened { tree, project, bin: global.configuration.bin.clone(), is_quiet: global.quiet })
    }

    /// Derives the graph; that of one program when `--bin` asks for it. Nothing else is analysed in this process.
    pub(super) fn analyze(&self) -> Result<Analysis, Failure> {
        let progress = Progress::of_analysis(self.is_quiet);
        let mut analysis = analyze_once(&self.tree, &self.project);
        drop(progress);
        let Some(name) = &self.bin else { return Ok(analysis) };
        analysis.graph = only_program(&analysis.graph, &analysis.programs, name)?;
        analysis.programs.retain(|program| program.name == *name);
        Ok(analysis)
    }

    /// Derives the graph of all programs from files that may be edited, as often as it takes.
    pub(super) fn analyze_in(&self, tree: &dyn Tree) -> Analysis {
        let _progress = Progress::of_analysis(self.is_quiet);
        analyze(tree, &self.project)
    }

    /// The files on disk.
    pub(super) fn tree(&self) -> &WorkTree {
        &self.tree
    }

    /// Derives the graph of all programs.
    pub(super) fn analyze_all(&self) -> Analysis {
        self.analyze_in(&self.tree)
    }

    /// The root of the workspace on disk.
    pub(super) fn workspace_root(&self) -> PathBuf {
        self.on_disk(&self.project.root)
    }

    /// The directory on disk with the manifest that DIR means: where its snapshot is looked up first.
    pub(super) fn manifest_dir(&self) -> PathBuf {
        self.on_disk(self.manifest_in_tree())
    }

    /// The same in the tree.
    pub(super) fn manifest_in_tree(&self) -> &str {
        let mut dir = self.tree.dir();
        while self.tree.kind(&path::child(dir, "Cargo.toml")).is_err() {
            match path::parent(dir) {
                Some(parent) => dir = parent,
                None => break,
            }
        }
        dir
    }

    /// The root of the git work tree in the tree.
    pub(super) fn repository(&self) -> Option<String> {
        let mut ways = std::iter::successors(Some(self.tree.dir()), |dir| path::parent(dir));
        ways.find(|dir| self.tree.kind(&path::child(dir, ".git")).is_ok()).map(str::to_owned)
    }

    /// That root; that of the workspace when there is none.
    pub(super) fn repository_root(&self) -> String {
        self.repository().unwrap_or_else(|| self.project.root.clone())
    }

    /// The packages of the project.
    pub(super) fn packages(&self) -> &[Package] {
        &self.project.packages
    }

    /// Where the nearest file of a name is in the tree.
    pub(super) fn nearest_path(&self, name: &str) -> Option<String> {
        source::nearest(&self.tree, name, self.tree.dir(), &self.project.root).map(|(file, _)| file)
    }

    /// What `ensue.toml` and `ensue-accepted.toml` say; mistakes in them are told, and are a failure.
    pub(super) fn said(&self, screen: &Screen) -> Result<(Configuration, Vec<Accepted>), Failure> {
        self.files_said()?.read(screen)
    }

    /// The files that say it.
    pub(super) fn files_said(&self) -> Result<Said, Failure> {
        Said::of(&self.tree, self.tree.dir(), &self.project)
    }

    /// The path in the tree of the file that says what is accepted.
    pub(super) fn acceptance_file(&self) -> String {
        acceptance_file(&self.tree, self.tree.dir(), &self.project)
    }

    /// The text of a file of the tree, if it is there.
    pub(super) fn text(&self, file: &str) -> Option<String> {
        Some(String::from_utf8_lossy(&self.tree.read(file).ok()?).into_owned())
    }

    /// Whether a file speaks of what DIR means, rather than of a workspace of which that is a part.
    pub(super) fn is_beside_manifest(&self, file: &str) -> bool {
        path::parent(file) == Some(self.manifest_in_tree())
    }

    /// What the snapshot says, and which file that is.
    pub(super) fn snapshot(&self) -> Result<Snapshot, Failure> {
        let Some((file, bytes)) = self.nearest(SNAPSHOT)? else {
            let dir = self.project.relative(self.tree.dir());
            let place = if dir.is_empty() { String::new() } else { format!(" in `{dir}` or above it") };
            let message = format!("there is no `{SNAPSHOT}`{place} to compare with: `cargo ensue snapshot` writes it");
            return Err(Failure::CannotRun(message));
        };
        let graph = state::graph(&bytes, &file)?;
        Ok(Snapshot { graph, file, text: String::from_utf8_lossy(&bytes).into_owned() })
    }

    /// The nearest file of a name, as outputs call it, and its bytes.
    fn nearest(&self, name: &str) -> Result<Option<(String, Vec<u8>)>, Failure> {
        said::read(source::nearest(&self.tree, name, self.tree.dir(), &self.project.root), &self.project)
    }

    /// The text of the files that messages show, as far as it can be read. A snapshot is data: its lines are not shown.
    pub(super) fn sources(&self, judged: &[Judged]) -> Sources {
        let text = |file: &str| Some((file.to_owned(), String::from_utf8_lossy(&self.bytes(file)?).into_owned()));
        let files = message::files(judged.iter().map(|it| &it.finding));
        Sources::new(files.into_iter().filter(|file| path::name(file) != SNAPSHOT).filter_map(text))
    }

    /// The bytes of a file as outputs name it, if it can be read.
    pub(super) fn bytes(&self, file: &str) -> Option<Vec<u8>> {
        self.tree.read(&path::join(&self.project.root, file)?).ok()
    }

    /// The path in the tree of a file as outputs name it; in a git work tree that is the path in the repository.
    pub(super) fn in_tree(&self, file: &str) -> String {
        path::join(&self.project.root, file).unwrap_or_else(|| file.to_owned())
    }

    /// What outputs call a path in the tree.
    pub(super) fn named(&self, path: &str) -> String {
        self.project.relative(path)
    }

    /// Where a path of the tree is on disk.
    pub(super) fn on_disk(&self, dir: &str) -> PathBuf {
        let parts = dir.split('/').filter(|part| !part.is_empty());
        parts.fold(self.tree.root().to_owned(), |place, part| place.join(part))
    }
}

/// Where a path of the command line is meant: relative to `-C DIR`.
pub(super) fn place(global: &Global, path: Option<&Path>) -> PathBuf {
    let base = global.directory.as_deref().unwrap_or(Path::new("."));
    path.map_or_else(|| base.to_owned(), |path| base.join(path))
}

/// The directories of `--allow-read`.
pub(super) fn allow_read(global: &Global) -> Vec<PathBuf> {
    global.allow_read.iter().map(|dir| place(global, Some(dir))).collect()
}

/// The node of a name, when something can follow from it or lead to it.
pub(super) fn node(graph: &Graph, name: &str) -> Result<NodeIx, Failure> {
    if graph.nodes.is_empty() {
        let message =
            format!("nothing is called `{name}`: the project has no annotation that can be seen, such as `#[event]`");
        return Err(Failure::CannotRun(message));
    }
    let found = find(graph, name)?;
    if graph.nodes[found].kind == NodeKind::Archiver {
        return Err(Failure::CannotRun(of_archiver(graph, found)));
    }
    Ok(found)
}

/// Tells what an answer does not show.
pub(super) fn tell_holes(graph: &Graph, screen: &Screen) {
    if graph.nodes.is_empty() {
        screen.note("the project has no annotation that can be seen, such as `#[event]`, so there is nothing to show");
    }
    if let Some(line) = text::holes(&graph.holes) {
        screen.note(&line);
    }
    // What else is wrong in annotations is a hole as well.
    for diagnostic in graph.diagnostics.iter().filter(|it| it.code == NO_COMMON_PROGRAM) {
        screen.note(&placed(diagnostic));
    }
}

/// A message with its place, as compilers write it.
fn placed(Diagnostic { message, file, line, .. }: &Diagnostic) -> String {
    match (file, line) {
        (Some(file), Some(line)) => format!("{file}:{line}: {message}"),
        _ => message.clone(),
    }
}

/// Tells where more is shown than can happen.
pub(super) fn tell_bound(index: &Index<'_>, screen: &Screen) {
    if !index.is_exact() {
        screen.note(
            "there are more combinations of conditions than are followed one by one: some of what is shown may not be \
             possible together; `--features`, `--target` and `--bin` fix a configuration",
        );
    }
}

/// Says that an archiver causes nothing by itself, and what to ask instead.
fn of_archiver(graph: &Graph, archiver: NodeIx) -> String {
    let id = &graph.nodes[archiver].id;
    let is_own = |path: &String| path.strip_prefix(id.as_str()).is_some_and(|rest| rest.starts_with("::"));
    let user = graph.edges.iter().find(|edge| edge.through.iter().any(is_own)).map(|edge| edge.from.as_str());
    let instead = user.map_or(String::new(), |user| format!(", such as `{user}`"));
    format!("`{id}` is an archiver, from which nothing follows by itself: name who goes through it{instead}")
}
