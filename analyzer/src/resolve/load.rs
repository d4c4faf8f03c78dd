//! The module tree: from root files through `mod` declarations, as rustc walks them.

use super::files::{Content, Files};
use super::names::{
    Binding, CrateId, Def, Definition, Extern, Import, ItemId, Module, ModuleId, Names, Namespace, Reach, SequenceId,
    Step,
};
use crate::parse::Condition;
use crate::parse::outline::{self, Brings, Item, ItemKind, Visibility};
use crate::rules::Rule;
use crate::source::Project;
use crate::source::path::{join, parent};
use ensue_grammar::graph::{Hole, HoleReason};
use std::sync::Arc;

/// Modules inside modules; rustc's own limit for nesting.
pub(super) const MAX_DEPTH: usize = 128;

/// Modules altogether: files that mount each other twice would double without end.
const MAX_MODULES: usize = 100_000;

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

impl Place {
    /// The directory in which files of child modules are looked for.
    fn children(&self) -> Option<String> {
        self.relative.as_ref().map_or(Some(self.dir.clone()), |it| join(&self.dir, it))
    }
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

    pub(super) fn items(&mut self, module: ModuleId, items: &[Arc<Item>], place: &Place) {
        for item in items {
            self.item(module, item, place);
        }
    }

    pub(super) fn item(&mut self, module: ModuleId, item: &Arc<Item>, place: &Place) {
        let own = self.names.settled(module, &item.condition);
        let condition = self.names.modules[module.0].condition.and(&own);
        if condition == Condition::Never {
            return;
        }
        let reach = self.reach(module, &item.visibility);
        match &item.kind {
            ItemKind::Module(declared) => self.module(module, item, declared, reach, &condition, place),
            ItemKind::Block(items) if items.iter().all(|it| only_calls(it)) => {
                let sequence = self.later(None, place);
                let place = Place { sequence, ..place.clone() };
                self.bodies.push(Body { module, item: item.clone(), place });
            }
            ItemKind::Block(items) => self.block(module, items, condition, place),
            ItemKind::Import(import) => {
                let name = match import.brings {
                    Brings::Name => Some(item.name.clone()),
                    Brings::Glob => None,
                    Brings::Nameless => return,
                };
                let import = Import { path: import.path.clone(), name, reach, condition: own };
                let step = Step::Import(module, self.names.modules[module.0].imports.len());
                self.step(place, step);
                self.names.modules[module.0].imports.push(import);
            }
            ItemKind::ExternCrate(declared) => self.extern_crate(module, item, declared, &own, reach),
            ItemKind::Invocation(it) => {
                if let Some(include) = &it.include {
                    return self.include(module, item, include, it.position, place);
                }
                if let ([name], false) = (&it.path.segments[..], it.path.absolute) {
                    self.names.called.insert(self.calls.len(), name.clone());
                }
                let sequence = self.later(Some(self.calls.len()), place);
                let place = Place { sequence, ..place.clone() };
                let (depth, item) = (place.expansions, item.clone());
                let outermost = place.outermost.unwrap_or(self.calls.len());
                self.calls.push(Call { module, item, place, depth, outermost, state: State::Open });
            }
            kind => {
                let id = ItemId(self.names.items.len());
                self.names.items.push(Definition { item: item.clone(), module, file: place.file, condition });
                self.names.modules[module.0].items.push(id);
                if let ItemKind::MacroRules(rules) = kind {
                    self.step(place, Step::Macro(id));
                    if rules.exported {
                        let krate = self.names.modules[module.0].krate;
                        let root = self.names.crates[krate.0].root;
                        self.define(root, Namespace::Macros, item, Def::Item(id), &own, Reach::Public);
                    }
                }
                for namespace in namespaces(kind) {
                    self.define(module, *namespace, item, Def::Item(id), &own, reach);
                }
            }
        }
    }

    /// The items of a body.
    pub(super) fn block(&mut self, module: ModuleId, items: &[Arc<Item>], condition: Condition, place: &Place) {
        let block = self.child(module, self.names.modules[module.0].path.clone(), condition);
        let it = &mut self.names.modules[block.0];
        (it.is_block, it.file) = (true, place.file);
        let sequence = it.sequence;
        self.step(place, Step::Module(block, false));
        self.items(block, items, &Place { sequence, ..place.clone() });
    }

    fn step(&mut self, place: &Place, step: Step) {
        self.names.sequences[place.sequence.0].push(step);
    }

    /// A place among the steps for what is known later.
    pub(super) fn later(&mut self, call: Option<usize>, place: &Place) -> SequenceId {
        let sequence = self.sequence();
        self.step(place, Step::Later(call, sequence));
        sequence
    }

    pub(super) fn sequence(&mut self) -> SequenceId {
        self.names.sequences.push(Vec::new());
        SequenceId(self.names.sequences.len() - 1)
    }

    fn define(&mut self, module: ModuleId, namespace: Namespace, item: &Item, def: Def, own: &Condition, reach: Reach) {
        let binding = Binding { def, reach, condition: own.clone(), import: None };
        self.names.modules[module.0].defined.add(namespace, &item.name, binding);
    }

    fn child(&mut self, parent: ModuleId, path: String, condition: Condition) -> ModuleId {
        let krate = self.names.modules[parent.0].krate;
        let id = ModuleId(self.names.modules.len());
        let (parent, sequence) = (Some(parent), self.sequence());
        self.names.modules.push(Module { krate, parent, path, condition, sequence, ..Module::default() });
        id
    }

    fn module(
        &mut self,
        parent: ModuleId,
        item: &Arc<Item>,
        declared: &outline::Module,
        reach: Reach,
        condition: &Condition,
        place: &Place,
    ) {
        if place.depth >= MAX_DEPTH || self.names.modules.len() >= MAX_MODULES {
            if !std::mem::replace(&mut self.is_full, true) {
                let detail = format!("modules end here: more than {MAX_DEPTH} in each other, or {MAX_MODULES} in all");
                self.hole(HoleReason::Unreadable, place.file, Some(item.line), detail);
            }
            return;
        }
        let name = super::spelled(&item.name, self.edition(parent));
        let name = if self.names.rules.follow(Rule::RawIdentifiers) { name } else { item.name.clone() };
        let path = format!("{}::{name}", self.names.modules[parent.0].path);
        // Each `#[path]` of a `cfg_attr` is a variant; without any of them the usual place counts.
        let mut otherwise = Condition::Always;
        let mut variants: Vec<(Option<&str>, Condition)> = Vec::new();
        let paths = declared.paths.iter().filter(|_| self.names.rules.follow(Rule::PathAttribute));
        for (path, when) in paths {
            let when = &self.names.settled(parent, when);
            variants.push((Some(path), condition.and(when)));
            otherwise = otherwise.and(&when.negate());
        }
        variants.push((None, condition.and(&otherwise)));
        for (from, condition) in variants.into_iter().filter(|(_, condition)| *condition != Condition::Never) {
            let child = self.child(parent, path.clone(), condition.clone());
            let line = self.names.written_at(place.file, item.line);
            let it = &mut self.names.modules[child.0];
            (it.file, it.line) = (place.file, line);
            let binding = Binding { def: Def::Module(child), reach, condition, import: None };
            self.names.modules[parent.0].defined.add(Namespace::Types, &item.name, binding);
            self.step(place, Step::Module(child, declared.macro_use));
            let sequence = self.names.modules[child.0].sequence;
            match &declared.items {
                Some(items) => {
                    self.names.modules[child.0].silent = declared.is_partial.then_some(place.file);
                    if let Some(place) = self.inline_place(item, from, place) {
                        self.items(child, items, &Place { sequence, ..place });
                    }
                }
                None => self.file_module(child, item, from, place),
            }
        }
    }

    fn inline_place(&mut self, item: &Item, from: Option<&str>, place: &Place) -> Option<Place> {
        let dir = if let Some(path) = from {
            // Of an inline module the path names the directory.
            join(&place.dir, path)
        } else {
            let folder = if self.names.rules.follow(Rule::InlineFolders) { item.name.as_str() } else { "" };
            place.children().and_then(|base| join(&base, folder))
        };
        if dir.is_none() {
            self.outside(item, from.unwrap_or_default(), place);
        }
        Some(Place { dir: dir?, relative: None, depth: place.depth + 1, ..place.clone() })
    }

    fn file_module(&mut self, module: ModuleId, item: &Item, from: Option<&str>, place: &Place) {
        let (candidates, relative) = if let Some(path) = from {
            (vec![join(&place.dir, path)], vec![None])
        } else {
            let dir = place.children();
            let file = |tail: String| dir.as_ref().and_then(|dir| join(dir, &tail));
            let candidates = vec![file(format!("{}.rs", item.name)), file(format!("{}/mod.rs", item.name))];
            let folder = self.names.rules.follow(Rule::ModuleFolders).then(|| item.name.clone());
            let known = if self.names.rules.follow(Rule::ModRs) { 2 } else { 1 };
            (candidates.into_iter().take(known).collect(), vec![folder, None])
        };
        let Some(candidates) = candidates.into_iter().collect::<Option<Vec<String>>>() else {
            self.names.modules[module.0].unread = true;
            return self.outside(item, from.unwrap_or_default(), place);
        };
        let declared = Declared {
            what: format!("`mod {};`", item.name),
            place: Some((place.file, item.line)),
            around: place.around.clone(),
        };
        let (depth, sequence) = (place.depth + 1, self.names.modules[module.0].sequence);
        self.pending.push(Mount { module, candidates, relative, declared, depth, sequence });
    }

    pub(super) fn outside(&mut self, item: &Item, path: &str, place: &Place) {
        let detail = format!("`{path}` leads out of the tree: it is not read");
        self.hole(HoleReason::OutsideTheTree, place.file, Some(item.line), detail);
    }

    fn extern_crate(
        &mut self,
        module: ModuleId,
        item: &Item,
        declared: &outline::ExternCrate,
        own: &Condition,
        reach: Reach,
    ) {
        let krate = self.names.modules[module.0].krate;
        let it = &mut self.names.crates[krate.0];
        let target = match declared.name.as_str() {
            "self" => Extern::Tree(krate),
            name => it.externs.get(name).cloned().unwrap_or_else(|| Extern::Outside(name.to_owned())),
        };
        it.has_our_macros |= declared.macro_use && target == Extern::Ensue;
        if let (true, Extern::Tree(target)) = (declared.macro_use, &target) {
            it.macro_uses.push((*target, declared.macros.clone()));
        }
        if module == it.root && item.name != "_" && self.names.rules.follow(Rule::ExternCrate) {
            it.externs.insert(item.name.clone(), target.clone());
        }
        let def = self.names.start(&target);
        self.define(module, Namespace::Types, item, def, own, reach);
    }

    fn reach(&self, module: ModuleId, visibility: &Visibility) -> Reach {
        match visibility {
            Visibility::Public => Reach::Public,
            Visibility::Private => Reach::Within(self.names.named(module)),
            Visibility::In(path) => {
                let mut here = self.names.named(module);
                for segment in &path.segments {
                    here = match segment.as_str() {
                        "crate" => self.names.crates[self.names.modules[module.0].krate.0].root,
                        "super" => self.names.modules[here.0].parent.map_or(here, |parent| self.names.named(parent)),
                        "self" => here,
                        // `pub(in a::b)` names a module around this one.
                        _ => self.names.around(module, path).unwrap_or(here),
                    };
                }
                Reach::Within(here)
            }
        }
    }

    fn edition(&self, module: ModuleId) -> u16 {
        self.names.crates[self.names.modules[module.0].krate.0].edition
    }
}

/// The namespaces in which an item's name means something.
fn namespaces(kind: &ItemKind) -> &'static [Namespace] {
    match kind {
        ItemKind::Struct(it) if it.has_value => &[Namespace::Types, Namespace::Values],
        ItemKind::Alias(_) | ItemKind::Enum(_) | ItemKind::Struct(_) | ItemKind::Trait(_) => &[Namespace::Types],
        ItemKind::Function(_) | ItemKind::Value(_) => &[Namespace::Values],
        _ => &[],
    }
}

fn only_calls(item: &Item) -> bool {
    match &item.kind {
        ItemKind::Invocation(it) => it.include.is_none(),
        ItemKind::Block(items) => items.iter().all(|item| only_calls(item)),
        _ => false,
    }
}

pub(super) fn directory(path: &str) -> &str {
    parent(path).unwrap_or("")
}
