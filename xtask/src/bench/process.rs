//! Whole processes, measured in turn, so that both sides see the same machine.

use std::fmt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// A row is repeated for about as long as this, within the bounds below.
const LONG_ENOUGH: Duration = Duration::from_secs(20);

/// Fewer runs than this say nothing, however long one takes.
const LEAST_RUNS: u32 = 5;

/// More runs than this say nothing new.
const MOST_RUNS: u32 = 41;

/// What one run of a process took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub(super) seconds: f64,
    /// User and system, of the process and of those that it started and waited for.
    pub(super) cpu: f64,
    /// Peak resident size in bytes, as the kernel counts it for `wait4`.
    pub(super) peak: u64,
}

/// A command and its runs.
pub(super) struct Side {
    pub(super) name: String,
    command: Command,
    runs: Vec<Run>,
}

impl Side {
    /// The output of the command goes to the null device: writing to a terminal or a pipe is not what is measured.
    pub(super) fn new(name: impl Into<String>, mut command: Command) -> Side {
        command.stdin(Stdio::null()).stdout(Stdio::null());
        Side { name: name.into(), command, runs: Vec::new() }
    }

    pub(super) fn least(&self) -> f64 {
        self.runs.iter().map(|run| run.seconds).fold(f64::INFINITY, f64::min)
    }

    pub(super) fn median(&self) -> f64 {
        let mut seconds: Vec<f64> = self.runs.iter().map(|run| run.seconds).collect();
        seconds.sort_by(f64::total_cmp);
        seconds[seconds.len() / 2]
    }

    /// User and system of the run with the least: what is left when the machine is shared and the seconds say little.
    pub(super) fn cpu(&self) -> f64 {
        self.runs.iter().map(|run| run.cpu).fold(f64::INFINITY, f64::min)
    }

    /// Of all counted runs.
    pub(super) fn peak(&self) -> u64 {
        self.runs.iter().map(|run| run.peak).max().unwrap_or(0)
    }

    fn run(&mut self) -> Result<Run, String> {
        measure(&mut self.command).map_err(|problem| format!("{}: {problem}", self.name))
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:20} {:9.1} ms least {:9.1} ms median {:9.1} ms cpu {:7.1} MiB peak",
            self.name,
            self.least() * 1e3,
            self.median() * 1e3,
            self.cpu() * 1e3,
            mebibytes(self.peak()),
        )
    }
}

/// Runs A B A B .., the first round uncounted: it brings files into the disk cache and says how many rounds there is
/// time for. Gives back the number of counted rounds.
pub(super) fn in_turn(sides: &mut [Side]) -> Result<u32, String> {
    let start = Instant::now();
    for side in &mut *sides {
        side.run()?;
    }
    let fitting = LONG_ENOUGH.as_secs_f64() / start.elapsed().as_secs_f64();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float becomes the nearest integer")]
    let rounds = (fitting as u32).clamp(LEAST_RUNS, MOST_RUNS);
    for _ in 0..rounds {
        for side in &mut *sides {
            let run = side.run()?;
            side.runs.push(run);
        }
    }
    Ok(rounds)
}

/// One run of a command, which must succeed.
pub(super) fn measure(command: &mut Command) -> Result<Run, String> {
    let start = Instant::now();
    let child = command.spawn().map_err(|error| format!("did not start: {error}"))?;
    let ended = child.wait4().map_err(|error| format!("was lost: {error}"))?;
    let seconds = start.elapsed().as_secs_f64();
    if !ended.status.success() {
        return Err(format!("ended with {}", ended.status));
    }
    let usage = ended.rusage;
    Ok(Run { seconds, cpu: (usage.utime + usage.stime).as_secs_f64(), peak: usage.maxrss })
}

#[expect(clippy::cast_precision_loss, reason = "sizes of memory are far below what a float can tell apart")]
pub(super) fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / 1_048_576.0
}
