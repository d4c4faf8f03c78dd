//! Follows links one step at a time, so that each step can be held against the reading boundary.

use super::{EntryKind, ReadError, path};
use std::collections::VecDeque;

/// What stands at a path itself.
pub(super) enum Found {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A link to this path, relative to the directory that holds it.
    Link(String),
    /// A link to this path from the root of the tree.
    LinkFromRoot(String),
    /// A link that leaves the boundary at once.
    LinkOutside,
    /// Anything else.
    Other,
}

impl Found {
    pub(super) fn kind(&self) -> EntryKind {
        match self {
            Found::File => EntryKind::File,
            Found::Directory => EntryKind::Directory,
            _ => EntryKind::Other,
        }
    }
}

/// As many as Linux follows before it calls it a loop.
const MOST_LINKS: usize = 40;

/// The path without links that `path` leads to, and what stands there, which is never a link.
///
/// `look` tells what stands at a path. It follows no link: behind one there is nothing.
pub(super) fn follow(
    path: &str,
    look: impl Fn(&str) -> Result<Found, ReadError>,
) -> Result<(String, Found), ReadError> {
    if path::parts(path).any(|part| part == "." || part == "..") {
        return step_by_step(path, look);
    }
    // Most paths hold no link.
    match look(path) {
        Ok(Found::Link(_) | Found::LinkFromRoot(_) | Found::LinkOutside) => step_by_step(path, look),
        Ok(found) => Ok((path.to_owned(), found)),
        Err(ReadError::Missing) => match path::parent(path).map(&look) {
            Some(Ok(Found::Directory)) => Err(ReadError::Missing),
            _ => step_by_step(path, look),
        },
        Err(error) => Err(error),
    }
}

fn step_by_step(path: &str, look: impl Fn(&str) -> Result<Found, ReadError>) -> Result<(String, Found), ReadError> {
    let mut done = String::new();
    let mut found = look("")?;
    let mut ahead: VecDeque<String> = path::parts(path).map(str::to_owned).collect();
    let mut links = 0;
    while let Some(part) = ahead.pop_front() {
        if !matches!(found, Found::Directory) {
            return Err(ReadError::Missing);
        }
        match part.as_str() {
            "." => continue,
            ".." => {
                let above = path::parent(&done).ok_or(ReadError::Outside)?.len();
                done.truncate(above);
                continue;
            }
            _ => {}
        }
        let here = path::child(&done, &part);
        let target = match look(&here)? {
            Found::Link(target) => target,
            Found::LinkFromRoot(target) => {
                done.clear();
                target
            }
            Found::LinkOutside => return Err(ReadError::Outside),
            other => {
                (done, found) = (here, other);
                continue;
            }
        };
        links += 1;
        if links > MOST_LINKS {
            return Err(ReadError::Loop);
        }
        for part in path::parts(&target).rev() {
            ahead.push_front(part.to_owned());
        }
    }
    Ok((done, found))
}

/// What a name in a directory stands for once links are followed.
pub(super) fn kind_of(path: &str, look: impl Fn(&str) -> Result<Found, ReadError>) -> EntryKind {
    follow(path, look).map_or(EntryKind::Other, |(_, found)| found.kind())
}
