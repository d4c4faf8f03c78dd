//! What a customer can ask for.

use ensue::{Cx, controller};
use shop_events::{OrderCancelled, OrderId, OrderPlaced};
use shop_orders::{Order, OrderError, Orders};

/// A customer orders something.
#[controller(route = "POST /orders", may_emit = [OrderPlaced])]
pub fn post_order(
    article: String,
    address: String,
    orders: &Orders,
    cx: &mut Cx<'_, post_order>,
) -> Result<OrderId, OrderError> {
    orders.place(article, address, cx)
}

/// The customer changes their mind.
#[controller(route = "DELETE /orders/{order}", may_emit = [OrderCancelled])]
pub fn delete_order(order: OrderId, orders: &Orders, cx: &mut Cx<'_, delete_order>) -> Result<(), OrderError> {
    orders.cancel(order, cx)
}

/// Anybody looks at an order.
#[controller(route = "GET /orders/{order}")]
pub fn get_order(order: OrderId, orders: &Orders) -> Result<Order, OrderError> {
    orders.get(order)
}
