//! File names of pages: kind, a readable part, and digits that tell namesakes apart.

use ensue_grammar::graph::{Graph, Node, NodeKind};
use std::collections::BTreeSet;

const MOST_CHARACTERS: usize = 60;

/// One name for each node, in their order. A name depends on the node alone, unless digits of two nodes clash.
pub(super) fn of(graph: &Graph) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let name = |node: &Node| {
        let (stem, digits) = (stem(node), format!("{:016x}", hash(node)));
        let longer = [&digits[..8], &digits[..]].map(|digits| format!("{stem}-{digits}.html"));
        let counted = (2_u32..).map(|nth| format!("{stem}-{digits}-{nth}.html"));
        let free = longer.into_iter().chain(counted).find(|name| !taken.contains(name)).expect("counting has no end");
        taken.insert(free.clone());
        free
    };
    graph.nodes.iter().map(name).collect()
}

/// A class of the style sheet, and the first part of a file name.
pub(super) fn class(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Event => "event",
        NodeKind::Handler => "handler",
        NodeKind::Controller => "controller",
        NodeKind::Archiver => "archiver",
        NodeKind::Effect => "effect",
        NodeKind::EffectHandler => "effect-handler",
        NodeKind::External => "external",
    }
}

fn stem(node: &Node) -> String {
    let mut slug = String::new();
    for c in node.name.chars() {
        if slug.len() == MOST_CHARACTERS {
            break;
        }
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    format!("{}-{}", class(node.kind), if slug.is_empty() { "x" } else { slug })
}

/// FNV-1a over kind and id: the same in every version of every tool.
fn hash(node: &Node) -> u64 {
    let bytes = class(node.kind).bytes().chain([0]).chain(node.id.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
