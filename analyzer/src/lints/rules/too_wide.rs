//! Limits on how much follows at once.

use super::selector::Role;
use super::steps::step;
use super::{Kind, Rule, Selector};
use crate::analyses::{Direction, EdgeIx, NodeIx};
use crate::lints::facts::of_node;
use crate::lints::{Example, Facts, Finding};
use std::collections::BTreeMap;

/// How many of those that follow are shown at their places.
const SHOWN: usize = 12;

pub(super) static KIND: Kind = Kind {
    key: "max-fan-out",
    finds: "what `from` selects and more than `max-fan-out` others follow directly",
    means: "Of an event its handlers are counted, and the controllers that it resumes; of a handler the events and effects \
            that it declares.",
    rule: r#"
[[rule]]
name = "events_have_few_handlers"
from = { kind = "event" }
max-fan-out = 1
"#,
    example: Example(
        r#"
 use ensue::{controller, event, handler, Cx};

 /// An article costs something else.
 #[event]
 pub struct PriceChanged;

 #[controller(schedule = "0 3 * * *", may_emit = [PriceChanged])]
 fn import_prices(cx: &mut Cx<'_, import_prices>) {
     cx.emit(PriceChanged);
 }

 #[handler(on = PriceChanged)]
-fn print_label(_: &PriceChanged) {}
-
-#[handler(on = PriceChanged)]
-fn index(_: &PriceChanged) {}
+fn print_and_index(_: &PriceChanged) {}
"#,
    ),
    drawbacks: "What exists in different configurations, or programs, is counted together.",
};

pub(super) fn find(facts: &Facts<'_>, rule: &Rule, from: &Selector, most: usize) -> Vec<Finding> {
    let finding = |&start: &NodeIx| {
        let mut nexts: BTreeMap<NodeIx, EdgeIx> = BTreeMap::new();
        for (edge, next) in facts.index.steps(start, Direction::After) {
            nexts.entry(next).or_insert(edge);
        }
        (nexts.len() > most).then(|| {
            let node = facts.index.node(start);
            let message = format!("{} follow directly from `{}`, and at most {most} may", nexts.len(), node.id);
            let found = Finding::of(&rule.name, [node.id.clone()], message).at(of_node(node), "this leads to too many");
            let found = nexts.iter().take(SHOWN).fold(found, |found, (&next, &edge)| {
                let (place, text) = step(facts, facts.index.edge(edge), node, facts.index.node(next));
                found.at(place, text)
            });
            let remedy = format!("let one do what several do, or raise the limit: `max-fan-out = {}`", nexts.len());
            found.remedy(remedy, None)
        })
    };
    from.nodes(facts, Role::Step).iter().filter_map(finding).collect()
}
