//! An event lost its last handler.

use super::{Facts, Found, Rule};
use crate::analyses::{Direction, NodeIx};
use crate::diff::Level;
use crate::example::Example;
use ensue_grammar::graph::NodeKind;

pub(super) static RULE: Rule = Rule {
    name: "event-unhandled",
    level: Level::Warn,
    breaks: false,
    finds: "events that are still there and that nothing handles or resumes any more",
    why: "What had to follow from the event follows no longer, and nobody is told when it happens.",
    fix: "Say `on = ..` on the handler that takes over, or remove the event with what emits it.",
    drawbacks: "Whether somebody outside of the tree reads the event is not known.",
    example: Example(
        "
 controller buy
 event Bought
 event Cancelled
 handler pack
 handler unpack
 buy emits Bought
 buy emits Cancelled
 Bought handles pack
-Cancelled handles unpack
+Bought handles unpack
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    let (before, after) = (facts.before(), facts.after());
    let events = (0..before.nodes().len()).filter(|&at| before.node(at).kind == NodeKind::Event);
    let lost = events.filter_map(|at| {
        let there = before.nodes_there[at].filter(|&there| after.index.has_no_consequence(there))?;
        let listeners: Vec<NodeIx> = before.index.steps(at, Direction::After).map(|(_, next)| next).collect();
        // Those that may still be there are told of with the hole that may hide them.
        let (first, rest) =
            listeners.split_first().filter(|_| !listeners.iter().any(|&at| facts.is_hidden(before.node(at))))?;
        let others = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        let event = after.node(there);
        let message = format!(
            "nothing handles `{}` any more; `{}`{others} did{}",
            event.name,
            before.label(*first),
            facts.hedge()
        );
        let about = std::iter::once(event.id.clone()).chain(listeners.iter().map(|&at| before.node_id(at).id));
        Some(Found::new(about, message).at(event))
    });
    lost.collect()
}
