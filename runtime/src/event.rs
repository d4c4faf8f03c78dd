//! What an event and an effect are.

use crate::__private::ItemMeta;
use serde::{Serialize, de::DeserializeOwned};
use std::any::Any;

/// A fact that happened. Implemented by [`#[event]`](macro@crate::event), never by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    label = "not an event",
    note = "put `#[event]` on `{Self}`",
    note = "an effect is declared in `may_request`, and performed by an `#[effect_handler]`"
)]
pub trait Event: Any + Send + Sync {
    /// The stable name: it survives a rename of the type.
    const NAME: &'static str;
    /// Version of the payload.
    const VERSION: u32;
    #[doc(hidden)]
    const META: &'static ItemMeta;
}

/// A request for a change in the outside world, described as data. Implemented by
/// [`#[effect]`](macro@crate::effect), never by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an effect",
    label = "not an effect",
    note = "put `#[effect]` on `{Self}`",
    note = "an event is declared in `may_emit`, and listened to by a `#[handler]`"
)]
pub trait Effect: Stored + Any + Send + Sync {
    /// The stable name: it survives a rename of the type.
    const NAME: &'static str;
    /// Version of the payload.
    const VERSION: u32;
    #[doc(hidden)]
    const META: &'static ItemMeta;
}

/// What waits as a ticket must survive a restart, so it is data: implemented for all that serde can write and read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is kept as a ticket, so it must be serializable",
    label = "cannot be stored",
    note = "derive `serde::Serialize` and `serde::Deserialize` for `{Self}`"
)]
pub trait Stored: Serialize + DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> Stored for T {}
