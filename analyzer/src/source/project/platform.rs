//! What a target triple says about `cfg`.

use cfg_expr::targets::{ALL_BUILTINS, HasAtomic, TargetInfo, get_builtin_target_by_triple};
use cfg_expr::{Expression, Predicate, TargetPredicate};

/// A target that rustc knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Platform(&'static TargetInfo);

impl Platform {
    /// The target of a triple.
    #[must_use]
    pub fn of(triple: &str) -> Option<Platform> {
        get_builtin_target_by_triple(triple).map(Platform)
    }

    /// The triples that are known, sorted.
    pub fn triples() -> impl Iterator<Item = &'static str> {
        ALL_BUILTINS.iter().map(|target| target.triple.as_str())
    }

    /// Whether the targets of a system are `unix`, and whether they are `windows`, where all that rustc knows agree.
    #[must_use]
    pub fn families_of(system: &str) -> Option<[(&'static str, bool); 2]> {
        let mut targets = ALL_BUILTINS.iter().filter(|it| it.os.as_ref().is_some_and(|os| os.as_str() == system));
        let families = |of: &TargetInfo| {
            ["unix", "windows"].map(|name| (name, of.families.iter().any(|family| family.as_str() == name)))
        };
        let first = families(targets.next()?);
        targets.all(|it| families(it) == first).then_some(first)
    }

    /// Its triple.
    #[must_use]
    pub fn triple(self) -> &'static str {
        self.0.triple.as_str()
    }

    /// Whether `key` or `key = "value"` holds on it, when the target alone decides that.
    ///
    /// ```
    /// # use ensue_analyzer::source::Platform;
    /// let linux = Platform::of("x86_64-unknown-linux-gnu").unwrap();
    /// assert_eq!(linux.holds("unix", None), Some(true));
    /// assert_eq!(linux.holds("target_os", Some("macos")), Some(false));
    /// assert_eq!(linux.holds("target_feature", Some("avx2")), None);
    /// ```
    #[must_use]
    pub fn holds(self, key: &str, value: Option<&str>) -> Option<bool> {
        let is = |own: &str| value == Some(own);
        let info = self.0;
        // What rustc sets for parts that a target lacks.
        Some(match (key, value) {
            ("unix" | "windows", None) => info.families.iter().any(|family| family.as_str() == key),
            ("target_os", _) => is(info.os.as_ref().map_or("none", |os| os.as_str())),
            ("target_arch", _) => is(info.arch.as_str()),
            ("target_env", _) => is(info.env.as_ref().map_or("", |env| env.as_str())),
            ("target_abi", _) => is(info.abi.as_ref().map_or("", |abi| abi.as_str())),
            ("target_vendor", _) => is(info.vendor.as_ref().map_or("unknown", |vendor| vendor.as_str())),
            ("target_family", _) => info.families.iter().any(|family| is(family.as_str())),
            ("target_pointer_width", _) => is(&info.pointer_width.to_string()),
            ("target_endian", _) => is(match info.endian {
                cfg_expr::targets::Endian::big => "big",
                cfg_expr::targets::Endian::little => "little",
            }),
            ("target_has_atomic", Some(width)) => {
                let width: Option<HasAtomic> = width.parse().ok();
                width.is_some_and(|width| info.has_atomics.contains(width))
            }
            ("target_has_atomic", None) => !info.has_atomics.is_empty(),
            _ => return None,
        })
    }

    /// Whether a table of dependencies under `[target]` counts on it: its key is `cfg(..)` or a triple.
    pub(super) fn has_table(self, key: &str) -> Option<bool> {
        let key = key.trim();
        if !key.starts_with("cfg(") {
            return Some(key == self.triple());
        }
        // What is not understood, or not decided by the target, may count.
        let expression = Expression::parse(key).ok()?;
        expression.eval(|predicate| match predicate {
            Predicate::Target(TargetPredicate::Panic(_)) => None,
            Predicate::Target(target) => Some(target.matches(self.0)),
            Predicate::KeyValue { key, val } => self.holds(key, Some(val)),
            Predicate::Flag(key) => self.holds(key, None),
            Predicate::Test | Predicate::ProcMacro | Predicate::Feature(_) => Some(false),
            _ => None,
        })
    }
}
