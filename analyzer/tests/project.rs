//! What `source::load` makes of manifests that are broken, odd or hostile. That it reads good ones as cargo does is tested
//! in `manifests.rs`.

use ensue_analyzer::source::{Memory, Origin, Project, load, path};
use ensue_grammar::graph::HoleReason;

/// A package manifest with more lines.
fn package(name: &str, more: &str) -> String {
    format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n{more}")
}

fn names(project: &Project) -> Vec<&str> {
    project.packages.iter().map(|package| package.name.as_str()).collect()
}

/// Holes as `reason file:line detail`.
fn holes(project: &Project) -> Vec<String> {
    let line = |line: Option<u32>| line.map_or(String::new(), |line| format!(":{line}"));
    let text = |hole: &ensue_grammar::graph::Hole| {
        let reason = if hole.reason == HoleReason::OutsideTheTree { "outside" } else { "unreadable" };
        format!("{reason} {}{} {}", hole.file.as_deref().unwrap(), line(hole.line), hole.detail)
    };
    project.holes.iter().map(text).collect()
}

#[test]
fn a_broken_manifest_of_dir_says_where_and_what() {
    for (manifest, message) in [
        (&b"[package\nname = 1"[..], "`Cargo.toml`, line 1: unclosed table, expected `]`"),
        (b"[package]\nname = 7", "`Cargo.toml`, line 2: `name` is expected to be a string"),
        (b"\n[package]\nedition = \"2024\"", "`Cargo.toml`, line 2: the package has no `name`"),
        (b"[package]\nname = \"a\"\nname = \"b\"", "`Cargo.toml`, line 3: duplicate key"),
        (b"[package]\nname = \"a\"\n\n[package]\nname = \"b\"", "`Cargo.toml`, line 4: duplicate key"),
        (
            b"[package]\nname = \"a\"\nedition = \"2027\"",
            "`Cargo.toml`, line 3: the edition `2027` is none of `2015`, `2018`, `2021` and `2024`",
        ),
        (
            b"[package]\nname = \"a\"\nedition.workspace = true",
            "`Cargo.toml`, line 3: `edition` is inherited, and no workspace above this package that lies in the tree gives one",
        ),
        (b"[package]\nname = \"\xff\"", "`Cargo.toml`, line 2: not UTF-8: save it as UTF-8, which TOML demands"),
        (
            b"[profile.release]",
            "`Cargo.toml`: the manifest has neither `[package]` nor `[workspace]`, so there is nothing to analyse",
        ),
        (
            b"dependencies = 3\n[package]\nname = \"a\"",
            "`Cargo.toml`, line 1: `dependencies` is expected to be a table",
        ),
        (b"[package]\nname = \"a\"\n[[bin]]\nname = []", "`Cargo.toml`, line 4: `name` is expected to be a string"),
        (
            b"[package]\nname = \"a\"\nworkspace = \"/etc\"",
            "`Cargo.toml`, line 3: the workspace root `/etc` leads out of the tree that may be read",
        ),
    ] {
        let error = load(&Memory::new([("Cargo.toml", manifest)]), "").unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    let error = load(&Memory::new([("src/lib.rs", "")]), "src").unwrap_err();
    assert_eq!(
        error.to_string(),
        "no `Cargo.toml` in `src` or above it: name a directory of a cargo project, with `-C DIR`"
    );
    let error = load(&Memory::default(), "").unwrap_err();
    assert!(error.to_string().starts_with("no `Cargo.toml` at the root of the tree: "), "{error}");
    let linked = Memory::default().with_link("Cargo.toml", "/etc/passwd");
    assert_eq!(load(&linked, "").unwrap_err().to_string(), "`Cargo.toml` leads out of the tree that may be read");
}

#[test]
fn what_else_is_broken_is_a_hole_and_stops_nothing() {
    let workspace =
        "[workspace]\nmembers = [\n  \"app\",\n  \"broken\",\n  \"gone\",\n  \"../away\",\n  \"/etc\",\n  \"[\",\n]\n";
    let app = package(
        "app",
        "[dependencies]\ngone = { path = \"../gone\" }\naway = { path = \"../../away\" }\netc = { path = \"/etc\" }\n\
         inherited = { workspace = true }\nevents = { path = \"../events\" }\n[[bin]]\nname = \"nowhere\"\n\
         [[test]]\nname = \"far\"\npath = \"../../../far.rs\"\n",
    );
    let tree = Memory::new([("repo/Cargo.toml", workspace.to_owned()), ("repo/app/Cargo.toml", app)])
        .with("repo/app/src/lib.rs", "")
        .with("repo/broken/Cargo.toml", "[package]\n\nname == 3")
        .with("repo/events/Cargo.toml", package("events", ""))
        .with("repo/events/src/lib.rs", "");
    let project = load(&tree, "repo").unwrap();
    assert_eq!(names(&project), ["app", "events"]);
    assert_eq!(project.root, "repo");
    let outside = "leads out of the tree that may be read";
    assert_eq!(
        holes(&project),
        [
            "unreadable Cargo.toml:5 the member `gone` has no `Cargo.toml`".to_owned(),
            "unreadable Cargo.toml:6 the member `../away` has no `Cargo.toml`".to_owned(),
            "unreadable Cargo.toml:8 the member `[` is not a pattern that cargo knows".to_owned(),
            "unreadable app/Cargo.toml:5 the path dependency `gone` at `../gone` does not exist".to_owned(),
            "unreadable app/Cargo.toml:6 the path dependency `away` at `../../away` does not exist".to_owned(),
            "unreadable app/Cargo.toml:8 the dependency `inherited` is inherited, and no workspace above this package that \
             lies in the tree has it"
                .to_owned(),
            "unreadable app/Cargo.toml:10 the target `nowhere` has no source file: give its `path`".to_owned(),
            "unreadable broken/Cargo.toml:3 extra `=`, expected nothing".to_owned(),
            format!("outside Cargo.toml:7 the member `/etc` {outside}"),
            format!("outside app/Cargo.toml:7 the path dependency `etc` at `/etc` {outside}"),
            format!("outside app/Cargo.toml:12 the target's source file `../../../far.rs` {outside}"),
        ]
    );
    let app = project.package_in("repo/app").unwrap();
    let origins: Vec<_> = app.dependencies.iter().map(|d| (d.name.as_str(), d.origin.clone())).collect();
    let outside = |name: &str| Origin::Outside(name.to_owned());
    assert_eq!(
        origins,
        [
            ("away", outside("away")),
            ("etc", outside("etc")),
            ("events", Origin::Tree("repo/events".to_owned())),
            ("gone", outside("gone")),
            ("inherited", outside("inherited")),
        ]
    );
}

#[test]
fn ensues_own_crates_are_no_part_of_a_program() {
    let app = package(
        "app",
        "[dependencies]\nhappen = { package = \"ensue\", path = \"../runtime\" }\nensue-macros = { path = \"../macros\" }\n",
    );
    let tree = Memory::new([("app/Cargo.toml", app)])
        .with("app/src/lib.rs", "")
        .with("runtime/Cargo.toml", package("ensue", "[dependencies]\nensue-macros = { path = \"../macros\" }\n"))
        .with("runtime/src/lib.rs", "")
        .with("macros/Cargo.toml", package("ensue-macros", ""))
        .with("macros/src/lib.rs", "");
    let project = load(&tree, "app").unwrap();
    assert_eq!(names(&project), ["app"]);
    let origins: Vec<_> =
        project.packages[0].dependencies.iter().map(|d| (d.name.as_str(), d.origin.clone())).collect();
    assert_eq!(origins, [("ensue_macros", Origin::Outside("ensue-macros".to_owned())), ("happen", Origin::Ensue)]);
    // A workspace is all its members, Ensue's own too.
    let tree = tree.with("Cargo.toml", "[workspace]\nmembers = [\"*\"]\n");
    assert_eq!(names(&load(&tree, "").unwrap()), ["app", "ensue", "ensue-macros"]);
}

#[test]
fn circles_end() {
    let tree = Memory::new([
        ("a/Cargo.toml", package("a", "[dependencies]\nb = { path = \"../b\" }\n")),
        ("b/Cargo.toml", package("b", "[dependencies]\na = { path = \"../a\" }\nb = { path = \".\" }\n")),
    ])
    .with("a/src/lib.rs", "")
    .with("b/src/lib.rs", "");
    assert_eq!(names(&load(&tree, "a").unwrap()), ["a", "b"]);
    // Three links in each directory, each back to the top: `**` has no end of paths to try.
    let tree = Memory::new([("Cargo.toml", "[workspace]\nmembers = [\"**\"]\n".to_owned())])
        .with("a/Cargo.toml", package("a", ""))
        .with("a/src/lib.rs", "")
        .with_link("a/x", "..")
        .with_link("a/y", "..")
        .with_link("a/z", "..");
    assert_eq!(
        holes(&load(&tree, "").unwrap()),
        ["unreadable Cargo.toml:2 the member `**` matches more than 2000 directories: name the members more closely"]
    );
}

#[test]
fn odd_text_is_read() {
    let deep = format!("[package]\nname = \"a\"\nx = {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    assert!(load(&Memory::new([("Cargo.toml", deep)]), "").is_err());
    let marked = format!("\u{feff}{}", package("marked", "")).replace('\n', "\r\n");
    let tree = Memory::new([("Cargo.toml", marked), ("src/lib.rs", String::new())]);
    assert_eq!(names(&load(&tree, "").unwrap()), ["marked"]);
    let huge = package(
        "huge",
        &format!("[dependencies]\n{}", (0..20_000).map(|n| format!("d{n} = \"1\"\n")).collect::<Vec<_>>().concat()),
    );
    let project = load(&Memory::new([("Cargo.toml", huge), ("src/lib.rs", String::new())]), "").unwrap();
    assert_eq!(project.packages[0].dependencies.len(), 20_000);
}

#[test]
fn paths_are_joined_by_name_alone() {
    for (base, text, expected) in [
        ("a/b", "../c", Some("a/c")),
        ("a/b", "./../../c//d/", Some("c/d")),
        ("", "..", None),
        ("a", "../../a", None),
        ("a", "/a", None),
        ("a", "", Some("a")),
        ("a", "..\\b", Some(if cfg!(windows) { "b" } else { "a/..\\b" })),
    ] {
        assert_eq!(path::join(base, text).as_deref(), expected, "{base} and {text}");
    }
}
