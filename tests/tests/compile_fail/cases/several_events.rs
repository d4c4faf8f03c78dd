//! A handler of several events converts each, or names what they have in common: the entry that does not fit is marked.

use ensue::{OneOf, handler};
use events::{AuthCreated, AuthFailed, AuthSucceeded};

#[derive(OneOf)]
pub enum Ended<'a> {
    Succeeded(&'a AuthSucceeded),
    Failed(&'a AuthFailed),
}

#[handler(on = [AuthSucceeded, AuthFailed, AuthCreated])]
//                                         ^^^^^^^^^^^ error[E0277]: the trait bound `Ended<'_>: From<&AuthCreated>` is not satisfied
pub fn tell(event: Ended<'_>) {
    match event {
        Ended::Succeeded(_) | Ended::Failed(_) => {}
    }
}

pub trait OfAuth {}
impl OfAuth for AuthFailed {}

#[handler(on = [AuthSucceeded, AuthFailed])]
//              ^^^^^^^^^^^^^ error[E0277]: the trait bound `AuthSucceeded: OfAuth` is not satisfied
pub fn count(_event: &impl OfAuth) {}
