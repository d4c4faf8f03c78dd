//! What a project says of its checks, in files of any state of it.

use super::failure::Failure;
use super::screen::Screen;
use crate::configuration::{self, ACCEPTED, Configuration, NAME};
use crate::lints::{Accepted, Finding, Judged, Level};
use crate::render::message::{self, Sources};
use crate::source::{self, Project, ReadError, Tree, path};

/// The files of one state, as outputs call them, and their bytes; nothing where there is none.
#[derive(Debug, Default)]
pub(super) struct Said {
    configuration: Option<(String, Vec<u8>)>,
    accepted: Option<(String, Vec<u8>)>,
}

impl Said {
    /// The files that speak of a directory of a tree.
    pub(super) fn of(tree: &dyn Tree, dir: &str, project: &Project) -> Result<Said, Failure> {
        let found = source::nearest(tree, NAME, dir, &project.root);
        let file = beside(found.as_ref().map(|(file, _)| file.as_str()), project);
        let accepted = tree.read(&file);
        Ok(Said { configuration: read(found, project)?, accepted: read(Some((file, accepted)), project)? })
    }

    /// What they say; mistakes in them are told, and are a failure.
    pub(super) fn read(&self, screen: &Screen) -> Result<(Configuration, Vec<Accepted>), Failure> {
        let configuration = said(self.configuration.as_ref(), configuration::read, screen)?;
        Ok((configuration, said(self.accepted.as_ref(), configuration::read_accepted, screen)?))
    }
}

/// The path in the tree of the file that says what is accepted: beside `ensue.toml`, else in the root of the workspace.
pub(super) fn acceptance_file(tree: &dyn Tree, dir: &str, project: &Project) -> String {
    let found = source::nearest(tree, NAME, dir, &project.root);
    beside(found.as_ref().map(|(file, _)| file.as_str()), project)
}

fn beside(configuration: Option<&str>, project: &Project) -> String {
    path::child(configuration.and_then(path::parent).unwrap_or(&project.root), ACCEPTED)
}

/// A file that was found, as outputs call it, and its bytes.
pub(super) fn read(
    found: Option<(String, Result<Vec<u8>, ReadError>)>,
    project: &Project,
) -> Result<Option<(String, Vec<u8>)>, Failure> {
    let Some((file, bytes)) = found else { return Ok(None) };
    let file = project.relative(&file);
    match bytes {
        Ok(bytes) => Ok(Some((file, bytes))),
        Err(ReadError::Missing) => Ok(None),
        Err(error) => Err(Failure::CannotRun(format!("`{file}` {error}"))),
    }
}

/// What a file says, or nothing when there is none.
fn said<T: Default>(
    found: Option<&(String, Vec<u8>)>,
    read: impl Fn(&str, &[u8]) -> Result<T, Vec<Finding>>,
    screen: &Screen,
) -> Result<T, Failure> {
    let Some((file, bytes)) = found else { return Ok(T::default()) };
    read(file, bytes).map_err(|mistakes| {
        let judged: Vec<Judged> = mistakes.into_iter().map(|finding| Judged { level: Level::Deny, finding }).collect();
        let sources = Sources::new([(file.clone(), String::from_utf8_lossy(bytes).into_owned())]);
        screen.messages(&message::text(&judged, &sources, screen.width()));
        Failure::Told
    })
}
