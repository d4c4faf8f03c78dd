//! One handler alone: it gets an event and the shared resources it takes; what it asks for is told and goes nowhere.

use ensue::test::handler;
use ensue::{BoxError, BoxFuture, When};
use payments::archivers::Auths;
use payments::effects::{IssueInvoice, SendReceipt};
use payments::events::{AuthCreated, AuthLapsed, AuthSucceeded, PaymentCaptured, PaymentCreated};
use payments::events::{ReceiptBounced, ReceiptSent};
use payments::handlers::auths::{create_auth, watch_auth};
use payments::handlers::invoices::request_invoice;
use payments::handlers::receipts::send_receipt;
use payments::{AuthId, MailError, Mailer, PaymentId, SimulatedMailer};
use pollster::block_on;
use std::sync::Arc;
use std::time::Duration;

const PAYMENT: PaymentId = PaymentId(7);

#[test]
fn a_payment_begins_with_an_authorisation() -> Result<(), BoxError> {
    let event = PaymentCreated { payment: PAYMENT };
    let seen = block_on(handler::<create_auth>(&event).with(Auths::default()))?;
    let created: Vec<_> = seen.emitted::<AuthCreated>().map(|created| created.payment).collect();
    assert_eq!(created, [PAYMENT]);
    // `request_auth` listens to `AuthCreated`, and did not run.
    assert_eq!(seen.ran().collect::<Vec<_>>(), ["create_auth"]);
    Ok(())
}

#[test]
fn an_approved_authorisation_is_watched_for_seven_days() -> Result<(), BoxError> {
    let event = AuthSucceeded { auth: AuthId(3), payment: PAYMENT };
    let seen = block_on(handler::<watch_auth>(&event).with(Auths::default()))?;
    let scheduled: Vec<_> =
        seen.scheduled::<AuthLapsed>().map(|(lapsed, ticket)| (lapsed.auth, ticket.when())).collect();
    assert_eq!(scheduled, [(AuthId(3), When::After(Duration::from_secs(604_800)))]);
    Ok(())
}

#[test]
fn money_that_reached_us_asks_for_an_invoice() -> Result<(), BoxError> {
    let event = PaymentCaptured { payment: PAYMENT, amount: crate::euro(12_00) };
    let seen = block_on(handler::<request_invoice>(&event))?;
    let requested: Vec<_> =
        seen.requested::<IssueInvoice>().map(|(invoice, _)| (invoice.payment, invoice.amount)).collect();
    assert_eq!(requested, [(PAYMENT, crate::euro(12_00))]);
    Ok(())
}

#[test]
fn a_handler_without_its_archiver_says_what_it_lacks() {
    let event = PaymentCreated { payment: PAYMENT };
    let error = block_on(handler::<create_auth>(&event)).unwrap_err();
    assert!(error.to_string().contains("payments::archivers::auths::Auths"), "{error}");
}

/// An effect handler is tested as a handler is: the effect in place of the event, the mail server as a test wants it.
#[test]
fn a_receipt_is_sent_or_bounces() -> Result<(), BoxError> {
    let to = |address: &str| SendReceipt { payment: PAYMENT, to: address.to_owned(), amount: crate::euro(49_90) };
    let mail = || Arc::new(SimulatedMailer);

    let seen = block_on(handler::<send_receipt>(&to("ada@example.org")).with_shared::<dyn Mailer>(mail()))?;
    assert_eq!((seen.emitted::<ReceiptSent>().count(), seen.emitted::<ReceiptBounced>().count()), (1, 0));

    let seen = block_on(handler::<send_receipt>(&to("ada@nowhere.example")).with_shared::<dyn Mailer>(mail()))?;
    assert_eq!((seen.emitted::<ReceiptSent>().count(), seen.emitted::<ReceiptBounced>().count()), (0, 1));
    Ok(())
}

#[test]
fn a_mail_server_that_cannot_be_reached_is_an_error() {
    struct NoServer;
    impl Mailer for NoServer {
        fn send(&self, _to: &str, _text: &str) -> BoxFuture<'_, Result<(), MailError>> {
            Box::pin(std::future::ready(Err(MailError::Unreachable)))
        }
    }

    let effect = SendReceipt { payment: PAYMENT, to: "ada@example.org".to_owned(), amount: crate::euro(49_90) };
    let sent = block_on(handler::<send_receipt>(&effect).with_shared::<dyn Mailer>(Arc::new(NoServer)));
    let error = sent.unwrap_err();
    assert_eq!(error.downcast_ref::<MailError>(), Some(&MailError::Unreachable));
    assert_eq!(error.cascade().emitted::<ReceiptSent>().count(), 0);
}
