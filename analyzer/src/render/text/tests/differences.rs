//! What people read of a difference.

use super::{BEFORE, change, check, diff_of, plain};
use crate::analyses::sample::{PAYMENTS, graph, random};
use ensue_grammar::graph::{Field, Graph, Hole, HoleReason, Transition};

#[test]
fn a_difference() {
    check(
        &diff_of(&change(), None),
        r"
review: payments can newly cause 2 events, 1 entry point is new, 1 handler is new, 1 handler is gone, 1 timing differs, 1 body changed inside  3f2a91c0de → work tree

  gained  PaymentSettled can now cause ShipmentReleased, deferred
            PaymentSettled ┄deferred┄> release_shipment (new) → ShipmentReleased (new)              src/app.rs:27
            so can POST /payments
  gained  POST /payments can now cause AuthPendingFraud
            request_auth may emit AuthPendingFraud through Auths::hold (new)                        src/app.rs:29
            it is resumed by POST /provider/answers (new), which may emit AuthFailed, AuthSucceeded  src/app.rs:26
  lost    AuthFailed lost its handler notify_ops; settle_payment still handles it                   src/app.rs:11 (before)
  timing  PaymentSettled → thank was inline and is now after commit                                 src/app.rs:11
  body    request_auth changed inside; reached from POST /payments                                  src/app.rs:9

  0 loops · 0 holes before and after · complete for every combination of features
  before and after: read 1 file of payments (lib payments) for any configuration
",
    );
}

#[test]
fn a_difference_in_a_narrow_terminal() {
    check(
        &diff_of(&change(), Some(60)),
        r"
review: payments can newly cause 2 events, 1 entry point is
new, 1 handler is new, 1 handler is gone, 1 timing differs,
1 body changed inside                 3f2a91c0de → work tree

  gained  PaymentSettled can now cause
          ShipmentReleased, deferred
            PaymentSettled ┄deferred┄> release_shipment
            (new) → ShipmentReleased (new)  src/app.rs:27
            so can POST /payments
  gained  POST /payments can now cause AuthPendingFraud
            request_auth may emit AuthPendingFraud through
            Auths::hold (new)         src/app.rs:29
            it is resumed by POST /provider/answers (new),
            which may emit AuthFailed, AuthSucceeded
  lost    AuthFailed lost its handler notify_ops;
          settle_payment still handles it
  timing  PaymentSettled → thank was inline and is now after
          commit                      src/app.rs:11
  body    request_auth changed inside; reached from
          POST /payments              src/app.rs:9

  0 loops · 0 holes before and after · complete for every
  combination of features
  before and after: read 1 file of payments (lib payments)
  for any configuration
",
    );
}

#[test]
fn a_difference_the_other_way_round() {
    let (base, head) = change();
    check(
        &diff_of(&(head, base), Some(100)),
        r"
review: payments can no longer cause 2 events, 1 entry point is gone, 1 handler is new, 1 handler is
gone, 1 timing differs, 1 body changed inside                                 3f2a91c0de → work tree

  gained  AuthFailed gained the handler notify_ops                            src/app.rs:11
  lost    PaymentSettled can no longer cause ShipmentReleased, deferred
            PaymentSettled ┄deferred┄> release_shipment (gone) → ShipmentReleased (gone)
            so could POST /payments
  lost    POST /payments can no longer cause AuthPendingFraud
            request_auth no longer emits AuthPendingFraud through Auths::hold
            it was resumed by POST /provider/answers (gone), which could emit AuthFailed,
            AuthSucceeded                                                     src/app.rs:26 (before)
  timing  PaymentSettled → thank was after commit and is now inline           src/app.rs:12
  body    request_auth changed inside; reached from POST /payments            src/app.rs:9

  0 loops · 0 holes before and after · complete for every combination of features
  before and after: read 1 file of payments (lib payments) for any configuration
",
    );
}

#[test]
fn everything_is_new() {
    check(
        &diff_of(&(Graph::default(), graph(BEFORE)), Some(80)),
        r"
safe: the program can newly cause the effect SendReceipt and 5 events, 1 entry
point is new, 5 handlers are new, the same follows from the same causes

  new     POST /payments is new; it can cause SendReceipt, PaymentCreated,
          AuthCreated, AuthFailed, and 2 more                       src/app.rs:2

  0 loops · 0 holes before and after
",
    );
}

#[test]
fn contents_moves_and_holes() {
    let (base, _) = change();
    let mut head = base.clone();
    for node in &mut head.nodes {
        match node.name.as_str() {
            "PaymentCreated" => {
                node.version = Some(2);
                node.fields = Some(vec![Field { name: "currency".to_owned(), ty: "Currency".to_owned() }]);
            }
            "notify_ops" => {
                node.id = "app::alerts::notify_ops".to_owned();
                node.moved = Some("app::notify_ops".to_owned());
                node.condition = Some("feature = \"ops\"".to_owned());
            }
            "post_payment" => node.route = Some("POST /v2/payments".to_owned()),
            _ => {}
        }
    }
    for edge in &mut head.edges {
        if edge.to == "app::notify_ops" {
            edge.to = "app::alerts::notify_ops".to_owned();
        }
        if edge.to == "app::AuthCreated" {
            edge.through = vec!["app::Auths::open".to_owned()];
        }
    }
    head.holes.push(Hole {
        reason: HoleReason::SyntaxError,
        file: Some("src/new.rs".to_owned()),
        line: Some(3),
        detail: "expected `;`".to_owned(),
    });
    head.sort();
    check(
        &diff_of(&(base, head), Some(100)),
        r#"
at least review: 1 hole is new, 3 definitions differ, 1 definition moved, 1 edge differs

  hole    src/new.rs:3 cannot be seen: expected `;` (does not parse)
  changed PaymentCreated: version is now `2`; fields +currency: Currency               src/app.rs:3
  changed notify_ops: condition is now `feature = "ops"`                               src/app.rs:11
  changed POST /v2/payments: route was `POST /payments` and is now `POST /v2/payments`  src/app.rs:2
  changed create_auth → AuthCreated: through Auths::open, before through Auths::create  src/app.rs:8
  moved   app::notify_ops is now app::alerts::notify_ops

  0 loops · 0 holes before, 1 after
  before and after: read 1 file of payments (lib payments) for any configuration
"#,
    );
}

/// Each edit alone: its first sentence and findings say what it does, and nothing that it does not.
#[test]
fn single_edits() {
    let removed = |line: &str| BEFORE.replace(&format!("{line}\n"), "");
    let added = |lines: &str| format!("{BEFORE}\n{lines}");
    let cases = [
        (
            BEFORE.replace("PaymentSettled handles thank", "PaymentSettled handles thank deferred"),
            r"
review: step thank moved into the background  3f2a91c0de → work tree

  step    thank moved from the request into the background for POST /payments  src/app.rs:12
            PaymentSettled → thank was inline and is now deferred

  0 loops · 0 holes before and after
",
        ),
        (
            added("settle_payment emits AuthFailed"),
            r"
review: 1 loop is new  3f2a91c0de → work tree

  loop    AuthFailed can now cause itself
            AuthFailed → settle_payment → AuthFailed  src/app.rs:6
  gained  settle_payment can now cause AuthFailed
            settle_payment may emit AuthFailed (new)  src/app.rs:27

  0 loops before, 1 after · 0 holes before and after
",
        ),
        (
            added(
                "controller post_risk POST /risk\nAuthFailed resumes post_risk deferred\npost_risk emits AuthSucceeded",
            ),
            r"
review: 1 entry point is new  3f2a91c0de → work tree

  gained  AuthFailed can now cause AuthSucceeded
            AuthFailed ┄resumes┄> POST /risk (new) → AuthSucceeded                                  src/app.rs:27
  new     POST /risk is new; it resumes AuthFailed and can cause SendReceipt, AuthSucceeded, PaymentSettled  src/app.rs:27

  0 loops · 0 holes before and after
",
        ),
        (
            BEFORE.replace("notify_ops", "alert_ops"),
            r"
review: 1 handler is new, 1 handler is gone  3f2a91c0de → work tree

  gained  AuthFailed gained the handler alert_ops                                                   src/app.rs:11
  lost    AuthFailed lost its handler notify_ops; settle_payment still handles it, alert_ops is new  src/app.rs:11 (before)

  0 loops · 0 holes before and after
",
        ),
        (
            removed("AuthFailed handles notify_ops").replace("handler notify_ops\n", ""),
            r"
review: 1 handler is gone  3f2a91c0de → work tree

  lost    AuthFailed lost its handler notify_ops; settle_payment still handles it  src/app.rs:11 (before)

  0 loops · 0 holes before and after
",
        ),
    ];
    for (head, expected) in cases {
        check(&diff_of(&(graph(BEFORE), graph(&head)), None), expected);
    }
}

/// What others rely on comes first, with the place.
#[test]
fn what_breaks_comes_first() {
    let base = graph(PAYMENTS);
    let head: Vec<&str> =
        PAYMENTS.lines().map(|line| if line.contains("performs send_receipt") { "" } else { line }).collect();
    check(
        &diff_of(&(base, graph(&head.join("\n"))), Some(100)),
        r"
breaking: 1 incompatibility is new, 3 entry points can cause less, handler send_receipt is no longer
reached                                                                       3f2a91c0de → work tree

  breaks  SendReceipt may be waiting, and nobody performs it any more       src/app.rs:18
  lost    SendReceipt can no longer cause ReceiptSent, deferred
            SendReceipt ┄deferred┄> send_receipt → ReceiptSent              src/app.rs:20 (before)
            so could POST /answers, nightly, POST /payments
  lost    no entry point leads to send_receipt any more; POST /answers did  src/app.rs:20

  1 loop · 0 holes before and after
",
    );
}

/// A file that does not parse is the first thing to know: what was in it is not gone.
#[test]
fn a_new_hole_comes_first() {
    let base = graph(BEFORE);
    let head = BEFORE.lines().filter(|line| !line.contains("thank") && !line.contains("notify_ops"));
    let mut head = graph(&head.collect::<Vec<_>>().join("\n"));
    let (file, detail) = (Some("src/late.rs".to_owned()), "expected `;`".to_owned());
    head.holes.push(Hole { reason: HoleReason::SyntaxError, file, line: Some(3), detail });
    check(
        &diff_of(&(base, head), Some(100)),
        r"
at least review: 1 hole is new, as far as can be seen the program can no longer cause the effect
SendReceipt, 2 handlers are gone, event PaymentSettled has lost its last handler

  hole    src/late.rs:3 cannot be seen: expected `;` (does not parse)
  lost    PaymentSettled can no longer cause SendReceipt, unless a hole hides it
            PaymentSettled → thank (gone) ┄deferred┄> SendReceipt             src/app.rs:12 (before)
            so could POST /payments
  lost    AuthFailed lost its handler notify_ops; settle_payment still handles it, unless a hole
          hides it                                                            src/app.rs:11 (before)
  lost    nothing handles PaymentSettled any more; thank did, as far as can be seen: there are new
          holes                                                               src/app.rs:7

  0 loops · 0 holes before, 1 after · what is lost may still be there, unseen
",
    );
}

#[test]
fn an_archiver_names_its_methods_that_differ() {
    let of = |methods: &[(&str, &str)]| {
        let mut graph = graph("archiver Auths");
        let transition = |(method, to): &(&str, &str)| Transition {
            method: format!("app::Auths::{method}"),
            from: Vec::new(),
            to: Some((*to).to_owned()),
            emits: Vec::new(),
            schedules: Vec::new(),
            requests: Vec::new(),
            conditional: Vec::new(),
            condition: None,
        };
        graph.nodes[0].transitions = Some(methods.iter().map(transition).collect());
        graph
    };
    let change = (of(&[("create", "Created"), ("hold", "Held")]), of(&[("create", "Open"), ("expire", "Expired")]));
    let text = plain(&diff_of(&change, None));
    assert!(text.contains("changed Auths: transitions +expire, −hold, create differs"), "{text}");
}

/// Between what could already cause each other there is nothing to gain, and still something to say.
/// A change that only closes a loop, and one that only puts a handler off, say so in the first line.
#[test]
fn what_the_first_line_must_not_leave_out() {
    let base = graph("controller go\nevent A\nhandler on_a\ngo emits A\nA handles on_a");
    let looping = graph("controller go\nevent A\nhandler on_a\ngo emits A\nA handles on_a\non_a emits A");
    let later = graph("controller go\nevent A\nhandler on_a\ngo emits A\nA handles on_a deferred");
    let ends = |base: &Graph, head: &Graph| {
        let text = plain(&diff_of(&(base.clone(), head.clone()), Some(100)));
        let (first, last) = (text.lines().next().unwrap_or_default(), text.lines().last().unwrap_or_default());
        (first.to_owned(), last.trim().to_owned())
    };
    let pair = |first: &str, last: &str| (format!("review: {first}  3f2a91c0de → work tree"), last.to_owned());
    assert_eq!(ends(&base, &looping), pair("1 loop is new", "0 loops before, 1 after · 0 holes before and after"));
    assert_eq!(ends(&base, &later), pair("step on_a moved into the background", "0 loops · 0 holes before and after"));
    // It was a loop already.
    let still = graph("controller go\nevent A\nhandler on_a\ngo emits A\nA handles on_a deferred\non_a emits A");
    assert_eq!(
        ends(&looping, &still),
        pair("step on_a moved into the background", "1 loop · 0 holes before and after")
    );
}

/// A difference holds all that is told of it, and nothing of it is lost on paper.
#[test]
fn of_random_changes_the_same_is_said_from_the_data_alone() {
    let mut told = 0;
    for seed in 0..200 {
        let (base, mut head) = (random(seed), random(seed));
        let other = random(seed + 500);
        head.edges.retain(|edge| !(edge.to.len() + edge.from.len()).is_multiple_of(4));
        head.nodes.iter_mut().step_by(3).for_each(|node| node.body = Some(seed.to_string()));
        for (base, head) in [(&base, &head), (&head, &base), (&base, &other)] {
            told += diff_of(&(base.clone(), head.clone()), Some(100)).lines().count();
        }
    }
    assert!(told > 5000, "the graphs are too alike to prove anything: {told}");
}

/// Whom to ask for a review: who owns what can newly happen, and who owns where it begins.
#[test]
fn owners_of_what_is_reached_and_affected_are_told() {
    let (base, mut head) = change();
    for node in &mut head.nodes {
        match node.name.as_str() {
            "release_shipment" | "ShipmentReleased" => node.owners.push("@shop/logistics".to_owned()),
            _ => {}
        }
    }
    let text = plain(&diff_of(&(base, head), Some(100)));
    let at = text.find("owners of newly reached code: @shop/logistics").expect(&text);
    assert!(text[..at].ends_with("so can POST /payments\n            "), "{text}");
    assert_eq!(text.matches("owners of").count(), 1, "{text}");
}

/// What may be there, unseen, is told with the hole, and is not told to be gone.
#[test]
fn a_hole_tells_what_it_may_hide() {
    let base = graph(BEFORE);
    let head = BEFORE.lines().filter(|line| !line.contains("notify_ops"));
    let mut head = graph(&head.collect::<Vec<_>>().join("\n"));
    let (file, detail) = (Some("src/app.rs".to_owned()), "expected `;`".to_owned());
    head.holes.push(Hole { reason: HoleReason::SyntaxError, file, line: Some(3), detail });
    let text = plain(&diff_of(&(base, head), Some(100)));
    assert!(text.contains("not seen any more, and perhaps still there: notify_ops"), "{text}");
    assert!(!text.contains("gone"), "{text}");
}
