//! A file is given other bytes: whole or not at all, where it is still what was read.
#![cfg(unix)]

use ensue_analyzer::source::{Overlay, ReplaceError, Tree, WorkTree};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

fn tree() -> (tempfile::TempDir, WorkTree) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("src")).expect("the folder can be made");
    fs::write(folder.path().join("src/lib.rs"), "old").expect("the file can be written");
    let tree = WorkTree::at(folder.path()).expect("a directory");
    (folder, tree)
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).expect("the folder can be read");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text")).collect();
    names.sort();
    names
}

#[test]
fn permissions_stay_and_nothing_is_left_beside() {
    let (folder, tree) = tree();
    let file = folder.path().join("src/lib.rs");
    for mode in [0o600, 0o664, 0o755, 0o440] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("ours");
        let old = tree.read("src/lib.rs").expect("the bytes");
        let new = format!("new {mode:o}").into_bytes();
        assert_eq!(tree.replace("src/lib.rs", &old, &new), Ok(()));
        assert_eq!(fs::read(&file).expect("the bytes"), new);
        assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o7777, mode);
    }
    assert_eq!(names(&folder.path().join("src")), ["lib.rs"]);
}

#[test]
fn what_changed_meanwhile_is_not_replaced() {
    let (folder, tree) = tree();
    let src = folder.path().join("src");
    let mut overlay = Overlay::new(&tree);
    assert_eq!(overlay.read("src/lib.rs").as_deref(), Ok(&b"old"[..]));
    fs::write(src.join("lib.rs"), "somebody else's").expect("the file can be written");
    // Whoever reads again reads what was there, and then what is to be there.
    assert_eq!(overlay.read("src/lib.rs").as_deref(), Ok(&b"old"[..]));
    overlay.edit("src/lib.rs".to_owned(), b"new".to_vec());
    assert_eq!(overlay.read("src/lib.rs").as_deref(), Ok(&b"new"[..]));
    let [(path, old, new)] = &overlay.edits()[..] else { panic!("one file is edited") };
    assert_eq!(tree.replace(path, old, new), Err(ReplaceError::Changed));
    assert_eq!(fs::read(src.join("lib.rs")).expect("the bytes"), b"somebody else's");

    fs::remove_file(src.join("lib.rs")).expect("ours");
    assert!(matches!(tree.replace(path, old, new), Err(ReplaceError::Unreadable(_))));
    fs::create_dir(src.join("lib.rs")).expect("the folder can be made");
    assert_eq!(tree.replace(path, old, new), Err(ReplaceError::Changed));
    assert_eq!(names(&src), ["lib.rs"]);
}

#[test]
fn no_link_is_followed() {
    let (folder, tree) = tree();
    let (src, elsewhere) = (folder.path().join("src"), folder.path().join("elsewhere"));
    fs::rename(&src, &elsewhere).expect("ours");
    symlink("elsewhere", &src).expect("a link");
    assert!(matches!(tree.replace("src/lib.rs", b"old", b"new"), Err(ReplaceError::Unreadable(_))));
    symlink("lib.rs", elsewhere.join("other.rs")).expect("a link");
    assert_eq!(tree.replace("elsewhere/other.rs", b"old", b"new"), Err(ReplaceError::Link));
    assert_eq!(fs::read(elsewhere.join("lib.rs")).expect("the bytes"), b"old");
    // What a name beside it leads to is not written either.
    symlink("/dev/null", elsewhere.join(format!(".lib.rs.ensue-{}", std::process::id()))).expect("a link");
    assert!(matches!(tree.replace("elsewhere/lib.rs", b"old", b"new"), Err(ReplaceError::Refused(_))));
    assert_eq!(fs::read(elsewhere.join("lib.rs")).expect("the bytes"), b"old");
}
