//! The emitter is pinned: a function gets its own context and no other's, and can make none.

use ensue::{Cx, handler};
use events::{AuthCreated, AuthFailed, AuthId, PaymentCreated};

#[handler(on = PaymentCreated, may_emit = [AuthFailed])]
pub fn settle(_event: &PaymentCreated, _cx: &mut Cx<'_, settle>) {}

/// With the context of `settle` this could emit `AuthFailed`, which it does not declare.
#[handler(on = PaymentCreated, may_emit = [AuthCreated])]
pub fn create_auth(event: &PaymentCreated, cx: &mut Cx<'_, settle>) {
    //                                         ^ error[E0308]: mismatched types
    //= label: expected `&mut Cx<'_, settle>`, found `&mut Cx<'_, create_auth>`
    cx.emit(AuthFailed { auth: AuthId(event.payment) });
}

/// A context that infers its emitter would take anyone's.
#[handler(on = PaymentCreated, may_emit = [AuthCreated])]
pub fn borrow_context(event: &PaymentCreated, cx: &mut Cx<'_, borrow_context>) {
    settle(event, cx);
    //            ^^ error[E0308]: mismatched types
    //= label: expected `&mut Cx<'_, settle>`, found `&mut Cx<'_, borrow_context>`
}
