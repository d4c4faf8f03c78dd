//! What the analysis cannot see through, and says so. Nothing annotated comes out of it that is not seen elsewhere, so that
//! the graph is whole and the holes alone tell.

use super::Draft;
use crate::source::Part;
use crate::world::Home;
use ensue_grammar::graph::HoleReason;

/// So many of a hundred workspaces have holes: most must be read without any.
const SHARE: usize = 4;

/// Gives a few workspaces one or two holes.
pub(super) fn holes(draft: &mut Draft) {
    if !draft.random.percent(SHARE) {
        return;
    }
    for _ in 0..draft.random.between(1, 2) {
        // Examples of packages outside the workspace are not read.
        let is_read = |it: &usize| !draft.file_of(*it).split('/').any(|folder| folder == "examples");
        let modules: Vec<usize> =
            (0..draft.world.modules.len()).filter(|it| draft.has_items(*it)).filter(is_read).collect();
        let Some(module) = draft.random.pick(&modules).copied() else { return };
        let number = draft.number();
        let part = match draft.random.below(6) {
            0 => computed(draft, module, number),
            1 => built(draft, module, number),
            2 => refused(number),
            3 => given(number),
            4 => changed(number),
            _ => twice(number),
        };
        draft.world.modules[module].parts.push(part);
    }
}

/// A file whose name is computed.
fn computed(draft: &mut Draft, module: usize, number: usize) -> Part {
    let folder = draft.file_of(module).rsplit_once('/').map_or("", |(folder, _)| folder);
    // Beside a program cargo would take it for another one.
    let file = format!("{folder}/made/{number}.rs");
    draft.source.files.insert(file, vec![Part::new(format!("pub struct Made{number};"))]);
    Part::new(format!("include!(concat!(\"made/\", \"{number}.rs\"));"))
        .bound()
        .with_hole(HoleReason::MacroGenerated, 0)
}

/// What a build script writes.
fn built(draft: &mut Draft, module: usize, number: usize) -> Part {
    let file = draft.file_of(module).to_owned();
    let manifests = draft.source.files.keys().filter_map(|path| path.strip_suffix("Cargo.toml"));
    let package = manifests.filter(|dir| file.starts_with(*dir)).max_by_key(|dir| dir.len()).unwrap_or("").to_owned();
    let script = "fn main() {\n\
        let file = std::path::PathBuf::from(std::env::var(\"OUT_DIR\").unwrap()).join(\"made.rs\");\n\
        std::fs::write(file, \"{ struct Made; }\").unwrap();\n}";
    draft.source.files.insert(format!("{package}build.rs"), vec![Part::new(script)]);
    let text = format!("fn made_{number}() {{\ninclude!(concat!(env!(\"OUT_DIR\"), \"/made.rs\"));\n}}");
    Part::new(text).with_hole(HoleReason::MacroGenerated, 1)
}

/// A macro that writes an annotation for others, called in a way that is not followed.
fn refused(number: usize) -> Part {
    let text = format!(
        "macro_rules! refused_{number} {{\n\
         ($nothing:stmt) => {{}};\n\
         () => {{ #[::ensue::event] pub struct Made{number}; }};\n\
         }}\n\
         refused_{number}!(let made = 1);"
    );
    Part::new(text).with_hole(HoleReason::MacroGenerated, 4)
}

/// A macro of someone else that is given an annotation, and drops it.
fn given(number: usize) -> Part {
    let text = format!("fn told_{number}() {{\nlet _ = stringify!(#[::ensue::event] struct Told);\n}}");
    Part::new(text).with_hole(HoleReason::MacroGenerated, 1)
}

/// An attribute of someone else above an annotation, which it might change.
fn changed(number: usize) -> Part {
    let text = format!(
        "use ::std::prelude::v1::derive as strange{number};\n\
         #[strange{number}(Clone)]\n\
         #[::ensue::event]\n\
         struct Made{number};"
    );
    Part::new(text).with_hole(HoleReason::MacroGenerated, 1)
}

/// Two of one path, in bodies of one module.
fn twice(number: usize) -> Part {
    let body = |which: &str| {
        format!(
            "fn {which}_{number}() {{\n\
             #[::ensue::controller]\n\
             fn twice_{number}(_cx: &mut ::ensue::Cx<'_, twice_{number}>) {{}}\n}}\n"
        )
    };
    Part::new(body("one") + &body("other")).with_hole(HoleReason::DuplicateId, 6)
}

impl Draft {
    /// The file that a module is written in.
    pub(super) fn file_of(&self, module: usize) -> &str {
        match (&self.world.modules[module].home, self.world.modules[module].parent) {
            (Home::File { path, .. }, _) => path,
            (_, Some(parent)) => self.file_of(parent),
            (_, None) => "",
        }
    }
}
