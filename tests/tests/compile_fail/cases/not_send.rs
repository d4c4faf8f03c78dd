//! The future of a handler is `Send`; the error stands at its name, and rustc says what is held.

use ensue::handler;
use events::PaymentCreated;
use std::sync::Mutex;

async fn nap() {}

#[handler(on = PaymentCreated)]
pub async fn guard(event: &PaymentCreated, counter: &Mutex<u32>) {
    //       ^^^^^ error: future cannot be sent between threads safely
    let mut held = counter.lock().unwrap();
    nap().await;
    //    ^^^^^ note: future is not `Send` as this value is used across an await
    *held += event.payment;
}
