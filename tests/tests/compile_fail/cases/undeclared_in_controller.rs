//! A controller declares what it emits, as a handler does.

use ensue::{Cx, controller};
use events::{AuthCreated, AuthId, PaymentCreated};

#[controller(route = "POST /payments", may_emit = [PaymentCreated])]
pub async fn post_payment(payment: u32, cx: &mut Cx<'_, post_payment>) {
    cx.emit(PaymentCreated { payment });
    cx.emit(AuthCreated { auth: AuthId(payment) });
    //      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E0277]: `post_payment` emits `AuthCreated` without declaring it
    //= note: declare it: `may_emit = [.., AuthCreated]`
}
