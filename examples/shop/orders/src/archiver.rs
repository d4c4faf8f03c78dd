//! Who owns the orders, and how they may change.

use derive_more::{Display, Error, From};
use ensue::{Cx, IllegalMove, Resource, archiver};
use shop_events::{OrderCancelled, OrderId, OrderPlaced};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a customer ordered.
#[derive(Debug, Clone, PartialEq, Eq, Resource)]
pub struct Order {
    /// Its number.
    #[id]
    pub id: OrderId,
    /// Where it stands.
    #[state]
    pub state: OrderState,
    /// What was ordered.
    pub article: String,
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, Resource)]
pub enum OrderState {
    /// The customer wants it.
    #[initial]
    Placed,
    /// The customer does not want it any more.
    #[terminal]
    Cancelled,
}

/// Why an order could not be taken, changed or looked at.
#[derive(Debug, Clone, PartialEq, Eq, Display, Error, From)]
pub enum OrderError {
    /// Its state does not allow it.
    IllegalMove(IllegalMove),
    /// Somebody ordered nothing.
    #[display("an order is for something")]
    #[from(skip)]
    Nothing,
    /// There is none of this number.
    #[display("there is no order {_0}")]
    #[from(skip)]
    #[error(ignore)]
    Unknown(OrderId),
}

/// Owns the orders.
#[derive(Debug, Default)]
pub struct Orders {
    rows: Mutex<BTreeMap<OrderId, Order>>,
}

/// An order is taken, and may be cancelled once.
#[archiver(resource = Order)]
#[ensue::allow(state_waits_forever, reason = "an order stays placed until its customer thinks otherwise")]
impl Orders {
    /// Takes an order.
    #[transition(to = Placed, emits = [OrderPlaced])]
    pub fn place<Caller>(
        &self,
        article: String,
        address: String,
        cx: &mut Cx<'_, Caller>,
    ) -> Result<OrderId, OrderError> {
        if article.is_empty() {
            return Err(OrderError::Nothing);
        }
        let mut rows = self.rows();
        let last = rows.last_key_value().map_or(0, |(id, _)| id.0);
        let order = OrderId(last + 1);
        rows.insert(order, Order { id: order, state: OrderState::Placed, article: article.clone() });
        cx.emit(OrderPlaced { order, article, address });
        Ok(order)
    }

    /// The customer does not want it any more.
    #[transition(from = [Placed], to = Cancelled, emits = [OrderCancelled])]
    pub fn cancel<Caller>(&self, id: OrderId, cx: &mut Cx<'_, Caller>) -> Result<(), OrderError> {
        let mut rows = self.rows();
        let order = rows.get_mut(&id).ok_or(OrderError::Unknown(id))?;
        cx.change(order, OrderState::Cancelled)?;
        cx.emit(OrderCancelled { order: id });
        Ok(())
    }

    /// One order.
    pub fn get(&self, id: OrderId) -> Result<Order, OrderError> {
        self.rows().get(&id).cloned().ok_or(OrderError::Unknown(id))
    }

    /// No code runs while the lock is held that could leave a row half-changed, so a poisoned lock is as good as any.
    fn rows(&self) -> MutexGuard<'_, BTreeMap<OrderId, Order>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
