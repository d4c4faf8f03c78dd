//! Work that waits: scheduled events, deferred handlers, effects, and what programs outside report.
#![allow(clippy::unused_async, clippy::unnecessary_wraps, reason = "functions of every form are run")]

mod log;

use ensue::store::{Job, NewTicket, Receipt, State, StoreError, Ticket, TicketId, Work};
use ensue::{App, Clock, Cx, Ended, ManualClock, Retry, controller, effect, effect_handler, event, handler};
use log::Log;
use pollster::block_on;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

struct Shop {
    app: App,
    clock: ManualClock,
    log: Arc<Log>,
}

fn shop() -> Shop {
    let (clock, log) = (ManualClock::default(), Arc::<Log>::default());
    let retry = Retry { attempts: 3, first: seconds(10), longest: seconds(15) };
    let builder = App::builder().with_shared(Arc::clone(&log)).clock(clock.clone()).retry(retry).limit(50);
    Shop { app: builder.keep_receipts(seconds(100)).build().unwrap(), clock, log }
}

impl Shop {
    fn call(&self, order: order) -> ensue::Done<()> {
        block_on(self.app.call(order)).unwrap()
    }

    /// Runs what is due, and gives what was noted.
    fn run(&self) -> Vec<String> {
        block_on(self.app.run_due()).unwrap();
        self.log.take()
    }

    fn tickets(&self) -> Vec<Ticket> {
        block_on(self.app.store().tickets()).unwrap()
    }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

// ---- the program

#[event]
#[derive(Serialize, Deserialize)]
struct Ordered {
    id: u32,
}

#[event(name = "order-expired", version = 2)]
#[derive(Serialize, Deserialize)]
struct Expired {
    id: u32,
}

#[event]
#[derive(Serialize, Deserialize)]
struct Invoiced {
    number: String,
}

#[event]
struct Mailed;

#[event]
struct Greeted;

#[effect]
#[derive(Serialize, Deserialize)]
struct SendMail {
    to: String,
    text: String,
}

#[effect(performed_by = "erp", completes_with = [Invoiced])]
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct SendInvoice {
    order: u32,
}

/// What an order asks for, so that a test can say it in one line.
enum Ask {
    Order(u32),
    Expire(u64, u32),
    ExpireOnce(u64, u32),
    Mail(&'static str, &'static str),
    Invoice(u32),
    InvoiceIn(u64, u32),
    Greet,
    Fail,
}

#[controller(may_emit = [Ordered, Greeted, scheduled(Expired)], may_request = [SendMail, SendInvoice])]
fn order(asks: Vec<Ask>, cx: &mut Cx<'_, order>) -> Result<(), String> {
    for ask in asks {
        match ask {
            Ask::Order(id) => cx.emit(Ordered { id }),
            Ask::Expire(after, id) => {
                cx.schedule(seconds(after), Expired { id });
            }
            Ask::ExpireOnce(after, id) => {
                cx.schedule(seconds(after), Expired { id }).unique(format!("order {id}"));
            }
            Ask::Mail(to, text) => {
                cx.request(SendMail { to: to.into(), text: text.into() });
            }
            Ask::Invoice(order) => {
                cx.request(SendInvoice { order });
            }
            Ask::InvoiceIn(after, order) => {
                cx.request(SendInvoice { order }).not_before(seconds(after));
            }
            Ask::Greet => cx.emit(Greeted),
            Ask::Fail => return Err("no".into()),
        }
    }
    Ok(())
}

#[handler(on = Greeted, timing = after_commit, may_request = [SendMail])]
fn greet(_event: &Greeted, cx: &mut Cx<'_, greet>) {
    cx.request(SendMail { to: "ada".into(), text: "welcome".into() });
}

fn is_even(event: &Ordered, log: &Log, _cx: &mut Cx<'_, reserve>) -> bool {
    log.note(format!("is {} even", event.id));
    event.id % 2 == 0
}

#[handler(
    on = Ordered,
    timing = deferred,
    precondition = is_even,
    exclusive = event.id,
    may_emit = [Mailed],
    moved = "tickets::old::reserve",
)]
fn reserve(event: &Ordered, log: &Log, cx: &mut Cx<'_, reserve>) {
    log.note(format!("reserve {}", event.id));
    cx.emit(Mailed);
}

#[handler(on = Expired)]
fn cancel(event: &Expired, log: &Log) {
    log.note(format!("cancel {}", event.id));
}

#[handler(on = Mailed)]
fn count(_event: &Mailed, log: &Log) {
    log.note("mailed");
}

#[handler(on = Invoiced)]
fn file(event: &Invoiced, log: &Log) -> Result<(), String> {
    log.note(format!("file {}", event.number));
    if event.number.is_empty() { Err("an invoice has a number".into()) } else { Ok(()) }
}

#[effect_handler(on = SendMail, exclusive = effect.to, may_emit = [Mailed], may_request = [SendMail])]
async fn send_mail(effect: &SendMail, log: &Log, cx: &mut Cx<'_, send_mail>) -> Result<(), String> {
    let SendMail { to, text } = effect;
    log.note(format!("send {text} to {to}"));
    match text.as_str() {
        "bounce" => Err("the mailbox is full".into()),
        "again" => {
            cx.request(SendMail { to: to.clone(), text: text.clone() });
            Ok(())
        }
        _ => {
            cx.emit(Mailed);
            Ok(())
        }
    }
}

// ---- scheduled

#[test]
fn a_scheduled_event_waits_for_its_time() {
    let shop = shop();
    let done = shop.call(order { asks: vec![Ask::Expire(60, 7)] });
    let scheduled: Vec<_> =
        done.cascade.scheduled::<Expired>().map(|(event, ticket)| (event.id, ticket.id())).collect();
    assert_eq!(scheduled, [(7, Some(TicketId(1)))]);
    assert_eq!(shop.run(), [""; 0]);
    let start = shop.clock.now();
    assert_eq!(block_on(shop.app.next_due()).unwrap(), Some(start + seconds(60)));
    shop.clock.advance(seconds(59));
    assert_eq!(shop.run(), [""; 0]);
    shop.clock.advance(seconds(1));
    assert_eq!(shop.run(), ["cancel 7"]);
    assert_eq!(shop.run(), [""; 0], "once");
    let ticket = &shop.tickets()[0];
    assert_eq!(ticket.order.job, Job::Emit { event: "order-expired".into() }, "kept by its stable name");
    assert_eq!((ticket.order.version, ticket.order.payload.to_string()), (2, r#"{"id":7}"#.to_owned()));
    assert_eq!(ticket.order.by, "tickets::order");
    assert_eq!(ticket.state, State::Done { at: start + seconds(60), receipt: Receipt::Done });
}

#[test]
fn a_unique_key_makes_one_of_several() {
    let shop = shop();
    shop.call(order { asks: vec![Ask::ExpireOnce(60, 7)] });
    let done = shop.call(order { asks: vec![Ask::ExpireOnce(30, 7), Ask::ExpireOnce(30, 8)] });
    let told: Vec<_> = done.cascade.scheduled::<Expired>().map(|(_, ticket)| ticket.was_coalesced()).collect();
    assert_eq!(told, [true, false], "the record tells which");
    let tree = "\
order
  schedules Expired in 30s, unique `order 7`, one with a ticket that waits already
  schedules Expired in 30s, unique `order 8`
";
    assert_eq!(done.cascade.to_string(), tree);
    shop.clock.advance(seconds(30));
    assert_eq!(shop.run(), ["cancel 7", "cancel 8"], "at the earlier time");
}

// ---- nothing waits for what fails

#[test]
fn a_failed_call_leaves_no_ticket() {
    let shop = shop();
    let asks = vec![Ask::Expire(1, 7), Ask::Mail("ada", "hello"), Ask::Order(2), Ask::Fail];
    block_on(shop.app.call(order { asks })).unwrap_err();
    assert!(shop.tickets().is_empty());
}

// ---- deferred

#[test]
fn a_deferred_handler_runs_in_a_unit_of_work_of_its_own() {
    let shop = shop();
    let done = shop.call(order { asks: vec![Ask::Order(2), Ask::Order(3)] });
    assert_eq!(shop.log.take(), [""; 0]);
    let tree = "\
order
  emits Ordered
    reserve (deferred)
  emits Ordered
    reserve (deferred)
";
    assert_eq!(done.cascade.to_string(), tree);
    let report = block_on(shop.app.run_due()).unwrap();
    assert_eq!(shop.log.take(), ["is 2 even", "reserve 2", "mailed", "is 3 even"]);
    let text = "\
ticket 1, run tickets::reserve on Ordered:
on Ordered
  reserve
    emits Mailed
      count
ticket 2, run tickets::reserve on Ordered: skipped by its precondition
";
    assert_eq!(report.to_string(), text);
    let receipts: Vec<_> = shop.tickets().iter().map(|ticket| ticket.state).collect();
    let at = shop.clock.now();
    let expected = [Receipt::Done, Receipt::Skipped].map(|receipt| State::Done { at, receipt });
    assert_eq!(receipts, expected);
    assert_eq!(shop.tickets()[1].root, TicketId(1), "both are of the line that the call began");
}

#[test]
fn what_is_ordered_after_the_commit_is_of_the_same_line() {
    let shop = shop();
    shop.call(order { asks: vec![Ask::Mail("bob", "hello")] });
    shop.call(order { asks: vec![Ask::Greet, Ask::Expire(60, 7)] });
    let tickets: Vec<_> = shop.tickets().iter().map(|ticket| (ticket.order.by.clone(), ticket.root)).collect();
    let expected = [("order", 1), ("order", 2), ("greet", 2)];
    assert_eq!(tickets, expected.map(|(by, root)| (format!("tickets::{by}"), TicketId(root))));
}

// ---- effects

#[test]
fn an_effect_is_performed_when_asked() {
    let shop = shop();
    let done = shop.call(order { asks: vec![Ask::Mail("ada", "hello")] });
    assert_eq!(done.cascade.requested::<SendMail>().map(|(effect, _)| effect.to.as_str()).collect::<Vec<_>>(), ["ada"]);
    assert_eq!(shop.run(), ["send hello to ada", "mailed"]);
}

#[test]
fn a_failure_is_tried_again_at_growing_distances_and_then_kept() {
    let shop = shop();
    shop.call(order { asks: vec![Ask::Mail("ada", "bounce")] });
    let start = shop.clock.now();
    for (attempt, wait) in [(1, Some(10)), (2, Some(15)), (3, None)] {
        let ran = block_on(shop.app.run_next()).unwrap().expect("an attempt is due");
        let Ended::Failed { error, retry } = ran.ended else { panic!("it fails") };
        assert_eq!(error.to_string(), "the mailbox is full (in SendMail > send_mail)");
        let now = shop.clock.now();
        assert_eq!((ran.ticket.attempts, retry), (attempt, wait.map(|wait| now + seconds(wait))));
        assert!(block_on(shop.app.run_next()).unwrap().is_none(), "not before its time");
        shop.clock.advance(seconds(wait.unwrap_or(1000)));
    }
    let ticket = &shop.tickets()[0];
    assert_eq!(ticket.error.as_deref(), Some("the mailbox is full (in SendMail > send_mail)"));
    assert_eq!(ticket.state, State::Failed { at: start + seconds(25) });
    assert_eq!(shop.run().len(), 3, "three attempts and no more");
    block_on(shop.app.retry(ticket.id)).unwrap();
    assert_eq!(shop.run(), ["send bounce to ada"], "until somebody asks");
}

#[test]
fn receipts_are_cleaned_up_and_failures_kept() {
    let shop = shop();
    shop.call(order { asks: vec![Ask::Mail("ada", "hello"), Ask::Mail("bob", "bounce")] });
    shop.run();
    for _ in 0..2 {
        shop.clock.advance(seconds(15));
        shop.run();
    }
    shop.clock.advance(seconds(200));
    shop.run();
    let left: Vec<_> = shop.tickets().iter().map(|ticket| ticket.order.payload["to"].clone()).collect();
    assert_eq!(left, ["bob"]);
}

#[test]
fn work_that_orders_itself_anew_is_bounded() {
    let shop = shop();
    shop.call(order { asks: vec![Ask::Mail("ada", "again")] });
    let report = block_on(shop.app.run_due()).unwrap();
    assert_eq!((report.ran.len(), report.more), (50, true));
    assert!(shop.tickets().iter().all(|ticket| ticket.root == TicketId(1)), "one line");
}

#[test]
fn one_exclusive_key_at_a_time() {
    let shop = shop();
    let asks = vec![Ask::Mail("ada", "one"), Ask::Mail("ada", "two"), Ask::Mail("bob", "three")];
    shop.call(order { asks });
    let (now, store) = (shop.clock.now(), shop.app.store());
    // Another worker holds the first one.
    let held = block_on(store.take(now, now + seconds(60))).unwrap().unwrap();
    assert_eq!(held.order.exclusive.as_deref(), Some("ada"));
    assert_eq!(shop.run(), ["send three to bob", "mailed"]);
    shop.clock.advance(seconds(60));
    let text: Vec<_> = shop.run().into_iter().filter(|text| text != "mailed").collect();
    assert_eq!(text, ["send two to ada", "send one to ada"], "when its lease is over, both are due");
}

#[test]
fn a_worker_that_lost_its_ticket_commits_nothing() {
    let shop = shop();
    shop.call(order { asks: vec![Ask::Mail("ada", "hello")] });
    let (now, store) = (shop.clock.now(), shop.app.store());
    for _ in 0..3 {
        // A worker that dies each time.
        block_on(store.take(shop.clock.now(), shop.clock.now() + seconds(1))).unwrap().unwrap();
        shop.clock.advance(seconds(1));
    }
    let ran = block_on(shop.app.run_next()).unwrap().unwrap();
    let Ended::Failed { error, retry: None } = ran.ended else { panic!("it failed for good") };
    assert_eq!(error.to_string(), "attempt 3 did not come back");
    assert_eq!(shop.log.take(), [""; 0], "a ticket that kills its workers is not run for ever");
    assert!(matches!(shop.tickets()[0].state, State::Failed { at } if at > now));
}

// ---- names that are kept

#[test]
fn a_ticket_that_cannot_be_read_says_why_and_is_kept() {
    let shop = shop();
    let order = |job, payload| NewTicket {
        job,
        payload,
        version: 1,
        earliest: shop.clock.now(),
        unique: None,
        exclusive: None,
        by: "somebody".into(),
    };
    let (handler, event) = ("tickets::old::reserve".to_owned(), "Ordered".to_owned());
    let cases = [
        (
            order(Job::Emit { event: "order-expired".into() }, json!({ "number": 7 })),
            "`Expired`, stored in version 1, cannot be read in version 2: missing field `id`",
        ),
        (
            order(Job::Emit { event: "forgotten".into() }, json!(null)),
            "nobody declares `scheduled(forgotten)` any more",
        ),
        (
            order(Job::Handle { handler: "tickets::gone".into(), event: event.clone() }, json!({ "id": 2 })),
            "no deferred handler `tickets::gone` of `Ordered` is linked; if it was moved, say so with \
             `moved = \"tickets::gone\"`",
        ),
        (order(Job::Perform { effect: "Nothing".into() }, json!(null)), "no effect handler of `Nothing` is linked"),
    ];
    for (ticket, text) in cases {
        let mut work = Work::default();
        work.add.push(ticket);
        block_on(shop.app.store().commit(work, shop.clock.now())).unwrap();
        let ran = block_on(shop.app.run_next()).unwrap().unwrap();
        let Ended::Failed { error, retry: Some(_) } = ran.ended else { panic!("it fails") };
        assert_eq!(error.to_string(), text);
    }
    let mut work = Work::default();
    work.add.push(order(Job::Handle { handler, event }, json!({ "id": 2 })));
    block_on(shop.app.store().commit(work, shop.clock.now())).unwrap();
    assert_eq!(shop.run(), ["is 2 even", "reserve 2", "mailed"], "a handler that was moved is found by its old id");
}

// ---- outside

#[test]
fn a_program_outside_sees_what_waits_and_reports() {
    let shop = shop();
    shop.call(order { asks: vec![Ask::Invoice(7), Ask::InvoiceIn(60, 8)] });
    assert_eq!(shop.run(), [""; 0], "nothing here performs it");
    let waiting = block_on(shop.app.outstanding::<SendInvoice>()).unwrap();
    assert_eq!(waiting.iter().map(|waiting| &waiting.effect).collect::<Vec<_>>(), [&SendInvoice { order: 7 }]);
    let done = block_on(shop.app.complete(&waiting[0], Invoiced { number: "R-1".into() })).unwrap();
    assert_eq!(shop.log.take(), ["file R-1"]);
    assert_eq!(done.cascade.to_string(), "emits Invoiced\n  file\n");
    assert!(block_on(shop.app.outstanding::<SendInvoice>()).unwrap().is_empty());

    let again = block_on(shop.app.complete(&waiting[0], Invoiced { number: "R-1".into() })).unwrap_err();
    assert!(matches!(again.downcast_ref(), Some(StoreError::NotWaiting(TicketId(1)))), "{again}");
    assert_eq!(shop.log.take(), [""; 0], "a report counts once");
    shop.clock.advance(seconds(60));
    assert_eq!(block_on(shop.app.outstanding::<SendInvoice>()).unwrap().len(), 1, "the later one");
}

#[test]
fn a_report_that_fails_leaves_the_effect_waiting() {
    let shop = shop();
    shop.call(order { asks: vec![Ask::Invoice(7)] });
    let waiting = block_on(shop.app.outstanding_ticket::<SendInvoice>(TicketId(1))).unwrap();
    let error = block_on(shop.app.complete(&waiting, Invoiced { number: String::new() })).unwrap_err();
    assert_eq!(error.to_string(), "an invoice has a number (in Invoiced > file)");
    assert_eq!(block_on(shop.app.outstanding::<SendInvoice>()).unwrap(), [waiting]);
    let unknown = block_on(shop.app.outstanding_ticket::<SendInvoice>(TicketId(99))).unwrap_err();
    assert_eq!(unknown.to_string(), "there is no ticket 99; its receipt may have been cleaned up");
    shop.call(order { asks: vec![Ask::Mail("ada", "hello")] });
    let other = block_on(shop.app.outstanding_ticket::<SendInvoice>(TicketId(2))).unwrap_err();
    assert!(matches!(other, StoreError::NotWaiting(_)), "a ticket of another effect");
}

// ---- any store

#[test]
fn the_memory_keeps_the_contract_of_a_store() {
    block_on(ensue::test::check_store(async || ensue::store::Memory::new()));
}
