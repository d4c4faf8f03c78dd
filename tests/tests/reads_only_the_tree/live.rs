//! The traps are live: the ordinary tools step into each of them. A trap that only we know of would show nothing.

use crate::hostile::{Made, Tree};
use crate::traps::real_rustc;
use ensue_tests::has_tool;
use std::path::Path;
use std::process::Command;

/// What a command of git steps into, with the trap's name. Some of them fail then, as they should.
const GIT: &[(&[&str], &str)] = &[
    (&["status"], "fsmonitor"),
    (&["diff"], "external-diff"),
    (&["-c", "diff.external=", "diff", "--no-ext-diff", "HEAD~1", "HEAD"], "textconv"),
    (&["add", "app/src/inside.rs"], "process"),
    (&["add", "notes.md"], "clean"),
    (&["checkout", "HEAD~1", "--", "notes.md"], "smudge"),
    (&["checkout", "--quiet", "--detach"], "hooks-post-checkout"),
    (&["update-ref", "refs/heads/more", "HEAD"], "hooks-reference-transaction"),
    (&["commit", "--allow-empty", "--message", "three"], "hooks-pre-commit"),
    (&["commit", "--no-verify", "--allow-empty", "--gpg-sign", "--message", "three"], "gpg"),
    (&["fetch", "ssh://nowhere.invalid/repository"], "ssh"),
    (&["fetch", "origin"], "uploadpack"),
    (&["st"], "alias"),
    (&["-c", "credential.interactive=false", "credential", "fill"], "credential"),
];

#[test]
fn git_steps_into_the_traps() {
    let tree = Tree::new(Made::Hostile);
    let remote = tree.path("secret/remote.git");
    git(&tree, &["-c", "core.fsmonitor=false", "init", "--quiet", "--bare", remote.to_str().unwrap()]);
    tree.write("repo/app/src/inside.rs", "// changed\n");
    tree.write("repo/notes.md", "A changed note.\n");
    for (arguments, trap) in GIT {
        tree.traps.sprung();
        if *trap == "smudge" {
            tree.write("repo/notes.md", "Changed again.\n");
        }
        // These two end what git does, or it believes them that nothing changed; the others have their turn without them.
        let off: &[&str] = match *trap {
            "fsmonitor" => &[],
            "process" => &["-c", "core.fsmonitor=false"],
            _ => &["-c", "core.fsmonitor=false", "-c", "filter.evil.process="],
        };
        git(&tree, &[off, *arguments].concat());
        let sprung = tree.traps.sprung();
        assert!(sprung.iter().any(|it| it == trap), "git {arguments:?} does not step into `{trap}`, but {sprung:?}");
    }
    for (key, told) in [("evil.included", "yes"), ("evil.includedIf", "yes")] {
        git(&tree, &["symbolic-ref", "HEAD", "refs/heads/main"]);
        assert_eq!(git(&tree, &["config", "--get", key]).trim(), told, "git follows the include of `{key}`");
    }
}

#[test]
fn git_fetches_what_a_partial_clone_lacks() {
    let tree = Tree::new(Made::Hostile);
    tree.add("repo/.git/config", "[remote \"origin\"]\n\tpromisor = true\n\tpartialclonefilter = blob:none\n");
    tree.add("repo/.git/config", "[extensions]\n\tpartialClone = origin\n");
    let blob = crate::object(&tree, "HEAD:app/src/inside.rs");
    std::fs::remove_file(tree.path("repo/.git/objects").join(&blob[..2]).join(&blob[2..])).unwrap();
    let remote = tree.path("secret/remote.git");
    git(&tree, &["-c", "core.fsmonitor=false", "init", "--quiet", "--bare", remote.to_str().unwrap()]);
    tree.traps.sprung();
    git(&tree, &["cat-file", "-p", &blob]);
    let sprung = tree.traps.sprung();
    assert!(sprung.iter().any(|it| it == "uploadpack"), "{sprung:?}");
}

#[test]
fn git_reads_what_a_repository_borrows() {
    let tree = Tree::new(Made::Hostile);
    ensue_tests::git(&tree.top, &["clone", "--quiet", "--bare", "repo", "secret/lender"]);
    let lender = tree.path("secret/lender/objects");
    tree.write("repo/.git/objects/info/alternates", &format!("{}\n", lender.display()));
    let blob = crate::object(&tree, "HEAD:app/src/inside.rs");
    std::fs::remove_file(tree.path("repo/.git/objects").join(&blob[..2]).join(&blob[2..])).unwrap();
    assert!(git(&tree, &["cat-file", "-p", &blob]).contains("fn archive"));
}

/// What a command of cargo steps into.
const CARGO: &[(&[&str], &[&str])] = &[
    (&["metadata", "--offline", "--format-version=1"], &["rustc"]),
    (
        &["check", "--offline"],
        &[
            "build-script",
            "env",
            "included",
            "linker",
            "proc-macro",
            "rustc",
            "rustc-workspace-wrapper",
            "rustc-wrapper",
        ],
    ),
    (&["run", "--offline", "--bin", "live"], &["runner"]),
    (&["ensue", "--offline"], &["runner"]),
    (&["doc", "--offline", "--no-deps"], &["rustdoc"]),
    (&["logout", "--registry", "evil"], &["credential-provider"]),
];

#[test]
fn cargo_steps_into_the_traps() {
    let tree = Tree::new(Made::Hostile);
    // The same traps around packages that can be built: nothing in these leads out of the tree.
    let package = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}")
    };
    for (path, text) in [
        ("Cargo.toml", package("live", "[workspace]\n[dependencies]\nlive-macros = { path = \"macros\" }\n")),
        ("macros/Cargo.toml", package("live-macros", "[lib]\nproc-macro = true\n")),
        ("macros/src/lib.rs", tree.traps.proc_macro()),
        ("build.rs", tree.traps.build_script()),
        ("src/main.rs", "live_macros::make!();\nfn main() {}\n".to_owned()),
        ("src/bin/by-alias.rs", tree.traps.by_alias()),
        (".cargo/config.toml", tree.traps.cargo_config()),
    ] {
        tree.write(&format!("live/{path}"), &text);
    }
    for (arguments, traps) in CARGO {
        tree.traps.sprung();
        let mut cargo = Command::new(env!("CARGO"));
        let said = plain(&mut cargo, &tree.path("live")).args(*arguments).output().expect("cargo");
        let sprung = tree.traps.sprung();
        for trap in *traps {
            let said = String::from_utf8_lossy(&said.stderr);
            assert!(sprung.iter().any(|it| it == trap), "cargo {arguments:?}: no `{trap}` in {sprung:?}: {said}");
        }
    }
}

/// Whoever is called cargo on the path may be rustup, which obeys the tree before cargo starts.
#[test]
fn rustup_steps_into_the_toolchain() {
    if !has_tool("rustup") {
        return;
    }
    let tree = Tree::new(Made::Hostile);
    tree.traps.sprung();
    let mut cargo = Command::new("cargo");
    plain(&mut cargo, &tree.path("repo")).env_remove("RUSTUP_TOOLCHAIN").arg("metadata").output().expect("cargo");
    assert_eq!(tree.traps.sprung(), ["toolchain-bin-cargo"]);
}

/// A command as a user would start it, not a test that cargo started.
fn plain<'c>(command: &'c mut Command, dir: &Path) -> &'c mut Command {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        let is_ours = ["CARGO_HOME", "CARGO_NET_OFFLINE"].contains(&name.as_str());
        if (name.starts_with("CARGO") || name.starts_with("RUST")) && !is_ours && !name.starts_with("RUSTUP_") {
            command.env_remove(name);
        }
    }
    assert!(real_rustc().exists(), "the compiler lies beside cargo");
    command.current_dir(dir)
}

/// Runs git as it is, whatever comes of it, and gives its output.
fn git(tree: &Tree, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    git.current_dir(tree.path("repo")).args(["-c", "user.name=a", "-c", "user.email=a@example.org"]).args(arguments);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_TERMINAL_PROMPT", "0");
    // Who asks for credentials is told what for.
    tree.write("question", "protocol=https\nhost=nowhere.invalid\n\n");
    let question = std::fs::File::open(tree.path("question")).expect("it was written");
    String::from_utf8_lossy(&git.stdin(question).output().expect("git").stdout).into_owned()
}
