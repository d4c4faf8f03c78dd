//! The marks in a case: where an error must be, and what it must say.

use std::fmt;

/// One mark.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// `error`, `note` or `help`.
    pub(crate) level: String,
    /// As `E0277`; our own errors have none.
    pub(crate) code: Option<String>,
    /// Whole, where `…` stands for anything.
    pub(crate) message: String,
    /// Of the primary span.
    pub(crate) place: Place,
    /// Kind and part of a label, note or help that belongs to the error.
    pub(crate) details: Vec<(String, String)>,
}

/// The part of a span that lies on its first line; columns count characters from 1, the end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The marks of a source, in its order.
pub(crate) fn read(source: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut code_line = 0;
    for (number, line) in source.lines().enumerate() {
        let text = line.trim_start();
        if let Some(detail) = text.strip_prefix("//= ") {
            let (kind, part) =
                detail.split_once(": ").unwrap_or_else(|| panic!("line {}: `//= kind: text`", number + 1));
            let mark = marks.last_mut().unwrap_or_else(|| panic!("line {}: a detail belongs to a mark", number + 1));
            mark.details.push((kind.to_owned(), part.to_owned()));
        } else if let Some(mark) = mark(line, code_line) {
            marks.push(mark);
        } else {
            code_line = number + 1;
        }
    }
    marks
}

/// Reads `//   ^^^ error[E0277]: message`.
fn mark(line: &str, code_line: usize) -> Option<Mark> {
    let carets = line.trim_start().strip_prefix("//")?.trim_start();
    let said = carets.trim_start_matches('^');
    if said.len() == carets.len() {
        return None;
    }
    let start = line.chars().count() - carets.chars().count() + 1;
    let place = Place { line: code_line, start, end: start + carets.len() - said.len() };
    let (head, message) = said.trim_start().split_once(": ")?;
    let (level, code) = match head.split_once('[') {
        Some((level, code)) => (level, Some(code.trim_end_matches(']').to_owned())),
        None => (head, None),
    };
    Some(Mark { level: level.to_owned(), code, message: message.to_owned(), place, details: Vec::new() })
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mark { level, message, place, details, .. } = self;
        let code = self.code.as_ref().map(|code| format!("[{code}]")).unwrap_or_default();
        write!(f, "{}:{}-{} {level}{code}: {message}", place.line, place.start, place.end)?;
        details.iter().try_for_each(|(kind, part)| write!(f, "\n    with {kind}: {part}"))
    }
}
