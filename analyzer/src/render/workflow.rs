//! A workflow that holds a repository to its rules.

use super::visible;

/// For GitHub: it may read the repository and nothing else, and runs what is named by a digest or a version. `dir` is the directory of
/// the project from the root of the repository; empty for the root.
#[must_use]
pub fn github(dir: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let place = if dir.is_empty() { String::new() } else { format!("        working-directory: {}\n", quoted(dir)) };
    format!(
        "# Holds the wiring of events to `ensue.toml`. It builds nothing of this repository.\n\
         name: ensue\n\
         on:\n\
         \x20 push:\n\
         \x20   branches: [main, master]\n\
         \x20 pull_request:\n\
         permissions:\n\
         \x20 contents: read\n\
         jobs:\n\
         \x20 check:\n\
         \x20   runs-on: ubuntu-24.04\n\
         \x20   timeout-minutes: 15\n\
         \x20   steps:\n\
         \x20     # Before anything is checked out, and then by its own name: a toolchain file of the tree would say what `cargo` is.\n\
         \x20     - run: cargo install cargo-ensue --version {version} --locked\n\
         \x20     - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1\n\
         \x20       with:\n\
         \x20         persist-credentials: false\n\
         \x20     - run: cargo-ensue check --locked --format github\n{place}"
    )
}

/// A text in YAML, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", visible::line(text).replace('\'', "''"))
}
