//! The first page.

use super::excerpt::{MOST_CARDS, Reach, around};
use super::facts::{fact, plain};
use super::{Site, figure, frame, links};
use crate::analyses::NodeIx;
use crate::render::picture::{Picture, note, shown};
use crate::render::statement;
use ensue_grammar::graph::{Diagnostic, Graph, Hole, NodeKind};
use ensue_templates::{Entry, Fact, Figure, Group, Overview, Spot};

/// Entries with a picture of their own on this page; those of the others are on their pages.
const MOST_FIGURES: usize = 24;

/// In the order of how they are met.
const KINDS: [NodeKind; 7] = [
    NodeKind::Controller,
    NodeKind::Event,
    NodeKind::Handler,
    NodeKind::Archiver,
    NodeKind::Effect,
    NodeKind::EffectHandler,
    NodeKind::External,
];

pub(super) fn page(site: &Site<'_>) -> Overview {
    let heading = title(site.graph);
    let starts = starts(site);
    Overview {
        frame: frame(site.graph, heading.clone()),
        lead: lead(site.graph),
        entries: starts.iter().map(|&at| links::entry(site, at, links::summary(&site.graph.nodes[at]))).collect(),
        figures: figures(site, &starts),
        groups: KINDS.into_iter().filter_map(|kind| group(site, kind)).collect(),
        holes: site.graph.holes.iter().map(hole).collect(),
        faults: site.graph.diagnostics.iter().map(fault).collect(),
        read: read(site.graph),
        heading,
    }
}

fn title(graph: &Graph) -> String {
    let packages = graph.statement.as_ref().map(|statement| &statement.packages[..]).unwrap_or_default();
    match packages {
        [] => "What could happen".to_owned(),
        [one] => format!("What could happen in {one}"),
        [one, rest @ ..] => format!("What could happen in {one} and {} more", rest.len()),
    }
}

fn lead(graph: &Graph) -> String {
    let of = |kinds: &[NodeKind], one: &str, many: &str| {
        let count = graph.nodes.iter().filter(|node| kinds.contains(&node.kind)).count();
        if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
    };
    let counts = format!(
        "{}, {}, {} and {}.",
        of(&[NodeKind::Event], "event", "events"),
        of(&[NodeKind::Controller], "entry point", "entry points"),
        of(&[NodeKind::Handler, NodeKind::EffectHandler], "handler", "handlers"),
        of(&[NodeKind::Effect], "effect", "effects"),
    );
    match note(graph.holes.len()) {
        None => format!("{counts} The pictures are complete: there is no place that cannot be seen."),
        Some(note) => format!("{counts} The pictures are not complete: {note}."),
    }
}

/// Controllers first, by route; then events that nothing causes.
fn starts(site: &Site<'_>) -> Vec<NodeIx> {
    let of = |kind: NodeKind| (0..site.graph.nodes.len()).filter(move |&at| site.graph.nodes[at].kind == kind);
    let mut controllers: Vec<NodeIx> = of(NodeKind::Controller).collect();
    // What continues waiting work comes after what begins it.
    controllers.sort_by_key(|&at| !site.index.has_no_cause(at));
    controllers.extend(of(NodeKind::Event).filter(|&at| site.index.has_no_cause(at)));
    controllers
}

fn figures(site: &Site<'_>, starts: &[NodeIx]) -> Vec<Figure> {
    let drawn = site.graph.nodes.iter().filter(|node| node.kind != NodeKind::Archiver).count();
    if drawn == 0 {
        return Vec::new();
    }
    if drawn <= MOST_CARDS {
        return vec![figure("", &Picture::of(site.graph, |node| site.href(node)))];
    }
    let reach = Reach { before: 0, after: 12, most: MOST_CARDS };
    let leads_on = |at: &&NodeIx| !site.index.has_no_consequence(**at);
    starts.iter().filter(leads_on).take(MOST_FIGURES).map(|&at| figure("", &around(site, at, reach))).collect()
}

fn group(site: &Site<'_>, kind: NodeKind) -> Option<Group> {
    let nodes = (0..site.graph.nodes.len()).filter(|&at| site.graph.nodes[at].kind == kind);
    let entries: Vec<Entry> = nodes.map(|at| links::entry(site, at, links::summary(&site.graph.nodes[at]))).collect();
    (!entries.is_empty()).then(|| Group { heading: format!("{} ({})", links::plural(kind), entries.len()), entries })
}

fn hole(hole: &Hole) -> Spot {
    let reason = serde_json::to_value(hole.reason).ok().and_then(|value| value.as_str().map(str::to_owned));
    Spot {
        reason: reason.unwrap_or_default().replace('-', " "),
        place: place(hole.file.as_deref(), hole.line),
        detail: hole.detail.clone(),
    }
}

fn fault(fault: &Diagnostic) -> Spot {
    Spot { reason: fault.code.clone(), place: place(fault.file.as_deref(), fault.line), detail: fault.message.clone() }
}

fn place(file: Option<&str>, line: Option<u32>) -> String {
    match (file, line) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        (Some(file), None) => file.to_owned(),
        (None, _) => String::new(),
    }
}

fn read(graph: &Graph) -> Vec<Fact> {
    let Some(statement) = &graph.statement else {
        return fact("Source", [plain("no source: this graph tells of a program or a snapshot")]).into_iter().collect();
    };
    let facts = statement::facts(statement).into_iter().map(|(name, values)| {
        let values = values.iter().map(|value| plain(&shown(value)));
        fact(&capital(name), values)
    });
    facts.flatten().collect()
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
