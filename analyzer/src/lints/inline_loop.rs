//! Events that cause themselves within one unit of work.

use super::{Example, Facts, Finding, Level, Lint, round};
use crate::analyses::{Index, loops};
use ensue_grammar::graph::{Graph, Timing};

pub(super) static LINT: Lint = Lint {
    name: "inline_loop",
    level: Level::Deny,
    finds: "loops of events and handlers that are inline all the way round",
    why: "A unit of work that comes back to where it began may never end: it holds its transaction, and the caller waits. \
          Whether it ends depends on data, which no picture shows.",
    fix: "Let one step wait for a unit of work of its own, with `timing = deferred` on its handler, and say in `loops = \
          \"..\"` why it comes to an end. Or let the step that closes the loop change its data without an event.",
    example: Example(
        r#"
 use ensue::{controller, event, handler, Cx};
+use serde::{Deserialize, Serialize};

 /// An amount was changed.
 #[event]
 pub struct AmountChanged;

 /// A total was changed.
 #[event]
+#[derive(Serialize, Deserialize)]
 pub struct TotalChanged;

 #[controller(may_emit = [AmountChanged])]
 fn change(cx: &mut Cx<'_, change>) {
     cx.emit(AmountChanged);
 }

 #[handler(on = AmountChanged, may_emit = [TotalChanged])]
 fn add_up(_: &AmountChanged, cx: &mut Cx<'_, add_up>) {
     cx.emit(TotalChanged);
 }

-#[handler(on = TotalChanged, may_emit = [AmountChanged])]
+#[handler(on = TotalChanged, may_emit = [AmountChanged], timing = deferred, loops = "a rounded amount stays as it is")]
 fn round(_: &TotalChanged, cx: &mut Cx<'_, round>) {
     cx.emit(AmountChanged);
 }
"#,
    ),
    drawbacks: "A loop that the data can never take is found all the same; `after_commit` steps count as leaving the unit of \
                work.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let inline = Graph {
        nodes: facts.graph.nodes.clone(),
        edges: facts.graph.edges.iter().filter(|edge| edge.timing == Timing::Inline).cloned().collect(),
        ..Graph::default()
    };
    let index = Index::new(&inline);
    loops(&index).iter().map(|group| finding(facts, &index, group)).collect()
}

fn finding(facts: &Facts<'_>, inline: &Index<'_>, group: &[usize]) -> Finding {
    let start = round::start(inline, group);
    let message = format!("`{}` causes itself in one unit of work", inline.node(start).id);
    let about = group.iter().map(|&at| inline.node(at).id.clone());
    round::shown(facts, inline, group, Finding::new(&LINT, about, message))
        .remedy("let one handler on it be `timing = deferred`, and say why it ends: `loops = \"..\"`", None)
}
