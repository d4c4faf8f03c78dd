//! Files that speak of a project: looked up from DIR to the root of the workspace.

use super::{ReadError, Tree, path};

/// The path of the file of this name for a directory of the tree, and its bytes or why it cannot be read: the nearest from
/// there up to the root of the workspace, `root`.
#[must_use]
pub fn nearest(tree: &dyn Tree, name: &str, dir: &str, root: &str) -> Option<(String, Result<Vec<u8>, ReadError>)> {
    let ways = std::iter::successors(Some(dir), |dir| path::parent(dir));
    let inside = ways.take_while(|dir| path::is_within(dir, root));
    for place in inside.chain([root]) {
        let file = path::child(place, name);
        match tree.read(&file) {
            Err(ReadError::Missing) => {}
            found => return Some((file, found)),
        }
    }
    None
}
