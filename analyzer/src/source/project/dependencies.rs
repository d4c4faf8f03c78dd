//! Where the source of each dependency of a package is, and under what name its code is known.

use super::load::{Manifests, manifest_of};
use super::manifest::{DependencyEntry, Manifest};
use super::targets::{code_name, hole_reason};
use super::{Asked, Dependency, DependencyKind, Origin};
use crate::rules::Rule;
use crate::source::{Error, ReadError, path};
use ensue_grammar::graph::{Hole, HoleReason};
use std::collections::BTreeMap;

/// Crates that speak of events without being a part of anybody's program.
const OWN_CRATES: [&str; 5] = ["ensue", "ensue-macros", "ensue-grammar", "ensue-templates", "cargo-ensue"];

/// Something wrong in a manifest: an error when it is the one of DIR, else a hole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// In the tree.
    pub(super) file: String,
    pub(super) line: Option<u32>,
    pub(super) reason: HoleReason,
    pub(super) detail: String,
}

impl Problem {
    pub(super) fn into_error(self) -> Error {
        Error::Manifest { file: self.file, line: self.line, message: self.detail }
    }

    pub(super) fn into_hole(self, root: &str) -> Hole {
        let file = Some(path::relative(root, &self.file));
        Hole { reason: self.reason, file, line: self.line, detail: self.detail }
    }
}

/// The package whose dependencies are asked for.
pub(super) struct Dependencies<'a> {
    pub(super) manifests: &'a Manifests<'a>,
    pub(super) dir: &'a str,
    /// The workspace that it inherits from.
    pub(super) root: Option<(&'a str, &'a Manifest)>,
    /// The manifest whose `[patch]` counts: the root of the project.
    pub(super) patches: (&'a str, &'a Manifest),
    /// Whether its tests are built too.
    pub(super) is_member: bool,
}

impl Dependencies<'_> {
    /// All dependencies, sorted, each name once for each kind.
    pub(super) fn of(&self, manifest: &Manifest, holes: &mut Vec<Problem>) -> Vec<Dependency> {
        let mut all: BTreeMap<(String, DependencyKind), Dependency> = BTreeMap::new();
        for (kind, entry) in &manifest.dependencies {
            if *kind == DependencyKind::Development && !self.is_member {
                continue;
            }
            let (origin, name) = match self.origin(entry) {
                Ok(found) => found,
                Err(problem) => {
                    holes.push(problem);
                    let name = entry.package.as_deref().unwrap_or(&entry.key);
                    (Origin::Outside(name.to_owned()), code_name(&entry.key))
                }
            };
            let key = entry.key.clone();
            let new = Dependency { name: name.clone(), origin, kind: *kind, optional: true, key, asked: Vec::new() };
            // The same dependency may be named again for another platform.
            let known = all.entry((name, *kind)).or_insert(new);
            known.optional &= entry.is_optional;
            known.asked.push(self.asked(entry));
        }
        all.into_values().collect()
    }

    /// What one line asks. Features add up; the default ones stay when either manifest leaves them on, as for cargo.
    fn asked(&self, entry: &DependencyEntry) -> Asked {
        let inherited =
            if entry.is_inherited { self.inherited(entry).ok().map(|(_, inherited)| inherited) } else { None };
        let mut features = entry.features.clone();
        let mut has_default = entry.default_features.unwrap_or(true);
        if let Some(inherited) = inherited {
            features.extend(inherited.features.iter().cloned());
            has_default = inherited.default_features.unwrap_or(true) || entry.default_features == Some(true);
        }
        if has_default {
            features.push("default".to_owned());
        }
        Asked { optional: entry.is_optional, platform: entry.platform.clone(), features }
    }

    /// Where a dependency is, and its name in code.
    fn origin(&self, entry: &DependencyEntry) -> Result<(Origin, String), Problem> {
        let rules = &self.manifests.rules;
        let (base, from, declared) = if entry.is_inherited && rules.follow(Rule::InheritedDependencies) {
            let (root, inherited) = self.inherited(entry)?;
            (root, manifest_of(root), inherited)
        } else {
            (self.dir, manifest_of(self.dir), entry)
        };
        let package = declared.package.as_deref().unwrap_or(&declared.key);
        let name = code_name(&entry.key);
        if package == "ensue" {
            return Ok((Origin::Ensue, name));
        }
        let dir = match (&declared.path, self.patched(package)) {
            _ if OWN_CRATES.contains(&package) => None,
            (Some(text), _) => Some(self.tree_dir(base, &from, declared, text)?),
            (None, Some((base, patch, text))) => Some(self.tree_dir(base, &manifest_of(base), patch, text)?),
            (None, None) => None,
        };
        let Some(dir) = dir else { return Ok((Origin::Outside(package.to_owned()), name)) };
        // A broken manifest is told of where the package is loaded.
        let library = self.manifests.of(&dir).ok().and_then(|manifest| manifest.lib.as_ref()?.name.clone());
        let library = library.filter(|_| rules.follow(Rule::LibraryNames));
        let is_renamed = declared.package.is_some() && rules.follow(Rule::RenamedDependencies);
        let name = if is_renamed { name } else { library.unwrap_or_else(|| code_name(package)) };
        Ok((Origin::Tree(dir), name))
    }

    /// The directory that `path = "text"` of `entry` means.
    fn tree_dir(&self, base: &str, file: &str, entry: &DependencyEntry, text: &str) -> Result<String, Problem> {
        let problem = |error: &ReadError| Problem {
            file: file.to_owned(),
            line: Some(entry.line),
            reason: hole_reason(error),
            detail: format!("the path dependency `{}` at `{text}` {error}", entry.key),
        };
        let dir = path::join(base, text).ok_or_else(|| problem(&ReadError::Outside))?;
        self.manifests.exists(&dir).map_err(|error| problem(&error))?;
        Ok(dir)
    }

    fn inherited(&self, entry: &DependencyEntry) -> Result<(&str, &DependencyEntry), Problem> {
        let found = self.root.and_then(|(dir, manifest)| {
            let mut entries = manifest.workspace.as_ref()?.dependencies.iter();
            Some((dir, entries.find(|inherited| inherited.key == entry.key)?))
        });
        found.ok_or_else(|| Problem {
            file: manifest_of(self.dir),
            line: Some(entry.line),
            reason: HoleReason::Unreadable,
            detail: format!(
                "the dependency `{}` is inherited, and no workspace above this package that lies in the tree has it",
                entry.key
            ),
        })
    }

    /// The patch by path for a package. Its source and version are not compared: a patch is written in order to be used.
    fn patched(&self, package: &str) -> Option<(&str, &DependencyEntry, &str)> {
        let (dir, manifest) = self.patches;
        if !self.manifests.rules.follow(Rule::Patch) {
            return None;
        }
        let named = |entry: &&DependencyEntry| entry.package.as_deref().unwrap_or(&entry.key) == package;
        let patch = manifest.patches.iter().find(named)?;
        Some((dir, patch, patch.path.as_deref()?))
    }
}
