//! Which programs contain what, and what follows from it: nothing is joined that no process does.

#[path = "graphs/support.rs"]
mod fixtures;

use ensue_analyzer::analyses::{Index, find, only_program, shortest};
use ensue_analyzer::model::{Analysis, NO_COMMON_PROGRAM};

/// Two programs share an event. Only one of them contains who listens in the same process; a third crate listens by tickets.
const SHOP: &str = r#"
//- /Cargo.toml
[workspace]
members = ["*"]
//- /events/Cargo.toml
[package]
name = "events"
edition = "2024"
[dependencies]
ensue = "0.1"
//- /events/src/lib.rs
#[ensue::event]
pub struct Ordered;
#[ensue::event]
pub struct Packed;
#[ensue::event]
pub struct Mailed;
#[ensue::effect]
pub struct Print;
//- /stock/Cargo.toml
[package]
name = "stock"
edition = "2024"
[dependencies]
ensue = "0.1"
facts = { package = "events", path = "../events" }
//- /stock/src/lib.rs
use facts::{Mailed, Ordered, Packed, Print};
#[ensue::handler(on = Ordered, may_emit = [Packed])]
fn pack(_: &E) {}
#[ensue::handler(on = Ordered, timing = deferred, may_emit = [Mailed])]
fn mail(_: &E) {}
#[ensue::effect_handler(on = Print)]
fn print(_: &E) {}
//- /api/Cargo.toml
[package]
name = "api"
edition = "2024"
[dependencies]
ensue = "0.1"
events = { path = "../events" }
[dev-dependencies]
stock = { path = "../stock" }
//- /api/src/main.rs
#[ensue::controller(route = "POST /orders", may_emit = [events::Ordered], may_request = [events::Print])]
fn order() {}
fn main() {}
//- /worker/Cargo.toml
[package]
name = "worker"
edition = "2024"
[dependencies]
stock = { path = "../stock", optional = true }
[build-dependencies]
unlinked = { path = "../unlinked" }
//- /worker/src/bin/night.rs
fn main() {}
//- /unlinked/Cargo.toml
[package]
name = "unlinked"
edition = "2024"
[dependencies]
ensue = "0.1"
events = { path = "../events" }
//- /unlinked/src/lib.rs
#[ensue::handler(on = events::Ordered)]
fn audit(_: &E) {}
"#;

fn shop() -> Analysis {
    fixtures::analyze(SHOP)
}

#[test]
fn a_node_lists_the_programs_that_can_contain_it() {
    let Analysis { graph, programs, .. } = shop();
    let of = |name: &str| graph.nodes[find(&graph, name).unwrap()].programs.join(" ");
    assert_eq!(of("Ordered"), "api night", "through a renamed dependency, and an optional one");
    assert_eq!(of("order"), "api");
    assert_eq!(of("pack"), "night", "a dev-dependency is no part of a binary");
    assert_eq!(of("audit"), "", "nor is a build-dependency");
    let linked: Vec<String> = programs.iter().map(|it| format!("{}: {}", it.name, it.crates.join(" "))).collect();
    assert_eq!(linked, ["api: api events", "night: events night stock"]);
}

#[test]
fn what_no_program_contains_together_is_not_joined_and_is_reported() {
    let graph = shop().graph;
    let index = Index::new(&graph);
    let way = |from, to| {
        let way = shortest(&index, find(&graph, from).unwrap(), find(&graph, to).unwrap())?;
        Some(way.len())
    };
    assert_eq!(way("order", "Packed"), None, "`pack` is not in the program that emits `Ordered`");
    assert_eq!(way("Ordered", "Packed"), Some(2), "where it is emitted in the other one");
    assert_eq!(way("order", "Mailed"), Some(3), "a ticket goes from one program to the other");
    assert_eq!(way("order", "print"), Some(2));
    assert_eq!(way("order", "audit"), Some(2), "it may be in a program that is not in the tree");
    let reports: Vec<&str> = graph.diagnostics.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        reports,
        [
            "`stock::pack` never sees `events::Ordered`: it listens in the same process, and is in `night`, while the event \
             is emitted in `api`: link it there, or request an effect instead, which any program can perform"
        ]
    );
    assert_eq!((graph.diagnostics[0].code.as_str(), graph.diagnostics[0].line), (NO_COMMON_PROGRAM, Some(3)));
}

#[test]
fn the_graph_of_one_program_ends_with_the_tickets_that_it_leaves() {
    let Analysis { graph, programs, .. } = shop();
    let names = |program: &str| {
        let part = only_program(&graph, &programs, program).unwrap();
        let edges: Vec<String> = part.edges.iter().map(|it| format!("{} > {}", it.from, it.to)).collect();
        let names: Vec<String> = part.nodes.into_iter().map(|it| it.name).collect();
        (names.join(" "), edges, part.statement.unwrap().cfg)
    };
    let (nodes, edges, cfg) = names("api");
    assert_eq!(nodes, "order Mailed Ordered Packed Print mail print");
    assert_eq!(
        edges,
        [
            "api::order > events::Ordered",
            "api::order > events::Print",
            "events::Ordered > stock::mail",
            "events::Print > stock::print"
        ]
    );
    assert_eq!(cfg, "--bin api");
    let (nodes, edges, _) = names("night");
    assert_eq!(nodes, "Mailed Ordered Packed Print mail pack print");
    assert_eq!(edges.len(), 5);
    let unknown = |name: &str| only_program(&graph, &programs, name).unwrap_err().to_string();
    assert_eq!(unknown("apj"), "the project has no program `apj`; did you mean `api`? it has `api`, `night`");
    assert_eq!(unknown("frontend"), "the project has no program `frontend`: it has `api`, `night`");
}
