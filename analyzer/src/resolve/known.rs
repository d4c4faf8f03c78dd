//! What names mean, found out when somebody asks.
//!
//! The meaning of a name in a module follows from its items, its imports, and the meanings of names in the modules that those
//! lead through, which may lead back. So meanings are computed to a fixed point: each starts as what the items say, and is
//! computed again, as a whole, when one that it was computed from has changed. What nobody asks for is never computed.

use super::imports::{self, Index};
use super::lookup::Lookup;
use super::names::{Binding, ModuleId, Names, Namespace};
use crate::rules::Rule;
use ensue_grammar::graph::{Hole, HoleReason};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::num::NonZeroU32;
use std::sync::{Arc, PoisonError, RwLock};

/// Bindings that may be computed altogether: globs of globs multiply.
const MAX_WORK: usize = 5_000_000;

/// How often one meaning may change. What still does is a riddle that rustc refuses too.
const MAX_CHANGES: u32 = 500;

/// A question to a module.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked<'n> {
    /// What a name means in it.
    Name(Namespace, &'n str),
    /// What its globs lead to: the `glob` of the answer.
    Globs,
}

/// The answer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) explicit: Vec<Binding>,
    /// What globs bring, shadowed by the explicit.
    pub(super) glob: Vec<Binding>,
}

/// All that was asked for by now. Can be asked from several threads.
#[derive(Debug, Default)]
pub(super) struct Known {
    state: RwLock<State>,
}

/// The answers, and those that are being computed.
#[derive(Debug, Default)]
pub(super) struct State {
    /// By module.
    modules: HashMap<ModuleId, InModule>,
    cells: Vec<Cell>,
    /// To be computed for the first time; the last first, since the others wait for it.
    new: Vec<CellId>,
    /// To be computed again, in rounds: who asks all others is computed once after all of them have changed.
    again: VecDeque<CellId>,
    /// Whose answers can still change.
    unsettled: Vec<CellId>,
    work: usize,
    /// Modules in which something could not be computed to its end.
    entangled: BTreeSet<ModuleId>,
    /// These, and those that learn names from them.
    unsure: BTreeSet<ModuleId>,
}

#[derive(Debug, Default)]
struct InModule {
    imports: Arc<Index>,
    globs: Option<CellId>,
    names: HashMap<Arc<str>, [Option<CellId>; 3]>,
}

/// Position of a cell, counted from 1: there are as many as names that were asked for, three of them in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellId(NonZeroU32);

impl CellId {
    /// Of the cell that comes behind so many.
    fn after(count: usize) -> CellId {
        let count = u32::try_from(count).expect("more work is given up than there are numbers");
        CellId(NonZeroU32::MIN.saturating_add(count))
    }

    fn at(self) -> usize {
        self.0.get() as usize - 1
    }
}

#[derive(Debug)]
struct Cell {
    module: ModuleId,
    /// The name that was asked for; none for what globs lead to.
    name: Option<(Namespace, Arc<str>)>,
    meaning: Arc<Meaning>,
    /// Who was computed from it while it was not settled.
    readers: Vec<CellId>,
    changes: u32,
    is_open: bool,
    is_settled: bool,
    /// Whether it may not be all.
    is_unsure: bool,
}

impl Known {
    /// The answer to a question.
    pub(super) fn get(&self, names: &Names, module: ModuleId, asked: Asked<'_>) -> Arc<Meaning> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(id) = state.find(module, asked) {
            return state.cells[id.at()].meaning.clone();
        }
        drop(state);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let id = state.cell(names, module, asked);
        state.settle(names);
        state.cells[id.at()].meaning.clone()
    }

    /// Forgets everything, since modules have changed.
    pub(super) fn forget(&self) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = State::default();
    }

    /// Whether something in a module may be unknown because it is too entangled.
    pub(super) fn is_unsure(&self, module: ModuleId) -> bool {
        self.state.read().unwrap_or_else(PoisonError::into_inner).unsure.contains(&module)
    }

    /// Whether something was too entangled.
    pub(super) fn is_entangled(&self) -> bool {
        !self.state.read().unwrap_or_else(PoisonError::into_inner).entangled.is_empty()
    }

    /// What was too entangled.
    pub(super) fn holes(&self, names: &Names) -> Vec<Hole> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let hole = |module: &ModuleId| {
            let it = &names.modules[module.0];
            let detail = format!("the imports around `{}` are too entangled to be followed", it.path);
            Hole { reason: HoleReason::UnresolvedName, file: names.files.get(it.file).cloned(), line: None, detail }
        };
        state.entangled.iter().map(hole).collect()
    }
}

impl State {
    /// The answer by now, for the computation of another one, which hears of it when it changes.
    pub(super) fn read(&mut self, names: &Names, module: ModuleId, asked: Asked<'_>, reader: CellId) -> Arc<Meaning> {
        let id = self.cell(names, module, asked);
        let cell = &mut self.cells[id.at()];
        if !cell.is_settled && cell.readers.last() != Some(&reader) {
            cell.readers.push(reader);
        }
        let (meaning, is_unsure) = (cell.meaning.clone(), cell.is_unsure);
        if is_unsure {
            self.doubt(reader);
        }
        meaning
    }

    fn find(&self, module: ModuleId, asked: Asked<'_>) -> Option<CellId> {
        let it = self.modules.get(&module)?;
        match asked {
            Asked::Name(namespace, name) => it.names.get(name)?[namespace as usize],
            Asked::Globs => it.globs,
        }
    }

    /// The cell of a question, which is to be computed if it is new.
    fn cell(&mut self, names: &Names, module: ModuleId, asked: Asked<'_>) -> CellId {
        let new = CellId::after(self.cells.len());
        let in_module =
            || InModule { imports: Arc::new(Index::of(&names.modules[module.0].imports)), ..InModule::default() };
        let it = self.modules.entry(module).or_insert_with(in_module);
        let (mut explicit, mut is_settled, mut own) = (Vec::new(), false, None);
        match asked {
            Asked::Name(namespace, name) => {
                let known: Arc<str> = match it.names.get_key_value(name) {
                    Some((known, ids)) if ids[namespace as usize].is_none() => known.clone(),
                    Some((_, ids)) => return ids[namespace as usize].unwrap_or(new),
                    None => name.into(),
                };
                it.names.entry(known.clone()).or_default()[namespace as usize] = Some(new);
                explicit = names.modules[module.0].defined.get(namespace, name).cloned().collect();
                (is_settled, own) = (it.imports.brings_nothing(name), Some((namespace, known)));
            }
            Asked::Globs => match it.globs {
                Some(known) => return known,
                None => it.globs = Some(new),
            },
        }
        self.work += 1;
        if self.work > MAX_WORK {
            (explicit, is_settled) = (Vec::new(), true);
        }
        let meaning = Arc::new(Meaning { explicit, glob: Vec::new() });
        let (readers, changes, is_open, is_unsure) = (Vec::new(), 0, !is_settled, false);
        self.cells.push(Cell { module, name: own, meaning, readers, changes, is_open, is_settled, is_unsure });
        if self.work > MAX_WORK {
            self.give_up(new);
        } else if !is_settled {
            self.new.push(new);
            self.unsettled.push(new);
        }
        new
    }

    /// Computes until nothing changes any more.
    fn settle(&mut self, names: &Names) {
        while let Some(id) = self.new.pop().or_else(|| self.again.pop_front()) {
            self.cells[id.at()].is_open = false;
            if self.work > MAX_WORK {
                self.give_up(id);
            } else if self.cells[id.at()].changes <= MAX_CHANGES {
                self.compute(names, id);
            }
        }
        for id in std::mem::take(&mut self.unsettled) {
            let cell = &mut self.cells[id.at()];
            (cell.is_settled, cell.readers) = (true, Vec::new());
        }
    }

    fn compute(&mut self, names: &Names, id: CellId) {
        let Cell { module, name, .. } = &self.cells[id.at()];
        let (module, name) = (*module, name.clone());
        let asked = name.as_ref().map_or(Asked::Globs, |(namespace, name)| Asked::Name(*namespace, name));
        let index = self.modules.get(&module).map(|it| it.imports.clone()).unwrap_or_default();
        let meaning = imports::compute(&mut Lookup::computing(names, self, id), module, asked, &index);
        self.work += 1 + index.globs() + meaning.explicit.len() + meaning.glob.len();
        let cell = &mut self.cells[id.at()];
        if *cell.meaning == meaning {
            return;
        }
        cell.meaning = Arc::new(meaning);
        cell.changes += 1;
        if cell.changes > MAX_CHANGES {
            self.give_up(id);
        }
        if names.rules.follow(Rule::ImportsOfImports) {
            for reader in self.cells[id.at()].readers.clone() {
                if !std::mem::replace(&mut self.cells[reader.at()].is_open, true) {
                    self.again.push_back(reader);
                }
            }
        }
    }

    fn give_up(&mut self, id: CellId) {
        self.entangled.insert(self.cells[id.at()].module);
        self.doubt(id);
    }

    /// Marks an answer, and those computed from it: whoever misses something there is told that it may only be unknown.
    fn doubt(&mut self, id: CellId) {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let cell = &mut self.cells[id.at()];
            if !std::mem::replace(&mut cell.is_unsure, true) {
                self.unsure.insert(cell.module);
                open.extend(&cell.readers);
            }
        }
    }
}
