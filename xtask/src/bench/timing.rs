//! Whole processes, timed in turn, so that both sides see the same machine.

use std::fmt;
use std::process::{Command, Stdio};
use std::time::Instant;

/// A command and how long its runs took, in seconds.
pub(super) struct Side {
    name: &'static str,
    command: Command,
    seconds: Vec<f64>,
}

impl Side {
    pub(super) fn new(name: &'static str, mut command: Command) -> Side {
        command.stdin(Stdio::null()).stdout(Stdio::null());
        Side { name, command, seconds: Vec::new() }
    }

    pub(super) fn median(&self) -> f64 {
        let mut sorted = self.seconds.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[sorted.len() / 2]
    }

    fn least(&self) -> f64 {
        self.seconds.iter().copied().fold(f64::INFINITY, f64::min)
    }

    fn run(&mut self) -> Result<f64, String> {
        let start = Instant::now();
        let status = self.command.status().map_err(|error| format!("{} did not start: {error}", self.name))?;
        let seconds = start.elapsed().as_secs_f64();
        if status.success() { Ok(seconds) } else { Err(format!("{} ended with {status}", self.name)) }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (least, median) = (self.least() * 1e3, self.median() * 1e3);
        write!(f, "{:18} {least:8.1} ms least {median:8.1} ms median", self.name)
    }
}

/// Runs A B A B .., the first round uncounted.
pub(super) fn in_turn(sides: &mut [Side], runs: usize) -> Result<(), String> {
    for round in 0..=runs {
        for side in &mut *sides {
            let seconds = side.run()?;
            if round > 0 {
                side.seconds.push(seconds);
            }
        }
    }
    Ok(())
}
