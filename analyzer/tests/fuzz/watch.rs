//! One process takes the cases, another watches it.

use crate::input::Input;
use crate::random::Random;
use crate::{TARGETS, Target};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What the suite tries is always the same.
const FIRST_SEED: u64 = 2014;

/// No case takes a hundredth of this on a machine that nobody else uses.
const PATIENCE: Duration = Duration::from_secs(120);

/// Address space of the worker in KiB. A thread alone reserves 64 MiB for its stack, and uses little of it.
const MEMORY: u64 = 4 << 20;

const NAME: &str = "ENSUE_FUZZ_TARGET";
const SEED: &str = "ENSUE_FUZZ_SEED";
const SECONDS: &str = "ENSUE_FUZZ_SECONDS";
const CASE: &str = "ENSUE_FUZZ_CASE";
const PROGRESS: &str = "ENSUE_FUZZ_PROGRESS";

/// Runs a target in a process of its own, for as many cases as the suite tries, or as long as the environment says.
///
/// # Panics
/// When a case fails: with its seed, and where its files are.
#[expect(clippy::print_stdout, reason = "who fuzzes wants to know how far it came")]
pub(crate) fn run(name: &str) {
    let seed = number(SEED).unwrap_or(FIRST_SEED);
    let folder = tempfile::tempdir().expect("a folder");
    let progress = folder.path().join("progress");
    let log = folder.path().join("log");
    let mut worker = limited(&std::env::current_exe().expect("this program"));
    worker.args(["--exact", "worker", "--ignored", "--nocapture"]);
    worker.env(NAME, name).env(SEED, seed.to_string()).env(PROGRESS, &progress);
    let out = fs::File::create(&log).expect("a log");
    worker.stdout(out.try_clone().expect("a log")).stderr(out).stdin(Stdio::null());
    let end = wait(worker.spawn().expect("a worker"), &progress);
    let case = reached(&progress);
    if number(SECONDS).is_some() {
        println!("`{name}` from seed {seed}: {} cases", case.map_or(0, |case| case + 1));
    }
    if let Err(what) = end {
        let case = case.unwrap_or(0);
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}-{seed}-{case}"));
        made(target(name), seed, case).keep(&kept).expect("the files of the case can be kept");
        let said = fs::read_to_string(&log).unwrap_or_default();
        let said: Vec<&str> = said.lines().filter(|line| !line.is_empty()).collect();
        let said = said[said.len().saturating_sub(30)..].join("\n");
        panic!(
            "`{name}` {what}; its files are in {}\n{said}\nshow it again: cargo xtask fuzz {name} --seed {seed} --case {case}",
            kept.display()
        );
    }
}

/// The worker: takes case by case, and says which.
pub(crate) fn work() {
    let name = std::env::var(NAME).expect("a worker is started by another test");
    let target = target(&name);
    let seed = number(SEED).expect("a seed");
    let progress = PathBuf::from(std::env::var_os(PROGRESS).expect("a place for the progress"));
    let start = Instant::now();
    let (first, last) = match (number(CASE), number(SECONDS)) {
        (Some(case), _) => (case, case),
        (None, Some(_)) => (0, u64::MAX),
        (None, None) => (0, (target.cases)() - 1),
    };
    let until = number(SECONDS).map(Duration::from_secs);
    for case in first..=last {
        if until.is_some_and(|until| start.elapsed() >= until) && number(CASE).is_none() {
            break;
        }
        fs::write(&progress, case.to_string()).expect("the progress can be written");
        (target.judge)(&made(target, seed, case));
    }
}

fn made(target: &Target, seed: u64, case: u64) -> Input {
    (target.make)(case, &mut Random::of(seed, case))
}

fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).expect("a target of this name")
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().expect("a number"))
}

/// The program with a limit of memory, where a shell can set one.
fn limited(program: &Path) -> Command {
    if !cfg!(unix) {
        return Command::new(program);
    }
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v \"$1\" && shift && exec \"$@\"", "sh", &MEMORY.to_string()]).arg(program);
    command
}

/// Waits for the end of the worker, and ends it when it stands still.
fn wait(mut worker: Child, progress: &Path) -> Result<(), String> {
    let mut at = (None, Instant::now());
    loop {
        if let Some(status) = worker.try_wait().expect("a worker can be waited for") {
            return if status.success() { Ok(()) } else { Err(format!("failed ({status})")) };
        }
        let now = reached(progress);
        if now != at.0 {
            at = (now, Instant::now());
        } else if at.1.elapsed() > PATIENCE {
            worker.kill().and_then(|()| worker.wait()).expect("a worker can be ended");
            return Err(format!("took more than {} s for one case", PATIENCE.as_secs()));
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn reached(progress: &Path) -> Option<u64> {
    fs::read_to_string(progress).ok()?.parse().ok()
}
