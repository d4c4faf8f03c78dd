//! What people read, once for each kind of answer. The expected texts were checked by hand against the graphs they tell of.

use super::{diff, holes, tree, way};
use crate::analyses::sample::{PAYMENTS, graph};
use crate::analyses::{self, Direction, Index, find, shortest};
use crate::diff::{Diff, compare};
use ensue_grammar::graph::{Field, Graph, Hole, HoleReason, Statement, Transition};

/// What `visual/diff.svg` shows, before.
const BEFORE: &str = "
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

/// What it adds.
const ADDED: &str = "
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

/// Both sides of the change: also a handler goes, a timing differs, and a body changed.
fn change() -> (Graph, Graph) {
    let kept = BEFORE
        .replace("AuthFailed handles notify_ops\n", "")
        .replace("handler notify_ops\n", "")
        .replace("PaymentSettled handles thank\n", "PaymentSettled handles thank after_commit\n");
    let (mut base, mut head) = (graph(BEFORE), graph(&(kept + ADDED)));
    for graph in [&mut base, &mut head] {
        graph.statement = Some(Statement {
            packages: vec!["payments".to_owned()],
            targets: vec!["payments/lib/payments".to_owned()],
            cfg: "any".to_owned(),
            files_read: 1,
            ..Statement::default()
        });
    }
    let changed = head.nodes.iter_mut().find(|node| node.name == "request_auth").expect("a node of the sample");
    changed.body = Some("0011223344556677".to_owned());
    (base, head)
}

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

fn tree_of(name: &str, direction: Direction, depth: usize, width: Option<usize>) -> String {
    let graph = graph(PAYMENTS);
    let index = Index::new(&graph);
    let rows = analyses::tree(&index, find(&graph, name).expect("a name of the sample"), direction, depth);
    tree(&index, &rows, direction, width)
}

fn way_of(from: &str, to: &str, width: Option<usize>) -> String {
    let graph = graph(PAYMENTS);
    let index = Index::new(&graph);
    let at = |name| find(&graph, name).expect("a name of the sample");
    way(&index, &shortest(&index, at(from), at(to)).expect("a way"), width)
}

fn diff_of((base, head): &(Graph, Graph), width: Option<usize>) -> String {
    let commit = "3f2a91c0de3f2a91c0de3f2a91c0de3f2a91c0de";
    let value = Diff { base: commit.to_owned(), head: "worktree".to_owned(), ..compare(base, head) };
    diff(&value, base, head, width)
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let text = plain(text);
    assert!(text == expected.trim_start_matches('\n'), "this was said:\n{text}");
}

#[test]
fn after() {
    check(
        &tree_of("POST /payments", Direction::After, 6, None),
        r"
POST /payments  controller post_payment                                src/app.rs:2
└─ PaymentCreated  event, through Payments::create                     src/app.rs:5
   └─ create_auth  handler                                             src/app.rs:13
      └─ AuthCreated  event, through Auths::create                     src/app.rs:6
         └─ request_auth  handler                                      src/app.rs:14
            ├─ AuthFailed  event, through Auths::fail                  src/app.rs:9
            │  ├─ ┄after commit┄> notify  handler                      src/app.rs:17
            │  └─ retry  handler                                       src/app.rs:15
            │     └─ +1 more
            ├─ AuthPending  event, through Auths::hold                 src/app.rs:7
            │  └─ ┄resumes┄> POST /answers  controller post_answer     src/app.rs:3
            │     ├─ AuthFailed  see above, through Auths::fail
            │     └─ AuthSucceeded  see below, through Auths::succeed
            └─ AuthSucceeded  event, through Auths::succeed            src/app.rs:8
               └─ ┄after commit┄> thank  handler                       src/app.rs:16
                  └─ +6 more
",
    );
}

#[test]
fn after_in_a_narrow_terminal() {
    check(
        &tree_of("POST /payments", Direction::After, 9, Some(60)),
        r"
POST /payments  controller post_payment        src/app.rs:2
└─ PaymentCreated  event, through Payments::create
   └─ create_auth  handler                     src/app.rs:13
      └─ AuthCreated  event, through Auths::create
         └─ request_auth  handler              src/app.rs:14
            ├─ AuthFailed  event, through Auths::fail
            │  ├─ ┄after commit┄> notify  handler
            │  └─ retry  handler               src/app.rs:15
            │     └─ ┄scheduled┄> RetryDue  event
            │        └─ ┄deferred┄> request_auth  closes a…
            ├─ AuthPending  event, through Auths::hold
            │  └─ ┄resumes┄> POST /answers  controller post…
            │     ├─ AuthFailed  see above, through Auths::…
            │     └─ AuthSucceeded  see below, through Auth…
            └─ AuthSucceeded  event, through Auths::succeed
               └─ ┄after commit┄> thank  handler
                  ├─ ┄deferred┄> SendReceipt  effect
                  │  └─ ┄deferred┄> send_receipt  effect ha…
                  │     └─ ReceiptSent  event  src/app.rs:11
                  └─ ┄deferred┄> WriteInvoice  effect
                     └─ ┄deferred┄> ledger  external
                        └─ InvoiceWritten  event
",
    );
}

#[test]
fn before() {
    check(
        &tree_of("ReceiptSent", Direction::Before, 6, Some(80)),
        r"
ReceiptSent  event                                                 src/app.rs:11
└─ send_receipt  effect handler                                    src/app.rs:20
   └─ <┄deferred┄ SendReceipt  effect                              src/app.rs:18
      └─ <┄deferred┄ thank  handler                                src/app.rs:16
         └─ <┄after commit┄ AuthSucceeded  event                   src/app.rs:8
            ├─ POST /answers  controller post_answer, through Auths::succeed
            │  └─ <┄resumes┄ AuthPending  event                    src/app.rs:7
            │     └─ request_auth  see below, through Auths::hold
            └─ request_auth  handler, through Auths::succeed       src/app.rs:14
               ├─ AuthCreated  event                               src/app.rs:6
               │  └─ +4 more
               └─ <┄deferred┄ RetryDue  event                      src/app.rs:10
                  └─ +2 more
",
    );
}

#[test]
fn a_way() {
    check(
        &way_of("POST /payments", "ReceiptSent", None),
        r"
POST /payments  controller post_payment          src/app.rs:2
  emits PaymentCreated through Payments::create  src/app.rs:24
  is handled by create_auth                      src/app.rs:13
  emits AuthCreated through Auths::create        src/app.rs:26
  is handled by request_auth                     src/app.rs:14
  emits AuthSucceeded through Auths::succeed     src/app.rs:28
  is handled after commit by thank               src/app.rs:16
  requests SendReceipt                           src/app.rs:39
  is performed by send_receipt                   src/app.rs:20
  emits ReceiptSent                              src/app.rs:42
",
    );
    check(
        &way_of("retry", "retry", Some(60)),
        r"
retry  handler                           src/app.rs:15
  schedules RetryDue                     src/app.rs:36
  is handled, deferred, by request_auth  src/app.rs:14
  emits AuthFailed through Auths::fail   src/app.rs:29
  is handled by retry                    src/app.rs:15
",
    );
}

#[test]
fn a_difference() {
    check(
        &diff_of(&change(), None),
        r"
review: payments can newly cause 2 events, 1 entry point is new, 1 handler is new, 1 handler is gone, 1 timing differs, 1 body changed inside  3f2a91c0de → work tree

  gained  PaymentSettled can now cause ShipmentReleased, deferred
            PaymentSettled ┄deferred┄> release_shipment (new) → ShipmentReleased (new)              src/app.rs:27
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
review: the program can newly cause 5 events and 1 effect, 1 entry point is new,
5 handlers are new                                        3f2a91c0de → work tree

  new     POST /payments is new; it can cause PaymentCreated, AuthCreated,
          AuthFailed, AuthSucceeded, and 2 more                     src/app.rs:2

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
review: 1 hole is new, 3 definitions differ, 1 definition moved, 1 edge differs

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
review: 1 timing differs  3f2a91c0de → work tree

  timing  PaymentSettled → thank was inline and is now deferred  src/app.rs:12

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
  new     POST /risk is new; it resumes AuthFailed and can cause AuthSucceeded, PaymentSettled, SendReceipt  src/app.rs:27

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
review: 1 hole is new, as far as can be seen the program can no longer cause 1 effect, 2 handlers
are gone                                                                      3f2a91c0de → work tree

  hole    src/late.rs:3 cannot be seen: expected `;` (does not parse)
  lost    AuthFailed lost its handler notify_ops; settle_payment still handles it, unless a hole
          hides it                                                            src/app.rs:11 (before)
  lost    PaymentSettled can no longer cause SendReceipt, unless a hole hides it
            PaymentSettled → thank (gone) ┄deferred┄> SendReceipt             src/app.rs:12 (before)

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
        };
        graph.nodes[0].transitions = Some(methods.iter().map(transition).collect());
        graph
    };
    let change = (of(&[("create", "Created"), ("hold", "Held")]), of(&[("create", "Open"), ("expire", "Expired")]));
    let text = plain(&diff_of(&change, None));
    assert!(text.contains("changed Auths: transitions +expire, −hold, create differs"), "{text}");
}

/// Between what could already cause each other there is nothing to gain, and still something to say.
#[test]
fn another_way() {
    let base = graph(PAYMENTS);
    let head = graph(&format!("{PAYMENTS}\nAuthPending handles thank deferred\nhandler idle"));
    check(
        &diff_of(&(base.clone(), head.clone()), Some(100)),
        r"
review: 1 handler is new  3f2a91c0de → work tree

  new     handler idle is new                                                src/app.rs:48
  new     AuthPending is now handled by thank; another way led there before  src/app.rs:16

  1 loop · 0 holes before and after
",
    );
    check(
        &diff_of(&(head, base), Some(100)),
        r"
review: 1 handler is gone  3f2a91c0de → work tree

  gone    handler idle is gone                                                src/app.rs:48 (before)
  gone    AuthPending is no longer handled by thank; another way still leads there

  1 loop · 0 holes before and after
",
    );
}

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
    assert_eq!(ends(&base, &later), pair("1 timing differs", "0 loops · 0 holes before and after"));
    // It was a loop already.
    let still = graph("controller go\nevent A\nhandler on_a\ngo emits A\nA handles on_a deferred\non_a emits A");
    assert_eq!(ends(&looping, &still), pair("1 timing differs", "1 loop · 0 holes before and after"));
}

#[test]
fn nothing_is_said_of_nothing() {
    let graph = graph(PAYMENTS);
    assert_eq!(diff_of(&(graph.clone(), graph), None), "");
}

#[test]
fn holes_are_one_line() {
    let hole = |file: Option<&str>, line, reason| Hole {
        reason,
        file: file.map(str::to_owned),
        line,
        detail: "a\nb".to_owned(),
    };
    assert_eq!(holes(&[]), None);
    let one = [hole(Some("src/gen.rs"), Some(3), HoleReason::MacroGenerated)];
    let tail = "(`cargo ensue graph --format json`)";
    assert_eq!(holes(&one), Some(format!("1 place cannot be seen: src/gen.rs:3 (generated by a macro) {tail}")));
    let four = [
        hole(Some("a.rs"), None, HoleReason::SyntaxError),
        hole(None, None, HoleReason::ExternalCrate),
        hole(Some("b\u{1b}[2J.rs"), Some(1), HoleReason::Annotation),
        hole(Some("c.rs"), Some(1), HoleReason::Annotation),
    ];
    let said = "4 places cannot be seen: a.rs (does not parse), a⟨U+000A⟩b (a crate outside the tree), \
                b⟨U+001B⟩[2J.rs:1 (an annotation that is not understood), ..";
    assert_eq!(holes(&four), Some(format!("{said} {tail}")));
}

/// Whatever a tree calls its things, the terminal is told nothing by them, and no line is longer than it may be.
#[test]
fn hostile_names_stay_text() {
    let evil = "\u{1b}]0;x\u{7}\u{202e}支払い\r\n::warning::";
    let (mut base, mut head) = change();
    for graph in [&mut base, &mut head] {
        for node in &mut graph.nodes {
            node.name.push_str(evil);
            node.route = node.route.as_ref().map(|route| format!("{route}{evil}"));
            node.file = Some(format!("src/{evil}.rs"));
            node.id.push_str(evil);
        }
        for edge in &mut graph.edges {
            edge.from.push_str(evil);
            edge.to.push_str(evil);
            edge.condition = Some(evil.to_owned());
            edge.through.iter_mut().for_each(|path| path.push_str(evil));
        }
        graph.sort();
    }
    let index = Index::new(&head);
    let root = head.nodes.iter().position(|node| node.route.is_some()).expect("a controller");
    let end = head.nodes.iter().position(|node| node.name.starts_with("SendReceipt")).expect("an effect");
    for width in [None, Some(120), Some(60), Some(10), Some(1), Some(0)] {
        let rows = analyses::tree(&index, root, Direction::After, 20);
        let texts = [
            tree(&index, &rows, Direction::After, width),
            way(&index, &shortest(&index, root, end).expect("a way"), width),
            diff(&compare(&base, &head), &base, &head, width),
        ];
        for text in texts {
            // Colours are ours: `ESC [ .. m`.
            assert!(text.split('\u{1b}').skip(1).all(|code| code.starts_with('[') && code.contains('m')));
            let plain = plain(&text);
            assert!(!plain.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'), "{plain:?}");
            let widest = plain.lines().map(unicode_width::UnicodeWidthStr::width).max().unwrap_or(0);
            assert!(width.is_none_or(|width| widest <= width.max(1)), "{widest} for {width:?}:\n{plain}");
        }
    }
}
