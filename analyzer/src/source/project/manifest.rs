//! What a manifest says, with the lines where it says it. Keys that no stage needs are passed over.

use super::toml_view::View;
use super::{DependencyKind, TargetKind};
use std::collections::BTreeMap;

/// What a manifest says about what is compiled.
#[derive(Debug, Clone, Default)]
pub(super) struct Manifest {
    pub(super) package: Option<PackageTable>,
    pub(super) workspace: Option<WorkspaceTable>,
    pub(super) lib: Option<TargetTable>,
    /// `[[bin]]`, `[[example]]`, `[[test]]` and `[[bench]]`.
    pub(super) targets: Vec<(TargetKind, TargetTable)>,
    /// Of all tables, those under `[target]` too.
    pub(super) dependencies: Vec<(DependencyKind, DependencyEntry)>,
    /// `[features]`, as it is written.
    pub(super) features: BTreeMap<String, Vec<String>>,
    /// Of all sources, and `[replace]`'s successor only.
    pub(super) patches: Vec<DependencyEntry>,
}

/// Something and the line where it stands, from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At<T> {
    pub(super) line: u32,
    pub(super) value: T,
}

/// `[package]`.
#[derive(Debug, Clone)]
pub(super) struct PackageTable {
    pub(super) name: At<String>,
    pub(super) edition: Option<At<Inheritable>>,
    /// `workspace = "path"`, which says where the root is.
    pub(super) workspace: Option<At<String>>,
    pub(super) build: Build,
    /// What `autobins` and its like say: whether targets of a kind are looked for.
    pub(super) looks_for: BTreeMap<TargetKind, bool>,
}

/// `[workspace]`.
#[derive(Debug, Clone, Default)]
pub(super) struct WorkspaceTable {
    pub(super) members: Vec<At<String>>,
    pub(super) exclude: Vec<String>,
    pub(super) edition: Option<At<String>>,
    pub(super) dependencies: Vec<DependencyEntry>,
}

/// `[lib]` or one of `[[bin]]` and its like.
#[derive(Debug, Clone)]
pub(super) struct TargetTable {
    pub(super) line: u32,
    pub(super) name: Option<String>,
    pub(super) path: Option<String>,
    pub(super) is_proc_macro: bool,
    /// `test`, where it is given.
    pub(super) test: Option<bool>,
    /// `bench`, where it is given.
    pub(super) bench: Option<bool>,
    /// `required-features`
    pub(super) required_features: Vec<String>,
}

/// One line of a table of dependencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DependencyEntry {
    pub(super) line: u32,
    pub(super) key: String,
    pub(super) path: Option<String>,
    /// `package = ".."`, when `key` is another name for it.
    pub(super) package: Option<String>,
    pub(super) is_optional: bool,
    /// `workspace = true`.
    pub(super) is_inherited: bool,
    /// What it asks of the package.
    pub(super) features: Vec<String>,
    /// `default-features`, where it is given.
    pub(super) default_features: Option<bool>,
    /// The key of the table under `[target]` that it stands in: `cfg(unix)`, or a triple.
    pub(super) platform: Option<String>,
}

/// A value that may be `{ workspace = true }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inheritable {
    Here(String),
    FromWorkspace,
}

/// Which build script there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Build {
    /// `build.rs` when it exists.
    Default,
    /// `build = false`.
    None,
    /// `build = "path"`, or the first of several.
    Path(At<String>),
}

/// What is wrong with a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    /// From 1, when it is known.
    pub(super) line: Option<u32>,
    /// Understandable after the manifest's name and a colon.
    pub(super) message: String,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// When it is not TOML in UTF-8, or a value that is needed has another type than cargo expects.
    pub(super) fn parse(bytes: &[u8]) -> Result<Manifest, Broken> {
        View::parse(bytes, |top| {
            let mut manifest = Manifest {
                package: top.table_of(&["package", "project"])?.map(|table| package(&table)).transpose()?,
                workspace: top.table("workspace")?.map(|table| workspace(&table)).transpose()?,
                lib: top.table("lib")?.map(|table| target(&table)).transpose()?,
                ..Manifest::default()
            };
            for (key, kind) in TARGET_TABLES {
                for table in top.tables(key)? {
                    manifest.targets.push((kind, target(&table)?));
                }
            }
            manifest.dependencies = all_dependencies(top)?;
            for (platform, tables) in top.table("target")?.iter().flat_map(View::items) {
                let on_it = all_dependencies(&tables.as_table()?)?.into_iter();
                manifest.dependencies.extend(
                    on_it.map(|(kind, entry)| (kind, DependencyEntry { platform: Some(platform.to_owned()), ..entry })),
                );
            }
            for (name, item) in top.table("features")?.iter().flat_map(View::items) {
                let turns_on = item.as_strings()?.into_iter().map(|at| at.value).collect();
                manifest.features.insert(name.to_owned(), turns_on);
            }
            for (_, source) in top.table("patch")?.iter().flat_map(View::items) {
                manifest.patches.extend(dependencies(&source.as_table()?)?);
            }
            Ok(manifest)
        })
    }
}

const TARGET_TABLES: [(&str, TargetKind); 4] = [
    ("bin", TargetKind::Bin),
    ("example", TargetKind::Example),
    ("test", TargetKind::Test),
    ("bench", TargetKind::Bench),
];

fn package(table: &View<'_>) -> Result<PackageTable, Broken> {
    let mut looks_for = BTreeMap::new();
    for (key, kind) in [
        ("autolib", TargetKind::Lib),
        ("autobins", TargetKind::Bin),
        ("autoexamples", TargetKind::Example),
        ("autotests", TargetKind::Test),
        ("autobenches", TargetKind::Bench),
    ] {
        if let Some(looks) = table.boolean(key)? {
            looks_for.insert(kind, looks);
        }
    }
    Ok(PackageTable {
        name: table.string("name")?.ok_or_else(|| table.broken("the package has no `name`"))?,
        edition: inheritable(table, "edition")?,
        workspace: table.string("workspace")?,
        build: build(table)?,
        looks_for,
    })
}

fn inheritable(table: &View<'_>, key: &str) -> Result<Option<At<Inheritable>>, Broken> {
    match table.item(key).and_then(|item| item.as_table().ok()) {
        Some(inner) if inner.boolean("workspace")? == Some(true) => {
            Ok(Some(At { line: inner.line(), value: Inheritable::FromWorkspace }))
        }
        _ => Ok(table.string(key)?.map(|at| At { line: at.line, value: Inheritable::Here(at.value) })),
    }
}

fn build(table: &View<'_>) -> Result<Build, Broken> {
    let Some(item) = table.item("build") else { return Ok(Build::Default) };
    match (item.as_boolean(), item.as_strings()) {
        (Ok(false), _) => Ok(Build::None),
        (Ok(true), _) => Ok(Build::Default),
        (_, Ok(paths)) => Ok(paths.into_iter().next().map_or(Build::None, Build::Path)),
        _ => Ok(Build::Path(At { line: item.line(), value: item.as_string()? })),
    }
}

fn workspace(table: &View<'_>) -> Result<WorkspaceTable, Broken> {
    Ok(WorkspaceTable {
        members: table.strings("members")?,
        exclude: table.strings("exclude")?.into_iter().map(|at| at.value).collect(),
        edition: match table.table("package")? {
            Some(package) => package.string("edition")?,
            None => None,
        },
        dependencies: match table.table("dependencies")? {
            Some(table) => dependencies(&table)?,
            None => Vec::new(),
        },
    })
}

fn target(table: &View<'_>) -> Result<TargetTable, Broken> {
    let kinds = table.strings_of(&["crate-type", "crate_type"])?;
    let flag = table.boolean_of(&["proc-macro", "proc_macro"])?;
    Ok(TargetTable {
        line: table.line(),
        name: table.string("name")?.map(|at| at.value),
        path: table.string("path")?.map(|at| at.value),
        is_proc_macro: flag == Some(true) || kinds.iter().any(|kind| kind.value == "proc-macro"),
        test: table.boolean("test")?,
        bench: table.boolean("bench")?,
        required_features: table.strings("required-features")?.into_iter().map(|at| at.value).collect(),
    })
}

fn all_dependencies(table: &View<'_>) -> Result<Vec<(DependencyKind, DependencyEntry)>, Broken> {
    let mut all = Vec::new();
    for (keys, kind) in [
        (&["dependencies"][..], DependencyKind::Normal),
        (&["dev-dependencies", "dev_dependencies"], DependencyKind::Development),
        (&["build-dependencies", "build_dependencies"], DependencyKind::Build),
    ] {
        if let Some(table) = table.table_of(keys)? {
            all.extend(dependencies(&table)?.into_iter().map(|entry| (kind, entry)));
        }
    }
    Ok(all)
}

fn dependencies(table: &View<'_>) -> Result<Vec<DependencyEntry>, Broken> {
    table.items().map(|(key, item)| dependency(key, &item)).collect()
}

fn dependency(key: &str, item: &super::toml_view::Item<'_>) -> Result<DependencyEntry, Broken> {
    let mut entry = DependencyEntry {
        line: item.line(),
        key: key.to_owned(),
        path: None,
        package: None,
        is_optional: false,
        is_inherited: false,
        features: Vec::new(),
        default_features: None,
        platform: None,
    };
    if item.as_string().is_err() {
        let table = item.as_table()?;
        entry.path = table.string("path")?.map(|at| at.value);
        entry.package = table.string("package")?.map(|at| at.value);
        entry.is_optional = table.boolean("optional")? == Some(true);
        entry.is_inherited = table.boolean("workspace")? == Some(true);
        entry.features = table.strings("features")?.into_iter().map(|at| at.value).collect();
        entry.default_features = table.boolean_of(&["default-features", "default_features"])?;
    }
    Ok(entry)
}
