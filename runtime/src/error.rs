//! Why a cascade ended early.

use crate::{BoxError, Cascade};
use std::any::Any;
use std::error::Error;
use std::fmt;

/// The error of a cascade, whoever caused it: what was returned, the chain that led there, and what had happened until
/// then.
pub struct CascadeError(Box<Inner>);

struct Inner {
    source: BoxError,
    chain: Vec<&'static str>,
    cascade: Cascade,
}

impl CascadeError {
    pub(crate) fn new(source: BoxError, chain: Vec<&'static str>, cascade: Cascade) -> CascadeError {
        // A controller that returned the error of `settle` is not one more link: the chain is known better there.
        match source.downcast::<CascadeError>() {
            Ok(nested) if nested.0.chain.starts_with(&chain) => CascadeError(Box::new(Inner { cascade, ..*nested.0 })),
            Ok(nested) => CascadeError(Box::new(Inner { source: nested, chain, cascade })),
            Err(source) => CascadeError(Box::new(Inner { source, chain, cascade })),
        }
    }

    /// The names of emitters and events that led to the error, in turns: `post_payment`, `PaymentCreated`, `create_auth`.
    #[must_use]
    pub fn chain(&self) -> &[&'static str] {
        &self.0.chain
    }

    /// What happened until then. What an in-memory archiver did stays done.
    #[must_use]
    pub fn cascade(&self) -> &Cascade {
        &self.0.cascade
    }

    /// The error that was returned, if it is an `E`.
    #[must_use]
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        let source = &self.0.source;
        source.downcast_ref().or_else(|| source.downcast_ref::<CascadeError>()?.downcast_ref())
    }

    /// The error that was returned.
    #[must_use]
    pub fn into_source(self) -> BoxError {
        self.0.source
    }
}

/// Above this, the middle of a chain is left out of the text; [`CascadeError::chain`] has it.
const CHAIN_SHOWN: usize = 16;

impl fmt::Display for CascadeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { source, chain, .. } = &*self.0;
        write!(f, "{source}")?;
        if chain.is_empty() {
            return Ok(());
        }
        if chain.len() <= CHAIN_SHOWN {
            return write!(f, " (in {})", chain.join(" > "));
        }
        let half = CHAIN_SHOWN / 2;
        let (first, last) = (&chain[..half], &chain[chain.len() - half..]);
        write!(f, " (in {} > .. {} more .. > {})", first.join(" > "), chain.len() - CHAIN_SHOWN, last.join(" > "))
    }
}

/// The text and the record: what an `unwrap` in a test should show.
impl fmt::Debug for CascadeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}\n{}", self.0.cascade)
    }
}

impl Error for CascadeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0.source)
    }
}

/// A handler, controller or effect handler panicked. The message is the panic's, where it was text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panicked {
    /// What the panic said.
    pub message: String,
}

impl Panicked {
    pub(crate) fn of(payload: &(dyn Any + Send)) -> Panicked {
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let message = text.or_else(|| payload.downcast_ref::<String>().cloned());
        Panicked { message: message.unwrap_or_else(|| "no message".to_owned()) }
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "panicked: {}", self.message)
    }
}

impl Error for Panicked {}

/// A cascade emitted more events than [`Builder::limit`](crate::Builder::limit) allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooLong {
    /// How many events are allowed.
    pub limit: usize,
    /// The part of the chain that repeats, its first name once more at the end; empty when none does.
    pub repeating: Vec<&'static str>,
}

impl TooLong {
    /// The repeating part ends with the last event of the chain and goes back to where that event stood before.
    pub(crate) fn of(limit: usize, chain: &[&'static str]) -> TooLong {
        let end = chain.len().saturating_sub(1);
        let last = chain.get(end);
        // Emitters and events alternate, so an event stands two, four, six .. places before the last one.
        let before = (0..end).rev().skip(1).step_by(2).find(|at| chain.get(*at) == last);
        TooLong { limit, repeating: before.map(|at| chain[at..].to_vec()).unwrap_or_default() }
    }
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the cascade is longer than {} events: ", self.limit)?;
        if self.repeating.is_empty() {
            write!(f, "no part of the chain repeats, so raise `App::builder().limit(..)`")
        } else {
            let repeating = self.repeating.join(" > ");
            write!(f, "`{repeating}` repeats; end the loop, or raise `App::builder().limit(..)`")
        }
    }
}

impl Error for TooLong {}

/// An application was called from inside a cascade: that would emit what nothing declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalledInside {
    pub(crate) what: &'static str,
}

impl fmt::Display for CalledInside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`App::{}` inside a cascade: emit an event instead", self.what)
    }
}

impl Error for CalledInside {}

/// A controller answered though its [`settle`](crate::Cx::settle) had failed, or was dropped before it ended: a part of the
/// cascade is missing, so the unit of work cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unsettled;

impl fmt::Display for Unsettled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`cx.settle()` did not succeed, yet the controller answered: return its error")
    }
}

impl Error for Unsettled {}
