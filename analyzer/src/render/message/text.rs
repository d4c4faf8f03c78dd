//! Messages as rustc writes them.
//!
//! The source that is shown is text of the tree: each piece of it passes `visible` before it is measured, so that nothing
//! that the terminal would obey is left, and marks stand below what they mean.

use super::{Sources, Spot, word};
use crate::lints::{Edit, Finding, Judged, Level as Judgement, Remedy, lint};
use crate::render::visible;
use annotate_snippets::{AnnotationKind, Group, Level, Message, Origin, Patch, Renderer, Snippet};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// The messages of findings, with colours, an empty line behind each.
#[must_use]
pub fn text(judged: &[Judged], sources: &Sources, width: Option<usize>) -> String {
    let renderer = Renderer::styled().term_width(width.unwrap_or(usize::MAX / 2));
    let mut explained = BTreeSet::new();
    let mut out = String::new();
    for Judged { level, finding } in judged {
        let explanation = if explained.insert(&finding.rule) { explains(*level, &finding.rule) } else { None };
        let explanation = explanation.map(|note| Level::NOTE.message(prose(&note, width)));
        let main = main(*level, finding, sources, width);
        let groups = with_remedies(main, &finding.remedies, explanation, sources, width);
        out.push_str(&renderer.render(&groups));
        out.push_str("\n\n");
    }
    out
}

/// What to do, in its order: an exact edit is a group of its own, and what is told behind one stays behind it.
fn with_remedies<'a>(
    main: Group<'a>,
    remedies: &'a [Remedy],
    explanation: Option<Message<'a>>,
    sources: &'a Sources,
    width: Option<usize>,
) -> Vec<Group<'a>> {
    let mut groups = Vec::new();
    let mut last = main;
    let mut explanation = explanation;
    for remedy in remedies {
        match remedy.edit.as_ref().and_then(|edit| patched(edit, sources)) {
            Some(edit) => {
                groups.push(last.elements(explanation.take()));
                last = Level::HELP.secondary_title(line(&remedy.text)).element(edit);
            }
            None => last = last.element(help(&remedy.text, width)),
        }
    }
    groups.push(last.elements(explanation));
    groups
}

/// The problem with its places and reasons.
fn main<'a>(level: Judgement, finding: &'a Finding, sources: &'a Sources, width: Option<usize>) -> Group<'a> {
    let title = if word(level) == "error" { Level::ERROR } else { Level::WARNING };
    let mut group = Group::with_title(title.primary_title(line(&finding.message)).id(line(&finding.rule)));
    let spots: Vec<(usize, Spot<'_>, &str)> = finding
        .labels
        .iter()
        .enumerate()
        .filter_map(|(at, label)| Some((at, sources.spot(&label.place)?, label.text.as_str())))
        .collect();
    let mut files: Vec<&str> = Vec::new();
    for (_, spot, _) in &spots {
        if !files.contains(&spot.file) {
            files.push(spot.file);
        }
    }
    for file in files {
        let of_file: Vec<_> = spots.iter().filter(|(_, spot, _)| spot.file == file).collect();
        let shown = Shown::of(&of_file.iter().map(|(_, spot, _)| spot).collect::<Vec<_>>(), sources);
        let annotations = of_file.iter().map(|(at, spot, text)| {
            let kind = if *at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            kind.span(shown.span(spot)).label(line(text))
        });
        let snippet = Snippet::source(shown.text.clone()).line_start(shown.first as usize).path(line(file));
        group = group.element(snippet.annotations(annotations.collect::<Vec<_>>()));
    }
    // A place whose file is not there to be shown is named all the same.
    let known: BTreeSet<usize> = spots.iter().map(|(at, ..)| *at).collect();
    for (_, label) in finding.labels.iter().enumerate().filter(|(at, _)| !known.contains(at)) {
        let origin = Origin::path(line(&label.place.file));
        group = group.element(match label.place.line {
            Some(number) => origin.line(number as usize),
            None => origin,
        });
    }
    group.elements(finding.notes.iter().map(|note| Level::NOTE.message(prose(note, width))))
}

fn help(text: &str, width: Option<usize>) -> Message<'_> {
    Level::HELP.message(prose(text, width))
}

/// What stands before a note: the number of a line, a few signs, and `help: `.
const MARGIN: usize = 13;

/// A sentence, in lines that are no wider than there is room. Code between backticks stays in one.
fn prose(text: &str, width: Option<usize>) -> String {
    let text = line(text);
    let room = width.map_or(usize::MAX, |width| width.saturating_sub(MARGIN));
    let (mut out, mut used, mut is_code) = (String::new(), 0, false);
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, sign) in text.char_indices() {
        is_code ^= sign == '`';
        if sign == ' ' && !is_code {
            pieces.push(&text[start..at]);
            start = at + 1;
        }
    }
    pieces.push(&text[start..]);
    for piece in pieces {
        let columns = piece.width();
        if used > 0 && used + 1 + columns > room {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(piece);
        used += columns;
    }
    out
}

/// The change of an edit, when what it replaces stands there.
fn patched<'a>(edit: &'a Edit, sources: &'a Sources) -> Option<Snippet<'a, Patch<'a>>> {
    let spots = sources.stretch(&edit.place)?;
    let (first, last) = (spots.first()?, spots.last()?);
    let shown = Shown::of(&[first, last], sources);
    let patch = Patch::new(shown.span(first).start..shown.span(last).end, line(&edit.by));
    Some(Snippet::source(shown.text.clone()).line_start(shown.first as usize).path(line(first.file)).patch(patch))
}

/// Why a finding has its level, and who says more.
fn explains(level: Judgement, rule: &str) -> Option<String> {
    let lint = lint(rule)?;
    let by = if lint.level == level { "by default" } else { "as `ensue.toml` says" };
    let does = if level == Judgement::Deny { "denied" } else { "warned about" };
    Some(format!("`{rule}` is {does} {by}; `cargo ensue explain {rule}` says why"))
}

/// A stretch of a file, safe to show.
struct Shown {
    /// Its first line.
    first: u32,
    text: String,
    /// Of each line that has marks, where each byte offset that matters went.
    places: BTreeMap<(u32, usize), usize>,
}

impl Shown {
    /// From the first to the last line of these spots.
    fn of(spots: &[&Spot<'_>], sources: &Sources) -> Shown {
        let first = spots.iter().map(|spot| spot.line).min().unwrap_or(1);
        let last = spots.iter().map(|spot| spot.line).max().unwrap_or(1);
        let file = spots.first().map_or("", |spot| spot.file);
        let mut shown = Shown { first, text: String::new(), places: BTreeMap::new() };
        for number in first..=last {
            let text = sources.line(file, number).map_or("", |(_, text)| text);
            let mut cuts: Vec<usize> =
                spots.iter().filter(|spot| spot.line == number).flat_map(|spot| [spot.start, spot.end]).collect();
            cuts.push(text.len());
            cuts.sort_unstable();
            cuts.dedup();
            let mut done = 0;
            for cut in cuts {
                shown.text.push_str(&source(&text[done..cut]));
                shown.places.insert((number, cut), shown.text.len());
                done = cut;
            }
            shown.text.push('\n');
        }
        shown
    }

    fn span(&self, spot: &Spot<'_>) -> Range<usize> {
        self.places[&(spot.line, spot.start)]..self.places[&(spot.line, spot.end)]
    }
}

/// A piece of a line of source.
fn source(text: &str) -> String {
    visible::line(&text.replace('\t', "    ")).into_owned()
}

fn line(text: &str) -> String {
    visible::line(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn prose_fits_and_code_is_not_divided() {
        let text = "say on `end` that it continues: `resumes = First` or not";
        assert_eq!(prose(text, None), text);
        assert_eq!(prose(text, Some(33)), "say on `end` that it\ncontinues:\n`resumes = First` or\nnot");
        assert_eq!(prose(text, Some(5)).lines().count(), 9, "a word wider than the room has a line of its own");
    }
}
