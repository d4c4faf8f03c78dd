//! Lines of lists that lead to the page of a node.

use super::Site;
use super::names::class;
use crate::analyses::NodeIx;
use crate::render::picture::{name_of, shown, way, word_of};
use ensue_grammar::graph::{Edge, EdgeKind, Node, NodeKind, Timing};
use ensue_templates::Entry;

/// What a node is called in running text.
pub(super) fn name(site: &Site<'_>, node: NodeIx) -> String {
    shown(name_of(&site.graph.nodes[node]))
}

/// A node with a remark of one's own.
pub(super) fn entry(site: &Site<'_>, node: NodeIx, remark: String) -> Entry {
    let what = &site.graph.nodes[node];
    Entry {
        class: class(what.kind).to_owned(),
        word: word_of(what.kind).to_owned(),
        name: name_of(what).to_owned(),
        href: site.names[node].clone(),
        note: remark,
    }
}

/// A node at the other end of an edge, with all that the edge says.
pub(super) fn neighbour(site: &Site<'_>, node: NodeIx, edge: &Edge) -> Entry {
    let mut notes: Vec<String> = Vec::new();
    if edge.timing != Timing::Inline && edge.kind != EdgeKind::Resumes {
        notes.push(timing(edge.timing).to_owned());
    }
    if !edge.through.is_empty() {
        let ways: Vec<&str> = edge.through.iter().map(|path| way(path)).collect();
        notes.push(format!("through {}", ways.join(", ")));
    }
    if let Some(resource) = &edge.because {
        notes.push(format!("on change of {resource}"));
    }
    if let Some(condition) = &edge.condition {
        notes.push(format!("only if {condition}"));
    }
    if let Some(doubt) = &edge.doubt {
        notes.push(format!("perhaps: {}", doubt.why));
    }
    notes.extend(edge.sites.iter().map(|site| format!("{}:{}", site.file, site.line)));
    entry(site, node, notes.join(" · "))
}

/// The first sentence of a doc comment, without its marks.
pub(super) fn summary(node: &Node) -> String {
    let doc = node.doc.as_deref().unwrap_or_default();
    let paragraph: Vec<&str> = doc.trim().lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let paragraph = paragraph.join(" ").replace('`', "");
    paragraph.split_once(". ").map_or(paragraph.clone(), |(sentence, _)| format!("{sentence}."))
}

/// The word for a timing.
pub(super) fn timing(timing: Timing) -> &'static str {
    match timing {
        Timing::Inline => "inline",
        Timing::AfterCommit => "after commit",
        Timing::Deferred => "deferred",
        Timing::Scheduled => "scheduled",
    }
}

/// The word for several of a kind.
pub(super) fn plural(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Event => "Events",
        NodeKind::Handler => "Handlers",
        NodeKind::Controller => "Controllers",
        NodeKind::Archiver => "Archivers",
        NodeKind::Effect => "Effects",
        NodeKind::EffectHandler => "Effect handlers",
        NodeKind::External => "External programs",
    }
}
