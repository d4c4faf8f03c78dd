//! What cannot be carried out ends with a message that says the next step and with status 2, and leaves nothing behind.
//! What is only broken code is no bad input.

use ensue_tests::{Answer, commit_all, ensue, files_below, folder, run};
use std::path::Path;

const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n\n[dependencies]\nensue = \"0.1\"\n";

const SOURCE: &str = "\
//! An application.
use ensue::{Cx, event, handler};
#[event]
pub struct Paid;
#[event]
pub struct Shipped;
#[handler(on = Paid, may_emit = [Shipped])]
pub fn ship(_event: &Paid, cx: &mut Cx<'_, ship>) { cx.emit(Shipped); }
mod other {
    #[ensue::event]
    pub struct Shipped;
}
";

/// A question that has no answer, and what the message must hold.
struct Case {
    arguments: &'static [&'static str],
    says: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case { arguments: &[], says: &["Usage"] },
    Case { arguments: &["grpah"], says: &["grpah", "graph"] },
    Case { arguments: &["graph", "--format", "png"], says: &["png", "json", "dot", "mermaid", "svg"] },
    Case { arguments: &["graph", "nowhere"], says: &["nowhere"] },
    Case { arguments: &["graph", "src/lib.rs"], says: &["src/lib.rs"] },
    Case { arguments: &["-C", "nowhere", "graph"], says: &["nowhere"] },
    Case { arguments: &["doc", "nowhere"], says: &["nowhere"] },
    Case { arguments: &["after", "Payed"], says: &["`Payed`", "Paid"] },
    Case { arguments: &["before", "Shipped"], says: &["`Shipped`", "app::Shipped", "app::other::Shipped"] },
    Case { arguments: &["path", "Paid", "Lost"], says: &["`Lost`"] },
    Case { arguments: &["graph", "--from", "Payed"], says: &["`Payed`", "Paid"] },
    Case { arguments: &["diff", "no-such-branch"], says: &["no-such-branch"] },
    Case { arguments: &["diff", "main", "no-such-branch"], says: &["no-such-branch"] },
    Case { arguments: &["diff", "--format", "pdf"], says: &["pdf", "json"] },
];

#[test]
fn each_case_says_what_to_do_and_leaves_nothing_behind() {
    let folder = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", SOURCE)]);
    commit_all(folder.path());
    let before = files_below(folder.path());
    for case in CASES {
        let answer = ask(folder.path(), case.arguments);
        let context = format!("{:?}: {answer:#?}", case.arguments);
        assert_eq!(answer.status, 2, "{context}");
        assert_eq!(answer.stdout, "", "{context}");
        for part in case.says {
            assert!(answer.stderr.contains(part), "`{part}` is missing in {context}");
        }
        assert!(!answer.stderr.contains("panicked"), "{context}");
        assert_eq!(files_below(folder.path()), before, "{context}");
    }
}

#[test]
fn a_folder_that_is_no_project_says_what_is_missing() {
    let folder = folder(&[("notes.txt", "nothing to see")]);
    for arguments in [&["graph"][..], &["doc"], &["after", "Paid"], &["snapshot"], &["diff"]] {
        let answer = ask(folder.path(), arguments);
        assert_eq!((answer.status, answer.stdout.as_str()), (2, ""), "{arguments:?}: {answer:#?}");
        assert!(
            answer.stderr.contains("Cargo.toml") || answer.stderr.contains("repository"),
            "{arguments:?}: {answer:#?}"
        );
        assert_eq!(files_below(folder.path()), [Path::new("notes.txt")], "{arguments:?}");
    }
}

/// A diff needs two sides; where there is no repository, or no default branch, the message names what would help.
#[test]
fn a_diff_without_a_base_says_so() {
    let no_repository = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", SOURCE)]);
    let answer = ask(no_repository.path(), &["diff"]);
    assert_eq!((answer.status, answer.stdout.as_str()), (2, ""), "{answer:#?}");
    assert!(answer.stderr.contains("repository"), "{answer:#?}");

    let no_default = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", SOURCE)]);
    commit_all(no_default.path());
    ensue_tests::git(no_default.path(), &["branch", "--quiet", "--move", "trunk"]);
    let answer = ask(no_default.path(), &["diff"]);
    assert_eq!((answer.status, answer.stdout.as_str()), (2, ""), "{answer:#?}");
    assert!(answer.stderr.contains("main") && answer.stderr.contains("diff"), "{answer:#?}");
}

/// A folder that is not ours stays as it is, and so does what a link points to.
#[test]
fn an_output_replaces_only_what_is_ours() {
    let folder = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", SOURCE), ("precious/thesis.txt", "years of work")]);
    let answer = ask(folder.path(), &["doc", "--out", "precious"]);
    assert_eq!(answer.status, 2, "{answer:#?}");
    assert!(answer.stderr.contains("precious"), "{answer:#?}");
    assert_eq!(files_below(&folder.path().join("precious")), [Path::new("thesis.txt")]);

    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("precious", folder.path().join("link")).expect("a link");
        let answer = ask(folder.path(), &["doc", "--out", "link/site"]);
        assert_eq!(answer.status, 2, "{answer:#?}");
        assert_eq!(files_below(&folder.path().join("precious")), [Path::new("thesis.txt")]);
    }

    assert_eq!(ask(folder.path(), &["doc", "--out", "site"]).status, 0);
    assert_eq!(ask(folder.path(), &["doc", "--out", "site"]).status, 0, "our own folder is replaced");
}

#[test]
fn broken_code_is_a_hole_and_no_failure() {
    let broken = format!("{SOURCE}mod half;\nmod gone;\n");
    let folder = folder(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", &broken),
        ("src/half.rs", "#[ensue::event] pub struct Half {"),
        ("src/deep.rs", &"(".repeat(100_000)),
    ]);
    std::fs::write(folder.path().join("src/gone.rs"), [0xff, 0xfe, 0x00]).expect("a file");
    let answer = ask(folder.path(), &["graph"]);
    assert_eq!(answer.status, 0, "{answer:#?}");
    let graph = ensue_tests::assert_schema("docs/graph.schema.json", &answer.stdout);
    let reasons = |graph: &serde_json::Value| -> Vec<(String, String)> {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let holes = graph["holes"].as_array().expect("a list");
        holes.iter().map(|hole| (text(&hole["reason"]), text(&hole["file"]))).collect()
    };
    let found = reasons(&graph);
    assert!(found.contains(&("syntax-error".to_owned(), "src/half.rs".to_owned())), "{found:?}");
    assert!(found.iter().any(|(_, file)| file == "src/gone.rs"), "{found:?}");
    let ids: Vec<&str> =
        graph["nodes"].as_array().expect("a list").iter().filter_map(|node| node["id"].as_str()).collect();
    assert!(ids.contains(&"app::ship"), "what can be read is still there: {ids:?}");

    let nested = folder.path().join("src/half.rs");
    std::fs::write(nested, format!("fn f() {{ {} }}", "(".repeat(100_000))).expect("a file");
    let answer = ask(folder.path(), &["graph"]);
    assert_eq!(answer.status, 0, "{answer:#?}");
}

#[test]
fn broken_manifests_are_told_with_their_place() {
    let cases: &[(&str, &[&str])] = &[
        ("[package\nname = 1", &["Cargo.toml"]),
        ("", &["Cargo.toml", "[package]"]),
        ("[workspace]\nmembers = [\"nowhere\"]\n", &["nowhere"]),
    ];
    for (manifest, says) in cases {
        let folder = folder(&[("Cargo.toml", manifest), ("src/lib.rs", SOURCE)]);
        let answer = ask(folder.path(), &["graph"]);
        let told = format!("{}{}", answer.stdout, answer.stderr);
        assert!(!told.contains("panicked"), "{answer:#?}");
        for part in *says {
            assert!(told.contains(part), "`{part}` is missing for {manifest:?}: {answer:#?}");
        }
    }
}

fn ask(folder: &Path, arguments: &[&str]) -> Answer {
    run(ensue!().current_dir(folder).args(arguments))
}
