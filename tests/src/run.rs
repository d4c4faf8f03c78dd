//! Starting programs: the tool under test, and git to make what it looks at.

use std::path::Path;
use std::process::Command;

/// What a program answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its exit status.
    pub status: i32,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

/// Runs a program to its end, without the settings of whoever runs the tests.
///
/// # Panics
/// When it cannot be started, is killed by a signal, or prints something other than text.
#[must_use]
pub fn run(command: &mut Command) -> Answer {
    for variable in
        ["GITHUB_ACTIONS", "NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS", "GIT_DIR", "GIT_WORK_TREE"]
    {
        command.env_remove(variable);
    }
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes| String::from_utf8(bytes).unwrap_or_else(|error| panic!("{command:?}: {error}"));
    Answer {
        status: output.status.code().unwrap_or_else(|| panic!("{command:?} was killed: {}", output.status)),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Runs git in a folder, as an author who is always the same, without the machine's configuration.
///
/// # Panics
/// When git fails.
pub fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=someone", "-c", "user.email=someone@localhost"]);
    // Maintenance goes on after git has ended, in a folder that is gone by then.
    command.args(["-c", "maintenance.auto=false", "-c", "gc.auto=0"]);
    command.args(["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"]);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").args(arguments);
    let answer = run(&mut command);
    assert_eq!(answer.status, 0, "`git {}`: {}", arguments.join(" "), answer.stderr);
}

/// Makes a folder a repository with one commit of all it holds.
///
/// # Panics
/// When git fails.
pub fn commit_all(folder: &Path) {
    git(folder, &["init", "--quiet"]);
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "all"]);
}
