//! The picture is true: what `cargo ensue` says of this program is what the compiler linked into it.

#[path = "../../linked.rs"]
mod linked;

use shop_worker as _;

#[test]
fn the_graph_of_the_worker_is_what_it_links() {
    let conditions: &[&str] = if cfg!(feature = "gifts") { &["feature = \"gifts\""] } else { &[] };
    linked::assert_linked("worker", conditions);
}

#[test]
fn the_snapshot_says_what_the_worker_links() {
    ensue::assert_snapshot!(program = "worker");
}
