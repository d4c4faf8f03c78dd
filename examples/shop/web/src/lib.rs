//! The program that customers talk to. It takes orders, answers, and leaves the rest as tickets to the worker.

pub mod controllers;

use ensue::{App, Builder};
use shop_events::{PackOrder, StopOrder};
use shop_orders::Orders;

/// The program put together. Call `build` on it.
#[must_use]
pub fn application() -> Builder {
    App::builder()
        .with(Orders::default())
        .performed_elsewhere::<PackOrder>()
        .performed_elsewhere::<StopOrder>()
        .expects(include_str!("../../ensue.json"))
        .program("web")
}
