//! Patterns of CODEOWNERS against git, whose rules they follow but for a few.

use ensue_tests::{ensue, folder, git, run};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// One has the name of a directory elsewhere.
const FILES: [&str; 8] = [
    "src/lib.rs",
    "src/a.rs",
    "src/web.rs",
    "src/web/mod_a.rs",
    "src/web/src.rs",
    "src/mail.rs",
    "src/mail/a.rs",
    "src/web/mail",
];

/// Names, slashes and stars in every place where they matter; not what ends in `/*`, which is one level here and all of them in
/// git, and neither `!`, `[` nor a backslash, which are no patterns here.
const PATTERNS: [&str; 40] = [
    "*",
    "**",
    "*.rs",
    "a.rs",
    "/a.rs",
    "src",
    "/src",
    "src/",
    "/src/",
    "web",
    "/web",
    "web/",
    "/web/",
    "src/web",
    "/src/web",
    "src/web/",
    "/src/web/",
    "src/web.rs",
    "web/src.rs",
    "**/web",
    "**/web/",
    "**/a.rs",
    "/**/a.rs",
    "src/**",
    "src/**/a.rs",
    "/src/**/src.rs",
    "**/web/**",
    "src/*.rs",
    "src/*/a.rs",
    "*/a.rs",
    "s?c",
    "/s?c/w*b/",
    "*eb",
    "nothing/",
    "mail",
    "mail/",
    "**/mail/",
    "src/*/mail/",
    "/src/web/mail",
    "/src/web/mail/",
];

#[test]
fn a_pattern_owns_what_git_would_ignore() {
    let event = |name: &str| format!("#[ensue::event]\npub struct {name};\n");
    let place = folder(&[
        ("Cargo.toml", "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n"),
        (FILES[0], &format!("{}mod a;\nmod mail;\nmod web;\n#[path = \"web/mail\"]\nmod post;\n", event("Root"))),
        (FILES[1], &event("A")),
        (FILES[2], &format!("{}mod mod_a;\nmod src;\n", event("Web"))),
        (FILES[3], &event("WebA")),
        (FILES[4], &event("WebSrc")),
        (FILES[5], &format!("{}mod a;\n", event("Mail"))),
        (FILES[6], &event("MailA")),
        (FILES[7], &event("WebMail")),
    ]);
    git(place.path(), &["init", "--quiet"]);
    let mut seen = BTreeSet::new();
    for pattern in PATTERNS {
        let (ours, of_git) = (owned(place.path(), pattern), ignored(place.path(), pattern));
        assert_eq!(ours, of_git, "`{pattern}`");
        seen.insert(ours);
    }
    assert!(seen.len() > 8, "the patterns tell files apart: {seen:?}");
}

fn owned(dir: &Path, pattern: &str) -> BTreeSet<String> {
    fs::write(dir.join("CODEOWNERS"), format!("{pattern} @us\n")).expect("written");
    let answer = run(ensue!().current_dir(dir).args(["graph", "--format", "json"]));
    let graph: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let nodes = graph["nodes"].as_array().expect("nodes");
    assert_eq!(nodes.len(), FILES.len());
    let ours = nodes.iter().filter(|node| node["owners"] == serde_json::json!(["@us"]));
    ours.map(|node| node["file"].as_str().expect("a file").to_owned()).collect()
}

fn ignored(dir: &Path, pattern: &str) -> BTreeSet<String> {
    fs::write(dir.join(".gitignore"), format!("{pattern}\n")).expect("written");
    let mut command = Command::new("git");
    command.current_dir(dir).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let answer = run(command.args(["check-ignore", "--no-index"]).args(FILES));
    answer.stdout.lines().map(str::to_owned).collect()
}
