//! What happens later: tickets, the clock, and programs outside. Nothing of it runs before the test asks.

use crate::{customer, euro, shop};
use ensue::{App, BoxError, BoxFuture, Cascade, ManualClock};
use payments::archivers::{CaptureState, Invoice, NewPayment, PaymentStatus, Receipt, RefundState, SettlementState};
use payments::controllers::{get_payment, post_answer, post_capture, post_payment, post_refund, settle_nightly};
use payments::effects::{IssueInvoice, SendReceipt};
use payments::events::{
    AuthExpired, AuthLapsed, CaptureSettled, InvoiceIssued, InvoiceRejected, PaymentExpired, ReceiptBounced,
    RefundSettled, SettlementClosed, ShipmentCancelled, ShipmentReleased,
};
use payments::{
    AuthId, Currency, MailError, Mailer, Money, PaymentId, SimulatedMailer, SimulatedProvider, Verdict, application,
};
use pollster::block_on;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn pay(shop: &App, new: NewPayment) -> Result<PaymentId, BoxError> {
    Ok(block_on(shop.call(post_payment { new }))?.reply.id)
}

#[test]
fn the_shipment_waits_until_the_payment_is_settled() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    pay(&shop, customer("tok_strange"))?;
    let report = block_on(shop.run_due())?;
    assert_eq!(report.cascades().flat_map(Cascade::emitted::<ShipmentReleased>).count(), 0);

    block_on(shop.call(post_answer { auth: AuthId(1), verdict: Verdict::Approved }))?;
    let report = block_on(shop.run_due())?;
    assert_eq!(report.cascades().flat_map(Cascade::emitted::<ShipmentReleased>).count(), 1);
    Ok(())
}

#[test]
fn the_goods_of_a_refused_payment_stay_here() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    pay(&shop, customer("tok_no_funds"))?;
    let report = block_on(shop.run_due())?;
    assert_eq!(report.cascades().flat_map(Cascade::emitted::<ShipmentCancelled>).count(), 1);
    // And nobody is thanked.
    let payment = block_on(shop.call(get_payment { payment: PaymentId(1) }))?.reply;
    assert_eq!(payment.receipt, Receipt::NotSent);
    Ok(())
}

#[test]
fn a_customer_is_thanked_after_the_commit() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    let done = block_on(shop.call(post_payment { new: customer("tok_visa") }))?;
    // The request belongs to the unit of work after the commit, not to the payment's own.
    assert_eq!(done.cascade.requested::<SendReceipt>().count(), 0);
    let after: Vec<_> = done.cascade.after_commit().collect();
    let thanked = after[0].result.as_ref().map_err(ToString::to_string)?;
    assert_eq!((after[0].handler, thanked.requested::<SendReceipt>().count()), ("thank_customer", 1));

    block_on(shop.run_due())?;
    let payment = block_on(shop.call(get_payment { payment: done.reply.id }))?.reply;
    assert_eq!(payment.receipt, Receipt::Sent);
    Ok(())
}

#[test]
fn a_receipt_that_bounces_is_noted() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    let payment = pay(&shop, NewPayment { email: "ada@nowhere.example".to_owned(), ..customer("tok_visa") })?;
    let report = block_on(shop.run_due())?;
    assert_eq!(report.cascades().flat_map(Cascade::emitted::<ReceiptBounced>).count(), 1);
    let payment = block_on(shop.call(get_payment { payment }))?.reply;
    assert_eq!(payment.receipt, Receipt::Bounced("ada@nowhere.example does not exist".to_owned()));
    Ok(())
}

#[test]
fn a_receipt_is_tried_again_when_the_mail_server_is_back() -> Result<(), BoxError> {
    /// Cannot be reached the first time.
    struct Flaky(AtomicBool);
    impl Mailer for Flaky {
        fn send(&self, to: &str, text: &str) -> BoxFuture<'_, Result<(), MailError>> {
            if self.0.swap(true, Ordering::Relaxed) {
                return SimulatedMailer.send(to, text);
            }
            Box::pin(std::future::ready(Err(MailError::Unreachable)))
        }
    }

    let clock = ManualClock::default();
    let shop = application(SimulatedProvider, Flaky(AtomicBool::new(false))).clock(clock.clone()).build()?;
    let payment = pay(&shop, customer("tok_visa"))?;
    let receipt = || Ok::<_, BoxError>(block_on(shop.call(get_payment { payment }))?.reply.receipt);

    let report = block_on(shop.run_due())?;
    let errors: Vec<_> = report.failed().map(|(_, error)| error.downcast_ref::<MailError>()).collect();
    assert_eq!(errors, [Some(&MailError::Unreachable)]);
    assert_eq!(receipt()?, Receipt::NotSent);

    clock.advance(Duration::from_secs(60));
    assert_eq!(block_on(shop.run_due())?.failed().count(), 0);
    assert_eq!(receipt()?, Receipt::Sent);
    Ok(())
}

#[test]
fn the_invoice_program_reports_back() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    let payment = pay(&shop, customer("tok_visa"))?;
    block_on(shop.call(post_capture { payment, amount: euro(20_00) }))?;
    block_on(shop.call(post_capture { payment, amount: euro(29_90) }))?;

    // No handler performs `IssueInvoice`: it waits for the program outside, also when all that is due has run.
    block_on(shop.run_due())?;
    let outstanding = block_on(shop.outstanding::<IssueInvoice>())?;
    let amounts: Vec<_> = outstanding.iter().map(|invoice| invoice.effect.amount).collect();
    assert_eq!(amounts, [euro(20_00), euro(29_90)]);

    let issued = InvoiceIssued { payment, number: "2020-0001".to_owned() };
    block_on(shop.complete(&outstanding[0], issued.clone()))?;
    let rejected = InvoiceRejected { payment, reason: "the address is missing".to_owned() };
    block_on(shop.complete(&outstanding[1], rejected))?;

    assert_eq!(block_on(shop.outstanding::<IssueInvoice>())?.len(), 0);
    let invoices = block_on(shop.call(get_payment { payment }))?.reply.invoices;
    let expected = [Invoice::Issued("2020-0001".to_owned()), Invoice::Rejected("the address is missing".to_owned())];
    assert_eq!(invoices, expected);
    // What was reported once is not reported again.
    assert!(block_on(shop.complete(&outstanding[0], issued)).is_err());
    Ok(())
}

#[test]
fn money_that_nobody_captures_lapses_after_seven_days() -> Result<(), BoxError> {
    let (shop, clock) = shop()?;
    let payment = pay(&shop, customer("tok_visa"))?;
    block_on(shop.run_due())?;

    clock.advance(6 * DAY);
    assert_eq!(block_on(shop.run_due())?.ran.len(), 0);
    clock.advance(DAY);
    let report = block_on(shop.run_due())?;
    let lapse = report.cascades().next().ok_or("nothing ran")?;
    assert_eq!(lapse.emitted::<AuthExpired>().count(), 1);
    assert_eq!(lapse.emitted::<PaymentExpired>().count(), 1);
    // The goods that were released come back.
    assert_eq!(lapse.emitted::<ShipmentCancelled>().count(), 1);
    assert_eq!(block_on(shop.call(get_payment { payment }))?.reply.status, PaymentStatus::Expired);
    Ok(())
}

#[test]
fn money_that_was_captured_does_not_lapse() -> Result<(), BoxError> {
    let (shop, clock) = shop()?;
    let payment = pay(&shop, customer("tok_visa"))?;
    block_on(shop.call(post_capture { payment, amount: euro(1_00) }))?;
    block_on(shop.run_due())?;

    clock.advance(7 * DAY);
    let report = block_on(shop.run_due())?;
    assert_eq!(report.cascades().flat_map(Cascade::emitted::<AuthLapsed>).count(), 1);
    assert_eq!(report.cascades().flat_map(Cascade::emitted::<AuthExpired>).count(), 0);
    assert_eq!(block_on(shop.call(get_payment { payment }))?.reply.status, PaymentStatus::Captured);
    Ok(())
}

#[test]
fn the_nightly_run_pays_out_captures_less_refunds_in_each_currency() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    let yen = |amount| Money::new(amount, Currency::Jpy);
    let in_euro = pay(&shop, customer("tok_visa"))?;
    let in_yen = pay(&shop, NewPayment { amount: yen(5_000), ..customer("tok_visa") })?;
    let captured = block_on(shop.call(post_capture { payment: in_euro, amount: euro(49_90) }))?.reply;
    block_on(shop.call(post_capture { payment: in_yen, amount: yen(5_000) }))?;
    let refunded = block_on(shop.call(post_refund { payment: in_euro, amount: euro(9_90) }))?.reply;
    assert_eq!((captured.state, refunded.state), (CaptureState::Succeeded, RefundState::Succeeded));

    let night = block_on(shop.call(settle_nightly {}))?;
    assert_eq!(night.reply.state, SettlementState::Closed);
    let totals: Vec<_> = night.reply.totals.values().copied().collect();
    assert_eq!(totals, [euro(40_00), yen(5_000)]);
    assert_eq!(night.cascade.emitted::<CaptureSettled>().count(), 2);
    assert_eq!(night.cascade.emitted::<RefundSettled>().count(), 1);
    assert_eq!(night.cascade.emitted::<SettlementClosed>().count(), 1);

    // What was paid out is not paid out again.
    let next = block_on(shop.call(settle_nightly {}))?;
    assert!(next.reply.totals.is_empty());
    Ok(())
}
