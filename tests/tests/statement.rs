//! What an analysis read bounds what its answers mean. So every output states it, and a change of what is read, and of
//! nothing else, is seen in each.

use ensue_tests::{ensue, folder, run};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const MANIFEST: &str =
    "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";

const SOURCE: &str = "\
mod orders;
#[ensue::event]
pub struct Paid;
#[ensue::handler(on = Paid, may_emit = [Thanked])]
fn thank(_: &Paid, cx: &mut ensue::Cx<'_, thank>) {
    cx.emit(Thanked);
}
#[ensue::event]
pub struct Thanked;
";

const MACROS: &str =
    "[package]\nname = \"shop-macros\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[lib]\nproc-macro = true\n";

/// What was read before anything is changed.
fn statement() -> Value {
    json!({
        "packages": ["shop"],
        "targets": ["shop/lib/shop"],
        "cfg": "any",
        "files_read": 2,
        "skipped": [],
        "build_scripts": [],
        "proc_macros": [],
        "features": [],
    })
}

/// The formats in which an analysis answers, each as all that it states of what was read.
struct Outputs {
    /// The statement of each answer in JSON.
    json: Vec<(&'static str, Value)>,
    /// The words of each other answer.
    words: Vec<(&'static str, String)>,
    holes: Vec<String>,
}

impl Outputs {
    fn of(dir: &Path) -> Outputs {
        let answer = |arguments: &[&str]| {
            let answer = run(ensue!().current_dir(dir).args(arguments));
            assert_eq!(answer.status, 0, "{arguments:?}: {answer:?}");
            answer.stdout
        };
        let parsed = |arguments: &[&str]| -> Value { serde_json::from_str(&answer(arguments)).expect("JSON") };
        let graph = parsed(&["graph"]);
        let base = dir.with_extension("empty");
        fs::create_dir_all(base.join("src")).expect("a folder");
        fs::write(base.join("Cargo.toml"), MANIFEST).expect("a file");
        fs::write(base.join("src/lib.rs"), "").expect("a file");
        let base = format!("dir:{}", base.display());
        let json = vec![
            ("graph", graph["statement"].clone()),
            ("a part of it", parsed(&["graph", "--from", "thank"])["statement"].clone()),
            ("after", parsed(&["after", "Paid", "--format", "json"])["statement"].clone()),
            ("before", parsed(&["before", "Thanked", "--format", "json"])["statement"].clone()),
            ("path", parsed(&["path", "Paid", "Thanked", "--format", "json"])["statement"].clone()),
            ("diff", parsed(&["diff", &base, "worktree", "--format", "json"])["statements"]["head"].clone()),
            ("diff, turned", parsed(&["diff", "worktree", &base, "--format", "json"])["statements"]["base"].clone()),
        ];
        let site = dir.with_extension("site");
        answer(&["doc", "--out", site.to_str().expect("Unicode")]);
        let pages: Vec<_> = fs::read_dir(&site).expect("a site").map(|entry| entry.expect("a page").path()).collect();
        let page = |named: &str| {
            let is_it = |page: &&std::path::PathBuf| page.to_string_lossy().contains(named);
            fs::read_to_string(pages.iter().find(is_it).expect("a page")).expect("text")
        };
        let words = vec![
            ("dot", line_with(&answer(&["graph", "--format", "dot"]), "comment=")),
            ("mermaid", line_with(&answer(&["graph", "--format", "mermaid"]), "%%")),
            ("svg", line_with(&answer(&["graph", "--format", "svg"]), "<desc>")),
            ("after", last_words(&answer(&["after", "Paid"]))),
            ("before", last_words(&answer(&["before", "Thanked", "--quiet"]))),
            ("path", last_words(&answer(&["path", "Paid", "Thanked"]))),
            ("diff", last_words(&answer(&["diff", &base, "worktree"]))),
            ("overview", page("index.html").split("id=\"read\"").nth(1).expect("what was read").to_owned()),
            ("page", line_with(&page("paid"), "<footer>")),
        ];
        let hole = |hole: &Value| format!("{} {}", hole["reason"].as_str().expect("a reason"), hole["file"]);
        Outputs { json, words, holes: graph["holes"].as_array().expect("holes").iter().map(hole).collect() }
    }

    /// Every format states this, and says these words; what is not among them it does not say.
    #[track_caller]
    fn state(&self, expected: &Value, words: &[&str]) {
        for (output, stated) in &self.json {
            assert_eq!(stated, expected, "{output}");
        }
        for (output, said) in &self.words {
            let found: BTreeSet<&str> = WORDS.into_iter().filter(|word| said.contains(word)).collect();
            assert_eq!(found, words.iter().copied().collect(), "{output}: {said}");
        }
    }
}

/// What could be said of the changes below, whatever the format says around it.
const WORDS: [&str; 6] = ["build.rs", "macros", "shop/fast", "more.rs", "bin", "tests"];

fn line_with(text: &str, start: &str) -> String {
    text.lines()
        .find(|line| line.trim_start().starts_with(start))
        .unwrap_or_else(|| panic!("{start}: {text}"))
        .to_owned()
}

/// What the end of an answer in text says of what was read.
fn last_words(text: &str) -> String {
    let end = text.rsplit("\n\n").next().expect("an end");
    end.lines().filter(|line| line.contains("read ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_output_states_what_was_read() {
    let kept = folder(&[]);
    let dir = kept.path().join("shop");
    let write = |path: &str, text: &str| {
        let file = dir.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    };
    write("Cargo.toml", MANIFEST);
    write("src/lib.rs", SOURCE);
    write("src/orders.rs", "");
    let mut expected = statement();
    let outputs = Outputs::of(&dir);
    outputs.state(&expected, &[]);
    assert_eq!(outputs.holes, [] as [String; 0]);
    for (output, said) in &outputs.words {
        assert!(said.contains("shop") && said.contains("lib") && said.contains('2'), "{output}: {said}");
    }

    // A module file is taken away: one file less, and a hole where it is declared.
    fs::remove_file(dir.join("src/orders.rs")).expect("it was there");
    expected["files_read"] = json!(1);
    let outputs = Outputs::of(&dir);
    outputs.state(&expected, &[]);
    assert_eq!(outputs.holes, ["unreadable \"src/lib.rs\""]);
    for (output, said) in &outputs.words {
        assert!(!said.contains("2 files") && !said.contains("read: 2"), "{output}: {said}");
    }
    // It comes back, and does not parse: it is left out, with the reason.
    write("src/orders.rs", "mod more; fn (");
    let outputs = Outputs::of(&dir);
    let skipped = &outputs.json[0].1["skipped"];
    assert_eq!((skipped[0]["file"].as_str(), skipped.as_array().map(Vec::len)), (Some("src/orders.rs"), Some(1)));
    assert!(skipped[0]["reason"].as_str().is_some_and(|reason| reason.starts_with("this is not Rust: ")), "{skipped}");
    expected["skipped"] = skipped.clone();
    outputs.state(&expected, &[]);
    assert_eq!(outputs.holes, ["syntax-error \"src/orders.rs\""]);
    assert!(outputs.words.iter().all(|(_, said)| said.contains("src/orders.rs")), "{:#?}", outputs.words);
    write("src/orders.rs", "");
    expected["files_read"] = json!(2);
    expected["skipped"] = json!([]);

    // A build script.
    write("build.rs", "fn main() { panic!(\"it is not run\") }");
    expected["build_scripts"] = json!(["build.rs"]);
    let script = json!({"file": "build.rs", "reason": "a build script: it is not run, and what it writes is not seen"});
    expected["skipped"] = json!([script]);
    Outputs::of(&dir).state(&expected, &["build.rs"]);

    // Procedural macros, and one of them at work on an annotation: a hole, since it may make anything of it.
    write("macros/Cargo.toml", MACROS);
    write("macros/src/lib.rs", "");
    write("Cargo.toml", &format!("{MANIFEST}shop-macros = {{ path = \"macros\" }}\n"));
    write("src/orders.rs", "shop_macros::make! { #[ensue::event] struct Order; }");
    expected["packages"] = json!(["shop", "shop-macros"]);
    expected["proc_macros"] = json!(["shop-macros/proc-macro/shop_macros"]);
    let reason = "procedural macros: they run inside the compiler, and what they make is not seen";
    expected["skipped"] = json!([script, {"file": "macros/src/lib.rs", "reason": reason}]);
    let outputs = Outputs::of(&dir);
    outputs.state(&expected, &["build.rs", "macros"]);
    assert_eq!(outputs.holes, ["macro-generated \"src/orders.rs\""]);

    // A feature that is off by default, beside one that is on.
    let features = "[features]\ndefault = [\"slow\"]\nslow = []\nfast = []\n";
    write("Cargo.toml", &format!("{MANIFEST}shop-macros = {{ path = \"macros\" }}\n{features}"));
    expected["features"] = json!(["shop/fast"]);
    Outputs::of(&dir).state(&expected, &["build.rs", "macros", "shop/fast"]);

    // A program, and a test of it.
    write("src/main.rs", "fn main() {}");
    write("tests/all.rs", "");
    expected["targets"] = json!(["shop/bin/shop", "shop/lib/shop"]);
    expected["files_read"] = json!(3);
    let reason = "an integration test: it is not part of a program";
    let skipped = expected["skipped"].as_array_mut().expect("a list");
    skipped.push(json!({"file": "tests/all.rs", "reason": reason}));
    Outputs::of(&dir).state(&expected, &["build.rs", "macros", "shop/fast", "bin", "tests"]);
}
