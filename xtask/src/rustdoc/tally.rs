//! Figures of one library, or of several.

use super::judge::{Reason, Verdict};
use std::collections::BTreeMap;
use std::fmt;

/// What was compared, and how it came out.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Items of which rustdoc tells a signature.
    pub(super) documented: usize,
    /// Those of them that are written where rustdoc says. The others are made by derives and other macros.
    pub(super) items: usize,
    /// Items that are written and that rustdoc does not have: under conditions that do not hold, or used up by a macro.
    pub(super) elsewhere: usize,
    /// Paths that are no names of definitions: parameters, `Self`, associated types, types of the language.
    pub(super) no_names: usize,
    /// Paths for which rustdoc shows a type of another form, as that which a private alias stands for.
    pub(super) not_shown: usize,
    pub(super) verdicts: BTreeMap<Verdict, usize>,
}

impl Tally {
    pub(super) fn count(&mut self, verdict: Verdict) {
        *self.verdicts.entry(verdict).or_default() += 1;
    }

    pub(super) fn compared(&self) -> usize {
        self.verdicts.values().sum()
    }

    pub(super) fn wrong(&self) -> usize {
        self.of(Verdict::Wrong)
    }

    pub(super) fn add(&mut self, more: &Tally) {
        self.documented += more.documented;
        self.items += more.items;
        self.elsewhere += more.elsewhere;
        self.no_names += more.no_names;
        self.not_shown += more.not_shown;
        for (verdict, count) in &more.verdicts {
            *self.verdicts.entry(*verdict).or_default() += count;
        }
    }

    fn of(&self, verdict: Verdict) -> usize {
        self.verdicts.get(&verdict).copied().unwrap_or(0)
    }

    fn unknown(&self) -> impl Iterator<Item = (Reason, usize)> {
        self.verdicts.iter().filter_map(|(verdict, count)| match verdict {
            Verdict::Unknown(reason) => Some((*reason, *count)),
            _ => None,
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |count: usize| percent(count, self.compared());
        let unknown: usize = self.unknown().map(|(_, count)| count).sum();
        write!(
            f,
            "{} paths in {} of {} items: {} right, {} right outside the tree, {} unknown ({}), {} wrong",
            self.compared(),
            self.items,
            self.documented,
            self.of(Verdict::Right),
            self.of(Verdict::RightOutside),
            unknown,
            share(unknown),
            self.wrong()
        )?;
        for (reason, count) in self.unknown() {
            write!(f, "\n    unknown, {reason}: {count} ({})", share(count))?;
        }
        write!(
            f,
            "\n    not compared: {} that name no definition, {} that rustdoc shows otherwise, {} items it does not have",
            self.no_names, self.not_shown, self.elsewhere
        )
    }
}

fn percent(part: usize, whole: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "far below the precision of a float")]
    let share = if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
    format!("{share:.1} %")
}
