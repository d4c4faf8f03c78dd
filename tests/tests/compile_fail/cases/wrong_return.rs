//! A handler returns nothing or a result; a controller may answer with a value.

use ensue::{Cx, controller, handler};
use events::PaymentCreated;

pub struct NoError;

#[handler(on = PaymentCreated)]
pub fn a_number(_event: &PaymentCreated) -> u32 {
    //                                      ^^^ error[E0277]: a handler or controller cannot return `u32`
    //= label: return nothing, or `Result<T, E>` with an error that converts into `Box<dyn Error + Send + Sync>`
    3
}

#[handler(on = PaymentCreated)]
pub fn no_error(_event: &PaymentCreated) -> Result<(), NoError> {
    //                                      ^^^^^^ error[E0277]: the trait bound `NoError: std::error::Error` is not satisfied
    Ok(())
}

#[controller(schedule = "daily")]
pub async fn nightly(_cx: &mut Cx<'_, nightly>) -> u32 {
    //                                             ^^^ error[E0277]: a handler or controller cannot return `u32`
    3
}
