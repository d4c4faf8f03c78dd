//! A picture as Graphviz DOT, for those who lay out with tools of their own.

use super::picture::{Accent, Card, Line, Picture, Shape, Stroke};
use super::visible;
use std::fmt::Write;

/// The picture as a `digraph`. Nodes are `n0`, `n1`, ..; everything of the tree stands in quoted strings.
///
/// ```
/// use ensue_analyzer::render::{dot, picture::Picture};
/// assert!(dot::document(&Picture::default()).starts_with("digraph ensue {"));
/// ```
#[must_use]
pub fn document(picture: &Picture) -> String {
    let mut label = picture.caption.clone();
    if let Some(note) = &picture.note {
        label = format!("{label}\n{note}");
    }
    let mut out = String::from("digraph ensue {\n");
    if let Some(read) = &picture.read {
        let _ = writeln!(out, "  comment={}", quoted(&visible::line(read)));
    }
    let _ = write!(
        out,
        "  graph [rankdir=TB, fontname=\"Helvetica\", labelloc=t, label={}]\n  \
         node [fontname=\"Helvetica\", style=filled]\n  edge [fontname=\"Helvetica\", fontsize=10, color=\"#78828f\"]\n",
        quoted(&label)
    );
    for (at, card) in picture.cards.iter().enumerate() {
        let _ = writeln!(out, "  n{at} [{}]", node(card));
    }
    for line in &picture.lines {
        let _ = writeln!(out, "  n{} -> n{} [{}]", line.from, line.to, edge(line));
    }
    out.push_str("}\n");
    out
}

fn node(card: &Card) -> String {
    let (shape, style, fill, stroke) = match card.shape {
        Shape::Event => ("box", "filled,rounded", "#ffd9a8", "#b8640f"),
        Shape::Handler => ("box", "filled", "#e6dcfb", "#7a5cc4"),
        Shape::Controller => ("cds", "filled", "#cfe3ff", "#2f6fc4"),
        Shape::Effect => ("parallelogram", "filled", "#fbd5e3", "#b8437a"),
        Shape::EffectHandler => ("box", "filled", "#e6dcfb", "#b8437a"),
        Shape::External => ("cds", "filled,dashed", "#fbd5e3", "#b8437a"),
        Shape::State => ("box", "filled,rounded", "#fff6d6", "#8f7620"),
        Shape::Start => ("circle", "filled", "#1d2129", "#1d2129"),
        Shape::More => ("box", "filled,dotted", "#f2f4f7", "#78828f"),
    };
    let style = match card.accent {
        Accent::None => style.to_owned(),
        Accent::Here => format!("{style},bold"),
        Accent::Elsewhere => format!("{style},dashed"),
    };
    let label = match card.shape {
        Shape::Start => String::new(),
        Shape::More => card.name.clone(),
        _ => format!("{}\n{}", card.word, card.name),
    };
    let bars = if card.shape == Shape::EffectHandler { ", peripheries=2" } else { "" };
    let href = card.href.as_ref().map_or(String::new(), |href| format!(", URL={}", quoted(href)));
    format!(
        "label={}, tooltip={}, shape={shape}, style=\"{style}\", fillcolor=\"{fill}\", color=\"{stroke}\"{bars}{href}",
        quoted(&label),
        quoted(&card.title)
    )
}

fn edge(line: &Line) -> String {
    let style = match line.stroke {
        Stroke::Inline => "solid",
        Stroke::AfterCommit | Stroke::Deferred => "dashed",
        Stroke::Scheduled | Stroke::Resumes => "dotted",
    };
    let words: Vec<&str> = line.words.iter().map(|word| word.text.as_str()).collect();
    format!("style={style}, label={}, tooltip={}", quoted(&words.join("\n")), quoted(&line.title))
}

/// A quoted string. Graphviz reads escapes and HTML entities in labels; both are taken from it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in visible::prose(text).chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
