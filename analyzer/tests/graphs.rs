//! From source to graph: one fixture for each feature of the language, in `graphs/`.
//!
//! A fixture is text with several files in it, each after a line `//- /path`. Without a manifest it is one package `app`
//! that depends on Ensue. What is expected was derived by hand from the rules of the language, then kept as a snapshot.

#[path = "graphs/support.rs"]
mod support;

use support::{analyze, fixtures, rendered};

#[test]
fn each_fixture_gives_its_graph() {
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "graphs", omit_expression => true }, {
        for (name, text) in fixtures() {
            insta::assert_snapshot!(name, rendered(&analyze(&text)));
        }
    });
}
