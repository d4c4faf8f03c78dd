//! A line on the terminal while an analysis takes its time.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What takes less is over before anybody wonders.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the line is written anew.
const BEAT: Duration = Duration::from_secs(1);

/// To the start of the line, and nothing left in it.
const CLEAR: &[u8] = b"\r\x1b[2K";

/// Work that is going on. When it is dropped, its line is gone.
#[derive(Debug)]
pub(super) struct Progress {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Tells of an analysis on standard error, if that is a terminal and nobody wants it quiet.
    pub(super) fn of_analysis(is_quiet: bool) -> Progress {
        let is_plain = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        if is_quiet || is_plain || !io::stderr().is_terminal() {
            return Progress { running: None };
        }
        let (end, ended) = mpsc::channel();
        let tell = move || {
            let begun = Instant::now();
            let mut wait = PATIENCE;
            while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let line = format!("reading the project: {} s", begun.elapsed().as_secs());
                say(&[CLEAR, line.as_bytes()].concat());
                wait = BEAT;
            }
            if wait == BEAT {
                say(CLEAR);
            }
        };
        // Without a thread there is no line, which harms nobody.
        let thread = thread::Builder::new().name("progress".to_owned()).spawn(tell).ok();
        Progress { running: thread.map(|thread| (end, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.running.take() {
            drop(end);
            // It has nothing to give back.
            let _ = thread.join();
        }
    }
}

fn say(bytes: &[u8]) {
    let mut terminal = io::stderr().lock();
    // Nobody is left to tell when standard error is closed.
    let _ = terminal.write_all(bytes).and_then(|()| terminal.flush());
}
