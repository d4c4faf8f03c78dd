//! While a body is being typed, the item and its type stay, so that nothing else breaks. These are rustc's own errors.

use ensue::{App, Cx, controller, handler};
use events::{AuthCreated, PaymentCreated};

mod being_typed {
    use super::*;

    #[handler(on = PaymentCreated, may_emit = [AuthCreated])]
    pub fn create_auth(event: &PaymentCreated, cx: &mut Cx<'_, create_auth>) {
        let payment = event.
        //                  ^ error: expected `;`, found `}`
    }
  //^ error: unexpected token: `}`

    #[controller(route = "POST /payments")]
    pub async fn post_payment(payment: u32) -> Result<u32, String> {
        Ok(payment).
    }
  //^ error: unexpected token: `}`
}

pub async fn both_stay(app: &App, cx: &mut Cx<'_, being_typed::create_auth>) {
    being_typed::create_auth(&PaymentCreated { payment: 1 }, cx);
    let _: u32 = app.call(being_typed::post_payment { payment: 3 }).await.unwrap().reply;
}
