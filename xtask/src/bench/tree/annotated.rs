//! A large tree in which most files are annotated.

use super::ordinary::Comments;
use super::random::Random;
use super::{IsAnnotated, Size, Tree, ordinary};
use std::fmt::Write;
use std::io;
use std::path::Path;

/// The annotated part of a module: two events, a resource and its archiver, a helper, four handlers. `@n` is a number of its
/// own, `@m` that of the module, `@before` an event of the crate before; `@round` and `@again` stand where a handler says that it
/// waits, if it closes a loop.
const PART: &str = include_str!("annotated.txt");

/// What comes at its end, in turn: a handler, an effect and a controller; or a handler and a third event.
const LAST: &str = include_str!("annotated_last.txt");

/// How a handler that closes a loop waits, so that no loop is inline and the tree breaks no rule that is denied.
const WAITS: &str = ", timing = deferred, loops = \"an item is closed once\"";

/// Handlers in an annotated module.
const HANDLERS: usize = 5;

/// Annotated modules in a hundred files; in the others there is only ordinary code.
const ANNOTATED: usize = 85;

/// Lines of an annotated module.
const LINES: usize = 430;

/// Writes a tree with so many handlers over whatever is in `dir`: whole modules, so the last may bring a few more.
pub(in crate::bench) fn write(dir: &Path, handlers: usize) -> io::Result<Size> {
    let mut tree = Tree::create(dir)?;
    let mut random = Random::new(2);
    let modules = handlers.div_ceil(HANDLERS);
    // Crates are alike in size however many there are: 60 for 10,000 handlers, and never one alone.
    let crates = (modules * 3).div_ceil(100).max(2);
    let mut before = None;
    for krate in 0..crates {
        let here = modules * (krate + 1) / crates - modules * krate / crates;
        put_crate(&mut tree, &mut random, krate, here, before)?;
        before = Some(here);
    }
    Ok(tree.size)
}

/// One crate of so many annotated modules, and how many the crate before it has.
fn put_crate(
    tree: &mut Tree,
    random: &mut Random,
    krate: usize,
    modules: usize,
    before: Option<usize>,
) -> io::Result<()> {
    let dependency = krate.checked_sub(1).map(name);
    tree.krate(&name(krate), dependency.as_slice(), IsAnnotated::Yes)?;
    let folder = format!("crates/{}/src", name(krate));
    let ordinary = (modules * (100 - ANNOTATED)).div_ceil(ANNOTATED);
    tree.put(&format!("{folder}/lib.rs"), &library(krate, modules, ordinary))?;
    for module in 0..modules {
        let text = annotated(random, Place { krate, module, modules, before });
        tree.size.handlers += HANDLERS;
        tree.size.events += 2 + module % 2;
        tree.put(&format!("{folder}/m{module}.rs"), &text)?;
    }
    for module in 0..ordinary {
        let imports = [format!("crate::m0::Items{krate}M0")];
        let text = ordinary::file(random, Comments::Words, &format!("Part{module}"), &imports);
        tree.put(&format!("{folder}/o{module}.rs"), &text)?;
    }
    Ok(())
}

fn name(krate: usize) -> String {
    format!("annotated_{krate}")
}

fn library(krate: usize, modules: usize, ordinary: usize) -> String {
    let mut out = String::from("//! One of many crates.\n\n");
    for module in 0..modules {
        let _ = writeln!(out, "pub mod m{module};");
    }
    for module in 0..ordinary {
        let _ = writeln!(out, "pub mod o{module};");
    }
    out.push_str("\n/// What other crates listen to.\npub mod prelude {\n");
    for module in 0..modules {
        let _ = writeln!(out, "    pub use crate::m{module}::{{Closed{krate}M{module}, Opened{krate}M{module}}};");
    }
    out.push_str("}\n");
    out
}

/// Where a module lies.
#[derive(Debug, Clone, Copy)]
struct Place {
    krate: usize,
    module: usize,
    /// Modules of its crate.
    modules: usize,
    /// Modules of the crate before.
    before: Option<usize>,
}

fn annotated(random: &mut Random, place: Place) -> String {
    let Place { krate, module, modules, before } = place;
    let next = (module + 1) % modules;
    let mut out = format!("//! Part {module} of crate {krate}.\n\n");
    // An event of the crate before, by its own path or by the prelude; the first crate listens to itself.
    let closed = match before {
        None => format!("Closed{krate}M{module}"),
        Some(before) => {
            let (krate, module) = (krate - 1, module.min(before - 1));
            let closed = format!("Closed{krate}M{module}");
            let of = if module.is_multiple_of(2) { "prelude::*".to_owned() } else { format!("m{module}::{closed}") };
            let _ = writeln!(out, "use annotated_{krate}::{of};");
            closed
        }
    };
    let _ = write!(
        out,
        "use crate::m{next}::Opened{krate}M{next} as Next;\n\
         use ensue::{{Cx, Resource, archiver, controller, effect, effect_handler, emits, event, handler}};\n\
         use serde::{{Deserialize, Serialize}};\nuse std::collections::BTreeMap;\nuse std::sync::Mutex;\n\
         use std::time::Duration;\n\ntype Failure = Box<dyn std::error::Error + Send + Sync>;\n\n"
    );
    let last = LAST.split("====\n").nth(module % 2).expect("there are two");
    // The modules of a crate are a ring, and the first crate listens to itself.
    let waits = |closes: bool| if closes { WAITS } else { "" };
    for part in [PART, last] {
        let part = part.replace("@round", waits(next == 0)).replace("@again", waits(before.is_none()));
        let part = part.replace("@n", &format!("{krate}M{module}")).replace("@m", &module.to_string());
        out.push_str(&part.replace("@before", &closed));
        out.push('\n');
    }
    ordinary::fill(random, Comments::Words, &mut out, LINES, false);
    out
}
