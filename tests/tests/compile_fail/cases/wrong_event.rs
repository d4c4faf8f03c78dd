//! The event of the annotation is the event of the parameter, and both are events.

use ensue::{Cx, handler};
use events::{AuthCreated, AuthId, PaymentCreated};

#[handler(on = PaymentCreated)]
//             ^^^^^^^^^^^^^^ error[E0308]: mismatched types
//= label: expected `&AuthCreated`, found `&PaymentCreated`
pub async fn another_event(_event: &AuthCreated) {}

#[handler(on = PaymentCreated, may_emit = [AuthId])]
//                                         ^^^^^^ error[E0277]: `AuthId` is not an event
//= note: put `#[event]` on `AuthId`
pub fn emits_no_event(_event: &PaymentCreated, _cx: &mut Cx<'_, emits_no_event>) {}

#[handler(on = AuthId)]
//             ^^^^^^ error[E0277]: `AuthId` is not an event
//= note: put `#[event]` on `AuthId`
pub fn on_no_event(_event: &AuthId) {}

#[handler(on = PaymentCreated, may_request = [AuthCreated])]
//                                            ^^^^^^^^^^^ error[E0277]: `AuthCreated` is not an effect
//= note: put `#[effect]` on `AuthCreated`
pub fn requests_no_effect(_event: &PaymentCreated, _cx: &mut Cx<'_, requests_no_effect>) {}
