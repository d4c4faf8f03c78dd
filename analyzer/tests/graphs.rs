//! From source to graph: one fixture for each feature of the language, in `graphs/`.
//!
//! A fixture is text with several files in it, each after a line `//- /path`. Without a manifest it is one package `app`
//! that depends on Ensue. What is expected was derived by hand from the rules of the language, then kept as a snapshot.

#[path = "graphs/support.rs"]
mod fixtures;

use fixtures::{all, analyze, rendered};

#[test]
fn each_fixture_gives_its_graph() {
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "graphs", omit_expression => true }, {
        for (name, text) in all() {
            insta::assert_snapshot!(name, rendered(&analyze(&text)));
        }
    });
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
