//! The page of a difference: the verdict, what it means, and the picture, each leading to the other.

use super::stage::Stage;
use super::union::{Joint, Member, Union};
use crate::diff::{Diff, Verdict};
use crate::render::picture::{Mark, name_of, when_of, word_of};
use crate::render::text::{Finding, Role, Told, Words};
use crate::render::{picture, statement, svg, visible};
use ensue_grammar::graph::Statement;
use ensue_templates::{ChangePage, Detail, Fact, Piece, Read, Row, Value, View};

/// The page as HTML.
pub(super) fn html(diff: &Diff, told: &Told, union: &Union<'_>) -> String {
    let stage = Stage::new(diff, union, told.findings.iter().map(|finding| (&*finding.about, &*finding.witness)));
    let page = ChangePage {
        title: format!("{}: {} → {}", told.verdict, told.base, told.head),
        base: told.base.clone(),
        head: told.head.clone(),
        verdict: class(diff.verdict).to_owned(),
        verdict_word: told.verdict.to_owned(),
        sentence: told.sentence.clone(),
        findings: told.findings.iter().enumerate().map(|(at, finding)| entry(finding, at, &stage)).collect(),
        remarks: told.remarks.join(" · "),
        views: stage.pictures().iter().map(view).collect(),
        rows: rows(union),
        read: read(diff),
    };
    visible::prose(&page.html().expect("a template writes to a string, which never fails")).into_owned()
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::None => "none",
        Verdict::Safe => "safe",
        Verdict::Review => "review",
        Verdict::Breaking => "breaking",
    }
}

fn entry(finding: &Finding, at: usize, stage: &Stage<'_, '_>) -> ensue_templates::Told {
    let (class, sign) = match finding.role {
        Role::Added => ("added", "+"),
        Role::Removed => ("removed", "−"),
        Role::Changed if finding.label == "moved" => ("moved", "→"),
        Role::Changed => ("changed", "~"),
        _ => ("", "·"),
    };
    let detail = |(words, place): &(Words, String)| Detail { words: pieces(words), place: place.clone() };
    ensue_templates::Told {
        class: class.to_owned(),
        sign: sign.to_owned(),
        label: finding.label.to_owned(),
        sentence: pieces(&finding.sentence),
        place: finding.place.clone(),
        details: finding.details.iter().map(detail).collect(),
        parts: stage.parts(at).join(" "),
        href: stage.href(at),
    }
}

/// Words with spaces between them; neighbours of one look are one piece.
fn pieces(words: &Words) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for word in words {
        let spaced = word.pieces().chain([(Role::Plain, " ")]);
        for (role, text) in spaced {
            let class = match role {
                Role::Strong | Role::Kind(_) => "strong",
                Role::Added => "plus",
                Role::Removed => "minus",
                Role::Changed => "tilde",
                Role::Plain | Role::Faint => "",
            };
            match pieces.last_mut().filter(|last| last.class == class) {
                Some(last) => last.text.push_str(text),
                None => pieces.push(Piece { class, text: text.to_owned() }),
            }
        }
    }
    pieces
}

fn view((name, label, picture): &(&'static str, String, picture::Picture)) -> View {
    View {
        name: (*name).to_owned(),
        label: label.clone(),
        caption: picture.caption.clone(),
        svg: svg::element(picture),
    }
}

/// Everything that differs: nodes, then edges.
pub(super) fn rows(union: &Union<'_>) -> Vec<Row> {
    let nodes = union.nodes.iter().filter(|node| node.mark != Mark::None).map(node_row);
    let edges = union.edges.iter().filter(|edge| edge.mark != Mark::None).map(|edge| edge_row(union, edge));
    nodes.chain(edges).collect()
}

fn node_row(member: &Member<'_>) -> Row {
    let node = member.node();
    let place = node.file.as_ref().zip(node.line).map(|(file, line)| format!("{file}:{line}"));
    let was = member.before.filter(|before| before.id != node.id).map(|before| format!("was {}", before.id));
    let differs = (!member.what.is_empty()).then(|| member.what.join(", ").replace('_', " "));
    Row {
        word: word_of(node.kind).to_owned(),
        name: name_of(node).to_owned(),
        place: place.unwrap_or_else(|| node.id.clone()),
        how: was.into_iter().chain(differs).collect::<Vec<_>>().join("; "),
        ..row(member.mark)
    }
}

fn edge_row(union: &Union<'_>, joint: &Joint<'_>) -> Row {
    let edge = joint.edge();
    let [from, to] = [joint.from, joint.to].map(|at| name_of(union.nodes[at].node()));
    let place = edge.sites.first().or(edge.declared_at.as_ref());
    let mut how: Vec<String> = when_of(picture::stroke_of(edge)).map(str::to_owned).into_iter().collect();
    how.extend((!joint.what.is_empty()).then(|| format!("{} differs", joint.what.join(", ").replace('_', " "))));
    Row {
        word: "edge".to_owned(),
        name: format!("{from} → {to}"),
        place: place.map_or(String::new(), |site| format!("{}:{}", site.file, site.line)),
        how: how.join("; "),
        ..row(joint.mark)
    }
}

fn row(mark: Mark) -> Row {
    Row { class: mark.word().to_owned(), sign: mark.sign().to_owned(), ..Row::default() }
}

/// What was read: once when it is the same.
fn read(diff: &Diff) -> Vec<Read> {
    let side = |heading: &str, statement: &Statement| Read {
        heading: heading.to_owned(),
        facts: statement::facts(statement).into_iter().map(|(name, values)| fact(name, values)).collect(),
    };
    let (base, head) = (diff.statements.base.as_ref(), diff.statements.head.as_ref());
    match (base, head) {
        (Some(base), Some(head)) if base == head => vec![side("What was read before and after", base)],
        (base, head) => {
            let before = base.map(|it| side("What was read before", it));
            before.into_iter().chain(head.map(|it| side("What was read after", it))).collect()
        }
    }
}

fn fact(name: &str, values: Vec<String>) -> Fact {
    let value = |text| Value { text, href: None };
    Fact { name: name.to_owned(), values: values.into_iter().map(value).collect() }
}
