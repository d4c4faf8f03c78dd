//! What a store must do, as assertions that any store can be held to.

use crate::store::{Added, Attempt, End, Job, NewTicket, Receipt, State, Store, StoreError, Ticket, TicketId, Work};
use serde_json::json;
use std::time::{Duration, SystemTime};

/// Holds a store to what the runtime relies on. `fresh` gives an empty store each time.
///
/// ```
/// # pollster::block_on(async {
/// ensue::test::check_store(async || ensue::store::Memory::new()).await;
/// # });
/// ```
///
/// # Panics
///
/// When the store does not do what its contract says; the message says what.
pub async fn check_store<S: Store>(fresh: impl AsyncFn() -> S) {
    keeps_what_it_is_given(&fresh().await).await;
    hands_out_what_is_due_longest(&fresh().await).await;
    lets_go_after_the_lease(&fresh().await).await;
    keeps_exclusive_keys_apart(&fresh().await).await;
    coalesces_what_waits(&fresh().await).await;
    commits_all_or_nothing(&fresh().await).await;
    takes_note_of_failures(&fresh().await).await;
    leaves_outside_work_alone(&fresh().await).await;
    cleans_receipts_only(&fresh().await).await;
    tells_when_work_is_due(&fresh().await).await;
}

async fn keeps_what_it_is_given(store: &dyn Store) {
    let order = NewTicket { unique: Some("u".into()), exclusive: Some("x".into()), ..order("a", 5) };
    let id = add(store, &order).await;
    let kept = get(store, id).await;
    assert_eq!(kept.order, order, "a ticket is kept as it was ordered");
    assert_eq!((kept.id, kept.root, kept.created), (id, id, at(0)), "the first of a line is its own root");
    assert_eq!((kept.attempts, kept.error, kept.state), (0, None, State::Waiting { due: at(5) }));
    assert_eq!(store.ticket(TicketId(id.0 + 1)).await.expect("an answer"), None, "an unknown number is none");

    let work = Work { add: vec![plain("b"), plain("c")], ..Work::default() };
    let added = commit(store, work).await;
    let roots = [get(store, added[0].id).await.root, get(store, added[1].id).await.root];
    assert_eq!(roots, [added[0].id; 2], "what one unit of work orders is one line");
    let work = Work { add: vec![plain("d")], root: Some(id), ..Work::default() };
    let added = commit(store, work).await;
    assert_eq!(get(store, added[0].id).await.root, id, "a line goes on");
    let all: Vec<_> = store.tickets().await.expect("an answer").into_iter().map(|ticket| ticket.id).collect();
    assert!(all.is_sorted() && all.len() == 4, "all are listed, by their numbers");
}

async fn hands_out_what_is_due_longest(store: &dyn Store) {
    let late = add(store, &order("late", 20)).await;
    let (first, second) = (add(store, &order("first", 10)).await, add(store, &order("second", 10)).await);
    assert_eq!(take(store, 9, 100).await, None, "nothing runs before its time");
    let taken = take(store, 10, 100).await.expect("one is due");
    assert_eq!((taken.id, taken.attempts), (first, 1), "of two that are due equally long, the smaller number");
    assert_eq!(taken.state, State::Taken { until: at(100) });
    assert_eq!(take(store, 30, 100).await.map(|ticket| ticket.id), Some(second));
    assert_eq!(take(store, 30, 100).await.map(|ticket| ticket.id), Some(late));
    assert_eq!(take(store, 30, 100).await, None, "what is handed out is not handed out again");
}

async fn lets_go_after_the_lease(store: &dyn Store) {
    let id = add(store, &plain("a")).await;
    let lost = take(store, 0, 10).await.expect("one is due");
    assert_eq!(take(store, 9, 20).await, None);
    let again = take(store, 10, 20).await.expect("the lease is over");
    assert_eq!((again.id, again.attempts), (id, 2), "each handing out counts, so that a crash loop ends");
    let end = End::Attempt(lost.attempt(), Receipt::Done);
    assert!(
        matches!(try_end(store, end).await, Err(StoreError::Lost(lost)) if lost == id),
        "who lost it cannot end it"
    );
    let failed = store.fail(lost.attempt(), "late".into(), None, at(11)).await;
    assert!(matches!(failed, Err(StoreError::Lost(_))), "nor fail it");
    try_end(store, End::Attempt(again.attempt(), Receipt::Done)).await.expect("who holds it can end it");
    let end = End::Attempt(again.attempt(), Receipt::Done);
    assert!(matches!(try_end(store, end).await, Err(StoreError::Lost(_))), "it ends once");
}

async fn keeps_exclusive_keys_apart(store: &dyn Store) {
    let exclusive = |name, key: &str| NewTicket { exclusive: Some(key.into()), ..plain(name) };
    let first = add(store, &exclusive("a", "series")).await;
    let second = add(store, &exclusive("b", "series")).await;
    let other = add(store, &exclusive("c", "other")).await;
    let held = take(store, 0, 10).await.expect("one is due");
    assert_eq!(held.id, first);
    assert_eq!(take(store, 0, 10).await.map(|ticket| ticket.id), Some(other), "another key does not wait");
    assert_eq!(take(store, 0, 10).await, None, "the same key waits");
    try_end(store, End::Attempt(held.attempt(), Receipt::Done)).await.expect("it is held");
    assert_eq!(take(store, 0, 10).await.map(|ticket| ticket.id), Some(second), "until the other has ended");
}

async fn coalesces_what_waits(store: &dyn Store) {
    let unique = |name, due| NewTicket { unique: Some("key".into()), ..order(name, due) };
    let id = add(store, &unique("a", 10)).await;
    let same = commit(store, Work { add: vec![unique("a", 20), unique("a", 5)], ..Work::default() }).await;
    assert_eq!(same, [Added { id, coalesced: true }; 2], "one with the same job and key waits");
    assert_eq!(get(store, id).await.state, State::Waiting { due: at(5) }, "the earlier time counts");
    let other = add(store, &unique("b", 5)).await;
    assert_ne!(other, id, "another job is another ticket");
    let plain = add(store, &order("a", 5)).await;
    assert_ne!(plain, id, "one without a key is never coalesced");

    let held = take(store, 5, 100).await.expect("one is due");
    assert_eq!(held.id, id);
    let next = add(store, &unique("a", 5)).await;
    assert_ne!(next, id, "one that runs may have read what has changed since, so a new one is added");
    store.fail(held.attempt(), "no".into(), Some(at(50)), at(6)).await.expect("it is held");
    let again = commit(store, Work { add: vec![unique("a", 7)], ..Work::default() }).await;
    assert!(again[0].coalesced, "one that waits for its next attempt waits");
    assert_eq!(get(store, id).await.state, State::Waiting { due: at(50) }, "and keeps its distance");
}

async fn commits_all_or_nothing(store: &dyn Store) {
    let id = add(store, &plain("a")).await;
    let held = take(store, 0, 10).await.expect("one is due");
    let stale = Attempt { number: held.attempts + 1, ..held.attempt() };
    let work = Work { add: vec![plain("b")], end: Some(End::Attempt(stale, Receipt::Done)), root: None };
    assert!(store.commit(work, at(1)).await.is_err(), "a lost ticket is not ended");
    assert_eq!(store.tickets().await.expect("an answer").len(), 1, "and what its unit of work ordered is not added");
    let work =
        Work { add: vec![plain("b")], end: Some(End::Attempt(held.attempt(), Receipt::Skipped)), root: Some(id) };
    store.commit(work, at(2)).await.expect("the ticket is held");
    assert_eq!(get(store, id).await.state, State::Done { at: at(2), receipt: Receipt::Skipped });
    assert_eq!(store.tickets().await.expect("an answer").len(), 2);
}

async fn takes_note_of_failures(store: &dyn Store) {
    let id = add(store, &plain("a")).await;
    let refused = store.retry(id, at(0)).await;
    assert!(matches!(refused, Err(StoreError::NotWaiting(_))), "only what has failed for good is let loose again");
    let held = take(store, 0, 10).await.expect("one is due");
    store.fail(held.attempt(), "the bank is closed".into(), Some(at(30)), at(1)).await.expect("it is held");
    let kept = get(store, id).await;
    assert_eq!((kept.error.as_deref(), kept.state), (Some("the bank is closed"), State::Waiting { due: at(30) }));
    assert_eq!(take(store, 29, 40).await, None);
    let held = take(store, 30, 40).await.expect("its next attempt is due");
    store.fail(held.attempt(), "for good".into(), None, at(31)).await.expect("it is held");
    assert_eq!(get(store, id).await.state, State::Failed { at: at(31) });
    assert_eq!(take(store, 1000, 2000).await, None, "what has failed for good is not handed out");
    store.retry(id, at(50)).await.expect("it has failed for good");
    let held = take(store, 50, 60).await.expect("it is due again");
    assert_eq!((held.id, held.attempts), (id, 1), "with no attempt counted");
    let unknown = store.retry(TicketId(id.0 + 1), at(0)).await;
    assert!(matches!(unknown, Err(StoreError::Unknown(_))));
}

async fn leaves_outside_work_alone(store: &dyn Store) {
    let job = Job::Outside { effect: "a".into(), by: "erp".into() };
    let id = add(store, &NewTicket { job, ..plain("a") }).await;
    assert_eq!(take(store, 1000, 2000).await, None, "a program outside takes nothing");
    let inside = add(store, &plain("b")).await;
    let wrong = try_end(store, End::Outside(inside, Receipt::Done)).await;
    assert!(matches!(wrong, Err(StoreError::NotWaiting(_))), "only what waits outside is ended from there");
    try_end(store, End::Outside(id, Receipt::Done)).await.expect("it waits");
    let twice = try_end(store, End::Outside(id, Receipt::Done)).await;
    assert!(matches!(twice, Err(StoreError::NotWaiting(_))), "it is reported once");
}

async fn cleans_receipts_only(store: &dyn Store) {
    let (done, failed) = (add(store, &plain("done")).await, add(store, &plain("failed")).await);
    let waiting = add(store, &order("waiting", 10)).await;
    let held = take(store, 0, 10).await.expect("one is due");
    try_end(store, End::Attempt(held.attempt(), Receipt::Done)).await.expect("it is held");
    let held = take(store, 0, 10).await.expect("another is due");
    store.fail(held.attempt(), "no".into(), None, at(1)).await.expect("it is held");
    assert_eq!(store.clean(at(1)).await.expect("an answer"), 0, "a receipt is kept until its time is over");
    assert_eq!(store.clean(at(100)).await.expect("an answer"), 1);
    let left: Vec<_> = store.tickets().await.expect("an answer").into_iter().map(|ticket| ticket.id).collect();
    assert_eq!(left, [failed, waiting], "ticket {done} was done, and only its receipt is forgotten");
}

async fn tells_when_work_is_due(store: &dyn Store) {
    assert_eq!(store.next_due().await.expect("an answer"), None);
    add(store, &order("late", 20)).await;
    add(store, &order("early", 10)).await;
    let job = Job::Outside { effect: "a".into(), by: "erp".into() };
    add(store, &NewTicket { job, ..plain("a") }).await;
    assert_eq!(store.next_due().await.expect("an answer"), Some(at(10)));
    take(store, 10, 15).await.expect("one is due");
    assert_eq!(store.next_due().await.expect("an answer"), Some(at(15)), "the end of a lease is such a time");
    for name in ["locks", "waits"] {
        add(store, &NewTicket { exclusive: Some("key".into()), ..order(name, 12) }).await;
    }
    take(store, 12, 14).await.expect("one of the two is due");
    assert_eq!(store.next_due().await.expect("an answer"), Some(at(14)), "what waits for a key is not due before that");
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 + seconds)
}

fn plain(name: &str) -> NewTicket {
    order(name, 0)
}

fn order(name: &str, earliest: u64) -> NewTicket {
    NewTicket {
        job: Job::Perform { effect: name.to_owned() },
        payload: json!({ "name": name, "n": [1, null, "ü"] }),
        version: 3,
        earliest: at(earliest),
        unique: None,
        exclusive: None,
        by: "shop::order".to_owned(),
    }
}

async fn commit(store: &dyn Store, work: Work) -> Vec<Added> {
    store.commit(work, at(0)).await.expect("nothing to end, nothing to lose")
}

async fn add(store: &dyn Store, order: &NewTicket) -> TicketId {
    let added = commit(store, Work { add: vec![order.clone()], ..Work::default() }).await;
    assert!(!added[0].coalesced, "nothing alike waits");
    added[0].id
}

async fn try_end(store: &dyn Store, end: End) -> Result<Vec<Added>, StoreError> {
    store.commit(Work { end: Some(end), ..Work::default() }, at(1)).await
}

async fn take(store: &dyn Store, now: u64, until: u64) -> Option<Ticket> {
    store.take(at(now), at(until)).await.expect("an answer")
}

async fn get(store: &dyn Store, id: TicketId) -> Ticket {
    store.ticket(id).await.expect("an answer").expect("the ticket is kept")
}
