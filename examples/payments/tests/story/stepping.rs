//! A cascade stopped on its way: the state before a step is prepared by the steps before it, without running that step.

use crate::{customer, euro, shop};
use ensue::BoxError;
use ensue::test::call;
use payments::archivers::{CaptureState, PaymentStatus, RefundState};
use payments::controllers::{get_payment, post_answer, post_capture, post_payment, post_refund};
use payments::events::{AuthCreated, AuthSucceeded, CaptureCreated, PaymentSettled, RefundCreated};
use payments::{PaymentError, PaymentId, Verdict};
use pollster::block_on;

#[test]
fn stop_before_the_provider_is_asked_and_go_on() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    block_on(async {
        let paused = call(&shop, post_payment { new: customer("tok_visa") }).until::<AuthCreated>().await?;
        assert!(paused.queued().contains(&("AuthCreated", "request_auth")), "{:?}", paused.queued());
        assert_eq!(paused.cascade().emitted::<AuthSucceeded>().count(), 0);

        let done = paused.resume().await?;
        assert_eq!(done.reply.status, PaymentStatus::Authorized);
        Ok(())
    })
}

/// The provider answers an authorisation that it was never asked about: step four, on the state of step three.
#[test]
fn prepare_the_state_before_the_answer_and_answer_otherwise() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    block_on(async {
        let paused = call(&shop, post_payment { new: customer("tok_visa") }).until::<AuthCreated>().await?;
        let auth = paused.cascade().emitted::<AuthCreated>().map(|created| created.auth).next().ok_or("no auth")?;
        assert_eq!(paused.keep().await?.reply.status, PaymentStatus::Created);

        let verdict = Verdict::Refused("the card was stolen".to_owned());
        let answered = shop.call(post_answer { auth, verdict }).await?;
        assert_eq!(answered.cascade.emitted::<PaymentSettled>().count(), 1);
        let payment = shop.call(get_payment { payment: PaymentId(1) }).await?.reply;
        assert_eq!(payment.status, PaymentStatus::Refused);
        Ok(())
    })
}

/// Two that want the whole at once: the second comes while the first waits for the provider.
#[test]
fn what_one_capture_waits_for_is_not_left_for_another() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    block_on(async {
        let payment = shop.call(post_payment { new: customer("tok_visa") }).await?.reply.id;
        let amount = euro(49_90);
        let first = call(&shop, post_capture { payment, amount }).until::<CaptureCreated>().await?;
        let error = shop.call(post_capture { payment, amount }).await.unwrap_err();
        let nothing_left = PaymentError::MoreThanLeft { payment, left: euro(0), asked: amount };
        assert_eq!(error.downcast_ref(), Some(&nothing_left));
        assert_eq!(first.resume().await?.reply.state, CaptureState::Succeeded);

        let first = call(&shop, post_refund { payment, amount }).until::<RefundCreated>().await?;
        let error = shop.call(post_refund { payment, amount }).await.unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&nothing_left));
        assert_eq!(first.resume().await?.reply.state, RefundState::Succeeded);
        Ok(())
    })
}
