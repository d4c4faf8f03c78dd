//! The first stage, and with the command line the only one that touches the world: a tree of files, and the packages in it.
//!
//! # The reading boundary
//!
//! An analysis runs nothing and reads only the tree. The *reading boundary* is the git work tree around DIR, or the
//! workspace root when there is none. Everything later stages know of the world passes through a [`Tree`], which upholds:
//!
//! - A path that leaves the boundary is refused ([`ReadError::Outside`]): by `..`, by being absolute, or by a link on its
//!   way. Links are followed by us, one step at a time, never by the system.
//! - Only regular files are opened, and none above [`MAX_FILE_SIZE`].
//! - Names are those of the tree: relative to the root of the boundary, with `/`. [`Project::relative`] turns them into
//!   what outputs show, relative to the workspace root.
//!
//! A file is written in one case alone, [`WorkTree::replace`], which upholds the same.
//!
//! Where the text of the tree points outside, later stages record a hole with reason `outside-the-tree` and go on.

mod boundary;
mod disk;
mod error;
mod git;
mod links;
mod memory;
mod nearest;
mod overlay;
pub mod path;
mod project;
mod tree;
mod work_tree;

pub use disk::ReplaceError;
pub use error::Error;
pub use git::{Commit, Repository, Revision};
pub use memory::Memory;
pub use nearest::nearest;
pub use overlay::Overlay;
pub use project::{
    Asked, Dependency, DependencyKind, Flags, Origin, Package, Platform, Project, Selected, Settings, Target,
    TargetKind, Unfit, load, load_by,
};
pub use tree::{Entry, EntryKind, MAX_FILE_SIZE, ReadError, Tree};
pub use work_tree::WorkTree;
