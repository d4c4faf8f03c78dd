//! `use` in all its forms. Each is tried, and stays when all that is written means what it meant before.

use super::Draft;
use crate::source::Part;
use crate::world::{Attribute, Def, Import, Namespace, Position, Reach, Route, Takes, spelled};

const RENAMES: [&str; 8] = ["Paid", "Sent", "Both", "Known", "Lost", "profound", "deep", "a"];

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
        let members = draft.world.members(way.to, module);
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

/// Imports of events, of what has the same names, and of modules.
pub(super) fn of_items(draft: &mut Draft) {
    for _ in 0..draft.world.modules.len() * 3 {
        let module = draft.random.below(draft.world.modules.len());
        if draft.world.modules[module].is_early {
            continue;
        }
        let ways = draft.world.ways(module, Position::Import);
        let Some(way) = draft.random.pick(&ways).cloned() else { continue };
        match draft.random.below(10) {
            0..3 if matches!(way.to, Def::Module(_)) => draft.import(module, way, Takes::All, false),
            3 => {
                let rename = RENAMES[draft.random.below(RENAMES.len())].to_owned();
                draft.import(module, way, Takes::Itself { rename }, false);
            }
            _ => {
                let members = draft.world.members(way.to, module);
                let names: Vec<&String> =
                    members.iter().filter(|(_, found)| found.def.is_some()).map(|(key, _)| &key.1).collect();
                let Some(name) = draft.random.pick(&names).map(|it| (*it).clone()) else { continue };
                let rename = match draft.random.below(3) {
                    0 => RENAMES[draft.random.below(RENAMES.len())].to_owned(),
                    _ => name.clone(),
                };
                draft.import(module, way, Takes::Name { name, rename }, false);
            }
        }
    }
}

impl Draft {
    /// The ways that are known before any attribute is expanded.
    fn early_ways(&self, module: usize) -> Vec<Route> {
        let mut ways = self.world.ways(module, Position::Import);
        ways.retain(|way| way.is_early);
        ways
    }

    /// Writes an import, if it may stand there.
    pub(super) fn import(&mut self, module: usize, route: Route, takes: Takes, is_early: bool) {
        let (visibility, reach) = self.visibility(module, 40);
        let Some(text) = text(&route, &takes) else { return };
        let import = Import { route, takes, reach, is_early };
        if !self.may_stand(module, &import) {
            return;
        }
        self.world.modules[module].imports.push(import);
        self.world.solve();
        if self.imports_hold() && self.holds() {
            self.world.modules[module].parts.push(Part::new(format!("{visibility}use {text};")));
        } else {
            self.world.modules[module].imports.pop();
            self.world.solve();
        }
    }

    /// Whether an import takes something, no further than it may go, under a name that is free.
    fn may_stand(&self, module: usize, import: &Import) -> bool {
        let passes_on = |reach: Reach| self.world.narrower(reach, import.reach) == import.reach;
        let is_free = |namespace: Namespace, name: &str| {
            let key = (namespace, name.to_owned());
            let it = &self.world.modules[module];
            !it.defined.contains_key(&key) && !it.imports.iter().any(|other| self.brings(module, other, &key))
        };
        match &import.takes {
            Takes::All => import.route.to != Def::Module(module) && import.route.to != Def::Ensue,
            Takes::Itself { rename } => passes_on(import.route.reach) && is_free(Namespace::Types, rename),
            Takes::Name { name, rename } => {
                let visible = self.world.visible(&import.route, module, name);
                !visible.is_empty()
                    && visible.iter().all(|(namespace, found)| {
                        found.def.is_some() && passes_on(found.reach) && is_free(*namespace, rename)
                    })
            }
        }
    }

    fn brings(&self, module: usize, import: &Import, key: &crate::world::Key) -> bool {
        match &import.takes {
            Takes::All => false,
            Takes::Itself { rename } => key.0 == Namespace::Types && key.1 == *rename,
            Takes::Name { name, rename } => {
                key.1 == *rename && self.world.visible(&import.route, module, name).iter().any(|(it, _)| *it == key.0)
            }
        }
    }

    /// Whether all imports can stand together.
    fn imports_hold(&self) -> bool {
        let holds = |module: usize, at: usize| {
            let import = &self.world.modules[module].imports[at];
            let route = &import.route;
            let leads = self.world.follow(module, Position::Import, &route.segments);
            let is_same = leads.is_some_and(|it| it.to == route.to && (it.is_early || !import.is_early));
            let is_single = match &import.takes {
                Takes::All => true,
                Takes::Itself { rename } => self.is_single(module, at, Namespace::Types, rename),
                Takes::Name { name, rename } => {
                    let visible = self.world.visible(route, module, name);
                    !visible.is_empty()
                        && visible.iter().all(|(namespace, found)| {
                            found.def.is_some()
                                && self.world.narrower(found.reach, import.reach) == import.reach
                                && self.is_single(module, at, *namespace, rename)
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
        let mut others = it.imports.iter().enumerate().filter(|(other, _)| *other != at);
        !it.defined.contains_key(&key) && others.all(|(_, other)| !self.brings(module, other, &key))
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

fn text(route: &Route, takes: &Takes) -> Option<String> {
    Some(match takes {
        Takes::All => format!("{}::*", route.text()),
        Takes::Name { name, rename } if name == rename => route.with(name),
        Takes::Name { name, rename } => format!("{} as {}", route.with(name), spelled(rename)),
        Takes::Itself { rename } => {
            let last = route.segments.last()?;
            if matches!(last.as_str(), "self" | "super" | "crate") {
                return None;
            }
            format!("{} as {}", route.text(), spelled(rename))
        }
    })
}
