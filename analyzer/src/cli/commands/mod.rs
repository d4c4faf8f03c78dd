//! One file for each command.

pub(super) mod graph;
