//! The orders of the shop: taken and cancelled.
//!
//! What was ordered is packed elsewhere. This crate knows no warehouse: it requests what is to be done, and whichever program
//! runs the tickets does it.

mod archiver;
pub mod handlers;

pub use archiver::{Order, OrderError, OrderState, Orders};
pub use shop_events::OrderId;

#[cfg(test)]
mod tests {
    #[test]
    fn the_snapshot_says_what_is_here() {
        ensue::assert_snapshot!();
    }
}
