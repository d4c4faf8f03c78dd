//! What the tool writes: whole or not at all, and never where the tree lures it.
#![cfg(unix)]

use ensue_tests::{ensue, files_below, folder};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

const MANIFEST: &str =
    "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nensue = \"0.1\"\n";
const SOURCE: &str = "use ensue::event;\n\n/// It was paid.\n#[event]\npub struct Paid;\n";

/// A project in `app`, with room beside it.
fn place() -> TempDir {
    folder(&[("app/Cargo.toml", MANIFEST), ("app/src/lib.rs", SOURCE), ("precious/notes.txt", "mine")])
}

fn run(dir: &Path, arguments: &[&str]) -> Output {
    ensue!().args(arguments).current_dir(dir).output().expect("the tool starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("messages are UTF-8")
}

/// Everything below a folder with its bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let read = |path: PathBuf| {
        let bytes = fs::read(folder.join(&path)).expect("the file can be read");
        (path, bytes)
    };
    files_below(folder).into_iter().map(read).collect()
}

#[track_caller]
fn refused(output: &Output, message: &str) {
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains(message), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
}

#[test]
fn doc_writes_a_site_and_says_where() {
    let place = place();
    let output = run(place.path(), &["doc", "app"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let index = PathBuf::from(text(&output.stdout).trim_end());
    let site = fs::canonicalize(place.path()).expect("the folder exists").join("app/target/ensue/doc");
    assert_eq!(index, site.join("index.html"));
    assert!(fs::read_to_string(&index).expect("the page").contains("Paid"));

    // Again, with something left over from before: the folder is as the first run made it.
    let first = contents(&site);
    fs::write(site.join("event-gone.html"), "an old page").expect("the file can be written");
    assert_eq!(run(place.path(), &["ensue", "doc", "app"]).status.code(), Some(0));
    assert_eq!(contents(&site), first);
    let beside: Vec<_> = fs::read_dir(place.path().join("app/target/ensue")).expect("the folder").collect();
    assert_eq!(beside.len(), 1, "nothing is left beside it: {beside:?}");

    // The same bytes elsewhere, under another umask.
    let elsewhere = place.path().join("some where");
    let script =
        format!("umask 077; '{}' doc app --out '{}'", env!("CARGO_BIN_EXE_ensue-under-test"), elsewhere.display());
    let status =
        std::process::Command::new("sh").args(["-c", &script]).current_dir(place.path()).output().expect("sh starts");
    assert!(status.status.success(), "{}", text(&status.stderr));
    assert_eq!(contents(&elsewhere), first);
}

#[test]
fn a_folder_of_someone_else_is_not_replaced() {
    let place = place();
    let before = contents(place.path());
    refused(
        &run(place.path(), &["doc", "app", "--out", "precious"]),
        "was not written by `cargo ensue doc`, so it is not replaced: name another folder with `--out`",
    );
    refused(&run(place.path(), &["doc", "app", "--out", "app/Cargo.toml"]), "exists and is not a folder");
    refused(&run(place.path(), &["doc", "app", "--out", "app"]), "holds the project");
    refused(&run(&place.path().join("app"), &["doc", "--out", ".."]), "holds the project");
    assert_eq!(contents(place.path()), before);
    // A folder without anything in it can lose nothing.
    fs::create_dir(place.path().join("empty")).expect("a folder");
    assert_eq!(run(place.path(), &["doc", "app", "--out", "empty"]).status.code(), Some(0));
}

/// A tree may hold links that lead to what is dear to its reader.
#[test]
fn no_output_goes_through_a_link() {
    let place = place();
    let precious = place.path().join("precious");
    let app = place.path().join("app");
    let before = contents(&precious);
    let message = "is a link, and no output is written through one";

    symlink(&precious, app.join("target")).expect("a link");
    refused(&run(place.path(), &["doc", "app"]), message);
    refused(&run(place.path(), &["doc", "app", "--out", "app/target/site"]), message);
    fs::remove_file(app.join("target")).expect("the link goes");

    fs::create_dir_all(app.join("target/ensue")).expect("folders");
    symlink(&precious, app.join("target/ensue/doc")).expect("a link");
    refused(&run(place.path(), &["doc", "app"]), message);
    symlink(&precious, place.path().join("beside")).expect("a link");
    refused(&run(place.path(), &["doc", "app", "--out", "beside/site"]), message);

    symlink(precious.join("notes.txt"), app.join("ensue.json")).expect("a link");
    refused(&run(place.path(), &["snapshot", "app"]), message);
    fs::remove_file(app.join("ensue.json")).expect("the link goes");
    symlink(precious.join("new.txt"), app.join("ensue.json")).expect("a link that leads nowhere");
    refused(&run(place.path(), &["snapshot", "app"]), message);
    assert_eq!(contents(&precious), before);
}

#[test]
fn a_snapshot_replaces_a_file_and_nothing_else() {
    let place = place();
    fs::create_dir(place.path().join("app/ensue.json")).expect("a folder");
    refused(&run(place.path(), &["snapshot", "app"]), "is not a regular file, so it is not replaced: remove it");
    fs::remove_dir(place.path().join("app/ensue.json")).expect("the folder goes");
    fs::write(place.path().join("app/ensue.json"), "old").expect("the file can be written");
    assert_eq!(run(place.path(), &["snapshot", "app"]).status.code(), Some(0));
    assert!(fs::read_to_string(place.path().join("app/ensue.json")).expect("the snapshot").contains("app::Paid"));
}

/// When the disk refuses in the middle, what was there before is there after, and nothing else.
#[test]
fn nothing_is_left_half_written() {
    let place = place();
    let site = place.path().join("site");
    assert_eq!(run(place.path(), &["doc", "app", "--out", "site"]).status.code(), Some(0));
    assert_eq!(run(place.path(), &["snapshot", "app"]).status.code(), Some(0));
    let before = contents(place.path());
    // One block of 512 bytes is not enough for a page or a snapshot; the signal of the limit is ignored, so that the
    // write itself fails.
    for arguments in ["doc app --out site", "snapshot app"] {
        let script =
            format!("trap '' XFSZ; ulimit -f 0; exec '{}' {arguments}", env!("CARGO_BIN_EXE_ensue-under-test"));
        let output = std::process::Command::new("sh")
            .args(["-c", &script])
            .current_dir(place.path())
            .output()
            .expect("sh starts");
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("cannot write `"), "{}", text(&output.stderr));
        assert_eq!(contents(place.path()), before, "{arguments}");
    }
    assert!(site.join("index.html").is_file());
    let names: Vec<_> =
        fs::read_dir(place.path()).expect("the folder").map(|it| it.expect("an entry").file_name()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
}
