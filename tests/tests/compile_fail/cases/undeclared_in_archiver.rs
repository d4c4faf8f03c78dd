//! A method of an archiver emits what it declares, and no more.

use archiver::Auth;
use ensue::{Cx, archiver};
use events::{AuthCreated, AuthFailed, AuthId, AuthSucceeded};

pub struct Ledger;

#[archiver(resource = Auth)]
impl Ledger {
    #[emits(AuthCreated)]
    pub fn open<Caller>(&self, cx: &mut Cx<'_, Caller>) {
        cx.emit(AuthFailed { auth: AuthId(1) });
        //      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E0277]: `Caller` emits `AuthFailed` without declaring it
        //= note: in an archiver method: `emits = [.., AuthFailed]`
    }

    #[transition(from = [Created], to = Succeeded, emits = [AuthSucceeded])]
    pub fn close<Caller>(&self, cx: &mut Cx<'_, Caller>) {
        self.open(cx);
        //        ^^ error[E0277]: `Caller` emits `AuthCreated` without declaring it
        cx.emit(AuthSucceeded { auth: AuthId(1) });
    }

    /// A method without an attribute declares nothing.
    pub fn silent<Caller>(&self, cx: &mut Cx<'_, Caller>) {
        cx.emit(AuthFailed { auth: AuthId(1) });
        //      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E0277]: `Caller` emits `AuthFailed` without declaring it
    }
}
