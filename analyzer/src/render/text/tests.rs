use super::{diff, tree, way};
use crate::analyses::sample::{PAYMENTS, graph};
use crate::analyses::{self, Direction, Index, find, shortest};
use crate::diff::{Diff, compare};
use ensue_grammar::graph::Graph;

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[test]
fn look() {
    let g = graph(PAYMENTS);
    let index = Index::new(&g);
    for (name, dir, depth, width) in [
        ("POST /payments", Direction::After, 6, None),
        ("POST /payments", Direction::After, 20, Some(120)),
        ("POST /payments", Direction::After, 20, Some(60)),
        ("ReceiptSent", Direction::Before, 6, Some(100)),
        ("retry", Direction::After, 6, Some(30)),
    ] {
        let rows = analyses::tree(&index, find(&g, name).unwrap(), dir, depth);
        println!("{}", tree(&index, &rows, dir, width));
    }
    let w = shortest(&index, find(&g, "POST /payments").unwrap(), find(&g, "ReceiptSent").unwrap()).unwrap();
    for width in [None, Some(60)] {
        println!("{}", way(&index, &w, width));
    }
    let base = "
controller post_payment POST /payments
event PaymentCreated
event AuthCreated
event AuthSucceeded
event AuthFailed
event PaymentSettled
handler create_auth
handler request_auth
handler settle_payment
handler notify_ops
handler thank
effect SendReceipt
post_payment emits PaymentCreated
PaymentCreated handles create_auth
create_auth emits AuthCreated through Auths::create
AuthCreated handles request_auth
request_auth emits AuthSucceeded through Auths::succeed
request_auth emits AuthFailed through Auths::fail
AuthSucceeded handles settle_payment
AuthFailed handles settle_payment
AuthFailed handles notify_ops
settle_payment emits PaymentSettled through Payments::settle
PaymentSettled handles thank
thank requests SendReceipt deferred
";
    let head = base
        .replace("AuthFailed handles notify_ops\n", "")
        .replace("handler notify_ops\n", "")
        .replace("PaymentSettled handles thank\n", "PaymentSettled handles thank after_commit\n")
        + "
event AuthPendingFraud
controller post_answer POST /provider/answers
handler release_shipment
event ShipmentReleased
request_auth emits AuthPendingFraud through Auths::hold
AuthPendingFraud resumes post_answer deferred
post_answer emits AuthSucceeded through Auths::succeed
post_answer emits AuthFailed through Auths::fail
PaymentSettled handles release_shipment deferred
release_shipment emits ShipmentReleased through Shipments::release
";
    let (b, mut h) = (graph(base), graph(&head));
    for n in &mut h.nodes {
        if n.name == "request_auth" {
            n.body = Some("x".into())
        }
    }
    let d =
        Diff { base: "3f2a91c0de3f2a91c0de3f2a91c0de3f2a91c0de".into(), head: "worktree".into(), ..compare(&b, &h) };
    for width in [None, Some(120), Some(60)] {
        println!("{}", diff(&d, &b, &h, width));
    }
    println!("{}", diff(&compare(&h, &b), &h, &b, Some(100)));
    println!("{}", diff(&compare(&Graph::default(), &b), &Graph::default(), &b, Some(100)));
}
