//! Looks for inputs on which something breaks, for as long as one likes. The suite does the same for a fixed number of cases:
//! a target here is a test there, told by its environment to go on until the time is over.

use crate::root;
use std::process::{Command, ExitCode};
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) const USAGE: &str = "\
usage: cargo xtask fuzz <target> [--seconds N] [--seed N] [--case N]
       cargo xtask fuzz graph --seeds A..B
       cargo xtask fuzz mutate --seeds A..B

  annotation  what stands inside of our attributes
  bombs       what is small to write and large to follow, larger than in the suite
  brinks      what is nested as deep as the parser may still go
  cuts        source that ends at each of its tokens, one after the other
  git         objects, refs, configuration and packs of a small repository
  manifest    `Cargo.toml` of workspaces, cut and mutated
  parse       source files: cut, mutated and nested, from this repository's own
  graph       random workspaces: what is read against what their programs register
  mutate      which of these each rule of the analyzer is needed for

A failure names its seed, and the command that shows it again.";

/// What can be fuzzed: the test that does it.
struct Target {
    name: &'static str,
    package: &'static str,
    /// The file of tests, and the test in it.
    test: (&'static str, &'static str),
}

const TARGETS: &[Target] = &[
    Target { name: "annotation", package: "cargo-ensue", test: ("fuzz", "annotation") },
    Target { name: "bombs", package: "cargo-ensue", test: ("fuzz", "bombs") },
    Target { name: "brinks", package: "cargo-ensue", test: ("fuzz", "brinks") },
    Target { name: "cuts", package: "cargo-ensue", test: ("fuzz", "cuts") },
    Target { name: "git", package: "cargo-ensue", test: ("fuzz", "git") },
    Target { name: "manifest", package: "cargo-ensue", test: ("fuzz", "manifest") },
    Target { name: "parse", package: "cargo-ensue", test: ("fuzz", "parse") },
];

/// Tells the test for how long, and where to begin; without them it does what the suite does.
const SECONDS: &str = "ENSUE_FUZZ_SECONDS";
const SEED: &str = "ENSUE_FUZZ_SEED";
/// Of that seed one case alone.
const CASE: &str = "ENSUE_FUZZ_CASE";

/// Fuzzes the target that the arguments name.
pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    if let [name @ ("graph" | "mutate"), "--seeds", seeds] = arguments {
        return differential(&[name, seeds]);
    }
    match Wanted::of(arguments) {
        Ok(wanted) => wanted.run(),
        Err(message) => {
            eprintln!("{message}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// A program of its own, since a case is a whole workspace that rustc builds.
fn differential(arguments: &[&str]) -> ExitCode {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--package", "ensue-differential", "--"]).args(arguments);
    match command.current_dir(root()).status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cargo did not start: {error}");
            ExitCode::FAILURE
        }
    }
}

struct Wanted {
    target: &'static Target,
    seconds: u64,
    seed: u64,
    case: Option<u64>,
}

impl Wanted {
    fn of(arguments: &[&str]) -> Result<Wanted, String> {
        let [name, options @ ..] = arguments else { return Err("name what to fuzz".to_owned()) };
        let target = TARGETS.iter().find(|target| target.name == *name);
        let target = target.ok_or_else(|| format!("there is no target `{name}`"))?;
        let mut wanted = Wanted { target, seconds: 60, seed: seed_of_now(), case: None };
        for option in options.chunks(2) {
            let [name, value] = option else { return Err(format!("`{}` needs a number", option.join(" "))) };
            let number = || value.parse().map_err(|_| format!("`{name}` needs a number, not `{value}`"));
            match *name {
                "--seconds" => wanted.seconds = number()?,
                "--seed" => wanted.seed = number()?,
                "--case" => wanted.case = Some(number()?),
                _ => return Err(format!("there is no option `{name}`")),
            }
        }
        Ok(wanted)
    }

    fn run(&self) -> ExitCode {
        let Target { name, package, test: (file, test) } = self.target;
        println!("fuzzing `{name}` for {} s from seed {}", self.seconds, self.seed);
        let mut command = Command::new(env!("CARGO"));
        command.args(["test", "--quiet", "--package", package, "--test", file, "--", "--exact", test, "--nocapture"]);
        command.env(SECONDS, self.seconds.to_string()).env(SEED, self.seed.to_string()).current_dir(root());
        command.envs(self.case.map(|case| (CASE, case.to_string())));
        match command.status() {
            Ok(status) if status.success() => ExitCode::SUCCESS,
            Ok(_) => ExitCode::FAILURE,
            Err(error) => {
                eprintln!("cargo did not start: {error}");
                ExitCode::FAILURE
            }
        }
    }
}

/// Another one each time, since the same cases again would find nothing new.
fn seed_of_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
