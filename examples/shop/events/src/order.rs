//! What can happen to an order.

use crate::OrderId;
use ensue::event;

/// A customer ordered something.
#[event]
#[derive(Debug, Clone)]
pub struct Placed {
    /// The new order.
    pub order: OrderId,
    /// What was ordered.
    pub article: String,
    /// Where it goes.
    pub address: String,
}

/// The customer does not want it any more.
#[event(name = "OrderCancelled")]
#[derive(Debug, Clone)]
pub struct Cancelled {
    /// The order.
    pub order: OrderId,
}
