//! Random workspaces, whose graph as read from source must be the one that their programs register.

pub mod compare;
mod generate;
mod judge;
pub mod mutate;
mod random;
pub mod shrink;
pub mod source;
mod workshop;
mod world;

pub use generate::generate;
pub use judge::{Judge, Refused};
pub use workshop::{Verdict, Workshop};
