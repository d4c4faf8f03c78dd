//! What a case consists of.

use std::fs;
use std::path::Path;

/// Files of a tree, by their paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

impl Input {
    /// A package with these sources.
    pub(crate) fn package(sources: impl IntoIterator<Item = (String, Vec<u8>)>) -> Input {
        const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";
        let mut files: Vec<(String, Vec<u8>)> = sources.into_iter().collect();
        if !files.iter().any(|(path, _)| path == "Cargo.toml") {
            files.push(("Cargo.toml".to_owned(), MANIFEST.into()));
        }
        Input { files }
    }

    /// Keeps the files where a person can look at them. Names that no disk would take are numbered instead.
    pub(crate) fn keep(&self, dir: &Path) -> std::io::Result<()> {
        for (at, (path, bytes)) in self.files.iter().enumerate() {
            let file = dir.join(path);
            let made = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, bytes));
            if made.is_err() {
                fs::create_dir_all(dir)?;
                fs::write(dir.join(format!("file-{at}")), bytes)?;
            }
        }
        Ok(())
    }
}
