//! The application: what is linked, with what it needs.

mod builder;
mod call;
mod drain;
mod expects;
mod guard;
mod outside;
mod problem;
mod registry;
mod shared;
mod timers;
mod unit;
mod work;

pub use builder::{Builder, Retry};
pub use outside::Outstanding;
pub use problem::{BuildError, Place, Problem};
pub use timers::Timer;
pub use work::{Ended, Ran, Report, WorkError};

pub use call::Done;
pub(crate) use call::{Start, missing_text};
pub(crate) use drain::{drain, run};
pub(crate) use guard::{guarded, outside};
pub(crate) use registry::{Handler, Linked};
pub(crate) use shared::Shared;

use crate::Clock;
use crate::store::Store;
use builder::Settings;
use registry::Registry;
use std::any::TypeId;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

/// An application: every handler, controller and effect handler that is linked into the program, with the shared resources
/// they take. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    registry: Registry,
    shared: Shared,
    settings: Settings,
    clock: Box<dyn Clock>,
    store: Box<dyn Store>,
}

impl App {
    /// Begins an application.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Where tickets wait.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.0.store
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.0.clock.now()
    }

    /// The handlers of an event or of a change.
    pub(crate) fn handlers(&self, of: TypeId) -> &[Handler] {
        self.0.registry.handlers.get(&of).map_or(&[], Vec::as_slice)
    }

    /// Whether anybody listens.
    pub(crate) fn hears(&self, of: TypeId) -> bool {
        self.0.registry.handlers.contains_key(&of)
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}
