//! What keeps an application from being built: all of it at once.

use crate::__private::{EmitterMeta, ItemMeta};
use std::error::Error;
use std::fmt::{self, Formatter};

/// Why an application could not be built. The text lists every problem, with who has it and what to do.
#[derive(Clone, PartialEq, Eq)]
pub struct BuildError {
    problems: Vec<Problem>,
}

/// One problem of a [`BuildError`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// A shared resource was not given.
    MissingResource {
        /// Its type.
        resource: &'static str,
        /// All who take it.
        needed_by: Vec<Place>,
    },
    /// A handler or controller takes the application itself.
    AppAsResource {
        /// All who take it.
        needed_by: Vec<Place>,
    },
    /// Two resources of one type were given.
    GivenTwice {
        /// The type.
        resource: &'static str,
    },
    /// Two events, or two effects, have one stable name.
    DuplicateName {
        /// The name.
        name: &'static str,
        /// All that have it.
        items: Vec<Place>,
    },
    /// Two handlers or controllers have one id.
    DuplicateId {
        /// The id.
        id: String,
        /// Where they are.
        places: Vec<Place>,
    },
    /// An effect is requested that nobody performs.
    NoPerformer {
        /// Id of the effect.
        effect: String,
        /// All who request it.
        requested_by: Vec<Place>,
    },
    /// An effect is performed by several.
    SeveralPerformers {
        /// Id of the effect.
        effect: String,
        /// Its effect handlers.
        handlers: Vec<Place>,
        /// The program outside that performs it too.
        outside: Option<&'static str>,
    },
    /// The snapshot has a handler, controller or effect handler that is not linked.
    NotLinked {
        /// Its id.
        id: String,
        /// Its crate, where nothing of that is linked: naming it is the remedy.
        missing_crate: Option<String>,
    },
    /// The snapshot cannot be used.
    Snapshot {
        /// Why.
        problem: String,
    },
}

/// Where a handler, controller, event or effect is defined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// As rustc names it.
    pub file: &'static str,
    /// From 1.
    pub line: u32,
}

impl Place {
    pub(crate) fn of(emitter: &EmitterMeta) -> Place {
        Place { id: emitter.id(), file: emitter.file, line: emitter.line }
    }

    pub(crate) fn of_item(item: &ItemMeta) -> Place {
        Place { id: item.id(), file: item.file, line: item.line }
    }
}

impl BuildError {
    pub(crate) fn new(problems: Vec<Problem>) -> BuildError {
        BuildError { problems }
    }

    /// Every problem.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let missing = self.problems.iter().filter(|problem| matches!(problem, Problem::MissingResource { .. }));
        let missing: Vec<_> = missing.collect();
        let others = self.problems.iter().filter(|problem| !matches!(problem, Problem::MissingResource { .. }));
        if !missing.is_empty() {
            writeln!(f, "the application lacks {} shared resource(s):", missing.len())?;
            for problem in &missing {
                writeln!(f, "{problem}")?;
            }
            f.write_str("add each with `App::builder().with(..)`")?;
        }
        for (position, problem) in others.enumerate() {
            let separator = if position == 0 && missing.is_empty() { "" } else { "\n" };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}

/// The text: what an `unwrap` in `main` should show.
impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for BuildError {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Problem::MissingResource { resource, needed_by } => {
                write!(f, "  {resource}\n    needed by {}", places(needed_by))
            }
            Problem::AppAsResource { needed_by } => write!(
                f,
                "`App` is not a shared resource, since a call from inside a cascade would emit what nothing declares: \
                 emit an event instead\n    taken by {}",
                places(needed_by)
            ),
            Problem::GivenTwice { resource } => write!(
                f,
                "the shared resource `{resource}` was given twice: keep one, or make a type of its own for the other"
            ),
            Problem::DuplicateName { name, items } => write!(
                f,
                "several events or effects have the stable name `{name}`: give all but one `name = \"..\"`\n    {}",
                places(items)
            ),
            Problem::DuplicateId { id, places: at } => write!(
                f,
                "several handlers or controllers are called `{id}`: rename all but one, or move them into modules\n    {}",
                places(at)
            ),
            Problem::NoPerformer { effect, requested_by } => write!(
                f,
                "nobody performs the effect `{effect}`: write an `#[effect_handler(on = ..)]`, name the program \
                 outside with `performed_by = \"..\"`, or let another program of yours do it and say so with \
                 `.performed_elsewhere::<..>()`\n    requested by {}",
                places(requested_by)
            ),
            Problem::SeveralPerformers { effect, handlers, outside } => {
                write!(f, "the effect `{effect}` is performed by several: keep one\n    {}", places(handlers))?;
                outside.map_or(Ok(()), |by| write!(f, ", and outside by `{by}`"))
            }
            Problem::NotLinked { id, missing_crate: Some(name) } => {
                write!(f, "`{id}` is declared but not linked: add `use {name} as _;`")
            }
            Problem::NotLinked { id, missing_crate: None } => write!(
                f,
                "`{id}` is in the snapshot but not in the program: write the snapshot anew with `cargo ensue snapshot`"
            ),
            Problem::Snapshot { problem } => {
                write!(
                    f,
                    "the snapshot given to `.expects(..)` cannot be used: {problem}; write it anew with `cargo ensue snapshot`"
                )
            }
        }
    }
}

fn places(places: &[Place]) -> String {
    let places: Vec<_> = places.iter().map(|Place { id, file, line }| format!("{id} ({file}:{line})")).collect();
    places.join(", ")
}
