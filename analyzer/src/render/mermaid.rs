//! A picture as a Mermaid flowchart, which code hosts draw where they show Markdown.

use super::picture::{Accent, Card, Line, Mark, Picture, Shape, Stroke, Word};
use super::visible;
use std::fmt::{self, Write};

/// The characters that Mermaid takes before it shows an error instead (`maxTextSize`, which a code host does not let one
/// raise).
pub const MOST_CHARACTERS: usize = 50_000;

/// The lines that Mermaid draws before it shows an error instead (`maxEdges`, likewise).
pub const MOST_LINES: usize = 500;

/// A picture that Mermaid would refuse to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    /// Of its text; at most [`MOST_CHARACTERS`] are taken.
    pub characters: usize,
    /// Between its cards; at most [`MOST_LINES`] are taken.
    pub lines: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TooLarge { characters, lines } = self;
        write!(
            f,
            "{lines} lines and {characters} characters; Mermaid draws at most {MOST_LINES} lines of {MOST_CHARACTERS} characters"
        )
    }
}

impl std::error::Error for TooLarge {}

/// The picture as a `flowchart`, where there are marks with the change alone in colour. Nodes are `N0`, `N1`, ..; everything of the tree stands in quoted labels.
///
/// # Errors
/// [`TooLarge`] where Mermaid's limits, which are fixed where others show the picture, are passed.
///
/// ```
/// use ensue_analyzer::render::{mermaid, picture::Picture};
/// assert!(mermaid::document(&Picture::default())?.starts_with("flowchart TD\n"));
/// # Ok::<(), mermaid::TooLarge>(())
/// ```
pub fn document(picture: &Picture) -> Result<String, TooLarge> {
    let mut out = String::from("flowchart TD\n");
    if let Some(read) = &picture.read {
        let _ = writeln!(out, "    %% {}", plain(read));
    }
    let _ = writeln!(out, "    accTitle: {}", plain(&picture.caption));
    let is_change = !picture.marks().is_empty();
    for (at, card) in picture.cards.iter().enumerate() {
        let (outline, kind) = node(card);
        let class = if is_change { of(card.mark).class } else { kind };
        let _ = writeln!(out, "    N{at}{outline}{}{class}", if class.is_empty() { "" } else { ":::" });
    }
    for line in &picture.lines {
        let _ = writeln!(out, "    N{} {} N{}", line.from, arrow(line), line.to);
    }
    if let Some(note) = &picture.note {
        let _ = writeln!(out, "    Holes[\"{}\"]:::More", escaped(note));
    }
    for (class, accent) in [("Here", Accent::Here), ("Elsewhere", Accent::Elsewhere)] {
        let cards = picture.cards.iter().enumerate().filter(|(_, card)| card.accent == accent);
        let names: Vec<String> = cards.map(|(at, _)| format!("N{at}")).collect();
        if !names.is_empty() {
            let _ = writeln!(out, "    class {} {class}", names.join(","));
        }
    }
    for mark in picture.marks() {
        let marked = picture.lines.iter().enumerate().filter(|(_, line)| line.mark == mark);
        let numbers: Vec<String> = marked.map(|(at, _)| at.to_string()).collect();
        if !numbers.is_empty() {
            let _ = writeln!(out, "    linkStyle {} {}", numbers.join(","), of(mark).line);
        }
    }
    let kinds = KINDS.iter().filter(|_| !is_change).copied();
    let marks = picture.marks().into_iter().chain([Mark::None]).filter(|_| is_change);
    for (class, style) in kinds.chain(marks.map(|mark| (of(mark).class, of(mark).card))).chain(COMMON) {
        let _ = writeln!(out, "    classDef {class} {style}");
    }
    let (characters, lines) = (out.chars().count(), picture.lines.len());
    if characters > MOST_CHARACTERS || lines > MOST_LINES {
        return Err(TooLarge { characters, lines });
    }
    Ok(out)
}

/// The colours of the other pictures, with a dark ink that is read on them whatever is behind the picture.
const KINDS: [(&str, &str); 6] = [
    ("Event", "fill:#ffd9a8,stroke:#b8640f,color:#1d2129"),
    ("Handler", "fill:#e6dcfb,stroke:#7a5cc4,color:#1d2129"),
    ("Controller", "fill:#cfe3ff,stroke:#2f6fc4,color:#1d2129"),
    ("Effect", "fill:#fbd5e3,stroke:#b8437a,color:#1d2129"),
    ("External", "fill:#fbd5e3,stroke:#b8437a,color:#1d2129,stroke-dasharray:5 4"),
    ("State", "fill:#fff6d6,stroke:#8f7620,color:#1d2129"),
];

/// What pictures with and without marks have.
const COMMON: [(&str, &str); 3] = [
    ("More", "fill:#f2f4f7,stroke:#78828f,color:#1d2129,stroke-dasharray:2 3"),
    ("Here", "stroke-width:3px"),
    ("Elsewhere", "stroke-dasharray:5 4"),
];

/// How a mark looks.
struct Look {
    class: &'static str,
    card: &'static str,
    line: &'static str,
}

fn of(mark: Mark) -> Look {
    let (class, card, line) = match mark {
        Mark::None => ("Same", "fill:#f2f4f7,stroke:#78828f,color:#1d2129", "stroke:#78828f"),
        Mark::Added => {
            let card = "fill:#dafbe1,stroke:#1a7f37,color:#1d2129,stroke-width:2px";
            ("Added", card, "stroke:#1a7f37,stroke-width:2px")
        }
        Mark::Removed => {
            let card = "fill:#ffebe9,stroke:#c21f2b,color:#1d2129,stroke-width:2px,stroke-dasharray:6 4";
            ("Removed", card, "stroke:#c21f2b,stroke-width:2px,stroke-dasharray:6 4")
        }
        Mark::Changed | Mark::Moved => {
            let card = "fill:#fff3c4,stroke:#8a5a00,color:#1d2129,stroke-width:2px";
            (if mark == Mark::Moved { "Moved" } else { "Changed" }, card, "stroke:#8a5a00,stroke-width:2px")
        }
    };
    Look { class, card, line }
}

/// Outline and label of a card, and the class of its kind.
fn node(card: &Card) -> (String, &'static str) {
    let (open, close, class) = match card.shape {
        Shape::Event => ("([", "])", "Event"),
        Shape::Handler => ("[", "]", "Handler"),
        Shape::Controller => (">", "]", "Controller"),
        Shape::Effect => ("[/", "/]", "Effect"),
        Shape::EffectHandler => ("[[", "]]", "Effect"),
        Shape::External => (">", "]", "External"),
        Shape::State => ("(", ")", "State"),
        Shape::Start => return ("(((\" \")))".to_owned(), ""),
        Shape::More => ("[", "]", "More"),
    };
    let word = if card.word.is_empty() { String::new() } else { format!("{}<br>", escaped(&card.word)) };
    (format!("{open}\"{word}<b>{}</b>\"{close}", signed(card.mark, &card.name)), class)
}

/// A text behind the sign of what became of it.
fn signed(mark: Mark, text: &str) -> String {
    [escaped(mark.sign()), escaped(text)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn arrow(line: &Line) -> String {
    let stroke = match line.stroke {
        Stroke::Inline => "-->",
        Stroke::AfterCommit | Stroke::Deferred | Stroke::Scheduled | Stroke::Resumes => "-.->",
    };
    let words: Vec<String> = line.words.iter().map(|Word { text, mark, .. }| signed(*mark, text)).collect();
    if words.is_empty() { stroke.to_owned() } else { format!("{stroke}|\"{}\"|", words.join("<br>")) }
}

/// Text inside of quotes: what Mermaid, HTML or Markdown would read as more than a letter is written as its number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible::line(text).chars() {
        if c.is_alphanumeric() || " _/:,()⟨⟩→…".contains(c) || c == '+' && !out.is_empty() {
            out.push(c);
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    out
}

/// Text that stands by itself to the end of a line, where there are no escapes.
fn plain(text: &str) -> String {
    let is_kept = |c: char| c.is_alphanumeric() || " /:,.()⟨⟩→…_-".contains(c);
    visible::line(text).chars().map(|c| if is_kept(c) { c } else { ' ' }).collect()
}
