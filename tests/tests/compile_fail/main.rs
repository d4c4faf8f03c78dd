//! What must not compile, judged by rustc itself: each file in `cases/` marks in its source where the errors must be and
//! what they must say, and no other error may appear. A file without marks must compile without a warning.
//!
//! ```text
//!     cx.emit(AuthFailed { auth });
//!     //      ^^^^^^^^^^^^^^^^^^^ error[E0277]: `create_auth` emits `AuthFailed` without declaring it
//!     //= label: `AuthFailed` is not declared by `create_auth`
//!     //= note: declare it: `may_emit = [.., AuthFailed]`
//! ```
//!
//! The carets stand under the primary span; of a span of several lines they mark the first. The message is whole, `…` stands
//! for anything. Lines with `//=` ask for a part of a label, note or help of the same error; carets with `note:` or `help:`
//! in place of `error:` ask that a note or help of some error points there. For async callees rustc repeats an error on
//! the same line, at the call and at `.await`; these repetitions need no marks.
//!
//! `crates/` holds what the cases share: a crate of events, and one of an archiver that names the first. With the case
//! itself these are three crates.

mod marks;
mod rustc;

use marks::Mark;
use rustc::{Message, Rustc};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

#[test]
fn every_case_fails_where_and_as_it_is_marked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile_fail");
    let rustc = Rustc::with_crates(&folder.join("crates"), &["events", "archiver"]);
    let mut cases: Vec<PathBuf> = ensue_tests::files_below(&folder.join("cases"));
    if let Ok(wanted) = std::env::var("CASE") {
        cases.retain(|case| case.to_string_lossy().contains(&wanted));
    }
    assert!(!cases.is_empty(), "there are cases");

    let queue = Mutex::new(cases.into_iter());
    let problems = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(case) = { queue.lock().expect("no thread panics").next() } {
                    let problem = judge(&rustc, &folder.join("cases").join(&case));
                    problems.lock().expect("no thread panics").extend(problem);
                }
            });
        }
    });
    let mut problems = problems.into_inner().expect("no thread panics");
    problems.sort();
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}

/// What is wrong with a case, if anything.
fn judge(rustc: &Rustc, case: &Path) -> Option<String> {
    let source = std::fs::read_to_string(case).expect("the case can be read");
    let marks = marks::read(&source);
    let messages = rustc.check(case);
    let told = compare(&marks, &messages);
    if told.is_empty() {
        return None;
    }
    let mut problem = format!("==== {}\n{told}", case.file_name()?.to_string_lossy());
    for message in messages.iter().filter(|message| marks.is_empty() || message.level == "error") {
        let _ = write!(problem, "\n{}", message.rendered);
    }
    Some(problem)
}

fn compare(marks: &[Mark], messages: &[Message]) -> String {
    let mut told = String::new();
    let errors: Vec<&Message> = messages.iter().filter(|message| message.level == "error").collect();
    for mark in marks {
        let found = if mark.level == "error" {
            errors.iter().any(|error| is_marked(mark, error) && has_details(mark, error))
        } else {
            errors.iter().any(|error| error.children.iter().any(|child| is_marked(mark, child)))
        };
        if !found {
            let _ = writeln!(told, "marked and not found: {mark}");
        }
    }
    for error in &errors {
        let marked = |mark: &&Mark| is_marked(mark, error) || is_repetition(mark, error);
        if !marks.iter().any(|mark| marked(&mark)) {
            let _ = writeln!(told, "found and not marked: {}: {}", error.level, error.text);
        }
    }
    if marks.is_empty() {
        for message in messages.iter().filter(|message| message.level == "warning") {
            let _ = writeln!(told, "a case without marks must be silent: {}", message.text);
        }
    }
    told
}

fn is_marked(mark: &Mark, message: &Message) -> bool {
    let says = if mark.level == "error" {
        matches(&mark.message, &message.text)
    } else {
        message.text.contains(&mark.message)
    };
    says && mark.level == message.level && mark.code == message.code && message.places.contains(&mark.place)
}

/// rustc says the same of an async callee at the call and at its `.await`.
fn is_repetition(mark: &Mark, message: &Message) -> bool {
    mark.level == message.level
        && mark.code == message.code
        && matches(&mark.message, &message.text)
        && message.places.iter().any(|place| place.line == mark.place.line)
}

fn has_details(mark: &Mark, error: &Message) -> bool {
    mark.details.iter().all(|(kind, part)| match kind.as_str() {
        "label" => error.labels.iter().any(|label| label.contains(part)),
        _ => error.children.iter().any(|child| child.level == *kind && child.text.contains(part)),
    })
}

/// Whether a message is as a mark says, where `…` stands for anything.
fn matches(pattern: &str, message: &str) -> bool {
    let mut parts = pattern.split('…');
    let Some(mut rest) = parts.next().and_then(|first| message.strip_prefix(first)) else { return false };
    let mut open = false;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        open = part.is_empty();
    }
    open || rest.is_empty()
}

/// The suite would pass on anything if marks were not read or differences not seen.
#[test]
fn a_wrong_mark_is_told() {
    let marks =
        marks::read("fn f() {\n    g(1);\n    //^ error[E0308]: mismatched …\n    //= label: expected `A`\n}\n");
    let place = marks::Place { line: 2, start: 7, end: 8 };
    let error = |message: &str, place, label: &str| Message {
        level: "error".to_owned(),
        code: Some("E0308".to_owned()),
        text: message.to_owned(),
        places: vec![place],
        labels: vec![label.to_owned()],
        ..Message::default()
    };
    assert_eq!(compare(&marks, &[error("mismatched types", place, "expected `A`, found `B`")]), "");
    assert!(compare(&marks, &[]).starts_with("marked and not found"));
    assert!(compare(&marks, &[error("mismatched types", place, "found `B`")]).contains("marked and not found"));
    assert!(compare(&marks, &[error("other", place, "expected `A`")]).contains("found and not marked"));
    let elsewhere = marks::Place { line: 2, start: 5, end: 8 };
    assert!(compare(&marks, &[error("mismatched types", elsewhere, "expected `A`")]).contains("marked and not found"));
    assert!(compare(&[], &[error("mismatched types", place, "")]).contains("found and not marked"));
}
