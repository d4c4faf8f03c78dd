//! The program put together.

use crate::archivers::{Auths, Captures, Payments, Refunds, Settlements, Shipments};
use crate::{Mailer, Provider};
use ensue::{App, Builder};
use std::sync::Arc;

/// The shop, empty, between this payment provider and this mailer. Call `build` on it.
///
/// Handlers and controllers need no mention here: they are linked, and so they listen.
#[must_use]
pub fn application(provider: impl Provider + 'static, mailer: impl Mailer + 'static) -> Builder {
    App::builder()
        .with(Auths::default())
        .with(Captures::default())
        .with(Payments::default())
        .with(Refunds::default())
        .with(Settlements::default())
        .with(Shipments::default())
        .with_shared::<dyn Provider>(Arc::new(provider))
        .with_shared::<dyn Mailer>(Arc::new(mailer))
}
