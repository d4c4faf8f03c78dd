//! Which conditions hold where rustdoc ran.

use ensue_analyzer::parse::Condition;
use std::collections::{BTreeMap, BTreeSet};

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

/// The configuration of the crates that were compiled for a documentation.
pub(super) struct Host {
    /// On this machine.
    holds: BTreeSet<String>,
    /// By the name of the package, with underscores.
    packages: BTreeMap<String, Configured>,
}

/// What one package adds.
#[derive(Default)]
pub(super) struct Configured {
    pub(super) features: BTreeSet<String>,
    /// A build script may have said more.
    pub(super) has_script: bool,
}

impl Host {
    /// From what `rustc --print cfg` prints, and the packages of the tree.
    pub(super) fn new(printed: &str, packages: BTreeMap<String, Configured>) -> Host {
        let mut holds: BTreeSet<String> = printed.lines().map(|line| line.replacen('=', " = ", 1)).collect();
        holds.insert("doc".to_owned());
        Host { holds, packages }
    }

    /// Whether a condition holds; `None` when that is up to a build script.
    pub(super) fn holds(&self, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::Always => Some(true),
            Condition::Never => Some(false),
            Condition::Is(text) => self.predicate(text),
            Condition::Not(inner) => self.holds(inner).map(|it| !it),
            Condition::All(parts) => self.first(parts, false),
            Condition::Any(parts) => self.first(parts, true),
            Condition::Tangled => None,
        }
    }

    /// `unix`, `package/feature = "mail"`, `package/tokio_unstable`
    fn predicate(&self, text: &str) -> Option<bool> {
        let is_name = |name: &str| name.chars().all(|it| it.is_alphanumeric() || it == '_');
        let (package, text) = match text.split_once('/') {
            Some((package, rest)) if is_name(package) => (self.packages.get(package), rest),
            _ => (None, text),
        };
        let key = text.split([' ', '=']).next().unwrap_or_default();
        if self.holds.contains(text) {
            return Some(true);
        }
        if key == "feature" {
            let value = text.split('"').nth(1).unwrap_or_default();
            return package.map(|it| it.features.contains(value));
        }
        let is_open = package.is_none_or(|it| it.has_script) && !OF_THE_COMPILER.contains(&key);
        (!is_open).then_some(false)
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
