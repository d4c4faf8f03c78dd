//! Everything end to end lives in the tests of this crate.
