//! Directories and repositories that tests make and leave no trace of.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A temporary directory, seen without links on its way.
pub(crate) struct Folder {
    path: PathBuf,
    _guard: TempDir,
}

impl Folder {
    pub(crate) fn new() -> Folder {
        let guard = TempDir::new().unwrap();
        Folder { path: guard.path().canonicalize().unwrap(), _guard: guard }
    }

    /// A folder with these files.
    pub(crate) fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Folder {
        let folder = Folder::new();
        for (path, contents) in files {
            folder.write(path, contents);
        }
        folder
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.path.clone() } else { self.path.join(path) }
    }

    pub(crate) fn write(&self, path: &str, contents: impl AsRef<[u8]>) {
        let place = self.path.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, contents).unwrap();
    }

    #[cfg(unix)]
    pub(crate) fn link(&self, path: &str, target: impl AsRef<Path>) {
        let place = self.path.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, place).unwrap();
    }

    /// Runs the real git in a directory of this folder, and gives back what it printed.
    pub(crate) fn git(&self, dir: &str, arguments: &[&str]) -> String {
        git(&self.path(dir), arguments)
    }

    /// Commits everything in a directory of this folder, and gives back the id.
    pub(crate) fn commit(&self, dir: &str, message: &str) -> String {
        self.git(dir, &["add", "--all"]);
        self.git(dir, &["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(dir, &["rev-parse", "HEAD"])
    }
}

/// Runs the real git, untouched by the configuration of whoever runs the tests.
pub(crate) fn git(dir: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(dir)
        // Maintenance goes on after git has ended, in a folder that is gone by then.
        .args(["-c", "maintenance.auto=false", "-c", "gc.auto=0"])
        .args(["-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main", "-c", "core.autocrlf=false"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("LC_ALL", "C")
        .envs([
            ("GIT_AUTHOR_NAME", "A"),
            ("GIT_AUTHOR_EMAIL", "a@example.org"),
            ("GIT_AUTHOR_DATE", "2020-01-01T00:00Z"),
        ])
        .envs([
            ("GIT_COMMITTER_NAME", "A"),
            ("GIT_COMMITTER_EMAIL", "a@example.org"),
            ("GIT_COMMITTER_DATE", "2020-01-01T00:00Z"),
        ])
        .output()
        .expect("the tests need git");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}
