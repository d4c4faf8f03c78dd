//! The targets of a package: those its manifest names, and those cargo finds by where files lie.

use super::manifest::{Build, Manifest, PackageTable, TargetTable};
use super::{Target, TargetKind};
use crate::source::{EntryKind, ReadError, Tree, path};
use ensue_grammar::graph::HoleReason;

/// Why a target that a manifest names is left out.
#[derive(Debug)]
pub(super) struct Lost {
    pub(super) line: u32,
    pub(super) reason: HoleReason,
    pub(super) detail: String,
}

/// The targets of the package in `dir`, sorted, and those that are named and not there.
pub(super) fn targets(
    tree: &dyn Tree,
    dir: &str,
    manifest: &Manifest,
    package: &PackageTable,
    edition: u16,
) -> (Vec<Target>, Vec<Lost>) {
    let here = Here { tree, dir, package, edition };
    let (mut targets, mut lost) = (Vec::new(), Vec::new());
    match here.library(manifest.lib.as_ref()) {
        Ok(library) => targets.extend(library),
        Err(missing) => lost.push(missing),
    }
    let has_library = manifest.lib.is_some() || !targets.is_empty();
    for (kind, folder) in FOLDERS {
        let named: Vec<&TargetTable> =
            manifest.targets.iter().filter(|(k, _)| *k == kind).map(|(_, table)| table).collect();
        let found = here.found(kind, folder);
        for table in &named {
            match here.named(kind, table, &found, has_library) {
                Ok(target) => targets.push(target),
                Err(missing) => lost.push(missing),
            }
        }
        // In edition 2015 naming one target of a kind means naming all, unless the manifest says otherwise.
        let looks = package.looks_for.get(&kind).copied().unwrap_or(named.is_empty() || edition > 2015);
        let new = |target: &Target| {
            named.iter().all(|table| {
                table.name.as_ref() != Some(&target.cargo_name)
                    && table.path.as_ref().and_then(|text| path::join(dir, text)).as_ref() != Some(&target.path)
            })
        };
        targets.extend(found.into_iter().filter(|target| looks && new(target)));
    }
    targets.sort();
    (targets, lost)
}

/// The path of the build script of the package in `dir`; lost is one that leads out of the tree, where cargo runs it still.
pub(super) fn build_script(tree: &dyn Tree, dir: &str, package: &PackageTable) -> Result<Option<String>, Lost> {
    let (text, line) = match &package.build {
        Build::None => return Ok(None),
        Build::Default => ("build.rs", package.name.line),
        Build::Path(at) => (at.value.as_str(), at.line),
    };
    let path = path::join(dir, text).ok_or(ReadError::Outside);
    match path.and_then(|path| Ok((tree.kind(&path)?, path))) {
        Ok((EntryKind::File, path)) => Ok(Some(path)),
        Err(error @ ReadError::Outside) => {
            Err(Lost { line, reason: hole_reason(&error), detail: format!("the build script `{text}` {error}") })
        }
        _ => Ok(None),
    }
}

const FOLDERS: [(TargetKind, &str); 4] = [
    (TargetKind::Bin, "src/bin"),
    (TargetKind::Example, "examples"),
    (TargetKind::Test, "tests"),
    (TargetKind::Bench, "benches"),
];

/// A package whose targets are looked for.
struct Here<'a> {
    tree: &'a dyn Tree,
    dir: &'a str,
    package: &'a PackageTable,
    edition: u16,
}

impl Here<'_> {
    fn library(&self, table: Option<&TargetTable>) -> Result<Option<Target>, Lost> {
        let name = self.package.name.value.as_str();
        let default = path::child(self.dir, "src/lib.rs");
        let Some(table) = table else {
            let looks = self.package.looks_for.get(&TargetKind::Lib) != Some(&false);
            return Ok(
                (looks && self.tree.is_file(&default)).then(|| target(TargetKind::Lib, &code_name(name), default))
            );
        };
        let kind = if table.is_proc_macro { TargetKind::ProcMacro } else { TargetKind::Lib };
        let name = table.name.clone().unwrap_or_else(|| code_name(name));
        let old = path::child(self.dir, &format!("src/{name}.rs"));
        let path = match &table.path {
            Some(text) => self.file(text, table.line)?,
            None if self.edition == 2015 && !self.tree.is_file(&default) && self.tree.is_file(&old) => old,
            None => self.file("src/lib.rs", table.line)?,
        };
        // `required-features` means nothing here.
        Ok(Some(Target { required_features: Vec::new(), ..as_told(target(kind, &name, path), table) }))
    }

    /// A target that the manifest names.
    fn named(
        &self,
        kind: TargetKind,
        table: &TargetTable,
        found: &[Target],
        has_library: bool,
    ) -> Result<Target, Lost> {
        let lost = |detail| Lost { line: table.line, reason: HoleReason::Unreadable, detail };
        let name = table.name.as_deref().ok_or_else(|| lost("a target without a `name`".to_owned()))?;
        let path = match &table.path {
            Some(text) => self.file(text, table.line)?,
            None => match found.iter().find(|target| target.cargo_name == name) {
                Some(found) => found.path.clone(),
                None if self.edition == 2015 && kind == TargetKind::Bin => self
                    .old_binary(name, has_library)
                    .ok_or_else(|| lost(format!("the target `{name}` has no source file: give its `path`")))?,
                None => return Err(lost(format!("the target `{name}` has no source file: give its `path`"))),
            },
        };
        Ok(as_told(target(kind, name, path), table))
    }

    /// Where edition 2015 also looks for a binary.
    fn old_binary(&self, name: &str, has_library: bool) -> Option<String> {
        let beside = (!has_library).then(|| format!("src/{name}.rs"));
        let candidates = beside.into_iter().chain(["src/main.rs".to_owned(), "src/bin/main.rs".to_owned()]);
        candidates.map(|text| path::child(self.dir, &text)).find(|path| self.tree.is_file(path))
    }

    /// The targets of a kind that lie where cargo looks.
    fn found(&self, kind: TargetKind, folder: &str) -> Vec<Target> {
        let mut found = Vec::new();
        let main = path::child(self.dir, "src/main.rs");
        if kind == TargetKind::Bin && self.tree.is_file(&main) {
            found.push(target(kind, &self.package.name.value, main));
        }
        let folder = path::child(self.dir, folder);
        for entry in self.tree.entries(&folder).unwrap_or_default() {
            if entry.name.starts_with('.') {
                continue;
            }
            let place = path::child(&folder, &entry.name);
            let main = path::child(&place, "main.rs");
            match (entry.kind, entry.name.strip_suffix(".rs")) {
                (EntryKind::File, Some(name)) => found.push(target(kind, name, place)),
                (EntryKind::Directory, _) if self.tree.is_file(&main) => found.push(target(kind, &entry.name, main)),
                _ => {}
            }
        }
        found
    }

    /// A file that the manifest names.
    fn file(&self, text: &str, line: u32) -> Result<String, Lost> {
        let path = path::join(self.dir, text).ok_or(ReadError::Outside);
        let error = match path.and_then(|path| Ok((self.tree.kind(&path)?, path))) {
            Ok((EntryKind::File, path)) => return Ok(path),
            Ok(_) => ReadError::NotRegular,
            Err(error) => error,
        };
        let reason = hole_reason(&error);
        Err(Lost { line, reason, detail: format!("the target's source file `{text}` {error}") })
    }
}

/// What kind of hole a path that cannot be read leaves.
pub(super) fn hole_reason(error: &ReadError) -> HoleReason {
    if *error == ReadError::Outside { HoleReason::OutsideTheTree } else { HoleReason::Unreadable }
}

/// A name as code writes it.
pub(super) fn code_name(name: &str) -> String {
    name.replace('-', "_")
}

fn target(kind: TargetKind, name: &str, path: String) -> Target {
    Target {
        kind,
        name: code_name(name),
        cargo_name: name.to_owned(),
        path,
        is_tested: !matches!(kind, TargetKind::Example | TargetKind::Bench),
        is_benched: !matches!(kind, TargetKind::Example | TargetKind::Test),
        required_features: Vec::new(),
    }
}

/// With what the manifest says of how it is built.
fn as_told(found: Target, table: &TargetTable) -> Target {
    Target {
        is_tested: table.test.unwrap_or(found.is_tested),
        is_benched: table.bench.unwrap_or(found.is_benched),
        required_features: table.required_features.clone(),
        ..found
    }
}
