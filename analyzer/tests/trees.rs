//! The three trees answer alike, and none leaves its boundary.
#![cfg(unix)]

mod support;

use ensue_analyzer::source::{EntryKind, MAX_FILE_SIZE, Memory, ReadError, Repository, Tree, WorkTree};
use std::os::unix::fs::PermissionsExt;
use support::Folder;

const FILES: [(&str, &str); 5] = [
    ("src/lib.rs", "mod naïve;\r\n"),
    ("src/naïve.rs", "\u{feff}// späte Änderung"),
    ("src/deep/er/mod.rs", "deep"),
    ("a file.rs", "spaces"),
    ("empty.rs", ""),
];

const LINKS: [(&str, &str); 11] = [
    ("to_file.rs", "src/lib.rs"),
    ("to_dir", "src/deep"),
    ("src/up.rs", "../a file.rs"),
    ("src/deep/back", "../../to_dir/er"),
    ("dangling.rs", "nowhere.rs"),
    ("out.rs", "../secret.rs"),
    ("out_dir", "../secrets"),
    ("absolute.rs", "/etc/passwd"),
    ("loop_a", "loop_b"),
    ("loop_b", "loop_a"),
    ("around.rs", "../tree/src/lib.rs"),
];

/// What reading a path gives; `around.rs` leaves the tree and comes back, which nobody can know who sees the tree alone.
const READS: [(&str, Result<&str, ReadError>); 17] = [
    ("src/lib.rs", Ok("mod naïve;\r\n")),
    ("src/naïve.rs", Ok("\u{feff}// späte Änderung")),
    ("empty.rs", Ok("")),
    ("to_file.rs", Ok("mod naïve;\r\n")),
    ("to_dir/er/mod.rs", Ok("deep")),
    ("src/up.rs", Ok("spaces")),
    ("src/deep/back/mod.rs", Ok("deep")),
    ("src", Err(ReadError::NotRegular)),
    ("", Err(ReadError::NotRegular)),
    ("src/lib.rs/x", Err(ReadError::Missing)),
    ("nowhere.rs", Err(ReadError::Missing)),
    ("dangling.rs", Err(ReadError::Missing)),
    ("out.rs", Err(ReadError::Outside)),
    ("out_dir/file.rs", Err(ReadError::Outside)),
    ("absolute.rs", Err(ReadError::Outside)),
    ("loop_a", Err(ReadError::Loop)),
    ("around.rs", Err(ReadError::Outside)),
];

#[test]
fn three_trees_answer_alike() {
    let folder = Folder::of([("secret.rs", "secret"), ("secrets/file.rs", "secret")]);
    let mut memory = Memory::default();
    for (path, contents) in FILES {
        folder.write(&format!("tree/{path}"), contents);
        memory = memory.with(path, contents);
    }
    for (path, target) in LINKS {
        folder.link(&format!("tree/{path}"), target);
        memory = memory.with_link(path, target);
    }
    folder.git("tree", &["init", "--quiet"]);
    folder.commit("tree", "all");
    let repository = Repository::around(&folder.path("tree/src"), &[]).unwrap();
    assert_eq!(repository.dir(), "src");
    let revision = repository.tree(&repository.commit("HEAD").unwrap()).unwrap();
    let disk = WorkTree::around(&folder.path("tree/src"), &[]).unwrap();
    assert_eq!(disk.dir(), "src");
    let trees: [(&str, &dyn Tree); 3] = [("memory", &memory), ("disk", &disk), ("revision", &revision)];
    for (name, tree) in trees {
        for (path, expected) in &READS {
            let found = tree.read(path).map(|bytes| String::from_utf8(bytes).unwrap());
            assert_eq!(found, expected.clone().map(str::to_owned), "{name}: {path}");
        }
        let entries = tree.entries("").unwrap();
        let shown = entries.iter().filter(|entry| entry.name != ".git").map(|entry| (entry.name.as_str(), entry.kind));
        let expected = [
            ("a file.rs", EntryKind::File),
            ("absolute.rs", EntryKind::Other),
            ("around.rs", EntryKind::Other),
            ("dangling.rs", EntryKind::Other),
            ("empty.rs", EntryKind::File),
            ("loop_a", EntryKind::Other),
            ("loop_b", EntryKind::Other),
            ("out.rs", EntryKind::Other),
            ("out_dir", EntryKind::Other),
            ("src", EntryKind::Directory),
            ("to_dir", EntryKind::Directory),
            ("to_file.rs", EntryKind::File),
        ];
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{name}");
        assert_eq!(tree.entries("to_dir").unwrap(), tree.entries("src/deep").unwrap(), "{name}");
        assert_eq!(tree.entries("empty.rs"), Err(ReadError::NotRegular), "{name}");
        assert_eq!(tree.entries("out_dir"), Err(ReadError::Outside), "{name}");
    }
}

#[test]
fn more_may_be_read_when_allowed() {
    let folder = Folder::of([
        ("repo/Cargo.toml", "[package]\nname = \"app\"\n"),
        ("shared/src/lib.rs", "shared"),
        ("private/lib.rs", "private"),
    ]);
    folder.git("repo", &["init", "--quiet"]);
    folder.link("repo/by_link", "../shared/src");
    folder.link("repo/by_absolute_link", folder.path("shared/src"));
    let tree = WorkTree::around(&folder.path("repo"), &[folder.path("shared")]).unwrap();
    assert_eq!(tree.dir(), "repo");
    for path in ["shared/src/lib.rs", "repo/by_link/lib.rs", "repo/by_absolute_link/lib.rs"] {
        assert_eq!(tree.read(path).unwrap(), b"shared", "{path}");
    }
    assert_eq!(tree.read("private/lib.rs"), Err(ReadError::Outside));
    assert_eq!(tree.entries(""), Err(ReadError::Outside));
}

#[test]
fn only_regular_files_of_a_sane_size_are_opened() {
    let folder = Folder::of([("Cargo.toml", "[package]\nname = \"app\"\n"), ("locked.rs", "")]);
    // Opening a pipe that nobody writes to would never end.
    assert!(std::process::Command::new("mkfifo").arg(folder.path("pipe.rs")).status().unwrap().success());
    folder.link("device.rs", "/dev/zero");
    std::fs::File::create(folder.path("huge.rs")).unwrap().set_len(MAX_FILE_SIZE + 1).unwrap();
    std::fs::File::create(folder.path("large.rs")).unwrap().set_len(MAX_FILE_SIZE).unwrap();
    let tree = WorkTree::around(&folder.path(""), &[]).unwrap();
    assert_eq!(tree.read("pipe.rs"), Err(ReadError::NotRegular));
    assert_eq!(tree.read("device.rs"), Err(ReadError::Outside));
    assert_eq!(tree.read("huge.rs"), Err(ReadError::TooLarge(MAX_FILE_SIZE + 1)));
    assert_eq!(tree.read("large.rs").unwrap().len() as u64, MAX_FILE_SIZE);
    std::fs::set_permissions(folder.path("locked.rs"), std::fs::Permissions::from_mode(0o000)).unwrap();
    let read = tree.read("locked.rs");
    // The administrator may read everything.
    assert!(matches!(read, Err(ReadError::Refused(_)) | Ok(_)), "{read:?}");
}

#[test]
fn without_git_the_workspace_is_the_boundary() {
    let folder = Folder::of([
        ("work/Cargo.toml", "[workspace]\nmembers = [\"app\"]\n"),
        ("work/app/Cargo.toml", "[package]\nname = \"app\"\n"),
        ("work/app/src/lib.rs", ""),
        ("work/other/Cargo.toml", "[package]\nname = \"other\"\n"),
        ("beside.rs", ""),
    ]);
    let root_and_dir = |dir: &str| {
        let tree = WorkTree::around(&folder.path(dir), &[]).unwrap();
        (tree.root().to_owned(), tree.dir().to_owned())
    };
    assert_eq!(root_and_dir("work/app/src"), (folder.path("work"), "app/src".to_owned()));
    assert_eq!(root_and_dir("work"), (folder.path("work"), String::new()));
    // It is no member, so the workspace above is not its own.
    assert_eq!(root_and_dir("work/other"), (folder.path("work/other"), String::new()));
    let tree = WorkTree::around(&folder.path("work/app"), &[]).unwrap();
    assert_eq!(tree.kind("app/src/lib.rs"), Ok(EntryKind::File));
    folder.write("nothing/here", "");
    folder.write("broken/Cargo.toml", "[package");
    let message = |dir: &str| WorkTree::around(&folder.path(dir), &[]).unwrap_err().to_string();
    let place = |path: &str| folder.path(path).display().to_string();
    assert!(message("nothing").starts_with(&format!("no `Cargo.toml` in `{}` or above it", place("nothing"))));
    assert!(message("broken").starts_with(&format!("`{}`, line 1: ", place("broken/Cargo.toml"))));
    let error = WorkTree::around(&folder.path("beside.rs"), &[]).unwrap_err();
    assert!(error.to_string().contains("is not a directory"), "{error}");
}
