//! A declared external completion is gone.

use super::{Facts, Found, Rule};
use crate::diff::Level;
use crate::diff::pair::Side;
use crate::example::Example;
use ensue_grammar::graph::{EdgeKind, NodeKind};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "completion-gone",
    level: Level::Warn,
    breaks: true,
    finds: "externals that are still there and by which an event is no longer expected",
    why: "The program outside was told to report by this event, and goes on doing so: what it reports is refused, and the \
          work that waits for it never goes on.",
    fix: "Keep the event in `completes_with` until that program has another way to report.",
    drawbacks: "A completion that the program outside never reported is found all the same.",
    example: Example(
        "
 controller buy
 event Bought
 handler pack
 effect Send
 external external:carrier
 event Sent
 event Lost
 buy emits Bought
 Bought handles pack
 pack requests Send deferred
 Send performs external:carrier deferred
 external:carrier emits Sent
-external:carrier emits Lost
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    let completions = |side: &Side<'_>| -> BTreeSet<(String, String)> {
        let of_externals = side.edges_of(EdgeKind::Emits).filter(|edge| edge.from.starts_with("external:"));
        of_externals.map(|edge| (edge.from.clone(), edge.to.clone())).collect()
    };
    let (old, new) = (completions(facts.before()), completions(facts.after()));
    let gone = old.difference(&new).filter_map(|(external, event)| {
        let node = facts.after().find((external, NodeKind::External))?;
        let name = event.rsplit("::").next().unwrap_or(event);
        let message = format!("`{}` may still tell `{name}`, which it is no longer expected to", node.name);
        Some(Found::new([external.clone(), event.clone()], message).at(node))
    });
    gone.collect()
}
