//! A payload that may be waiting cannot be read any more.

use super::{Facts, Found, Rule};
use crate::diff::Level;
use crate::diff::pair::Side;
use crate::example::Example;
use ensue_grammar::graph::{EdgeKind, Field, NodeKey, NodeKind, Timing};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "payload-incompatible",
    level: Level::Warn,
    breaks: true,
    finds: "events and effects that may wait as a ticket and lose a field, or give it another type, under the same version",
    why: "A ticket is written by one program and read by another, perhaps after a deployment: what was written before \
          cannot be read any more.",
    fix: "Raise `version = N` and read both, or keep the field until no ticket of the old form is waiting.",
    drawbacks: "Types are compared as they are written: another name of the same type differs, and a type that serde \
          reads as before does too. What only waits in memory is not found.",
    example: Example(
        "
 controller buy
-event Packed id:u64 note:String
+event Packed id:u64
 handler later
 buy emits Packed
 Packed handles later deferred
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    let (before, after) = (facts.before(), facts.after());
    let broken = kept(before).into_iter().filter_map(|key| {
        let (old, new) = before.find(key).zip(after.find(key))?;
        if old.version != new.version {
            return None;
        }
        let (old, new_fields) = (old.fields.as_deref().unwrap_or_default(), new.fields.as_deref().unwrap_or_default());
        let lost: Vec<String> = old.iter().filter_map(|field| lost(field, new_fields)).collect();
        let message = format!(
            "`{}` may be waiting, and its payload cannot be read any more: {}; raise its `version`",
            new.name,
            lost.join(", ")
        );
        (!lost.is_empty()).then(|| Found::new([new.id.clone()], message).at(new))
    });
    broken.collect()
}

/// The events and effects that may be kept until later, so that what was written by one program is read by another.
fn kept<'g>(side: &Side<'g>) -> BTreeSet<NodeKey<'g>> {
    let waits = side.edges().iter().filter(|edge| edge.is_durable());
    let kept = waits.filter_map(|edge| match edge.kind {
        EdgeKind::Handles | EdgeKind::Resumes => Some((edge.from.as_str(), NodeKind::Event)),
        EdgeKind::Emits if edge.timing == Timing::Scheduled => Some((edge.to.as_str(), NodeKind::Event)),
        EdgeKind::Emits => None,
        EdgeKind::Requests => Some((edge.to.as_str(), NodeKind::Effect)),
        EdgeKind::Performs => Some((edge.from.as_str(), NodeKind::Effect)),
    });
    kept.collect()
}

fn lost(field: &Field, among: &[Field]) -> Option<String> {
    match among.iter().find(|other| other.name == field.name) {
        None => Some(format!("`{}` is gone", field.name)),
        Some(other) if other.ty != field.ty => {
            Some(format!("`{}` was `{}` and is `{}`", field.name, field.ty, other.ty))
        }
        Some(_) => None,
    }
}
