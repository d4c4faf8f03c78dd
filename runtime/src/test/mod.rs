//! Tests of one function, of a chain up to a point, and of a store.
//!
//! - [`handler`] runs one handler on one event, and tells what it asked for; nothing else runs.
//! - [`controller`] does the same for a controller.
//! - [`call`] and [`emit`] run a whole application, to the end or until a given event has been emitted.
//! - [`check_store`] holds an implementation of [`Store`](crate::store::Store) to what the runtime relies on.
//!
//! An application has every handler that is linked, so tests that build one share what it needs: all of a test binary. A
//! documentation test that builds one is marked `standalone_crate`, since rustdoc links many of them into one program.

mod one;
mod stepping;
mod store;

pub use one::{ControllerTest, HandlerTest, controller, handler};
pub use stepping::{NotEmitted, Paused, Run, call, emit};
pub use store::check_store;

pub(crate) use stepping::{Gate, Step};
