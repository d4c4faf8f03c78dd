//! Names that several globs and imports bring to one place, where only some of them may be used.

use super::Draft;
use super::items::Form;
use crate::source::Part;
use crate::world::{Attribute, Def, Home, ItemKind, Module, Namespace, Position, Reach, Route, Takes};

/// Gives some workspaces places where names meet.
pub(super) fn riddles(draft: &mut Draft) {
    for _ in 0..draft.random.below(3) {
        let parents: Vec<usize> = (0..draft.world.modules.len()).filter(|it| draft.has_items(*it)).collect();
        if let Some(parent) = draft.random.pick(&parents).copied() {
            riddle(draft, parent);
        }
    }
    for krate in 0..draft.world.crates.len() {
        if draft.world.crates[krate].edition < 2018 && draft.random.percent(30) {
            other_std(draft, draft.world.crates[krate].root);
        }
    }
    if draft.random.percent(15) {
        own_name(draft);
    }
}

/// A library with a module of its own name, and an import of that under the same name again.
fn own_name(draft: &mut Draft) -> Option<()> {
    let modules: Vec<usize> = (0..draft.world.modules.len()).filter(|it| draft.has_items(*it)).collect();
    let module = draft.random.pick(&modules).copied()?;
    let krate = draft.world.modules[module].krate;
    let libraries: Vec<(String, usize)> = draft.world.crates[krate]
        .externs
        .iter()
        .filter_map(|(name, def)| if let Def::Module(root) = def { Some((name.clone(), *root)) } else { None })
        .filter(|(_, root)| draft.world.modules[*root].krate != krate)
        .collect();
    let (name, root) = draft.random.pick(&libraries)?.clone();
    let key = (Namespace::Types, name.clone());
    if draft.world.in_scope(root, &key).is_some() {
        return None;
    }
    let inner = module_called(draft, root, &name, ("pub ".to_owned(), Reach::Public));
    if !draft.imports_hold() || !draft.holds() {
        draft.world.modules[root].defined.remove(&key);
        draft.world.modules.pop();
        draft.directories.pop();
        draft.world.solve();
        return None;
    }
    let event = format!("Own{}", draft.number());
    define(draft, inner, &event, 100, false)?;
    let ways = draft.world.ways(module, Position::Import(None));
    let way = ways.into_iter().find(|way| way.to == Def::Module(root) && way.segments == [name.clone()])?;
    draft.import(module, way, Takes::Name { name: name.clone(), rename: name }, false);
    listener(draft, module, inner, &event)
}

/// A glob brings a module `std` to a root that has the name already.
fn other_std(draft: &mut Draft, root: usize) {
    let holder = module(draft, root);
    module_called(draft, holder, "std", ("pub ".to_owned(), Reach::Public));
    let ways = draft.world.ways(root, Position::Import(None));
    if let Some(way) = ways.into_iter().find(|way| way.to == Def::Module(holder)) {
        draft.import(root, way, Takes::All, false);
    }
    super::imports::stranger(draft, root);
}

/// The same name in two modules, one of which not everybody may use, and a third module that takes it from both.
fn riddle(draft: &mut Draft, parent: usize) -> Option<()> {
    let name = format!("Met{}", draft.number());
    let shared = module(draft, parent);
    let [hidden, open] = [module(draft, shared), module(draft, parent)];
    let within = [shared, hidden, parent][draft.random.below(3)];
    let meeting = module(draft, within);
    define(draft, hidden, &name, 20, false)?;
    define(draft, open, &name, 90, false)?;
    if draft.random.percent(40) {
        define(draft, hidden, &name, 90, true);
    }
    let ways = draft.world.ways(meeting, Position::Import(None));
    for from in [hidden, open] {
        let of: Vec<&Route> = ways.iter().filter(|way| way.to == Def::Module(from)).collect();
        let way = (*draft.random.pick(&of)?).clone();
        let takes = if from == hidden && draft.random.percent(50) {
            Takes::Name { name: name.clone(), rename: name.clone() }
        } else {
            Takes::All
        };
        draft.import(meeting, way, takes, false);
    }
    for from in [hidden, open, shared, parent, meeting] {
        listener(draft, from, meeting, &name);
    }
    // Somewhere both come once more.
    let ways = draft.world.ways(parent, Position::Import(None));
    for way in ways.into_iter().filter(|way| [Def::Module(meeting), Def::Module(open)].contains(&way.to)) {
        draft.import(parent, way, Takes::All, false);
    }
    listener(draft, parent, parent, &name)
}

/// A module in braces.
fn module(draft: &mut Draft, parent: usize) -> usize {
    let name = format!("met{}", draft.number());
    let visibility = draft.visibility(parent, 70);
    module_called(draft, parent, &name, visibility)
}

fn module_called(draft: &mut Draft, parent: usize, name: &str, (visibility, reach): (String, Reach)) -> usize {
    let (at, krate) = (draft.world.modules.len(), draft.world.modules[parent].krate);
    let home = Home::Inline { attribute: String::new() };
    draft.world.modules.push(Module { visibility, ..Module::new(krate, Some(parent), name, home) });
    draft.directories.push((String::new(), String::new()));
    draft.bind(parent, (Namespace::Types, name.to_owned()), Def::Module(at), reach);
    draft.world.solve();
    at
}

/// An event, or a function of its name.
fn define(draft: &mut Draft, module: usize, name: &str, public: usize, is_function: bool) -> Option<()> {
    let (form, kind) = if is_function {
        (Form::new(format!("fn {name}() {{}}"), &[Namespace::Values]), ItemKind::Other)
    } else {
        (Form::new(format!("struct {name} {{}}"), &[Namespace::Types]), ItemKind::Event { is_stored: false })
    };
    let attribute =
        if is_function { String::new() } else { format!("#[{}]\n", draft.attribute(module, Attribute::Event)?) };
    let visibility = draft.define_for(module, name, &form, kind, public)?;
    draft.world.modules[module].parts.push(Part::new(format!("{attribute}{visibility}{}", form.text)));
    Some(())
}

/// A handler of what a name of a module means, if it means an event that may be used.
fn listener(draft: &mut Draft, module: usize, of: usize, name: &str) -> Option<()> {
    let routes = draft.routes_to(module, |kind| matches!(kind, ItemKind::Event { .. }));
    let ways: Vec<Route> = draft.world.ways(module, Position::Plain);
    let leads = |route: &&Route| {
        let (last, way) = route.segments.split_last().unwrap_or((&route.segments[0], &[]));
        let is_there = if way.is_empty() {
            of == module
        } else {
            ways.iter().any(|it| it.segments == way && it.to == Def::Module(of))
        };
        last == name && is_there
    };
    let routes: Vec<&Route> = routes.iter().filter(leads).collect();
    let route = (*draft.random.pick(&routes)?).clone();
    let attribute = draft.attribute(module, Attribute::Handler)?;
    draft.write(module, Namespace::Types, &route);
    let (event, function) = (route.text(), format!("m{}", draft.number()));
    let text = format!("#[{attribute}(on = {event})]\nfn {function}(_event: &{event}) {{}}");
    draft.world.modules[module].parts.push(Part::new(text));
    Some(())
}

impl Draft {
    /// Whether items of all kinds may stand in a module.
    pub(super) fn has_items(&self, module: usize) -> bool {
        let it = &self.world.modules[module];
        !it.is_early && !it.is_block
    }

    fn bind(&mut self, module: usize, key: crate::world::Key, def: Def, reach: Reach) {
        let binding = crate::world::Binding { def, reach, is_early: true };
        self.world.modules[module].defined.insert(key, binding);
    }
}
