//! The picture is true: what `cargo ensue` says of this program is what the compiler linked into it.

#[path = "../../linked.rs"]
mod linked;

use shop_web as _;

#[test]
fn the_graph_of_the_web_is_what_it_links() {
    linked::assert_linked("web", &[]);
}

#[test]
fn the_snapshot_says_what_the_web_links() {
    ensue::assert_snapshot!(program = "web");
}
