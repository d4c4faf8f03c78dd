//! Entry points that one side has alone.

use super::{Facts, Found};
use crate::analyses::{Direction, NodeIx, search};
use crate::diff::Change;
use ensue_grammar::graph::NodeKind;

/// Each with what it can cause, effects first.
pub(super) fn found(facts: &Facts<'_, '_>, change: Change) -> Vec<Found> {
    let (side, _) = facts.sides(change);
    let own = (0..side.nodes().len()).filter(|&at| side.is_own(at) && side.node(at).kind == NodeKind::Controller);
    // What may still be there is told of with the hole that may hide it.
    let own = own.filter(|&at| change == Change::Gained || !facts.is_hidden(side.node(at)));
    let told = own.map(|entry| {
        let reached = search(&side.index, &[entry], Direction::After);
        let of = |kind: NodeKind| -> Vec<NodeIx> {
            (0..side.nodes().len()).filter(|&at| side.node(at).kind == kind && reached.reaches(at)).collect()
        };
        let (effects, events) = (of(NodeKind::Effect), of(NodeKind::Event));
        let mut causes = Vec::new();
        if let [first, rest @ ..] = effects.as_slice() {
            let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            causes.push(format!("the effect `{}`{more}", side.node(*first).name));
        }
        match events.len() {
            0 => {}
            1 => causes.push(format!("the event `{}`", side.node(events[0]).name)),
            number => causes.push(format!("{number} events")),
        }
        let (is, can) = match change {
            Change::Gained => ("is new", "can"),
            Change::Lost => ("is gone", "could"),
        };
        let causes =
            if causes.is_empty() { String::new() } else { format!("; it {can} cause {}", causes.join(" and ")) };
        let hedge = if change == Change::Lost { facts.hedge() } else { "" };
        let message = format!("the entry point `{}` {is}{causes}{hedge}", side.label(entry));
        Found::new([side.node_id(entry).id], message).at(facts.anchor(side, entry))
    });
    told.collect()
}
