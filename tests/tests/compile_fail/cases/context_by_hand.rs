//! A context cannot be built by hand: what it stands on cannot be made.

use ensue::__private::Core;
use ensue::{Cx, handler};
use events::{AuthFailed, PaymentCreated};

#[handler(on = PaymentCreated, may_emit = [AuthFailed])]
pub fn settle(_event: &PaymentCreated, _cx: &mut Cx<'_, settle>) {}

pub fn by_default() {
    let mut core = Core::default();
    //                   ^^^^^^^ error[E0599]: no …
    let _ = Cx::<settle>::__new(&mut core);
}

pub fn by_parts(cx: &mut Cx<'_, settle>) {
    let _ = Cx::<settle>::__new(&mut cx.core);
    //                                  ^^^^ error[E0616]: field `core` of struct `Cx` is private
}
