//! The customer's side: what one call leads to at once, and what it leaves to the worker.

use ensue::store::Job;
use ensue::{App, BoxError, IllegalMove};
use pollster::block_on;
use shop_events::{OrderCancelled, OrderId, OrderPlaced, PackOrder, StopOrder};
use shop_orders::{OrderError, OrderState};
use shop_web::application;
use shop_web::controllers::{delete_order, get_order, post_order};
use std::process::Command;

fn order(shop: &App, article: &str) -> Result<OrderId, BoxError> {
    let (article, address) = (article.to_owned(), "Ada, 1 Hill Street".to_owned());
    Ok(block_on(shop.call(post_order { article, address }))?.reply)
}

#[test]
fn what_is_ordered_is_left_to_the_worker() -> Result<(), BoxError> {
    let shop = application().build()?;
    let (article, address) = ("a teapot".to_owned(), "Ada, 1 Hill Street".to_owned());
    let done = block_on(shop.call(post_order { article, address }))?;
    assert_eq!(done.cascade.emitted::<OrderPlaced>().count(), 1);
    let requested: Vec<_> = done.cascade.requested::<PackOrder>().map(|(pack, _)| pack.article.as_str()).collect();
    assert_eq!(requested, ["a teapot"]);
    // Nobody here can pack: the request waits as a ticket.
    let tickets = block_on(shop.store().tickets())?;
    assert_eq!(tickets[0].order.job, Job::Perform { effect: "PackOrder".to_owned() });
    Ok(())
}

#[test]
fn an_order_is_cancelled_once() -> Result<(), BoxError> {
    let shop = application().build()?;
    let order = order(&shop, "a kite")?;
    let done = block_on(shop.call(delete_order { order }))?;
    assert_eq!(done.cascade.emitted::<OrderCancelled>().count(), 1);
    assert_eq!(done.cascade.requested::<StopOrder>().count(), 1);
    assert_eq!(block_on(shop.call(get_order { order }))?.reply.state, OrderState::Cancelled);

    let error = block_on(shop.call(delete_order { order })).unwrap_err();
    assert!(matches!(error.downcast_ref(), Some(OrderError::IllegalMove(IllegalMove { .. }))), "{error}");
    assert_eq!(error.cascade().requested::<StopOrder>().count(), 0);
    Ok(())
}

#[test]
fn nobody_orders_nothing() -> Result<(), BoxError> {
    let shop = application().build()?;
    let article = String::new();
    let error = block_on(shop.call(post_order { article, address: "nowhere".to_owned() })).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&OrderError::Nothing));
    assert_eq!(block_on(shop.store().tickets())?.len(), 0);
    Ok(())
}

/// The worker's test reads the same file: together they show that what the one writes is what the other reads.
#[test]
fn the_morning_leaves_these_tickets() -> Result<(), BoxError> {
    let morning = Command::new(env!("CARGO_BIN_EXE_web")).output()?;
    assert!(morning.status.success(), "{morning:?}");
    assert_eq!(String::from_utf8(morning.stdout)?, include_str!("../../tickets.jsonl"));
    Ok(())
}
