//! From a directory to the packages an analysis speaks of.

use super::dependencies::{Dependencies, Problem};
use super::features::features;
use super::manifest::{At, Inheritable, Manifest, PackageTable, WorkspaceTable};
use super::members::{is_excluded, members};
use super::targets::{self, hole_reason};
use super::{Origin, Package, Project, Settings, TargetKind};
use crate::rules::{Rule, Rules};
use crate::source::{Error, ReadError, Tree, path};
use ensue_grammar::graph::{Hole, HoleReason};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Display;
use std::rc::Rc;

/// The project that a directory of the tree belongs to.
///
/// The manifest is looked for in `dir` and above it. With `[workspace]` in it, the project is all members; else it is the
/// package and the path dependencies that it reaches. Either way the path dependencies of these packages belong to it,
/// Ensue's own crates left out, and of those only what a dependant can link: the library. Nothing is run.
///
/// # Errors
/// When there is no manifest, or the one of `dir` (or of the workspace it inherits from) is broken. A broken manifest of
/// another package, and a path dependency that is missing or outside, is a hole in [`Project::holes`].
pub fn load(tree: &dyn Tree, dir: &str) -> Result<Project, Error> {
    load_by(tree, dir, Rules::default())
}

/// As [`load`], by these rules, which the stages after this one follow as well.
///
/// # Errors
/// As [`load`].
pub fn load_by(tree: &dyn Tree, dir: &str, rules: Rules) -> Result<Project, Error> {
    let manifests = Manifests { tree, rules, seen: RefCell::default() };
    let start = nearest(tree, dir)?;
    let manifest = manifests.of(&start).map_err(Problem::into_error)?;
    let mut holes = Vec::new();
    let root = match (&manifest.workspace, &manifest.package) {
        (Some(_), _) => Some((start.clone(), Rc::clone(&manifest))),
        (None, Some(package)) => workspace_above(&manifests, &start, package)?,
        (None, None) => return Err(empty(&start).into_error()),
    };
    let dirs = match &manifest.workspace {
        Some(workspace) => all_members(&manifests, &start, workspace, &mut holes),
        None => BTreeSet::from([start.clone()]),
    };
    let root_dir = root.as_ref().map_or(start.as_str(), |(dir, _)| dir).to_owned();
    let closure = Closure { manifests: &manifests, start: &start, root: root.as_ref(), members: &dirs };
    let mut packages = closure.packages(&mut holes).map_err(Problem::into_error)?;
    packages.sort_by(|a, b| (&a.name, &a.dir).cmp(&(&b.name, &b.dir)));
    let mut holes: Vec<Hole> = holes.into_iter().map(|problem| problem.into_hole(&root_dir)).collect();
    holes.sort();
    holes.dedup();
    let Manifests { rules, .. } = manifests;
    Ok(Project { root: root_dir, packages, holes, settings: Settings::default(), rules })
}

/// The directories of the package, or workspace, that a directory belongs to, and of its workspace root.
pub(in crate::source) fn roots(tree: &dyn Tree, dir: &str) -> Result<(String, String), Error> {
    let manifests = Manifests { tree, rules: Rules::default(), seen: RefCell::default() };
    let start = nearest(tree, dir)?;
    let manifest = manifests.of(&start).map_err(Problem::into_error)?;
    let above = match (&manifest.workspace, &manifest.package) {
        (None, Some(package)) => workspace_above(&manifests, &start, package)?,
        _ => None,
    };
    let root = above.map_or_else(|| start.clone(), |(dir, _)| dir);
    Ok((start, root))
}

/// Each manifest is read once.
pub(super) struct Manifests<'a> {
    tree: &'a dyn Tree,
    pub(super) rules: Rules,
    seen: RefCell<BTreeMap<String, Result<Rc<Manifest>, Problem>>>,
}

impl Manifests<'_> {
    pub(super) fn of(&self, dir: &str) -> Result<Rc<Manifest>, Problem> {
        if let Some(known) = self.seen.borrow().get(dir) {
            return known.clone();
        }
        let manifest = self.read(dir).map(Rc::new);
        self.seen.borrow_mut().insert(dir.to_owned(), manifest.clone());
        manifest
    }

    /// Whether there is a manifest in a directory.
    pub(super) fn exists(&self, dir: &str) -> Result<(), ReadError> {
        self.tree.kind(&manifest_of(dir)).map(drop)
    }

    fn read(&self, dir: &str) -> Result<Manifest, Problem> {
        let file = manifest_of(dir);
        let bytes = self.tree.read(&file).map_err(|error| Problem {
            file: file.clone(),
            line: None,
            reason: hole_reason(&error),
            detail: format!("the manifest {error}"),
        })?;
        Manifest::parse(&bytes).map_err(|broken| Problem {
            file,
            line: broken.line,
            reason: HoleReason::Unreadable,
            detail: broken.message,
        })
    }
}

/// The path of the manifest in a directory.
pub(super) fn manifest_of(dir: &str) -> String {
    path::child(dir, "Cargo.toml")
}

/// The directory, or the nearest above it, that has a manifest.
fn nearest(tree: &dyn Tree, dir: &str) -> Result<String, Error> {
    let mut here = Some(dir);
    while let Some(candidate) = here {
        match tree.kind(&manifest_of(candidate)) {
            // What is there and cannot be read is the mistake to tell of, not one to pass over.
            Ok(_) => return Ok(candidate.to_owned()),
            Err(ReadError::Missing) => here = path::parent(candidate),
            Err(error) => return Err(Error::Read { file: manifest_of(candidate), error }),
        }
    }
    Err(Error::NoManifest { dir: dir.to_owned() })
}

fn empty(dir: &str) -> Problem {
    Problem {
        file: manifest_of(dir),
        line: None,
        reason: HoleReason::Unreadable,
        detail: "the manifest has neither `[package]` nor `[workspace]`, so there is nothing to analyse".to_owned(),
    }
}

/// The workspace that a package belongs to: the one it names, else the nearest above that has it as a member.
fn workspace_above(
    manifests: &Manifests<'_>,
    dir: &str,
    package: &PackageTable,
) -> Result<Option<(String, Rc<Manifest>)>, Error> {
    if let Some(named) = &package.workspace {
        return named_workspace(manifests, dir, named).map(Some).map_err(Problem::into_error);
    }
    let mut above = path::parent(dir);
    while let Some(candidate) = above {
        // A manifest above that is broken cannot be told from one that is no workspace; a key inherited from it will be
        // missed where it is used.
        if let Ok(manifest) = manifests.of(candidate)
            && let Some(workspace) = &manifest.workspace
        {
            let belongs = all_members(manifests, candidate, workspace, &mut Vec::new()).contains(dir);
            return Ok(belongs.then(|| (candidate.to_owned(), Rc::clone(&manifest))));
        }
        above = path::parent(candidate);
    }
    Ok(None)
}

/// The workspace root that `package.workspace` names.
fn named_workspace(
    manifests: &Manifests<'_>,
    dir: &str,
    named: &At<String>,
) -> Result<(String, Rc<Manifest>), Problem> {
    let problem = |detail: String| Problem {
        file: manifest_of(dir),
        line: Some(named.line),
        reason: HoleReason::Unreadable,
        detail,
    };
    let text = &named.value;
    let root =
        path::join(dir, text).ok_or_else(|| problem(format!("the workspace root `{text}` {}", ReadError::Outside)))?;
    let manifest = manifests.of(&root)?;
    let Some(workspace) = &manifest.workspace else {
        return Err(problem(format!("`workspace` names `{text}`, whose manifest has no `[workspace]`")));
    };
    if !all_members(manifests, &root, workspace, &mut Vec::new()).contains(dir) {
        return Err(problem(format!(
            "`workspace` names `{text}`, which does not have this package among its `members`"
        )));
    }
    Ok((root, manifest))
}

/// The members of a workspace: those it names, its root package, and the path dependencies of these inside its directory.
fn all_members(
    manifests: &Manifests<'_>,
    root: &str,
    workspace: &WorkspaceTable,
    holes: &mut Vec<Problem>,
) -> BTreeSet<String> {
    let mut ahead = VecDeque::new();
    for member in members(manifests.tree, &manifests.rules, root, workspace) {
        let mut hole = |reason, what: &dyn Display| {
            holes.push(Problem {
                file: manifest_of(root),
                line: Some(member.text.line),
                reason,
                detail: format!("the member `{}` {what}", member.text.value),
            });
        };
        match member.dirs {
            Err(unusable) => hole(unusable.reason(), &unusable),
            Ok(dirs) => {
                for dir in dirs {
                    match manifests.exists(&dir) {
                        Ok(()) => ahead.push_back(dir),
                        Err(_) if member.is_pattern => {}
                        Err(ReadError::Missing) => hole(HoleReason::Unreadable, &"has no `Cargo.toml`"),
                        Err(error) => hole(hole_reason(&error), &error),
                    }
                }
            }
        }
    }
    ahead.push_back(root.to_owned());
    let mut all = BTreeSet::new();
    while let Some(dir) = ahead.pop_front() {
        if (manifests.rules.follow(Rule::Exclude) && is_excluded(root, workspace, &dir)) || all.contains(&dir) {
            continue;
        }
        if let Ok(manifest) = manifests.of(&dir) {
            let inside = path_dependencies(&manifest, &dir, root, workspace);
            ahead.extend(inside.filter(|dir| path::is_within(dir, root) && manifests.exists(dir).is_ok()));
        }
        all.insert(dir);
    }
    all
}

/// The directories that a manifest's path dependencies name.
fn path_dependencies<'a>(
    manifest: &'a Manifest,
    dir: &'a str,
    root: &'a str,
    workspace: &'a WorkspaceTable,
) -> impl Iterator<Item = String> + 'a {
    let inherited = |key: &str| workspace.dependencies.iter().find(|entry| entry.key == key);
    manifest.dependencies.iter().filter_map(move |(_, entry)| {
        if entry.is_inherited {
            path::join(root, inherited(&entry.key)?.path.as_ref()?)
        } else {
            path::join(dir, entry.path.as_ref()?)
        }
    })
}

/// Packages, and those they reach.
struct Closure<'a> {
    manifests: &'a Manifests<'a>,
    start: &'a str,
    root: Option<&'a (String, Rc<Manifest>)>,
    members: &'a BTreeSet<String>,
}

impl Closure<'_> {
    fn packages(&self, holes: &mut Vec<Problem>) -> Result<Vec<Package>, Problem> {
        let mut ahead: VecDeque<String> = self.members.iter().cloned().collect();
        let mut seen: BTreeSet<String> = self.members.clone();
        let mut packages = Vec::new();
        while let Some(dir) = ahead.pop_front() {
            match self.package(&dir, holes) {
                Ok(Some(package)) => {
                    let reached = package.dependencies.iter().filter_map(|dependency| match &dependency.origin {
                        Origin::Tree(dir) => Some(dir),
                        _ => None,
                    });
                    ahead.extend(reached.filter(|dir| seen.insert((*dir).clone())).cloned());
                    packages.push(package);
                }
                // The root of a workspace need not be a package.
                Ok(None) => {}
                Err(problem) if dir == self.start => return Err(problem),
                Err(problem) => holes.push(problem),
            }
        }
        Ok(packages)
    }

    fn package(&self, dir: &str, holes: &mut Vec<Problem>) -> Result<Option<Package>, Problem> {
        let manifest = self.manifests.of(dir)?;
        let Some(table) = &manifest.package else {
            return if manifest.workspace.is_some() { Ok(None) } else { Err(empty(dir)) };
        };
        let is_member = self.members.contains(dir);
        let root = self.workspace_of(dir, table);
        let edition = edition(dir, table, root.as_ref().and_then(|(_, root)| root.workspace.as_ref()))?;
        let tree = self.manifests.tree;
        let (mut targets, mut lost) = targets::targets(tree, dir, &manifest, table, edition);
        let build_script = targets::build_script(tree, dir, table).unwrap_or_else(|outside| {
            lost.push(outside);
            None
        });
        holes.extend(lost.into_iter().map(|lost| Problem {
            file: manifest_of(dir),
            line: Some(lost.line),
            reason: lost.reason,
            detail: lost.detail,
        }));
        if !is_member {
            targets.retain(|target| matches!(target.kind, TargetKind::Lib | TargetKind::ProcMacro));
        }
        // Without a workspace the package that was asked for is the root that cargo builds.
        let start = self.manifests.of(self.start)?;
        let dependencies = Dependencies {
            manifests: self.manifests,
            dir,
            root: root.as_ref().map(|(dir, manifest)| (dir.as_str(), &**manifest)),
            patches: self.root.map_or((self.start, &*start), |(dir, manifest)| (dir.as_str(), &**manifest)),
            is_member,
        };
        Ok(Some(Package {
            name: table.name.value.clone(),
            dir: dir.to_owned(),
            edition,
            targets,
            dependencies: dependencies.of(&manifest, holes),
            build_script,
            features: features(&manifest),
            selected: None,
            is_member,
        }))
    }

    /// The workspace that a package inherits from, which for a path dependency may be another than the project's.
    fn workspace_of(&self, dir: &str, table: &PackageTable) -> Option<(String, Rc<Manifest>)> {
        match self.root {
            Some((root, manifest)) if self.members.contains(dir) => Some((root.clone(), Rc::clone(manifest))),
            _ => match self.manifests.of(dir) {
                Ok(manifest) if manifest.workspace.is_some() => Some((dir.to_owned(), manifest)),
                _ => workspace_above(self.manifests, dir, table).ok().flatten(),
            },
        }
    }
}

fn edition(dir: &str, package: &PackageTable, root: Option<&WorkspaceTable>) -> Result<u16, Problem> {
    let problem = |line: u32, detail: String| Problem {
        file: manifest_of(dir),
        line: Some(line),
        reason: HoleReason::Unreadable,
        detail,
    };
    let Some(edition) = &package.edition else { return Ok(2015) };
    let inherited = root.and_then(|workspace| workspace.edition.as_ref());
    let text = match (&edition.value, inherited) {
        (Inheritable::Here(text), _) => text,
        (Inheritable::FromWorkspace, Some(inherited)) => &inherited.value,
        (Inheritable::FromWorkspace, None) => {
            let detail = "`edition` is inherited, and no workspace above this package that lies in the tree gives one";
            return Err(problem(edition.line, detail.to_owned()));
        }
    };
    match text.as_str() {
        "2015" => Ok(2015),
        "2018" => Ok(2018),
        "2021" => Ok(2021),
        "2024" => Ok(2024),
        _ => Err(problem(edition.line, format!("the edition `{text}` is none of `2015`, `2018`, `2021` and `2024`"))),
    }
}
