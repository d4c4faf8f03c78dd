//! Around everything that runs code of the application: panics become errors, and calls from inside are refused.

use crate::BoxError;
use crate::error::{CalledInside, Panicked};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

thread_local! {
    /// Whether this thread polls a cascade right now.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Refuses what is called while a cascade is polled on this thread.
pub(crate) fn outside(what: &'static str) -> Result<(), CalledInside> {
    if INSIDE.get() { Err(CalledInside { what }) } else { Ok(()) }
}

/// Runs code of the application.
pub(crate) async fn guarded<T>(future: impl Future<Output = Result<T, BoxError>>) -> Result<T, BoxError> {
    Guarded(pin!(future)).await
}

struct Guarded<'a, F>(Pin<&'a mut F>);

impl<T, F: Future<Output = Result<T, BoxError>>> Future for Guarded<'_, F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let _inside = Inside::enter();
        // After a panic the future is dropped and never polled again, and what it left half-done is told as an error.
        catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(context)))
            .unwrap_or_else(|panic| Poll::Ready(Err(Panicked::of(&*panic).into())))
    }
}

/// Sets [`INSIDE`] for as long as it lives, and then what it was.
struct Inside(bool);

impl Inside {
    fn enter() -> Inside {
        Inside(INSIDE.replace(true))
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        INSIDE.set(self.0);
    }
}
