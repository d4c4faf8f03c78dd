//! A name in an annotation that can mean several events.

use super::facts::of_diagnostic;
use super::{Facts, Finding, Level, Lint};

pub(super) static LINT: Lint = Lint {
    name: "ambiguous_name",
    level: Level::Deny,
    finds: "names in annotations that can mean several events or effects",
    why: "Nothing can be drawn for such a name without guessing. The compiler refuses it too.",
    example: "\
use ensue::{controller, handler, Cx};
use orders::*;
use returns::*;

mod orders {
    /// An order is closed.
    #[ensue::event]
    pub struct Closed;
}

mod returns {
    /// A return is closed.
    #[ensue::event(name = \"ReturnClosed\")]
    pub struct Closed;
}

#[controller(may_emit = [orders::Closed, returns::Closed])]
fn close(cx: &mut Cx<'_, close>) {
    cx.emit(orders::Closed);
    cx.emit(returns::Closed);
}

#[handler(on = orders::Closed)]
fn archive(_: &orders::Closed) {}

#[handler(on = returns::Closed)]
fn refund(_: &returns::Closed) {}

#[handler(on = Closed)]
fn notify(_: &orders::Closed) {}
",
    fix: "Write as much of the path as it takes to mean one.",
    fixed: "\
use ensue::{controller, handler, Cx};

mod orders {
    /// An order is closed.
    #[ensue::event]
    pub struct Closed;
}

mod returns {
    /// A return is closed.
    #[ensue::event(name = \"ReturnClosed\")]
    pub struct Closed;
}

#[controller(may_emit = [orders::Closed, returns::Closed])]
fn close(cx: &mut Cx<'_, close>) {
    cx.emit(orders::Closed);
    cx.emit(returns::Closed);
}

#[handler(on = orders::Closed)]
fn archive(_: &orders::Closed) {}

#[handler(on = returns::Closed)]
fn refund(_: &returns::Closed) {}

#[handler(on = orders::Closed)]
fn notify(_: &orders::Closed) {}
",
    drawbacks: "Names whose meanings exclude each other by `cfg` are not ambiguous: each gives an edge with its condition.",
    find,
};

/// The code of the diagnostics that it shows.
pub(super) const CODE: &str = "ambiguous_name";

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let all = facts.graph.diagnostics.iter().filter(|it| it.code == CODE);
    all.map(|it| Finding::new(&LINT, it.about.clone(), it.message.clone()).at(of_diagnostic(it), "which one?"))
        .collect()
}
