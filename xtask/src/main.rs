//! The chores of the project, as `cargo xtask <chore>`.

mod bench;
mod fuzz;
mod msrv;
mod rustdoc;
mod test;
mod tools;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <chore>

  test    install what is missing where that is possible, then run everything that must hold
  bench   measure the analysis, the macros and the dispatch; `bench --help` says what there is
  fuzz    look for inputs on which something breaks: `fuzz <target> [--seconds N] ..`
  msrv    derive the `rust-version` of each crate and compare it with its manifest
  rustdoc compare what the analyzer says of the paths in a workspace with what rustdoc says; it runs the workspace's code
  bless   write anew the files under docs/ that tests compare: pictures, schemas and lints";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["test"] => test::run(),
        ["bench", ref rest @ ..] => bench::run(rest),
        ["fuzz", ref arguments @ ..] => fuzz::run(arguments),
        ["msrv"] => msrv::run(),
        ["rustdoc", ref rest @ ..] => rustdoc::run(rest),
        ["bless"] => test::bless(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("unknown chore `{}`\n\n{USAGE}", arguments.join(" "));
            ExitCode::from(2)
        }
    }
}

/// The root of the workspace: chores may be started anywhere in it.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}
