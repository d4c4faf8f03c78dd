//! Something can no longer be seen.

use super::{Facts, Found, Rule, facts};
use crate::diff::Level;
use crate::example::Example;
use ensue_grammar::graph::Node;

pub(super) static RULE: Rule = Rule {
    name: "hole-new",
    level: Level::Warn,
    breaks: false,
    finds: "new places where the analyzer cannot see, with the definitions that are not seen any more and were \
          defined there",
    why: "What was there is not told to be gone: it may be there still, unseen. What is told of the rest is a \
          lower bound.",
    fix: "Mend the file, or write the annotation where it can be seen.",
    drawbacks: "A definition counts as hidden if it was defined in the file of the hole, or in a module below it. \
          Which one a macro made is not known.",
    example: Example(
        "
 controller buy
 event Bought
-handler pack
 buy emits Bought
-Bought handles pack
+hole src/app.rs syntax-error
",
    ),
    find,
};

fn find(of: &Facts<'_, '_>) -> Vec<Found> {
    let found = of.diff.holes.added.iter().map(|hole| {
        let hidden: Vec<&Node> = of.diff.nodes.removed.iter().filter(|node| facts::may_hide(hole, node)).collect();
        let place = hole.file.as_deref().unwrap_or("a place");
        let seen = match hidden.as_slice() {
            [] => String::new(),
            [one] => format!("; `{}`, which was there, is not seen any more", one.name),
            [first, rest @ ..] => {
                format!("; `{}` and {} more that were there are not seen any more", first.name, rest.len())
            }
        };
        let message = format!("{place} cannot be seen: {}{seen}", hole.detail);
        let about = hidden.iter().map(|node| node.id.clone());
        // A hole has no id: what it hides, where and why are what it is.
        let reason = format!("{:?}", hole.reason);
        Found::new(about, message)
            .known_by([hole.file.clone().unwrap_or_default(), reason, hole.detail.clone()])
            .in_file(hole.file.clone(), hole.line)
    });
    found.collect()
}
