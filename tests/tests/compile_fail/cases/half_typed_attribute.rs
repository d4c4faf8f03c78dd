//! While an attribute is being typed, the item and its type stay, so that nothing else breaks.

use ensue::{App, Cx, controller, event, handler};
use events::PaymentCreated;

#[handler]
pub fn empty(_event: &PaymentCreated, _cx: &mut Cx<'_, empty>) {}
//     ^^^^^ error: `#[handler]` on `empty` listens to nothing: …

#[handler(on)]
//        ^^ error: `#[handler]` on `key_alone` gives `on` no value: …
pub fn key_alone(_event: &PaymentCreated, _cx: &mut Cx<'_, key_alone>) {}

#[handler(on =)]
//        ^^ error: `#[handler]` on `no_value` gives `on` no value: …
pub fn no_value(_event: &PaymentCreated, _cx: &mut Cx<'_, no_value>) {}

#[handler(on = PaymentCreated, may_emit = [events::])]
//                                         ^^^^^^^^ error: `#[handler]` on `half_a_path` cannot read `events::` as the name of an event: …
pub fn half_a_path(_event: &PaymentCreated, _cx: &mut Cx<'_, half_a_path>) {}

#[controller(route = )]
//           ^^^^^ error: `#[controller]` on `post_payment` gives `route` no value: …
pub async fn post_payment(payment: u32, _cx: &mut Cx<'_, post_payment>) -> Result<u32, String> {
    Ok(payment)
}

#[event(name = "x" version = 2)]
//             ^^^^^^^^^^^^^^^ error: `#[event]` on `Paid` cannot use `"x" version = 2` as `name`: write `name = "PaymentCreated"`
pub struct Paid;

pub async fn all_of_them_stay(app: &App, a: &mut Cx<'_, empty>, b: &mut Cx<'_, key_alone>) {
    empty(&PaymentCreated { payment: 1 }, a);
    key_alone(&PaymentCreated { payment: 1 }, b);
    let _: u32 = app.call(post_payment { payment: 3 }).await.unwrap().reply;
    let _ = Paid;
}
