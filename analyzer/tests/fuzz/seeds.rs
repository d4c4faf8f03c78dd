//! Text that people wrote, to be broken.

use crate::fixtures;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Source files: those of fixtures, of this crate, and of the repository as far as it is there.
pub(crate) fn sources() -> &'static [String] {
    static SOURCES: OnceLock<Vec<String>> = OnceLock::new();
    SOURCES.get_or_init(|| {
        let is_source = |(path, _): &(String, String)| Path::new(path).extension().is_some_and(|it| it == "rs");
        let fixtures = fixtures::all().into_iter().flat_map(|(_, text)| fixtures::files(&text));
        let mut sources: Vec<String> = fixtures.filter(is_source).map(|(_, text)| text).collect();
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        for dir in ["src", "../examples", "../runtime/src", "../macros"] {
            sources.extend(files_below(&here.join(dir), "rs"));
        }
        sources
    })
}

/// The texts of files with this extension, in the order of their paths.
pub(crate) fn files_below(dir: &Path, extension: &str) -> Vec<String> {
    let mut ahead = vec![dir.to_owned()];
    let mut found: Vec<PathBuf> = Vec::new();
    while let Some(dir) = ahead.pop() {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.extension() {
                _ if path.is_dir() => ahead.push(path),
                Some(it) if it == extension => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}
