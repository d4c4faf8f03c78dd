//! Everything that must hold, from a fresh clone and nothing built.

use crate::{root, tools};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// One thing that must hold: a cargo command that succeeds.
struct Part {
    name: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
    /// The command that tells whether the part can run here, with the rustup component that it needs.
    needs: Option<(&'static str, &'static str)>,
}

/// In the order of what is quickest to tell.
const PARTS: &[Part] = &[
    Part { name: "format", arguments: &["fmt", "--all", "--check"], environment: &[], needs: Some(("fmt", "rustfmt")) },
    Part {
        name: "clippy",
        arguments: &["clippy", "--workspace", "--all-targets", "--all-features", "--locked", "--", "-D", "warnings"],
        environment: &[],
        needs: Some(("clippy", "clippy")),
    },
    Part {
        name: "tests",
        arguments: &["test", "--workspace", "--all-features", "--locked", "--no-fail-fast"],
        environment: &[],
        needs: None,
    },
    Part {
        name: "rustdoc",
        arguments: &["doc", "--workspace", "--all-features", "--no-deps", "--locked"],
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
        needs: None,
    },
    // A workspace of its own, whose tests are part of ours.
    Part {
        name: "shop",
        arguments: &[
            "clippy",
            "--manifest-path",
            SHOP,
            "--all-targets",
            "--all-features",
            "--locked",
            "--",
            "-D",
            "warnings",
        ],
        environment: &[("CARGO_TARGET_DIR", "target/shop")],
        needs: Some(("clippy", "clippy")),
    },
    Part {
        name: "shop format",
        arguments: &["fmt", "--manifest-path", SHOP, "--all", "--check"],
        environment: &[],
        needs: Some(("fmt", "rustfmt")),
    },
    Part { name: "rust-version", arguments: &["xtask", "msrv"], environment: &[], needs: None },
    // The first command of the README, as it stands there.
    Part {
        name: "site",
        arguments: &["run", "--release", "--", "doc", "examples/payments"],
        environment: &[],
        needs: None,
    },
];

/// The example that is a workspace of its own.
const SHOP: &str = "examples/shop/Cargo.toml";

/// Tells the tests which programs could not be had: they leave out only what needs those, and this chore names them.
const MISSING_TOOLS: &str = "ENSUE_MISSING_TOOLS";

/// Makes the tests write the files that they otherwise compare.
const BLESS: &str = "ENSUE_BLESS";

enum Verdict {
    Passed,
    Failed,
    CouldNotRun(String),
}

pub(crate) fn run() -> ExitCode {
    let missing = tools::prepare();
    let names: Vec<&str> = missing.iter().map(|tool| tool.name).collect();

    let mut results = Vec::new();
    for part in PARTS {
        println!("\n--- {}: cargo {}", part.name, part.arguments.join(" "));
        let start = Instant::now();
        let verdict = part.run(&names.join(" "));
        results.push((part.name, verdict, start.elapsed()));
    }
    for tool in missing {
        let reason = format!("`{}` is not installed; it shows {}", tool.name, tool.purpose);
        results.push(("tests", Verdict::CouldNotRun(reason), Duration::ZERO));
    }
    conclude(&results)
}

/// Runs the tests so that they write what they otherwise compare.
pub(crate) fn bless() -> ExitCode {
    let arguments = ["test", "-p", "ensue-tests", "--test", "generated"];
    let status = Command::new(env!("CARGO")).args(arguments).env(BLESS, "1").current_dir(root()).status();
    if status.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Part {
    fn run(&self, missing_tools: &str) -> Verdict {
        if let Some((subcommand, component)) = self.needs
            && !has(subcommand)
            && !add(component)
        {
            let reason = format!("the component `{component}` is missing: `rustup component add {component}`");
            return Verdict::CouldNotRun(reason);
        }
        let mut command = Command::new(env!("CARGO"));
        command.args(self.arguments).envs(self.environment.iter().copied()).current_dir(root());
        command.env(MISSING_TOOLS, missing_tools);
        match command.status() {
            Ok(status) if status.success() => Verdict::Passed,
            Ok(_) => Verdict::Failed,
            Err(error) => Verdict::CouldNotRun(format!("cargo did not start: {error}")),
        }
    }
}

fn has(subcommand: &str) -> bool {
    Command::new(env!("CARGO")).args([subcommand, "--version"]).output().is_ok_and(|output| output.status.success())
}

fn add(component: &str) -> bool {
    Command::new("rustup").args(["component", "add", component]).status().is_ok_and(|status| status.success())
}

/// Prints what became of each part. What could not run is a failure where nobody reads the list.
fn conclude(results: &[(&str, Verdict, Duration)]) -> ExitCode {
    println!("\n--- all parts");
    let (mut passed, mut failed, mut absent) = (0, 0, 0);
    for (name, verdict, time) in results {
        let told = match verdict {
            Verdict::Passed => {
                passed += 1;
                format!("ok             {:4} s", time.as_secs())
            }
            Verdict::Failed => {
                failed += 1;
                format!("FAILED         {:4} s", time.as_secs())
            }
            Verdict::CouldNotRun(reason) => {
                absent += 1;
                format!("COULD NOT RUN  {reason}")
            }
        };
        println!("{name:12}  {told}");
    }
    let must_be_whole = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    let good = failed == 0 && (absent == 0 || !must_be_whole);
    println!(
        "\nparts: {}. {passed} passed; {failed} failed; {absent} could not run",
        if good { "ok" } else { "FAILED" }
    );
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
