//! Which conditions hold where rustdoc ran.

use ensue_analyzer::parse::Condition;
use std::collections::BTreeSet;

/// Keys that the compiler alone sets: one that it does not print does not hold.
const OF_THE_COMPILER: &[&str] = &[
    "clippy",
    "debug_assertions",
    "doctest",
    "feature",
    "fmt_debug",
    "miri",
    "overflow_checks",
    "panic",
    "proc_macro",
    "relocation_model",
    "sanitize",
    "target_abi",
    "target_arch",
    "target_endian",
    "target_env",
    "target_family",
    "target_feature",
    "target_has_atomic",
    "target_os",
    "target_pointer_width",
    "target_thread_local",
    "target_vendor",
    "test",
    "ub_checks",
    "unix",
    "windows",
];

/// The configuration of a crate that was documented.
pub(super) struct Host {
    holds: BTreeSet<String>,
}

impl Host {
    /// From what `rustc --print cfg` prints, and the features that were on.
    pub(super) fn new(printed: &str, features: &[String]) -> Host {
        let mut holds: BTreeSet<String> = printed.lines().map(|line| line.replacen('=', " = ", 1)).collect();
        holds.extend(features.iter().map(|feature| format!("feature = {feature:?}")));
        holds.insert("doc".to_owned());
        Host { holds }
    }

    /// Whether a condition holds; `None` when that is up to a build script or to flags.
    pub(super) fn holds(&self, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::Always => Some(true),
            Condition::Never => Some(false),
            Condition::Is(text) => {
                let key = text.split([' ', '=']).next().unwrap_or_default();
                match self.holds.contains(text) {
                    true => Some(true),
                    false if OF_THE_COMPILER.contains(&key) => Some(false),
                    false => None,
                }
            }
            Condition::Not(inner) => self.holds(inner).map(|it| !it),
            Condition::All(parts) => self.first(parts, false),
            Condition::Any(parts) => self.first(parts, true),
            Condition::Tangled => None,
        }
    }

    /// `decides` if one part says so, its opposite if all parts say that.
    fn first(&self, parts: &[Condition], decides: bool) -> Option<bool> {
        let answers: Vec<Option<bool>> = parts.iter().map(|part| self.holds(part)).collect();
        if answers.contains(&Some(decides)) {
            Some(decides)
        } else if answers.contains(&None) {
            None
        } else {
            Some(!decides)
        }
    }
}
