//! The example as a project of its own, to be changed and moved about.

use crate::{files_below, root};
use std::path::PathBuf;

/// A copy of the example in a workspace that holds nothing else, at `name` in a temporary folder. Its files are written in
/// the order that `order` leaves.
///
/// # Panics
/// When the system refuses to read or write.
pub fn example_alone(name: &str, order: impl Fn(&mut Vec<PathBuf>)) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = folder.path().join(name);
    let example = root().join("examples/payments");
    let mut files = files_below(&example);
    order(&mut files);
    std::fs::create_dir_all(&place).expect("the folder can be made");
    std::fs::write(place.join("Cargo.toml"), manifest()).expect("the manifest");
    for file in files {
        let target = place.join("examples/payments").join(&file);
        std::fs::create_dir_all(target.parent().expect("a file lies in a folder")).expect("the folder can be made");
        std::fs::copy(example.join(&file), target).expect("the file can be copied");
    }
    (folder, place)
}

/// A manifest that gives the example what it inherits from ours.
fn manifest() -> String {
    let ours = std::fs::read_to_string(root().join("Cargo.toml")).expect("our manifest");
    let (_, inherited) = ours.split_once("[workspace.package]").expect("the packages inherit");
    format!("[workspace]\nresolver = \"3\"\nmembers = [\"examples/payments\"]\n\n[workspace.package]{inherited}")
}
