//! File names of pages: kind, a readable part, and digits that tell namesakes apart.

use ensue_grammar::graph::{Graph, Node, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

const MOST_CHARACTERS: usize = 60;

/// Digits of a name, and of one that would else be another's too.
const DIGITS: [usize; 2] = [8, 16];

/// One name for each node, in their order. A name depends on the node alone, unless the first digits of two nodes clash:
/// then both get more, whichever came first.
pub(super) fn of(graph: &Graph) -> Vec<String> {
    let [short, long] = DIGITS.map(|digits| graph.nodes.iter().map(|node| name(node, digits)).collect::<Vec<_>>());
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for name in &short {
        *uses.entry(name).or_default() += 1;
    }
    let mut taken = BTreeSet::new();
    let free = |(short, long): (&String, &String)| {
        let wanted = if uses[short.as_str()] == 1 { short } else { long };
        let counted = (2_u32..).map(|nth| wanted.replace(".html", &format!("-{nth}.html")));
        let free = [wanted.clone()].into_iter().chain(counted).find(|name| !taken.contains(name));
        let free = free.expect("counting has no end");
        taken.insert(free.clone());
        free
    };
    short.iter().zip(&long).map(free).collect()
}

fn name(node: &Node, digits: usize) -> String {
    format!("{}-{}.html", stem(node), &format!("{:016x}", hash(node))[..digits])
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

#[cfg(test)]
mod tests {
    use super::{name, of};
    use crate::analyses::sample::graph;
    use ensue_grammar::graph::{Graph, Node};
    use std::collections::BTreeMap;

    /// Which of two clashing nodes came first decides nothing: a third one leaves the names of both alone.
    #[test]
    fn pages_that_clash_both_have_more_digits() {
        let node = |i: u32| Node { id: format!("app::m{i}::A"), ..graph("event A").nodes.remove(0) };
        let mut ids: BTreeMap<String, u32> = BTreeMap::new();
        let clash = (0..).find_map(|i| ids.insert(name(&node(i), 8), i).map(|first| [first, i]));
        let mut both = Graph { nodes: clash.expect("32 bits clash soon").map(node).to_vec(), ..Graph::default() };
        both.sort();
        let names = of(&both);
        assert_eq!(names, [name(&both.nodes[0], 16), name(&both.nodes[1], 16)]);
        let alone = Graph { nodes: vec![both.nodes[1].clone()], ..Graph::default() };
        assert_eq!(of(&alone), [name(&both.nodes[1], 8)]);
    }
}
