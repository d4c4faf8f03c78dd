//! Promise 3.2, watched from outside: under `strace` the tool starts no program, speaks to no network, and opens nothing
//! beyond the tree and what the system itself loads, whatever a repository asks for; and it gives the graph that it gives
//! of the same tree without traps.
#![cfg(target_os = "linux")]

mod hostile;
mod live;
mod trace;
mod traps;

use ensue_tests::git;
use hostile::{HOLES, Made, Tree};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;
use trace::Trace;

/// Every command that analyses.
const COMMANDS: &[&[&str]] = &[
    &["graph", "--format", "json"],
    &["graph", "--format", "svg"],
    &["after", "Paid", "--format", "json"],
    &["before", "Thanked"],
    &["path", "pay", "Thanked"],
    &["doc", "--out", "site"],
    &["snapshot"],
    &["diff", "HEAD~1", "--format", "json"],
    &["diff", "HEAD~1", "HEAD", "--format", "json"],
    &["diff", "--format", "json"],
];

/// Nothing ran, nothing was said to anybody, and only these directories were opened.
#[track_caller]
fn stays(tree: &Tree, arguments: &[&str], trace: &Trace, dirs: &[PathBuf]) {
    assert_eq!(trace.reaches_out(), [] as [&str; 0], "{arguments:?}");
    let opened = trace.opened();
    let outside: Vec<&PathBuf> = opened.iter().filter(|path| !tree.is_in(path, dirs)).collect();
    assert_eq!(outside, [] as [&PathBuf; 0], "{arguments:?}");
    // Nobody can put a link in between, but for the directories of git, which are looked through before.
    let repo = tree.path("repo");
    let is_of_git = |path: &PathBuf| ["repo/.git", "repo/inner.git"].iter().any(|dir| path.starts_with(tree.path(dir)));
    let mut loosely = trace.follows_links(&repo);
    loosely.retain(|path| path.starts_with(&repo) && !is_of_git(path));
    assert_eq!(loosely, [] as [PathBuf; 0], "{arguments:?}");
    let is_ours =
        |path: &&PathBuf| path.ends_with("Cargo.toml") || path.components().any(|it| it.as_os_str() == ".git");
    assert!(opened.iter().any(|path| is_ours(&path)), "{arguments:?}: the trace shows that the repository is read");
    assert_eq!(tree.traps.sprung(), [] as [&str; 0], "{arguments:?}");
    let answer = String::from_utf8_lossy(&trace.output.stdout);
    assert!(!answer.contains("Secret"), "{arguments:?}: {answer}");
}

fn json(trace: &Trace) -> Value {
    serde_json::from_slice(&trace.output.stdout).expect("an answer in JSON")
}

/// Reason, file and line of each hole, sorted.
fn holes(graph: &Value) -> Vec<String> {
    let hole = |hole: &Value| {
        let file = hole["file"].as_str().expect("a file");
        let line = hole["line"].as_u64().map_or(String::new(), |line| format!(":{line}"));
        format!("{} {file}{line}", hole["reason"].as_str().expect("a reason"))
    };
    let mut holes: Vec<String> = graph["holes"].as_array().expect("holes").iter().map(hole).collect();
    holes.sort();
    holes
}

#[test]
fn a_hostile_repository_gets_nothing_run_and_nothing_else_opened() {
    let (hostile, clean) = (Tree::new(Made::Hostile), Tree::new(Made::Clean));
    for arguments in COMMANDS {
        for tree in [&hostile, &clean] {
            let trace = tree.watch(arguments);
            let said = String::from_utf8_lossy(&trace.output.stderr);
            assert!(trace.output.status.success(), "{arguments:?}: {said}");
            stays(tree, arguments, &trace, &[tree.path("repo")]);
        }
    }
    // The right graph: that of the clean copy, and a hole for each way out.
    let graph = |tree: &Tree| json(&tree.watch(&["graph"]));
    let (ours, fair) = (graph(&hostile), graph(&clean));
    for part in ["nodes", "edges", "diagnostics"] {
        assert_eq!(ours[part], fair[part], "{part}");
    }
    assert!(fair["edges"].as_array().is_some_and(|edges| edges.len() == 4), "{fair}");
    assert_eq!(holes(&fair), [] as [&str; 0]);
    assert_eq!(holes(&ours), HOLES);
    // The right difference.
    let diff = |tree: &Tree| json(&tree.watch(&["diff", "HEAD~1", "HEAD", "--format", "json"]));
    let (ours, fair) = (diff(&hostile), diff(&clean));
    for part in ["verdict", "nodes", "edges", "holes"] {
        assert_eq!(ours[part], fair[part], "{part}");
    }
    assert_eq!(fair["nodes"]["added"][0]["id"], "app::inside::archive");
    // A file that says what to include is refused, and not obeyed.
    hostile.write("repo/ensue.toml", "include = \"../secret/config\"\n");
    for arguments in [&["check"][..], &["diff", "HEAD"]] {
        let trace = hostile.watch(arguments);
        assert_eq!(trace.output.status.code(), Some(2), "{arguments:?}");
        stays(&hostile, arguments, &trace, &[hostile.path("repo")]);
    }
}

/// What the git directory borrows from elsewhere is not opened: revisions cannot be read then, the work tree still can.
#[test]
fn borrowed_objects_stay_where_they_are() {
    let tree = Tree::new(Made::Hostile);
    let lender = tree.path("secret/lender");
    git(&tree.top, &["clone", "--quiet", "--bare", "repo", "secret/lender"]);
    tree.write("repo/.git/objects/info/alternates", &format!("{}\n", lender.join("objects").display()));
    refuses_revisions(&tree, "out of");
    // The same one level further: what it may borrow from borrows itself.
    let inner = tree.path("repo/inner.git");
    git(&tree.top, &["clone", "--quiet", "--bare", "repo", "repo/inner.git"]);
    fs::write(inner.join("objects/info/alternates"), format!("{}\n", lender.join("objects").display())).unwrap();
    tree.write("repo/.git/objects/info/alternates", "../../inner.git/objects\n");
    refuses_revisions(&tree, "out of");
}

/// Refs, objects and packs that are links to elsewhere.
#[test]
fn links_in_the_git_directory_are_not_followed_out() {
    for (link, target) in [
        (".git/refs/heads/main", "../../../../secret/config"),
        (".git/packed-refs", "../../secret/config"),
        (".git/objects/pack/pack-0000000000000000000000000000000000000000.idx", "/etc/hostname"),
        (".git/objects/info/commit-graph", "/etc/hostname"),
        (".git/refs/heads/more", "/etc"),
    ] {
        let tree = Tree::new(Made::Hostile);
        let link = tree.path("repo").join(link);
        let _ = fs::remove_file(&link);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(target, &link).unwrap();
        refuses_revisions(&tree, "out of");
    }
}

/// The graph is as ever, and a difference of revisions says why there is none; neither opens anything else.
#[track_caller]
fn refuses_revisions(tree: &Tree, why: &str) {
    let repo = [tree.path("repo")];
    let arguments = ["graph"];
    let trace = tree.watch(&arguments);
    stays(tree, &arguments, &trace, &repo);
    assert_eq!(holes(&json(&trace)), HOLES);
    let arguments = ["diff", "HEAD~1", "HEAD", "--format", "json"];
    let trace = tree.watch(&arguments);
    stays(tree, &arguments, &trace, &repo);
    let said = String::from_utf8_lossy(&trace.output.stderr).into_owned();
    assert_eq!(trace.output.status.code(), Some(2), "{said}");
    assert!(said.contains(why), "{said}");
}

/// A partial clone lacks objects, which git would fetch by running what its configuration names.
#[test]
fn a_partial_clone_fetches_nothing() {
    let tree = Tree::new(Made::Hostile);
    tree.add("repo/.git/config", "[remote \"origin\"]\n\tpromisor = true\n\tpartialclonefilter = blob:none\n");
    tree.add("repo/.git/config", "[extensions]\n\tpartialClone = origin\n");
    let blob = object(&tree, "HEAD:app/src/inside.rs");
    fs::remove_file(tree.path("repo/.git/objects").join(&blob[..2]).join(&blob[2..])).unwrap();
    let arguments = ["diff", "HEAD~1", "HEAD", "--format", "json"];
    let trace = tree.watch(&arguments);
    stays(&tree, &arguments, &trace, &[tree.path("repo")]);
    let diff = json(&trace);
    let hole = &diff["holes"]["added"][0];
    assert_eq!((hole["reason"].as_str(), hole["file"].as_str()), (Some("unreadable"), Some("app/src/inside.rs")));
    assert!(hole["detail"].as_str().is_some_and(|text| text.contains("which is partial")), "{hole}");
}

/// A `.git` file names the git directory, as in a linked work tree. That directory is then read, and nothing beyond it.
#[test]
fn a_git_file_leads_to_one_directory() {
    let tree = Tree::new(Made::Hostile);
    fs::rename(tree.path("repo/.git"), tree.path("elsewhere.git")).unwrap();
    tree.write("repo/.git", "gitdir: ../elsewhere.git\n");
    let dirs = [tree.path("repo"), tree.path("elsewhere.git")];
    for arguments in [&["graph"][..], &["diff", "HEAD~1", "HEAD", "--format", "json"]] {
        let trace = tree.watch(arguments);
        assert!(trace.output.status.success(), "{}", String::from_utf8_lossy(&trace.output.stderr));
        stays(&tree, arguments, &trace, &dirs);
    }
    // What is no git directory is not taken for one.
    tree.write("repo/.git", "gitdir: ../secret\n");
    let trace = tree.watch(&["graph"]);
    stays(&tree, &["graph"], &trace, &dirs);
    assert_eq!(trace.output.status.code(), Some(2));
}

/// The id of an object.
fn object(tree: &Tree, name: &str) -> String {
    let mut git = Command::new("git");
    git.current_dir(tree.path("repo")).args(["-c", "core.fsmonitor=false", "rev-parse", name]);
    String::from_utf8(git.output().unwrap().stdout).unwrap().trim().to_owned()
}

/// Without it the tests above could be blind.
#[test]
fn what_is_allowed_is_seen_to_be_opened() {
    let hostile = Tree::new(Made::Hostile);
    let secret = hostile.path("secret");
    let trace = hostile.watch(&["graph", "--allow-read", secret.to_str().unwrap()]);
    assert!(trace.opened().contains(&secret.join("src/lib.rs")), "{:#?}", trace.opened());
}
