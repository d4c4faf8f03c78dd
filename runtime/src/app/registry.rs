//! What is linked, by what an application looks for.

use super::problem::{Place, Problem};
use super::shared::{Shared, TypeMap};
use crate::__private::{
    ControllerRegistration, EmitterKind, EmitterMeta, Entry, ItemKind, ItemMeta, Kept, Need, Registration, Resources,
    TimerCall,
};
use crate::App;
use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet};

/// A handler with its resources.
pub(crate) struct Handler {
    pub(crate) reg: &'static Registration,
    pub(crate) res: Resources,
}

/// All that is linked.
#[derive(Default)]
pub(crate) struct Registry {
    /// Handlers of events and changes, by the type of those, in the order of their ids.
    pub(crate) handlers: TypeMap<Vec<Handler>>,
    /// Effect handlers, by the stable name of the effect.
    pub(crate) performers: BTreeMap<&'static str, Handler>,
    /// Events that become data, by their stable names.
    pub(crate) kept: BTreeMap<&'static str, &'static Kept>,
    pub(crate) controllers: TypeMap<Resources>,
    /// Controllers with a `schedule`, in the order of their ids.
    pub(crate) timers: Vec<(&'static EmitterMeta, TimerCall)>,
}

/// What is linked, sorted: inventory knows no order.
pub(crate) struct Linked {
    pub(crate) items: Vec<&'static ItemMeta>,
    pub(crate) handlers: Vec<&'static Registration>,
    pub(crate) controllers: Vec<&'static ControllerRegistration>,
}

impl Linked {
    pub(crate) fn collect() -> Linked {
        let mut linked = Linked { items: Vec::new(), handlers: Vec::new(), controllers: Vec::new() };
        for entry in inventory::iter::<Entry> {
            match entry {
                Entry::Item(item) => linked.items.push(item),
                Entry::Handler(handler) => linked.handlers.push(handler),
                Entry::Controller(controller) => linked.controllers.push(controller),
                Entry::Archiver(_) => {}
            }
        }
        linked.items.sort_by_key(|item| (item.kind, item.id(), item.line));
        linked.handlers.sort_by_key(|handler| (handler.meta.id(), handler.item.id(), handler.meta.line));
        linked.controllers.sort_by_key(|controller| (controller.meta.id(), controller.meta.line));
        linked
    }

    /// Each handler, effect handler and controller once.
    pub(crate) fn emitters(&self) -> Vec<&'static EmitterMeta> {
        let handlers = self.handlers.iter().map(|handler| handler.meta);
        let mut emitters: Vec<_> = handlers.chain(self.controllers.iter().map(|controller| controller.meta)).collect();
        emitters.dedup_by(|a, b| std::ptr::eq(*a, *b));
        emitters
    }

    /// Where each event, effect, handler, effect handler and controller is defined, by id.
    pub(crate) fn places(&self) -> BTreeMap<String, (&'static str, u32)> {
        let items = self.items.iter().map(|item| (item.id(), (item.file, item.line)));
        items.chain(self.emitters().into_iter().map(|it| (it.id(), (it.file, it.line)))).collect()
    }
}

impl Registry {
    /// What is linked, with the resources it needs, and all that is wrong with it.
    pub(crate) fn new(
        linked: &Linked,
        shared: &Shared,
        elsewhere: &BTreeSet<&'static str>,
    ) -> (Registry, Vec<Problem>) {
        let mut registry = Registry::default();
        let mut missing = Missing::default();
        for reg in &linked.handlers {
            let handler = Handler { reg, res: missing.resolve(shared, reg.needs, reg.meta) };
            if reg.meta.kind == EmitterKind::EffectHandler {
                registry.performers.entry(reg.item.stable_name).or_insert(handler);
            } else {
                registry.handlers.entry((reg.payload)()).or_default().push(handler);
            }
        }
        for controller in &linked.controllers {
            let resources = missing.resolve(shared, controller.needs, controller.meta);
            registry.controllers.insert((controller.type_id)(), resources);
            registry.timers.extend(controller.timer.map(|call| (controller.meta, call)));
        }
        let scheduled = linked.emitters().into_iter().flat_map(|emitter| emitter.schedules);
        let reported = linked.items.iter().flat_map(|item| item.completes_with);
        registry.kept = scheduled.chain(reported).map(|kept| (kept.item.stable_name, kept)).collect();

        let mut problems = missing.problems();
        problems.extend(duplicate_names(linked));
        problems.extend(duplicate_ids(linked));
        problems.extend(performers(linked, elsewhere));
        (registry, problems)
    }
}

/// Who needs what nobody gave.
#[derive(Default)]
struct Missing {
    by_type: BTreeMap<(&'static str, TypeId), BTreeSet<Place>>,
}

impl Missing {
    fn resolve(&mut self, shared: &Shared, needs: &[Need], by: &'static EmitterMeta) -> Resources {
        Resources::resolve(needs, |type_id| shared.find(type_id)).unwrap_or_else(|missing| {
            for need in missing {
                self.by_type.entry(((need.name)(), (need.type_id)())).or_default().insert(Place::of(by));
            }
            Resources::default()
        })
    }

    fn problems(self) -> Vec<Problem> {
        let problem = |((resource, type_id), needed_by): ((&'static str, TypeId), BTreeSet<Place>)| {
            let needed_by = needed_by.into_iter().collect();
            if type_id == TypeId::of::<App>() {
                Problem::AppAsResource { needed_by }
            } else {
                Problem::MissingResource { resource, needed_by }
            }
        };
        self.by_type.into_iter().map(problem).collect()
    }
}

/// Tickets find events and effects by their stable names.
fn duplicate_names(linked: &Linked) -> Vec<Problem> {
    let mut by_name: BTreeMap<(ItemKind, &'static str), Vec<&'static ItemMeta>> = BTreeMap::new();
    for item in &linked.items {
        by_name.entry((item.kind, item.stable_name)).or_default().push(item);
    }
    by_name.retain(|_, items| items.len() > 1);
    let places = |items: Vec<&'static ItemMeta>| items.into_iter().map(Place::of_item).collect();
    by_name.into_iter().map(|((_, name), items)| Problem::DuplicateName { name, items: places(items) }).collect()
}

/// Tickets find deferred handlers by their ids, and handlers run in the order of these.
fn duplicate_ids(linked: &Linked) -> Vec<Problem> {
    let mut by_id: BTreeMap<String, BTreeSet<Place>> = BTreeMap::new();
    for emitter in linked.emitters() {
        by_id.entry(emitter.id()).or_default().insert(Place::of(emitter));
    }
    by_id.retain(|_, places| places.len() > 1);
    by_id.into_iter().map(|(id, places)| Problem::DuplicateId { id, places: places.into_iter().collect() }).collect()
}

/// An effect that is requested is performed by exactly one, here, in another program of ours, or outside.
fn performers(linked: &Linked, elsewhere: &BTreeSet<&'static str>) -> Vec<Problem> {
    let mut requested: BTreeMap<&'static str, (&'static ItemMeta, BTreeSet<Place>)> = BTreeMap::new();
    for emitter in linked.emitters() {
        for effect in emitter.requests {
            requested.entry(effect.stable_name).or_insert((effect, BTreeSet::new())).1.insert(Place::of(emitter));
        }
    }
    let mut handled: BTreeMap<&'static str, (&'static ItemMeta, BTreeSet<Place>)> = BTreeMap::new();
    for handler in linked.handlers.iter().filter(|handler| handler.meta.kind == EmitterKind::EffectHandler) {
        handled
            .entry(handler.item.stable_name)
            .or_insert((handler.item, BTreeSet::new()))
            .1
            .insert(Place::of(handler.meta));
    }
    let none = requested.iter().filter(|(name, (effect, _))| {
        effect.performed_by.is_none() && !handled.contains_key(*name) && !elsewhere.contains(*name)
    });
    let none = none.map(|(_, (effect, by))| Problem::NoPerformer {
        effect: effect.id(),
        requested_by: by.iter().cloned().collect(),
    });
    let several = handled.values().filter(|(effect, by)| by.len() + usize::from(effect.performed_by.is_some()) > 1);
    let several = several.map(|(effect, by)| Problem::SeveralPerformers {
        effect: effect.id(),
        handlers: by.iter().cloned().collect(),
        outside: effect.performed_by,
    });
    none.chain(several).collect()
}
