//! What a page says in a word or two.

use super::Site;
use ensue_grammar::graph::{Node, NodeKind};
use ensue_templates::{Fact, Value};

/// All facts of a node that it has.
pub(super) fn of(site: &Site<'_>, node: &Node) -> Vec<Fact> {
    let place = node.file.as_ref().map(|file| node.line.map_or(file.clone(), |line| format!("{file}:{line}")));
    let text = |name: &str, value: &Option<String>| fact(name, value.iter().map(|text| plain(text)));
    let linked = |name: &str, id: &Option<String>, kind: NodeKind| {
        fact(name, id.iter().map(|id| Value { text: id.clone(), href: site.href_of(id, &[kind]) }))
    };
    let external = node.performed_by.as_ref().map(|name| Value {
        text: name.clone(),
        href: site.href_of(&format!("external:{name}"), &[NodeKind::External]),
    });
    let elsewhere = (!node.defined).then(|| "outside of what was read".to_owned());
    let facts = [
        text("Defined at", &place),
        text("Defined", &elsewhere),
        text("Function", &Some(node.name.clone()).filter(|_| node.kind == NodeKind::Controller)),
        text("Route", &node.route),
        text("Schedule", &node.schedule),
        linked("Resumes", &node.resumes, NodeKind::Event),
        text("Resource", &node.resource),
        fact("Performed by", external),
        text("Exists only if", &node.condition),
        text("Exclusive by", &node.exclusive),
        text("Precondition", &node.precondition),
        text("May loop because", &node.loops),
        text("Stable name", &node.stable_name),
        text("Version", &node.version.map(|version| version.to_string())),
        text("Was", &node.moved),
        text("Module", &Some(node.module.clone()).filter(|module| !module.is_empty())),
        fact("In programs", node.programs.iter().map(|text| plain(text))),
        fact("Owners", node.owners.iter().map(|text| plain(text))),
        fact("Tags", node.tags.iter().map(|text| plain(text))),
    ];
    facts.into_iter().flatten().collect()
}

/// A fact, unless there are no values.
pub(super) fn fact(name: &str, values: impl IntoIterator<Item = Value>) -> Option<Fact> {
    let values: Vec<Value> = values.into_iter().collect();
    (!values.is_empty()).then(|| Fact { name: name.to_owned(), values })
}

/// A value that leads nowhere.
pub(super) fn plain(text: &str) -> Value {
    Value { text: text.to_owned(), href: None }
}
