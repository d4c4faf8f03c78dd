//! From source to graph: one fixture for each feature of the language, in `graphs/`.
//!
//! A fixture is text with several files in it, each after a line `//- /path`. Without a manifest it is one package `app`
//! that depends on Ensue. What is expected was derived by hand from the rules of the language, then kept as a snapshot.

#[path = "graphs/support.rs"]
mod fixtures;

use fixtures::{all, analyze, rendered};
use std::fmt::Write;
use std::slice;

#[test]
fn each_fixture_gives_its_graph() {
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "graphs", omit_expression => true }, {
        for (name, text) in all() {
            insta::assert_snapshot!(name, rendered(&analyze(&text)));
        }
    });
}

#[test]
fn what_is_not_read_makes_no_difference() {
    for (name, text) in all() {
        let whole = fixtures::analyze_whole(fixtures::files(&text));
        assert_eq!(analyze(&text).graph.to_json(), whole.graph.to_json(), "{name}");
    }
}

/// `plain` is read because `app` depends on it, `apart` is not: what is broken there hides no annotation.
#[test]
fn only_crates_that_lead_to_annotations_are_read() {
    let package = |name: &str, needs: &str| {
        format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n[dependencies]\n{needs}\n")
    };
    let writes = "#[macro_export]\nmacro_rules! made { () => { #[ensue::event] pub struct Made; } }\nmod gone;\n";
    let analysis = fixtures::analyze_files([
        ("Cargo.toml".to_owned(), "[workspace]\nmembers = [\"*\"]\n".to_owned()),
        ("app/Cargo.toml".to_owned(), package("app", "ensue = \"0.1\"\nplain = { path = \"../plain\" }")),
        ("app/src/lib.rs".to_owned(), "plain::made!();\n".to_owned()),
        ("plain/Cargo.toml".to_owned(), package("plain", "")),
        ("plain/src/lib.rs".to_owned(), writes.to_owned()),
        ("apart/Cargo.toml".to_owned(), package("apart", "plain = { path = \"../plain\" }")),
        ("apart/src/lib.rs".to_owned(), "mod lost;\n".to_owned()),
    ]);
    let nodes: Vec<&str> = analysis.graph.nodes.iter().map(|node| node.id.as_str()).collect();
    let holes: Vec<Option<&str>> = analysis.graph.holes.iter().map(|hole| hole.file.as_deref()).collect();
    assert_eq!((nodes, holes), (vec!["app::Made"], vec![Some("plain/src/lib.rs")]));
    assert_eq!(analysis.graph.statement.expect("a statement").files_read, 2);
}

/// A file that mentions nothing of Ensue and declares modules is reduced to these, until a name leads to the rest of it: by a
/// path, by a glob into a module in it, and where what is known has its name only under a condition.
#[test]
fn what_a_file_was_reduced_to_does_not_hide_the_rest() {
    let text = "
//- /src/lib.rs
mod plain;
mod within;
mod either;
mod events {
    use ensue::event;
    #[event] pub struct Paid;
    #[event] pub struct Lost;
    #[event] pub struct Held;
    #[event] pub struct Sent;
}
mod handlers {
    use crate::within::shown::*;
    use ensue::handler;
    #[handler(on = crate::plain::Settled)] fn settle(_: &crate::plain::Settled) {}
    #[handler(on = Gone)] fn lose(_: &Gone) {}
    #[handler(on = crate::either::Either)] fn move_on(_: &crate::either::Either) {}
}
//- /src/plain.rs
mod deeper;
pub type Settled = crate::events::Paid;
//- /src/plain/deeper.rs
//- /src/within.rs
mod deeper;
pub mod shown {
    pub type Gone = crate::events::Lost;
}
//- /src/within/deeper.rs
//- /src/either.rs
mod deeper;
#[cfg(unix)] pub use crate::events::Held as Either;
#[cfg(not(unix))] pub type Either = crate::events::Sent;
//- /src/either/deeper.rs
";
    let graph = analyze(text).graph;
    let edges: Vec<(&str, &str, Option<&str>)> =
        graph.edges.iter().map(|it| (it.from.as_str(), it.to.as_str(), it.condition.as_deref())).collect();
    let expected = [
        ("app::events::Held", "app::handlers::move_on", Some("unix")),
        ("app::events::Lost", "app::handlers::lose", None),
        ("app::events::Paid", "app::handlers::settle", None),
        ("app::events::Sent", "app::handlers::move_on", Some("not(unix)")),
    ];
    assert_eq!((edges, graph.holes), (expected.to_vec(), Vec::new()));
}

/// Handlers are followed in groups on all cores: each goes through the helper, and none through another handler's.
#[test]
fn many_handlers_go_through_one_helper() {
    let count = 600;
    let mut text = "use ensue::{Cx, emits, event, handler};\n#[event] pub struct Opened;\n".to_owned();
    text += "#[event] pub struct Closed;\n#[emits(Closed)] fn close<C>(cx: &mut Cx<'_, C>) { cx.emit(Closed) }\n";
    for at in 0..count {
        let _ = write!(
            text,
            "#[emits(Closed)] fn step_{at}<C>(cx: &mut Cx<'_, C>) {{ close(cx) }}\n\
             #[handler(on = Opened, may_emit = [Closed])]\n\
             fn it_{at}(_: &Opened, cx: &mut Cx<'_, it_{at}>) {{ step_{at}(cx) }}\n"
        );
    }
    let graph = analyze(&format!("//- /src/lib.rs\n{text}")).graph;
    let mut expected: Vec<Vec<String>> = (0..count)
        .map(|at| vec![format!("app::it_{at}"), "app::close".to_owned(), format!("app::step_{at}")])
        .collect();
    expected.sort();
    let emits = graph.edges.iter().filter(|edge| edge.to == "app::Closed" && edge.doubt.is_none());
    let found: Vec<Vec<String>> = emits.map(|edge| [slice::from_ref(&edge.from), &edge.through[..]].concat()).collect();
    assert_eq!((found, graph.holes), (expected, Vec::new()));
}

#[test]
fn nodes_say_all_that_their_annotations_say() {
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "graphs", omit_expression => true }, {
        let (_, text) = all().into_iter().find(|(name, _)| name == "fields").expect("the fixture");
        let analysis = analyze(&text);
        let programs = serde_json::to_string(&analysis.programs).expect("JSON");
        insta::assert_snapshot!("fields.json", format!("{}{programs}", analysis.graph.to_json()));
    });
}

#[test]
fn programs_go_by_the_names_of_their_files() {
    let package =
        |name: &str| format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n");
    let event = "#[ensue::event] pub struct E;\nfn main() {}\n";
    let analysis = fixtures::analyze_files([
        ("Cargo.toml".to_owned(), "[workspace]\nmembers = [\"*\"]\n".to_owned()),
        ("payments/Cargo.toml".to_owned(), package("payments")),
        ("payments/src/lib.rs".to_owned(), event.to_owned()),
        ("payments/src/main.rs".to_owned(), event.to_owned()),
        ("payments/examples/payments-tour.rs".to_owned(), event.to_owned()),
        ("one/Cargo.toml".to_owned(), package("one")),
        ("one/src/bin/server.rs".to_owned(), event.to_owned()),
        ("other/Cargo.toml".to_owned(), package("other")),
        ("other/src/bin/server.rs".to_owned(), event.to_owned()),
        ("other/examples/server.rs".to_owned(), event.to_owned()),
    ]);
    let programs = |id: &str| &analysis.graph.nodes.iter().find(|node| node.id == id).expect(id).programs;
    assert_eq!(programs("payments::E"), &["payments", "payments-tour"]);
    assert_eq!(programs("payments(bin)::E"), &["payments"]);
    let names: Vec<&str> = analysis.programs.iter().map(|program| program.name.as_str()).collect();
    assert_eq!(names, ["one/server", "other/server", "other/server(example)", "payments", "payments-tour"]);
}
