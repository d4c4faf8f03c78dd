//! Where the snapshot of a package lies.

use std::fs;
use std::path::{Path, PathBuf};

const NAME: &str = "ensue.json";

/// The nearest snapshot from the directory of a package up to the workspace root, which is where `Cargo.lock` lies: its path, and
/// its text.
pub(super) fn nearest(dir: &str) -> Result<(String, String), String> {
    // Where cargo runs the test the package may lie elsewhere than where it was compiled.
    let now = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).filter(|now| now.ends_with(last(dir)));
    let dir = now.unwrap_or_else(|| PathBuf::from(dir));
    let mut searched = Vec::new();
    for place in dir.ancestors() {
        let file = place.join(NAME);
        match fs::read_to_string(&file) {
            Ok(text) => return Ok((file.display().to_string(), text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => searched.push(place.display().to_string()),
            Err(error) => return Err(format!("`{}` cannot be read: {error}", file.display())),
        }
        if place.join("Cargo.lock").is_file() {
            break;
        }
    }
    Err(format!("there is no `{NAME}` in {}: write it with `cargo ensue snapshot`", searched.join(" or ")))
}

/// The last name of a path.
fn last(dir: &str) -> &Path {
    Path::new(Path::new(dir).file_name().unwrap_or_default())
}
