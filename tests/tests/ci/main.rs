//! What a pull request's CI needs: the scripts against a local stand-in of GitHub's API, the comparison in a clone as shallow as the
//! action's, and the action and workflows as files that a runner would take.

mod comparison;
mod files;

use ensue_tests::{has_tool, root, run};
use std::path::PathBuf;
use std::process::Command;

#[test]
fn the_scripts_pass_their_tests() {
    if !has_tool("node") {
        return;
    }
    let folder = root().join("tests/tests/ci");
    let mut tests: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    tests.sort();
    let answer = run(Command::new("node").arg("--test").args(&tests));
    assert_eq!(answer.status, 0, "{}{}", answer.stdout, answer.stderr);
    // That there are tests is not taken from the same list.
    let passed = answer.stdout.lines().find_map(|line| line.split_once("pass ")?.1.trim().parse::<usize>().ok());
    assert!(passed.is_some_and(|passed| passed >= 30), "{}", answer.stdout);
}
