//! `cfg` predicates as data: when an item exists.

mod logic;
mod text;

pub use logic::{Formula, Logic, PROGRAM};

/// The key of the predicate that a crate is compiled as a test: `test` in its own source, `test = "crate"` elsewhere.
pub const TEST: &str = "test";

/// The program that a crate is when it is compiled as a test, and runs its own tests.
#[must_use]
pub fn unit_tests(krate: &str) -> String {
    format!("{krate} (unit tests)")
}

/// Where a condition is written: predicates that can differ between packages, or crates, mean this one there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Home<'h> {
    /// The package, with underscores.
    pub package: &'h str,
    /// The crate, as in ids.
    pub krate: &'h str,
}

/// A `cfg` predicate, simplified.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// Always true.
    #[default]
    Always,
    /// Never true.
    Never,
    /// `unix`, `feature = "mail"`: text that can be either.
    Is(String),
    /// Not that.
    Not(Box<Condition>),
    /// All of at least two, sorted.
    All(Vec<Condition>),
    /// One of at least two, sorted.
    Any(Vec<Condition>),
    /// More than can be told: it may hold or not. Nothing follows from it, not even for its opposite.
    Tangled,
}

/// How many predicates one condition may hold. Two ways to a name that lead on to two ways double them at each step.
const MAX_PREDICATES: usize = 64;

/// How much work it may be to find out that one condition is certain or impossible.
const MAX_NODES: usize = 1 << 12;

impl Condition {
    /// Both.
    #[must_use]
    pub fn and(&self, other: &Condition) -> Condition {
        match (self, other) {
            (Condition::Always, one) | (one, Condition::Always) => one.clone(),
            (Condition::Never, _) | (_, Condition::Never) => Condition::Never,
            (Condition::Tangled, _) | (_, Condition::Tangled) => Condition::Tangled,
            _ => {
                let parts = join(self, other, |it| if let Condition::All(parts) = it { Some(parts) } else { None });
                decided(one_or(parts, Condition::All))
            }
        }
    }

    /// Either.
    #[must_use]
    pub fn or(&self, other: &Condition) -> Condition {
        match (self, other) {
            (Condition::Never, one) | (one, Condition::Never) => one.clone(),
            (Condition::Always, _) | (_, Condition::Always) => Condition::Always,
            (Condition::Tangled, _) | (_, Condition::Tangled) => Condition::Tangled,
            _ => {
                let parts = join(self, other, |it| if let Condition::Any(parts) = it { Some(parts) } else { None });
                decided(one_or(parts, Condition::Any))
            }
        }
    }

    /// The opposite.
    #[must_use]
    pub fn negate(&self) -> Condition {
        match self {
            Condition::Always => Condition::Never,
            Condition::Never => Condition::Always,
            Condition::Not(inner) => (**inner).clone(),
            Condition::Tangled => Condition::Tangled,
            other => Condition::Not(Box::new(other.clone())),
        }
    }

    /// With what `of` says instead of each predicate; one of which it says nothing stays.
    #[must_use]
    pub fn settled(&self, of: &dyn Fn(&str) -> Option<Condition>) -> Condition {
        match self {
            Condition::Is(text) => of(text).unwrap_or_else(|| self.clone()),
            Condition::Not(inner) => inner.settled(of).negate(),
            Condition::All(parts) => parts.iter().fold(Condition::Always, |all, part| all.and(&part.settled(of))),
            Condition::Any(parts) => parts.iter().fold(Condition::Never, |any, part| any.or(&part.settled(of))),
            Condition::Always | Condition::Never | Condition::Tangled => self.clone(),
        }
    }

    /// The same predicates as they are told everywhere. Where one can differ between packages and names none, this one is
    /// meant: features, and names that are set for a crate, by a build script for one; and by `test` this crate.
    #[must_use]
    pub fn from_home(&self, home: Home<'_>) -> Condition {
        self.settled(&|text| {
            let (key, value) = predicate(text);
            Some(match (key, value) {
                (TEST, None) => Condition::tested(home.krate),
                (key, _) if is_global(key) || key.contains('/') => Condition::Is(text.to_owned()),
                _ => Condition::Is(format!("{}/{text}", home.package)),
            })
        })
    }

    /// The same predicates as they are written in a place: those about it do not name it.
    #[must_use]
    pub fn at_home(&self, home: Home<'_>) -> Condition {
        let own_tests = Condition::tested(home.krate);
        self.settled(&|text| {
            let own = text.strip_prefix(home.package).and_then(|rest| rest.strip_prefix('/'));
            let own = if own_tests == Condition::Is(text.to_owned()) { TEST } else { own.unwrap_or(text) };
            Some(Condition::Is(own.to_owned()))
        })
    }

    /// That this crate is compiled as a test, as it is told everywhere.
    #[must_use]
    pub fn tested(krate: &str) -> Condition {
        Condition::Is(format!("{TEST} = {krate:?}"))
    }

    /// What remains where only the crates for which `is_tested` holds may be compiled as a test.
    #[must_use]
    pub fn with_tests_of(&self, is_tested: impl Fn(&str) -> bool) -> Condition {
        self.settled(&|text| match predicate(text) {
            (TEST, Some(krate)) if !is_tested(&krate) => Some(Condition::Never),
            _ => None,
        })
    }

    /// Calls `with` for each predicate in it.
    pub fn each(&self, with: &mut dyn FnMut(&str)) {
        match self {
            Condition::Is(text) => with(text),
            Condition::Not(inner) => inner.each(with),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.each(with)),
            Condition::Always | Condition::Never | Condition::Tangled => {}
        }
    }

    /// As in source; `None` when there is no condition.
    ///
    /// ```
    /// # use ensue_analyzer::condition::Condition;
    /// let mail = Condition::Is("feature = \"mail\"".into());
    /// assert_eq!(mail.and(&Condition::Is("unix".into())).text().unwrap(), "all(feature = \"mail\", unix)");
    /// assert_eq!(mail.or(&mail.negate()).text(), None);
    /// ```
    #[must_use]
    pub fn text(&self) -> Option<String> {
        (*self != Condition::Always).then(|| self.to_string())
    }
}

impl std::fmt::Display for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |f: &mut std::fmt::Formatter<'_>, word: &str, parts: &[Condition]| {
            let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
            write!(f, "{word}({})", parts.join(", "))
        };
        match self {
            Condition::Always => f.write_str("true"),
            Condition::Never => f.write_str("false"),
            Condition::Is(text) => f.write_str(text),
            Condition::Not(inner) => write!(f, "not({inner})"),
            Condition::All(parts) => list(f, "all", parts),
            Condition::Any(parts) => list(f, "any", parts),
            Condition::Tangled => write!(f, "more than {MAX_PREDICATES} predicates"),
        }
    }
}

/// The key and the value of a predicate as [`Condition::Is`] has it.
#[must_use]
pub fn predicate(text: &str) -> (&str, Option<String>) {
    match text.split_once(" = ") {
        Some((key, value)) => match syn::parse_str::<syn::LitStr>(value) {
            Ok(value) => (key, Some(value.value())),
            Err(_) => (text, None),
        },
        None => (text, None),
    }
}

/// Whether a predicate does not differ between the packages of a program: it is about the target or the program, or names
/// the crate that it is about.
fn is_global(key: &str) -> bool {
    matches!(key, "unix" | "windows" | "panic" | TEST) || key.starts_with("target_")
}

fn join(a: &Condition, b: &Condition, parts: impl Fn(&Condition) -> Option<&Vec<Condition>>) -> Vec<Condition> {
    let mut all: Vec<Condition> =
        [a, b].iter().flat_map(|it| parts(it).cloned().unwrap_or_else(|| vec![(*it).clone()])).collect();
    all.sort();
    all.dedup();
    all
}

/// A condition of several parts, unless it is certain or impossible.
fn decided(condition: Condition) -> Condition {
    if !matches!(condition, Condition::All(_) | Condition::Any(_)) {
        return condition;
    }
    let mut logic = Logic::within(MAX_NODES, [&condition]);
    let formula = logic.formula(&condition);
    match formula == logic.always() {
        _ if !logic.is_exact() => condition,
        _ if !formula.is_possible() => Condition::Never,
        true => Condition::Always,
        false => condition,
    }
}

fn one_or(mut parts: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    if parts.iter().map(predicates).sum::<usize>() > MAX_PREDICATES { Condition::Tangled } else { many(parts) }
}

/// How many predicates a condition holds; never much more than [`MAX_PREDICATES`], so that it is cheap to tell.
fn predicates(of: &Condition) -> usize {
    match of {
        Condition::Not(inner) => predicates(inner),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().map(predicates).sum(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests;
