//! What is read from source is what is linked: on random workspaces, the same each time.

use differential::Workshop;

/// How many; `cargo xtask fuzz graph` compares as many more as one likes.
const CASES: u64 = 200;

#[test]
fn what_is_read_is_what_is_linked() {
    let workshop = Workshop::new("suite");
    let verdict = workshop.judge(0..CASES);
    let smaller = verdict.differing.first().map(|seed| workshop.shrunk(*seed)).unwrap_or_default();
    assert!(verdict.failures.is_empty(), "{verdict}\n{smaller}");
    assert!(verdict.whole * 100 >= verdict.cases * 95, "most workspaces leave no hole: {}", verdict.counts());
    assert!(verdict.edges > verdict.cases * 10, "the workspaces are large enough: {}", verdict.counts());
}
