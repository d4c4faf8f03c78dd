//! Manifests of workspaces that were fine before something was done to them, and some that never were.

use crate::input::Input;
use crate::random::Random;
use crate::seeds;
use crate::source::{boundaries, damage_with};
use std::path::Path;
use std::sync::OnceLock;

/// A workspace in whose manifests something is broken.
pub(crate) fn damaged(random: &mut Random) -> Input {
    let mut files: Vec<(String, Vec<u8>)> =
        WORKSPACE.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let manifests: Vec<usize> = (0..files.len()).filter(|at| files[*at].0.ends_with("Cargo.toml")).collect();
    for _ in 0..=random.below(3) {
        let bytes = &mut files[*random.pick(&manifests)].1;
        if random.one_in(4) {
            random.pick(others()).as_bytes().clone_into(bytes);
        }
        for _ in 0..=random.below(4) {
            match random.below(8) {
                0 => splice(bytes, random, BOMBS),
                1..4 => splice(bytes, random, PIECES),
                _ => damage_with(bytes, random, PIECES, others()),
            }
        }
    }
    Input { files }
}

fn splice(bytes: &mut Vec<u8>, random: &mut Random, pieces: &[&str]) {
    let cuts = boundaries(bytes);
    let at = *random.pick(&cuts);
    let times = if random.one_in(8) { 1 << random.below(14) } else { 1 };
    let piece = random.pick(pieces).repeat(times);
    drop(bytes.splice(at..at, piece.into_bytes()));
}

/// The manifests of this repository, and of what it is built from, as far as they are there.
fn others() -> &'static [String] {
    static OTHERS: OnceLock<Vec<String>> = OnceLock::new();
    OTHERS.get_or_init(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = vec![WORKSPACE[0].1.to_owned()];
        for dir in [".", "../macros", "../runtime", "../examples"] {
            let text = std::fs::read_to_string(here.join(dir).join("Cargo.toml"));
            found.extend(text.ok());
        }
        found.extend(seeds::files_below(&here.join("../examples"), "toml"));
        found
    })
}

const WORKSPACE: [(&str, &str); 11] = [
    (
        "Cargo.toml",
        "[workspace]\nmembers = [\"crates/*\", \"tools/[ab]?/*\"]\nexclude = [\"crates/old\"]\nresolver = \"3\"\n\
         [workspace.package]\nedition = \"2021\"\n[workspace.dependencies]\nevents = { path = \"crates/events\", package = \"shop-events\" }\n\
         ensue = \"0.1\"\n[patch.crates-io]\nserde = { path = \"crates/old\" }\n",
    ),
    (
        "crates/app/Cargo.toml",
        "[package]\nname = \"shop-app\"\nedition.workspace = true\nbuild = \"make.rs\"\nautobins = false\n\
         [[bin]]\nname = \"shop\"\npath = \"src/main.rs\"\nrequired-features = [\"extra\"]\n[features]\ndefault = [\"extra\"]\nextra = [\"dep:events\", \"a/b\", \"c?/d\"]\n\
         [dependencies]\nevents = { workspace = true, optional = true }\nensue.workspace = true\nserde = \"1\"\n\
         [target.'cfg(all(unix, not(target_os = \"x\")))'.dependencies]\nlog = \"0.4\"\n",
    ),
    ("crates/app/src/main.rs", "#[ensue::handler(on = events::A)] fn f() {}\nfn main() {}"),
    ("crates/app/src/lib.rs", "pub use events::*;"),
    ("crates/app/make.rs", ""),
    (
        "crates/events/Cargo.toml",
        "[package]\nname = \"shop-events\"\nedition = \"2018\"\n[lib]\nname = \"facts\"\npath = \"lib/facts.rs\"\n[dependencies]\nensue = \"0.1\"\n\
         [dev-dependencies]\nshop-app = { path = \"../app\" }\n",
    ),
    ("crates/events/lib/facts.rs", "#[ensue::event] pub struct A;"),
    ("crates/old/Cargo.toml", "[package]\nname = \"serde\"\nworkspace = \"../..\"\n"),
    ("crates/old/src/lib.rs", ""),
    ("tools/aa/x/Cargo.toml", "[project]\nname = \"tool\"\n[lib]\ncrate-type = [\"proc-macro\"]\n"),
    ("tools/aa/x/src/lib.rs", ""),
];

const PIECES: &[&str] = &[
    "[workspace]\n",
    "[package]\n",
    "[[bin]]\n",
    "[lib]\n",
    "[dependencies]\n",
    "[features]\n",
    "[patch.crates-io]\n",
    "[target.'cfg(unix)'.dependencies]\n",
    "name = ",
    "path = \"..\"\n",
    "path = \"../..\"\n",
    "path = \"\"\n",
    "path = \"/\"\n",
    "path = \"src/../src/lib.rs\"\n",
    "path = \"C:\\\\x\"\n",
    "workspace = true\n",
    "workspace = \"..\"\n",
    "package = \"ensue\"\n",
    "members = [\"**\"]\n",
    "members = [\"*\", \"*/*\", \"*/*/*\", \"..\", \".\", \"\"]\n",
    "members = [\"[\", \"]\", \"[!]\", \"{a,b}\", \"***\", \"a**\"]\n",
    "exclude = [\"\", \"..\", \".\"]\n",
    "a = { path = \".\" }\n",
    "a = { path = \"../events\" }\n",
    "a = { path = \"../app\" }\n",
    "build = true\n",
    "build = [\"a\", \"b\"]\n",
    "edition = 2021\n",
    "edition = \"2099\"\n",
    "autobins = \"no\"\n",
    "proc-macro = true\n",
    "default = [\"default\"]\n",
    "a = [\"b\"]\nb = [\"a\"]\n",
    "\"\\u0000\" = \"\\u202e\"\n",
    "a.b.c = 1\n",
    "= ",
    "{",
    "}",
    "[",
    "]",
    "'''",
    "\"\"\"",
    "#",
    ",",
    "\n",
    "\r",
    "\0",
    "1979-05-27T07:32:00Z",
    "1e999",
    "-nan",
];

/// What, many times over, goes deep.
const BOMBS: &[&str] =
    &["[", "{ a = ", "a.", "[a]\n", "[[a]]\n", "[a.", "\"*\", ", "a = 1\n", "'cfg(not(", "\"[a*\", "];
