//! What flags fix is what cargo and rustc make of the same flags.

mod support;

use ensue_analyzer::source::{Flags, Platform, Project, WorkTree, load};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use support::Folder;

/// Features that turn on others, dependencies and their features, in every way there is.
const FILES: [(&str, &str); 15] = [
    (
        "Cargo.toml",
        r#"
[workspace]
members = ["app", "mail", "tools"]
resolver = "2"
[workspace.dependencies]
store = { path = "store", default-features = false, features = ["inherited"] }
log-parts = { path = "log", optional = false }
"#,
    ),
    (
        "app/Cargo.toml",
        r#"
[package]
name = "app"
version = "0.1.0"
edition = "2021"
[features]
default = ["mail"]
mail = ["dep:post"]
smtp = ["post?/smtp", "chain"]
chain = ["link"]
link = []
fast = ["store/fast", "extra/turbo"]
queue = ["store/queue"]
both = ["mail", "smtp"]
[dependencies]
post = { package = "mail-parts", path = "../mail", optional = true, default-features = false }
extra = { path = "../extra", optional = true }
store = { workspace = true, features = ["own"] }
[target.'cfg(unix)'.dependencies]
log-parts = { path = "../log", features = ["on-unix"] }
[target.'cfg(windows)'.dependencies]
log-parts = { path = "../log", features = ["on-windows"] }
[dev-dependencies]
log-parts = { path = "../log", features = ["in-tests"] }
[build-dependencies]
log-parts = { path = "../log", features = ["in-builds"] }
[[bin]]
name = "sender"
path = "src/sender.rs"
required-features = ["mail", "store/fast"]
"#,
    ),
    ("app/src/sender.rs", "fn main() {}"),
    ("app/src/lib.rs", ""),
    ("app/src/main.rs", "fn main() {}"),
    (
        "mail/Cargo.toml",
        "[package]\nname = \"mail-parts\"\nversion = \"0.1.0\"\n[features]\ndefault = [\"plain\"]\nplain = []\nsmtp = []\n",
    ),
    ("mail/src/lib.rs", ""),
    (
        "store/Cargo.toml",
        "[package]\nname = \"store\"\nversion = \"0.1.0\"\n[features]\ndefault = [\"memory\"]\nmemory = []\nfast = []\nqueue = []\nown = []\ninherited = []\nunused = []\n",
    ),
    ("store/src/lib.rs", ""),
    (
        "log/Cargo.toml",
        "[package]\nname = \"log-parts\"\nversion = \"0.1.0\"\n[features]\non-unix = []\non-windows = []\nin-tests = []\nin-builds = []\n",
    ),
    ("log/src/lib.rs", ""),
    (
        "tools/Cargo.toml",
        "[package]\nname = \"tools\"\nversion = \"0.1.0\"\n[features]\nsmtp = []\n[dependencies]\nmail-parts = { path = \"../mail\" }\n",
    ),
    ("tools/src/main.rs", "fn main() {}"),
    ("extra/Cargo.toml", "[package]\nname = \"extra\"\nversion = \"0.1.0\"\n[features]\nturbo = []\nidle = []\n"),
    ("extra/src/lib.rs", ""),
];

#[test]
fn features_are_those_that_cargo_compiles_with() {
    let folder = Folder::of(FILES);
    let host = Platform::triples().find(|triple| *triple == host()).expect("the table has the host");
    for arguments in [
        &["--features", "default"][..],
        &["--no-default-features"],
        &["--no-default-features", "--features", "app/smtp"],
        &["--no-default-features", "--features", "smtp"],
        &["--no-default-features", "--features", "extra/idle"],
        &["--features", "app/both"],
        &["--features", "fast,queue"],
        &["--no-default-features", "--features", "app/mail,mail-parts/smtp"],
        &["--all-features"],
        &["--all-features", "--target", host],
    ] {
        let project = open(&folder).configured(&flags(arguments)).expect("flags that fit");
        let built = cargos(&folder, arguments);
        let targets: BTreeSet<&str> =
            project.packages.iter().flat_map(|it| &it.targets).map(|it| it.name.as_str()).collect();
        assert_eq!(targets, built.keys().map(String::as_str).collect(), "{arguments:?}");
        for (package, truth) in built.into_iter().filter(|(name, _)| name != "sender") {
            let package = project.packages.iter().find(|it| it.name.replace('-', "_") == package).unwrap();
            let selected = package.selected.as_ref().unwrap();
            let is_between = selected.on.is_subset(&truth) && truth.is_subset(&selected.possible);
            assert!(is_between, "{arguments:?}: {} has {truth:?}, told {selected:?}", package.name);
            // Only what a dev- or build-dependency asks, or a platform that is not fixed, is open.
            let open: BTreeSet<&str> = selected.possible.difference(&selected.on).map(String::as_str).collect();
            assert!(
                open.is_empty() || package.name == "log-parts",
                "{arguments:?}: {} leaves {open:?} open",
                package.name
            );
        }
    }
}

#[test]
fn what_no_member_has_is_told_with_the_nearest_name() {
    let folder = Folder::of(FILES);
    let told = |arguments: &[&str]| open(&folder).configured(&flags(arguments)).unwrap_err().to_string();
    assert_eq!(
        told(&["--features", "smpt"]),
        "no package of the project has the feature `smpt`: the nearest name is `smtp`"
    );
    assert_eq!(
        told(&["--features", "app/chian"]),
        "no package of the project has the feature `app/chian`: the nearest name is `app/chain`"
    );
    assert_eq!(
        told(&["--target", "x86_64-unknown-linux"]),
        "rustc has no target `x86_64-unknown-linux`: the nearest names are `x86_64-unknown-linux-gnu`, \
         `x86_64-unknown-linux-musl`, `x86_64-unknown-linux-none`"
    );
    assert_eq!(told(&["--cfg", "windows"]), "`--cfg windows` cannot be set: `--target TRIPLE` says for which system");
}

/// Every eighth target: each costs a start of rustc.
#[test]
fn targets_are_what_rustc_says_of_them() {
    let known: BTreeSet<&str> = Platform::triples().collect();
    let list = rustc(&["--print", "target-list"]);
    let list: Vec<&str> = list.lines().collect();
    let missing: Vec<&&str> = list.iter().filter(|triple| !known.contains(**triple)).collect();
    assert!(missing.len() < list.len() / 20, "the table is of another release: it lacks {missing:?}");
    for triple in list.into_iter().step_by(8).filter(|triple| known.contains(triple)) {
        let platform = Platform::of(triple).unwrap();
        let cfg = rustc(&["--print", "cfg", "--target", triple]);
        let set: BTreeSet<(&str, Option<&str>)> = cfg
            .lines()
            .map(|line| line.split_once('=').map_or((line, None), |(key, value)| (key, Some(value.trim_matches('"')))))
            .collect();
        for (key, value) in &set {
            assert_ne!(platform.holds(key, *value), Some(false), "{triple}: {key} {value:?}");
        }
        for (key, value) in [
            ("unix", None),
            ("windows", None),
            ("target_os", Some("linux")),
            ("target_os", Some("none")),
            ("target_arch", Some("x86_64")),
            ("target_env", Some("")),
            ("target_env", Some("gnu")),
            ("target_abi", Some("")),
            ("target_vendor", Some("unknown")),
            ("target_family", Some("unix")),
            ("target_family", Some("wasm")),
            ("target_pointer_width", Some("32")),
            ("target_pointer_width", Some("64")),
            ("target_endian", Some("big")),
            ("target_has_atomic", Some("64")),
            ("target_has_atomic", Some("ptr")),
        ] {
            assert_eq!(platform.holds(key, value), Some(set.contains(&(key, value))), "{triple}: {key} {value:?}");
        }
    }
}

fn open(folder: &Folder) -> Project {
    let tree = WorkTree::around(&folder.path(""), &[]).unwrap();
    load(&tree, tree.dir()).unwrap()
}

fn flags(arguments: &[&str]) -> Flags {
    let mut flags = Flags::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || (*rest.next().unwrap()).to_owned();
        match *argument {
            "--features" => flags.features.push(value()),
            "--target" => flags.target = Some(value()),
            "--cfg" => flags.cfg.push(value()),
            "--no-default-features" => flags.no_default_features = true,
            "--all-features" => flags.all_features = true,
            other => panic!("`{other}`"),
        }
    }
    flags
}

/// The features of each crate, as cargo gives them to rustc.
fn cargos(folder: &Folder, arguments: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .current_dir(folder.path(""))
        .args(["check", "--workspace", "--offline", "-v", "--target-dir"])
        // Fresh, so that each command is shown.
        .arg(folder.path(&format!("target/{}", arguments.join("").replace(['/', ','], "_"))))
        .args(arguments)
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "cargo {arguments:?}: {text}");
    let mut features: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in text.lines().filter(|line| line.contains("--crate-name")) {
        let name = line.split("--crate-name ").nth(1).unwrap().split(' ').next().unwrap();
        let set = line.split("feature=\"").skip(1).filter_map(|rest| rest.split_once('"'));
        let own = set.filter(|(_, after)| after.starts_with('\'')).map(|(name, _)| name.to_owned());
        features.entry(name.to_owned()).or_default().extend(own);
    }
    assert!(features.len() >= 4, "{text}");
    features
}

fn host() -> String {
    let text = rustc(&["-vV"]);
    text.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default().to_owned()
}

fn rustc(arguments: &[&str]) -> String {
    let output = Command::new("rustc").args(arguments).output().expect("rustc");
    assert!(output.status.success(), "rustc {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
