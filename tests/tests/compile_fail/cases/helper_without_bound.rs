//! A helper that asks nothing of its caller cannot emit.

use archiver::{Auths, PaymentError};
use ensue::{Cx, Emits, emits};
use events::{AuthCreated, AuthFailed, AuthId};

pub fn no_bound<C>(cx: &mut Cx<'_, C>) {
    cx.emit(AuthCreated { auth: AuthId(1) });
    //      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E0277]: `C` emits `AuthCreated` without declaring it
    //= help: consider restricting type parameter `C` with trait `Emits`
}

pub fn another_bound(cx: &mut Cx<'_, impl Emits<AuthCreated>>) {
    cx.emit(AuthFailed { auth: AuthId(1) });
    //      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E0277]: `impl Emits<AuthCreated>` emits `AuthFailed` without declaring it
    //= note: ask it of the caller: `cx: &mut Cx<'_, impl Emits<AuthFailed>>`
}

#[emits(AuthCreated)]
pub fn by_attribute<C>(cx: &mut Cx<'_, C>) {
    cx.emit(AuthFailed { auth: AuthId(1) });
    //      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E0277]: `C` emits `AuthFailed` without declaring it
}

pub async fn through_archiver<C>(auths: &Auths, cx: &mut Cx<'_, C>) -> Result<AuthId, PaymentError> {
    auths.create(1, cx).await
    //              ^^ error[E0277]: `C` emits `AuthCreated` without declaring it
    //= help: consider restricting type parameter `C` with trait `Emits`
}
