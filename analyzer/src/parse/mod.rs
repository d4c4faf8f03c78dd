//! Text in, [`Outline`] out: the only stage that knows what source looks like, and what an annotation looks like.
//!
//! Later stages see plain data without syntax trees, so that the inside can change and further dialects can be added.

mod annotation;
mod attributes;
mod body;
mod condition;
pub mod expand;
mod extract;
pub mod outline;
mod tokens;
mod types;

pub use annotation::{
    Annotation, Archiver, Controller, Effect, Emissions, Event, Handler, Kind, Method, Mistake, On, Reading, Transition,
};
pub use condition::{Condition, Formula, Logic, PROGRAM, predicate};
pub use outline::Outline;

use self::outline::Source;

use crate::quiet;
use ensue_grammar::graph::HoleReason;
use proc_macro2::TokenStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A source file larger than this is data in disguise.
const MAX_BYTES: usize = 16 << 20;

/// The parser recurses; what it may be given is measured for this, see [`tokens::too_deep`].
const STACK: usize = 64 << 20;

/// A file that has no outline, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// What kind of blindness.
    pub reason: HoleReason,
    /// Where, from 1, when a place is meant.
    pub line: Option<u32>,
    /// Understandable alone.
    pub detail: String,
}

/// The outlines of several files, in the order given. It uses all cores.
#[must_use]
pub fn outlines(files: &[Vec<u8>]) -> Vec<Result<Outline, Unread>> {
    let lost =
        || Err(Unread { reason: HoleReason::Unreadable, line: None, detail: "no thread could be started".into() });
    on_all(files, |file| outline(file), lost)
}

/// What calls of macros make, and its outline, in the order given. It uses all cores.
///
/// # Errors
/// One each, when the call is not expanded or what it makes is not understood.
#[must_use]
pub fn expansions(calls: &[expand::Call]) -> Vec<Result<(expand::Piece, Outline), String>> {
    let expanded = |call: &expand::Call| {
        let made = catch_unwind(AssertUnwindSafe(|| expand::expand(call)));
        proc_macro2::extra::invalidate_current_thread_spans();
        let piece = made.unwrap_or_else(|_| Err("the parser failed on it".into()))?;
        match outline(piece.text.as_bytes()) {
            Ok(outline) => Ok((piece, outline)),
            Err(unread) => Err(format!("what it makes cannot be read: {}", unread.detail)),
        }
    };
    on_all(calls, expanded, || Err("no thread could be started".into()))
}

/// Works on all, on all cores and with [`STACK`]. `lost` stands for what no thread could be started for.
fn on_all<A: Sync, B: Send>(all: &[A], work: impl Fn(&A) -> B + Sync, lost: impl Fn() -> B) -> Vec<B> {
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from).min(all.len()).max(1);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = all.get(at) else { return done };
            done.push((at, work(one)));
        }
    };
    let mut done: Vec<(usize, B)> = thread::scope(|scope| {
        let spawn = |_| quiet::thread(STACK).spawn_scoped(scope, work).ok();
        let running: Vec<_> = (0..workers).map(spawn).collect();
        running.into_iter().flatten().filter_map(|worker| worker.join().ok()).flatten().collect()
    });
    done.sort_by_key(|(at, _)| *at);
    let mut found = done.into_iter().peekable();
    (0..all.len()).map(|at| found.next_if(|(it, _)| *it == at).map_or_else(&lost, |(_, done)| done)).collect()
}

/// An attribute that is an annotation under another name than the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renamed {
    /// Taken as which.
    pub kind: Kind,
    /// Where its item starts, as the outline says.
    pub item: usize,
    /// Its place among the attributes of the item, as the outline says.
    pub position: usize,
}

/// What attributes under other names say, in the order given. The file is read once more for all of them.
#[must_use]
pub fn read_renamed(bytes: &[u8], attributes: &[Renamed]) -> Vec<Option<Reading>> {
    let read = || on_tree(bytes, |file| extract::renamed(file, attributes)).ok();
    let found = thread::scope(|scope| quiet::thread(STACK).spawn_scoped(scope, read).ok()?.join().ok()?);
    found.unwrap_or_else(|| vec![None; attributes.len()])
}

/// One digest for several, in the order given: 16 hexadecimal digits, as the digest of a body.
#[must_use]
pub fn digest(parts: &[String]) -> String {
    let mut digest = tokens::Digest::default();
    for part in parts {
        digest.add(part);
    }
    digest.text()
}

/// A stretch of a file again, as its outline says where it is.
#[must_use]
pub fn stretch(bytes: &[u8], of: Source) -> Option<String> {
    text_of(bytes).ok()?.get(of.start..of.end).map(str::to_owned)
}

/// Must run on a thread with [`STACK`].
fn outline(bytes: &[u8]) -> Result<Outline, Unread> {
    on_tree(bytes, extract::outline)
}

/// What `read` finds in the syntax tree of a file. Must run on a thread with [`STACK`].
fn on_tree<T>(bytes: &[u8], read: impl FnOnce(&syn::File) -> T) -> Result<T, Unread> {
    let text = text_of(bytes)?;
    // A panic of the parser would be its bug; the file is a hole then, like any other that cannot be read.
    let found = catch_unwind(AssertUnwindSafe(|| {
        let tokens: TokenStream = text.parse().map_err(|error: proc_macro2::LexError| Unread {
            reason: HoleReason::SyntaxError,
            line: line_of(error.span()),
            detail: format!("this is not Rust: {error}"),
        })?;
        if let Some(why) = tokens::too_deep(&tokens) {
            return Err(Unread { reason: HoleReason::SyntaxError, line: None, detail: format!("the file {why}") });
        }
        let file: syn::File = syn::parse2(tokens).map_err(|error| Unread {
            reason: HoleReason::SyntaxError,
            line: line_of(error.span()),
            detail: format!("this is not Rust: {error}"),
        })?;
        Ok(read(&file))
    }));
    proc_macro2::extra::invalidate_current_thread_spans();
    found.unwrap_or_else(|_| {
        let detail = "the parser failed on this file; please report it with the file".into();
        Err(Unread { reason: HoleReason::SyntaxError, line: None, detail })
    })
}

/// The text of a file without a byte order mark, and with a `#!` line as a comment of the same length.
fn text_of(bytes: &[u8]) -> Result<String, Unread> {
    let unreadable = |detail: String| Unread { reason: HoleReason::Unreadable, line: None, detail };
    if bytes.len() > MAX_BYTES {
        return Err(unreadable(format!("the file has {} bytes; more than {MAX_BYTES} are not read", bytes.len())));
    }
    let mut text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
        Unread { line: u32::try_from(line).ok(), ..unreadable("the file is not UTF-8; Rust source must be".into()) }
    })?;
    text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let after = text.strip_prefix("#!").filter(|rest| !rest.trim_start().starts_with('['));
    Ok(after.map_or_else(|| text.to_owned(), |rest| format!("//{rest}")))
}

fn line_of(span: proc_macro2::Span) -> Option<u32> {
    u32::try_from(span.start().line).ok().filter(|line| *line > 0)
}
