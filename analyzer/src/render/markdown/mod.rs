//! A difference as Markdown, for a comment: what it means, one picture, and the rest folded.
//!
//! Whoever sends the change decides what names it has. None of them notifies, links or sets anything: see `inline`.

mod inline;
mod page;

#[cfg(test)]
mod tests;

use super::picture::Picture;
use super::text::{Finding, Words, told};
use super::{change, mermaid, statement};
use crate::diff::{Diff, Verdict};
use ensue_templates::Row;
use inline::{code, text, words};
use page::{Listed, Page};
use std::fmt::Write;

/// The characters that a document has at most: a comment has room for 65,536, of which its writer needs some.
pub const MOST_CHARACTERS: usize = 60_000;

/// How many findings are to be seen at once; the others are folded.
const AT_ONCE: usize = 10;

/// Characters of a sentence.
const SENTENCE: usize = 1_000;

/// Characters of what explains a finding.
const DETAIL: usize = 600;

/// How many further sentences a finding has.
const MOST_DETAILS: usize = 20;

/// Characters that are kept for what comes behind the findings, and behind the picture.
const BEHIND_FINDINGS: usize = 30_000;
const BEHIND_PICTURE: usize = 12_000;
const BEHIND_LISTS: usize = 4_000;
const BEHIND_ALL: usize = 2_000;

/// The difference as Markdown, at most [`MOST_CHARACTERS`] of it. Nothing is said when nothing differs.
///
/// ```
/// let diff = ensue_analyzer::diff::compare(&Default::default(), &Default::default());
/// assert_eq!(ensue_analyzer::render::markdown::document(&diff), "");
/// ```
#[must_use]
pub fn document(diff: &Diff) -> String {
    if diff.verdict == Verdict::None {
        return String::new();
    }
    let told = told(diff);
    let mut page = Page::new(MOST_CHARACTERS);
    page.add(&format!("### {}: {}\n\n", told.verdict, text(&told.sentence, SENTENCE)));
    page.add(&format!("{} → {}\n\n", code(&told.base), code(&told.head)));

    let findings: Vec<String> = told.findings.iter().map(finding).collect();
    let (first, more) = findings.split_at(findings.len().min(AT_ONCE));
    page.list(Listed { one: "finding", many: "findings", items: first }, BEHIND_FINDINGS);
    picture(diff, &mut page);
    page.folded(Listed { one: "finding more", many: "findings more", items: more }, BEHIND_LISTS);
    let rows: Vec<String> = change::rows(diff).iter().map(row).collect();
    page.folded(
        Listed { one: "difference, by its path", many: "differences, by their paths", items: &rows },
        BEHIND_LISTS,
    );

    page.add(&format!("{}\n\n", told.remarks.iter().map(|it| text(it, SENTENCE)).collect::<Vec<_>>().join(" · ")));
    page.folded(
        Listed { one: "fact about what was read", many: "facts about what was read", items: &read(diff) },
        BEHIND_ALL,
    );
    page.end()
}

/// `- **gained** POST /payments can now cause ..`, and below it what explains it.
fn finding(it: &Finding) -> String {
    let mut item = format!("- **{}** {}{}\n", it.label, sentence(&it.sentence, SENTENCE), at(&it.place));
    for (detail, place) in it.details.iter().take(MOST_DETAILS) {
        let _ = writeln!(item, "  - {}{}", sentence(detail, DETAIL), at(place));
    }
    if it.details.len() > MOST_DETAILS {
        let _ = writeln!(item, "  - and {} more", it.details.len() - MOST_DETAILS);
    }
    item
}

/// Each word whole, whatever its pieces are.
fn sentence(of: &Words, most: usize) -> String {
    words(of.iter().map(|word| word.pieces().map(|(_, text)| text).collect::<String>()), most)
}

fn at(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!(" ({})", code(place)) }
}

/// The picture that Mermaid draws: node by node, or by module, or none with the reason.
fn picture(diff: &Diff, page: &mut Page) {
    let nearest = change::picture(diff);
    if nearest.cards.is_empty() {
        return;
    }
    let drawn = [|_: &Diff, it: Picture| it, |diff: &Diff, _| change::by_module(diff)]
        .into_iter()
        .filter_map(|of| mermaid::document(&of(diff, nearest.clone())).ok())
        .map(|chart| format!("\n```mermaid\n{chart}```\n\n{LEGEND}\n\n"))
        .find(|block| page.fits(block, BEHIND_PICTURE));
    page.add(&drawn.unwrap_or_else(|| "\nThere is no picture: it would be too large, even by module.\n\n".to_owned()));
}

/// What the signs and colours of the picture mean.
const LEGEND: &str = "`+` green: new · `−` red, dashed: gone · `~` amber: changed · `→` amber: moved · grey: as before";

/// `` - `+` handler `ship` (`src/shipping.rs:21`): what differs ``
fn row(row: &Row) -> String {
    let how = if row.how.is_empty() { String::new() } else { format!(": {}", text(&row.how, DETAIL)) };
    format!("- {} {} {}{}{how}\n", code(&row.sign), row.word, code(&row.name), at(&row.place))
}

/// What was read of each side, and once when it is the same.
fn read(diff: &Diff) -> Vec<String> {
    let (base, head) = (diff.statements.base.as_ref(), diff.statements.head.as_ref());
    let sides = if base == head { vec![("before and after", base)] } else { vec![("before", base), ("after", head)] };
    let facts = sides.into_iter().flat_map(|(when, side)| {
        let facts = side.map(statement::facts).unwrap_or_default().into_iter();
        facts.map(move |(name, values)| format!("- {when}, {name}: {}\n", text(&values.join(", "), DETAIL)))
    });
    facts.collect()
}
