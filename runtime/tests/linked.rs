//! What a program says of itself, and what a snapshot says of it.
#![allow(clippy::unused_self, reason = "an archiver without data")]

use ensue::graph::{Graph, Node, NodeKind, Program, Transition};
use ensue::{App, Changed, Cx, IllegalMove, archiver, controller, effect, effect_handler, event, handler};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[event(name = "order.created", version = 3, tag = ["sales"])]
#[derive(Serialize, Deserialize)]
struct Created;

#[event]
#[derive(Serialize, Deserialize)]
struct Expired;

#[event(moved = "linked::Packed")]
struct Shipped;

#[event]
#[derive(Serialize, Deserialize)]
struct Invoiced;

#[effect]
#[derive(Serialize, Deserialize)]
struct SendMail;

#[effect(performed_by = "erp", completes_with = [Invoiced])]
#[derive(Serialize, Deserialize)]
struct SendInvoice;

#[derive(Debug)]
enum OrderState {
    Open,
    Sent,
}

#[derive(ensue::Resource)]
struct Order {
    #[id]
    id: u32,
    #[state]
    state: OrderState,
}

struct Orders;

#[archiver(resource = Order)]
impl Orders {
    #[transition(from = [Open], to = Sent, emits = [Shipped])]
    fn send<C>(&self, order: &mut Order, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
        cx.change(order, OrderState::Sent)?;
        cx.emit(Shipped);
        Ok(())
    }

    #[emits(Created, scheduled(Expired), requests(SendMail))]
    fn create<C>(&self, cx: &mut Cx<'_, C>) -> Order {
        cx.emit(Created);
        cx.schedule(std::time::Duration::from_secs(1), Expired);
        cx.request(SendMail);
        Order { id: 1, state: OrderState::Open }
    }
}

#[controller(route = "POST /orders", may_emit = [Created, Shipped, scheduled(Expired)], may_request = [SendMail])]
fn post_order(orders: &Orders, cx: &mut Cx<'_, post_order>) -> Result<(), IllegalMove> {
    let mut order = orders.create(cx);
    orders.send(&mut order, cx)
}

#[controller(resumes = Shipped)]
fn post_arrival() {}

#[handler(on = [Created, Expired], may_request = [SendInvoice], loops = "never")]
fn invoice(_event: &(dyn std::any::Any + Sync), cx: &mut Cx<'_, invoice>) {
    cx.request(SendInvoice);
}

#[handler(on = Created, timing = deferred, exclusive = 7, precondition = always)]
fn later(_event: &Created) {}

fn always(_event: &Created) -> bool {
    true
}

#[handler(on_change_of = [Order], timing = after_commit)]
fn watch(_change: &Changed<Order>) {}

#[effect_handler(on = SendMail, may_emit = [Shipped])]
fn send_mail(_effect: &SendMail, cx: &mut Cx<'_, send_mail>) {
    cx.emit(Shipped);
}

#[test]
fn the_graph_is_what_the_annotations_say() {
    let Graph { nodes, edges, .. } = ensue::linked();
    let nodes: Vec<_> = nodes.iter().map(|node| format!("{} {}", word(&node.kind), node.id)).collect();
    let expected = [
        "external external:erp",
        "event linked::Created",
        "event linked::Expired",
        "event linked::Invoiced",
        "archiver linked::Orders",
        "effect linked::SendInvoice",
        "effect linked::SendMail",
        "event linked::Shipped",
        "handler linked::invoice",
        "handler linked::later",
        "controller linked::post_arrival",
        "controller linked::post_order",
        "effect_handler linked::send_mail",
        "handler linked::watch",
    ];
    assert_eq!(nodes, expected);
    let edges: Vec<_> = edges
        .iter()
        .map(|edge| {
            let because = edge.because.as_ref().map(|because| format!(" because {because}")).unwrap_or_default();
            format!("{} {}/{} {}{because}", edge.from, word(&edge.kind), word(&edge.timing), edge.to)
        })
        .collect();
    let expected = [
        "external:erp emits/inline linked::Invoiced",
        "linked::Created handles/inline linked::invoice",
        "linked::Created handles/deferred linked::later",
        "linked::Expired handles/inline linked::invoice",
        "linked::SendInvoice performs/deferred external:erp",
        "linked::SendMail performs/deferred linked::send_mail",
        "linked::Shipped resumes/deferred linked::post_arrival",
        "linked::Shipped handles/after_commit linked::watch because linked::Order",
        "linked::invoice requests/deferred linked::SendInvoice",
        "linked::post_order emits/inline linked::Created",
        "linked::post_order emits/scheduled linked::Expired",
        "linked::post_order requests/deferred linked::SendMail",
        "linked::post_order emits/inline linked::Shipped",
        "linked::send_mail emits/inline linked::Shipped",
    ];
    assert_eq!(edges, expected);
}

#[test]
fn nodes_carry_what_their_annotations_say() {
    let graph = ensue::linked();
    let node = |id: &str| graph.node(id).unwrap();
    let created = node("linked::Created");
    assert_eq!((created.stable_name.as_deref(), created.version), (Some("order.created"), Some(3)));
    assert_eq!((created.tags.as_slice(), created.krate.as_str()), (&["sales".to_owned()][..], "linked"));
    assert_eq!(node("linked::Shipped").moved.as_deref(), Some("linked::Packed"));
    assert_eq!(node("linked::post_order").route.as_deref(), Some("POST /orders"));
    assert_eq!(node("linked::post_arrival").resumes.as_deref(), Some("linked::Shipped"));
    assert_eq!(node("linked::SendInvoice").performed_by.as_deref(), Some("erp"));
    assert_eq!(node("linked::invoice").loops.as_deref(), Some("never"));
    let later = node("linked::later");
    assert_eq!((later.exclusive.as_deref(), later.precondition.as_deref()), (Some("7"), Some("always")));
    let orders = node("linked::Orders");
    assert_eq!(orders.resource.as_deref(), Some("linked::Order"));
    let create = Transition {
        method: "linked::Orders::create".into(),
        from: Vec::new(),
        to: None,
        emits: vec!["linked::Created".into()],
        schedules: vec!["linked::Expired".into()],
        requests: vec!["linked::SendMail".into()],
        conditional: Vec::new(),
        condition: None,
    };
    let send = Transition {
        method: "linked::Orders::send".into(),
        from: vec!["Open".into()],
        to: Some("Sent".into()),
        emits: vec!["linked::Shipped".into()],
        schedules: Vec::new(),
        requests: Vec::new(),
        conditional: Vec::new(),
        condition: None,
    };
    assert_eq!(orders.transitions.as_deref(), Some(&[create, send][..]));
}

// ---- what a snapshot expects

/// A snapshot of this program, as `web`, and of another one, `admin`, which has a crate more.
fn snapshot(further: &[Node]) -> String {
    let mut graph = ensue::linked();
    graph.nodes.extend_from_slice(further);
    let program = |name: &str, crates: &[&str]| Program {
        name: name.to_owned(),
        crates: crates.iter().map(|name| (*name).to_owned()).collect(),
    };
    let programs =
        vec![program("admin", &["linked", "shop_admin", "shop_mail"]), program("web", &["linked", "shop_mail"])];
    graph.to_snapshot(programs).to_json()
}

fn node(kind: NodeKind, krate: &str, name: &str, condition: Option<&str>) -> Node {
    let value = json!({
        "id": format!("{krate}::{name}"), "kind": word(&kind), "name": name, "crate": krate, "module": krate,
        "condition": condition, "programs": [], "owners": [], "tags": [],
    });
    serde_json::from_value(value).unwrap()
}

fn problems(snapshot: &str, program: Option<&str>) -> Vec<String> {
    let builder = App::builder().with(Orders).expects(snapshot);
    let builder = match program {
        Some(program) => builder.program(program),
        None => builder,
    };
    match builder.build() {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_program_that_is_whole_is_as_expected() {
    assert_eq!(problems(&snapshot(&[]), None), [""; 0]);
}

#[test]
fn what_is_not_linked_is_named_with_the_remedy() {
    let mail = [
        node(NodeKind::EffectHandler, "shop_mail", "send_receipt", None),
        node(NodeKind::Handler, "shop_mail", "only_on_windows", Some("windows")),
        node(NodeKind::Event, "shop_mail", "Bounced", None),
        node(NodeKind::Handler, "shop_admin", "audit", None),
    ];
    let mail_is_missing = "`shop_mail::send_receipt` is declared but not linked: add `use shop_mail as _;`";
    let text = snapshot(&mail);
    assert_eq!(problems(&text, Some("web")), [mail_is_missing]);
    assert_eq!(problems(&text, None), [mail_is_missing], "of a program that is not known, what all of them contain");
    let admin_is_missing = "`shop_admin::audit` is declared but not linked: add `use shop_admin as _;`";
    assert_eq!(problems(&text, Some("admin")), [admin_is_missing, mail_is_missing]);
}

#[test]
fn what_only_the_snapshot_tells_apart_is_known_in_the_program() {
    for krate in ["linked(bin)", "shop/linked", "shop/linked(bin)"] {
        let mut graph = ensue::linked();
        for node in &mut graph.nodes {
            node.id = node.id.replacen("linked", krate, 1);
            node.krate = krate.to_owned();
        }
        graph.nodes.push(node(NodeKind::Handler, krate, "gone", None));
        let program = Program { name: "web".to_owned(), crates: vec![krate.to_owned()] };
        let text = graph.to_snapshot(vec![program]).to_json();
        let gone = format!("`{krate}::gone` is in the snapshot but not in the program: ");
        let told = problems(&text, Some("web"));
        assert!(told.len() == 1 && told[0].starts_with(&gone), "{told:?}");
    }
}

#[test]
fn a_stale_snapshot_is_told_from_a_crate_that_is_not_linked() {
    let gone = node(NodeKind::Handler, "linked", "gone", None);
    let stale =
        "`linked::gone` is in the snapshot but not in the program: write the snapshot anew with `cargo ensue snapshot`";
    assert_eq!(problems(&snapshot(&[gone]), None), [stale]);
}

#[test]
fn a_snapshot_that_cannot_be_used_is_a_problem() {
    let start = "the snapshot given to `.expects(..)` cannot be used: ";
    let cases = [
        ("{", None, "EOF while parsing"),
        (
            r#"{"schema": "ensue/graph/9", "nodes": [], "edges": [], "holes": [], "diagnostics": []}"#,
            None,
            "its schema is `ensue/graph/9`, expected `ensue/graph/1`",
        ),
        (&snapshot(&[]), Some("shop"), "it has no program `shop`"),
    ];
    for (text, program, problem) in cases {
        let problems = problems(text, program);
        assert!(problems[0].starts_with(&format!("{start}{problem}")), "{problems:?}");
    }
}

fn word(of: &impl Serialize) -> String {
    match serde_json::to_value(of).unwrap() {
        Value::String(word) => word,
        other => panic!("{other} is no word"),
    }
}
