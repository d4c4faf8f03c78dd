//! The program that runs what waits: it packs what the web requests, and hands parcels over to the carrier.

use ensue::{App, Builder};
use shop_warehouse::Parcels;

/// The program put together. Call `build` on it.
#[must_use]
pub fn application() -> Builder {
    App::builder().with(Parcels::default()).expects(include_str!("../../ensue.json")).program("worker")
}
