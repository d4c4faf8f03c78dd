//! The declarations of a helper, whether written as bounds or by `#[emits]`, are asked of the caller.

use archiver::{expire, give_up};
use ensue::{Cx, handler};
use events::{AuthCreated, AuthExpired, AuthFailed};

#[handler(on = AuthCreated)]
pub fn by_bounds(event: &AuthCreated, cx: &mut Cx<'_, by_bounds>) {
    expire(event.auth, cx);
    //                 ^^ error[E0277]: `by_bounds` emits `AuthFailed` without declaring it
    //= note: required by a bound in `expire`
    //                 ^^ error[E0277]: `by_bounds` schedules `AuthExpired` without declaring it
}

#[handler(on = AuthCreated, may_emit = [scheduled(AuthExpired)])]
pub fn by_attribute(event: &AuthCreated, cx: &mut Cx<'_, by_attribute>) {
    give_up(event.auth, cx);
    //                  ^^ error[E0277]: `by_attribute` emits `AuthFailed` without declaring it
    //= note: required by a bound in `give_up`
}

#[handler(on = AuthCreated, may_emit = [AuthFailed, scheduled(AuthExpired)])]
pub fn all_declared(event: &AuthCreated, cx: &mut Cx<'_, all_declared>) {
    expire(event.auth, cx);
    give_up(event.auth, cx);
}
