//! A handler's struct lives in the type namespace, as modules do: a re-export beside a module of its name clashes.

mod create_auth {
    use ensue::handler;
    use events::PaymentCreated;

    #[handler(on = PaymentCreated)]
    pub fn create_auth(_event: &PaymentCreated) {}
}

pub use create_auth::create_auth;
//      ^^^^^^^^^^^^^^^^^^^^^^^^ error[E0255]: the name `create_auth` is defined multiple times
