//! The packages, targets and dependencies that an analysis speaks of, derived from manifests alone.

mod dependencies;
mod features;
mod load;
mod manifest;
mod members;
mod platform;
mod selection;
mod settings;
mod targets;
mod toml_view;

use super::path;
use crate::rules::Rules;
use ensue_grammar::graph::Hole;
use std::collections::{BTreeMap, BTreeSet};

pub(super) use load::roots;
pub use load::{load, load_by};
pub use platform::Platform;
pub use selection::Selected;
pub use settings::{Flags, Settings, Unfit};

/// What DIR stands for: a workspace, or a package with the path dependencies that it reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// Directory of the workspace root in the tree; paths in every output are relative to it.
    pub root: String,
    /// Sorted by name, then directory.
    pub packages: Vec<Package>,
    /// What manifests name and the tree does not hold; their files are relative to the workspace root.
    pub holes: Vec<Hole>,
    /// What of all that could be compiled is meant.
    pub settings: Settings,
    /// The rules by which names are followed: all.
    pub rules: Rules,
}

impl Project {
    /// How outputs write a path of the tree: relative to the workspace root, with leading `..` for what lies beside it.
    #[must_use]
    pub fn relative(&self, path: &str) -> String {
        path::relative(&self.root, path)
    }

    /// The package in a directory of the tree.
    #[must_use]
    pub fn package_in(&self, dir: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.dir == dir)
    }
}

/// A package of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// As in its manifest.
    pub name: String,
    /// Its directory in the tree.
    pub dir: String,
    /// 2015, 2018, 2021 or 2024.
    pub edition: u16,
    /// Library first, then by kind and name.
    pub targets: Vec<Target>,
    /// Sorted by name in code.
    pub dependencies: Vec<Dependency>,
    /// Path of the build script in the tree.
    pub build_script: Option<String>,
    /// Each feature with what it turns on, as manifests write that; an optional dependency that is a feature too has
    /// `dep:name`.
    pub features: BTreeMap<String, Vec<String>>,
    /// Which features are on, when that is fixed.
    pub selected: Option<Selected>,
    /// Whether it is what the analysis is asked about, rather than reached from there.
    pub is_member: bool,
}

impl Package {
    /// The features that are on when nobody says otherwise, `default` itself among them.
    #[must_use]
    pub fn default_features(&self) -> BTreeSet<&str> {
        features::turned_on(&self.features, ["default"])
    }
}

/// A crate that a package compiles to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// What cargo calls its kind.
    pub kind: TargetKind,
    /// The crate's name in code, with underscores.
    pub name: String,
    /// What cargo calls it, with dashes where the manifest has them: `--bin NAME`, and the name of the program.
    pub cargo_name: String,
    /// Path of its root file in the tree.
    pub path: String,
    /// Whether `cargo test` compiles it with `cfg(test)`.
    pub is_tested: bool,
    /// Whether `cargo bench` does.
    pub is_benched: bool,
    /// Features of the package, or `dependency/feature`, without any of which cargo does not build it.
    pub required_features: Vec<String>,
}

/// What cargo calls the kind of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetKind {
    /// A library.
    Lib,
    /// A library of procedural macros.
    ProcMacro,
    /// A binary.
    Bin,
    /// An example.
    Example,
    /// An integration test.
    Test,
    /// A benchmark.
    Bench,
}

/// A crate that a package may name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependency {
    /// The name in code, with underscores: the renamed one when it is renamed.
    pub name: String,
    /// Where its source is.
    pub origin: Origin,
    /// Which targets may name it.
    pub kind: DependencyKind,
    /// Only with a feature.
    pub optional: bool,
    /// Its key in the manifest, by which features speak of it.
    pub key: String,
    /// What each line of the manifest that names it asks: one, or several for different platforms.
    pub asked: Vec<Asked>,
}

/// What a line of a manifest asks of a dependency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// Only with a feature.
    pub optional: bool,
    /// `cfg(unix)` or a triple: where it counts, when not everywhere.
    pub platform: Option<String>,
    /// The features that the dependency must have; `default` among them unless it is turned off.
    pub features: Vec<String>,
}

/// Where the source of a dependency is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A package of the project, by its directory.
    Tree(String),
    /// Ensue's runtime itself, whose attributes are the annotations.
    Ensue,
    /// A package outside the tree, by its name.
    Outside(String),
}

/// Which targets may name a dependency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DependencyKind {
    /// All.
    Normal,
    /// Tests, examples and benchmarks.
    Development,
    /// The build script.
    Build,
}
