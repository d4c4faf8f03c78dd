//! The page that describes the example shows what the example prints.

use std::process::Command;

#[test]
fn the_readme_shows_how_the_walk_begins() -> std::io::Result<()> {
    let printed = Command::new(env!("CARGO_BIN_EXE_payments")).output()?;
    assert!(printed.status.success(), "{printed:?}");
    let printed = String::from_utf8_lossy(&printed.stdout);

    let readme = include_str!("../README.md");
    let shown = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default();
    assert!(shown.lines().count() > 20, "the README shows the beginning of the walk");
    assert!(printed.starts_with(shown), "the README shows another beginning than:\n{printed}");
    Ok(())
}
