//! The states of a project that can be compared.

use super::args::Global;
use super::failure::Failure;
use super::progress::Progress;
use super::project::{Opened, allow_read, place};
use super::said::Said;
use crate::analyses::{UnknownProgram, only_program};
use crate::model::{Analysis, analyze};
use crate::source::{self, Commit, Repository, Revision};
use ensue_grammar::graph::{Graph, Program, SCHEMA};
use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::path::Path;

/// A state of a project, by its name on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    WorkTree,
    Index,
    Revision(String),
    Directory(String),
    File(String),
    /// Where HEAD left the default branch.
    MergeBase,
}

/// A graph, and which state it is of.
pub(super) struct Loaded {
    pub(super) graph: Graph,
    /// The programs of the state, where they are known beside the graph.
    programs: Vec<Program>,
    /// How the state says that it is to be checked; a graph in a file says nothing of that.
    pub(super) said: Option<Said>,
    /// The root of the workspace in the repository; empty where that is not known.
    pub(super) root: String,
    /// For the difference: a whole commit id, `worktree`, or what the user wrote.
    pub(super) name: String,
    /// For the message that says what is compared.
    pub(super) description: String,
}

impl State {
    /// What an argument means: a bare word is a revision.
    pub(super) fn parse(argument: &str) -> Result<State, Failure> {
        let (form, rest) = argument.split_once(':').unwrap_or((argument, ""));
        match (form, argument.contains(':')) {
            ("worktree", false) => Ok(State::WorkTree),
            ("index", false) => Ok(State::Index),
            ("rev" | "dir" | "file", true) if rest.is_empty() => {
                Err(Failure::CannotRun(format!("`{argument}` names nothing: write `{form}:` and what is meant")))
            }
            ("rev", true) => Ok(State::Revision(rest.to_owned())),
            ("dir", true) => Ok(State::Directory(rest.to_owned())),
            ("file", true) => Ok(State::File(rest.to_owned())),
            _ => Ok(State::Revision(argument.to_owned())),
        }
    }

    /// Derives, or reads, the graph of this state.
    pub(super) fn load(&self, global: &Global) -> Result<Loaded, Failure> {
        match self {
            State::WorkTree => {
                on_disk(&Opened::new(global, None)?, ("worktree".to_owned(), "the work tree".to_owned()))
            }
            State::Directory(dir) => {
                let described = (format!("dir:{dir}"), format!("the directory `{dir}`"));
                on_disk(&Opened::new(global, Some(Path::new(dir)))?, described)
            }
            State::File(file) => {
                let graph = read(&place(global, Some(Path::new(file))))?;
                Ok(Loaded {
                    graph,
                    programs: Vec::new(),
                    said: None,
                    root: String::new(),
                    name: format!("file:{file}"),
                    description: format!("the file `{file}`"),
                })
            }
            State::Index => {
                let repository = repository(global)?;
                let failed = |error: &dyn Display| Failure::CannotRun(format!("in the index: {error}"));
                let described = ("index".to_owned(), "the index".to_owned());
                in_repository(global, &repository, &repository.index()?, described, &failed)
            }
            State::Revision(name) => {
                let repository = repository(global)?;
                let commit = repository.commit(name)?;
                let description = format!("{} (`{name}`)", commit.short());
                at_commit(global, &repository, &commit, description)
            }
            State::MergeBase => {
                let repository = repository(global)?;
                let branch = repository.default_branch()?;
                let commit = repository.merge_base(&branch, &repository.commit("HEAD")?)?;
                let description = format!("{} (where HEAD left `{}`)", commit.short(), branch.name);
                at_commit(global, &repository, &commit, description)
            }
        }
    }
}

impl Loaded {
    /// Leaves what one program does; nothing when it does not have that program.
    pub(super) fn keep_program(&mut self, name: &str) -> Result<(), UnknownProgram> {
        let found = only_program(&self.graph, &self.programs, name);
        let nothing = || Graph { nodes: Vec::new(), edges: Vec::new(), ..self.graph.clone() };
        let (graph, unknown) = found.map_or_else(|unknown| (nothing(), Err(unknown)), |graph| (graph, Ok(())));
        self.graph = graph;
        unknown
    }
}

fn repository(global: &Global) -> Result<Repository, Failure> {
    Ok(Repository::around(&place(global, None), &allow_read(global))?)
}

/// Derives the graph of files on disk; `described` is their name and description.
fn on_disk(opened: &Opened, (name, description): (String, String)) -> Result<Loaded, Failure> {
    let said = Some(opened.files_said()?);
    let Analysis { graph, programs, .. } = opened.analyze_all();
    Ok(Loaded { graph, programs, said, root: opened.in_tree(""), name, description })
}

fn at_commit(
    global: &Global,
    repository: &Repository,
    commit: &Commit,
    description: String,
) -> Result<Loaded, Failure> {
    let failed = |error: &dyn Display| Failure::CannotRun(format!("in revision {}: {error}", commit.short()));
    in_repository(global, repository, &repository.tree(commit)?, (commit.id.clone(), description), &failed)
}

/// Derives the graph of files that git keeps; `described` is their name and description.
fn in_repository(
    global: &Global,
    repository: &Repository,
    tree: &Revision,
    (name, description): (String, String),
    failed: &dyn Fn(&dyn Display) -> Failure,
) -> Result<Loaded, Failure> {
    let project = source::load(tree, repository.dir()).map_err(|error| failed(&error))?;
    let project = project.configured(&global.configuration.flags()).map_err(|error| failed(&error))?;
    let said = Some(Said::of(tree, repository.dir(), &project)?);
    let progress = Progress::of_analysis(global.quiet);
    let Analysis { graph, programs, .. } = analyze(tree, &project);
    drop(progress);
    Ok(Loaded { graph, programs, said, root: project.root, name, description })
}

/// Reads a graph that was written before.
fn read(path: &Path) -> Result<Graph, Failure> {
    let shown = path.display();
    let is_file = fs::metadata(path).map_err(|error| Failure::of_path("read", path, &error))?.is_file();
    if !is_file {
        return Err(Failure::CannotRun(format!("`{shown}` is not a file; a directory is `dir:{shown}`")));
    }
    let bytes = fs::read(path).map_err(|error| Failure::of_path("read", path, &error))?;
    graph(&bytes, &shown.to_string())
}

/// The graph that a file holds; `shown` is its name in messages.
pub(super) fn graph(bytes: &[u8], shown: &str) -> Result<Graph, Failure> {
    let unusable = |why: String| {
        let remedy = "write one with `cargo ensue snapshot` or `cargo ensue graph --format json`";
        Failure::CannotRun(format!("`{shown}` is no graph ({why}): {remedy}"))
    };
    let mut graph: Graph = serde_json::from_slice(bytes).map_err(|error| unusable(error.to_string()))?;
    if graph.schema != SCHEMA {
        return Err(unusable(format!("its schema is `{}`, not `{SCHEMA}`", graph.schema)));
    }
    graph.sort();
    let ids: BTreeSet<&str> = graph.nodes.iter().map(|node| node.id.as_str()).collect();
    let lost = graph.edges.iter().flat_map(|edge| [&edge.from, &edge.to]).find(|id| !ids.contains(id.as_str()));
    match lost {
        Some(id) => Err(unusable(format!("an edge ends at `{id}`, which is no node of it"))),
        None => Ok(graph),
    }
}
