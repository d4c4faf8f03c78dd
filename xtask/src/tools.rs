//! The programs that tests start and that cargo does not bring.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A program that some test needs.
pub(crate) struct Tool {
    /// What tests call it.
    pub(crate) name: &'static str,
    /// The Debian package that holds it.
    package: &'static str,
    /// What cannot be shown without it.
    pub(crate) purpose: &'static str,
}

const TOOLS: &[Tool] = &[
    Tool { name: "chromium", package: "chromium", purpose: "how the page of a change looks and behaves in a browser" },
    Tool { name: "git", package: "git", purpose: "diffs between revisions" },
    Tool { name: "node", package: "nodejs", purpose: "that a pull request has one comment, and a true one" },
    Tool {
        name: "script",
        package: "bsdutils",
        purpose: "that a terminal shows how an analysis goes on, and a pipe does not",
    },
    Tool {
        name: "strace",
        package: "strace",
        purpose: "that an analysis starts nothing and opens no file outside the tree",
    },
];

/// Installs what is missing where it can, says what to install where it cannot, and gives back what is missing still.
pub(crate) fn prepare() -> Vec<&'static Tool> {
    let missing = missing();
    if missing.is_empty() {
        return missing;
    }
    let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    if !on_debian() {
        eprintln!("missing: {}; install them with the package manager of this system", packages.join(", "));
    } else if !is_root() {
        eprintln!("missing: {0}; install them with `sudo apt-get install {0}`", packages.join(" "));
    } else {
        install(&packages);
    }
    self::missing()
}

fn missing() -> Vec<&'static Tool> {
    TOOLS.iter().filter(|tool| find(tool.name).is_none()).collect()
}

fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

fn on_debian() -> bool {
    find("apt-get").is_some()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

fn install(packages: &[&str]) {
    println!("installing {}", packages.join(", "));
    apt(&["update", "-qq"]);
    // One by one: a package that this release does not know must not keep the others away.
    for package in packages {
        apt(&["install", "-y", "-qq", "--no-install-recommends", package]);
    }
}

/// A failure shows in what is missing afterwards; what apt said is on the screen.
fn apt(arguments: &[&str]) {
    let mut command = Command::new("apt-get");
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    if let Err(error) = command.status() {
        eprintln!("`apt-get {}` did not start: {error}", arguments.join(" "));
    }
}
