//! A tree that changes while it is read, and one in which something else stands where a source file should: an analysis
//! ends, and opens nothing but regular files inside the tree.
#![cfg(unix)]

use ensue_analyzer::model::analyze;
use ensue_analyzer::source::{Repository, Tree, WorkTree, load};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";
const SOURCE: &str = "mod inner;\n#[ensue::event]\npub struct Kept;\n";

/// No analysis of a few lines takes this long; one that waits for a pipe would never end.
const PATIENCE: Duration = Duration::from_secs(60);

fn tree() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), "secret.rs", "#[ensue::event] pub struct Secret;\n");
    write(folder.path(), "tree/Cargo.toml", MANIFEST);
    write(folder.path(), "tree/src/lib.rs", SOURCE);
    write(folder.path(), "tree/src/inner.rs", "#[ensue::event] pub struct Inner;\n");
    folder
}

fn write(top: &Path, path: &str, text: &str) {
    let path = top.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// The graph of a tree as text; why there is none, when its manifest cannot be read.
fn graph(dir: &Path) -> String {
    let opened = WorkTree::around(dir, &[]);
    let loaded = opened.and_then(|tree| load(&tree, tree.dir()).map(|project| (tree, project)));
    match loaded {
        Ok((tree, project)) => analyze(&tree, &project).graph.to_json(),
        Err(error) => error.to_string(),
    }
}

/// What a thread of its own answers, which must not take forever.
#[track_caller]
fn in_time<T: Send + 'static>(what: &str, ask: impl FnOnce() -> T + Send + 'static) -> T {
    let (answer, answers) = mpsc::channel();
    thread::spawn(move || answer.send(ask()));
    answers.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{what}: no answer in {} s", PATIENCE.as_secs()))
}

/// What may stand at a path instead of a file.
const THINGS: [&str; 8] =
    ["pipe", "socket", "directory", "loop", "link to nothing", "link to a device", "link to a pipe", "link to itself"];

fn put(thing: &str, at: &Path) {
    let _ = fs::remove_file(at);
    let _ = fs::remove_dir_all(at);
    fs::create_dir_all(at.parent().expect("a folder")).expect("a folder");
    let pipe = |at: &Path| assert!(Command::new("mkfifo").arg(at).status().expect("mkfifo").success());
    match thing {
        "pipe" => pipe(at),
        "socket" => drop(UnixListener::bind(at).expect("a socket")),
        "directory" => fs::create_dir(at).expect("a directory"),
        "loop" => {
            let other = at.with_extension("other");
            let _ = fs::remove_file(&other);
            symlink(&other, at).and_then(|()| symlink(at, &other)).expect("two links");
        }
        "link to nothing" => symlink("nowhere", at).expect("a link"),
        "link to a device" => symlink("/dev/zero", at).expect("a link"),
        "link to a pipe" => {
            let other = at.with_extension("pipe");
            if !other.exists() {
                pipe(&other);
            }
            symlink(other, at).expect("a link");
        }
        _ => symlink(at.file_name().expect("a name"), at).expect("a link"),
    }
}

/// Ends the thread that changes things, also when an assertion fails before.
struct AtEnd<'a>(&'a AtomicBool);

impl Drop for AtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn nothing_but_files_is_opened() {
    for thing in THINGS {
        for path in ["src/inner.rs", "src/lib.rs", "src/main.rs", "src/bin", "build.rs", "Cargo.toml", "src", ".git"] {
            let folder = tree();
            let dir = folder.path().join("tree");
            put(thing, &dir.join(path));
            let answer = in_time(&format!("{thing} at {path}"), move || graph(&dir));
            let is_whole = answer.contains("app::Kept");
            let must_be = !["src/lib.rs", "Cargo.toml", "src"].contains(&path);
            assert_eq!(is_whole, must_be, "{thing} at {path}: {answer}");
            assert!(!answer.contains("Secret"), "{thing} at {path}");
            if path == "src/inner.rs" {
                assert!(answer.contains("\"holes\": [\n{\"reason\""), "{thing} at {path}: {answer}");
            }
        }
    }
}

#[test]
fn nothing_but_files_is_opened_in_a_git_directory() {
    for thing in THINGS {
        for path in [
            "HEAD",
            "config",
            "packed-refs",
            "refs/heads/main",
            "objects/info/alternates",
            "objects/pack/a.idx",
            "shallow",
        ] {
            let folder = tree();
            let dir = folder.path().join("tree");
            for arguments in [
                &["init", "--quiet", "--initial-branch=main"][..],
                &["add", "--all"],
                &["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "all"],
            ] {
                assert!(Command::new("git").current_dir(&dir).args(arguments).status().expect("git").success());
            }
            put(thing, &dir.join(".git").join(path));
            in_time(&format!("{thing} at .git/{path}"), move || {
                let Ok(repository) = Repository::around(&dir, &[]) else { return };
                let Ok(commit) = repository.commit("main") else { return };
                let Ok(tree) = repository.tree(&commit) else { return };
                let project = load(&tree, repository.dir()).expect("the tree of the commit is whole");
                assert!(analyze(&tree, &project).graph.to_json().contains("app::Kept"));
            });
        }
    }
}

#[test]
fn a_tree_that_changes_while_it_is_read() {
    let folder = tree();
    let top = folder.path().to_owned();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let _end = AtEnd(&is_over);
        scope.spawn(|| {
            let (file, sub) = (top.join("tree/src/inner.rs"), top.join("tree/src/sub"));
            let pipe = top.join("pipe");
            put("pipe", &pipe);
            let long = "#[ensue::event] pub struct Inner;\n".repeat(20_000);
            for turn in 0.. {
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                let _ = match turn % 7 {
                    0 => fs::write(&file, &long),
                    1 => fs::File::options().write(true).open(&file).and_then(|file| file.set_len(100)),
                    2 => fs::remove_file(&file).and_then(|()| fs::create_dir(&file)),
                    3 => fs::remove_dir(&file).and_then(|()| symlink("../../secret.rs", &file)),
                    4 => fs::remove_file(&file).and_then(|()| fs::hard_link(&pipe, &file)),
                    5 => fs::remove_file(&file).and_then(|()| fs::write(&file, [0xff; 10])),
                    _ => fs::create_dir(&sub).and_then(|()| fs::remove_dir(&sub)),
                };
            }
        });
        let start = Instant::now();
        let mut seen = 0;
        while start.elapsed() < Duration::from_secs(3) || seen < 20 {
            let dir = top.join("tree");
            let answer = in_time("a changing tree", move || graph(&dir));
            assert!(answer.contains("app::Kept"), "{answer}");
            assert!(!answer.contains("Secret"), "a link was followed out of the tree");
            seen += 1;
        }
    });
}

/// Who looks first and opens then may find a pipe where a file was, and wait for whoever writes to it; or a link, and
/// follow it.
#[test]
fn what_is_put_in_the_place_of_a_file_is_never_opened_for_long() {
    for thing in ["pipe", "link to a pipe", "link to the outside"] {
        let folder = tree();
        let (file, other) = (folder.path().join("tree/src/inner.rs"), folder.path().join("tree/other"));
        let source = fs::read(&file).expect("a file");
        match thing {
            "link to the outside" => symlink("../../secret.rs", &other).expect("a link"),
            thing => put(thing, &other),
        }
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            let _end = AtEnd(&is_over);
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    renameat_with(CWD, &file, CWD, &other, RenameFlags::EXCHANGE).expect("two things change places");
                }
            });
            let dir = folder.path().join("tree");
            let answers = in_time(&format!("{thing} instead of a file"), move || {
                let tree = WorkTree::at(&dir).expect("a tree");
                (0..20_000).map(|_| tree.read("src/inner.rs")).collect::<Vec<_>>()
            });
            let (read, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
            assert!(read.iter().all(|bytes| bytes.as_ref() == Ok(&source)), "{thing}: what lies elsewhere was read");
            assert!(!read.is_empty() && !refused.is_empty(), "{thing}: both were met");
        });
    }
}
