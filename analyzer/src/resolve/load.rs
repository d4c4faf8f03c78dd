//! The module tree as rustc walks it: from root files on, what is read and what is still to be read.

use super::files::{Content, Files};
use super::names::{Binding, CrateId, Def, Module, ModuleId, Names, Namespace, Reach, SequenceId};
use crate::parse::Condition;
use crate::parse::outline::Item;
use crate::rules::Rule;
use crate::source::Project;
use crate::source::path::parent;
use ensue_grammar::graph::{Hole, HoleReason};
use std::sync::Arc;

/// Modules inside modules; rustc's own limit for nesting.
pub(super) const MAX_DEPTH: usize = 128;

/// What was read so far, and what is still to be read.
pub(super) struct Load<'a> {
    pub(super) names: Names,
    pub(super) files: Files<'a>,
    pub(super) pending: Vec<Mount>,
    pub(super) is_full: bool,
    /// Files that stand in bodies.
    pub(super) included: usize,
    /// Invocations of macros, in the order in which they were found.
    pub(super) calls: Vec<Call>,
    /// Bodies that hold nothing but invocations: read when one of those could make something.
    pub(super) bodies: Vec<Body>,
}

impl<'a> Load<'a> {
    /// Reads all modules of all crates, as far as the files were not read before. Names are not resolved and macros not
    /// expanded yet.
    pub(super) fn new(mut files: Files<'a>, project: &Project) -> Load<'a> {
        files.begin_again();
        let names = Names { rules: project.rules.clone(), ..Names::default() };
        let (pending, calls, bodies) = (Vec::new(), Vec::new(), Vec::new());
        let mut load = Load { names, files, pending, is_full: false, included: 0, calls, bodies };
        load.names.crates = super::crates::crates(project);
        load.names.has_unit_tests = load.names.crates.iter().any(|krate| krate.has_unit_tests);
        load.names.macro_crates = super::crates::macro_crates(project);
        let needed = load.files.needs_all().then(|| (0..load.names.crates.len()).map(CrateId).collect());
        let needed = needed.unwrap_or_else(|| super::crates::that_may_annotate(&load.names.crates));
        for at in 0..load.names.crates.len() {
            load.root(CrateId(at), project, needed.contains(&CrateId(at)));
        }
        load.read();
        load
    }

    /// Reads what is still to be read, and what that leads to.
    pub(super) fn read(&mut self) {
        while !self.pending.is_empty() {
            let pending = std::mem::take(&mut self.pending);
            let most = pending.iter().map(|it| it.candidates.len()).max().unwrap_or_default();
            for at in 0..most {
                // The next one is looked for where none before it exists, which is rare.
                let is_open = |it: &&Mount| !it.candidates.iter().take(at).any(|path| self.files.exists(path));
                let next = |it: &Mount| it.candidates.get(at).cloned();
                let paths: Vec<String> = pending.iter().filter(is_open).filter_map(next).collect();
                self.files.read(paths);
            }
            for mount in pending {
                self.mount(mount);
            }
        }
        self.names.files_read = self.files.count();
        self.names.unread = self.files.unread();
        let more = self.files.all.iter().skip(self.names.files.len());
        self.names.files.extend(more.map(|file| file.path.clone()));
    }
}

/// An invocation of a macro.
pub(super) struct Call {
    pub(super) module: ModuleId,
    pub(super) item: Arc<Item>,
    pub(super) place: Place,
    /// Expansions around it.
    pub(super) depth: usize,
    /// The invocation that somebody wrote, which led to it; itself, when that is it.
    pub(super) outermost: usize,
    pub(super) state: State,
}

/// What became of an invocation.
pub(super) enum State {
    /// Not looked at.
    Open,
    /// Expanded, or found to make nothing that matters.
    Done,
    /// Its macro is known, and not followed.
    Refused(String),
}

/// A body that was not read.
pub(super) struct Body {
    pub(super) module: ModuleId,
    pub(super) item: Arc<Item>,
    pub(super) place: Place,
}

/// A module whose items are in a file.
pub(super) struct Mount {
    pub(super) module: ModuleId,
    /// Files to try, in order.
    pub(super) candidates: Vec<String>,
    /// What `foo.rs` looks for in `foo/`; the others look beside themselves.
    pub(super) relative: Vec<Option<String>>,
    /// Where it is declared.
    pub(super) declared: Declared,
    pub(super) depth: usize,
    /// Where its steps belong.
    pub(super) sequence: SequenceId,
}

/// What to call a file that is missing, and where to say so.
pub(super) struct Declared {
    pub(super) what: String,
    /// `None` for the root of a crate.
    pub(super) place: Option<(usize, u32)>,
    /// Files that are open around it.
    pub(super) around: Vec<usize>,
}

/// Where the items of a module come from, and where its child modules are looked for.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) dir: String,
    pub(super) relative: Option<String>,
    pub(super) around: Vec<usize>,
    pub(super) depth: usize,
    /// Expansions around it.
    pub(super) expansions: usize,
    /// The outermost of them.
    pub(super) outermost: Option<usize>,
    pub(super) sequence: SequenceId,
}

impl Load<'_> {
    /// Begins a crate. One that is not needed stays empty.
    fn root(&mut self, krate: CrateId, project: &Project, is_needed: bool) {
        let sequence = self.sequence();
        let Names { crates, modules, .. } = &mut self.names;
        let it = &mut crates[krate.0];
        it.root = ModuleId(modules.len());
        modules.push(Module { krate, path: it.label.clone(), sequence, ..Module::default() });
        if it.edition < 2018 && project.rules.follow(Rule::OldStd) {
            // There the standard library is a name of the root, before what globs bring.
            let (def, reach) = (Def::Outside("std".to_owned()), Reach::Within(it.root));
            let std = Binding { def, reach, condition: Condition::Always, import: None };
            modules[it.root.0].defined.add(Namespace::Types, "std", std);
        }
        if !is_needed {
            return;
        }
        let package = &project.packages[it.package];
        let target = package.targets.iter().find(|target| target.kind == it.kind && target.name == it.name);
        let file = target.map_or_else(String::new, |target| target.path.clone());
        let declared = Declared { what: format!("the crate `{}`", it.label), place: None, around: Vec::new() };
        let module = it.root;
        let (candidates, relative) = (vec![file], vec![None]);
        self.pending.push(Mount { module, candidates, relative, declared, depth: 0, sequence });
    }

    fn mount(&mut self, mount: Mount) {
        let found = mount.candidates.iter().position(|path| self.files.exists(path));
        let at = found.unwrap_or(0);
        let Some(file) = mount.candidates.get(at).and_then(|path| self.files.get(path)) else { return };
        let path = self.files.all[file].path.clone();
        let module = mount.module;
        self.names.modules[module.0].file = file;
        if mount.declared.around.contains(&file) {
            let shown = self.files.shown(&path);
            let detail = format!("{} is `{shown}`, which it is inside of", mount.declared.what);
            return self.unread(module, HoleReason::Unreadable, &mount.declared, detail);
        }
        match self.files.all[file].content.clone() {
            Content::Outlined(outline) => {
                if outline.is_partial {
                    self.names.modules[module.0].silent = Some(file);
                }
                let mut around = mount.declared.around;
                around.push(file);
                let relative = mount.relative.get(at).cloned().flatten();
                let (dir, depth, sequence) = (directory(&path).to_owned(), mount.depth, mount.sequence);
                let place = Place { file, dir, relative, around, depth, expansions: 0, outermost: None, sequence };
                let own = self.names.settled(module, &outline.condition);
                let condition = self.names.modules[module.0].condition.and(&own);
                if condition != Condition::Never {
                    self.names.modules[module.0].condition = condition;
                    self.items(module, &outline.items, &place);
                }
            }
            Content::Silent => self.names.modules[module.0].silent = Some(file),
            Content::Missing => {
                let tried: Vec<String> =
                    mount.candidates.iter().map(|path| format!("`{}`", self.files.shown(path))).collect();
                let tried = tried.join(" and ");
                let detail = format!("{} has no file: looked for {tried}", mount.declared.what);
                self.unread(module, HoleReason::Unreadable, &mount.declared, detail);
            }
            Content::Unread(unread) => {
                self.names.modules[module.0].unread = true;
                self.hole(unread.reason, file, unread.line, unread.detail);
            }
        }
    }

    fn unread(&mut self, module: ModuleId, reason: HoleReason, declared: &Declared, detail: String) {
        self.names.modules[module.0].unread = true;
        match declared.place {
            Some((file, line)) => self.hole(reason, file, Some(line), detail),
            None => self.names.holes.push(Hole { reason, file: None, line: None, detail }),
        }
    }

    pub(super) fn hole(&mut self, reason: HoleReason, file: usize, line: Option<u32>, detail: String) {
        let file = Some(self.files.all[file].path.clone());
        self.names.holes.push(Hole { reason, file, line, detail });
    }
}

pub(super) fn directory(path: &str) -> &str {
    parent(path).unwrap_or("")
}
