//! Whole cascades: what one call leads to at once, and how it fails.

use crate::{customer, euro, shop};
use ensue::{BoxError, IllegalMove};
use payments::archivers::{CaptureState, NewPayment, PaymentStatus, RefundState};
use payments::controllers::{get_payment, post_answer, post_capture, post_payment, post_refund};
use payments::events::{
    AuthFailed, AuthPendingFraud, AuthSucceeded, CaptureSucceeded, PaymentCaptured, PaymentSettled, RefundFailed,
};
use payments::{AuthId, Currency, Money, PaymentError, PaymentId, Verdict};
use pollster::block_on;

#[test]
fn a_good_card_pays_at_once() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    let done = block_on(shop.call(post_payment { new: customer("tok_visa") }))?;

    // `settle` let everything follow that follows at once, so the caller has the final answer.
    assert_eq!(done.reply.status, PaymentStatus::Authorized);
    // Deferred and after-commit handlers are listed where they were put off.
    assert_eq!(
        done.cascade.ran().collect::<Vec<_>>(),
        [
            "post_payment",
            "create_auth",
            "prepare_shipment",
            "request_auth",
            "watch_auth",
            "settle_payment",
            "thank_customer",
            "release_shipment",
        ]
    );
    let moves: Vec<_> = done.cascade.moved().map(|moved| (moved.by, moved.to.as_str())).collect();
    assert_eq!(moves, [("Auths::succeed", "Succeeded"), ("Payments::authorize", "Authorized")]);
    Ok(())
}

#[test]
fn a_card_without_money_is_refused_with_the_reason() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    let done = block_on(shop.call(post_payment { new: customer("tok_no_funds") }))?;

    // A refusal is an answer and no error: the call succeeds.
    assert_eq!(done.reply.status, PaymentStatus::Refused);
    assert_eq!(done.cascade.emitted::<AuthFailed>().count(), 1);
    let settled: Vec<_> = done.cascade.emitted::<PaymentSettled>().map(|settled| &settled.verdict).collect();
    assert_eq!(settled, [&Verdict::Refused("not enough money".to_owned())]);
    Ok(())
}

#[test]
fn a_fraud_check_answers_late_and_the_cascade_goes_on() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    let asked = block_on(shop.call(post_payment { new: customer("tok_strange") }))?;
    assert_eq!(asked.reply.status, PaymentStatus::UnderReview);
    assert_eq!(asked.cascade.emitted::<PaymentSettled>().count(), 0);
    let auth =
        asked.cascade.emitted::<AuthPendingFraud>().map(|pending| pending.auth).next().ok_or("no fraud check")?;

    let answered = block_on(shop.call(post_answer { auth, verdict: Verdict::Approved }))?;
    // The same events as if the answer had come at once.
    assert_eq!(answered.cascade.emitted::<AuthSucceeded>().count(), 1);
    assert_eq!(answered.cascade.emitted::<PaymentSettled>().count(), 1);
    let payment = block_on(shop.call(get_payment { payment: asked.reply.id }))?.reply;
    assert_eq!(payment.status, PaymentStatus::Authorized);
    Ok(())
}

#[test]
fn a_second_answer_is_an_illegal_move() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    block_on(shop.call(post_payment { new: customer("tok_visa") }))?;

    let refused = Verdict::Refused("on second thoughts".to_owned());
    let error = block_on(shop.call(post_answer { auth: AuthId(1), verdict: refused })).unwrap_err();
    let Some(PaymentError::IllegalMove(IllegalMove { moved, declared })) = error.downcast_ref() else {
        return Err(error.into());
    };
    assert_eq!((moved.from.as_str(), moved.to.as_str()), ("Succeeded", "Failed"));
    assert_eq!(*declared, "Created | PendingFraud -> Failed");
    assert_eq!(error.chain(), ["post_answer"]);
    // Nothing was emitted, so nothing followed.
    assert_eq!(error.cascade().emitted::<AuthFailed>().count(), 0);
    Ok(())
}

#[test]
fn captures_and_refunds_add_up() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    let payment = block_on(shop.call(post_payment { new: customer("tok_visa") }))?.reply.id;

    let first = block_on(shop.call(post_capture { payment, amount: euro(20_00) }))?;
    assert_eq!(first.reply.state, CaptureState::Succeeded);
    assert_eq!(first.cascade.emitted::<CaptureSucceeded>().count(), 1);
    assert_eq!(first.cascade.emitted::<PaymentCaptured>().count(), 1);
    block_on(shop.call(post_capture { payment, amount: euro(29_90) }))?;
    let refund = block_on(shop.call(post_refund { payment, amount: euro(5_00) }))?;
    assert_eq!(refund.reply.state, RefundState::Succeeded);

    let payment = block_on(shop.call(get_payment { payment }))?.reply;
    assert_eq!((payment.captured, payment.refunded), (euro(49_90), euro(5_00)));
    assert_eq!(payment.status, PaymentStatus::Refunded);
    Ok(())
}

#[test]
fn a_closed_account_takes_no_money_back() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    let payment = block_on(shop.call(post_payment { new: customer("tok_closed") }))?.reply.id;
    block_on(shop.call(post_capture { payment, amount: euro(49_90) }))?;

    let refund = block_on(shop.call(post_refund { payment, amount: euro(49_90) }))?;
    assert_eq!(refund.reply.state, RefundState::Failed);
    let reasons: Vec<_> = refund.cascade.emitted::<RefundFailed>().map(|failed| failed.reason.as_str()).collect();
    assert_eq!(reasons, ["the account is closed"]);
    // What did not go back is there for another try.
    let again = block_on(shop.call(post_refund { payment, amount: euro(49_90) }))?;
    assert_eq!(again.reply.state, RefundState::Failed);
    let payment = block_on(shop.call(get_payment { payment }))?.reply;
    assert_eq!((payment.status, payment.refunded), (PaymentStatus::Captured, euro(0)));
    Ok(())
}

#[test]
fn nobody_gets_more_than_there_is() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    let nothing = NewPayment { amount: euro(0), ..customer("tok_visa") };
    let error = block_on(shop.call(post_payment { new: nothing })).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&PaymentError::NotPositive { amount: euro(0) }));

    let payment = block_on(shop.call(post_payment { new: customer("tok_visa") }))?.reply.id;
    let capture = |amount| block_on(shop.call(post_capture { payment, amount }));
    let error = capture(euro(49_91)).unwrap_err();
    assert_eq!(
        error.downcast_ref(),
        Some(&PaymentError::MoreThanLeft { payment, left: euro(49_90), asked: euro(49_91) })
    );
    let error = capture(Money::new(1, Currency::Jpy)).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&PaymentError::Currencies { one: Currency::Eur, other: Currency::Jpy }));

    // What has not reached us cannot go back.
    let error = block_on(shop.call(post_refund { payment, amount: euro(1) })).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&PaymentError::MoreThanLeft { payment, left: euro(0), asked: euro(1) }));

    // A refused payment has nothing left to capture.
    let refused = block_on(shop.call(post_payment { new: customer("tok_no_funds") }))?.reply.id;
    let error = block_on(shop.call(post_capture { payment: refused, amount: euro(1) })).unwrap_err();
    assert_eq!(
        error.downcast_ref(),
        Some(&PaymentError::MoreThanLeft { payment: refused, left: euro(0), asked: euro(1) })
    );
    Ok(())
}

#[test]
fn an_unknown_payment_says_so() -> Result<(), BoxError> {
    let (shop, _) = shop()?;
    let error = block_on(shop.call(get_payment { payment: PaymentId(99) })).unwrap_err();
    assert_eq!(error.to_string(), "there is no Payment 99 (in get_payment)");
    Ok(())
}
