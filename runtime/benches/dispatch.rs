//! What an event costs: a direct call, a queue of boxed events as one would write it by hand, and `App::call`.
//!
//! The three take turns in one process. What counts are the ratios: `cargo bench -p ensue --bench dispatch`.
#![allow(clippy::print_stdout, clippy::unused_async, reason = "a bench prints, and awaits what handlers await")]

use ensue::{App, BoxFuture, Cx, controller, event, handler};
use pollster::block_on;
use std::collections::VecDeque;
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

const EVENTS: u64 = 1_000;
const REPEATS: u32 = 200;
const ROUNDS: usize = 15;

#[event]
struct Ticked {
    n: u64,
}

/// What the handler works on.
#[derive(Default)]
struct Sum(AtomicU64);

#[controller(may_emit = [Ticked])]
async fn burst(events: u64, cx: &mut Cx<'_, burst>) {
    for n in 0..events {
        cx.emit(Ticked { n });
    }
}

#[handler(on = Ticked)]
async fn add(event: &Ticked, sum: &Sum) {
    sum.0.fetch_add(event.n, Ordering::Relaxed);
}

/// The handler as a function in a table: what a dispatcher written by hand calls.
type Boxed = for<'a> fn(&'a Ticked, &'a Sum) -> BoxFuture<'a, ()>;

async fn direct(sum: &Sum) {
    for n in 0..EVENTS {
        add(black_box(&Ticked { n }), sum).await;
    }
}

async fn by_hand(handler: Boxed, sum: &Sum) {
    let mut queue: VecDeque<Box<Ticked>> = (0..EVENTS).map(|n| Box::new(Ticked { n })).collect();
    while let Some(event) = queue.pop_front() {
        handler(&event, sum).await;
    }
}

async fn call(app: &App, events: u64) {
    app.call(burst { events }).await.expect("nothing fails");
}

fn main() {
    let sum = Sum::default();
    let app = App::builder().with(Sum::default()).limit(usize::MAX).build().expect("all is there");
    let handler: Boxed = black_box(|event, sum| Box::pin(add(event, sum)));
    let mut sides = [
        ("direct call", Vec::new()),
        ("boxed queue by hand", Vec::new()),
        ("App::call, 1,000 events", Vec::new()),
        ("App::call, 1 event", Vec::new()),
    ];
    for _ in 0..ROUNDS {
        sides[0].1.push(nanoseconds(EVENTS, || block_on(direct(&sum))));
        sides[1].1.push(nanoseconds(EVENTS, || block_on(by_hand(handler, &sum))));
        sides[2].1.push(nanoseconds(EVENTS, || block_on(call(&app, EVENTS))));
        sides[3].1.push(nanoseconds(1, || block_on(call(&app, 1))));
    }
    for (name, times) in &mut sides {
        times.sort_by(f64::total_cmp);
        println!("  {name:24} {:7.1} ns least {:7.1} ns median, for each event", times[0], times[times.len() / 2]);
    }
    println!("  App::call : boxed queue by hand = {:.2} (least)", sides[2].1[0] / sides[1].1[0]);
}

/// What one of `events` takes, on average of some repeats.
fn nanoseconds(events: u64, mut run: impl FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..REPEATS {
        run();
    }
    #[expect(clippy::cast_precision_loss, reason = "far below the precision of a float")]
    let runs = events as f64 * f64::from(REPEATS);
    start.elapsed().as_secs_f64() * 1e9 / runs
}
