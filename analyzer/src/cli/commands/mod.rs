//! One file for each command.

pub(super) mod accept;
pub(super) mod check;
pub(super) mod diff;
pub(super) mod doc;
pub(super) mod explain;
mod fix;
pub(super) mod graph;
pub(super) mod init;
pub(super) mod path;
pub(super) mod render;
pub(super) mod snapshot;
pub(super) mod walk;
