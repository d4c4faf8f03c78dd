//! Places in files, and what was found at them.

use serde::{Deserialize, Serialize};

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Site {
    /// Relative to the workspace root.
    pub file: String,
    /// From 1.
    pub line: u32,
}

/// Why it cannot be told whether something is done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Doubt {
    /// Understandable alone.
    pub why: String,
    /// Where, relative to the workspace root.
    pub file: String,
    /// From 1.
    pub line: u32,
}

/// A place where the analyzer cannot see.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hole {
    /// What kind of blindness.
    pub reason: HoleReason,
    /// Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// From 1. Absent in a snapshot, and when the whole file is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What exactly, understandable alone.
    pub detail: String,
}

/// Why the analyzer cannot see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HoleReason {
    /// A macro makes items that could hold annotations.
    MacroGenerated,
    /// A file does not parse.
    SyntaxError,
    /// A file, or a manifest, cannot be read or is missing.
    Unreadable,
    /// A path leads out of the reading boundary.
    OutsideTheTree,
    /// A name belongs to a crate whose source is not in the tree.
    ExternalCrate,
    /// A name in an annotation leads nowhere.
    UnresolvedName,
    /// A name in an annotation can mean several items.
    AmbiguousName,
    /// An annotation is not understood.
    Annotation,
    /// `impl Emits<..> for ..` written by hand.
    HandWrittenEmits,
    /// Two items share one id.
    DuplicateId,
}

/// Something wrong in the analysed code, found on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diagnostic {
    /// The rule.
    pub code: String,
    /// What it is about, wherever that stands: ids, and last the name in question as written if there is one. With `code` it
    /// tells one diagnostic from another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// What can be written in place of the last of `about`, and then means something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// The problem and then the remedy, understandable alone.
    pub message: String,
    /// Relative to the workspace root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// From 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Where in the line the tokens to change begin, in characters from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Those tokens as they are written, as far as they are in this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
}
