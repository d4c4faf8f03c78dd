//! A call is a struct literal: rustc names the argument that is missing or wrong, and what is no controller.

use ensue::{App, controller, handler};
use events::{AuthCreated, PaymentCreated};

#[controller(route = "POST /payments")]
pub async fn post_payment(payment: u32) -> Result<u32, String> {
    Ok(payment)
}

#[handler(on = PaymentCreated)]
pub fn create_auth(_event: &PaymentCreated) {}

pub async fn misses_an_argument(app: &App) {
    let _ = app.call(post_payment {}).await;
    //               ^^^^^^^^^^^^ error[E0063]: missing field `payment` in initializer of `post_payment`
}

pub async fn wrong_argument(app: &App) {
    let _ = app.call(post_payment { payment: "3" }).await;
    //                                       ^^^ error[E0308]: mismatched types
}

pub async fn a_handler(app: &App) {
    let _ = app.call(create_auth {}).await;
    //               ^^^^^^^^^^^^^^ error[E0277]: `create_auth` is not a controller
    //= label: `call` takes the arguments of a controller: `app.call(name { argument, .. })`
}

pub async fn the_function_itself(app: &App) {
    let _ = app.call(post_payment).await;
    //               ^^^^^^^^^^^^ error[E0277]: …is not a controller
    //= label: `call` takes the arguments of a controller: `app.call(name { argument, .. })`
}

pub async fn test_of_another_event() {
    let event = AuthCreated { auth: events::AuthId(1) };
    let _ = ensue::test::handler::<create_auth>(&event).await;
    //                                          ^^^^^^ error[E0277]: `create_auth` does not handle `AuthCreated`
    //= label: `create_auth` is not declared `on = AuthCreated`
}
