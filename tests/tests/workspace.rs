//! What a package must carry before it can be published, and what must never be.

use ensue_tests::root;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

#[test]
fn every_published_crate_is_complete() {
    let mut published = Vec::new();
    for package in packages() {
        let name = text(&package["name"]);
        if package["publish"] == serde_json::json!([]) {
            continue;
        }
        published.push(name.clone());
        for key in ["description", "license", "readme", "rust_version"] {
            assert!(!text(&package[key]).is_empty(), "`{name}` has no `{key}`");
        }
        for key in ["keywords", "categories"] {
            let count = package[key].as_array().map_or(0, Vec::len);
            assert!((1..=5).contains(&count), "`{name}` has {count} {key}; a registry wants one to five");
        }
        let manifest = text(&package["manifest_path"]);
        let folder = Path::new(&manifest).parent().expect("a manifest lies in a folder");
        let readme = std::fs::read_to_string(folder.join(text(&package["readme"]))).expect("the README can be read");
        assert!(readme.lines().count() > 3, "the README of `{name}` says what it is for");
        for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
            let carried = std::fs::read(folder.join(licence)).unwrap_or_default();
            assert!(carried == std::fs::read(root().join(licence)).expect("the licence"), "`{name}` lacks {licence}");
        }
    }
    published.sort();
    let expected = ["cargo-ensue", "ensue", "ensue-grammar", "ensue-macros", "ensue-templates"];
    assert_eq!(published, expected, "examples, tests and chores say `publish = false`");
}

#[test]
fn every_crate_follows_the_lints_of_the_workspace() {
    for package in packages() {
        let manifest = std::fs::read_to_string(text(&package["manifest_path"])).expect("the manifest");
        let follows = manifest.contains("[lints]\nworkspace = true") || manifest.contains("unsafe_code = \"forbid\"");
        assert!(follows, "`{}` has lints of its own", text(&package["name"]));
    }
}

fn packages() -> Vec<Value> {
    let arguments = ["metadata", "--format-version", "1", "--no-deps", "--locked", "--offline"];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().expect("cargo starts");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    metadata["packages"].as_array().expect("a list").clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
