//! Text in, [`Outline`] out: the only stage that knows what source looks like, and what an annotation looks like.
//!
//! Later stages see plain data without syntax trees, so that the inside can change and further dialects can be added.

mod annotation;
mod attributes;
pub mod body;
pub mod expand;
mod extract;
mod hits;
pub mod later;
mod lex;
mod lists;
mod marks;
pub mod outline;
mod plain;
mod predicate;
mod skim;
mod spelling;
mod tokens;
mod types;
mod words;

pub use crate::condition::Condition;
pub use annotation::{
    Annotation, Archiver, Controller, Effect, Emissions, Event, Handler, Kind, Method, Mistake, On, Reading, Transition,
};
pub use later::Later;
pub use lists::{Does, Entry, List, Row, Spot, Written};
pub use outline::Outline;
pub use words::{PROOF, Words};

use self::outline::Source;

use crate::quiet;
use ensue_grammar::graph::HoleReason;
use proc_macro2::TokenStream;
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use syn::parse::{Parse, ParseStream, Parser};

/// A source file larger than this is data in disguise.
const MAX_BYTES: usize = 16 << 20;

/// The parser recurses; what it may be given is measured for this, see [`tokens::too_deep`]. What is not optimised takes
/// several times as much.
const STACK: usize = if cfg!(debug_assertions) { 512 << 20 } else { 64 << 20 };

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

/// Does work for each number below `count`, in parallel, on threads whose stack is deep enough for [`outline()`]. What was
/// lost to a panic is `None`.
#[must_use]
pub fn on_all_cores<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<Option<T>> {
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from).min(count);
    let run = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return done;
            }
            done.push((at, work(at)));
        }
    };
    let done: Vec<(usize, T)> = thread::scope(|scope| {
        let spawn = |_| quiet::thread(STACK).spawn_scoped(scope, run).ok();
        let running: Vec<_> = (0..workers).map(spawn).collect();
        running.into_iter().flatten().filter_map(|worker| worker.join().ok()).flatten().collect()
    });
    let mut all: Vec<Option<T>> = (0..count).map(|_| None).collect();
    for (at, one) in done {
        all[at] = Some(one);
    }
    all
}

/// How closely a file is looked at.
#[derive(Debug, Clone, Copy)]
pub enum Look<'w> {
    /// Only for what speaks of these words. Of a file that does not the outline holds what leads on; without that it has none.
    For(&'w Words),
    /// The same, with the names of everything else that is in it.
    Names(&'w Words),
    /// Each item is read by the parser.
    Whole,
}

/// The outline of a file. Must run on one of the threads of [`on_all_cores`].
///
/// # Errors
/// When it is not Rust.
pub fn outline(bytes: &[u8], look: Look<'_>) -> Result<Option<Outline>, Unread> {
    let text = text_of(bytes)?;
    let (words, is_asked) = match look {
        Look::For(words) => (words, false),
        Look::Names(words) => (words, true),
        Look::Whole => return whole(&text).map(Some),
    };
    let mut words = Cow::Borrowed(words);
    loop {
        let Ok(mut outline) = skim::outline(&text, &words, is_asked) else {
            // What is not understood at a glance is parsed, which also tells what is wrong with it and where.
            let mut outline = whole(&text)?;
            words.given(&outline.items, &mut outline.gives);
            return Ok(Some(outline));
        };
        let new = |outline: &Outline| outline.gives.iter().any(|given| !words.knows_anywhere(&given.name));
        if !outline.as_ref().is_some_and(new) {
            if let Some(outline) = &mut outline {
                outline.gives.sort();
                outline.gives.dedup();
            }
            return Ok(outline);
        }
        words = Cow::Owned(words.with(outline.into_iter().flat_map(|it| it.gives).map(|given| given.name)));
    }
}

/// What calls of macros make, and its outline, in the order given. It uses all cores.
///
/// # Errors
/// One each, when the call is not expanded or what it makes is not understood.
#[must_use]
pub fn expansions(calls: &[expand::Call]) -> Vec<Result<(expand::Piece, Outline), String>> {
    let expanded = |at: usize| {
        let made = catch_unwind(AssertUnwindSafe(|| expand::expand(&calls[at])));
        proc_macro2::extra::invalidate_current_thread_spans();
        let piece = made.unwrap_or_else(|_| Err("the parser failed on it".into()))?;
        match whole(&piece.text) {
            Ok(outline) => Ok((piece, outline)),
            Err(unread) => Err(format!("what it makes cannot be read: {}", unread.detail)),
        }
    };
    let lost = || Err("no thread could be started".into());
    on_all_cores(calls.len(), expanded).into_iter().map(|made| made.unwrap_or_else(lost)).collect()
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
    let read = || {
        let text = text_of(bytes).ok()?;
        parsed(&text, types::Start::default(), "the file", |file| extract::renamed(file, attributes)).ok()
    };
    let found = thread::scope(|scope| quiet::thread(STACK).spawn_scoped(scope, read).ok()?.join().ok()?);
    found.unwrap_or_else(|| vec![None; attributes.len()])
}

/// How annotations are written, in the order given, each with those on the methods of its block. Places are bytes of the file.
/// What is not written plainly is left out, and so is all of a file that has to be spelled otherwise to be read.
#[must_use]
pub fn written(bytes: &[u8], annotations: &[Spot]) -> Vec<Vec<Written>> {
    let read = || {
        let text = text_of(bytes).ok()?;
        let mark = bytes.len().checked_sub(text.len())?;
        // A `#!` line is two other characters.
        if bytes.get(mark + 2..) != text.as_bytes().get(2..) {
            return None;
        }
        let found = parsed(&text, types::Start::default(), "the file", |file| lists::find(file, annotations)).ok()?;
        Some(found.into_iter().map(|all| all.into_iter().map(|it| it.moved(mark)).collect()).collect())
    };
    let found = thread::scope(|scope| quiet::thread(STACK).spawn_scoped(scope, read).ok()?.join().ok()?);
    found.unwrap_or_else(|| vec![Vec::new(); annotations.len()])
}

/// A stretch of a file again, as its outline says where it is.
#[must_use]
pub fn stretch(bytes: &[u8], of: Source) -> Option<String> {
    text_of(bytes).ok()?.get(of.start..of.end).map(str::to_owned)
}

fn whole(text: &str) -> Result<Outline, Unread> {
    parsed(text, types::Start::default(), "the file", extract::outline)
}

/// What an item is, and what in its body may be annotated. Must run on a thread with [`STACK`], unless the text is short.
fn on_item_at(text: &str, start: types::Start) -> Result<Vec<outline::Item>, Unread> {
    parsed(text, start, "the item", |item: &syn::Item| {
        let mut found = Vec::new();
        extract::item(item, &mut found);
        found
    })
}

fn on_item(source: &later::Text) -> Result<Vec<outline::Item>, Unread> {
    on_item_at(&source.text, types::Start { line: source.line.saturating_sub(1), offset: 0 })
}

/// What attributes say that stand in a text of their own.
fn on_attributes<T>(
    text: &str,
    start: types::Start,
    parse: fn(ParseStream<'_>) -> syn::Result<Vec<syn::Attribute>>,
    read: impl FnOnce(&[syn::Attribute]) -> T,
) -> Option<T> {
    let read = |attributes: &Vec<syn::Attribute>| read(attributes);
    parsed_by(text, start, "the attribute", parse, read).ok()
}

/// What `read` finds in the syntax tree of a text. Must run on a thread with [`STACK`].
fn parsed<S: Parse, T>(text: &str, start: types::Start, what: &str, read: impl FnOnce(&S) -> T) -> Result<T, Unread> {
    parsed_by(text, start, what, S::parse, read)
}

fn parsed_by<S, T>(
    text: &str,
    start: types::Start,
    what: &str,
    parse: impl FnOnce(ParseStream<'_>) -> syn::Result<S>,
    read: impl FnOnce(&S) -> T,
) -> Result<T, Unread> {
    let not_rust = |span: proc_macro2::Span, error: &dyn std::fmt::Display| Unread {
        reason: HoleReason::SyntaxError,
        line: line_of(span),
        detail: format!("this is not Rust: {error}"),
    };
    // A panic of the parser would be its bug; the file is a hole then, like any other that cannot be read.
    let found = types::starting(start, || {
        catch_unwind(AssertUnwindSafe(|| {
            let tokens: TokenStream =
                text.parse().map_err(|error: proc_macro2::LexError| not_rust(error.span(), &error))?;
            if let Some(why) = tokens::too_deep(&tokens) {
                return Err(Unread { reason: HoleReason::SyntaxError, line: None, detail: format!("{what} {why}") });
            }
            let tree = parse.parse2(tokens).map_err(|error| not_rust(error.span(), &error))?;
            Ok(read(&tree))
        }))
    });
    proc_macro2::extra::invalidate_current_thread_spans();
    found.unwrap_or_else(|_| {
        let detail = "the parser failed on this file; please report it with the file".into();
        Err(Unread { reason: HoleReason::SyntaxError, line: None, detail })
    })
}

/// The text of a file without a byte order mark, with a `#!` line as a comment of the same length, and with identifiers
/// spelled as rustc compares them.
fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, Unread> {
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
    Ok(spelling::composed(after.map_or(Cow::Borrowed(text), |rest| Cow::Owned(format!("//{rest}")))))
}

fn line_of(span: proc_macro2::Span) -> Option<u32> {
    Some(types::line_of(span)).filter(|line| *line > 0)
}
