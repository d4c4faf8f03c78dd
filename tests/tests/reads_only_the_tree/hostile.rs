//! A repository that asks for programs and files in every way that we know, beside a directory that is none of its business;
//! and the same tree without any of it.

use crate::trace::Trace;
use crate::traps::{ATTRIBUTES, MODULES, Traps};
use ensue_tests::git;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Lines with this word at their end lead out of the tree. In the clean copy they are empty, so that all lines keep their
/// numbers.
const LEAVES: &str = "leaves";

const WORKSPACE: &str = r#"[workspace]
resolver = "2"
members = ["app", "macros"]
[patch.crates-io]
patched = { path = "../secret" } # leaves
"#;

/// As above: members too may lead out, by name or by a link.
const HOSTILE_MEMBERS: &str = r#"members = ["app", "macros", "../secret", "by-link"]"#;

const MANIFEST: &str = r#"[package]
name = "app"
version = "0.1.0"
edition = "2024"
build = "../../secret/build.rs" # leaves
readme = "../../secret/README.md" # leaves
license-file = "/etc/passwd" # leaves
[dependencies]
ensue = "0.1"
shop-macros = { path = "../macros" }
patched = "1" # leaves
away = { path = "../../secret" } # leaves
absolute = { path = "/etc" } # leaves
[[bin]] # leaves
name = "away" # leaves
path = "../../secret/src/main.rs" # leaves
"#;

const SOURCE: &str = r#"use ensue::{Cx, controller, event, handler};
mod inside;
#[path = "../../../secret/src/lib.rs"] mod by_path; // leaves
#[path = "/etc/hostname"] mod absolute; // leaves
mod by_file_link; // leaves
mod by_folder_link; // leaves
#[path = "way/src/lib.rs"] mod midway; // leaves
#[cfg_attr(windows, path = "../../../secret/src/lib.rs")] // leaves
mod sometimes;
include!("/etc/hostname"); // leaves
include!("../../../secret/src/lib.rs"); // leaves
#[event]
pub struct Paid;
#[event]
pub struct Thanked;
#[controller(route = "POST /payments", may_emit = [Paid])]
fn pay(cx: &mut Cx<'_, pay>) { cx.emit(Paid); }
#[handler(on = Paid, may_emit = [Thanked])]
fn thank(_: &Paid, cx: &mut Cx<'_, thank>) { cx.emit(Thanked); }
shop_macros::make!();
"#;

/// What the head of the repository adds.
const ADDED: &str = "#[ensue::handler(on = crate::Thanked)]\nfn archive(_: &crate::Thanked) {}\n";

const MACROS: &str =
    "[package]\nname = \"shop-macros\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[lib]\nproc-macro = true\n";

/// What must be told, and how, of the lines that leave: reason, file and line of each hole.
pub(crate) const HOLES: &[&str] = &[
    // Members, by name and by a link, and a patch.
    "outside-the-tree Cargo.toml:3",
    "outside-the-tree Cargo.toml:3",
    "outside-the-tree Cargo.toml:5",
    // Dependencies, a target, the build script.
    "outside-the-tree app/Cargo.toml:12",
    "outside-the-tree app/Cargo.toml:13",
    "outside-the-tree app/Cargo.toml:14",
    "outside-the-tree app/Cargo.toml:5",
    // Links to a file and to folders, paths of `include!` and of modules.
    "outside-the-tree app/src/by_file_link.rs",
    "outside-the-tree app/src/by_folder_link/mod.rs",
    "outside-the-tree app/src/lib.rs:10",
    "outside-the-tree app/src/lib.rs:11",
    "outside-the-tree app/src/lib.rs:3",
    "outside-the-tree app/src/lib.rs:4",
    "outside-the-tree app/src/lib.rs:9",
    "outside-the-tree app/src/way/src/lib.rs",
];

/// Whether the tree has its traps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    Clean,
    Hostile,
}

pub(crate) struct Tree {
    pub(crate) top: PathBuf,
    pub(crate) traps: Traps,
    _guard: TempDir,
}

impl Tree {
    pub(crate) fn new(made: Made) -> Tree {
        let guard = TempDir::new().unwrap();
        let top = guard.path().canonicalize().unwrap();
        let tree = Tree { traps: Traps::new(&top), top, _guard: guard };
        tree.secrets();
        tree.sources(made);
        tree.git(&["init", "--quiet", "--initial-branch=main"]);
        tree.commit("one");
        tree.write("repo/app/src/inside.rs", ADDED);
        tree.commit("two");
        tree.write("repo/app/src/sometimes.rs", "// not committed\n");
        // Only now, since the real git and cargo would step into them.
        if made == Made::Hostile {
            tree.lay_traps();
        }
        tree
    }

    /// What nobody may open.
    fn secrets(&self) {
        for (path, text) in [
            ("secret/Cargo.toml", "[package]\nname = \"away\"\nversion = \"0.1.0\"\n"),
            ("secret/src/lib.rs", "#[ensue::event] pub struct Secret;"),
            ("secret/src/main.rs", "fn main() {}"),
            ("secret/mod.rs", "#[ensue::event] pub struct Secret;"),
            ("secret/build.rs", "fn main() {}"),
            ("secret/config", "[evil]\n\tincluded = yes\n"),
            ("secret/config-of-main", "[evil]\n\tincludedIf = yes\n"),
            ("secret/attributes", "* filter=evil\n"),
            ("secret/ignored", "*\n"),
            ("secret/included.toml", "[env]\nSET_BY_INCLUDE = \"yes\"\n"),
        ] {
            self.write(path, text);
        }
    }

    fn sources(&self, made: Made) {
        let text = |text: &str| match made {
            Made::Hostile => text.replace(r#"members = ["app", "macros"]"#, HOSTILE_MEMBERS),
            Made::Clean => {
                let kept = |line: &str| if line.ends_with(LEAVES) { "\n".to_owned() } else { format!("{line}\n") };
                text.lines().map(kept).collect()
            }
        };
        for (path, text) in [
            ("Cargo.toml", text(WORKSPACE)),
            ("app/Cargo.toml", text(MANIFEST)),
            ("app/src/lib.rs", text(SOURCE)),
            ("app/src/inside.rs", String::new()),
            ("app/src/sometimes.rs", String::new()),
            ("app/build.rs", self.traps.build_script()),
            ("macros/Cargo.toml", MACROS.to_owned()),
            ("macros/src/lib.rs", self.traps.proc_macro()),
            ("notes.md", "A note.\n".to_owned()),
            ("ensue.toml", "[[diff.for]]\npath = \"../secret/config\"\nloop-new = \"deny\"\n".to_owned()),
        ] {
            self.write(&format!("repo/{path}"), &text);
        }
        if made == Made::Hostile {
            for (link, target) in [
                ("by-link", "../secret"),
                ("app/src/by_file_link.rs", "../../../secret/src/lib.rs"),
                ("app/src/by_folder_link", "../../../secret"),
                ("app/src/way", "../../../secret"),
            ] {
                symlink(target, self.path(&format!("repo/{link}"))).unwrap();
            }
        }
    }

    fn lay_traps(&self) {
        self.write("repo/.cargo/config.toml", &self.traps.cargo_config());
        self.write("repo/rust-toolchain.toml", &self.traps.toolchain());
        self.write("repo/.gitattributes", ATTRIBUTES);
        self.write("repo/.gitmodules", MODULES);
        self.add("repo/.git/config", &self.traps.git_config());
        self.add("repo/.git/info/exclude", "*\n");
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.top.join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn add(&self, path: &str, text: &str) {
        let before = fs::read_to_string(self.path(path)).unwrap_or_default();
        self.write(path, &(before + text));
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        git(&self.path("repo"), arguments);
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Runs the tool in the repository, and watches it.
    pub(crate) fn watch(&self, arguments: &[&str]) -> Trace {
        Trace::of(env!("CARGO_BIN_EXE_ensue-under-test"), arguments, &self.path("repo"), &self.path("trace"))
    }

    /// Whether a path that the tool opened from the repository is in one of these directories, by its name alone.
    pub(crate) fn is_in(&self, opened: &Path, dirs: &[PathBuf]) -> bool {
        let place = self.path("repo").join(opened);
        let climbs = opened.components().any(|part| part.as_os_str() == "..");
        !climbs && dirs.iter().any(|dir| place.starts_with(dir))
    }
}
