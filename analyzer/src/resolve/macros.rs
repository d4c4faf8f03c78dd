//! Macros of the tree, expanded in rounds as rustc does: those in scope by the order of the text first, then, when imports
//! are solved, those named by a path. What a macro makes is read like a file that stands where the invocation stands.

use super::load::{Call, Load, State};
use super::names::{Def, ItemId, Names, Namespace};
use super::scope::{self, Macros as Meant};
use crate::parse::expand::{self, DOLLAR_CRATE, Definition, Piece, Writes};
use crate::parse::outline::{Invocation, Item, ItemKind, Position, Source};
use crate::parse::{self, Condition};
use crate::rules::Rule;
use ensue_grammar::graph::HoleReason;
use std::collections::{BTreeMap, BTreeSet};

/// Expansions in each other; rustc's own limit.
const MAX_DEPTH: usize = 128;

/// What one invocation may lead to: macros that call themselves twice, or with twice of what they were given, would double
/// without end.
const MOST_OF_ONE: Spent = Spent { calls: 4_000, bytes: 1 << 19 };

/// What all of them together may lead to.
const MOST_IN_ALL: Spent = Spent { calls: 20_000, bytes: 4 << 20 };

/// Expansions between two looks at how much they made. Enough to keep all cores busy.
const AT_ONCE: usize = 64;

/// Expands all that can be expanded, and resolves imports on the way.
pub(super) fn expand(load: &mut Load<'_>) {
    let mut macros = Macros::default();
    loop {
        macros.by_order(load);
        load.names.known.forget();
        if !macros.by_path(load) {
            break;
        }
    }
    macros.finish(load);
}

#[derive(Default)]
struct Macros {
    definitions: BTreeMap<ItemId, Result<Definition, String>>,
    /// Items that were looked at for definitions.
    seen: usize,
    /// Names of macros that could write attributes, by themselves or by what they call; wider than what is so.
    suspected: BTreeSet<String>,
    /// By outermost invocation.
    spent: BTreeMap<usize, Spent>,
    spent_in_all: Spent,
    /// Invocations of which was told that they lead too far; `None` for all together.
    told: BTreeSet<Option<usize>>,
}

/// Expansions, and the bytes that they made.
#[derive(Clone, Copy, Default)]
struct Spent {
    calls: usize,
    bytes: usize,
}

impl Spent {
    fn add(&mut self, calls: usize, bytes: usize) {
        self.calls += calls;
        self.bytes += bytes;
    }

    fn is_within(self, most: Spent) -> bool {
        self.calls < most.calls && self.bytes < most.bytes
    }
}

impl Macros {
    /// Expands what the order of the text tells, until nothing more comes.
    fn by_order(&mut self, load: &mut Load<'_>) {
        loop {
            self.define(load);
            self.wake(load);
            let meant = scope::walk(&mut load.names, load.calls.len());
            let found = meant.into_iter().enumerate();
            let ready: Vec<(usize, Meant)> =
                found.filter(|(at, meant)| !meant.is_empty() && self.matters(&load.calls[*at])).collect();
            if ready.is_empty() {
                return;
            }
            self.expand(load, ready);
        }
    }

    /// Expands what is named by a path, or by an import; whether there was any.
    fn by_path(&mut self, load: &mut Load<'_>) -> bool {
        let mut ready = Vec::new();
        for (at, call) in load.calls.iter().enumerate() {
            let ItemKind::Invocation(it) = &call.item.kind else { continue };
            if !self.matters(call) || it.path.segments.is_empty() || !load.names.rules.follow(Rule::MacroPaths) {
                continue;
            }
            let found = load.names.resolve(call.module, &it.path, Namespace::Macros);
            let of_tree = |(def, when): (Def, Condition)| if let Def::Item(id) = def { Some((id, when)) } else { None };
            let meant: Meant = found.into_iter().filter_map(of_tree).collect();
            if !meant.is_empty() {
                ready.push((at, meant));
            }
        }
        let any = !ready.is_empty();
        self.expand(load, ready);
        any
    }

    /// What is still open are invocations of macros that are not known; they become items, for whoever wonders what they
    /// could make.
    fn finish(self, load: &mut Load<'_>) {
        for at in 0..load.calls.len() {
            match std::mem::replace(&mut load.calls[at].state, State::Done) {
                State::Done => {}
                State::Refused(why) => {
                    let id = load.unexpanded(at);
                    let Call { module, item, .. } = &load.calls[at];
                    if matches!(&item.kind, ItemKind::Invocation(it) if it.position == Position::Items) {
                        load.names.modules[module.0].unread = true;
                    }
                    load.names.refused.insert(id, why);
                }
                State::Open => {
                    load.calls[at].state = State::Open;
                    if self.matters(&load.calls[at]) {
                        load.unexpanded(at);
                    }
                }
            }
        }
    }

    /// Whether an invocation is still to be expanded. In a body most make nothing that could be annotated.
    fn matters(&self, call: &Call) -> bool {
        let ItemKind::Invocation(it) = &call.item.kind else { return false };
        matches!(call.state, State::Open) && (it.position == Position::Items || self.suspects(it))
    }

    fn suspects(&self, it: &Invocation) -> bool {
        !it.attributes.is_empty()
            || self.suspected.contains(it.path.last())
            || it.calls.iter().any(|name| self.suspected.contains(name))
    }

    /// Reads the definitions that were found since.
    fn define(&mut self, load: &mut Load<'_>) {
        let mut by_file: BTreeMap<usize, Vec<(ItemId, Source, u16)>> = BTreeMap::new();
        for (at, definition) in load.names.items.iter().enumerate().skip(self.seen) {
            if let ItemKind::MacroRules(rules) = &definition.item.kind {
                let krate = load.names.modules[definition.module.0].krate;
                let edition = load.names.crates[krate.0].edition;
                by_file.entry(definition.file).or_default().push((ItemId(at), rules.rules, edition));
            }
        }
        self.seen = load.names.items.len();
        for (file, definitions) in by_file {
            let bytes = load.text(file);
            for (id, rules, edition) in definitions {
                let text = bytes.as_ref().and_then(|bytes| parse::stretch(bytes, rules));
                let definition = text.as_ref().ok_or_else(changed).and_then(|text| expand::definition(text, edition));
                let at_most = |_| text.as_ref().map_or_else(Writes::anything, |text| expand::writes_at_most(text));
                let writes = definition.as_ref().map_or_else(at_most, Definition::writes);
                load.names.writes.insert(id, writes);
                self.definitions.insert(id, definition);
            }
        }
        self.suspected = load.names.macros_that_write(|_, writes| writes.attributes || writes.any_call);
    }

    /// Reads the bodies in which something could be made.
    fn wake(&mut self, load: &mut Load<'_>) {
        let (awake, asleep) =
            std::mem::take(&mut load.bodies).into_iter().partition(|body| self.suspects_in(&body.item));
        load.bodies = asleep;
        for body in awake {
            let ItemKind::Block(items) = &body.item.kind else { continue };
            let own = load.names.settled(body.module, &body.item.condition);
            let condition = load.names.modules[body.module.0].condition.and(&own);
            load.block(body.module, items, condition, &body.place);
        }
    }

    fn suspects_in(&self, item: &Item) -> bool {
        match &item.kind {
            ItemKind::Invocation(it) => self.suspects(it),
            ItemKind::Block(items) => items.iter().any(|item| self.suspects_in(item)),
            _ => false,
        }
    }

    /// Expands these, some at a time: what they make is counted in between, since together it could fill the memory.
    fn expand(&mut self, load: &mut Load<'_>, ready: Vec<(usize, Meant)>) {
        let mut texts = BTreeMap::new();
        let mut ready = ready.into_iter().peekable();
        while ready.peek().is_some() {
            let some: Vec<(usize, Meant)> = ready.by_ref().take(AT_ONCE).collect();
            self.expand_some(load, some, &mut texts);
        }
        load.read();
    }

    fn expand_some(
        &mut self,
        load: &mut Load<'_>,
        ready: Vec<(usize, Meant)>,
        texts: &mut BTreeMap<usize, Option<Vec<u8>>>,
    ) {
        let (mut jobs, mut of) = (Vec::new(), Vec::new());
        for (at, meant) in ready {
            let call = &load.calls[at];
            let bytes = texts.entry(call.place.file).or_insert_with(|| load.text(call.place.file));
            let all: Result<Vec<expand::Call>, String> =
                meant.iter().map(|(id, _)| self.call(&load.names, call, *id, bytes.as_deref())).collect();
            match all {
                Err(why) => load.calls[at].state = State::Refused(why),
                Ok(_) if !self.has_room(load, at) => load.calls[at].state = State::Done,
                Ok(all) => {
                    self.spend(load.calls[at].outermost, all.len(), 0);
                    load.calls[at].state = State::Done;
                    for (call, (_, condition)) in all.into_iter().zip(meant) {
                        jobs.push(call);
                        of.push((at, condition));
                    }
                }
            }
        }
        for ((at, condition), made) in of.into_iter().zip(parse::expansions(&jobs)) {
            match made {
                Ok((piece, outline)) => {
                    self.spend(load.calls[at].outermost, 0, piece.text.len());
                    load.expanded(at, piece, &outline, &condition);
                }
                Err(why) => load.calls[at].state = State::Refused(why),
            }
        }
    }

    fn spend(&mut self, outermost: usize, calls: usize, bytes: usize) {
        self.spent.entry(outermost).or_default().add(calls, bytes);
        self.spent_in_all.add(calls, bytes);
    }

    /// Whether one more expansion is within the limits; the first that is not leaves a hole.
    fn has_room(&mut self, load: &mut Load<'_>, at: usize) -> bool {
        let call = &load.calls[at];
        let spent = self.spent.get(&call.outermost).copied().unwrap_or_default();
        let (whose, why) = if !self.spent_in_all.is_within(MOST_IN_ALL) {
            let Spent { calls, bytes } = MOST_IN_ALL;
            (None, format!("more than {calls} expansions in all, or {bytes} bytes made"))
        } else if call.depth >= MAX_DEPTH || !spent.is_within(MOST_OF_ONE) {
            let Spent { calls, bytes } = MOST_OF_ONE;
            let why = format!(
                "more than {MAX_DEPTH} expansions in each other, or {calls} expansions or {bytes} bytes made from one \
                 invocation"
            );
            (Some(call.outermost), why)
        } else {
            return true;
        };
        if self.told.insert(whose) {
            let (file, line) = (call.place.file, call.item.line);
            load.hole(HoleReason::MacroGenerated, file, Some(line), format!("macros end here: {why}"));
        }
        false
    }

    fn call(&self, names: &Names, call: &Call, id: ItemId, bytes: Option<&[u8]>) -> Result<expand::Call, String> {
        let definition = names.item(id);
        let (ItemKind::Invocation(it), ItemKind::MacroRules(rules)) = (&call.item.kind, &definition.item.kind) else {
            return Err("it is no `macro_rules!`".into());
        };
        let (krate, here) = (names.crate_of(definition.module), names.crate_of(call.module));
        let edition = names.crates[krate.0].edition;
        if rules.local_inner_macros {
            return Err("it is exported with `local_inner_macros`".into());
        }
        if (edition < 2018) != (names.crates[here.0].edition < 2018) {
            return Err("its crate is of an edition with other paths".into());
        }
        let text = bytes.and_then(|bytes| parse::stretch(bytes, it.given)).ok_or_else(changed)?;
        let made = names.made.get(&call.place.file);
        if made.is_none() && text.contains(DOLLAR_CRATE) {
            return Err(format!("it is given a word that begins with `{DOLLAR_CRATE}`"));
        }
        let line = |line: u32| names.written_at(call.place.file, line);
        let lines = (it.given.line..).take(text.matches('\n').count() + 1).map(|at| line(at.max(1))).collect();
        Ok(expand::Call {
            definition: self.definitions.get(&id).cloned().unwrap_or_else(|| Err(changed()))?,
            edition,
            given: Piece { text, lines },
            line: line(call.item.line.max(1)),
            dollar_crate: format!("{DOLLAR_CRATE}{}", krate.0),
            position: it.position,
        })
    }
}

fn changed() -> String {
    "its source could not be read again".into()
}

impl Names {
    /// Names of macros of the tree that `writes` holds for, or that call one of them, under all names they go by.
    #[must_use]
    pub fn macros_that_write(&self, writes: impl Fn(ItemId, &Writes) -> bool) -> BTreeSet<String> {
        let mut found: BTreeSet<String> = BTreeSet::new();
        let name = |id: &ItemId| self.items[id.0].item.name.clone();
        found.extend(self.writes.iter().filter(|(id, it)| writes(**id, it)).map(|(id, _)| name(id)));
        if found.is_empty() {
            return found;
        }
        loop {
            let before = found.len();
            for (id, it) in &self.writes {
                if it.calls.iter().any(|call| found.contains(call)) {
                    found.insert(name(id));
                }
            }
            for import in self.modules.iter().flat_map(|module| &module.imports) {
                if let Some(name) = &import.name
                    && found.contains(import.path.last())
                {
                    found.insert(name.clone());
                }
            }
            if found.len() == before {
                return found;
            }
        }
    }
}
