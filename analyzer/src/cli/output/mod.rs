//! Writing files: whole or not at all, and never through a link.
//!
//! The tree decides what is at a path before we write there, so no link on the way is followed, and nothing is replaced
//! that we did not write. A file appears by rename from a name beside it, a folder likewise.

mod folder;

pub(super) use folder::write_folder;

use super::failure::Failure;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

/// Writes a file, or replaces one.
///
/// `root` is the directory of the project: links above it are the user's own.
pub(super) fn write_file(path: &Path, bytes: &[u8], root: &Path) -> Result<(), Failure> {
    let path = checked(path, root)?;
    if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
        let message = format!("`{}` is not a regular file, so it is not replaced: remove it", path.display());
        return Err(Failure::CannotRun(message));
    }
    let beside = beside(&path, "new");
    let written = write_new(&beside, bytes).and_then(|()| fs::rename(&beside, &path));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        Failure::of_path("write", &path, &error)
    })
}

/// Writes files where nothing is, all or none; gives those that it wrote, in the order given. What is there, whatever it is, stays.
///
/// `root` is as for [`write_file`].
pub(super) fn create_files(files: &[(PathBuf, String)], root: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut missing = Vec::new();
    for (path, text) in files {
        if fs::symlink_metadata(path).is_err() {
            missing.push((checked(path, root)?, text));
        }
    }
    let mut written = Vec::new();
    for (path, text) in missing {
        let folder = path.parent().unwrap_or(&path);
        if let Err(error) = fs::create_dir_all(folder).and_then(|()| write_new(&path, text.as_bytes())) {
            for path in written {
                let _ = fs::remove_file(path);
            }
            return Err(Failure::of_path("write", &path, &error));
        }
        written.push(path);
    }
    Ok(written)
}

/// The path made absolute, when no link is on it.
///
/// What holds the project too may be a link, since that is how the user came there; so may a name in the root of the
/// file system (`/tmp`, `/home`), which is the system's own.
fn checked(path: &Path, root: &Path) -> Result<PathBuf, Failure> {
    let absolute = std::path::absolute(path).map_err(|error| Failure::of_path("write", path, &error))?;
    let absolute = without_dots(&absolute);
    let mut place = PathBuf::new();
    for (depth, component) in absolute.components().enumerate() {
        place.push(component);
        let is_trusted = depth <= 1 && place != absolute || root.starts_with(&place);
        if is_trusted {
            continue;
        }
        if fs::symlink_metadata(&place).is_ok_and(|found| found.is_symlink()) {
            let message = format!(
                "`{}` is a link, and no output is written through one: name a path without links",
                place.display()
            );
            return Err(Failure::CannotRun(message));
        }
    }
    Ok(absolute)
}

/// Takes `..` away by name; what a link would make of it does not matter, since links are refused.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        if component == Component::ParentDir {
            plain.pop();
        } else {
            plain.push(component);
        }
    }
    plain
}

/// Creates a file where nothing is, not even a link.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    // A rename must not outlive the bytes.
    file.sync_all()
}

/// A name in the same directory that no other run uses.
fn beside(path: &Path, word: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{word}-{}", std::process::id()))
}
