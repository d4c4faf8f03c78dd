//! The picture is true: what the analyzer reads from this directory is what the compiler linked into this program, and
//! what happens when it runs is what is drawn.

use ensue::graph::{Edge, EdgeKind, Graph, Node, Timing};
use ensue::{App, BoxError, BoxFuture, Cascade, Happened, ManualClock};
use ensue_analyzer::model::analyze;
use ensue_analyzer::source::{self, WorkTree};
use payments::archivers::NewPayment;
use payments::controllers::{post_answer, post_capture, post_payment, post_refund, settle_nightly};
use payments::{
    AuthAnswer, AuthId, CaptureId, Card, Currency, Money, PaymentId, Provider, RefundId, SimulatedMailer,
    SimulatedProvider, Verdict, application,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

#[test]
fn the_graph_equals_the_program() -> Result<(), BoxError> {
    let (read, linked) = (graph_of_this_directory()?, ensue::linked());
    assert_eq!((&read.holes, &read.diagnostics), (&vec![], &vec![]));
    // A snapshot holds nothing that only the source tells, but for payloads, bodies and what other programs link.
    let read = read.to_snapshot(Vec::new());

    let keys = |edges: &[Edge]| edges.iter().map(|edge| format!("{:?}", edge.key())).collect::<Vec<_>>();
    assert_same(&keys(&read.edges), &keys(&linked.edges));
    let facts = |nodes: &[Node]| nodes.iter().map(|node| format!("{:?}", known_to_both(node))).collect::<Vec<_>>();
    assert_same(&facts(&read.nodes), &facts(&linked.nodes));
    Ok(())
}

/// The snapshot that is kept for review and for `check --locked`.
#[test]
fn the_snapshot_says_what_is_linked() {
    ensue::assert_snapshot!();
}

#[test]
fn what_happens_is_what_is_drawn() -> Result<(), BoxError> {
    let read = graph_of_this_directory()?;
    let mut drawn = Ways::new();
    // What a program outside emits has no emitter in this one.
    let ours = read.edges.iter().filter(|edge| !edge.from.starts_with("external:"));
    for edge in ours.filter(|edge| matches!(edge.kind, EdgeKind::Emits | EdgeKind::Requests)) {
        let way = (short(&edge.from), edge.timing, short(&edge.to));
        drawn.entry(way).or_default().extend(edge.through.iter().map(|path| short(path)));
    }

    let mut happened = Ways::new();
    pollster::block_on(everything(&mut happened))?;
    let lines = |ways: Ways| ways.into_iter().map(|way| format!("{way:?}")).collect::<Vec<_>>();
    assert_same(&lines(drawn), &lines(happened));
    Ok(())
}

fn graph_of_this_directory() -> Result<Graph, BoxError> {
    let tree = WorkTree::around(Path::new(env!("CARGO_MANIFEST_DIR")), &[])?;
    let project = source::load(&tree, tree.dir())?;
    Ok(analyze(&tree, &project).graph)
}

/// A node without what only the source tells.
fn known_to_both(node: &Node) -> Node {
    Node { fields: None, body: None, programs: Vec::new(), owners: Vec::new(), ..node.clone() }
}

/// Says what only one of two lists has, which is easier to read than two long lists.
fn assert_same(read: &[String], program: &[String]) {
    let without = |one: &[String], other: &[String]| -> Vec<_> {
        one.iter().filter(|entry| !other.contains(entry)).cloned().collect()
    };
    assert_eq!((without(read, program), without(program, read)), (vec![], vec![]), "only read, only in the program");
    assert!(!read.is_empty());
    assert_eq!(read.len(), program.len());
}

/// Who emits or requests what, when; and the archivers' methods and helpers that lie between.
type Ways = BTreeMap<(String, Timing, String), BTreeSet<String>>;

/// `payments::archivers::auths::Auths::create` as a record of a cascade tells it: `Auths::create`.
fn short(path: &str) -> String {
    let mut parts = path.rsplit("::");
    let name = parts.next().unwrap_or_default();
    match parts.next() {
        Some(ty) if ty.starts_with(char::is_uppercase) => format!("{ty}::{name}"),
        _ => name.to_owned(),
    }
}

fn note(cascade: &Cascade, ways: &mut Ways) {
    for step in cascade.steps() {
        let (timing, name) = match step.what {
            Happened::Emitted(name) => (Timing::Inline, name),
            Happened::Scheduled(name, _) => (Timing::Scheduled, name),
            Happened::Requested(name, _) => (Timing::Deferred, name),
            _ => continue,
        };
        if let Some(who) = step.who {
            let through = step.through.iter().map(ToString::to_string);
            ways.entry((who.to_owned(), timing, name.to_owned())).or_default().extend(through);
        }
    }
    for after in cascade.after_commit() {
        note(after.result.as_ref().expect("what runs after the commit succeeds"), ways);
    }
}

/// Does all that the shop can do, and notes what happens.
async fn everything(ways: &mut Ways) -> Result<(), BoxError> {
    let clock = ManualClock::default();
    let shop = application(SimulatedProvider, SimulatedMailer).clock(clock.clone()).build()?;
    let paid = pay(&shop, "tok_visa", "ada@example.org", ways).await?;
    let closed = pay(&shop, "tok_closed", "bob@nowhere.example", ways).await?;
    pay(&shop, "tok_no_funds", "cy@example.org", ways).await?;
    for verdict in [Verdict::Approved, Verdict::Refused("stolen".to_owned())] {
        // The n-th payment has the n-th authorisation.
        let auth = AuthId(pay(&shop, "tok_strange", "di@example.org", ways).await?.0);
        note(&shop.call(post_answer { auth, verdict }).await?.cascade, ways);
    }
    for payment in [paid, closed] {
        let amount = Money::new(10_00, Currency::Eur);
        note(&shop.call(post_capture { payment, amount }).await?.cascade, ways);
        note(&shop.call(post_refund { payment, amount }).await?.cascade, ways);
    }
    note(&shop.call(settle_nightly {}).await?.cascade, ways);
    run_due(&shop, ways).await?;
    clock.advance(Duration::from_secs(7 * 24 * 60 * 60));
    run_due(&shop, ways).await?;

    let stubborn = application(Stubborn, SimulatedMailer).build()?;
    let payment = pay(&stubborn, "tok_visa", "ed@example.org", ways).await?;
    let amount = Money::new(10_00, Currency::Eur);
    note(&stubborn.call(post_capture { payment, amount }).await?.cascade, ways);
    Ok(())
}

async fn pay(shop: &App, card: &str, email: &str, ways: &mut Ways) -> Result<PaymentId, BoxError> {
    let amount = Money::new(49_90, Currency::Eur);
    let new = NewPayment { amount, card: Card::from(card), email: email.to_owned() };
    let done = shop.call(post_payment { new }).await?;
    note(&done.cascade, ways);
    Ok(done.reply.id)
}

async fn run_due(shop: &App, ways: &mut Ways) -> Result<(), BoxError> {
    let report = shop.run_due().await?;
    assert_eq!(report.failed().count(), 0, "{report}");
    report.cascades().for_each(|cascade| note(cascade, ways));
    Ok(())
}

/// A provider that says yes and then does not pay.
struct Stubborn;

impl Provider for Stubborn {
    fn authorize(&self, _auth: AuthId, _card: &Card, _amount: Money) -> BoxFuture<'_, AuthAnswer> {
        Box::pin(async { AuthAnswer::Now(Verdict::Approved) })
    }

    fn capture(&self, _capture: CaptureId, _auth: AuthId, _amount: Money) -> BoxFuture<'_, Verdict> {
        Box::pin(async { Verdict::Refused("the bank is closed".to_owned()) })
    }

    fn refund(&self, _refund: RefundId, _card: &Card, _amount: Money) -> BoxFuture<'_, Verdict> {
        Box::pin(async { Verdict::Refused("the bank is closed".to_owned()) })
    }
}
