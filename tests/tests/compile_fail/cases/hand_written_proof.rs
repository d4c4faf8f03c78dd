//! A bare impl of the proof lacks a constant whose name says what to do instead.

use ensue::{Cx, Emits, handler};
use events::{AuthFailed, AuthId, PaymentCreated};

#[handler(on = PaymentCreated)]
pub fn create_auth(_event: &PaymentCreated, cx: &mut Cx<'_, create_auth>) {
    cx.emit(AuthFailed { auth: AuthId(1) });
}

mod by_hand {
    use super::*;

    impl Emits<AuthFailed> for create_auth {}
  //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E0046]: not all trait items implemented, missing: `DECLARE_IT_IN_MAY_EMIT`
}
