//! An effect handler declares what it emits, as a handler does.

use ensue::{Cx, effect_handler};
use events::{AuthFailed, SendReceipt};

#[effect_handler(on = SendReceipt)]
pub async fn send_receipt(effect: &SendReceipt, cx: &mut Cx<'_, send_receipt>) {
    cx.emit(AuthFailed { auth: effect.auth });
    //      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E0277]: `send_receipt` emits `AuthFailed` without declaring it
    //= label: `AuthFailed` is not declared by `send_receipt`
}
