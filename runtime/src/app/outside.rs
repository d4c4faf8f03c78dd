//! Effects that a program outside performs, and what it reports back.

use super::unit::{Ending, Line};
use super::{App, outside};
use crate::store::{Job, State, StoreError, Ticket, TicketId};
use crate::{BoxError, CascadeError, Completes, Done, Effect, Event};
use std::sync::Arc;
use std::time::SystemTime;

/// An effect that waits for the program outside that performs it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outstanding<F> {
    /// The ticket: what the program names when it reports.
    pub id: TicketId,
    /// What is to be done.
    pub effect: F,
    /// When it was requested.
    pub requested: SystemTime,
}

impl App {
    /// The effects of type `F` that wait for the program outside, in the order of their tickets. One that is requested for
    /// a later time is listed from then on.
    pub async fn outstanding<F: Effect>(&self) -> Result<Vec<Outstanding<F>>, StoreError> {
        let now = self.now();
        let tickets = self.store().tickets().await?;
        let waiting = tickets.iter().filter(|ticket| {
            waits_outside::<F>(ticket) && matches!(ticket.state, State::Waiting { due } if due <= now)
        });
        waiting.map(read).collect()
    }

    /// The effect of type `F` that waits under this number: for a program outside that knows only that.
    pub async fn outstanding_ticket<F: Effect>(&self, id: TicketId) -> Result<Outstanding<F>, StoreError> {
        let ticket = self.store().ticket(id).await?.ok_or(StoreError::Unknown(id))?;
        let waits = waits_outside::<F>(&ticket) && matches!(ticket.state, State::Waiting { .. });
        if waits { read(&ticket) } else { Err(StoreError::NotWaiting(id)) }
    }

    /// Takes the report of a program outside: emits `event` in a unit of work of its own, which ends the ticket. Only an
    /// event that the effect lists in `completes_with` is accepted.
    ///
    /// If that fails, the ticket goes on waiting, and the program may report again. A second report is refused.
    ///
    /// ```standalone_crate
    /// use ensue::{App, Cx, controller, effect, event};
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[event]
    /// #[derive(Serialize, Deserialize)]
    /// struct InvoiceSent {
    ///     number: String,
    /// }
    ///
    /// #[effect(performed_by = "invoicing", completes_with = [InvoiceSent])]
    /// #[derive(Serialize, Deserialize)]
    /// struct SendInvoice {
    ///     payment: u32,
    /// }
    ///
    /// #[controller(may_request = [SendInvoice])]
    /// fn bill(payment: u32, cx: &mut Cx<'_, bill>) {
    ///     cx.request(SendInvoice { payment });
    /// }
    ///
    /// # pollster::block_on(async {
    /// let app = App::builder().build()?;
    /// app.call(bill { payment: 7 }).await?;
    /// for invoice in app.outstanding::<SendInvoice>().await? {
    ///     let number = format!("2020-{}", invoice.effect.payment);
    ///     app.complete(&invoice, InvoiceSent { number }).await?;
    /// }
    /// assert!(app.outstanding::<SendInvoice>().await?.is_empty());
    /// # Ok::<(), ensue::BoxError>(())
    /// # }).unwrap();
    /// ```
    ///
    /// Another event does not compile:
    ///
    /// ```compile_fail,E0277
    /// # use ensue::{App, CascadeError, Outstanding, effect, event};
    /// # use serde::{Deserialize, Serialize};
    /// # #[event]
    /// # #[derive(Serialize, Deserialize)]
    /// # struct InvoiceSent;
    /// # #[event]
    /// # #[derive(Serialize, Deserialize)]
    /// # struct ReceiptSent;
    /// # #[effect(performed_by = "invoicing", completes_with = [InvoiceSent])]
    /// # #[derive(Serialize, Deserialize)]
    /// # struct SendInvoice;
    /// async fn report(app: &App, invoice: &Outstanding<SendInvoice>) -> Result<(), CascadeError> {
    ///     app.complete(invoice, ReceiptSent).await?; // `ReceiptSent` does not complete `SendInvoice`
    ///     Ok(())
    /// }
    /// ```
    pub async fn complete<F, E>(&self, outstanding: &Outstanding<F>, event: E) -> Result<Done<()>, CascadeError>
    where
        F: Effect,
        E: Completes<F> + Event,
    {
        let core = self.core();
        outside("complete").map_err(|error| core.error(error.into()))?;
        let id = outstanding.id;
        let waiting = self.outstanding_ticket::<F>(id).await;
        waiting.map_err(|error| core.error(error.into()))?;
        let ticket = self.store().ticket(id).await.map_err(|error| core.error(error.into()))?;
        let line = Line { end: Some(Ending::Outside(id)), root: ticket.map(|ticket| ticket.root) };
        let cascade = self.unit_of(core, (E::META, Arc::new(event)), None, line).await?;
        Ok(Done { reply: (), cascade })
    }
}

fn waits_outside<F: Effect>(ticket: &Ticket) -> bool {
    matches!(&ticket.order.job, Job::Outside { effect, .. } if effect == F::NAME)
}

fn read<F: Effect>(ticket: &Ticket) -> Result<Outstanding<F>, StoreError> {
    let effect = F::deserialize(&ticket.order.payload).map_err(|error| {
        let text = format!(
            "`{}` of ticket {}, stored in version {}, cannot be read in version {}: {error}",
            F::NAME,
            ticket.id,
            ticket.order.version,
            F::VERSION
        );
        StoreError::Failed(BoxError::from(text))
    })?;
    Ok(Outstanding { id: ticket.id, effect, requested: ticket.created })
}
