//! A loop that nobody gave a reason for.

use super::{Example, Facts, Finding, Level, Lint, round};
use crate::analyses::{Direction, Index, NodeIx, loops};
use ensue_grammar::graph::Timing;

pub(super) static LINT: Lint = Lint {
    name: "loop_without_reason",
    level: Level::Warn,
    finds: "loops with a deferred, scheduled or after-commit step of which no handler says `loops = \"..\"`",
    why: "Such a loop never blocks, and may still go round for ever: a retry without an end, two services that \
          answer each other. A reason tells the next reader what ends it.",
    fix: "Say on one handler of the loop why it comes to an end: `loops = \"..\"`. Or take the step out that \
          closes it.",
    example: Example(
        r#"
 use ensue::{controller, event, handler, Cx};
 use serde::{Deserialize, Serialize};

 /// Try.
 #[event]
 #[derive(Serialize, Deserialize)]
 pub struct Retry;

 #[controller(may_emit = [Retry])]
 fn begin(cx: &mut Cx<'_, begin>) {
     cx.emit(Retry);
 }

-#[handler(on = Retry, may_emit = [Retry], timing = deferred)]
+#[handler(on = Retry, may_emit = [Retry], timing = deferred, loops = "five times at most")]
 fn again(_: &Retry, cx: &mut Cx<'_, again>) {
     cx.emit(Retry);
 }
"#,
    ),
    drawbacks: "Loops that share a node are one: a single reason speaks for all of them.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    round::ask(facts, |index| {
        let leaves = |group: &[NodeIx]| {
            let inside =
                |&at: &NodeIx| index.steps(at, Direction::After).filter(|(_, to)| group.binary_search(to).is_ok());
            group.iter().flat_map(inside).any(|(edge, _)| index.edge(edge).timing != Timing::Inline)
        };
        let has_reason = |group: &[NodeIx]| group.iter().any(|&at| index.node(at).loops.is_some());
        let groups = loops(index).into_iter().filter(|group| leaves(group) && !has_reason(group));
        groups.map(|group| finding(facts, index, &group)).collect()
    })
}

fn finding(facts: &Facts<'_>, index: &Index<'_>, group: &[NodeIx]) -> Finding {
    let start = round::start(index, group);
    let message = format!("`{}` causes itself, and nothing says why that ends", index.node(start).id);
    round::shown(facts, index, group, Finding::new(&LINT, round::about(index, group), message))
        .remedy("say on a handler of it what ends it: `loops = \"..\"`", None)
}
