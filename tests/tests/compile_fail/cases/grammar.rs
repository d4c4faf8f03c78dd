//! All mistakes of an annotation are told at once, each on the smallest tokens to change; the item itself stays.

use ensue::{Cx, archiver, controller, effect, event, handler};
use events::{AuthCreated, AuthFailed, PaymentCreated};
use serde::{Deserialize, Serialize};

#[event(nam = "paid", version = 0)]
//      ^^^ error: `#[event]` on `Paid` does not know `nam`: did you mean `name`? …
//                              ^ error: `#[event]` on `Paid` cannot use `0` as `version`: expected a whole number from 1 …
pub struct Paid;

#[effect(performed_by = "printer")]
//       ^^^^^^^^^^^^ error: `#[effect]` on `Print` has `performed_by` without `completes_with`: …
#[derive(Serialize, Deserialize)]
pub struct Print;

#[handler(on = PaymentCreated, may_emt = [AuthCreated], timing = later, on = AuthCreated)]
//                             ^^^^^^^ error: `#[handler]` on `several_mistakes` does not know `may_emt`: did you mean `may_emit`? …
//                                                               ^^^^^ error: `#[handler]` on `several_mistakes` cannot use `later` as `timing`: expected one of …
//                                                                      ^^ error: `#[handler]` on `several_mistakes` gives `on` twice: …
pub fn several_mistakes(_event: &PaymentCreated) {}

#[handler(may_emit = [AuthCreated, AuthCreated])]
//                                 ^^^^^^^^^^^ error: `#[handler]` on `listens_to_nothing` lists `AuthCreated` twice: …
pub fn listens_to_nothing(_event: &PaymentCreated, _cx: &mut Cx<'_, listens_to_nothing>) {}
//     ^^^^^^^^^^^^^^^^^^ error: `#[handler]` on `listens_to_nothing` listens to nothing: name its events: …

#[handler(on = PaymentCreated)]
pub fn by_value(_event: &PaymentCreated, _name: String, _text: &str) {}
//                                              ^^^^^^ error: `#[handler]` on `by_value` takes `String` by value: … write `&String`
//                                                             ^^^^ error: `#[handler]` on `by_value` takes `&str` as a shared resource: …

#[handler(on = PaymentCreated)]
pub fn generic<T>(_event: &PaymentCreated) {}
//             ^ error: `#[handler]` on `generic` has the generic parameter `T`: …

#[controller(schedule = "daily", route = "/nightly")]
//                               ^^^^^ error: `#[controller]` on `nightly` has both `schedule` and `route`: …
//                                       ^^^^^^^^^^ error: `#[controller]` on `nightly` cannot use `"/nightly"` as `route`: …
pub async fn nightly((_a, _b): (u32, u32)) {}
//                   ^^^^^^^^ error: `#[controller]` on `nightly` takes apart an argument with `(_a, _b)`: …
//                             ^^^^^^^^^^ error: `#[controller]` on `nightly` has a `schedule` and takes `(u32, u32)` by value: …

pub struct Ledger;

mod archivers {
    use super::*;

    #[archiver]
    impl Ledger {
       //^^^^^^ error: `#[archiver]` on `Ledger` does not say what it owns: write `#[archiver(resource = Type)]`
        #[transition(from = [Created])]
        pub fn close<Caller: ensue::Emits<AuthFailed>>(&self, _cx: &mut Cx<'_, Caller>) {}
        //     ^^^^^ error: `#[transition]` on `Ledger::close` leads nowhere: name the state that it leads to: …
        //                   ^^^^^^^^^^^^^^^^^^^^^^^^ error: `#[transition]` on `Ledger::close` has the bound `ensue::Emits<AuthFailed>` written by hand: …
    }
}

/// Everything above still exists, with its types: this names it all, and no further error appears.
pub fn the_items_stay(ledger: &Ledger, cx: &mut Cx<'_, listens_to_nothing>, other: &mut Cx<'_, archivers_only>) {
    let _ = (Paid, Print);
    several_mistakes(&PaymentCreated { payment: 1 });
    listens_to_nothing(&PaymentCreated { payment: 1 }, cx);
    by_value(&PaymentCreated { payment: 1 }, String::new(), "");
    generic::<u8>(&PaymentCreated { payment: 1 });
    drop(nightly((1, 2)));
    ledger.close(other);
}

#[handler(on = PaymentCreated, may_emit = [AuthFailed])]
pub fn archivers_only(_event: &PaymentCreated, _cx: &mut Cx<'_, archivers_only>) {}
