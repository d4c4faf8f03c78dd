//! What people read, once for each kind of answer. The expected texts were checked by hand against the graphs they tell of.

mod differences;

use super::{diff, holes, tree, way};
use crate::analyses::sample::{PAYMENTS, graph};
use crate::analyses::{self, Direction, Index, find, shortest};
use crate::diff::{Diff, compare};
use ensue_grammar::graph::{Graph, Hole, HoleReason, Statement};

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
    let text = diff(&value, width);
    // Whoever has only the JSON says the same.
    let read: Diff = serde_json::from_str(&value.to_json()).expect("what was written");
    assert_eq!(diff(&read, width), text);
    text
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
            diff(&compare(&base, &head), width),
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
