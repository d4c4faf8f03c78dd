//! The files of the repository that are made, not written: each is made again here and compared. `cargo xtask bless`
//! writes them.

use ensue_analyzer::{diff, render};
use ensue_grammar::graph;
use ensue_tests::{assert_file, change_example, copy_of, ensue, example_alone, root, run};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

#[test]
fn the_schema_of_the_graph_is_that_of_its_types() {
    assert_file("docs/graph.schema.json", &published::<graph::Graph>(graph::SCHEMA));
}

#[test]
fn the_schema_of_the_difference_is_that_of_its_types() {
    assert_file("docs/diff.schema.json", &published::<diff::Diff>(diff::SCHEMA));
}

#[test]
fn the_page_of_lints_says_what_lints_say() {
    assert_file("docs/lints.md", &render::lints::page());
}

#[test]
fn the_page_of_rules_says_what_rules_say() {
    assert_file("docs/rules.md", &render::rules::page());
}

#[test]
fn the_page_of_the_difference_says_what_its_rules_say() {
    assert_file("docs/diff-rules.md", &render::differences::page());
}

#[test]
fn the_picture_of_the_readme_is_drawn_from_the_example() {
    let question = ["graph", "examples/payments", "--format", "svg", "--from", "POST /payments", "--depth", "8"];
    let answer = run(ensue!().current_dir(root()).args(question));
    assert_eq!(answer.status, 0, "{answer:#?}");
    assert_file("docs/pictures/payments.svg", &answer.stdout);
}

#[test]
fn the_pictures_of_the_shop_are_drawn_from_the_example() {
    for (picture, program) in [("docs/pictures/shop.svg", &[][..]), ("docs/pictures/shop-web.svg", &["--bin", "web"])] {
        let question = ["graph", "examples/shop", "--format", "svg", "--from", "POST /orders", "--depth", "12"];
        let answer = run(ensue!().current_dir(root()).args(question).args(program));
        assert_eq!(answer.status, 0, "{answer:#?}");
        assert_file(picture, &answer.stdout);
    }
}

#[test]
fn the_picture_of_a_change_is_drawn_from_the_changed_example() {
    let (_folder, place) = example_alone("payments", |_| {});
    change_example(&place);
    let example = place.join("examples/payments");
    let answer = run(ensue!().current_dir(example).args(["diff", "file:ensue.json", "--format", "svg"]));
    assert_eq!(answer.status, 0, "{answer:#?}");
    assert_file("docs/pictures/change.svg", &answer.stdout);
}

/// The tool writes it beside the manifest: in a copy, so that the two can be compared.
#[test]
fn the_snapshots_of_the_examples_are_fresh() {
    let (_shop, shop) = copy_of("examples/shop");
    let (_payments, payments) = example_alone("payments", |_| {});
    let payments = payments.join("examples/payments");
    for (example, copy) in [("examples/shop", shop), ("examples/payments", payments)] {
        let answer = run(ensue!().arg("snapshot").arg(&copy));
        assert_eq!(answer.status, 0, "{answer:#?}");
        let written = std::fs::read_to_string(copy.join("ensue.json")).expect("the snapshot can be read");
        assert_file(&format!("{example}/ensue.json"), &written);
    }
}

/// The schema of what is written, with its version pinned, and sorted in whatever order serde keeps names.
fn published<T: JsonSchema>(version: &str) -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    schema["title"] = json!(version);
    schema["properties"]["schema"] = json!({"description": "The version of the format.", "const": version});
    let mut text = serde_json::to_string_pretty(&sorted(schema)).expect("a schema is JSON");
    text.push('\n');
    text
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}
