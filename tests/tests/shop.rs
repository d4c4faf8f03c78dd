//! The example of several crates and two programs: what each program is said to contain is what it links, and what no
//! program contains together is told.

use ensue_tests::{copy_of, ensue, root, run};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Its tests compare the snapshot, which `generated.rs` keeps fresh, with what each program links.
#[test]
fn the_shop_passes_its_own_tests() {
    for features in [&[][..], &["--features", "shop-worker/gifts"]] {
        let mut tests = Command::new(env!("CARGO"));
        tests.args(["test", "--quiet", "--locked", "--target-dir"]).arg(root().join("target/shop")).args(features);
        let tests = run(tests.current_dir(root().join("examples/shop")));
        assert_eq!(tests.status, 0, "{tests:#?}");
    }
}

#[test]
fn the_picture_of_one_program_ends_where_its_tickets_begin() {
    let shop = root().join("examples/shop");
    let snapshot = json(&std::fs::read_to_string(shop.join("ensue.json")).expect("the snapshot can be read"));
    for program in ["web", "worker"] {
        let part = json(&run(ensue!().args(["graph", "--bin", program, "-C"]).arg(&shop)).stdout);
        let crates =
            &list(&snapshot["programs"]).iter().find(|it| it["name"] == program).expect("the program")["crates"];
        let is_linked = |node: &&Value| list(crates).contains(&node["crate"]) || node["kind"] == "external";
        let linked = list(&snapshot["nodes"]).iter().filter(is_linked);
        let mut expected: BTreeSet<&str> = linked.map(|node| text(&node["id"])).collect();
        let edges = list(&snapshot["edges"]).iter().filter(|edge| edge["timing"] != "inline");
        let tickets = edges.filter(|edge| expected.contains(text(&edge["from"])));
        let led_to: Vec<&str> = tickets.map(|edge| text(&edge["to"])).collect();
        expected.extend(led_to);
        let drawn: BTreeSet<&str> = list(&part["nodes"]).iter().map(|node| text(&node["id"])).collect();
        assert_eq!(drawn, expected, "{program}");
    }
    // What the worker does with a ticket is no business of the picture of the web.
    let after =
        |arguments: &[&str]| run(ensue!().args(["after", "post_order"]).args(arguments).arg("-C").arg(&shop)).stdout;
    assert!(after(&["--depth", "12"]).contains("note_report"));
    let of_web = after(&["--depth", "12", "--bin", "web"]);
    assert!(of_web.contains("pack_order") && !of_web.contains("Packed"), "{of_web}");
}

#[test]
fn a_listener_in_the_other_program_is_told() {
    let (_folder, shop) = copy_of("examples/shop");
    let told = run(ensue!().args(["graph", "-C"]).arg(&shop));
    assert_eq!((told.stderr.as_str(), &json(&told.stdout)["diagnostics"]), ("", &serde_json::json!([])));

    let line = listen(&shop.join("warehouse/src/handlers.rs"), "#[handler(on = catalogue::OrderPlaced)]");
    let told = run(ensue!().args(["graph", "-C"]).arg(&shop));
    let diagnostics = json(&told.stdout)["diagnostics"].clone();
    let [diagnostic] = list(&diagnostics) else { panic!("{diagnostics:#}") };
    assert_eq!(diagnostic["code"], "no_common_program");
    assert_eq!((text(&diagnostic["file"]), &diagnostic["line"]), ("warehouse/src/handlers.rs", &line.into()));
    let way = run(ensue!().args(["path", "post_order", "count", "-C"]).arg(&shop));
    assert!(way.stderr.contains("nothing that `post_order` can cause leads to `count`"), "{way:#?}");
    assert!(way.stderr.contains(&format!("warehouse/src/handlers.rs:{line}: ")), "{way:#?}");
}

/// Adds a listener to a file; gives the line of its function.
fn listen(file: &Path, attribute: &str) -> usize {
    let text = std::fs::read_to_string(file).expect("the file can be read");
    let text = format!("{text}{attribute}\nfn count(_: &catalogue::OrderPlaced) {{}}\n");
    std::fs::write(file, &text).expect("the file can be written");
    text.lines().count()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
