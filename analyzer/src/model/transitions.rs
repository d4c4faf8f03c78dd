//! What the methods of archivers declare, and under which conditions.

use super::problems::Problems;
use super::targets::{Targets, Wanted};
use crate::parse::outline::Path;
use crate::parse::{Archiver, Condition};
use crate::resolve::{Definition, Names};
use ensue_grammar::graph::{Conditional, Listed, Transition};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The methods of an archiver by what tells them apart: path, and the states that they lead from and to. Those of several
/// impl blocks, or `cfg` variants, are one.
#[derive(Default)]
pub(super) struct Transitions {
    all: BTreeMap<(String, Vec<String>, Option<String>), Declared>,
}

/// What a method declares.
struct Declared {
    when: When,
    entries: BTreeMap<(Listed, Arc<str>), When>,
}

/// When something counts.
#[derive(Clone, PartialEq, Eq)]
struct When {
    whole: Condition,
    /// That, where what it belongs to exists: a method, the archiver.
    own: Condition,
}

impl Transitions {
    /// Those of one impl block, which exists under this condition.
    pub(super) fn of(
        names: &Names,
        archiver_id: &str,
        archiver: &Archiver,
        (at, condition): (&Definition, &Condition),
        targets: &mut Targets<'_>,
        problems: &mut Problems<'_>,
    ) -> Transitions {
        let mut found = Transitions::default();
        for method in &archiver.methods {
            let own = names.settled(at.module, &method.condition);
            let when = When { whole: condition.and(&own), own };
            if when.own == Condition::Never {
                continue;
            }
            let mut entries = BTreeMap::new();
            let mut add = |paths: &[Path], list, wanted| {
                for path in paths {
                    for (id, own) in targets.of(at, path, wanted, problems) {
                        let entry = When { whole: when.whole.and(&own), own };
                        or_insert(&mut entries, (list, id), entry);
                    }
                }
            };
            add(&method.emissions.emits, Listed::Emits, Wanted::Event);
            add(&method.emissions.schedules, Listed::Schedules, Wanted::Event);
            add(&method.emissions.requests, Listed::Requests, Wanted::Effect);
            let change = method.transition.clone().unwrap_or_default();
            let from = change.from.into_iter().map(|(state, _)| state).collect();
            let key = (format!("{archiver_id}::{}", method.name), from, change.to.map(|(state, _)| state));
            found.add(key, Declared { when, entries });
        }
        found
    }

    /// Takes up those of another impl block of the archiver.
    pub(super) fn join(&mut self, other: Transitions) {
        for (key, declared) in other.all {
            self.add(key, declared);
        }
    }

    fn add(&mut self, key: (String, Vec<String>, Option<String>), mut new: Declared) {
        let Some(mut known) = self.all.remove(&key) else {
            self.all.insert(key, new);
            return;
        };
        if known.when != new.when {
            // Neither is where all of the method exists.
            known.stand_alone();
            new.stand_alone();
        }
        known.when.or(&new.when);
        for (entry, when) in new.entries {
            or_insert(&mut known.entries, entry, when);
        }
        self.all.insert(key, known);
    }

    /// As the graph tells them of an archiver that exists under this condition, sorted by method.
    pub(super) fn told(self, names: &Names, krate: &str, archiver: &Condition, blocks: usize) -> Vec<Transition> {
        let told = |condition: &Condition| names.told(krate, condition);
        let transition = |((method, from, to), declared): ((String, Vec<String>, Option<String>), Declared)| {
            let Declared { when, entries } = declared;
            let listed = |list: Listed| {
                entries.keys().filter(move |(of, _)| *of == list).map(|(_, id)| (**id).to_owned()).collect()
            };
            let conditional =
                entries.iter().filter(|(_, entry)| entry.whole != when.whole).filter_map(|((list, id), it)| {
                    Some(Conditional { list: *list, id: (**id).to_owned(), condition: told(&it.own)? })
                });
            let condition = match &when {
                When { whole, .. } if whole == archiver => None,
                When { own, .. } if blocks == 1 => told(own),
                When { whole, .. } => told(whole),
            };
            Transition {
                method,
                from,
                to,
                emits: listed(Listed::Emits),
                schedules: listed(Listed::Schedules),
                requests: listed(Listed::Requests),
                conditional: conditional.collect(),
                condition,
            }
        };
        self.all.into_iter().map(transition).collect()
    }
}

impl Declared {
    /// Tells all conditions as a whole.
    fn stand_alone(&mut self) {
        [&mut self.when].into_iter().chain(self.entries.values_mut()).for_each(|it| it.own = it.whole.clone());
    }
}

impl When {
    fn or(&mut self, other: &When) {
        self.whole = self.whole.or(&other.whole);
        self.own = self.own.or(&other.own);
    }
}

fn or_insert(entries: &mut BTreeMap<(Listed, Arc<str>), When>, entry: (Listed, Arc<str>), when: When) {
    match entries.get_mut(&entry) {
        Some(known) => known.or(&when),
        None => drop(entries.insert(entry, when)),
    }
}
