//! `use` in all its forms. Each is tried, and stays when all that is written means what it meant before.

use super::Draft;
use crate::source::Part;
use crate::world::{Attribute, Binding, Def, Import, Namespace, Position, Reach, Route, Takes, spelled};

const RENAMES: [&str; 9] = ["Paid", "Sent", "Both", "Known", "Lost", "profound", "deep", "a", "Pay\u{e9}"];

/// The names under which modules know the attributes.
pub(super) fn of_attributes(draft: &mut Draft) {
    for module in 0..draft.world.modules.len() {
        let world = &draft.world;
        let is_leaf = world.modules.iter().all(|it| it.parent != Some(module));
        draft.world.modules[module].is_early =
            is_leaf && world.modules[module].parent.is_some() && draft.random.percent(20);
    }
    for _ in 0..draft.world.modules.len() * 3 {
        let module = draft.random.below(draft.world.modules.len());
        let ways = draft.early_ways(module);
        let Some(way) = draft.random.pick(&ways).cloned() else { continue };
        // `use ensue::*` is none: its `allow` is at odds with the one of the language.
        let is_early = matches!(way.to, Def::Module(of) if draft.world.modules[of].is_early);
        if draft.random.percent(20) && is_early {
            draft.import(module, way, Takes::All, true);
            continue;
        }
        let wanted = |(_, found): &(&crate::world::Key, &crate::world::Found)| found.is_early;
        let members = draft.world.members(way.to, module, None);
        let names: Vec<&String> = members
            .iter()
            .filter(wanted)
            .filter(|(_, found)| matches!(found.def, Some(Def::Attribute(_))))
            .map(|(key, _)| &key.1)
            .collect();
        let Some(name) = draft.random.pick(&names).map(|it| (*it).clone()) else { continue };
        let renames = ["on", "fact", "listens", "event", "handler"];
        let rename = if draft.random.percent(35) { renames[draft.random.below(5)].to_owned() } else { name.clone() };
        draft.import(module, way, Takes::Name { name, rename }, true);
    }
}

/// Names of ours for attributes of someone else.
pub(super) fn of_strangers(draft: &mut Draft) {
    for module in 0..draft.world.modules.len() {
        let has_mimic = draft.world.crates[draft.world.modules[module].krate].has_mimic;
        if draft.random.percent(if has_mimic { 50 } else { 8 }) && !draft.world.modules[module].is_early {
            stranger(draft, module);
        }
    }
}

/// A name of ours in a module for an attribute of someone else.
pub(super) fn stranger(draft: &mut Draft, module: usize) {
    let attribute = Attribute::ALL[draft.random.below(Attribute::ALL.len())];
    let key = (Namespace::Macros, attribute.name().to_owned());
    if draft.world.in_scope(module, &key).is_some() {
        return;
    }
    let number = draft.number();
    let binding = Binding { def: Def::Foreign(number), reach: Reach::Within(module), is_early: true };
    draft.world.modules[module].defined.insert(key.clone(), binding);
    draft.world.solve();
    if !draft.imports_hold() || !draft.holds() {
        draft.world.modules[module].defined.remove(&key);
        draft.world.solve();
        return;
    }
    let name = attribute.name();
    let text = if draft.world.crates[draft.world.modules[module].krate].has_mimic {
        format!("use ::mimic::{name};\n#[{name}(name = \"stranger\")]\npub struct Stranger{number};")
    } else {
        format!("use ::std::prelude::v1::derive as {name};\n#[{name}(Clone)]\nstruct Stranger{number} {{ number: u8 }}")
    };
    draft.world.modules[module].parts.push(Part::new(text).unconditional());
}

/// Imports of events, of what has the same names, and of modules.
pub(super) fn of_items(draft: &mut Draft) {
    for _ in 0..draft.world.modules.len() * 3 {
        let module = draft.random.below(draft.world.modules.len());
        if !draft.world.modules[module].is_early {
            draft.import_something(module);
        }
    }
}

impl Draft {
    /// Tries one import.
    pub(super) fn import_something(&mut self, module: usize) {
        let draft = self;
        let ways = draft.world.ways(module, Position::Import(None));
        let Some(way) = draft.random.pick(&ways).cloned() else { return };
        match draft.random.below(10) {
            0..3 if way.to != Def::Ensue => draft.import(module, way, Takes::All, false),
            3 => {
                let rename = RENAMES[draft.random.below(RENAMES.len())].to_owned();
                draft.import(module, way, Takes::Itself { rename }, false);
            }
            _ => {
                let members = draft.world.members(way.to, module, None);
                let names: Vec<&String> =
                    members.iter().filter(|(_, found)| found.def.is_some()).map(|(key, _)| &key.1).collect();
                let of_itself = names.iter().find(|it| way.segments.first() == Some(**it)).copied();
                let Some(name) = of_itself.or_else(|| draft.random.pick(&names).copied()).cloned() else { return };
                let rename = match draft.random.below(3) {
                    0 if of_itself.is_none() => RENAMES[draft.random.below(RENAMES.len())].to_owned(),
                    _ => name.clone(),
                };
                draft.import(module, way, Takes::Name { name, rename }, false);
            }
        }
    }

    /// The ways that are known before any attribute is expanded.
    fn early_ways(&self, module: usize) -> Vec<Route> {
        let mut ways = self.world.ways(module, Position::Import(None));
        ways.retain(|way| way.is_early);
        ways
    }

    /// Writes an import, if it may stand there.
    pub(super) fn import(&mut self, module: usize, route: Route, takes: Takes, is_early: bool) {
        let other = self.other_import(module, &takes, is_early);
        let is_body = self.world.modules[module].is_block;
        let (visibility, reach) =
            if is_body { (String::new(), Reach::Within(module)) } else { self.visibility(module, 40) };
        let opened = self.random.below(4);
        let Some(text) = text(&route, &takes, opened) else { return };
        let import = Import { route, takes, reach, is_early };
        if !self.may_stand(module, &import) {
            return;
        }
        self.world.modules[module].imports.push(import);
        self.world.solve();
        if self.imports_hold() && self.holds() {
            let mut text = format!("{visibility}use {text};");
            if let Some(other) = other {
                text = self.either(module, &text, &other);
            }
            self.world.modules[module].parts.push(Part::new(text));
        } else {
            self.world.modules[module].imports.pop();
            self.world.solve();
        }
    }

    /// Sometimes an import of something else under the same name; for the name of an attribute that of somebody else.
    fn other_import(&mut self, module: usize, takes: &Takes, is_early: bool) -> Option<String> {
        let Takes::Name { rename, .. } = takes else { return None };
        if !self.random.percent(6) {
            return None;
        }
        if is_early {
            return Some(format!("use ::std::prelude::v1::derive as {};", spelled(rename)));
        }
        let ways = self.world.ways(module, Position::Import(None));
        let way = self.random.pick(&ways)?.clone();
        let members = self.world.members(way.to, module, None);
        let is_plain = |it: &(&crate::world::Key, &crate::world::Found)| it.0.0 != Namespace::Macros;
        let names: Vec<&String> = members.iter().filter(is_plain).map(|(key, _)| &key.1).collect();
        let takes = Takes::Name { name: (*self.random.pick(&names)?).clone(), rename: rename.clone() };
        Some(format!("use {};", text(&way, &takes, 0)?))
    }

    /// Whether an import takes something, no further than it may go, under a name that is free.
    fn may_stand(&self, module: usize, import: &Import) -> bool {
        let passes_on = |reach: Reach| self.world.narrower(reach, import.reach) == import.reach;
        let is_free = |namespace: Namespace, name: &str| {
            let key = (namespace, name.to_owned());
            let it = &self.world.modules[module];
            !it.defined.contains_key(&key) && !(0..it.imports.len()).any(|other| self.brings(module, other, &key))
        };
        match &import.takes {
            Takes::All => import.route.to != Def::Module(module) && import.route.to != Def::Ensue,
            Takes::Itself { rename } => passes_on(import.route.reach) && is_free(Namespace::Types, rename),
            Takes::Name { name, rename } => {
                let visible = self.world.visible(&import.route, module, None, name);
                !visible.is_empty()
                    && visible.iter().all(|(namespace, found)| {
                        found.def.is_some() && passes_on(found.reach) && is_free(*namespace, rename)
                    })
            }
        }
    }

    fn brings(&self, module: usize, at: usize, key: &crate::world::Key) -> bool {
        let import = &self.world.modules[module].imports[at];
        match &import.takes {
            Takes::Itself { rename } => key.0 == Namespace::Types && key.1 == *rename,
            Takes::Name { name, rename } if key.1 == *rename => {
                self.world.visible(&import.route, module, Some(at), name).iter().any(|(it, _)| *it == key.0)
            }
            Takes::Name { .. } | Takes::All => false,
        }
    }

    /// Whether all imports can stand together.
    pub(super) fn imports_hold(&self) -> bool {
        let holds = |module: usize, at: usize| {
            let import = &self.world.modules[module].imports[at];
            let route = &import.route;
            // A glob leads to what it brings itself, too.
            let own = (import.takes != Takes::All).then_some(at);
            let leads = self.world.follow(module, Position::Import(own), &route.segments);
            let is_same = leads.is_some_and(|it| it.to == route.to && (it.is_early || !import.is_early));
            let is_single = match &import.takes {
                Takes::All => true,
                Takes::Itself { rename } => self.is_single(module, at, Namespace::Types, rename),
                Takes::Name { name, rename } => {
                    let visible = self.world.visible(route, module, Some(at), name);
                    !visible.is_empty()
                        && visible.iter().all(|(namespace, found)| {
                            found.def.is_some()
                                && self.world.narrower(found.reach, import.reach) == import.reach
                                && self.is_single(module, at, *namespace, rename)
                                && self.world.is_grounded(module, at, *namespace)
                        })
                }
            };
            is_same && is_single
        };
        (0..self.world.modules.len())
            .all(|module| (0..self.world.modules[module].imports.len()).all(|at| holds(module, at)))
    }

    fn is_single(&self, module: usize, at: usize, namespace: Namespace, name: &str) -> bool {
        let key = (namespace, name.to_owned());
        let it = &self.world.modules[module];
        let mut others = (0..it.imports.len()).filter(|other| *other != at);
        !it.defined.contains_key(&key) && others.all(|other| !self.brings(module, other, &key))
    }

    /// A way to write an attribute in a module.
    pub(super) fn attribute(&mut self, module: usize, attribute: Attribute) -> Option<String> {
        let wanted = |_: &crate::world::World, def| def == Def::Attribute(attribute);
        let mut routes = self.world.routes(module, Position::Plain, Namespace::Macros, wanted);
        routes.retain(|route| route.is_early);
        let route = self.random.pick(&routes)?.clone();
        self.write(module, Namespace::Macros, &route);
        Some(route.text())
    }

    /// Notes that a path is written, so that it goes on to mean the same.
    pub(super) fn write(&mut self, module: usize, namespace: Namespace, route: &Route) {
        let segments = route.segments.clone();
        self.written.push(super::Written { module, namespace, segments, means: route.to });
    }
}

/// A use tree; some of its segments, counted from the end, in braces.
fn text(route: &Route, takes: &Takes, in_braces: usize) -> Option<String> {
    let mut segments: Vec<String> = route.segments.iter().map(|it| spelled(it)).collect();
    let end = match takes {
        Takes::All => "*".to_owned(),
        Takes::Name { name, rename } if name == rename => spelled(name),
        Takes::Name { name, rename } => format!("{} as {}", spelled(name), spelled(rename)),
        Takes::Itself { rename } if segments.len() > 1 && segments[0] != "super" => {
            format!("{{self as {}}}", spelled(rename))
        }
        Takes::Itself { rename } => {
            let last = segments.pop()?;
            if matches!(last.as_str(), "self" | "super" | "crate") {
                return None;
            }
            format!("{last} as {}", spelled(rename))
        }
    };
    let at = segments.len().saturating_sub(in_braces);
    let (outer, inner) = if in_braces == 0 || at == 0 { (&segments[..], &[][..]) } else { segments.split_at(at) };
    let inner = [inner, &[end]].concat().join("::");
    let inner = if in_braces == 0 { inner } else { format!("{{{inner}}}") };
    Some([outer, &[inner]].concat().join("::"))
}
