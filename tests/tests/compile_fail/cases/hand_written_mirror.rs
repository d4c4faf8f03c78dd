//! The mirrored trait, which the context asks, is sealed.

use ensue::{Cx, EmittedBy, handler};
use events::{AuthFailed, PaymentCreated};

#[handler(on = PaymentCreated)]
pub fn create_auth(_event: &PaymentCreated, _cx: &mut Cx<'_, create_auth>) {}

impl EmittedBy<create_auth> for AuthFailed {}
//                              ^^^^^^^^^^ error[E0277]: `create_auth` emits `AuthFailed` without declaring it
//= note: `EmittedBy` is a "sealed trait"
