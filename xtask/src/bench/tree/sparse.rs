//! A large tree in which few files are annotated, as in a program that has begun to use Ensue.

use super::ordinary::Comments;
use super::random::Random;
use super::{IsAnnotated, Size, Tree, ordinary};
use std::fmt::Write;
use std::io;
use std::path::Path;

/// Crates of the tree. With their modules, and lines as files have them, about 1,900 files and 600,000 lines.
const CRATES: usize = 41;

/// Modules of a crate, each a file.
const MODULES: usize = 9;

/// Modules in each of them, each a file in a folder.
const CHILDREN: usize = 4;

/// The annotated files, by crate and module. Those of crate 6 handle what crate 5 emits.
const ANNOTATED: [(usize, usize); 7] = [(5, 0), (5, 3), (5, 7), (6, 1), (6, 2), (20, 0), (20, 8)];

/// Which crates of the tree depend on `ensue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::bench) enum Depend {
    /// Those with annotated files.
    Few,
    /// All, so that no crate can be passed over for its manifest.
    All,
}

/// Writes the tree over whatever is in `dir`.
pub(in crate::bench) fn write(dir: &Path, depend: Depend) -> io::Result<Size> {
    let mut tree = Tree::create(dir)?;
    let mut random = Random::new(1);
    for krate in 0..CRATES {
        let is_annotated = depend == Depend::All || ANNOTATED.iter().any(|(annotated, _)| *annotated == krate);
        let before = krate.checked_sub(1).map(name);
        tree.krate(&name(krate), before.as_slice(), if is_annotated { IsAnnotated::Yes } else { IsAnnotated::No })?;
        let folder = format!("crates/{}/src", name(krate));
        tree.put(&format!("{folder}/lib.rs"), &library(&mut random))?;
        for module in 0..MODULES {
            let text = parent(&mut random, krate, module);
            tree.put(&format!("{folder}/m{module}.rs"), &text)?;
            for child in 0..CHILDREN {
                let mut imports =
                    vec![format!("super::Part{module}"), format!("crate::m{}::*", (module + 1) % MODULES)];
                imports.extend(before.as_ref().map(|before| format!("{before}::prelude::Part{module}")));
                let mut text = ordinary::file(&mut random, Comments::Sentences, &format!("Piece{child}"), &imports);
                if child == 0 && ANNOTATED.contains(&(krate, module)) {
                    text.push_str(&annotated(krate, module, &mut tree.size));
                }
                tree.put(&format!("{folder}/m{module}/c{child}.rs"), &text)?;
            }
        }
    }
    Ok(tree.size)
}

fn name(krate: usize) -> String {
    format!("sparse_{krate}")
}

fn library(random: &mut Random) -> String {
    let mut out = String::from("//! One of many crates.\n\n");
    for module in 0..MODULES {
        let _ = writeln!(out, "pub mod m{module};");
    }
    out.push_str("\n/// What most users need.\npub mod prelude {\n");
    for module in 0..MODULES {
        let _ = writeln!(out, "    pub use crate::m{module}::Part{module};");
    }
    out.push_str("}\n\n");
    ordinary::fill(random, Comments::Sentences, &mut out, 120, false);
    out
}

fn parent(random: &mut Random, krate: usize, module: usize) -> String {
    let imports = match krate {
        0 => vec![],
        _ => vec![format!("{}::m{module}::Part{module} as Before", name(krate - 1))],
    };
    let mut out = ordinary::file(random, Comments::Sentences, &format!("Part{module}"), &imports);
    for child in 0..CHILDREN {
        let _ = writeln!(out, "mod c{child};\npub use c{child}::Piece{child};");
    }
    if ANNOTATED.contains(&(krate, module)) {
        out.push_str("pub use c0::{Opened, Closed};\n");
    }
    out
}

/// Two events and two handlers: one of an event of the file, and one of an event of another crate where there is one.
fn annotated(krate: usize, module: usize, size: &mut Size) -> String {
    size.events += 2;
    size.handlers += 2;
    let closed = if krate == 6 { "sparse_5::m3::Closed" } else { "Closed" };
    format!(
        "
use ensue::{{Cx, event, handler}};

/// Something was opened in part {module}.
#[event]
pub struct Opened {{
    /// Whom it concerns.
    pub id: u64,
}}

/// And was closed again.
#[event]
pub struct Closed {{
    /// Whom it concerns.
    pub id: u64,
}}

/// Closes what was opened.
#[handler(on = Opened, may_emit = [Closed])]
pub async fn close(event: &Opened, cx: &mut Cx<'_, close>) {{
    if event.id > 7 {{
        cx.emit(Closed {{ id: event.id }});
    }}
}}

/// Writes down what was closed.
#[handler(on = {closed})]
pub fn note(event: &{closed}) {{
    drop(format!(\"{{}} is closed\", event.id));
}}
"
    )
}
