//! A handler that no program contains.

use super::facts::of_node;
use super::{Example, Facts, Finding, Level, Lint};
use ensue_grammar::graph::NodeKind;

pub(super) static LINT: Lint = Lint {
    name: "handler_not_linked",
    level: Level::Warn,
    finds: "handlers, effect handlers and controllers that are in none of the project's programs",
    why: "A handler runs only in a program that links its crate. In none it never runs, whatever the pictures \
          of the crate show.",
    fix: "Let a program depend on the crate, and name it: `use mail as _;`. The linker leaves out what nobody \
          names.",
    example: Example(
        r"
 //- /mail/src/lib.rs, depends on shop
 use ensue::handler;
 use shop::OrderPlaced;

 #[handler(on = OrderPlaced)]
 fn thank(_: &OrderPlaced) {}
-//- /server/src/main.rs, depends on shop
+//- /server/src/main.rs, depends on mail and shop
+use mail as _;
 use shop as _;

 fn main() {}
 //- /shop/src/lib.rs
 use ensue::{controller, event, handler, Cx};

 /// A customer ordered.
 #[event]
 pub struct OrderPlaced;

 #[controller(may_emit = [OrderPlaced])]
 fn order(cx: &mut Cx<'_, order>) {
     cx.emit(OrderPlaced);
 }

 #[handler(on = OrderPlaced)]
 fn pack(_: &OrderPlaced) {}
",
    ),
    drawbacks: "A project without programs is a library, and nothing is found. A crate that a program depends on and \
          never names counts as linked.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    if facts.programs.is_empty() {
        return Vec::new();
    }
    let kinds = [NodeKind::Handler, NodeKind::EffectHandler, NodeKind::Controller];
    let nodes = kinds.into_iter().flat_map(|kind| facts.nodes(kind));
    let nodes = nodes.filter(|(_, node)| node.programs.is_empty());
    nodes
        .map(|(_, node)| {
            let message = format!("no program contains `{}`", node.id);
            Finding::new(&LINT, [node.id.clone()], message)
                .at(of_node(node), "this is linked nowhere")
                .note(format!("it is in the crate `{}`, on which none of the programs depends", node.krate))
                .remedy(format!("let a program depend on `{0}` and name it: `use {0} as _;`", node.krate), None)
        })
        .collect()
}
