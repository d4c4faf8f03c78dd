//! The module tree: from root files through `mod` declarations, as rustc walks them.

use super::files::{Content, Files};
use super::names::{
    Binding, CrateId, Def, Definition, Extern, Import, ItemId, Module, ModuleId, Names, Namespace, Reach,
};
use crate::parse::Condition;
use crate::parse::outline::{self, Brings, Include, Item, ItemKind, Visibility};
use crate::source::path::{join, parent};
use crate::source::{Project, Tree};
use ensue_grammar::graph::{Hole, HoleReason};
use std::sync::Arc;

/// Modules inside modules; rustc's own limit for nesting.
const MAX_DEPTH: usize = 128;

/// Modules altogether: files that mount each other twice would double without end.
const MAX_MODULES: usize = 100_000;

/// Reads all modules of all crates. Names are not resolved yet.
pub(super) fn load(tree: &dyn Tree, project: &Project) -> Names {
    let mut load = Load { names: Names::default(), files: Files::new(tree), pending: Vec::new(), is_full: false };
    load.names.crates = super::crates::crates(project);
    for at in 0..load.names.crates.len() {
        load.root(CrateId(at), project);
    }
    while !load.pending.is_empty() {
        let pending = std::mem::take(&mut load.pending);
        load.files.read(pending.iter().flat_map(|it| it.candidates.iter().cloned()));
        for mount in pending {
            load.mount(mount);
        }
    }
    load.names.files_read = load.files.outlined();
    load.names.unread = load.files.unread();
    load.names.files = load.files.all.into_iter().map(|file| file.path).collect();
    load.names
}

struct Load<'a> {
    names: Names,
    files: Files<'a>,
    pending: Vec<Mount>,
    is_full: bool,
}

/// A module whose items are in a file.
struct Mount {
    module: ModuleId,
    /// Files to try, in order.
    candidates: Vec<String>,
    /// What `foo.rs` looks for in `foo/`; the others look beside themselves.
    relative: Vec<Option<String>>,
    /// Where it is declared.
    declared: Declared,
    depth: usize,
}

/// What to call a file that is missing, and where to say so.
struct Declared {
    what: String,
    /// `None` for the root of a crate.
    place: Option<(usize, u32)>,
    /// Files that are open around it.
    around: Vec<usize>,
}

/// Where the items of a module come from, and where its child modules are looked for.
#[derive(Clone)]
struct Place {
    file: usize,
    dir: String,
    relative: Option<String>,
    around: Vec<usize>,
    depth: usize,
}

impl Place {
    /// The directory in which files of child modules are looked for.
    fn children(&self) -> Option<String> {
        self.relative.as_ref().map_or(Some(self.dir.clone()), |it| join(&self.dir, it))
    }
}

impl Load<'_> {
    fn root(&mut self, krate: CrateId, project: &Project) {
        let Names { crates, modules, .. } = &mut self.names;
        let it = &mut crates[krate.0];
        it.root = ModuleId(modules.len());
        modules.push(Module { krate, path: it.label.clone(), ..Module::default() });
        let package = &project.packages[it.package];
        let target = package.targets.iter().find(|target| target.kind == it.kind && target.name == it.name);
        let file = target.map_or_else(String::new, |target| target.path.clone());
        let declared = Declared { what: format!("the crate `{}`", it.label), place: None, around: Vec::new() };
        let module = it.root;
        self.pending.push(Mount { module, candidates: vec![file], relative: vec![None], declared, depth: 0 });
    }

    fn mount(&mut self, mount: Mount) {
        let found = mount.candidates.iter().position(|path| self.files.exists(path));
        let at = found.unwrap_or(0);
        let Some(file) = mount.candidates.get(at).and_then(|path| self.files.get(path)) else { return };
        let path = self.files.all[file].path.clone();
        let module = mount.module;
        self.names.modules[module.0].file = file;
        if mount.declared.around.contains(&file) {
            let detail = format!("{} is `{path}`, which it is inside of", mount.declared.what);
            return self.unread(module, HoleReason::Unreadable, &mount.declared, detail);
        }
        match self.files.all[file].content.clone() {
            Content::Outlined(outline) => {
                let mut around = mount.declared.around;
                around.push(file);
                let relative = mount.relative.get(at).cloned().flatten();
                let place = Place { file, dir: directory(&path).to_owned(), relative, around, depth: mount.depth };
                let own = self.names.settled(module, &outline.condition);
                let condition = self.names.modules[module.0].condition.and(&own);
                if condition != Condition::Never {
                    self.names.modules[module.0].condition = condition;
                    self.items(module, &outline.items, &place);
                }
            }
            Content::Missing => {
                let tried: Vec<String> = mount.candidates.iter().map(|path| format!("`{path}`")).collect();
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

    fn hole(&mut self, reason: HoleReason, file: usize, line: Option<u32>, detail: String) {
        let file = Some(self.files.all[file].path.clone());
        self.names.holes.push(Hole { reason, file, line, detail });
    }

    fn items(&mut self, module: ModuleId, items: &[Arc<Item>], place: &Place) {
        for item in items {
            self.item(module, item, place);
        }
    }

    fn item(&mut self, module: ModuleId, item: &Arc<Item>, place: &Place) {
        let own = self.names.settled(module, &item.condition);
        let condition = self.names.modules[module.0].condition.and(&own);
        if condition == Condition::Never {
            return;
        }
        let reach = self.reach(module, &item.visibility);
        match &item.kind {
            ItemKind::Module(declared) => self.module(module, item, declared, reach, &condition, place),
            ItemKind::Block(items) => {
                let block = self.child(module, self.names.modules[module.0].path.clone(), condition);
                self.names.modules[block.0].is_block = true;
                self.names.modules[block.0].file = place.file;
                self.items(block, items, place);
            }
            ItemKind::Import(import) => {
                let name = match import.brings {
                    Brings::Name => Some(item.name.clone()),
                    Brings::Glob => None,
                    Brings::Nameless => return,
                };
                let import = Import { path: import.path.clone(), name, reach, condition: own };
                self.names.modules[module.0].imports.push(import);
            }
            ItemKind::ExternCrate(declared) => self.extern_crate(module, item, declared, &own, reach),
            ItemKind::Invocation(outline::Invocation { include: Some(include), .. }) => {
                self.include(module, item, include, place);
            }
            kind => {
                let id = ItemId(self.names.items.len());
                self.names.items.push(Definition { item: item.clone(), module, file: place.file, condition });
                let reach = match kind {
                    ItemKind::MacroRules(_) => Reach::Public,
                    _ => reach,
                };
                let home = match kind {
                    ItemKind::MacroRules(rules) if rules.exported => {
                        let krate = self.names.modules[module.0].krate;
                        self.names.crates[krate.0].root
                    }
                    _ => module,
                };
                self.names.modules[module.0].items.push(id);
                for namespace in namespaces(kind) {
                    self.define(home, *namespace, item, Def::Item(id), &own, reach);
                }
            }
        }
    }

    fn define(&mut self, module: ModuleId, namespace: Namespace, item: &Item, def: Def, own: &Condition, reach: Reach) {
        let binding = Binding { def, reach, condition: own.clone(), import: None };
        self.names.modules[module.0].defined.entry((namespace, item.name.clone())).or_default().push(binding);
    }

    fn child(&mut self, parent: ModuleId, path: String, condition: Condition) -> ModuleId {
        let krate = self.names.modules[parent.0].krate;
        let id = ModuleId(self.names.modules.len());
        self.names.modules.push(Module { krate, parent: Some(parent), path, condition, ..Module::default() });
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
        let path = format!("{}::{name}", self.names.modules[parent.0].path);
        // Each `#[path]` of a `cfg_attr` is a variant; without any of them the usual place counts.
        let mut otherwise = Condition::Always;
        let mut variants: Vec<(Option<&str>, Condition)> = Vec::new();
        for (path, when) in &declared.paths {
            let when = &self.names.settled(parent, when);
            variants.push((Some(path), condition.and(when)));
            otherwise = otherwise.and(&when.negate());
        }
        variants.push((None, condition.and(&otherwise)));
        for (from, condition) in variants.into_iter().filter(|(_, condition)| *condition != Condition::Never) {
            let child = self.child(parent, path.clone(), condition.clone());
            let Module { file, line, .. } = &mut self.names.modules[child.0];
            (*file, *line) = (place.file, item.line);
            let binding = Binding { def: Def::Module(child), reach, condition, import: None };
            let key = (Namespace::Types, item.name.clone());
            self.names.modules[parent.0].defined.entry(key).or_default().push(binding);
            match &declared.items {
                Some(items) => {
                    if let Some(place) = self.inline_place(item, from, place) {
                        self.items(child, items, &place);
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
            place.children().and_then(|base| join(&base, &item.name))
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
            (candidates, vec![Some(item.name.clone()), None])
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
        self.pending.push(Mount { module, candidates, relative, declared, depth: place.depth + 1 });
    }

    fn include(&mut self, module: ModuleId, item: &Item, include: &Include, place: &Place) {
        let Include::File(path) = include else {
            let detail = "`include!` of a path that is computed, such as a file that a build script writes".into();
            return self.hole(HoleReason::MacroGenerated, place.file, Some(item.line), detail);
        };
        let Some(path) = join(directory(&self.files.all[place.file].path), path) else {
            return self.outside(item, path, place);
        };
        // The included items are those of a block that the module sees through: nothing else tells the two apart.
        let what = format!("`include!(\"{path}\")`");
        let declared = Declared { what, place: Some((place.file, item.line)), around: place.around.clone() };
        let depth = place.depth + 1;
        if depth > MAX_DEPTH {
            let detail = format!("includes end here: more than {MAX_DEPTH} in each other");
            return self.hole(HoleReason::Unreadable, place.file, Some(item.line), detail);
        }
        self.pending.push(Mount { module, candidates: vec![path], relative: vec![None], declared, depth });
    }

    fn outside(&mut self, item: &Item, path: &str, place: &Place) {
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
        if module == it.root && item.name != "_" {
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
        ItemKind::MacroRules(_) => &[Namespace::Macros],
        _ => &[],
    }
}

fn directory(path: &str) -> &str {
    parent(path).unwrap_or("")
}
