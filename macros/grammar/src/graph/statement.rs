//! What an analysis read, and which programs there are.

use serde::{Deserialize, Serialize};

/// What an analysis read, so that a reader knows what the graph speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Statement {
    /// Names of the packages.
    pub packages: Vec<String>,
    /// Targets as `package/kind/name`, for example `payments/lib/payments`.
    pub targets: Vec<String>,
    /// The configuration that the graph holds for; `any` is the union of all.
    pub cfg: String,
    /// Number of source files that were read.
    pub files_read: usize,
    /// Files that were left out, with the reason.
    pub skipped: Vec<Skipped>,
    /// Build scripts, relative to the workspace root. They are never run: what they generate is not seen.
    #[serde(default)]
    pub build_scripts: Vec<String>,
    /// Targets that are procedural macros, as in `targets`. They are never run: what they make is not seen.
    #[serde(default)]
    pub proc_macros: Vec<String>,
    /// Features that `default` does not turn on, as `package/feature`. What needs one of them is in the graph as far as `cfg`
    /// allows it.
    #[serde(default)]
    pub features: Vec<String>,
}

/// A file that was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Skipped {
    /// Relative to the workspace root.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// A binary and the crates whose code it contains.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Program {
    /// Name of the binary.
    pub name: String,
    /// Library names, sorted, of the crates inside the tree that it links.
    pub crates: Vec<String>,
}
