//! A folder of files, replaced as a whole.

use super::{Failure, beside, checked, write_new};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A folder with this file in it was written by us, as a whole, and may be replaced.
const MARKER: &str = ".ensue-doc";

const MARKER_TEXT: &str = "`cargo ensue doc` wrote this folder, and replaces it as a whole.\n";

/// Writes a folder of files, or replaces one that an earlier run wrote. Names of files are relative, with `/`.
pub(in crate::cli) fn write_folder(
    path: &Path,
    files: &BTreeMap<String, String>,
    root: &Path,
) -> Result<PathBuf, Failure> {
    let path = checked(path, root)?;
    check_replaceable(&path, root)?;
    let failed = |error: io::Error| Failure::of_path("write", &path, &error);
    fs::create_dir_all(path.parent().unwrap_or(&path)).map_err(failed)?;
    let (new, old) = (beside(&path, "new"), beside(&path, "old"));
    let swapped = fill(&new, files).and_then(|()| swap(&path, &new, &old));
    if let Err(error) = swapped {
        let _ = fs::remove_dir_all(&new);
        return Err(failed(error));
    }
    Ok(path)
}

fn check_replaceable(path: &Path, root: &Path) -> Result<(), Failure> {
    let refuse = |why: &str| {
        let message = format!("`{}` {why}: name another folder with `--out`, or remove this one", path.display());
        Err(Failure::CannotRun(message))
    };
    if root.starts_with(path) {
        return refuse("holds the project");
    }
    let Ok(found) = fs::symlink_metadata(path) else { return Ok(()) };
    if !found.is_dir() {
        return refuse("exists and is not a folder");
    }
    let is_empty = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
    let is_ours = fs::symlink_metadata(path.join(MARKER)).is_ok_and(|marker| marker.is_file());
    if is_empty || is_ours { Ok(()) } else { refuse("was not written by `cargo ensue doc`, so it is not replaced") }
}

fn fill(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<()> {
    fs::create_dir(folder)?;
    for (name, text) in files {
        let file = name.split('/').fold(folder.to_owned(), |place, part| place.join(part));
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        write_new(&file, text.as_bytes())?;
    }
    write_new(&folder.join(MARKER), MARKER_TEXT.as_bytes())
}

/// Puts `new` at `path`; what was there is `old` in between, and comes back when that fails.
fn swap(path: &Path, new: &Path, old: &Path) -> io::Result<()> {
    match fs::rename(path, old) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return fs::rename(new, path),
        Err(error) => return Err(error),
    }
    if let Err(error) = fs::rename(new, path) {
        fs::rename(old, path)?;
        return Err(error);
    }
    fs::remove_dir_all(old)
}
