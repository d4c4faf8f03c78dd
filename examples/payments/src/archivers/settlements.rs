//! Settlement runs: what was captured is paid out to the shop.

use super::table::Table;
use crate::events::{SettlementClosed, SettlementCreated};
use crate::{Currency, Money, PaymentError, SettlementId};
use ensue::{Cx, Resource, archiver};
use std::collections::BTreeMap;

/// One night's pay-out.
#[derive(Debug, Clone, PartialEq, Eq, Resource)]
pub struct Settlement {
    /// Its number.
    #[id]
    pub id: SettlementId,
    /// Where it stands.
    #[state]
    pub state: SettlementState,
    /// What the shop is paid, captures less refunds, in each currency.
    pub totals: BTreeMap<Currency, Money>,
}

/// Where a settlement run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Resource)]
pub enum SettlementState {
    /// It collects.
    #[initial]
    Created,
    /// Its totals are final.
    #[terminal]
    Closed,
}

/// Owns the settlement runs.
#[derive(Debug, Default)]
pub struct Settlements {
    table: Table<Settlement>,
}

/// A run is opened at night, collects, and is closed. Nothing is paid out twice, since a run takes only what no run
/// took.
#[archiver(resource = Settlement)]
impl Settlements {
    /// Opens a run.
    #[transition(to = Created, emits = [SettlementCreated])]
    pub fn create<Caller>(&self, cx: &mut Cx<'_, Caller>) -> SettlementId {
        let state = SettlementState::Created;
        let settlement = self.table.add(|id| Settlement { id, state, totals: BTreeMap::new() });
        cx.emit(SettlementCreated { settlement });
        settlement
    }

    /// Adds an amount to the totals; a refund is less than nothing.
    pub fn add(&self, id: SettlementId, amount: Money) -> Result<(), PaymentError> {
        self.table.update(id, |settlement| {
            let total = settlement.totals.entry(amount.currency()).or_insert(Money::zero(amount.currency()));
            *total = total.plus(amount)?;
            Ok(())
        })?;
        Ok(())
    }

    /// The totals are final.
    #[transition(from = [Created], to = Closed, emits = [SettlementClosed])]
    pub fn close<Caller>(&self, id: SettlementId, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        self.table.change(id, SettlementState::Closed, cx)?;
        cx.emit(SettlementClosed { settlement: id });
        Ok(())
    }

    /// One settlement run.
    pub fn get(&self, id: SettlementId) -> Result<Settlement, PaymentError> {
        self.table.get(id)
    }
}
