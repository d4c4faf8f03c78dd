//! Source trees to measure with: made anew each time, the same bytes each time.

pub(super) mod annotated;
mod ordinary;
mod random;
pub(super) mod sparse;

use std::fmt::{self, Write};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a tree holds. Annotations are counted while they are written, so that the analysis can be checked by them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) crates: usize,
    pub(super) files: usize,
    pub(super) lines: usize,
    pub(super) bytes: usize,
    pub(super) handlers: usize,
    pub(super) events: usize,
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} crates, {} files, {} lines, {} bytes, {} handlers, {} events",
            self.crates, self.files, self.lines, self.bytes, self.handlers, self.events
        )
    }
}

/// A folder that is filled file by file.
#[derive(Debug)]
struct Tree {
    dir: PathBuf,
    size: Size,
}

impl Tree {
    /// Begins a workspace over whatever is in `dir`.
    fn create(dir: &Path) -> io::Result<Tree> {
        if dir.exists() {
            fs::remove_dir_all(dir)?;
        }
        let tree = Tree { dir: dir.to_owned(), size: Size::default() };
        tree.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n")?;
        Ok(tree)
    }

    /// Begins a crate that depends on those that are named, each by its folder beside it.
    fn krate(&mut self, name: &str, dependencies: &[String], is_annotated: IsAnnotated) -> io::Result<()> {
        let mut manifest =
            format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n");
        if is_annotated == IsAnnotated::Yes {
            manifest.push_str("ensue = \"0.1\"\nserde = { version = \"1\", features = [\"derive\"] }\n");
        }
        for dependency in dependencies {
            let _ = writeln!(manifest, "{dependency} = {{ path = \"../{dependency}\" }}");
        }
        self.size.crates += 1;
        self.write(&format!("crates/{name}/Cargo.toml"), &manifest)
    }

    /// Writes a file of Rust and counts it.
    fn put(&mut self, path: &str, text: &str) -> io::Result<()> {
        self.size.files += 1;
        self.size.lines += text.lines().count();
        self.size.bytes += text.len();
        self.write(path, text)
    }

    fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.dir.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder"))?;
        fs::write(path, text)
    }
}

/// Whether a crate depends on `ensue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IsAnnotated {
    Yes,
    No,
}
