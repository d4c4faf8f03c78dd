//! Lines of coloured text: measured, cut and aligned by what is seen of them.

use crate::render::visible;
use anstyle::{AnsiColor, Style};
use ensue_grammar::graph::NodeKind;
use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The column where places begin at the latest, as long as the lines themselves leave it free.
const PLACES: usize = 100;

/// What a piece of text is, which decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Role {
    Plain,
    /// What may be overlooked: guides, words between names, places.
    Faint,
    Strong,
    Added,
    Removed,
    Changed,
    Kind(NodeKind),
}

/// A line without a line break. Text from outside is made visible on its way in.
#[derive(Debug, Clone, Default)]
pub(in crate::render) struct Line {
    pieces: Vec<(Role, String)>,
}

impl Line {
    pub(super) fn new() -> Line {
        Line::default()
    }

    /// This line with a piece at its end.
    pub(super) fn with(mut self, role: Role, text: &str) -> Line {
        self.push(role, text);
        self
    }

    pub(super) fn push(&mut self, role: Role, text: &str) {
        if !text.is_empty() {
            self.pieces.push((role, visible::line(text).into_owned()));
        }
    }

    pub(super) fn append(&mut self, other: Line) {
        self.pieces.extend(other.pieces);
    }

    /// Its pieces, each with what it is.
    pub(in crate::render) fn pieces(&self) -> impl Iterator<Item = (Role, &str)> {
        self.pieces.iter().map(|(role, text)| (*role, text.as_str()))
    }

    /// Columns that it takes.
    pub(super) fn width(&self) -> usize {
        self.pieces.iter().map(|(_, text)| text.width()).sum()
    }

    /// Cuts the line to a number of columns, with `…` in the last one when something is lost.
    pub(super) fn cut(&mut self, width: usize) {
        if self.width() <= width {
            return;
        }
        let mut left = width.saturating_sub(1);
        let mut kept = Vec::new();
        for (role, text) in self.pieces.drain(..) {
            let end = fitting(&text, left);
            left -= text[..end].width();
            let is_whole = end == text.len();
            kept.push((role, text[..end].trim_end_matches(|c: char| !is_whole && c == ' ').to_owned()));
            if !is_whole {
                break;
            }
        }
        kept.push((Role::Faint, "…".to_owned()));
        self.pieces = kept;
    }

    /// Writes the line with its colours and a line break.
    pub(super) fn write(&self, out: &mut String) {
        for (role, text) in &self.pieces {
            let style = role.style();
            let _ = write!(out, "{style}{text}{style:#}");
        }
        out.push('\n');
    }
}

impl Role {
    fn style(self) -> Style {
        let plain = Style::new();
        match self {
            Role::Plain => plain,
            Role::Faint => plain.dimmed(),
            Role::Strong => plain.bold(),
            Role::Added => AnsiColor::Green.on_default(),
            Role::Removed => AnsiColor::Red.on_default(),
            Role::Changed => AnsiColor::Yellow.on_default(),
            Role::Kind(kind) => match kind {
                NodeKind::Event => AnsiColor::Yellow.on_default(),
                NodeKind::Handler | NodeKind::EffectHandler => AnsiColor::Magenta.on_default(),
                NodeKind::Controller => AnsiColor::Blue.on_default().bold(),
                NodeKind::Effect | NodeKind::External => AnsiColor::BrightMagenta.on_default(),
                NodeKind::Archiver => plain,
            },
        }
    }
}

/// Bytes of the longest beginning that takes at most this many columns.
fn fitting(text: &str, width: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > width {
            return at;
        }
    }
    text.len()
}

/// Lines with a place at the right, where there is room for it: in one column as far as possible, and never at the cost
/// of the line itself.
pub(super) fn with_places(lines: Vec<(Line, String)>, width: Option<usize>) -> String {
    let limit = width.unwrap_or(usize::MAX);
    let longest = lines.iter().map(|(line, _)| line.width()).max().unwrap_or(0);
    let longest_place = lines.iter().map(|(_, place)| place.width()).max().unwrap_or(0);
    let column = (longest + 2).min(PLACES).min(limit.saturating_sub(longest_place));
    let mut out = String::new();
    for (mut line, place) in lines {
        let used = line.width();
        let start = column.max(used + 2);
        if !place.is_empty() && start.saturating_add(place.width()) <= limit {
            line.push(Role::Plain, &" ".repeat(start - used));
            line.push(Role::Faint, &place);
        }
        line.cut(limit);
        line.write(&mut out);
    }
    out
}

/// Breaks words into lines of at most `width` columns, the first after `first`, the others after as many spaces as `indent`.
pub(super) fn wrapped(first: Line, words: &[Line], indent: usize, width: Option<usize>) -> Vec<Line> {
    let limit = width.unwrap_or(usize::MAX);
    let mut lines = Vec::new();
    let mut line = first;
    let mut is_fresh = true;
    for word in words {
        let gap = usize::from(!is_fresh);
        if !is_fresh && line.width() + gap + word.width() > limit {
            lines.push(std::mem::replace(&mut line, Line::new().with(Role::Plain, &" ".repeat(indent))));
            is_fresh = true;
        }
        if !is_fresh {
            line.push(Role::Plain, " ");
        }
        line.append(word.clone());
        is_fresh = false;
    }
    lines.push(line);
    for line in &mut lines {
        line.cut(limit);
    }
    lines
}
