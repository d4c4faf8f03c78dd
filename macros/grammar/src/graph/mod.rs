//! The graph as data: `ensue/graph/1`.
//!
//! The analyzer derives it from source, a linked program from what is registered, and `ensue.json` holds it without
//! places in files (the *snapshot*). It is canonical: nodes and edges are sorted by their identity, paths use `/` and are
//! relative to the workspace root, and there is no clock in it.

mod canonical;
mod edge;
mod found;
mod lifecycle;
mod node;
mod statement;

pub use canonical::json_line;
pub use edge::{Edge, EdgeKey, EdgeKind, Timing};
pub use found::{Diagnostic, Doubt, Hole, HoleReason, Site};
pub use lifecycle::{Conditional, Listed, Method, State, Transition};
pub use node::{Call, Field, Node, NodeKey, NodeKind, package_named};
pub use statement::{Program, Skipped, Statement};

use serde::{Deserialize, Serialize};

/// The value of `schema` in every graph of this version.
pub const SCHEMA: &str = "ensue/graph/1";

/// All that is known of a program's events, or of a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Graph {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// What was read to derive this graph; absent in a snapshot and in what a program says of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<Statement>,
    /// The binaries and what each links; only in a snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<Program>,
    /// Sorted by [`Node::key`].
    pub nodes: Vec<Node>,
    /// Sorted by [`Edge::key`].
    pub edges: Vec<Edge>,
    /// Where the analyzer could not see. A graph without holes is complete.
    pub holes: Vec<Hole>,
    /// What is wrong in the annotations themselves.
    pub diagnostics: Vec<Diagnostic>,
}

impl Default for Graph {
    fn default() -> Self {
        Graph {
            schema: SCHEMA.to_owned(),
            statement: None,
            programs: Vec::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            holes: Vec::new(),
            diagnostics: Vec::new(),
        }
    }
}
