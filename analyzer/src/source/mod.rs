//! The first stage, and with the command line the only one that touches the world: a tree of files, and the packages in it.

mod project;
mod tree;

pub use project::{Dependency, DependencyKind, Origin, Package, Project, Target, TargetKind};
pub use tree::{Entry, EntryKind, ReadError, Tree};
