//! What an application is made of.

use super::expects::unlinked;
use super::problem::{BuildError, Problem};
use super::registry::{Linked, Registry};
use super::shared::Shared;
use super::{App, Inner};
use crate::store::{Memory, Store};
use crate::{Clock, Effect, SystemClock};
use std::any::type_name;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Collects what an application needs. Begun with [`App::builder`].
///
/// ```standalone_crate
/// use ensue::{App, ManualClock, Retry};
/// use std::sync::Arc;
///
/// struct Rates(Vec<f64>);
/// trait Mailer: Send + Sync {}
/// struct NoMail;
/// impl Mailer for NoMail {}
///
/// let app = App::builder()
///     .with(Rates(vec![1.0]))
///     .with_shared::<dyn Mailer>(Arc::new(NoMail))
///     .clock(ManualClock::default())
///     .retry(Retry { attempts: 3, ..Retry::default() })
///     .build();
/// assert!(app.is_ok());
/// ```
pub struct Builder {
    shared: Shared,
    given_twice: Vec<Problem>,
    snapshot: Option<String>,
    program: Option<String>,
    /// Stable names of the effects that other programs perform.
    elsewhere: BTreeSet<&'static str>,
    settings: Settings,
    clock: Box<dyn Clock>,
    store: Box<dyn Store>,
}

/// How an application runs.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) limit: usize,
    pub(crate) retry: Retry,
    pub(crate) lease: Duration,
    pub(crate) keep_receipts: Duration,
}

/// How often, and after what time, a ticket that failed is tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    /// How often a ticket is tried in all; then it has failed for good, and waits for [`App::retry`].
    pub attempts: u32,
    /// The time between the first and the second attempt. It doubles with each attempt.
    pub first: Duration,
    /// No time between attempts is longer.
    pub longest: Duration,
}

impl Retry {
    /// One attempt and no more.
    #[must_use]
    pub fn never() -> Retry {
        Retry { attempts: 1, ..Retry::default() }
    }

    /// When to try again after so many attempts, if at all.
    pub(crate) fn after(&self, attempts: u32, now: SystemTime) -> Option<SystemTime> {
        if attempts >= self.attempts {
            return None;
        }
        let doublings = attempts.saturating_sub(1);
        let wait = 2_u32.checked_pow(doublings).and_then(|factor| self.first.checked_mul(factor));
        let wait = wait.unwrap_or(self.longest).min(self.longest);
        Some(now.checked_add(wait).unwrap_or(now))
    }
}

/// Ten attempts; ten seconds after the first, at most an hour between two.
impl Default for Retry {
    fn default() -> Self {
        Retry { attempts: 10, first: Duration::from_secs(10), longest: Duration::from_secs(3600) }
    }
}

impl Builder {
    pub(crate) fn new() -> Builder {
        Builder {
            shared: Shared::default(),
            given_twice: Vec::new(),
            snapshot: None,
            program: None,
            elsewhere: BTreeSet::new(),
            settings: Settings {
                limit: 10_000,
                retry: Retry::default(),
                lease: Duration::from_secs(300),
                keep_receipts: Duration::from_secs(3600),
            },
            clock: Box::new(SystemClock),
            store: Box::new(Memory::new()),
        }
    }

    /// Gives a shared resource. Handlers and controllers find it by its type: `&T`.
    #[must_use]
    pub fn with<T: Send + Sync + 'static>(self, resource: T) -> Self {
        self.with_shared(Arc::new(resource))
    }

    /// Gives a shared resource that others hold too, or a trait object: `.with_shared::<dyn Mailer>(Arc::new(smtp))`.
    #[must_use]
    pub fn with_shared<T: ?Sized + Send + Sync + 'static>(mut self, resource: Arc<T>) -> Self {
        if !self.shared.insert(resource) {
            self.given_twice.push(Problem::GivenTwice { resource: type_name::<T>() });
        }
        self
    }

    /// How many events one cascade may emit before it is ended as a loop; 10,000 where nothing is said. A change told to
    /// those who listen with `on_change_of` counts as one, and so does what is emitted after the commit.
    #[must_use]
    pub fn limit(mut self, events: usize) -> Self {
        self.settings.limit = events;
        self
    }

    /// Where the time comes from; the machine where nothing is said.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Where tickets wait; in memory where nothing is said.
    #[must_use]
    pub fn store(mut self, store: impl Store + 'static) -> Self {
        self.store = Box::new(store);
        self
    }

    /// How often a ticket that failed is tried again.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.settings.retry = retry;
        self
    }

    /// For how long a ticket belongs to who runs it; five minutes where nothing is said. Work that takes longer may run
    /// twice.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.settings.lease = lease;
        self
    }

    /// For how long the receipts of tickets are kept; an hour where nothing is said.
    #[must_use]
    pub fn keep_receipts(mut self, duration: Duration) -> Self {
        self.settings.keep_receipts = duration;
        self
    }

    /// What the snapshot says to be part of this program must be linked: `.expects(include_str!("../ensue.json"))`.
    ///
    /// A crate that is listed in `Cargo.toml` but never named in code is not linked, and its handlers are missing without a
    /// word; the snapshot, which `cargo ensue check --locked` keeps fresh, knows them. The program is found in the snapshot
    /// by the name of the executable; see [`Builder::program`].
    #[must_use]
    pub fn expects(mut self, snapshot_json: &str) -> Self {
        self.snapshot = Some(snapshot_json.to_owned());
        self
    }

    /// The name that this program has in the snapshot, where the executable is called otherwise.
    #[must_use]
    pub fn program(mut self, name: &str) -> Self {
        self.program = Some(name.to_owned());
        self
    }

    /// Another program, which runs the tickets of this one, performs the effects of type `F`: this program may request them
    /// without an effect handler.
    ///
    /// Requesting leaves a ticket as ever. An `exclusive` key of the effect handler is not known here, so the ticket has none.
    #[must_use]
    pub fn performed_elsewhere<F: Effect>(mut self) -> Self {
        self.elsewhere.insert(F::NAME);
        self
    }

    /// Builds the application, if nothing is missing and nothing is there twice.
    pub fn build(self) -> Result<App, BuildError> {
        let linked = Linked::collect();
        let (registry, mut problems) = Registry::new(&linked, &self.shared, &self.elsewhere);
        problems.extend(self.given_twice);
        if let Some(snapshot) = &self.snapshot {
            problems.extend(unlinked(snapshot, self.program.as_deref(), &linked));
        }
        if !problems.is_empty() {
            return Err(BuildError::new(problems));
        }
        let Builder { shared, settings, clock, store, .. } = self;
        Ok(App(Arc::new(Inner { registry, shared, settings, clock, store })))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("settings", &self.settings).finish_non_exhaustive()
    }
}
