//! The page of one node.

use super::excerpt::{MOST_CARDS, Reach, around};
use super::names::class;
use super::{Site, facts, figure, frame, lifecycle, links, markdown};
use crate::analyses::{Direction, NodeIx};
use crate::render::picture::{name_of, shown, tail, word_of};
use ensue_grammar::graph::{EdgeKind, Node, NodeKind, Timing, Transition};
use ensue_templates::{Entry, Field, Figure, Follows, Group, Move, NodePage};
use std::collections::BTreeMap;

/// One step back, and what can be taken in at a glance ahead.
const REACH: Reach = Reach { before: 1, after: 5, most: MOST_CARDS / 2 };

pub(super) fn page(site: &Site<'_>, at: NodeIx) -> NodePage {
    let node = &site.graph.nodes[at];
    let name = name_of(node).to_owned();
    let fields = node.fields.iter().flatten().map(|field| Field { name: field.name.clone(), ty: field.ty.clone() });
    NodePage {
        frame: frame(site.graph, format!("{} {}", word_of(node.kind), shown(&name))),
        class: class(node.kind).to_owned(),
        word: word_of(node.kind).to_owned(),
        plural: links::plural(node.kind).to_owned(),
        name,
        id: node.id.clone(),
        doc: node.doc.as_deref().map_or(String::new(), |doc| markdown::render(doc, &|item| page_of(site, item))),
        figures: figures(site, at),
        moves: node.transitions.iter().flatten().map(|transition| row(site, transition)).collect(),
        groups: groups(site, at),
        fields: fields.collect(),
        facts: facts::of(site, node),
    }
}

fn figures(site: &Site<'_>, at: NodeIx) -> Vec<Figure> {
    let node = &site.graph.nodes[at];
    if node.kind == NodeKind::Archiver {
        return lifecycle::picture(node).map(|picture| figure("Lifecycle", &picture)).into_iter().collect();
    }
    vec![figure("What could happen", &around(site, at, REACH))]
}

/// The page of an item that a doc comment names by its path or the end of it, when only one can be meant.
fn page_of(site: &Site<'_>, item: &str) -> Option<String> {
    let item = item.trim_start_matches("crate::").trim_start_matches("super::").trim_start_matches("self::");
    let item = item.trim_end_matches("()");
    let named = |node: &&Node| node.id == item || node.id.strip_suffix(item).is_some_and(|rest| rest.ends_with("::"));
    let mut found = site.graph.nodes.iter().filter(named);
    match (found.next(), found.next()) {
        (Some(node), None) => site.href(node),
        _ => None,
    }
}

/// Neighbours under the words for what connects them.
fn groups(site: &Site<'_>, at: NodeIx) -> Vec<Group> {
    let mut groups: BTreeMap<(usize, &str), Vec<Entry>> = BTreeMap::new();
    for (rank, direction) in [Direction::Before, Direction::After].into_iter().enumerate() {
        for (edge, other) in site.index.steps(at, direction) {
            let edge = site.index.edge(edge);
            let heading = heading(edge.kind, edge.timing, direction);
            groups.entry((rank, heading)).or_default().push(links::neighbour(site, other, edge));
        }
    }
    let node = &site.graph.nodes[at];
    if node.kind == NodeKind::Archiver {
        groups.insert((2, "Used by"), users(site, node));
    }
    let groups = groups.into_iter().filter(|(_, entries)| !entries.is_empty());
    groups.map(|((_, heading), entries)| Group { heading: heading.to_owned(), entries }).collect()
}

fn heading(kind: EdgeKind, timing: Timing, direction: Direction) -> &'static str {
    use Direction::{After, Before};
    match (kind, timing, direction) {
        (EdgeKind::Handles, _, Before) => "Handles",
        (EdgeKind::Handles, _, After) => "Handled by",
        (EdgeKind::Emits, Timing::Scheduled, Before) => "May be scheduled by",
        (EdgeKind::Emits, Timing::Scheduled, After) => "May schedule",
        (EdgeKind::Emits, _, Before) => "May be emitted by",
        (EdgeKind::Emits, _, After) => "May emit",
        (EdgeKind::Requests, _, Before) => "May be requested by",
        (EdgeKind::Requests, _, After) => "May request",
        (EdgeKind::Performs, _, Before) => "Performs",
        (EdgeKind::Performs, _, After) => "Performed by",
        (EdgeKind::Resumes, _, Before) => "Resumes",
        (EdgeKind::Resumes, _, After) => "Resumed by",
    }
}

/// Who goes through the methods of an archiver.
fn users(site: &Site<'_>, archiver: &Node) -> Vec<Entry> {
    let mut methods: BTreeMap<NodeIx, Vec<&str>> = BTreeMap::new();
    for (at, edge) in site.graph.edges.iter().enumerate() {
        let Some((from, _)) = site.index.ends(at) else { continue };
        let own = |path: &&String| path.strip_prefix(&archiver.id).is_some_and(|rest| rest.starts_with("::"));
        for path in edge.through.iter().filter(own) {
            methods.entry(from).or_default().push(tail(path, 2));
        }
    }
    let entry = |(from, mut methods): (NodeIx, Vec<&str>)| {
        methods.sort_unstable();
        methods.dedup();
        links::entry(site, from, format!("through {}", methods.join(", ")))
    };
    methods.into_iter().map(entry).collect()
}

fn row(site: &Site<'_>, transition: &Transition) -> Move {
    let lists = [
        ("emits", &transition.emits, NodeKind::Event),
        ("schedules", &transition.schedules, NodeKind::Event),
        ("requests", &transition.requests, NodeKind::Effect),
    ];
    let follows = lists.into_iter().flat_map(|(before, ids, kind)| {
        ids.iter().map(move |id| Follows {
            before: before.to_owned(),
            text: tail(id, 1).to_owned(),
            href: site.href_of(id, &[kind]),
        })
    });
    let from = match (&transition.from[..], &transition.to) {
        ([], Some(_)) => "(new)".to_owned(),
        ([], None) => "any".to_owned(),
        (states, _) => states.join(", "),
    };
    Move {
        method: tail(&transition.method, 2).to_owned(),
        from,
        to: transition.to.clone().unwrap_or_else(|| "unchanged".to_owned()),
        follows: follows.collect(),
    }
}
