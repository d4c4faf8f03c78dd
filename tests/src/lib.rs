//! Everything end to end lives in the tests of this crate; here is what they share.

mod browser;
mod example;
mod run;

pub use browser::{BROWSER, Browser};
pub use example::{change_example, copy_of, example_alone};
pub use run::{Answer, commit_all, git, run};

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The example of the README compiles and does what it says.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The program under test, as a [`Command`](std::process::Command) without arguments.
#[macro_export]
macro_rules! ensue {
    () => {
        ::std::process::Command::new(env!("CARGO_BIN_EXE_ensue-under-test"))
    };
}

/// The root of this workspace.
///
/// # Panics
/// Never: the crate lies in the workspace.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the workspace")
}

/// Whether a test that needs this program can run.
///
/// `cargo xtask test` names the programs that it could not install, and says at its end what was left out because of them.
///
/// # Panics
/// When the program is missing and nobody says so: a test must not be left out silently.
#[must_use]
pub fn has_tool(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    let named_missing = std::env::var("ENSUE_MISSING_TOOLS").is_ok_and(|names| names.split(' ').any(|it| it == name));
    assert!(found || named_missing, "this test needs `{name}`: install it, or run the tests with `cargo xtask test`");
    found
}

/// Compares a file of the repository with what a test has just made; `cargo xtask bless` writes it instead.
///
/// # Panics
/// When they differ.
pub fn assert_file(path: &str, made: &str) {
    let file = root().join(path);
    if std::env::var_os("ENSUE_BLESS").is_some() {
        std::fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("the folder can be made");
        std::fs::write(&file, made).expect("the file can be written");
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == made, "`{path}` is stale: `cargo xtask bless` writes it anew\n{}", first_difference(&kept, made));
}

fn first_difference(kept: &str, made: &str) -> String {
    let mut told = String::new();
    let (mut kept, mut made) = (kept.lines(), made.lines());
    for number in 1.. {
        match (kept.next(), made.next()) {
            (None, None) => break,
            (a, b) if a == b => {}
            (a, b) => {
                let _ =
                    write!(told, "line {number}\n  kept: {}\n  made: {}", a.unwrap_or("(ends)"), b.unwrap_or("(ends)"));
                break;
            }
        }
    }
    told
}

/// Judges JSON by one of the schemas under `docs/`, and gives it back.
///
/// # Panics
/// When the text is no JSON, or the schema refuses it.
#[must_use]
pub fn assert_schema(schema: &str, text: &str) -> serde_json::Value {
    let schema = std::fs::read_to_string(root().join(schema)).expect("the schema can be read");
    let schema = serde_json::from_str(&schema).expect("a schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let json = serde_json::from_str(text).expect("the tool prints JSON");
    let problems: Vec<String> =
        validator.iter_errors(&json).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(problems.is_empty(), "the schema refuses it:\n{}", problems.join("\n"));
    json
}

/// A folder with the given files, which goes away with the value.
///
/// # Panics
/// When the system refuses to write.
#[must_use]
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("the folder can be made");
        std::fs::write(file, text).expect("the file can be written");
    }
    folder
}

/// The regular files below a folder, sorted, relative to it.
///
/// # Panics
/// When the folder cannot be read.
#[must_use]
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder).expect("it lies below").to_owned());
            }
        }
    }
    found.sort();
    found
}
