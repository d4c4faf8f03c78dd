//! How ids of the crate that is being compiled begin, where its name does not say which target of the package it is.

use std::env::{args, var_os};
use std::path::Path;

/// `shop(bin)` of a binary beside a library `shop`, and the like of an example, a test or a benchmark; empty where the name
/// of the crate is enough.
///
/// `module_path!()` is the same in both crates. That there is a library of this name is known to the compiler alone, which
/// is given it as `--extern`; attributes run in its process and read its command line. In an editor there is none, and the
/// label is empty, which concerns nobody: nothing is linked there. Names that clash over packages are told apart by the
/// snapshot that `.expects(..)` is given.
pub(crate) fn label() -> String {
    let name = var_os("CARGO_CRATE_NAME").and_then(|name| name.into_string().ok());
    let name = name.filter(|_| has_option(&["bin"], "--crate-type") || args().any(|it| it == "--test"));
    let is_library = |name: &str| option("--extern").any(|given| is_extern(&given, name));
    match name.filter(|name| is_library(name)) {
        Some(name) => format!("{name}({})", kind()),
        None => String::new(),
    }
}

/// What cargo tells of a target only by where it puts it and what it gives it.
fn kind() -> &'static str {
    let is_in = |folder: &str, path: &String| Path::new(path).ends_with(folder);
    if option("--out-dir").any(|dir| is_in("examples", &dir)) {
        "example"
    } else if var_os("CARGO_BIN_NAME").is_some() {
        "bin"
    } else if args().any(|it| is_in_benches(Path::new(&it))) {
        "bench"
    } else {
        "test"
    }
}

fn is_in_benches(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "rs") && path.starts_with("benches")
}

/// Whether `--extern` gives a library of this name: `shop=/target/debug/deps/libshop-0123.rlib`, perhaps with options before
/// a colon. A dependency that is renamed has another file.
fn is_extern(given: &str, name: &str) -> bool {
    let Some((known_as, file)) = given.split_once('=') else { return false };
    let file = Path::new(file).file_name().and_then(|file| file.to_str()).unwrap_or_default();
    let is_named = file
        .strip_prefix("lib")
        .and_then(|rest| rest.strip_prefix(name))
        .is_some_and(|rest| rest.starts_with(['-', '.']));
    known_as.rsplit(':').next() == Some(name) && is_named
}

fn has_option(values: &[&str], name: &str) -> bool {
    option(name).any(|value| values.contains(&value.as_str()))
}

/// The values of an option of the compiler, given as `--name value` or `--name=value`.
fn option(name: &str) -> impl Iterator<Item = String> {
    let mut all = args();
    std::iter::from_fn(move || {
        loop {
            let argument = all.next()?;
            if argument == name {
                return all.next();
            }
            if let Some(value) = argument.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')) {
                return Some(value.to_owned());
            }
        }
    })
}
