//! What annotated functions may return.

use crate::BoxError;

/// What a handler or controller may return: nothing, or a `Result` whose error converts into a boxed one.
#[diagnostic::on_unimplemented(
    message = "a handler or controller cannot return `{Self}`",
    label = "return nothing, or `Result<T, E>` with an error that converts into `Box<dyn Error + Send + Sync>`"
)]
pub trait Outcome {
    /// What a controller's caller gets; `()` for handlers.
    type Reply;
    #[doc(hidden)]
    fn outcome(self) -> Result<Self::Reply, BoxError>;
}

impl Outcome for () {
    type Reply = ();

    fn outcome(self) -> Result<(), BoxError> {
        Ok(())
    }
}

impl<T, E: Into<BoxError>> Outcome for Result<T, E> {
    type Reply = T;

    fn outcome(self) -> Result<T, BoxError> {
        self.map_err(Into::into)
    }
}

/// What a `precondition` may return: `bool`, or a `Result<bool, E>` whose error converts into a boxed one.
#[diagnostic::on_unimplemented(
    message = "a precondition cannot return `{Self}`",
    label = "return `bool`, or `Result<bool, E>` with an error that converts into `Box<dyn Error + Send + Sync>`"
)]
pub trait Verdict {
    #[doc(hidden)]
    fn verdict(self) -> Result<bool, BoxError>;
}

impl Verdict for bool {
    fn verdict(self) -> Result<bool, BoxError> {
        Ok(self)
    }
}

impl<E: Into<BoxError>> Verdict for Result<bool, E> {
    fn verdict(self) -> Result<bool, BoxError> {
        self.map_err(Into::into)
    }
}
