//! Where the reading boundary of a directory runs on this disk.

use super::git::Place;
use super::{Error, WorkTree, path, project};
use std::path::{Component, Path, PathBuf};

/// Everything that may be read, and where DIR is in it.
pub(super) struct Boundary {
    /// The deepest directory that holds everything readable; absolute, without links.
    pub(super) root: PathBuf,
    /// Paths from the root below which everything may be read; sorted, none inside another.
    pub(super) readable: Vec<String>,
    /// The path of DIR.
    pub(super) dir: String,
}

impl Boundary {
    /// The git work tree around a directory, else the workspace root; widened by `allow_read`.
    pub(super) fn around(dir: &Path, allow_read: &[PathBuf]) -> Result<Boundary, Error> {
        let dir = directory(dir)?;
        let mut readable = match Place::around(&dir)?.and_then(|place| place.work_tree) {
            Some(work_tree) => vec![work_tree],
            None => without_git(&dir)?,
        };
        for allowed in allow_read {
            readable.push(directory(allowed)?);
        }
        let root = common_ancestor(&readable).ok_or_else(|| Error::NoCommonRoot { dir: dir.clone() })?;
        let not_unicode = |dir: &Path| Error::NotADirectory {
            dir: dir.to_owned(),
            reason: "a name on its way is not Unicode".to_owned(),
        };
        let inside = |place: &Path| inside(&root, place).ok_or_else(|| not_unicode(place));
        let mut paths = readable.iter().map(|place| inside(place)).collect::<Result<Vec<_>, _>>()?;
        paths.sort();
        paths.dedup_by(|later, earlier| path::is_within(later, earlier));
        let dir = inside(&dir)?;
        Ok(Boundary { root, readable: paths, dir })
    }
}

/// A directory without links on its way.
pub(super) fn directory(dir: &Path) -> Result<PathBuf, Error> {
    let refused = |reason: String| Error::NotADirectory { dir: dir.to_owned(), reason };
    let real = dir.canonicalize().map_err(|error| refused(error.to_string()))?;
    if real.is_dir() { Ok(real) } else { Err(refused("it is a file".to_owned())) }
}

/// The path in the tree at `root` of a place on disk; nothing when it is not in it, or its name is not Unicode.
pub(super) fn inside(root: &Path, place: &Path) -> Option<String> {
    let names = place.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str());
    Some(names.collect::<Option<Vec<_>>>()?.join("/"))
}

/// The workspace root, and DIR's package when it lies elsewhere. To find the root, manifests above DIR are read, as cargo
/// does; what they say widens the boundary only to workspaces that have the package as a member.
fn without_git(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let top = dir.ancestors().last().unwrap_or(dir);
    let disk = WorkTree::at(top)?;
    let Some(start) = inside(top, dir) else { return Ok(vec![dir.to_owned()]) };
    let (package, root) = project::roots(&disk, &start).map_err(|error| on_disk(top, error))?;
    Ok(vec![top.join(package), top.join(root)])
}

/// Tells of a place as on disk what was told of it as in the tree of the whole disk.
fn on_disk(top: &Path, error: Error) -> Error {
    let place = |path: &str| top.join(path).display().to_string();
    match error {
        Error::NoManifest { dir } => Error::NoManifest { dir: place(&dir) },
        Error::Manifest { file, line, message } => Error::Manifest { file: place(&file), line, message },
        Error::Read { file, error } => Error::Read { file: place(&file), error },
        other => other,
    }
}

fn common_ancestor(dirs: &[PathBuf]) -> Option<PathBuf> {
    let mut common: Vec<Component<'_>> = dirs.first()?.components().collect();
    for dir in dirs {
        let same = common.iter().zip(dir.components()).take_while(|(a, b)| *a == b).count();
        common.truncate(same);
    }
    (!common.is_empty()).then(|| common.iter().collect())
}
