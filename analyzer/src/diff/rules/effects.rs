//! Effects that entry points can cause on one side only.

use super::{Facts, Found};
use crate::analyses::NodeIx;
use crate::diff::{Change, Consequence};
use ensue_grammar::graph::NodeKind;
use std::collections::BTreeMap;

/// Each effect once, with the entry points of both sides of which it is true, the nearest first.
pub(super) fn found(facts: &Facts<'_, '_>, change: Change, verb: &str) -> Vec<Found> {
    let (side, _) = facts.sides(change);
    let effects: BTreeMap<&str, NodeIx> = (0..side.nodes().len())
        .filter(|&at| side.node(at).kind == NodeKind::Effect)
        .map(|at| (side.node(at).id.as_str(), at))
        .collect();
    let controllers: BTreeMap<&str, NodeIx> = (0..side.nodes().len())
        .filter(|&at| side.node(at).kind == NodeKind::Controller && !side.is_own(at))
        .map(|at| (side.node(at).id.as_str(), at))
        .collect();
    let mut by_effect: BTreeMap<NodeIx, Vec<(usize, NodeIx, &Consequence)>> = BTreeMap::new();
    for it in facts.diff.consequences.iter().filter(|it| it.change == change) {
        if let Some((&entry, &effect)) = controllers.get(it.from.as_str()).zip(effects.get(it.to.as_str())) {
            by_effect.entry(effect).or_default().push((it.witness.len(), entry, it));
        }
    }
    let hedge = if change == Change::Lost { facts.hedge() } else { "" };
    let told = by_effect.into_iter().filter_map(|(effect, mut causes)| {
        causes.sort_by_key(|&(length, entry, _)| (length, entry));
        let entries: Vec<NodeIx> = causes.iter().map(|&(_, entry, _)| entry).collect();
        let message = format!("{} {verb} `{}`{hedge}", side.entries(&entries), side.node(effect).name);
        let about = std::iter::once(effect).chain(entries.iter().copied()).map(|at| side.node_id(at).id);
        let found = Found::new(about, message).by(causes.first()?.2.witness.clone());
        Some(found.at(facts.anchor(side, *entries.first()?)))
    });
    told.collect()
}
