//! A handler that no entry point reaches any more.

use super::{Facts, Found, Rule};
use crate::analyses::{Direction, NodeIx, Search, search};
use crate::diff::Level;
use crate::diff::pair::Side;
use crate::example::Example;
use ensue_grammar::graph::NodeKind;

pub(super) static RULE: Rule = Rule {
    name: "handler-unreachable",
    level: Level::Warn,
    breaks: false,
    finds: "handlers and effect handlers that are still there and that no entry point leads to any more",
    why: "The code is there and looks as if it ran. What it did for somebody it no longer does.",
    fix: "Emit what it listens to where it should begin, or remove it.",
    drawbacks: "What only tests, or programs outside of the tree, cause is reached by no entry point, before or \
          after.",
    example: Example(
        "
 controller buy
 event Bought
 event Paid
 handler thank
 handler pack
 buy emits Bought
-buy emits Paid
 Bought handles pack
 Paid handles thank
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    let (before, after) = (facts.before(), facts.after());
    let (earlier, still) = (reached(before), reached(after));
    let handlers = (0..after.nodes().len())
        .filter(|&at| matches!(after.node(at).kind, NodeKind::Handler | NodeKind::EffectHandler) && !still.reaches(at));
    let lost = handlers.filter_map(|at| {
        let old = after.nodes_there[at]?;
        let way = earlier.way(old)?;
        let handler = after.node(at);
        let (entry, _) = before.index.ends(*way.first()?)?;
        let message = format!(
            "no entry point leads to `{}` any more; `{}` did{}",
            handler.name,
            before.label(entry),
            facts.hedge()
        );
        Some(Found::new([handler.id.clone()], message).by(before.way(&way)).at(handler))
    });
    lost.collect()
}

/// What the entry points lead to.
fn reached<'s, 'g>(side: &'s Side<'g>) -> Search<'s, 'g> {
    let entries: Vec<NodeIx> =
        (0..side.nodes().len()).filter(|&at| side.node(at).kind == NodeKind::Controller).collect();
    search(&side.index, &entries, Direction::After)
}
