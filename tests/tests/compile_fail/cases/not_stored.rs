//! What waits as a ticket is data: a deferred event, a scheduled event, an effect. Beside our words rustc says which half of
//! serde is missing.

use ensue::{Cx, effect, handler};
use events::{AuthCreated, PaymentCreated};

#[handler(on = AuthCreated, timing = deferred)]
//             ^^^^^^^^^^^ error[E0277]: `AuthCreated` is kept as a ticket, so it must be serializable
//= note: derive `serde::Serialize` and `serde::Deserialize` for `AuthCreated`
pub fn later(_event: &AuthCreated) {}

#[handler(on = PaymentCreated, may_emit = [scheduled(AuthCreated)])]
//                                                   ^^^^^^^^^^^ error[E0277]: `AuthCreated` is kept as a ticket, so it must be serializable
//= note: derive `serde::Serialize` and `serde::Deserialize` for `AuthCreated`
//                                                   ^^^^^^^^^^^ error[E0277]: the trait bound `AuthCreated: serde::Serialize` is not satisfied
//                                                   ^^^^^^^^^^^ error[E0277]: the trait bound `AuthCreated: serde::Deserialize<'de>` is not satisfied
pub fn schedules(_event: &PaymentCreated, _cx: &mut Cx<'_, schedules>) {}

#[effect]
pub struct SendLetter {
    //     ^^^^^^^^^^ error[E0277]: `SendLetter` is kept as a ticket, so it must be serializable
    //= note: derive `serde::Serialize` and `serde::Deserialize` for `SendLetter`
    //     ^^^^^^^^^^ error[E0277]: the trait bound `SendLetter: serde::Serialize` is not satisfied
    //     ^^^^^^^^^^ error[E0277]: the trait bound `SendLetter: serde::Deserialize<'de>` is not satisfied
    pub to: String,
}
