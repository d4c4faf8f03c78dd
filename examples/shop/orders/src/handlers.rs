//! What follows from an order, in the program that took it.

use ensue::{Cx, handler};
use shop_events::{OrderCancelled, OrderPlaced, PackOrder, StopOrder};

/// What was ordered is to be packed. The customer does not wait for that.
#[handler(on = OrderPlaced, may_request = [PackOrder])]
pub fn request_packing(event: &OrderPlaced, cx: &mut Cx<'_, request_packing>) {
    let OrderPlaced { order, article, address } = event.clone();
    cx.request(PackOrder { order, article, address });
}

/// What is not wanted any more is not to be sent.
#[handler(on = OrderCancelled, may_request = [StopOrder])]
pub fn request_stop(event: &OrderCancelled, cx: &mut Cx<'_, request_stop>) {
    cx.request(StopOrder { order: event.order });
}
