//! A workspace of any size: crates of modules of handlers, each beside the ordinary code that surrounds one at work.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// Handlers in a module; a module has half as many events.
const PER_MODULE: usize = 20;

/// Modules in a crate.
const PER_CRATE: usize = 10;

/// Ordinary functions beside each handler.
const FUNCTIONS: usize = 5;

/// What was written.
#[derive(Default)]
pub(super) struct Size {
    pub(super) files: usize,
    pub(super) lines: usize,
}

/// Writes a workspace with so many handlers over whatever is in `dir`.
pub(super) fn write(dir: &Path, handlers: usize) -> io::Result<Size> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    let mut size = Size::default();
    let modules = handlers.div_ceil(PER_MODULE);
    put(dir, "Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n", &mut size)?;
    for krate in 0..modules.div_ceil(PER_CRATE) {
        let first = krate * PER_CRATE;
        let here = first..modules.min(first + PER_CRATE);
        put(dir, &format!("crates/c{krate}/Cargo.toml"), &manifest(krate), &mut size)?;
        let declared: String = here.clone().fold(String::new(), |out, module| out + &format!("pub mod m{module};\n"));
        put(dir, &format!("crates/c{krate}/src/lib.rs"), &declared, &mut size)?;
        for module in here {
            let count = PER_MODULE.min(handlers - module * PER_MODULE);
            put(dir, &format!("crates/c{krate}/src/m{module}.rs"), &source(module, first, count), &mut size)?;
        }
    }
    Ok(size)
}

fn put(dir: &Path, path: &str, text: &str, size: &mut Size) -> io::Result<()> {
    let path = dir.join(path);
    fs::create_dir_all(path.parent().expect("a file lies in a folder"))?;
    fs::write(path, text)?;
    size.files += 1;
    size.lines += text.lines().count();
    Ok(())
}

fn manifest(krate: usize) -> String {
    format!("[package]\nname = \"c{krate}\"\nedition = \"2024\"\n\n[dependencies]\nensue = \"0.1\"\n")
}

/// A module whose handlers emit events of the module before it in the same crate.
fn source(module: usize, first: usize, handlers: usize) -> String {
    let before = module.saturating_sub(1).max(first);
    let mut out = format!("//! Part {module}.\n\nuse crate::m{before}::*;\nuse ensue::{{Cx, event, handler}};\n\n");
    for event in 0..handlers.div_ceil(2) {
        let _ = write!(
            out,
            "/// Something of kind {event} happened in part {module}.\n#[event]\npub struct E{module}x{event} {{\n    \
             /// Whom it concerns.\n    pub id: u64,\n}}\n\n"
        );
    }
    for handler in 0..handlers {
        let (on, emitted) = (handler / 2, handler % handlers.div_ceil(2));
        let _ = write!(
            out,
            "/// Does what must be done about it.\n#[handler(on = E{module}x{on}, may_emit = [E{before}x{emitted}])]\n\
             pub async fn h{module}x{handler}(event: &E{module}x{on}, cx: &mut Cx<'_, h{module}x{handler}>) {{\n    \
             if step{handler}x0(event.id) > 7 {{\n        cx.emit(E{before}x{emitted} {{ id: event.id }});\n    }}\n}}\n\n"
        );
        for function in 0..FUNCTIONS {
            out.push_str(&ordinary(handler, function));
        }
    }
    out
}

fn ordinary(handler: usize, function: usize) -> String {
    format!(
        "/// Step {function} of it.\nfn step{handler}x{function}(id: u64) -> u64 {{\n    let mut sum = id;\n    \
         for (at, byte) in id.to_be_bytes().iter().enumerate() {{\n        match byte {{\n            \
         0 => sum += 1,\n            1..=9 => sum = sum.wrapping_mul(u64::from(*byte)),\n            \
         _ if at > 3 => sum ^= 0xff,\n            _ => sum = sum.rotate_left(3),\n        }}\n    }}\n    \
         let text = format!(\"{{sum}} of {{id}}\");\n    text.len() as u64 + sum\n}}\n\n"
    )
}
