//! Files that are no module's own: one that is included, and one that is a module of two crates.

use super::Draft;
use crate::source::Part;
use crate::world::{Binding, Def, Home, Module, Namespace, Reach};

/// Moves some of what stands in a module, from a position on, into a file that it includes.
pub(super) fn include(draft: &mut Draft, module: usize, parts: &mut Vec<Part>, first: usize) {
    if !draft.random.percent(7) || parts.len() <= first {
        return;
    }
    let number = draft.number();
    let folder = draft.file_of(module).rsplit_once('/').map_or("", |(folder, _)| folder);
    // Beside a program cargo would take it for another one.
    let file = format!("{folder}/parts/{number}.rs");
    let is_block = draft.world.modules[module].is_block;
    let from = if is_block { first } else { first + draft.random.below(parts.len() - first) };
    let to = if is_block { parts.len() } else { parts.len().min(from + draft.random.between(1, 3)) };
    if parts[from..to].iter().any(Part::is_bound) || draft.hides_early(module) {
        return;
    }
    let text = format!("include!(\"parts/{number}.rs\");");
    let inside: Vec<Part> = parts.splice(from..to, [Part::new(text).bound()]).collect();
    // In a body it is an expression.
    let inside = if is_block { vec![Part::around("{", inside, "}")] } else { inside };
    draft.source.files.insert(file, inside);
}

/// Gives some packages a file that is a module of the library and of a program beside it.
pub(super) fn twins(draft: &mut Draft) {
    for library in 0..draft.world.crates.len() {
        let folder = draft.folder_of_root(library);
        if !draft.file_of(draft.world.crates[library].root).ends_with("/lib.rs") {
            continue;
        }
        let beside: Vec<usize> =
            (library + 1..draft.world.crates.len()).filter(|it| draft.folder_of_root(*it) == folder).collect();
        if let Some(program) = beside.first()
            && draft.random.percent(40)
        {
            twin(draft, [library, *program], &folder);
        }
    }
}

fn twin(draft: &mut Draft, crates: [usize; 2], folder: &str) {
    let number = draft.number();
    let name = format!("twin_{number}");
    let event = format!("#[::ensue::event]\npub struct Twin{number};");
    let handler = format!("#[::ensue::handler(on = self::Twin{number})]\nfn t{number}(_event: &Twin{number}) {{}}");
    for (at, krate) in crates.into_iter().enumerate() {
        let root = draft.world.crates[krate].root;
        let home = Home::File { path: format!("{folder}{name}.rs"), attribute: String::new() };
        let module = Module::new(krate, Some(root), &name, home);
        // The text is that of the first of both; nothing may be added to it for one of them alone.
        let parts = if at == 0 { vec![Part::new(event.clone()), Part::new(handler.clone())] } else { Vec::new() };
        let twin = draft.world.modules.len();
        draft.world.modules.push(Module { parts, is_early: true, ..module });
        draft.directories.push((String::new(), String::new()));
        let binding = Binding { def: Def::Module(twin), reach: Reach::Within(root), is_early: true };
        draft.world.modules[root].defined.insert((Namespace::Types, name.clone()), binding);
        let listener =
            format!("#[::ensue::handler(on = {name}::Twin{number})]\nfn r{number}(_event: &{name}::Twin{number}) {{}}");
        draft.world.modules[root].parts.push(Part::new(listener));
    }
    draft.world.solve();
}

impl Draft {
    /// Whether in a module, or inside of it, a name hides one that a glob brings, and is asked for before all macros are
    /// expanded.
    fn hides_early(&self, module: usize) -> bool {
        self.world.hides_needed(module, |at, (namespace, name)| {
            let imports = self
                .world
                .modules
                .iter()
                .enumerate()
                .flat_map(|(from, it)| it.imports.iter().map(move |import| (from, import)));
            let imported = imports.map(|(from, import)| (from, &import.route.segments));
            let attributes = self.written.iter().filter(|it| it.namespace == Namespace::Macros);
            let mut early = imported.chain(attributes.map(|it| (it.module, &it.segments)));
            let begins = |segments: &[String]| segments.first() == Some(name);
            *namespace == Namespace::Macros || early.any(|(from, it)| self.world.named(from) == at && begins(it))
        })
    }

    /// The folder of a crate's first file, with a slash behind it.
    fn folder_of_root(&self, krate: usize) -> String {
        let path = self.file_of(self.world.crates[krate].root);
        path.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/"))
    }
}
