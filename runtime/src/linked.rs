//! What the linked program says of itself, as the graph that the analyzer derives from source.

use crate::__private::{
    ArchiverMeta, EmitterKind, EmitterMeta, Entry, ItemKind, ItemMeta, MethodMeta, Registration, Timing as Registered,
    labelled,
};
use crate::app::Linked;
use crate::graph::{Edge, EdgeKind, Graph, Node, NodeKind, Timing, Transition};
use std::collections::BTreeMap;

/// The graph of what is linked into this program: nodes and edges as the analyzer derives them from source, without places,
/// docs, fields and *through*, which only source tells.
///
/// A test that compares the two shows that the picture is true:
///
/// ```
/// let graph = ensue::linked();
/// assert!(graph.nodes.iter().all(|node| node.file.is_none()));
/// ```
#[must_use]
pub fn linked() -> Graph {
    let linked = Linked::collect();
    let archivers: Vec<&'static ArchiverMeta> = inventory::iter::<Entry>.into_iter().filter_map(archiver).collect();
    let mut draft = Draft::default();
    for item in &linked.items {
        draft.item(item);
    }
    for archiver in &archivers {
        draft.archiver(archiver);
    }
    for emitter in linked.emitters() {
        draft.emitter(emitter);
    }
    for handler in &linked.handlers {
        draft.handler(handler, &archivers);
    }
    let Draft { nodes, edges } = draft;
    let mut graph =
        Graph { nodes: nodes.into_values().collect(), edges: edges.into_values().collect(), ..Graph::default() };
    graph.sort();
    graph
}

fn archiver(entry: &Entry) -> Option<&'static ArchiverMeta> {
    match entry {
        Entry::Archiver(archiver) => Some(archiver),
        Entry::Item(_) | Entry::Handler(_) | Entry::Controller(_) => None,
    }
}

/// Nodes and edges by identity: several registrations may speak of one.
#[derive(Default)]
struct Draft {
    nodes: BTreeMap<(String, NodeKind), Node>,
    edges: BTreeMap<(String, String, EdgeKind, Timing), Edge>,
}

impl Draft {
    fn node(&mut self, kind: NodeKind, name: &str, module: &str) -> &mut Node {
        let id = if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") };
        let key = (id.clone(), kind);
        self.nodes.entry(key).or_insert_with(|| empty(id, kind, name, module))
    }

    fn edge(&mut self, from: &str, to: &str, kind: EdgeKind, timing: Timing) -> &mut Edge {
        let key = (from.to_owned(), to.to_owned(), kind, timing);
        self.edges.entry(key).or_insert_with(|| Edge::new(from, to, kind, timing))
    }

    fn item(&mut self, item: &ItemMeta) {
        let kind = if item.kind == ItemKind::Effect { NodeKind::Effect } else { NodeKind::Event };
        let node = self.node(kind, item.name, &labelled(item.module, item.label));
        node.stable_name = Some(item.stable_name.to_owned());
        node.version = Some(item.version);
        node.moved = item.moved.map(str::to_owned);
        node.tags = owned(item.tags);
        node.performed_by = item.performed_by.map(str::to_owned);
        if let Some(by) = item.performed_by {
            let external = format!("external:{by}");
            self.nodes
                .entry((external.clone(), NodeKind::External))
                .or_insert_with(|| empty(external.clone(), NodeKind::External, by, ""));
            self.edge(&item.id(), &external, EdgeKind::Performs, Timing::Deferred);
            for kept in item.completes_with {
                self.edge(&external, &kept.item.id(), EdgeKind::Emits, Timing::Inline);
            }
        }
    }

    fn emitter(&mut self, emitter: &EmitterMeta) {
        let kind = match emitter.kind {
            EmitterKind::Handler => NodeKind::Handler,
            EmitterKind::Controller => NodeKind::Controller,
            EmitterKind::EffectHandler => NodeKind::EffectHandler,
        };
        let node = self.node(kind, emitter.name, &labelled(emitter.module, emitter.label));
        node.route = emitter.route.map(str::to_owned);
        node.schedule = emitter.schedule.map(str::to_owned);
        node.resumes = emitter.resumes.map(ItemMeta::id);
        node.exclusive = emitter.exclusive.map(str::to_owned);
        node.precondition = emitter.precondition.map(str::to_owned);
        node.loops = emitter.loops.map(str::to_owned);
        node.moved = emitter.moved.map(str::to_owned);
        node.tags = owned(emitter.tags);
        let id = emitter.id();
        for event in emitter.emits {
            self.edge(&id, &event.id(), EdgeKind::Emits, Timing::Inline);
        }
        for kept in emitter.schedules {
            self.edge(&id, &kept.item.id(), EdgeKind::Emits, Timing::Scheduled);
        }
        for effect in emitter.requests {
            self.edge(&id, &effect.id(), EdgeKind::Requests, Timing::Deferred);
        }
        if let Some(event) = emitter.resumes {
            self.edge(&event.id(), &id, EdgeKind::Resumes, Timing::Deferred);
        }
    }

    fn handler(&mut self, handler: &Registration, archivers: &[&ArchiverMeta]) {
        let (id, item) = (handler.meta.id(), handler.item);
        if item.kind == ItemKind::Effect {
            self.edge(&item.id(), &id, EdgeKind::Performs, Timing::Deferred);
            return;
        }
        let timing = match handler.meta.timing {
            Registered::Inline => Timing::Inline,
            Registered::AfterCommit => Timing::AfterCommit,
            Registered::Deferred => Timing::Deferred,
        };
        let Some(resource) = handler.because else {
            self.edge(&item.id(), &id, EdgeKind::Handles, timing);
            return;
        };
        for archiver in archivers.iter().filter(|it| (it.resource.type_id)() == (resource.type_id)()) {
            let because = path(archiver, archiver.resource.path);
            let moves = archiver.methods.iter().filter(|method| method.to.is_some());
            for event in moves.flat_map(|method| method.emits) {
                self.edge(&event.id(), &id, EdgeKind::Handles, timing).because = Some(because.clone());
            }
        }
    }

    fn archiver(&mut self, archiver: &ArchiverMeta) {
        let (module, name) = definition(archiver);
        let node = self.node(NodeKind::Archiver, &name, &module);
        node.resource = Some(path(archiver, archiver.resource.path));
        node.moved = archiver.moved.map(str::to_owned);
        node.tags = owned(archiver.tags);
        let id = node.id.clone();
        // An archiver may have several `impl` blocks.
        let transitions = node.transitions.get_or_insert_default();
        transitions.extend(archiver.methods.iter().map(|method| transition(&id, method)));
        transitions.sort_by(|a, b| a.method.cmp(&b.method));
    }
}

/// Module and name of an archiver's type, generic arguments and `r#` left out.
fn definition(archiver: &ArchiverMeta) -> (String, String) {
    let path = archiver.owner.map(|owner| path(archiver, owner));
    let known = path.as_deref().and_then(|path| path.split('<').next()?.rsplit_once("::"));
    let (module, name) = known.unwrap_or((archiver.module, archiver.name));
    (labelled(module, archiver.label).into_owned(), name.strip_prefix("r#").unwrap_or(name).to_owned())
}

/// The path of a type that an archiver's impl block names, as ids have it: `module_path!()` and the name. What the compiler
/// calls the type has the functions in it whose bodies it is defined in. Code outside of such a body cannot name it, so it
/// shares them with the impl block, whose own are known from both of its paths.
fn path(archiver: &ArchiverMeta, ty: fn() -> &'static str) -> String {
    let (ty, beside, module) = (segments(ty()), segments((archiver.beside)()), segments(archiver.module));
    let mut modules = module.iter().copied().peekable();
    let mut found: Vec<&str> = Vec::new();
    let mut shared = 0;
    for (_, here) in ty.iter().zip(&beside).take_while(|(segment, here)| segment == here) {
        shared += 1;
        // `module_path!()` writes the `r#` of a keyword, the path of a type does not.
        found.extend(modules.next_if(|module| plain(module) == plain(here)));
    }
    let mut found: Vec<String> = found.into_iter().map(str::to_owned).collect();
    if let Some((name, modules)) = ty[shared..].split_last() {
        found.extend(modules.iter().map(|module| raw(module)));
        found.push((*name).to_owned());
    }
    found.join("::")
}

/// A module as `module_path!()` writes it, where only the path of a type is known.
fn raw(module: &str) -> String {
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
        "extern", "false", "final", "fn", "for", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
        "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type",
        "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    if KEYWORDS.contains(&module) { format!("r#{module}") } else { module.to_owned() }
}

fn plain(segment: &str) -> &str {
    segment.strip_prefix("r#").unwrap_or(segment)
}

/// The segments of a path; what stands between `<` and `>` is no path of its own here.
fn segments(path: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    let mut before = ' ';
    for (at, character) in path.char_indices() {
        match character {
            '<' => depth += 1,
            '>' if before != '-' => depth = depth.saturating_sub(1),
            ':' if depth == 0 && before == ':' => {
                found.push(path[start..at].trim_end_matches(':'));
                start = at + 1;
            }
            _ => {}
        }
        before = character;
    }
    found.push(&path[start..]);
    found
}

fn transition(archiver: &str, method: &MethodMeta) -> Transition {
    Transition {
        method: format!("{archiver}::{}", method.name),
        from: owned(method.from),
        to: method.to.map(str::to_owned),
        emits: ids(method.emits),
        schedules: ids(method.schedules),
        requests: ids(method.requests),
        conditional: Vec::new(),
        condition: None,
    }
}

fn ids(items: &[&ItemMeta]) -> Vec<String> {
    let mut ids: Vec<_> = items.iter().map(|item| item.id()).collect();
    ids.sort();
    ids
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn empty(id: String, kind: NodeKind, name: &str, module: &str) -> Node {
    let krate = module.split("::").next().unwrap_or_default().to_owned();
    Node { krate, module: module.to_owned(), ..Node::new(id, kind, name) }
}
