//! The tool as a process, on a small project: every command answers, and a scripted change has the expected difference.

use ensue_tests::{ensue, folder, has_tool};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const MANIFEST: &str = r#"[package]
name = "shop"
version = "0.1.0"
edition = "2024"

[dependencies]
ensue = "0.1"
"#;

const SOURCE: &str = r#"//! A small shop.
use ensue::{Cx, archiver, controller, effect, effect_handler, event, handler};

#[event]
pub struct OrderPlaced;

#[event]
pub struct PaymentTaken;

#[event]
pub struct PaymentRefused;

#[event]
pub struct ReceiptSent;

#[effect]
pub struct SendReceipt;

#[controller(route = "POST /orders", may_emit = [OrderPlaced])]
pub async fn post_order(orders: &Orders, cx: &mut Cx<'_, post_order>) -> Result<(), String> {
    orders.place(cx).await
}

#[handler(on = OrderPlaced, may_emit = [PaymentTaken, PaymentRefused])]
pub fn take_payment(_: &OrderPlaced, cx: &mut Cx<'_, take_payment>) {
    cx.emit(PaymentTaken);
    cx.emit(PaymentRefused);
}

#[handler(on = PaymentTaken, may_request = [SendReceipt], timing = after_commit)]
pub fn thank(_: &PaymentTaken, cx: &mut Cx<'_, thank>) {
    cx.request(SendReceipt);
}

#[handler(on = PaymentRefused, may_emit = [scheduled(OrderPlaced)], timing = deferred)]
pub fn retry(_: &PaymentRefused, cx: &mut Cx<'_, retry>) {
    cx.schedule(std::time::Duration::from_secs(60), OrderPlaced);
}

#[effect_handler(on = SendReceipt, may_emit = [ReceiptSent])]
pub fn send_receipt(_: &SendReceipt, cx: &mut Cx<'_, send_receipt>) {
    cx.emit(ReceiptSent);
}

pub struct Orders;

#[archiver(resource = u64)]
impl Orders {
    #[emits(OrderPlaced)]
    pub async fn place<C>(&self, cx: &mut Cx<'_, C>) -> Result<(), String> {
        cx.emit(OrderPlaced);
        Ok(())
    }
}
"#;

/// What a change adds, and a handler that it takes away.
const ADDED: &str = r"
#[event]
pub struct ParcelPacked;

#[handler(on = PaymentTaken, may_emit = [ParcelPacked], timing = deferred)]
pub fn pack(_: &PaymentTaken, cx: &mut Cx<'_, pack>) {
    cx.emit(ParcelPacked);
}
";

fn shop() -> TempDir {
    folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", SOURCE)])
}

fn changed() -> String {
    let start = SOURCE.find("#[handler(on = PaymentRefused").expect("the handler");
    let end = SOURCE.find("#[effect_handler").expect("what follows it");
    format!("{}{}{ADDED}", &SOURCE[..start], &SOURCE[end..])
}

fn run(dir: &Path, arguments: &[&str]) -> Output {
    ensue!().args(arguments).current_dir(dir).output().expect("the tool starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("answers are UTF-8")
}

/// The answer of a command that must succeed, and say nothing else.
fn answer(dir: &Path, arguments: &[&str]) -> String {
    let output = run(dir, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout).to_owned()
}

fn json(dir: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&answer(dir, arguments)).expect("an answer in JSON")
}

#[test]
fn after_and_before_draw_trees() {
    let shop = shop();
    let expected = "\
POST /orders  controller post_order                         src/lib.rs:20
└─ OrderPlaced  event, through Orders::place                src/lib.rs:5
   └─ take_payment  handler                                 src/lib.rs:25
      ├─ PaymentRefused  event                              src/lib.rs:11
      │  └─ ┄deferred┄> retry  handler                      src/lib.rs:36
      │     └─ ┄scheduled┄> OrderPlaced  closes a loop
      └─ PaymentTaken  event                                src/lib.rs:8
         └─ ┄after commit┄> thank  handler                  src/lib.rs:31
            └─ ┄deferred┄> SendReceipt  effect              src/lib.rs:17
               └─ ┄deferred┄> send_receipt  effect handler  src/lib.rs:41
                  └─ +1 more

  read 1 file of shop (lib shop) for any configuration
";
    assert_eq!(answer(shop.path(), &["after", "POST /orders"]), expected);
    let expected = "\
PaymentRefused  event                               src/lib.rs:11
└─ take_payment  handler                            src/lib.rs:25
   └─ OrderPlaced  event                            src/lib.rs:5
      ├─ POST /orders  controller post_order, through Orders::place  src/lib.rs:20
      └─ <┄scheduled┄ retry  handler                src/lib.rs:36
         └─ <┄deferred┄ PaymentRefused  closes a loop

  read 1 file of shop (lib shop) for any configuration
";
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(squeezed(&answer(shop.path(), &["before", "PaymentRefused"])), squeezed(expected));
    let near = json(shop.path(), &["after", "thank", "--depth", "1", "--format", "json"]);
    assert_eq!(near["reached"][0]["id"], "shop::SendReceipt");
    assert_eq!((near["reached"].as_array().map(Vec::len), &near["beyond"]), (Some(1), &Value::from(2)));
}

#[test]
fn path_tells_each_step_with_its_place() {
    let shop = shop();
    let expected = "\
POST /orders  controller post_order        src/lib.rs:20
  emits OrderPlaced through Orders::place  src/lib.rs:21
  is handled by take_payment               src/lib.rs:25
  emits PaymentTaken                       src/lib.rs:26
  is handled after commit by thank         src/lib.rs:31
  requests SendReceipt                     src/lib.rs:32

  read 1 file of shop (lib shop) for any configuration
";
    assert_eq!(answer(shop.path(), &["path", "post_order", "SendReceipt"]), expected);
    let way = json(shop.path(), &["path", "post_order", "SendReceipt", "--format", "json"]);
    assert_eq!(way["way"].as_array().map(Vec::len), Some(5));

    let none = run(shop.path(), &["path", "ReceiptSent", "retry"]);
    assert_eq!((none.status.code(), text(&none.stdout)), (Some(0), ""));
    let back = "the other way round there is one: `cargo ensue path 'retry' 'ReceiptSent'`";
    assert_eq!(text(&none.stderr), format!("nothing that `ReceiptSent` can cause leads to `retry`; {back}\n"));
    let none = run(shop.path(), &["path", "ReceiptSent", "ReceiptSent"]);
    assert_eq!(text(&none.stderr), "nothing that `ReceiptSent` can cause leads back to it\n");
    assert_eq!(json(shop.path(), &["path", "ReceiptSent", "retry", "--format", "json"])["way"], Value::Null);
}

#[test]
fn names_of_the_project_teach() {
    let shop = shop();
    for (name, message) in [
        ("RecieptSent", "error: nothing is called `RecieptSent`; did you mean `shop::ReceiptSent`"),
        (
            "Orders",
            "error: `shop::Orders` is an archiver, from which nothing follows by itself: name who goes through it, such as `shop::post_order`",
        ),
    ] {
        let output = run(shop.path(), &["after", name]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
        assert!(text(&output.stderr).starts_with(message), "{}", text(&output.stderr));
    }
}

#[test]
fn graph_writes_the_part_that_was_asked_for() {
    let shop = shop();
    let ids = |arguments: &[&str]| -> Vec<String> {
        let graph = json(shop.path(), arguments);
        let nodes = graph["nodes"].as_array().expect("nodes").iter();
        nodes.map(|node| node["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(ids(&["graph"]).len(), 11);
    assert_eq!(ids(&["graph", "--from", "thank"]), ["ReceiptSent", "SendReceipt", "send_receipt", "thank"]);
    assert_eq!(ids(&["graph", "--to", "thank", "--depth", "1"]), ["PaymentTaken", "thank"]);
    assert_eq!(
        ids(&["graph", "--from", "POST /orders", "--to", "PaymentTaken"]),
        ["OrderPlaced", "Orders", "PaymentRefused", "PaymentTaken", "post_order", "retry", "take_payment"]
    );
    assert!(answer(shop.path(), &["graph", "--format", "svg", "--from", "thank"]).starts_with("<svg "));
    assert!(answer(shop.path(), &["graph", "--format", "dot", "--from", "thank"]).starts_with("digraph "));
    assert!(answer(shop.path(), &["graph", "--format", "mermaid", "--from", "thank"]).starts_with("flowchart TD\n"));
}

/// A file that does not parse is a hole: told beside every picture, and no reason to fail.
#[test]
fn holes_are_told_beside_the_answer() {
    let shop = shop();
    fs::write(shop.path().join("src/lib.rs"), format!("{SOURCE}\nmod broken;\n")).expect("the file can be written");
    fs::write(shop.path().join("src/broken.rs"), "#[event]\npub struct Half {").expect("the file can be written");
    for arguments in [&["after", "thank"][..], &["graph", "--format", "svg"], &["path", "thank", "SendReceipt"]] {
        let output = run(shop.path(), arguments);
        assert_eq!(output.status.code(), Some(0));
        let message = text(&output.stderr);
        assert!(message.starts_with("1 place cannot be seen: src/broken.rs:"), "{message}");
        assert!(
            message.ends_with("(`cargo ensue graph --format json`)\n") && message.lines().count() == 1,
            "{message}"
        );
        assert!(!output.stdout.is_empty());
        let quiet = run(shop.path(), &[arguments, &["--quiet"]].concat());
        assert!(quiet.stderr.is_empty() && quiet.stdout == output.stdout);
    }
    assert_eq!(json(shop.path(), &["graph"])["holes"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_snapshot_is_the_graph_without_places() {
    let shop = shop();
    let said = answer(shop.path(), &["snapshot"]);
    let file = fs::canonicalize(shop.path()).expect("the folder exists").join("ensue.json");
    assert_eq!(said, format!("{}\n", file.display()));
    let written = fs::read_to_string(&file).expect("the snapshot is there");
    let snapshot: Value = serde_json::from_str(&written).expect("a snapshot is JSON");
    assert_eq!(snapshot["nodes"].as_array().map(Vec::len), Some(11));
    assert!(!written.contains("src/lib.rs") && snapshot.get("statement").is_none());

    // The same source gives the same bytes, and no difference, wherever its lines are.
    fs::write(shop.path().join("src/lib.rs"), SOURCE.replace("#[event]", "\n/// Words.\n#[event]")).expect("written");
    assert_eq!(answer(shop.path(), &["diff", "file:ensue.json"]), "");
    answer(shop.path(), &["snapshot", "src"]);
    assert_eq!(fs::read_to_string(&file).expect("the snapshot is there"), written);
    let names: Vec<_> =
        fs::read_dir(shop.path()).expect("the folder").map(|it| it.expect("an entry").file_name()).collect();
    assert_eq!(names.len(), 3, "nothing is left beside it: {names:?}");
}

/// The expected texts were derived from the two sources by hand.
#[test]
fn a_change_has_its_difference() {
    let (before, after) = (shop(), shop());
    fs::write(after.path().join("src/lib.rs"), changed()).expect("the file can be written");
    let base = format!("dir:{}", before.path().display());
    let text = answer(after.path(), &["diff", &base]);
    let told: Vec<String> = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let expected = [
        &format!(
            "review: shop can newly cause the event ParcelPacked, 1 handler is new, 1 handler is gone, event PaymentRefused \
             has lost its last handler, 1 loop is gone {base} → work tree"
        ),
        "",
        "gained PaymentTaken can now cause ParcelPacked, deferred",
        "PaymentTaken ┄deferred┄> pack (new) → ParcelPacked (new) src/lib.rs:55",
        "so can POST /orders",
        "loop OrderPlaced can no longer cause itself",
        "OrderPlaced → take_payment → PaymentRefused ┄deferred┄> retry (gone) ┄scheduled┄> OrderPlaced src/lib.rs:5 (before)",
        "lost PaymentRefused can no longer cause SendReceipt, OrderPlaced, PaymentRefused, PaymentTaken, ReceiptSent, deferred",
        "PaymentRefused ┄deferred┄> retry (gone) ┄scheduled┄> OrderPlaced → take_payment → PaymentTaken \
         ┄after commit┄> thank ┄deferred┄> SendReceipt src/lib.rs:36 (before)",
        "lost nothing handles PaymentRefused any more; retry did src/lib.rs:11",
        "",
        "1 loop before, 0 after · 0 holes before and after · complete for every combination of features",
        "before and after: read 1 file of shop (lib shop) for any configuration",
    ];
    assert_eq!(told, expected);

    let diff = json(after.path(), &["diff", &base, "--format", "json"]);
    assert_eq!(diff["schema"], "ensue/diff/1");
    assert_eq!((&diff["verdict"], &diff["head"]), (&Value::from("review"), &Value::from("worktree")));
    let gained: Vec<(&str, &str)> = diff["consequences"]
        .as_array()
        .expect("consequences")
        .iter()
        .filter(|it| it["change"] == "gained")
        .map(|it| (it["from"].as_str().expect("an id"), it["to"].as_str().expect("an id")))
        .collect();
    let from = |id| [(id, "shop::ParcelPacked"), (id, "shop::pack")];
    assert_eq!(gained, [from("shop::PaymentTaken"), from("shop::post_order")].concat());
    assert_eq!(diff["consequences"][0]["witness"].as_array().map(Vec::len), Some(2));
}

#[test]
fn revisions_are_compared_without_a_checkout() {
    if !has_tool("git") {
        return;
    }
    let shop = shop();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]);
        let status = command.args(arguments).current_dir(shop.path()).output().expect("git starts");
        assert!(status.status.success(), "{}", text(&status.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "before"]);
    assert_eq!(answer(shop.path(), &["diff"]), "", "nothing changed");
    git(&["checkout", "--quiet", "-b", "feature"]);
    fs::write(shop.path().join("src/lib.rs"), changed()).expect("the file can be written");
    let work_tree = answer(shop.path(), &["diff"]);
    assert!(work_tree.contains("PaymentTaken can now cause ParcelPacked"), "{work_tree}");
    git(&["commit", "--quiet", "-a", "-m", "after"]);

    // A commit on main that the branch does not have is no part of what the branch changes.
    git(&["checkout", "--quiet", "main"]);
    fs::write(shop.path().join("src/lib.rs"), format!("{SOURCE}\n#[event]\npub struct Other;\n")).expect("written");
    git(&["commit", "--quiet", "-a", "-m", "meanwhile"]);
    git(&["checkout", "--quiet", "feature"]);

    let output = run(shop.path(), &["diff"]);
    assert_eq!(text(&output.stdout), work_tree);
    let message = text(&output.stderr);
    assert!(
        message.starts_with("comparing ") && message.ends_with(" (where HEAD left `main`) with the work tree\n"),
        "{message}"
    );
    let both = json(shop.path(), &["diff", "main", "rev:feature", "--format", "json"]);
    assert_eq!(both["base"].as_str().map(str::len), Some(40));
    let removed: Vec<&Value> = both["nodes"]["removed"].as_array().expect("nodes").iter().map(|it| &it["id"]).collect();
    assert_eq!(removed, ["shop::Other", "shop::retry"]);
    assert_eq!(
        json(shop.path(), &["diff", "feature", "main", "--format", "json"])["nodes"]["added"][0]["id"],
        "shop::Other"
    );

    let unknown = run(shop.path(), &["diff", "featrue"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        text(&unknown.stderr).contains("no branch, tag or commit is called `featrue`"),
        "{}",
        text(&unknown.stderr)
    );
    assert!(text(&unknown.stderr).contains("`feature`"), "{}", text(&unknown.stderr));
}
